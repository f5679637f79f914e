from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest

from supplypact.domain.pact import (
    Claim,
    Clause,
    FundingLine,
    Indicator,
    Mechanism,
    Milestone,
    Party,
    PriceFloor,
    Reading,
    Sector,
    Target,
)
from supplypact.formats import pact_clauses as clauses
from supplypact.formats.pact_clauses import Known
from supplypact.formats.toml_lines import find_lines
from supplypact.formats.toml_section import Notes, Section
from supplypact.units import Share, Usd, UsdPerTonne, Year

if TYPE_CHECKING:
    from collections.abc import Callable

Noun = TypeVar("Noun")

KNOWN = Known(
    countries=["USA", "JPN", "CHN"],
    materials={"lithium": ["mine", "refine"], "gallium": ["refine"]},
    sources={"text": "METI: text, 2025"},
    parties=["USA", "JPN"],
    sectors=["minerals"],
)
CLAUSE = Clause(source="METI: text, 2025", note="n")

FUNDING = """id = "us"
party = "USA"
kind = "incentive"
amount_usd = 120e9
first_year = 2026
last_year = 2035
sectors = ["minerals"]
"""
TARGET = """id = "t"
materials = ["lithium", "gallium"]
stage = "refine"
year = 2030
goal = 0.30
reading = "direct"
binding = true
together = false
"""
CLAIM = """id = "c"
material = "lithium"
stage = "refine"
share = 0.60
definition = "60 percent of global lithium refining"
year = 2023
"""
FLOOR = 'material = "gallium"\nstage = "refine"\n'


def read(reader: Callable[[Section, Known], Noun], text: str) -> tuple[Noun, list[str]]:
    """Read a table whose clause is right."""
    full = f'{text}source = "text"\nnote = "n"\n'
    notes = Notes("p.toml", find_lines(full))
    section = Section(tomllib.loads(full), (), notes)
    noun = reader(section, KNOWN)
    section.close()
    return noun, [str(fault).removeprefix("p.toml, ") for fault in notes.faults()]


def test_a_party_is_read() -> None:
    party, faults = read(
        clauses.read_party, 'country = "JPN"\nname_en = "Japan"\nname_ja = "日本"\n'
    )
    assert party == Party(country="JPN", name_en="Japan", name_ja="日本", clause=CLAUSE)
    assert party.share_of_rest == Share(0)
    assert faults == []


def test_a_party_may_stand_for_a_part_of_the_rest_of_the_world() -> None:
    text = 'country = "JPN"\nname_en = "East"\nname_ja = "東"\nshare_of_rest = {}\n'
    party, faults = read(clauses.read_party, text.format(0.41))
    assert party.share_of_rest == Share(0.41)
    assert faults == []
    _, faults = read(clauses.read_party, text.format(41))
    assert faults == [
        "line 4: share_of_rest is 41, must be at least 0 and at most 1; write 0.41",
    ]


def test_a_sector_is_read() -> None:
    sector, faults = read(
        clauses.read_sector, 'id = "minerals"\nname_en = "Minerals"\nname_ja = "鉱物"\n'
    )
    assert sector == Sector(id="minerals", name_en="Minerals", name_ja="鉱物", clause=CLAUSE)
    assert faults == []


def test_a_funding_line_is_read_and_spreads_evenly() -> None:
    line, faults = read(clauses.read_funding, FUNDING)
    assert line == FundingLine(
        id="us",
        party="USA",
        kind="incentive",
        amount=Usd(120e9),
        first_year=Year(2026),
        last_year=Year(2035),
        sectors=("minerals",),
        clause=CLAUSE,
    )
    assert line.per_year == 12e9  # 120 billion over the ten years 2026 to 2035
    assert faults == []


def test_a_zero_budget_is_a_budget() -> None:
    line, faults = read(clauses.read_funding, FUNDING.replace("120e9", "0"))
    assert (line.amount, faults) == (0.0, [])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"USA"', '"CHN"', "line 2: unknown party 'CHN'; use one of: JPN, USA"),
        ('"incentive"', '"incentives"', "line 3: unknown kind 'incentives'; did you mean"),
        ("120e9", "-1", "line 4: amount_usd is -1, must be at least 0 and at most 1e+15; write"),
        ("120e9", "inf", "line 4: amount_usd is inf, must be at least 0 and at most 1e+15; write"),
        ("2035", "2025", "line 6: last_year 2025 is before first_year 2026; swap them"),
        (
            '"minerals"',
            '"mineral"',
            "line 7: unknown 'mineral' in sectors; did you mean 'minerals'?",
        ),
        ('["minerals"]', "[]", "line 7: sectors is empty; name at least 1"),
    ],
)
def test_a_wrong_funding_line_is_told(old: str, new: str, fault: str) -> None:
    _, faults = read(clauses.read_funding, FUNDING.replace(old, new))
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_a_target_is_read() -> None:
    target, faults = read(clauses.read_target, TARGET)
    assert target == Target(
        id="t",
        materials=("lithium", "gallium"),
        stage="refine",
        year=Year(2030),
        goal=Share(0.30),
        reading=Reading.DIRECT,
        binding=True,
        together=False,
        clause=CLAUSE,
    )
    assert faults == []


