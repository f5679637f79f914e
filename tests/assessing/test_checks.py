"""Tables that cannot be assessed are told, every fault at once."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from supplypact.assessing.assess import assess
from supplypact.assessing.checks import check_figures, check_year, read_spreads
from supplypact.errors import DataError
from supplypact.units import Year
from tests.assessing.given import evidence
from tests.given import pact, two_stages


def test_flows_beyond_output_are_named_with_the_residual() -> None:
    told = _told(flows=_changed("refine", "JPN", "JPN", 18.0))
    # Japan makes 10 and ships 2 to the US; its users receive 40 instead of 30.
    assert "JPN ships 20 t of testium at refine but makes 10 t: 10 t too much" in told
    assert "JPN receives 40 t of testium at refine but needs" in told


def test_all_flows_doubled_do_not_pass_for_sound() -> None:
    flows = evidence(two_stages()).flows
    told = _told(flows=flows.with_columns(pl.col("tonnes") * 2))
    assert "CHN ships 180 t of testium at refine but makes 90 t: 90 t too much" in told


def test_a_use_that_nothing_reaches_is_named_with_the_residual() -> None:
    tables = evidence(two_stages())
    usa = pl.col("country") == "USA"
    more = pl.when(usa).then(33.0).otherwise(pl.col("tonnes")).alias("tonnes")
    told = _told(demand=tables.demand.with_columns(more))
    assert "USA receives 30 t of testium at refine but needs" in told
    assert "33 t: 3 t are missing" in told


def test_feed_that_does_not_arrive_is_named() -> None:
    told = _told(flows=_changed("mine", "AUS", "JPN", 5.0))
    assert "JPN receives 5 t of testium at mine but needs" in told
    assert "10 t: 5 t are missing" in told
    assert "AUS ships 55 t of testium at mine but makes 60 t: 5 t of its output go nowhere" in told


def _changed(stage: str, exporter: str, importer: str, tonnes: float) -> pl.DataFrame:
    flows = evidence(two_stages()).flows
    at = (
        (pl.col("stage") == stage)
        & (pl.col("exporter") == exporter)
        & (pl.col("importer") == importer)
    )
    return flows.with_columns(pl.when(at).then(tonnes).otherwise(pl.col("tonnes")).alias("tonnes"))


def _told(**tables: Any) -> str:
    with pytest.raises(DataError) as told:
        check_figures(replace(evidence(two_stages()), **tables), two_stages())
    return str(told.value)


def test_sound_tables_pass() -> None:
    check_figures(evidence(two_stages()), two_stages())


def test_a_year_without_data_offers_the_nearest_and_is_not_used_silently() -> None:
    with pytest.raises(DataError) as told:
        check_year(evidence(two_stages()), Year(1970))
    assert "nothing about 1970" in str(told.value)
    assert "--as-of 2024" in str(told.value)


def test_every_grade_without_a_spread_is_named() -> None:
    tables = evidence(two_stages())
    some = tables.uncertainty.filter(pl.col("figure") != "flow")
    with pytest.raises(DataError) as told:
        read_spreads(replace(tables, uncertainty=some))
    assert str(told.value).count("'flow'") == 3


def test_an_assessment_checks_before_it_answers() -> None:
    with pytest.raises(DataError):
        assess(pact(), two_stages(), replace(evidence(two_stages()), flows=_halved()))


def _halved() -> pl.DataFrame:
    flows = evidence(two_stages()).flows
    china = (pl.col("exporter") == "CHN") & (pl.col("stage") == "refine")
    half = pl.when(china).then(pl.col("tonnes") / 2).otherwise(pl.col("tonnes"))
    return flows.with_columns(half.alias("tonnes"))
