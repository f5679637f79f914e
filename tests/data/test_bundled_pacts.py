from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from supplypact.formats.pact_toml import read_pact
from supplypact.formats.text import decode_text

if TYPE_CHECKING:
    from supplypact.domain.pact import Pact

DATA = files("supplypact") / "data"
AGREED = ["us-japan-2025", "us-japan-2025-official", "us-australia-2025"]
EXAMPLE = "seven-members-example"
NAMES = [*AGREED, EXAMPLE]


def table(name: str) -> list[dict[str, str]]:
    text = (DATA / "tables" / f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def bundled(name: str) -> Pact:
    stages: dict[str, list[str]] = {}
    for row in table("stages"):
        stages.setdefault(row["material"], []).append(row["stage"])
    text, faults = decode_text((DATA / "pacts" / f"{name}.toml").read_bytes(), where=name)
    assert faults == []
    pact, faults = read_pact(
        text,
        where=f"{name}.toml",
        countries=[row["country"] for row in table("countries")],
        materials=stages,
    )
    assert [str(fault) for fault in faults] == []
    assert pact is not None
    return pact


@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_pact_fits_the_bundled_tables_and_bears_the_name_of_its_file(name: str) -> None:
    assert bundled(name).id == name


@pytest.mark.parametrize("name", NAMES)
def test_what_the_model_assumes_says_so_and_why(name: str) -> None:
    for assumption in bundled(name).assumptions.values():
        assert "assumption of the model" in assumption.clause.source
        assert assumption.clause.note


@pytest.mark.parametrize("name", AGREED)
def test_floors_are_those_of_the_us_contracts_on_the_contained_element(name: str) -> None:
    floors = {floor.material: floor.floor for floor in bundled(name).price_floors}
    # NdPr: 110 USD/kg of oxide / 0.8499; the basket holds 4.6% Dy and Tb, at their market price
    market = {row["material"]: float(row["price_usd_per_tonne"] or 0) for row in table("materials")}
    basket = 0.954 * 110_000 / 0.8499 + 0.046 * market["dysprosium_terbium"]
    assert floors["magnet_rare_earths"] == pytest.approx(basket, rel=1e-3)
    # Dy: 575 USD/kg of oxide / 0.8713; Tb: 2050 / 0.8502; 16.2% Tb by element
    heavy = 0.838 * 575_000 / 0.8713 + 0.162 * 2_050_000 / 0.8502
    assert floors["dysprosium_terbium"] == pytest.approx(heavy, rel=1e-3)
    assert all(floor > market[material] for material, floor in floors.items())


def test_the_reported_pact_commits_550_billion_over_ten_years() -> None:
    pact = bundled("us-japan-2025")
    assert {line.party: line.amount for line in pact.envelope} == {"USA": 120e9, "JPN": 430e9}
    # 120 / 10 + 430 / 10 = 55 billion a year, 2026 to 2035
    assert sum(line.per_year for line in pact.envelope) == 55e9
    assert pact.hosts == ("AUS", "CAN", "VNM")
    assert pact.concern == ("CHN",)


def test_only_the_reported_pact_binds_the_plan_to_30_percent() -> None:
    binding = {name: [t for t in bundled(name).targets if t.binding] for name in NAMES}
    both = binding.pop("us-japan-2025")
    assert {(each.goal, each.year, each.stage) for each in both} == {(0.30, 2030, "refine")}
    assert [each.materials for each in both] == [
        ("magnet_rare_earths", "lithium"),
        ("dysprosium_terbium",),
    ]
    assert not any(binding.values())


def test_the_example_says_that_it_is_no_agreement_and_how_the_eu_got_into_it() -> None:
    pact = bundled(EXAMPLE)
    assert all("no agreement" in text for text in (pact.title_en, pact.summary))
    assert len(pact.parties) == 7
    (union,) = [party for party in pact.parties if party.share_of_rest]
    assert union.name_en == "European Union"
    members = {union.country, *pact.partners}
    assert len(members) == 27
    gdp = {row["country"]: float(row["gdp_usd"] or 0) for row in table("countries")}
    apart = {"CHN", *pact.party_codes} - {union.country}
    rest = sum(value for country, value in gdp.items() if country not in apart)
    part = sum(gdp[country] for country in members) / rest
    assert union.share_of_rest == pytest.approx(part, abs=0.005)


def test_clocks_run_from_the_day_of_signing() -> None:
    reported = bundled("us-japan-2025")
    official = bundled("us-japan-2025-official")
    assert (reported.milestones[0].due - reported.signed).days == 60
    assert (official.milestones[0].due - official.signed).days == 180
    assert str(official.milestones[1].due) == "2026-04-28"  # six months after 28 October
    assert official.whole is not None
    assert str(official.whole.due) == "2029-01-19"


def test_the_official_memorandum_has_one_line_and_seven_sectors() -> None:
    pact = bundled("us-japan-2025-official")
    assert [(line.party, line.amount) for line in pact.envelope] == [("JPN", 550e9)]
    assert len(pact.sectors) == 7


def test_the_australian_framework_commits_a_billion_each() -> None:
    pact = bundled("us-australia-2025")
    assert {line.party: line.amount for line in pact.envelope} == {"USA": 1e9, "AUS": 1e9}


def test_the_reported_pact_states_chinas_hold_on_two_stages_and_the_others_none() -> None:
    claims = {name: bundled(name).claims for name in NAMES}
    stated = {(c.material, c.stage): (c.share, c.year) for c in claims.pop("us-japan-2025")}
    assert stated == {
        ("magnet_rare_earths", "refine"): (0.80, None),
        ("lithium", "refine"): (0.60, None),
    }
    assert not any(claims.values())
