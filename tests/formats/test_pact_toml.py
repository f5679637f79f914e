from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from supplypact.domain.pact import Origin, Reading
from supplypact.formats.pact_clauses import (
    ASSUMPTIONS,
    FUNDING_KINDS,
    INDICATOR_UNITS,
    MECHANISM_KINDS,
)
from supplypact.formats.pact_toml import read_pact

if TYPE_CHECKING:
    from supplypact.domain.pact import Pact
    from supplypact.errors import Fault

TEXT = """\
# A pact with one clause of each kind.
id = "small-2025"
title_en = "Small pact"
title_ja = "小協定"
signed = 2025-10-28
summary = "One of each."

[sources]
law = "Ministry: the law, 2025-10-28"

[[party]]
country = "USA"
name_en = "United States"
name_ja = "米国"
source = "law"

[[party]]
country = "JPN"
name_en = "Japan"
name_ja = "日本"
source = "law"

[countries]
hosts = ["AUS"]
observers = ["IND"]
concern = ["CHN"]
source = "law"

[[sector]]
id = "minerals"
name_en = "Minerals"
name_ja = "鉱物"
source = "law"

[[funding]]
id = "loan"
party = "JPN"
kind = "loan"
amount_usd = 1e9
first_year = 2026
last_year = 2027
sectors = ["minerals"]
source = "law"
note = "at least"

[[target]]
id = "refine-2030"
materials = ["lithium"]
stage = "refine"
year = 2030
goal = 0.30
reading = "embodied"
binding = true
together = true
source = "law"

[[indicator]]
id = "defence"
party = "JPN"
text = "Defence spending"
value = 2
unit = "% of GDP"
year = 2027
source = "law"

[[mechanism]]
id = "group"
kind = "rapid_response_group"
text = "A group."
source = "law"

[[price_floor]]
material = "lithium"
stage = "refine"
floor_usd_per_kg = 10
source = "law"

[[claim]]
id = "lithium-refining"
material = "lithium"
stage = "refine"
share = 0.60
definition = "60 percent of lithium refining"
year = 2023
source = "law"

[[milestone]]
id = "teams"
text = "Teams meet"
due = 2025-12-27
source = "law"

[assumptions]
public_share_of_capex = {value = 0.5, source = "law"}
discount_rate = {value = 0.05, source = "law"}
trade_growth = {value = 0.25, source = "law"}
switching_cost = {value = 0.1, source = "law"}
shortage_price_multiple = {value = 10, source = "law"}
existing_utilisation = {value = 0.8, source = "law"}
ramp_first = {value = 0.4, source = "law"}
ramp_second = {value = 0.8, source = "law"}
surge_access = {value = 0.3, source = "law"}
surge_ramp_months = {value = 6, source = "law"}
surge_premium = {value = 0.5, source = "law"}
transit_days = {value = 30, source = "law"}
stock_premium = {value = 0.05, source = "law"}
stock_holding = {value = 0.05, source = "law"}
stock_salvage = {value = 0.8, source = "law"}
stock_limit_months = {value = 12, source = "law"}
stock_buying_months = {value = 3, source = "law"}
stock_handling = {value = 0.25, source = "law"}
stock_handling_cost = {value = 0.01, source = "law"}
mutual_share = {value = 0.3, source = "law"}
response_share = {value = 0.05, source = "law"}
response_multiple = {value = 3, source = "law"}
project_late_chance = {value = 0.5, source = "law"}
order_days = {value = 14, source = "law"}
reroute_share = {value = 0.1, source = "law"}
exchange_share = {value = 0.5, source = "law"}
reroute_premium = {value = 1, source = "law"}
release_days = {value = 8, source = "law"}
swap_premium = {value = 0.05, source = "law"}
substitution_months = {value = 3, source = "law"}
expedite_months = {value = 6, source = "law"}
expedite_premium = {value = 1, source = "law"}
"""


def read(text: str) -> tuple[Pact | None, list[Fault]]:
    return read_pact(
        text,
        where="small.toml",
        countries=["AUS", "CHN", "IND", "JPN", "USA", "VNM"],
        materials={"lithium": ("mine", "refine"), "gallium": ("refine",)},
    )


