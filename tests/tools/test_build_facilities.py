from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tools.build_data.facilities import converted, output_of

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"
FACTORS: list[dict[str, object]] = [
    {"id": "factors-027", "value": 0.1654, "unit": "t of element per t of compound"},
    {"id": "factors-056", "value": 30.5, "unit": "% of weight"},
    {"id": "factors-057", "value": 1.0, "unit": "% of weight"},
]


def plant(facility: str, material: str, country: str, capacity: float) -> dict[str, object]:
    return {
        "facility": facility,
        "materials": material,
        "country": country,
        "capacity": capacity,
    }


def test_hydroxide_becomes_contained_lithium() -> None:
    (row,) = converted(
        [plant("Kwinana train 1", "lithium", "AUS", 24_000.0)],
        FACTORS,
        {("lithium", "refine", "AUS"): 4_333.0},
    )
    assert row["tonnes_per_year"] == pytest.approx(3_969.6)  # 24000 x 0.1654
    assert "times 0.1654 (factors-027)" in str(row["conversion"])
    assert "above" not in str(row["conversion"])


def test_contents_in_percent_of_weight_add_up() -> None:
    (row,) = converted(
        [plant("Noveon Magnetics", "magnet_rare_earths", "USA", 2_000.0)], FACTORS, {}
    )
    assert row["tonnes_per_year"] == pytest.approx(630)  # 2000 x (30.5 + 1) %
    assert "no output of the country is known for 2024" in str(row["conversion"])


def test_a_plant_above_its_countrys_output_is_remarked_on() -> None:
    plants = [plant("ATTM", "titanium", "SAU", 15_600.0)]
    (row,) = converted(plants, FACTORS, {("titanium", "refine", "SAU"): 12_000.0})
    assert row["conversion"] == "same basis; above the country's output of 2024, 1.2e+04 t"
    (row,) = converted(plants, FACTORS, {("titanium", "refine", "SAU"): 14_000.0})
    assert row["conversion"] == "same basis"  # 15600 / 14000 = 1.11


def test_a_plant_whose_unit_is_not_listed_stays_blank() -> None:
    (row,) = converted([plant("Huafei HPAL", "nickel", "IDN", 120_000.0)], FACTORS, {})
    assert (row["tonnes_per_year"], row["conversion"]) == (None, "")


def test_only_production_of_the_base_year_is_output() -> None:
    production = pl.DataFrame(
        [
            ("tin", "mine", "CHN", 2024, "production", 5.0),
            ("tin", "mine", "CHN", 2023, "production", 6.0),
            ("tin", "mine", "CHN", 2024, "capacity", 9.0),
        ],
        schema=["material", "stage", "country", "year", "measure", "tonnes"],
        orient="row",
    )
    assert output_of(production) == {("tin", "mine", "CHN"): 5.0}


def test_a_bundled_plant_has_one_material_and_stage_and_says_if_it_exceeds_its_country() -> None:
    frame = pl.read_csv(TABLES / "facilities.csv", infer_schema_length=None)
    made = output_of(pl.read_csv(TABLES / "production.csv", infer_schema_length=None))
    rows = frame.drop_nulls("tonnes_per_year")
    assert rows.height >= 20
    for row in rows.iter_rows(named=True):
        assert ";" not in row["materials"] + row["stages"]
        output = made.get((row["materials"], row["stages"], row["country"]))
        exceeds = output is not None and row["tonnes_per_year"] > 1.2 * output
        assert ("above the country's output" in row["conversion"]) == exceeds
