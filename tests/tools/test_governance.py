"""Governance by year: the workbook's codes and blanks, means and their errors."""

from pathlib import Path

import polars as pl
import pytest

from tools.build_data.governance import DIMENSIONS, governance

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"


def rows(code: str, figures: dict[str, tuple[object, object]]) -> list[tuple[object, ...]]:
    """Return rows of the workbook for 2022."""
    return [("", code, "", 2022, name, *figure) for name, figure in figures.items()]


def test_mean_and_error_are_of_all_six_and_old_codes_are_todays() -> None:
    figures: dict[str, tuple[object, object]] = dict.fromkeys(DIMENSIONS, (0.5, 0.2))
    figures["pv"] = (-1.0, 0.8)
    (row,) = governance(rows("ZAR", figures)).to_dicts()
    assert (row["country"], row["year"]) == ("COD", 2022)
    assert (row["political_stability"], row["political_stability_error"]) == (-1.0, 0.8)
    assert (row["voice"], row["voice_error"]) == (0.5, 0.2)
    # (5 x 0.5 - 1) / 6 and (5 x 0.2 + 0.8) / 6
    assert row["governance"] == pytest.approx(0.25)
    assert row["governance_error"] == pytest.approx(0.3)


def test_a_missing_dimension_leaves_the_mean_blank_and_the_others_known() -> None:
    full: dict[str, tuple[object, object]] = dict.fromkeys(DIMENSIONS, (0.5, 0.2))
    one, two = (
        governance(rows("AAA", full) + rows("BBB", full | {"cc": ("..", "..")}))
        .sort("country")
        .to_dicts()
    )
    assert one["governance"] == pytest.approx(0.5)
    assert (two["governance"], two["governance_error"], two["voice"]) == (None, None, 0.5)


def test_bundled_governance_of_countries_is_that_of_its_year() -> None:
    table = pl.read_csv(TABLES / "governance.csv", infer_schema_length=None)
    countries = pl.read_csv(TABLES / "countries.csv", infer_schema_length=None)
    both = countries.select("country", "year", own="governance").join(
        table, on=["country", "year"], how="left"
    )
    assert both.filter(pl.col("own").ne_missing(pl.col("governance"))).is_empty()
    assert table["year"].min() == 1996