def given(*changes: tuple[str, str]) -> list[str]:
    """Return the faults of the small pact after each change of its first place."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    pact, faults = read(text)
    assert (pact is None) == bool(faults)
    return [str(fault).removeprefix("small.toml, ") for fault in faults]


def line_of(part: str) -> int:
    return TEXT[: TEXT.index(part)].count("\n") + 1


def test_a_right_file_is_a_pact() -> None:
    pact, faults = read(TEXT)
    assert faults == []
    assert pact is not None
    assert (pact.id, pact.signed, pact.title_ja) == ("small-2025", date(2025, 10, 28), "小協定")
    assert pact.party_codes == ("USA", "JPN")
    assert pact.envelope[0].per_year == 5e8  # 1 billion over 2026 and 2027
    assert pact.envelope[0].clause.source == "Ministry: the law, 2025-10-28"
    assert pact.envelope[0].clause.note == "at least"
    assert pact.price_floors[0].floor == 10_000.0  # 10 USD/kg
    assert [(claim.id, claim.share) for claim in pact.claims] == [("lithium-refining", 0.60)]
    assert pact.assume("discount_rate") == 0.05
    assert [pact.origin(code) for code in ("CHN", "JPN", "AUS", "IND", "VNM")] == [
        Origin.CONCERN,
        Origin.PARTY,
        Origin.PARTNER,
        Origin.PARTNER,
        Origin.OTHER,
    ]
    assert pact.text == TEXT


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("goal = 0.30", "gaol = 0.30", "unknown key 'gaol' in [[target]]; did you mean"),
        ("goal = 0.30", "goal = 30", "goal is 30, must be more than 0 and at most 1"),
        (
            '["lithium"]',
            '["lithum"]',
            "unknown 'lithum' in materials; did you mean 'lithium'",
        ),
        ('concern = ["CHN"]', 'concern = ["CHM"]', "unknown 'CHM' in concern; did you mean"),
        ('concern = ["CHN"]', "concern = []", "concern is empty; name at least 1"),
        (
            'concern = ["CHN"]',
            'concern = ["CHN", "JPN"]',
            "JPN stands under concern and also under party; keep it in one of the two",
        ),
        (
            'concern = ["CHN"]',
            'concern = ["CHN", "AUS"]',
            "AUS stands under concern and also under hosts; keep it in one of the two",
        ),
        ('party = "JPN"', 'party = "AUS"', "unknown party 'AUS'; did you mean 'USA'?"),
        ('sectors = ["minerals"]', 'sectors = ["ships"]', "unknown 'ships' in sectors"),
        ("signed = 2025-10-28", 'signed = "2025"', "signed must be a date, is '2025'"),
        ('id = "small-2025"', 'id = "../small"', "id '../small' is not a plain name"),
        (
            "trade_growth = {",
            "trade_grow = {",
            "unknown key 'trade_grow' in [assumptions]",
        ),
        (
            'discount_rate = {value = 0.05, source = "law"}',
            "discount_rate = 0.05",
            "discount_rate must be a table, is 0.05; write it as a [table] or as {key",
        ),
        (
            "{value = 0.8,",
            "{value = 80,",
            "value is 80, must be more than 0 and at most 1",
        ),
        ("[[target]]", "[target]", "target must be a list of tables, is {"),
        ("[countries]", "[country]", "unknown key 'country' in the file; did you mean"),
        (
            "[[milestone]]",
            "[[milestones]]",
            "unknown key 'milestones' in the file; did you",
        ),
    ],
)
def test_a_wrong_clause_is_told_with_line_and_mend(old: str, new: str, fault: str) -> None:
    (told,) = given((old, new))
    assert told.startswith(f"line {line_of(old)}: {fault}")


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    faults = given(
        ("goal = 0.30", "goal = nan"),
        ('hosts = ["AUS"]', 'hosts = ["AU"]'),
        ("amount_usd = 1e9", "amount_usd = -5"),
        ('unit = "% of GDP"', 'unit = "percent"'),
        ('source = "law"', 'source = "low"'),
    )
    assert [fault.split(":")[0] for fault in faults] == [
        f"line {line_of(part)}"
        for part in ('source = "law"', "hosts", "amount_usd", "goal", "unit")
    ]


def test_a_country_may_not_be_a_party_twice() -> None:
    second = ('country = "JPN"', 'country = "USA"')
    without_japan = ('party = "JPN"', 'party = "USA"')
    assert given(second, without_japan, without_japan) == [
        "line 17: 'USA' stands twice in [[party]]; keep one"
    ]


def test_a_name_may_not_stand_twice() -> None:
    twice = TEXT[TEXT.index("[[milestone]]") : TEXT.index("[assumptions]")]
    assert given((twice, twice + twice)) == [
        f"line {line_of('[assumptions]')}: 'teams' stands twice in [[milestone]]; keep one"
    ]


def test_a_pact_needs_a_party() -> None:
    parties = TEXT[TEXT.index("[[party]]") : TEXT.index("[countries]")]
    faults = given((parties, ""))
    assert faults[0] == "line 1: the pact has no party; add a [[party]] for each country"


def test_parties_cannot_take_more_than_the_rest_of_the_world() -> None:
    us = ('name_ja = "米国"', 'name_ja = "米国"\nshare_of_rest = 0.6')
    japan = ('name_ja = "日本"', 'name_ja = "日本"\nshare_of_rest = 0.5')
    (fault,) = given(us, japan)
    assert "shares of the rest of the world add up to more than 1; lower share_of_rest" in fault


def test_clauses_may_be_absent_but_the_frame_may_not() -> None:
    frame = TEXT[: TEXT.index("[[sector]]")] + TEXT[TEXT.index("[assumptions]") :]
    assert read(frame)[1] == []
    _, faults = read("")
    assert {fault.what for fault in faults} == {
        "the pact has no party",
        *(
            f"the file has no {key}"
            for key in (
                "id",
                "title_en",
                "title_ja",
                "signed",
                "summary",
                "sources",
                "countries",
                "assumptions",
            )
        ),
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("goal = 0.30", "goal = 0.3.0", "expected newline or end of document"),
        ("goal = 0.30", "goal = 30%", "expected newline or end of document"),
        ('id = "loan"', "id = loan", "invalid value"),
        ('text = "A group."', 'text = "A group.', "illegal character '\\n'"),
    ],
)
def test_broken_toml_is_told_with_its_line(old: str, new: str, fault: str) -> None:
    (told,) = given((old, new))
    assert told.startswith(f"line {line_of(old)}: not valid TOML: {fault}")


def test_toml_that_ends_too_early_is_told_at_its_end() -> None:
    _, (fault,) = read('id = "x"\ntext = """\nnever ends')
    assert fault.where == "small.toml, line 3"


