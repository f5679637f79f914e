"""What a reader must know: events that overlap or are over, materials, stocks, shares, days."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from supplypact.domain.event import Event
from supplypact.domain.response import Note
from supplypact.responding.notes import days_apart, later_stocks, notes_of, shares_apart
from tests import given as world
from tests.responding.given import SHARES, cut, event

START, MIDDLE, END = date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 1)


def overlap(one: str, other: str, materials: str = "testium") -> Note:
    return Note(key="overlap", values={"one": one, "other": other, "materials": materials})


def test_two_events_on_the_same_shipments_at_a_time_are_told() -> None:
    first, second = event(name="a", start=START), event(name="b", start=MIDDLE)
    assert notes_of([first, second], world.two_stages(), ["testium"]) == [overlap("a", "b")]


def test_of_three_events_each_pair_is_told() -> None:
    events = [event(name=name) for name in "abc"]
    told = notes_of(events, world.two_stages(), ["testium"])
    assert told == [overlap("a", "b"), overlap("a", "c"), overlap("b", "c")]


def test_events_one_after_the_other_do_not_overlap() -> None:
    first, second = event(name="a", end=MIDDLE), event(name="b", start=MIDDLE, end=END)
    assert notes_of([first, second], world.two_stages(), []) == []
    assert notes_of([second, first], world.two_stages(), []) == []
    longer = replace(first, end=date(2026, 6, 2))
    assert notes_of([longer, second], world.two_stages(), []) == [overlap("a", "b")]
    assert notes_of([second, longer], world.two_stages(), []) == [overlap("b", "a")]


def test_other_suppliers_stages_or_materials_do_not_overlap() -> None:
    plain = event(name="a")
    for strange in (cut("JPN"), cut("CHN", "mine"), cut("CHN", materials=("x",))):
        assert notes_of([plain, event(strange, name="b")], world.two_stages(), []) == []


def test_the_materials_that_both_cut_are_named_once() -> None:
    both = cut("CHN", "mine", "refine", materials=("testium", "alloy", "x"))
    other = cut("CHN", "mine", "refine", materials=("alloy", "testium"))
    told = notes_of([event(both, name="a"), event(other, name="b")], world.two_stages(), [])
    assert told == [overlap("a", "b", "alloy;testium")]


def test_a_material_that_contains_another_struck_one_is_told() -> None:
    network = world.two_stages()
    part = replace(network.materials[0], id="part", part_of="testium")
    network = replace(network, materials=(*network.materials, part))
    told = notes_of([event()], network, ["testium", "part"])
    assert told == [Note(key="part", values={"whole": "testium", "part": "part"})]
    assert notes_of([event()], network, ["part"]) == []
    assert notes_of([event()], network, ["testium"]) == []


def test_stocks_of_a_later_month_or_year_than_the_decision_are_told() -> None:
    rows = [
        ("JPN", "gallium", "2026-03"),
        ("JPN", "gallium", "2026-03"),
        ("USA", "gallium", "2026-02"),
        ("USA", "cobalt", "2027"),
        ("USA", "nickel", "2026"),
        ("JPN", "nickel", "2026-02-11"),
        ("JPN", "copper", None),
    ]
    held = pl.DataFrame(rows, schema=["holder", "material", "as_of"], orient="row")
    (note,) = later_stocks(held, date(2026, 2, 10))
    assert note.key == "later_stocks"
    assert note.values == {
        "stocks": "JPN:gallium;USA:cobalt;JPN:nickel",
        "date": "2026-02-10",
    }
    assert list(later_stocks(held, date(2027, 3, 1))) == []
    assert list(later_stocks(held.clear(), date(2026, 2, 10))) == []


def test_cuts_aimed_at_other_buyers_do_not_overlap() -> None:
    american, japanese = cut(buyers=("USA",)), cut(buyers=("JPN",))
    for one, other, count in (
        (american, japanese, 0),
        (american, cut(), 1),
        (american, american, 1),
    ):
        told = notes_of([event(one, name="a"), event(other, name="b")], world.two_stages(), [])
        assert len(told) == count
    # a strike reaches all buyers
    strike = event(american, name="a", kind="strike")
    assert len(notes_of([strike, event(japanese, name="b")], world.two_stages(), [])) == 1


def test_an_event_that_is_over_is_told_with_its_last_day() -> None:
    over = event(name="a", end=MIDDLE)
    (note,) = days_apart([], [over], END)
    assert (note.key, note.values) == ("ended", {"event": "a", "date": "2026-05-31"})


def test_a_decision_before_the_event_is_told() -> None:
    coming = event(name="a", start=MIDDLE)
    (note,) = days_apart([coming], [], START)
    assert (note.key, note.values) == ("foreknown", {"date": "2026-06-01"})
    assert list(days_apart([coming], [], MIDDLE)) == []
    assert list(days_apart([coming], [], MIDDLE + timedelta(days=1))) == []


def test_an_event_of_the_year_of_the_flows_or_before_may_be_in_them() -> None:
    for start in (date(2023, 7, 3), date(2024, 12, 31)):
        (note,) = days_apart([event(name="a", start=start)], [], START)
        assert (note.key, note.values) == ("in_flows", {"event": "a", "year": "2024"})
    assert list(days_apart([event(start=date(2025, 1, 1))], [], START)) == []


def apart(*rows: tuple[str, str, str, str, float], of: Event | None = None) -> list[Note]:
    published = pl.DataFrame(list(rows), schema=SHARES, orient="row")
    events = [of or event()]
    return list(shares_apart(events, world.two_stages(), published, world.pact(), ["testium"]))


def share_apart(materials: str, ours: str, published: str) -> Note:
    values = {"materials": materials, "ours": ours, "published": published}
    return Note(key="share_apart", values=values)


def test_published_import_shares_that_are_far_from_the_flows_are_told() -> None:
    # of what Japan imports China sends 22 of 22, of the American imports 28 of 30
    japan = ("CHN", "testium", "refine", "JPN", 0.6)
    america = ("CHN", "testium", "refine", "USA", 0.8)
    assert apart(japan, america) == [share_apart("JPN:testium", "100%", "60%")]
    far = ("CHN", "testium", "refine", "USA", 0.78)
    assert apart(far) == [share_apart("USA:testium", "93%", "78%")]


def test_shares_of_others_stages_or_materials_are_not_told() -> None:
    assert apart() == []
    for strange in (
        ("AUS", "testium", "refine", "JPN", 0.9),
        ("CHN", "testium", "mine", "JPN", 0.9),
        ("CHN", "otherium", "refine", "JPN", 0.1),
        ("CHN", "testium", "refine", "KOR", 0.1),
    ):
        assert apart(strange) == []
    japan = ("CHN", "testium", "refine", "JPN", 0.6)
    unused = event(cut(materials=("otherium",)))
    assert apart(japan, of=unused) == []
    # who imports nothing of it has a share of 0
    nobody = ("AUS", "testium", "refine", "USA", 0.4)
    assert apart(nobody, of=event(cut("AUS"))) == [share_apart("USA:testium", "0%", "40%")]


def test_a_cut_that_two_events_share_is_compared_once() -> None:
    japan = ("CHN", "testium", "refine", "JPN", 0.6)
    published = pl.DataFrame([japan], schema=SHARES, orient="row")
    events = [event(), event(name="second")]
    told = shares_apart(events, world.two_stages(), published, world.pact(), ["testium"])
    assert len(list(told)) == 1
