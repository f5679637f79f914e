"""Tables become a network: what is unknown is left out, what contradicts itself is refused."""

import polars as pl
import pytest

from supplypact.domain.network import Network
from supplypact.formats.network_csv import NETWORK_TABLES, read_network

FACT = {"source": "s", "year": 2024, "quality": "official", "method": None}
LITHIUM = {"material": "lithium", "stage": "refine"}


def given_tables(**changes: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    """Return lithium, mined in Chile and refined in China, used in Japan; with changed tables."""
    rows: dict[str, list[dict[str, object]]] = {
        "sources": [
            {
                "source": "s",
                "publisher": None,
                "title": "Yearbook",
                "year": 2025,
                "licence": "CC0",
                "url": None,
                "sha256": None,
            }
        ],
        "materials": [
            {
                "material": "lithium",
                "name_en": "Lithium",
                "name_ja": "リチウム",
                "symbol": "Li",
                "basis": "contained lithium",
                "part_of": None,
                "price_usd_per_tonne": None,
                "price_stage": None,
            }
        ],
        "stages": [stage("refine", 2, recovery=0.8, other=0.1), stage("mine", 1)],
        "countries": [country("CHL"), country("CHN"), country("JPN")],
        "production": [
            {"country": "CHN", "measure": "production", "tonnes": 80.0, **LITHIUM, **FACT}
        ],
        "demand": [{"country": "JPN", "end_use": "electronics", "tonnes": 80.0, **LITHIUM, **FACT}],
        "demand_growth": [
            {"material": "lithium", "index": 1.0, **FACT},
            {"material": "lithium", "index": None, **FACT, "year": 2035},
        ],
        "flows": [{"exporter": "CHN", "importer": "JPN", "tonnes": 80.0, **LITHIUM, **FACT}],
        "projects": [project(), project("built", in_base=True, first_output=2027)],
        "project_outputs": [output(5.0), output(3.0, project="built", added=2.0)],
    }
    assert set(rows) == set(NETWORK_TABLES)
    return {
        name: pl.DataFrame(each, infer_schema_length=None)
        for name, each in (rows | changes).items()
    }


def stage(
    name: str, position: int, *, recovery: float | None = None, other: float | None = None
) -> dict[str, object]:
    return {
        "material": "lithium",
        "stage": name,
        "position": position,
        "product_en": name,
        "product_ja": name,
        "recovery": recovery,
        "other_feed_share": other,
    }


def country(code: str) -> dict[str, object]:
    blank = dict.fromkeys(("latitude", "longitude", "governance"))
    return {"country": code, "name_en": code, "name_ja": code, **blank}


def project(
    name: str = "p", *, in_base: bool = False, first_output: int | None = None
) -> dict[str, object]:
    return {
        "project": name,
        "name": name,
        "host": "CHL",
        "status": "feasibility",
        "owners": None,
        "concern_owned": False,
        "in_base": in_base,
        "first_output": first_output,
        "capex_usd": 100.0,
        "capex_quality": "reported",
        "capex_method": None,
        "earliest_start": 2026,
        "lead_time_years": 3,
        "note": None,
        "source": "s",
    }


def output(tonnes: float, *, project: str = "p", added: float | None = None) -> dict[str, object]:
    return {
        "project": project,
        "tonnes_per_year": tonnes,
        "in_projection": None,
        "added_tonnes_per_year": added,
        **LITHIUM,
        **FACT,
    }


def opened(**changes: list[dict[str, object]]) -> Network:
    network, faults = read_network(given_tables(**changes))
    assert faults == []
    assert network is not None
    return network


def faults_of(**changes: list[dict[str, object]]) -> list[str]:
    network, faults = read_network(given_tables(**changes))
    assert network is None
    return [str(fault) for fault in faults]


def test_stages_stand_in_the_order_of_the_chain_with_blanks_filled() -> None:
    (lithium,) = opened().materials
    assert [(each.id, each.recovery, each.other_feed_share) for each in lithium.stages] == [
        ("mine", 1.0, 0.0),
        ("refine", 0.8, 0.1),
    ]
    assert (lithium.price, lithium.part_of) == (None, "")


def test_output_is_production_where_known_else_the_projection_and_never_capacity() -> None:
    def made(measure: str, year: int, tonnes: float | None, quality: str) -> dict[str, object]:
        fact = FACT | {"year": year, "quality": quality}
        return {"country": "CHN", "measure": measure, "tonnes": tonnes, **LITHIUM, **fact}

    production = [
        made("production", 2023, 70.0, "official"),
        made("projection", 2024, 99.0, "estimate"),
        made("production", 2024, 80.0, "official"),
        made("capacity", 2025, 500.0, "official"),
        made("production", 2025, None, "official"),
        made("projection", 2030, 120.0, "estimate"),
    ]
    output = opened(production=production).output
    assert output.select("year", "tonnes", "estimate").rows() == [
        (2024, 80.0, False),
        (2030, 120.0, True),
    ]


def test_a_plant_of_the_base_adds_what_no_projection_counts_from_its_first_year() -> None:
    rows = opened().addition.rows()
    assert rows == [("built", "built", "lithium", "refine", "CHL", 2027, 2.0)]


def test_capacity_is_the_one_last_published() -> None:
    def published(year: int, tonnes: float) -> dict[str, object]:
        fact = FACT | {"year": year}
        return {"country": "CHN", "measure": "capacity", "tonnes": tonnes, **LITHIUM, **fact}

    made = {"country": "CHN", "measure": "production", "tonnes": 80.0, **LITHIUM, **FACT}
    network = opened(production=[made, published(2024, 90.0), published(2025, 95.0)])
    assert network.capacity.rows() == [("lithium", "refine", "CHN", 95.0)]


def test_unknown_growth_is_left_out() -> None:
    assert opened().growth.rows() == [("lithium", 2024, 1.0)]


def test_a_recovery_of_zero_or_above_one_is_refused() -> None:
    stages = [stage("mine", 1), stage("refine", 2, recovery=0.0)]
    (fault,) = faults_of(stages=stages)
    assert "stages.csv, line 3, column recovery: recovery 0 is not above 0" in fault
    (fault,) = faults_of(stages=[stage("mine", 1), stage("refine", 2, recovery=1.2)])
    assert "recovery 1.2" in fault


def test_a_stage_made_of_other_feed_alone_is_refused() -> None:
    (fault,) = faults_of(stages=[stage("mine", 1), stage("refine", 2, other=1.0)])
    told = "stages.csv, line 3, column other_feed_share: other_feed_share 1 is not 0 or more and"
    assert told in fault


@pytest.mark.parametrize("price", [0.0, -5.0])
def test_a_price_that_is_not_above_zero_is_refused(price: float) -> None:
    (row,) = given_tables()["materials"].to_dicts()
    (fault,) = faults_of(materials=[row | {"price_usd_per_tonne": price}])
    assert fault.startswith("materials.csv, line 2, column price_usd_per_tonne")
    assert "leave it blank where it is unknown" in fault


def test_a_chain_with_a_gap_is_refused() -> None:
    (fault,) = faults_of(stages=[stage("mine", 1), stage("refine", 3)])
    assert "materials.csv, line 2" in fault
    assert "the stages of lithium do not stand at positions 1, 2" in fault


def test_a_stage_that_the_material_does_not_have_is_told_once_for_each_table() -> None:
    row = {"country": "CHN", "measure": "production", "tonnes": 1.0, **FACT}
    wrong = {"material": "lithium", "stage": "refin"}
    (fault,) = faults_of(production=[{**row, **wrong}, {**row, **wrong, "country": "CHL"}])
    told = "production.csv, line 2: lithium has no stage 'refin'; did you mean 'refine'?"
    assert fault == told


def test_use_that_no_flow_reaches_is_refused() -> None:
    flow = {"exporter": "CHN", "importer": "CHN", "tonnes": 80.0, **LITHIUM, **FACT}
    (fault,) = faults_of(flows=[flow])
    assert "JPN uses lithium at refine, but no flow of 2024 gets there" in fault


def test_all_faults_are_told_at_once() -> None:
    flow = {"exporter": "CHN", "importer": "CHN", "tonnes": 80.0, **LITHIUM, **FACT}
    stages = [stage("mine", 1), stage("refine", 2, recovery=2.0)]
    late = project() | {"lead_time_years": 30}
    assert len(faults_of(flows=[flow], stages=stages, projects=[late])) == 3
