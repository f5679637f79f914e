"""What a reader must know: events that overlap, and materials that contain each other."""

from dataclasses import replace
from datetime import date

import polars as pl

from supplypact.domain.response import Note
from supplypact.responding.notes import later_stocks, notes_of
from tests import given as world
from tests.responding.given import cut, event

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
