"""From measures and exposures to the frames of an assessment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import polars as pl

from supplypact.assessing.chain import Array
from supplypact.assessing.draws import Noise
from supplypact.assessing.drivers import drivers
from supplypact.assessing.exposure import Exposure
from supplypact.assessing.measures.measured import Measured
from supplypact.assessing.ranking import BAND, ranking
from supplypact.assessing.shares import share
from supplypact.domain.assessment import INDICATORS, OTHER_FEED

SMALLEST = 1e-6
"""Shares and tonnes below this are not told."""
BANDS = ("low", "median", "high")
INDICATOR_SCHEMA = {
    "indicator": pl.String,
    "material": pl.String,
    "stage": pl.String,
    "party": pl.String,
    "value": pl.Float64,
    **dict.fromkeys(BANDS, pl.Float64),
    "supplier": pl.String,
    "verdict": pl.String,
    "reason": pl.String,
    "note": pl.String,
    "driver": pl.String,
    "driver_share": pl.Float64,
}
SOURCING_SCHEMA = {
    "reading": pl.String,
    "material": pl.String,
    "stage": pl.String,
    "party": pl.String,
    "supplier": pl.String,
    "tonnes": pl.Float64,
    "share": pl.Float64,
    **dict.fromkeys(BANDS, pl.Float64),
}
ROUTE_SCHEMA = {
    "material": pl.String,
    "party": pl.String,
    "stage": pl.String,
    "exporter": pl.String,
    "importer": pl.String,
    "tonnes": pl.Float64,
    "used": pl.Float64,
}
RANKING_SCHEMA = {
    "material": pl.String,
    "stage": pl.String,
    "rank": pl.Int64,
    "rank_low": pl.Int64,
    "rank_high": pl.Int64,
    "stays_ahead": pl.Float64,
}
_VERDICT = {each.id: each.verdict for each in INDICATORS}


def indicator_frame(material: str, measured: Sequence[Measured], noise: Noise) -> pl.DataFrame:
    """Return one material's measures with bands and drivers; columns as ``INDICATOR_SCHEMA``."""
    values = np.array([each.values for each in measured])
    points = bands(values)
    found = drivers(values[:, 1:], noise)
    rows = []
    for each, value, band, driver in zip(measured, values[:, 0], points, found, strict=True):
        known = float(value) if np.isfinite(value) else None
        rows.append(
            (
                each.indicator,
                material,
                each.stage,
                each.party,
                known,
                *(band if known is not None else (None,) * len(BANDS)),
                each.supplier or None,
                _VERDICT[each.indicator](known),
                (each.reason or None) if known is None else None,
                each.note or None,
                *(driver if driver and known is not None else (None, None)),
            )
        )
    return pl.DataFrame(rows, schema=INDICATOR_SCHEMA, orient="row")


def bands(values: Array) -> list[tuple[float | None, ...]]:
    """Return the 5, 50 and 95% points of each row's draws, None without draws or with NaN.

    ``values`` has draw 0 first.  Shape (row, draw).
    """
    drawn = values[:, 1:]
    if not drawn.shape[1]:
        return [(None,) * len(BANDS)] * len(values)
    # NaN in one draw makes the band unknown: half a band would look too sure.  A value that no
    # draw moves has no band either: it is not certain, nothing that it rests on was drawn.
    still = np.ptp(np.where(np.isfinite(values), values, 0.0), axis=1) == 0
    drawn = np.where(still[:, None], np.nan, drawn)
    points = np.quantile(drawn, BAND, axis=1).T
    return [tuple(float(p) if np.isfinite(p) else None for p in row) for row in points]


def sourcing_frame(exposure: Exposure) -> pl.DataFrame:
    """Return direct and traced sourcing by supplier; columns as ``SOURCING_SCHEMA``."""
    rows = [*_direct(exposure), *_traced(exposure)]
    return pl.DataFrame(rows, schema=SOURCING_SCHEMA, orient="row")


def _direct(exposure: Exposure) -> Iterator[tuple[object, ...]]:
    for stage, tonnes in zip(exposure.chain.stages, exposure.face, strict=True):
        shares = share(tonnes)
        yield from _suppliers(exposure, "direct", stage.id, tonnes[0], shares)


def _traced(exposure: Exposure) -> Iterator[tuple[object, ...]]:
    for stage, trace in zip(exposure.chain.stages, exposure.traces, strict=True):
        other = trace.other_feed[0].sum(axis=-1, keepdims=True)
        tonnes = np.concatenate([trace.tonnes[0], other], axis=-1)
        yield from _suppliers(exposure, "traced", stage.id, tonnes, trace.shares)


def _suppliers(
    exposure: Exposure, reading: str, stage: str, tonnes: Array, shares: Array
) -> Iterator[tuple[object, ...]]:
    """Yield a row for each party and supplier with a share in draw 0."""
    names = (*exposure.countries, OTHER_FEED)
    party, supplier = np.nonzero(np.nan_to_num(shares[0]) > SMALLEST)
    points = bands(shares[:, party, supplier].T)
    for p, s, band in zip(party, supplier, points, strict=True):
        yield (
            reading,
            exposure.material.id,
            stage,
            exposure.parties[p],
            names[s],
            float(tonnes[p, s]),
            float(shares[0, p, s]),
            *band,
        )


def route_frame(exposure: Exposure) -> pl.DataFrame:
    """Return the part of each flow that ends with a party; columns as ``ROUTE_SCHEMA``."""
    rows = [
        (
            exposure.material.id,
            exposure.parties[party],
            stage.id,
            exposure.countries[stage.exporter[arc]],
            exposure.countries[stage.importer[arc]],
            float(trace.arcs[0, party, arc]),
            float(trace.used[0, party, arc]),
        )
        for stage, trace in zip(exposure.chain.stages, exposure.traces, strict=True)
        for party, arc in zip(*np.nonzero(trace.arcs[0] > SMALLEST), strict=True)
    ]
    return pl.DataFrame(rows, schema=ROUTE_SCHEMA, orient="row")


def ranking_frame(measured: Iterable[tuple[str, Measured]]) -> pl.DataFrame:
    """Return the order of materials and stages by one measure; columns as ``RANKING_SCHEMA``.

    Args:
        measured: Pairs of material and measure; those without a value are passed over.
    """
    known = [pair for pair in measured if np.isfinite(pair[1].values).all()]
    if not known:
        return pl.DataFrame(schema=RANKING_SCHEMA)
    rows = [
        (*_place(known[r.row]), r.rank, r.low, r.high, r.stays_ahead)
        for r in ranking(np.array([each.values for _, each in known]))
    ]
    return pl.DataFrame(rows, schema=RANKING_SCHEMA, orient="row")


def _place(pair: tuple[str, Measured]) -> tuple[str, str]:
    material, measured = pair
    return material, measured.stage
