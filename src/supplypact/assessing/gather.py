"""Rows of the tables to arrays: the chain of a material and the data that are uncertain in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from supplypact.assessing.chain import Array, Places
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import BASE_YEAR, Material

KNOWN = ["production", "projection"]
"""Measures of output, the better one first."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Figures:
    """Rows of one table for one material and stage: tonnes of countries, with their grades."""

    place: Places
    """Country number of each row, or of the arc's start."""
    end: Places
    """Country number of the arc's end; of other rows as ``place``."""
    tonnes: Array
    quality: tuple[str, ...]
    method: tuple[str, ...]
    """How an estimate was made, empty for other figures."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Given:
    """What the tables say of a material in the base year, stage by stage."""

    material: Material
    countries: tuple[str, ...]
    withheld: tuple[frozenset[str], ...]
    """Countries that make it, how much being unknown, by stage."""
    capacity: tuple[Array, ...]
    """As last published, NaN where it is not, by stage.  Shape (country)."""
    output: tuple[Figures, ...]
    demand: tuple[Figures, ...]
    flow: tuple[Figures, ...]
    yields: tuple[str, ...]
    """Quality of each stage's recovery and other feed."""


def gather(evidence: Evidence, material: Material) -> Given:
    """Return the rows of a material in the base year."""
    output = outputs(evidence, material.id, BASE_YEAR)
    demand, flow = (
        table.filter(
            pl.col("material") == material.id,
            pl.col("year") == BASE_YEAR,
            pl.col("tonnes").is_not_null(),
        )
        for table in (evidence.demand, evidence.flows)
    )
    named = (output["country"], demand["country"], flow["exporter"], flow["importer"])
    countries = tuple(sorted({code for column in named for code in column}))
    demand = _by_country(demand)
    stages = [stage.id for stage in material.stages]
    return Given(
        material=material,
        countries=countries,
        withheld=tuple(withheld_makers(evidence, material.id, each, BASE_YEAR) for each in stages),
        capacity=tuple(_capacity(evidence, material.id, each, countries) for each in stages),
        output=tuple(figures_of(output, each, countries, "country") for each in stages),
        demand=tuple(figures_of(demand, each, countries, "country") for each in stages),
        flow=tuple(figures_of(flow, each, countries, "exporter", "importer") for each in stages),
        yields=tuple(_yield_quality(evidence, material.id, each) for each in stages),
    )


def _by_country(demand: pl.DataFrame) -> pl.DataFrame:
    """Return the use of each country at each stage, with the grade of its largest end use.

    End uses of a country split one total: they are off together.
    """
    largest = pl.col("tonnes").arg_max()
    return demand.group_by("stage", "country", maintain_order=True).agg(
        pl.col("quality").get(largest), pl.col("method").get(largest), pl.col("tonnes").sum()
    )


def withheld_makers(evidence: Evidence, material: str, stage: str, year: int) -> frozenset[str]:
    """Return the countries whose output of a year the tables name without a figure."""
    rows = evidence.production.filter(
        pl.col("material") == material,
        pl.col("stage") == stage,
        pl.col("year") == year,
        pl.col("measure") == "production",
        pl.col("tonnes").is_null(),
    )
    return frozenset(rows["country"])


def _capacity(evidence: Evidence, material: str, stage: str, countries: tuple[str, ...]) -> Array:
    rows = evidence.production.filter(
        pl.col("material") == material,
        pl.col("stage") == stage,
        pl.col("measure") == "capacity",
        pl.col("tonnes") > 0,
    ).sort("year")
    known = dict(rows.select("country", "tonnes").iter_rows())
    return np.array([known.get(code, np.nan) for code in countries])


def _yield_quality(evidence: Evidence, material: str, stage: str) -> str:
    rows = evidence.stages.filter(pl.col("material") == material, pl.col("stage") == stage)
    return str(rows["quality"][0])


def outputs(evidence: Evidence, material: str, year: int) -> pl.DataFrame:
    """Return stage, country, tonnes, quality of a year: production, else the projection."""
    key = ["stage", "country"]
    return (
        evidence.production.filter(
            pl.col("material") == material,
            pl.col("year") == year,
            pl.col("measure").is_in(KNOWN),
            pl.col("tonnes").is_not_null(),
        )
        .sort("measure", maintain_order=True)
        .unique(key, keep="first", maintain_order=True)
        .select(*key, "tonnes", "quality", "method")
    )


def figures_of(
    rows: pl.DataFrame, stage: str, countries: tuple[str, ...], start: str, end: str | None = None
) -> Figures:
    """Return the rows of a stage that are above zero; zero stays zero in every draw."""
    here = rows.filter(pl.col("stage") == stage, pl.col("tonnes") > 0)
    place = {code: number for number, code in enumerate(countries)}
    at, to = (
        np.array([place[code] for code in here[name]], dtype=np.intp)
        for name in (start, end or start)
    )
    return Figures(
        place=at,
        end=to,
        tonnes=here["tonnes"].to_numpy(),
        quality=tuple(here["quality"]),
        method=tuple(here["method"].fill_null("")),
    )