def test_a_target_of_all_is_a_target() -> None:
    target, faults = read(clauses.read_target, TARGET.replace("0.30", "1"))
    assert (target.goal, faults) == (1.0, [])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"lithium"', '"litium"', "line 2: unknown 'litium' in materials; did you mean 'lithium'?"),
        ('"refine"', '"refin"', "line 3: unknown stage 'refin'; did you mean 'refine'?"),
        (
            '"refine"',
            '"mine"',
            "line 3: gallium has no stage 'mine'; did you mean 'refine'?",
        ),
        ("2030", "2036", "line 4: year is 2036; write a whole number from 2025 to 2035"),
        ("2030", "2024", "line 4: year is 2024; write a whole number from 2025 to 2035"),
        ("0.30", "30", "line 5: goal is 30, must be more than 0 and at most 1; write 0.30"),
        ("0.30", "0", "line 5: goal is 0, must be more than 0 and at most 1; write a number"),
        (
            '"direct"',
            '"world output"',
            "line 6: unknown reading 'world output'; use one of: direct, embodied, world",
        ),
    ],
)
def test_a_wrong_target_is_told(old: str, new: str, fault: str) -> None:
    _, faults = read(clauses.read_target, TARGET.replace(old, new))
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_an_indicator_is_read_and_its_unit_is_known() -> None:
    text = 'id = "d"\nparty = "JPN"\ntext = "x"\nvalue = 2\nunit = "% of GDP"\nyear = 2027\n'
    indicator, faults = read(clauses.read_indicator, text)
    assert indicator == Indicator(
        id="d",
        party="JPN",
        text="x",
        value=2,
        unit="% of GDP",
        year=Year(2027),
        clause=CLAUSE,
    )
    assert faults == []
    _, faults = read(clauses.read_indicator, text.replace("% of GDP", "percent"))
    assert faults == ["line 5: unknown unit 'percent'; use one of: % of GDP, USD, count, share, t"]


def test_a_mechanism_is_read_and_its_kind_is_known() -> None:
    text = 'id = "m"\nkind = "mutual_stockpile"\ntext = "x"\n'
    mechanism, faults = read(clauses.read_mechanism, text)
    assert mechanism == Mechanism(id="m", kind="mutual_stockpile", text="x", clause=CLAUSE)
    assert faults == []
    _, faults = read(clauses.read_mechanism, text.replace("mutual_", "mutal_"))
    assert faults == ["line 2: unknown kind 'mutal_stockpile'; did you mean 'mutual_stockpile'?"]


@pytest.mark.parametrize("price", ["floor_usd_per_kg = 110", "floor_usd_per_tonne = 110_000"])
def test_a_price_floor_of_110_usd_per_kg_is_110_000_per_tonne(price: str) -> None:
    floor, faults = read(clauses.read_price_floor, f"{FLOOR}{price}\n")
    assert floor == PriceFloor(
        material="gallium", stage="refine", floor=UsdPerTonne(110_000), clause=CLAUSE
    )
    assert faults == []


@pytest.mark.parametrize("price", ["", "floor_usd_per_kg = 1\nfloor_usd_per_tonne = 1\n"])
def test_a_price_floor_is_given_in_exactly_one_unit(price: str) -> None:
    _, faults = read(clauses.read_price_floor, FLOOR + price)
    assert len(faults) == 1
    assert "not given exactly once; give floor_usd_per_tonne or floor_usd_per_kg" in faults[0]


def test_a_price_floor_in_another_unit_is_an_unknown_key() -> None:
    _, faults = read(clauses.read_price_floor, f"{FLOOR}floor_usd_per_lb = 50\n")
    assert "unknown key 'floor_usd_per_lb'" in faults[1]


def test_a_milestone_is_read() -> None:
    milestone, faults = read(clauses.read_milestone, 'id = "m"\ntext = "x"\ndue = 2025-12-27\n')
    assert milestone == Milestone(id="m", text="x", due=date(2025, 12, 27), clause=CLAUSE)
    assert faults == []


def test_a_claim_is_read() -> None:
    claim, faults = read(clauses.read_claim, CLAIM)
    assert claim == Claim(
        id="c",
        material="lithium",
        stage="refine",
        share=Share(0.60),
        at_least=False,
        definition="60 percent of global lithium refining",
        year=Year(2023),
        clause=CLAUSE,
    )
    assert faults == []


