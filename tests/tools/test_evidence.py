from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from tools.build_data import evidence
from tools.build_data.labels import country_of, materials_of, plain_note, stages_of

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"

KNOWN = {
    "magnet_rare_earths",
    "dysprosium_terbium",
    "gallium",
    "germanium",
    "indium",
    "nickel",
    "aluminium",
}

CITED = {"source": "A study", "url": "example.org", "quality": "reported", "note": ""}

ROWS: dict[str, list[dict[str, str]]] = {
    "stockpiles": [
        {
            "country": "US-Australia",
            "body": "Reserve",
            "material": "antimony, gallium, rare earths (first)",
            "measure": "planned start",
            "value": "2026-12-31",
            "unit": "date",
            "as_of": "2026-01",
            "kind": "plan",
        }
    ],
    "disruptions": [
        {
            "event_id": "co1978",
            "event": "Shaba",
            "minerals": "cobalt",
            "stage": "mine+refine",
            "country": "Zaire (DRC)",
            "kind": "conflict",
            "target": "world",
            "start": "1978-05",
            "end": "",
            "share_world_supply_pct": "",
            "share_note": "",
            "price_effect_pct": "380",
            "price_note": "",
        }
    ],
    "facilities": [
        {
            "facility": facility,
            "operator": "X",
            "country": "NA",
            "material": "nickel; cobalt",
            "stage": "mine/smelter",
            "capacity": "",
            "unit": "",
            "year": "",
            "status": "unknown",
            "lat": "-22.5",
            "lon": "17.1",
        }
        for facility in ("Smelter", "Country total: nickel")
    ],
    "costs": [
        {
            "topic": "cost overrun",
            "project": "Eneabba",
            "material": "rare earths",
            "stage": "refine",
            "measure": "capex growth factor",
            "value": "1.59",
            "unit": "ratio",
            "low": "",
            "high": "",
            "quality": "estimate",
            "note": "midpoints",
        }
    ],
    "economics": [
        {
            "topic": "elasticity: demand, price",
            "item": "demand",
            "region": region,
            "material": "nickel",
            "value": "-0.1",
            "unit": "elasticity",
            "low": "",
            "high": "",
            "year": "2005",
            "url": url,
        }
        for region, url in (("EU", "example.org"), ("US", "github:johnryt/GLOMBO:x"))
    ],
    "yields": [
        {
            "kind": kind,
            "material": material,
            "from_stage": start,
            "to_stage": end,
            "value": value,
            "unit": "days",
            "low": "",
            "high": "",
            "year": "",
        }
        for kind, material, start, end, value in (
            ("transit time", "Australia", "Sydney", "Tokyo or Yokohama", "21.0"),
            ("transit time", "Australia", "Brisbane", "Tokyo or Yokohama", "25.0"),
            ("transit time", "China", "China", "North-west Europe", "31.5"),
            ("transit time", "Vietnam", "Vietnam", "Japan or US", ""),
            ("conversion factor", "gallium", "Ga2O3", "Ga", "0.7439"),
        )
    ],
}

PRODUCTION = pl.DataFrame(
    schema={
        "material": pl.String,
        "stage": pl.String,
        "country": pl.String,
        "measure": pl.String,
        "year": pl.Int64,
        "tonnes": pl.Float64,
    }
)

EVENT = {
    "event_id": "E01",
    "date_announced": "",
    "date_effective": "2024-late",
    "date_end": "",
    "actor_iso3": "CHN",
    "minerals": "gallium;germanium",
    "event_type": "licensing",
    "target": "all",
    "quantity_note": "",
    "description": "Licences",
    "source_publisher": "USGS",
    "source_ref": "gallium chapter",
}


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, pl.DataFrame]:
    for name, rows in ROWS.items():
        write(tmp_path / f"curated/{name}.csv", [CITED | row for row in rows])
    write(tmp_path / "raw/supply_events/supply_events.csv", [EVENT])
    built = {"materials": pl.DataFrame({"material": sorted(KNOWN)}), "production": PRODUCTION}
    frames, _ = evidence.build(tmp_path, built)
    return frames