LINES = TEXT.splitlines()


@drawn(st.integers(0, len(LINES) - 1), st.text(max_size=20))
def test_no_line_of_any_kind_makes_the_reader_fail(number: int, line: str) -> None:
    pact, faults = read("\n".join([*LINES[:number], line, *LINES[number + 1 :]]))
    assert (pact is None) == bool(faults)


KEY_LINES = [
    number
    for number, line in enumerate(LINES)
    if " = " in line and not line.startswith(("law", "note"))
]


@drawn(st.sampled_from(KEY_LINES), st.data())
def test_a_letter_left_out_of_a_key_is_found_on_its_line(number: int, data: st.DataObject) -> None:
    key, value = LINES[number].split(" = ", 1)
    gap = data.draw(st.integers(0, len(key) - 1))
    wrong = key[:gap] + key[gap + 1 :]
    if not wrong:
        return
    _, faults = read("\n".join([*LINES[:number], f"{wrong} = {value}", *LINES[number + 1 :]]))
    told = [fault for fault in faults if fault.where == f"small.toml, line {number + 1}"]
    assert any(f"unknown key '{wrong}'" in fault.what for fault in told)


GUIDE = (Path(__file__).parents[2] / "docs" / "pact-format.md").read_text("utf-8")


def test_the_example_in_the_guide_is_a_pact() -> None:
    example = GUIDE.split("```toml\n")[1].split("```")[0]
    assert read(example)[1] == []


@pytest.mark.parametrize(
    "word", [*FUNDING_KINDS, *MECHANISM_KINDS, *INDICATOR_UNITS, *ASSUMPTIONS, *Reading]
)
def test_the_guide_names_every_word_that_a_pact_may_use(word: str) -> None:
    assert f"`{word}`" in GUIDE
