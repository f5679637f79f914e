"""An event file is read key by key; every mistake is told with its line and its mend."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from supplypact.domain.event import LAWS, EventSource
from supplypact.formats.event_toml import read_event

if TYPE_CHECKING:
    from supplypact.domain.event import Event
    from supplypact.errors import Fault

COUNTRIES = ("CHN", "COD", "JPN", "USA")
CHAINS = {
    "gallium": ("refine",),
    "germanium": ("refine",),
    "tungsten": ("mine",),
    "cobalt": ("mine", "refine"),
    "magnets": ("mine", "refine", "magnet"),
}
CODES = {
    "811292": (("gallium", "refine"), ("germanium", "refine"), ("indium", "refine")),
    "261100": (("tungsten", "mine"),),
    "282200": (("cobalt", "refine"),),
    "260500": (("cobalt", "mine"),),
}
GUIDE = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")
TEXT = """\
id = "licences-2026"
title_en = "Licences for gallium"
title_ja = "ガリウムの輸出許可制"
kind = "licence"
start = 2026-02-01
delay_days = 45
note = "Assumed."

[[cut]]
supplier = "CHN"
materials = ["gallium", "cobalt"]
buyers = ["JPN", "USA"]
share = 0.6
low = 0.4
high = 0.9

[[source]]
text = "Ministry: notice"
url = "https://example.org/notice"
"""


def read(text: str) -> tuple[Event | None, list[Fault]]:
    return read_event(text, where="e.toml", countries=COUNTRIES, materials=CHAINS, codes=CODES)


def event(text: str) -> Event:
    found, faults = read(text)
    assert [str(fault) for fault in faults] == []
    assert found is not None
    return found


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new)


def by_code(*codes: str, more: str = "") -> str:
    named = ", ".join(f'"{code}"' for code in codes)
    return changed('materials = ["gallium", "cobalt"]', f"hs = [{named}]\n{more}")


def test_every_key_is_read() -> None:
    found = event(TEXT)
    (cut,) = found.cuts
    assert (found.id, found.kind, found.start) == ("licences-2026", "licence", date(2026, 2, 1))
    assert (found.end, found.delay_days, found.law, found.note) == (None, 45, "long", "Assumed.")
    assert found.sources == (
        EventSource(text="Ministry: notice", url="https://example.org/notice"),
    )
    assert found.text == TEXT
    assert (cut.supplier, cut.materials, cut.buyers) == (
        "CHN",
        ("gallium", "cobalt"),
        ("JPN", "USA"),
    )
    assert (cut.share, cut.low, cut.high, cut.hs) == (0.6, 0.4, 0.9, ())


def test_a_cut_without_stages_is_of_all_the_stages_that_its_materials_have() -> None:
    assert event(TEXT).cuts[0].stages == ("refine", "mine")
    alone = event(changed('["gallium", "cobalt"]', '["magnets"]')).cuts[0]
    assert alone.stages == ("mine", "refine", "magnet")


def test_bounds_that_are_not_given_are_the_share() -> None:
    (cut,) = event(changed("low = 0.4\nhigh = 0.9\n", "")).cuts
    assert (cut.low, cut.high) == (0.6, 0.6)


def test_a_cut_without_buyers_is_for_everyone() -> None:
    assert event(changed('buyers = ["JPN", "USA"]\n', "")).cuts[0].buyers == ()


@pytest.mark.parametrize("kind", LAWS)
def test_each_kind_has_its_duration_law(kind: str) -> None:
    text = changed("delay_days = 45\n", "").replace('"licence"', f'"{kind}"')
    assert event(text).law == LAWS[kind]
    assert event(text.replace("note =", 'law = "medium"\nnote =')).law == "medium"


def test_a_known_end_is_the_first_day_on_which_it_is_over() -> None:
    found = event(changed("delay_days = 45", "end = 2026-02-02"))
    assert found.end == date(2026, 2, 2)


def test_a_trade_code_cuts_every_known_material_that_it_holds_and_the_note_says_so() -> None:
    found = event(by_code("811292"))
    (cut,) = found.cuts
    assert (cut.materials, cut.stages, cut.hs) == (
        ("gallium", "germanium"),
        ("refine",),
        ("811292",),
    )
    told = "Trade code 811292 holds several materials, all of which are cut: gallium, germanium."
    assert found.note == f"Assumed. {told}"


def test_codes_of_different_stages_become_a_cut_for_each_set_of_stages() -> None:
    cuts = event(by_code("261100", "282200", "8112.92.10")).cuts
    assert [(cut.materials, cut.stages, cut.hs) for cut in cuts] == [
        (("tungsten",), ("mine",), ("261100",)),
        (("cobalt", "gallium", "germanium"), ("refine",), ("282200", "8112.92.10")),
    ]
    assert {cut.share for cut in cuts} == {0.6}


def test_two_codes_of_one_material_join_their_stages_in_order() -> None:
    (cut,) = event(by_code("282200", "260500")).cuts
    assert (cut.materials, cut.stages) == (("cobalt",), ("mine", "refine"))
    (cut,) = event(by_code("282200", "260500", more='stages = ["mine"]')).cuts
    assert (cut.stages, cut.hs) == (("mine",), ("260500",))


MISTAKES = [
    ('supplier = "CHN"', 'supplier = "CHM"', "unknown supplier 'CHM'", "did you mean 'CHN'?"),
    ('"gallium"', '"galium"', "unknown 'galium' in materials", "did you mean 'gallium'?"),
    ('["JPN", "USA"]', '["JAP"]', "unknown 'JAP' in buyers", "did you mean 'JPN'?"),
    (
        '["JPN", "USA"]',
        '["JPN", "CHN"]',
        "CHN is the supplier and also a buyer of the same cut",
        "take CHN out of buyers",
    ),
    ("share = 0.6", "share = 60", "share is 60, must be more than 0 and at most 1", "write 0.60"),
    ("share = 0.6", "share = 0.3", "low 0.4 is above share 0.3", "write low <= share <= high"),
    ("high = 0.9", "high = 0.5", "high 0.5 is below share 0.6", "write low <= share <= high"),
    ("high = 0.9", "high = 0", "high is 0, must be more than 0 and at most 1", "write a number"),
    (
        "delay_days = 45",
        "delay_days = -1",
        "delay_days is -1, must be at least 0 and at most 730",
        "write a number that is at least 0 and at most 730",
    ),
    (
        'kind = "licence"',
        'kind = "ban"',
        "delay_days goes with kind = \"licence\", not with 'ban'",
        'leave it out, or write kind = "licence"',
    ),
    ('"licence"', '"licenc"', "unknown kind 'licenc'", "did you mean 'licence'?"),
    (
        "delay_days = 45",
        "end = 2026-02-01",
        "end 2026-02-01 is not after start 2026-02-01",
        "give the first day on which it is over, or leave end out while it lasts",
    ),
    ("share = 0.6", 'share = "0.6"', "share must be a number, is '0.6'", "write the bare number"),
    (
        "share = 0.6",
        'share = 0.6\nstages = ["magnet"]',
        "gallium has no stage magnet",
        "use one of: refine",
    ),
    (
        "share = 0.6",
        'share = 0.6\nstages = ["refine", "magnet"]',
        "none of the materials has the stage magnet",
        "take it out",
    ),
    (
        "share = 0.6",
        'share = 0.6\nstages = ["refin"]',
        "unknown 'refin' in stages",
        "did you mean 'refine'?",
    ),
    (
        "share = 0.6",
        'share = 0.6\nhs = ["811292"]',
        "the cut names both materials and hs",
        "keep one of the two",
    ),
    (
        'materials = ["gallium", "cobalt"]\n',
        "",
        "the cut names neither materials nor hs",
        'add materials = ["gallium"], say, or hs = ["811292"]',
    ),
    (
        'materials = ["gallium", "cobalt"]',
        'hs = ["811299"]',
        "unknown '811299' in hs",
        "did you mean '811292'?",
    ),
    (
        'materials = ["gallium", "cobalt"]',
        'hs = ["811292"]\nstages = ["mine"]',
        "the codes hold nothing at stage mine",
        "leave stages out, or name other codes",
    ),
    ('["gallium", "cobalt"]', "[]", "materials is empty", "name at least 1"),
    ("[[cut]]", "[[cuts]]", "the event cuts nothing", "add a [[cut]] with supplier and share"),
    ("share = 0.6", "", "[[cut]] has no share", "add share"),
    ("share = 0.6", "share = 0.6\nlasts = 3", "unknown key 'lasts' in [[cut]]", "use one of"),
]


@pytest.mark.parametrize(("old", "new", "what", "fix"), MISTAKES)
def test_a_mistake_is_told_with_its_mend(old: str, new: str, what: str, fix: str) -> None:
    found, faults = read(changed(old, new))
    assert found is None
    told = {fault.what: fault for fault in faults}
    assert what in told
    assert told[what].fix.startswith(fix)


def test_one_mistake_is_told_once_and_with_its_line() -> None:
    _, faults = read(changed("share = 0.6", "share = 1.2"))
    assert [fault.where for fault in faults] == ["e.toml, line 13"]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = changed("start = 2026-02-01", "start = 2026").replace("CHN", "XXX").replace("0.9", "9")
    _, faults = read(text)
    assert [fault.where for fault in faults] == [f"e.toml, line {line}" for line in (5, 10, 15)]


def test_a_text_that_is_no_toml_is_told_with_its_line() -> None:
    _, (fault,) = read("id = \n")
    assert fault.where == "e.toml, line 1"
    assert fault.what.startswith("not valid TOML")


@drawn(st.text(max_size=200))
def test_no_text_makes_the_reader_fall(text: str) -> None:
    found, faults = read(text)
    assert found is None
    assert faults


def test_the_example_of_the_guide_is_an_event_with_every_key() -> None:
    text = re.findall("```toml\n(.*?)```", GUIDE, re.DOTALL)[0]
    codes = {**CODES, "282560": (("germanium", "refine"),)}
    found, faults = read_event(
        text, where="guide", countries=COUNTRIES, materials=CHAINS, codes=codes
    )
    assert [str(fault) for fault in faults] == []
    assert found is not None
    assert [cut.materials for cut in found.cuts] == [("gallium", "germanium"), ("tungsten",)]
    keys = {line.split(" = ")[0] for line in text.splitlines() if " = " in line}
    explained = set(re.findall("`([a-z_]+)`", GUIDE))
    assert keys <= explained


def test_the_guide_gives_each_kind_its_law() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \|.*\| (short|medium|long) \|$", GUIDE, re.MULTILINE))
    assert told == LAWS