def test_a_value_that_is_no_number_goes_to_the_note(tables: dict[str, pl.DataFrame]) -> None:
    row = tables["stockpiles"].row(0, named=True)
    assert (row["value"], row["note"], row["year"]) == (None, "2026-12-31", 2026)
    assert (row["country"], row["place"]) == ("", "US-Australia")
    assert row["materials"] == "gallium;magnet_rare_earths"


def test_a_blank_share_stays_unknown_and_per_cent_become_fractions(
    tables: dict[str, pl.DataFrame],
) -> None:
    row = tables["disruptions"].row(0, named=True)
    assert row["share_world_supply"] is None
    assert row["price_rise"] == pytest.approx(3.8)
    assert (row["country"], row["stages"]) == ("COD", "mine;refine")


def test_namibia_is_a_country_and_country_totals_are_no_plants(
    tables: dict[str, pl.DataFrame],
) -> None:
    plants = tables["facilities"]
    assert plants["facility"].to_list() == ["Smelter"]
    assert plants["country"].to_list() == ["NAM"]
    assert plants["capacity"].to_list() == [None]


def test_an_estimate_has_its_note_as_method(tables: dict[str, pl.DataFrame]) -> None:
    row = tables["costs"].row(0, named=True)
    assert (row["quality"], row["method"], row["note"]) == ("estimate", "midpoints", "")


def test_rows_of_the_table_without_a_licence_are_left_out(tables: dict[str, pl.DataFrame]) -> None:
    rows = tables["economics"]
    assert rows["place"].to_list() == ["EU"], "a region has no country code"
    assert rows["country"].to_list() == [""]


def test_transit_is_the_median_of_the_ports_and_gaps_give_no_row(
    tables: dict[str, pl.DataFrame],
) -> None:
    # 21 and 25 days from two Australian ports
    columns = ["from_country", "to_country", "days", "quality"]
    assert tables["transit"].select(columns).rows() == [("AUS", "JPN", 23.0, "estimate")]
    assert tables["factors"]["value"].to_list() == [0.7439]


def test_an_event_keeps_its_vague_date(tables: dict[str, pl.DataFrame]) -> None:
    row = tables["supply_events"].row(0, named=True)
    assert (row["effective"], row["year"], row["quality"]) == ("2024-late", 2024, "official")
    assert row["materials"] == "gallium;germanium"


@pytest.mark.parametrize(
    ("label", "materials"),
    [
        ("In", "indium"),
        ("material in stock", ""),
        ("heavy rare earths", "dysprosium_terbium"),
        ("NdFeB without heavy rare earths", "magnet_rare_earths;dysprosium_terbium"),
        ("rare-earth magnets", "magnet_rare_earths"),
        ("rare metals (35)", ""),
        ("bauxite", "aluminium"),
        ("Sm, Gd, Y", ""),
    ],
)
def test_materials_are_found_in_a_label(label: str, materials: str) -> None:
    assert materials_of(label, KNOWN) == materials


def test_a_magnet_powder_plant_is_of_the_magnet_stage() -> None:
    assert stages_of("magnet powder") == "magnet"
    assert stages_of("refine+magnet") == "refine;magnet"
    assert stages_of("technology") == ""


@pytest.mark.parametrize(
    ("note", "plain"),
    [
        ("excerpt", ""),
        ("from 7,200; excerpt", "from 7,200"),
        (
            "cancelled in other coverage (from memory; see unverified.csv)",
            "cancelled in other coverage",
        ),
        ("The list is from memory. Suspended from 7 November.", "Suspended from 7 November."),
        ("derived: 315,000 t / 40,000 t", "derived: 315,000 t / 40,000 t"),
    ],
)
def test_remarks_on_how_a_row_was_found_are_dropped(note: str, plain: str) -> None:
    assert plain_note(note) == plain


def test_a_region_is_no_country() -> None:
    assert [country_of(place) for place in ("EU", "", "Korea")] == ["", "", "KOR"]


def test_bundled_evidence_names_only_known_materials() -> None:
    known = set(pl.read_csv(TABLES / "materials.csv")["material"])
    for name in ("stockpiles", "disruptions", "supply_events", "facilities", "costs", "factors"):
        frame = pl.read_csv(TABLES / f"{name}.csv", infer_schema_length=None)
        named = {part for cell in frame["materials"].drop_nulls() for part in cell.split(";")}
        assert named, name
        assert named <= known, name
