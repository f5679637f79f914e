"""Which rows of the tables make the chain."""

import numpy as np
import polars as pl
import pytest

from supplypact.assessing.checks import read_spreads
from supplypact.assessing.draws import draw_chain
from supplypact.assessing.gather import gather, outputs
from supplypact.domain.evidence import Evidence
from tests.assessing.blended import larger, tables


@pytest.mark.parametrize("first", ["production", "projection"])
def test_output_as_counted_goes_before_what_was_projected_for_the_year(first: str) -> None:
    made = tables().production
    guess = made.with_columns(
        measure=pl.lit("projection"), tonnes=pl.col("tonnes") * 3, quality=pl.lit("estimate")
    )
    both = [made, guess] if first == "production" else [guess, made]
    found = outputs(tables(production=pl.concat(both)), "testium", 2024)
    refined = found.filter(stage="refine").sort("country")
    assert refined["tonnes"].to_list() == [50.0, 20.0, 30.0]
    assert {*refined["quality"]} == {"official"}


def test_a_projection_counts_where_nothing_was_counted() -> None:
    japan = (pl.col("country") == "JPN") & (pl.col("stage") == "refine")
    measure = pl.when(japan).then(pl.lit("projection")).otherwise("measure").alias("measure")
    found = outputs(tables(production=tables().production.with_columns(measure)), "testium", 2024)
    assert found.filter(stage="refine", country="JPN")["tonnes"].to_list() == [20.0]


def _by_end_use() -> Evidence:
    """Return Japan's 40 t as 30 of chemicals, an estimate, and 10 of alloys, official."""
    demand = tables().demand
    japan = (pl.col("country") == "JPN") & (pl.col("material") == "testium")
    chemicals, alloys = (
        demand.filter(japan).with_columns(
            tonnes=pl.lit(tonnes), end_use=pl.lit(name), quality=pl.lit(quality)
        )
        for name, tonnes, quality in (("chemicals", 30.0, "estimate"), ("alloys", 10.0, "official"))
    )
    rows = pl.concat([demand.filter(~japan), alloys, chemicals])
    return tables(demand=rows, spread={"demand": 0.3})


def test_the_use_of_a_country_is_one_figure_with_the_grade_of_its_largest_end_use() -> None:
    given = gather(_by_end_use(), larger())
    at = given.countries.index("JPN")
    refined = given.demand[1]
    (row,) = np.flatnonzero(refined.place == at)
    assert refined.tonnes[row] == 40.0
    assert refined.quality[row] == "estimate"


def test_the_end_uses_of_a_country_are_off_together() -> None:
    given = _by_end_use()
    chain = gather(given, larger())
    drawn = draw_chain(chain, read_spreads(given), 20_000, np.random.default_rng(1))
    names = [str(datum) for datum in drawn.noise.data]
    assert names.count("demand/refine/JPN/estimate") == 1
    assert "demand/refine/JPN/official" not in names
    use = drawn.chain.stages[1].use[:, chain.countries.index("JPN")]
    # Drawn one by one, 30 and 10 would give 0.3 x the root of 0.75^2 + 0.25^2: 0.24.
    assert np.log(use[1:]).std() == pytest.approx(0.3, rel=0.02)
