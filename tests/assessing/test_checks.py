"""Tables that cannot be assessed are told, every fault at once."""

from dataclasses import replace

import polars as pl
import pytest

from supplypact.assessing.assess import assess
from supplypact.assessing.checks import check_figures, check_year, read_spreads
from supplypact.errors import DataError
from supplypact.units import Year
from tests.assessing.given import evidence
from tests.given import pact, two_stages


def test_flows_beyond_output_are_named_with_the_residual() -> None:
    world = two_stages()
    tables = evidence(world)
    japan = (pl.col("exporter") == "JPN") & (pl.col("importer") == "JPN")
    more = pl.when(japan).then(18.0).otherwise(pl.col("tonnes")).alias("tonnes")
    with pytest.raises(DataError) as told:
        check_figures(replace(tables, flows=tables.flows.with_columns(more)), world)
    # 110 t are shipped, of which Japan's tenth would be 11; it ships 20.
    assert "JPN ships 20 t of testium at refine but makes 11 t" in str(told.value)
    assert "9 t too much" in str(told.value)


def test_a_use_that_nothing_reaches_is_named_with_the_residual() -> None:
    world = two_stages()
    tables = evidence(world)
    usa = pl.col("country") == "USA"
    more = pl.when(usa).then(33.0).otherwise(pl.col("tonnes")).alias("tonnes")
    with pytest.raises(DataError) as told:
        check_figures(replace(tables, demand=tables.demand.with_columns(more)), world)
    assert "USA uses 33 t of testium at refine but receives 30 t: 3 t are missing" in str(
        told.value
    )


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
