"""Choke points: what each party loses if one supplier, country or facility, falls away.

The loss is all content that passed the supplier, before stocks, spare capacity and new routes:
the size of the gap that a response has to fill, not a forecast.  A facility's loss is its part of
its country's output, taken evenly from all that the country ships; where the capacities known in a
country exceed its output, its part of those.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from supplypact.assessing.chain import Array
from supplypact.assessing.exposure import Exposure
from supplypact.assessing.ranking import BAND

LEAST_SHARE = 0.001
"""Smaller losses are left out."""
SCHEMA = {
    "material": pl.String,
    "stage": pl.String,
    "kind": pl.String,
    "supplier": pl.String,
    "facility": pl.String,
    "party": pl.String,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "tonnes": pl.Float64,
    "value_usd": pl.Float64,
    "world_share": pl.Float64,
}


def choke_points(exposure: Exposure, facilities: pl.DataFrame) -> pl.DataFrame:
    """Return who loses how much of what, the largest share first; columns as ``SCHEMA``."""
    rows = [*_countries(exposure), *_facilities(exposure, facilities)]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return frame.sort("share", "value_usd", descending=True)


def _countries(exposure: Exposure) -> Iterator[tuple[object, ...]]:
    for number in range(len(exposure.chain.stages)):
        for country in np.flatnonzero(exposure.named):
            yield from _losses(exposure, number, int(country), "country", None, 1.0)


def _facilities(exposure: Exposure, facilities: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    stages = [stage.id for stage in exposure.chain.stages]
    known = facilities.filter(
        pl.col("materials") == exposure.material.id,
        pl.col("stages").is_in(stages),
        pl.col("country").is_in(exposure.countries),
        pl.col("tonnes_per_year") > 0,
    )
    every = pl.col("tonnes_per_year").sum().over("country", "stages")
    for name, country, stage, tonnes, together in known.select(
        "facility", "country", "stages", "tonnes_per_year", every.alias("together")
    ).iter_rows():
        number, place = stages.index(stage), exposure.countries.index(country)
        output = float(exposure.drawn.output[number][0, place])
        if output > 0:
            part = tonnes / max(output, together)
            yield from _losses(exposure, number, place, "facility", name, part)


def _losses(
    exposure: Exposure, number: int, country: int, kind: str, facility: str | None, part: float
) -> Iterator[tuple[object, ...]]:
    """Yield what each party loses with ``part`` of a country's output at a stage."""
    trace, stage = exposure.traces[number], exposure.chain.stages[number]
    output = exposure.drawn.output[number][0]
    shares: Array = trace.shares[:, :, country] * part
    price = exposure.material.price
    for place, party in enumerate(exposure.parties):
        share = float(shares[0, place])
        if not share >= LEAST_SHARE:
            continue
        drawn = shares[1:, place]
        low, high = np.quantile(drawn, [BAND[0], BAND[2]]) if len(drawn) else (None, None)
        tonnes = float(trace.tonnes[0, place, country]) * part
        yield (
            exposure.material.id,
            stage.id,
            kind,
            exposure.countries[country],
            facility,
            party,
            share,
            low,
            high,
            tonnes,
            tonnes * price if price else None,
            float(output[country] / output.sum()) * part if output.any() else None,
        )
