"""What can be said without flows: world output of another year, and each party's imports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import polars as pl

from supplypact.assessing.chain import add_up
from supplypact.assessing.draws import Noise, Spreads, joined, vary
from supplypact.assessing.gather import KNOWN, figures_of, outputs, withheld_makers
from supplypact.assessing.measures.measured import Measured
from supplypact.assessing.measures.sourcing import World, world_measures
from supplypact.assessing.sheet import Score
from supplypact.assessing.years import missing_year
from supplypact.domain.assessment import INDICATORS, WHOLE_CHAIN
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import BASE_YEAR, REST_OF_WORLD, Material
from supplypact.units import Year

NEEDS_NO_FLOWS = (
    "import_concern_share",
    "published_concern_share",
    "eu_economic_importance",
)
"""Measures of parties, or of nobody, that are known without flows."""


def world_of_year(
    evidence: Evidence,
    material: Material,
    year: Year,
    spreads: Spreads,
    draws: int,
    generator: np.random.Generator,
    governance: Score,
) -> tuple[list[Measured], Noise]:
    """Return the concentration of world output in a year, and the figures behind it."""
    rows = outputs(evidence, material.id, year)
    countries = tuple(sorted({*rows["country"], REST_OF_WORLD}))
    score = governance.of(countries)
    found, noise = [], [score.noise]
    for stage in material.stages:
        figures = figures_of(rows, stage.id, countries, "country")
        varied = vary("output", stage.id, figures, countries, spreads, draws, generator)
        found.append(add_up(varied.values, figures.place, len(countries)))
        noise.append(varied.noise)
    world = World(
        stages=tuple(stage.id for stage in material.stages),
        output=tuple(found),
        countries=countries,
        named=np.array([float(code != REST_OF_WORLD) for code in countries]),
        governance=score.values,
        lacking=tuple(
            _no_output(evidence, material.id, stage.id, year) for stage in material.stages
        ),
        withheld=tuple(
            withheld_makers(evidence, material.id, stage.id, year) for stage in material.stages
        ),
    )
    return [*world_measures(world)], joined(noise)


def _no_output(evidence: Evidence, material: str, stage: str, year: Year) -> str:
    """Return why nothing is known of a stage in a year, with the nearest year that is."""
    rows = evidence.production.filter(
        pl.col("material") == material,
        pl.col("stage") == stage,
        pl.col("measure").is_in(KNOWN),
        pl.col("tonnes") > 0,
    )
    return missing_year("output", year, sorted(rows["year"].unique()))


def without_flows(
    material: Material, parties: Sequence[str], year: Year, draws: int
) -> Iterator[Measured]:
    """Yield the measures that need flows, with the reason why they are not there."""
    unknown = np.full(draws + 1, np.nan)
    reason = f"no flows of {year}: the nearest year that has them is {BASE_YEAR}"
    for indicator in INDICATORS:
        if indicator.id in NEEDS_NO_FLOWS:
            continue
        whole = indicator.id in {"months_of_cover", "eu_recycling"}
        stages = [WHOLE_CHAIN] if whole else [stage.id for stage in material.stages]
        for stage in stages:
            for party in parties:
                yield Measured(
                    indicator=indicator.id,
                    stage=stage,
                    party=party,
                    values=unknown,
                    reason=reason,
                )


def import_measures(
    history: pl.DataFrame,
    material: Material,
    parties: Sequence[str],
    year: Year,
    draws: int,
) -> Iterator[Measured]:
    """Yield each party's share of imports from countries of concern, as customs counted them.

    Without a band: trade statistics are not drawn.
    """
    rows = history.filter(pl.col("material") == material.id)
    for stage in material.stages:
        here = rows.filter(pl.col("stage") == stage.id)
        for party in parties:
            own = here.filter(pl.col("party") == party).sort("year")
            values = np.full(draws + 1, np.nan)
            this = own.filter(pl.col("year") == year).drop_nulls("concern_share")
            if this.height:
                values[0] = float(this["concern_share"][0])
            yield Measured(
                indicator="import_concern_share",
                stage=stage.id,
                party=party,
                values=values,
                supplier=str(this["supplier"][0] or "") if this.height else "",
                reason="" if this.height else _no_trade(own, year),
            )


def published_measures(
    trade_shares: pl.DataFrame,
    material: Material,
    parties: Sequence[str],
    concern: Collection[str],
    draws: int,
) -> Iterator[Measured]:
    """Yield the share of imports from countries of concern as the importer publishes it.

    The latest year published.  Without a band, and only where every country of concern is named:
    one that is not may be among the others.
    """
    rows = trade_shares.filter(pl.col("material") == material.id)
    for stage in material.stages:
        here = rows.filter(pl.col("stage") == stage.id)
        for party in parties:
            own = here.filter(pl.col("importer") == party)
            latest = own.filter(pl.col("year") == pl.col("year").max())
            named = latest.filter(pl.col("exporter").is_in(list(concern)))
            values = np.full(draws + 1, np.nan)
            if named.height == len(concern):
                values[0] = float(named["share"].sum())
            yield Measured(
                indicator="published_concern_share",
                stage=stage.id,
                party=party,
                values=values,
                reason="" if np.isfinite(values[0]) else _not_published(latest),
                note=f"of imports, {latest['year'][0]}" if latest.height else "",
            )


def _not_published(latest: pl.DataFrame) -> str:
    if latest.is_empty():
        return "no shares of imports by supplier are published"
    return "the published shares do not name the countries of concern: they are among the others"


def _no_trade(own: pl.DataFrame, year: Year) -> str:
    years = own.drop_nulls("concern_share")["year"].to_list()
    if not years:
        return "the trade table has no code for this stage, or no imports"
    return missing_year("imports", year, years)