def test_a_claim_may_name_no_year() -> None:
    claim, faults = read(clauses.read_claim, CLAIM.replace("year = 2023\n", ""))
    assert (claim.year, faults) == (None, [])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"lithium"', '"litium"', "line 2: unknown material 'litium'; did you mean 'lithium'?"),
        ('"refine"', '"magnet"', "line 3: unknown stage 'magnet'; did you mean 'mine'?"),
        ("0.60", "60", "line 4: share is 60, must be more than 0 and at most 1; write 0.60"),
        ("0.60", "0", "line 4: share is 0, must be more than 0 and at most 1; write a number"),
        ('"60 percent of global lithium refining"', '" "', "line 5: definition is blank; say"),
        ("2023", '"2023"', "line 6: year must be a whole number, is '2023'; write it as 2030"),
        ("2023", "23", "line 6: year is 23; write a whole number from 1950 to 2100"),
        ("year", "yaer", "line 6: unknown key 'yaer' in the file; did you mean 'year'?"),
    ],
)
def test_a_wrong_claim_is_told(old: str, new: str, fault: str) -> None:
    _, faults = read(clauses.read_claim, CLAIM.replace(old, new))
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_a_claim_about_a_stage_that_the_material_lacks_is_told() -> None:
    text = CLAIM.replace('"lithium"', '"gallium"').replace('"refine"', '"mine"')
    _, faults = read(clauses.read_claim, text)
    assert faults == ["line 3: gallium has no stage 'mine'; did you mean 'refine'?"]


def test_a_source_that_the_file_does_not_list_is_told() -> None:
    section = Section({"source": "txt"}, (), notes := Notes("p.toml", {}))
    clauses.read_clause(section, KNOWN)
    (fault,) = notes.faults()
    assert (fault.what, fault.fix) == ("unknown source 'txt'", "did you mean 'text'?")


def assumptions(**values: float) -> tuple[dict[str, float], list[str]]:
    """Read all assumptions, each 1 or its highest value unless it is among ``values``."""
    table = {
        name: {"value": values.get(name, min(within.high, 1)), "source": "text"}
        for name, within in clauses.ASSUMPTIONS.items()
    }
    notes = Notes("p.toml", {})
    section = Section(table, (), notes)
    read = clauses.read_assumptions(section, KNOWN)
    section.close()
    return {name: each.value for name, each in read.items()}, [str(e) for e in notes.faults()]


def test_every_assumption_is_read() -> None:
    values, faults = assumptions(discount_rate=0.05, existing_utilisation=0.75)
    assert values == {
        "public_share_of_capex": 1,
        "discount_rate": 0.05,
        "trade_growth": 1,
        "switching_cost": 1,
        "shortage_price_multiple": 1,
        "existing_utilisation": 0.75,
        "ramp_first": 1,
        "ramp_second": 1,
        "surge_access": 1,
        "surge_ramp_months": 1,
        "surge_premium": 1,
        "transit_days": 1,
        "stock_premium": 1,
        "stock_holding": 1,
        "stock_salvage": 1,
        "stock_limit_months": 1,
        "stock_buying_months": 1,
        "stock_handling": 1,
        "stock_handling_cost": 1,
        "mutual_share": 1,
        "response_share": 0.3,
        "response_multiple": 1,
        "project_late_chance": 1,
        "order_days": 1,
        "reroute_share": 1,
        "exchange_share": 1,
        "reroute_premium": 1,
        "release_days": 1,
        "swap_premium": 1,
        "substitution_months": 1,
        "expedite_months": 1,
        "expedite_premium": 1,
    }
    assert faults == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_share_of_capex", 1.01),
        ("discount_rate", 0.31),
        ("trade_growth", -0.01),
        ("switching_cost", 1.01),
        ("shortage_price_multiple", 0.99),
        ("existing_utilisation", 0),
        ("ramp_first", -0.01),
        ("ramp_second", 1.01),
        ("surge_access", -0.01),
        ("surge_ramp_months", 0.99),
        ("surge_premium", -0.01),
        ("transit_days", 121),
        ("stock_premium", 1.01),
        ("stock_holding", 1.01),
        ("stock_salvage", 1.01),
        ("stock_limit_months", -1),
        ("stock_buying_months", 121),
        ("stock_handling", 1.01),
        ("stock_handling_cost", -0.01),
        ("mutual_share", 1.01),
        ("response_share", 0.31),
        ("response_multiple", 0.99),
    ],
)
def test_an_assumption_out_of_range_is_told(name: str, value: float) -> None:
    _, faults = assumptions(**{"ramp_first": 0, name: value})
    assert len(faults) == 1
    assert f"value is {value}, must be" in faults[0]


def test_output_does_not_fall_while_a_plant_ramps_up() -> None:
    _, faults = assumptions(ramp_first=0.8, ramp_second=0.4)
    assert faults == ["p.toml, line 1: output falls from the first year to the second; swap them"]


def test_a_claim_may_state_a_lower_bound() -> None:
    claim, faults = read(clauses.read_claim, CLAIM + "at_least = true\n")
    assert (claim.at_least, faults) == (True, [])
