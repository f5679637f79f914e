"""Who loses how much if one supplier falls away."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from supplypact.assessing.choke_points import choke_points
from tests.assessing.given import exposure


def _loss(points: pl.DataFrame, **where: str) -> dict[str, Any]:
    rows = points.filter([pl.col(name) == value for name, value in where.items()])
    assert rows.height == 1
    return rows.row(0, named=True)


def test_without_chinese_refining_japan_loses_22_of_30_tonnes() -> None:
    points = choke_points(exposure(), _facilities())
    loss = _loss(points, stage="refine", supplier="CHN", party="JPN", kind="country")
    assert loss["share"] == pytest.approx(22 / 30)
    assert loss["tonnes"] == pytest.approx(22)
    assert loss["value_usd"] == pytest.approx(22_000)  # USD 1,000 a tonne
    assert loss["world_share"] == pytest.approx(0.9)


def test_without_australian_ore_japan_loses_it_behind_chinese_metal_too() -> None:
    points = choke_points(exposure(), _facilities())
    loss = _loss(points, stage="mine", supplier="AUS", party="JPN", kind="country")
    assert loss["share"] == pytest.approx((8 + 22 * 5 / 9) / 30)


def test_a_facility_of_30_of_chinas_90_tonnes_costs_a_third_of_what_china_sends() -> None:
    points = choke_points(exposure(), _facilities(("Plant", "CHN", 30.0)))
    loss = _loss(points, kind="facility", party="JPN")
    assert loss["facility"] == "Plant"
    assert loss["share"] == pytest.approx(22 / 30 / 3)
    assert loss["world_share"] == pytest.approx(0.3)


def test_a_facility_larger_than_its_country_costs_no_more_than_the_country() -> None:
    points = choke_points(exposure(), _facilities(("Plant", "JPN", 25.0)))
    loss = _loss(points, kind="facility", party="USA")
    assert loss["share"] == pytest.approx(2 / 30)


def test_facilities_that_together_exceed_their_country_are_scaled_down() -> None:
    # 60 + 120 of Chinese capacity against an output of 90: a third and two thirds of it.
    plants = _facilities(("Small", "CHN", 60.0), ("Large", "CHN", 120.0))
    points = choke_points(exposure(), plants).filter(pl.col("party") == "JPN")
    lost = {row["facility"]: row["share"] for row in points.iter_rows(named=True)}
    assert lost["Small"] == pytest.approx(22 / 30 / 3)
    assert lost["Large"] == pytest.approx(22 / 30 * 2 / 3)


def test_facilities_that_cannot_be_placed_are_passed_over() -> None:
    unknown = _facilities(("Unsized", "CHN", None), ("Elsewhere", "FRA", 10.0))
    points = choke_points(exposure(), unknown)
    assert "facility" not in points["kind"].to_list()


def test_the_largest_loss_stands_first_and_bands_surround_it() -> None:
    points = choke_points(exposure(draws=200, flow=0.2), _facilities())
    assert points["share"].is_sorted(descending=True)
    row = _loss(points, stage="refine", supplier="CHN", party="JPN")
    assert row["low"] < row["share"] < row["high"]


def _facilities(*rows: tuple[str, str, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [(name, "testium", "refine", country, tonnes) for name, country, tonnes in rows],
        schema={
            "facility": pl.String,
            "materials": pl.String,
            "stages": pl.String,
            "country": pl.String,
            "tonnes_per_year": pl.Float64,
        },
        orient="row",
    )


def test_shares_without_a_price_have_no_value() -> None:
    points = choke_points(exposure(price=None), _facilities())
    assert points["value_usd"].null_count() == points.height
    assert np.isfinite(points["share"].to_numpy()).all()
