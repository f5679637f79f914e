"""What a missing tonne costs."""

from pathlib import Path

import polars as pl
import pytest

from tools.build_data.shortage_values import TABLES as TABLES_BUILT
from tools.build_data.shortage_values import added_value, build
from tools.build_data.write import csv_bytes, tidy

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"


def tables() -> dict[str, pl.DataFrame]:
    return {
        name: pl.read_csv(TABLES / f"{name}.csv", infer_schema_length=None)
        for name in ("economics", "demand", "materials")
    }


def rows() -> dict[tuple[str, str], dict[str, float]]:
    built, _ = build(Path(), tables())
    frame = built["shortage_values"]
    return {(row["material"], row["end_use"]): row for row in frame.iter_rows(named=True)}


def test_the_bundled_table_is_what_the_builder_makes() -> None:
    built, _ = build(Path(), tables())
    (table,) = TABLES_BUILT
    made = csv_bytes(table, tidy(table, built["shortage_values"]))
    assert made == (TABLES / "shortage_values.csv").read_bytes()


def test_every_use_of_the_demand_table_has_a_value() -> None:
    used = set(tables()["demand"].select("material", "end_use").iter_rows())
    assert set(rows()) == used


def test_the_value_added_behind_a_tonne_is_the_worlds_over_the_worlds_use() -> None:
    # 4 % of 200 billion over 50 t, were all of it exposed: 4 billion a tonne.
    economics = pl.DataFrame(
        {
            "topic": "value added",
            "place": "world (75 economies)",
            "year": 2022,
            "item": [
                "computer, electronic and optical products (includes semiconductors)",
                "motor vehicles, trailers and semi-trailers",
                "weapons and ammunition",
                "air and spacecraft and related machinery",
                "electrical equipment",
                "all manufacturing",
            ],
            "value": [200.0, 100.0, 10.0, 20.0, 70.0, 1000.0],
        }
    )
    demand = pl.DataFrame(
        {
            "material": ["x", "x", "x"],
            "end_use": ["electronics", "electronics", "industry_other"],
            "tonnes": [30.0, 20.0, 300.0],
        }
    )
    assert added_value(economics, demand) == pytest.approx(
        {("x", "electronics"): 4e9, ("x", "industry_other"): 600e9 / 300}
    )


def test_a_full_stop_of_gallium_and_germanium_costs_the_us_what_usgs_says() -> None:
    # USGS Open-File Report 2024-1057: 3.1 and 0.4 billion USD.
    demand = tables()["demand"].filter(pl.col("country") == "USA")
    values = rows()
    for material, loss in (("gallium", 3.1e9), ("germanium", 0.4e9)):
        mine = demand.filter(pl.col("material") == material)
        total = sum(
            tonnes * values[material, use]["usd_per_tonne"]
            for use, tonnes in mine.select("end_use", "tonnes").iter_rows()
        )
        assert total == pytest.approx(loss, rel=0.01)


def test_no_value_leaves_the_range_of_prices_that_the_studies_found() -> None:
    prices = dict(tables()["materials"].select("material", "price_usd_per_tonne").iter_rows())
    multiples = [row["usd_per_tonne"] / prices[key[0]] for key, row in rows().items()]
    assert min(multiples) > 6.5
    assert max(multiples) < 380


def test_a_value_lies_within_its_range() -> None:
    for row in rows().values():
        if row["low"] is not None:
            assert row["low"] <= row["usd_per_tonne"] <= row["high"]
