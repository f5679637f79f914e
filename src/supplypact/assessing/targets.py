"""The pact's targets in the year of the assessment: the share now, and the chance that it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from supplypact.assessing.chain import Array
from supplypact.assessing.exposure import Exposure
from supplypact.assessing.ranking import BAND
from supplypact.assessing.shares import ratio
from supplypact.domain.assessment import Verdict
from supplypact.domain.pact import Pact, Reading, Target
from supplypact.domain.plan import TOGETHER, PlannedShares

SCHEMA = {
    "target": pl.String,
    "material": pl.String,
    "stage": pl.String,
    "year": pl.Int64,
    "reading": pl.String,
    "binding": pl.Boolean,
    "goal": pl.Float64,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "verdict": pl.String,
    "chance": pl.Float64,
    "base_share": pl.Float64,
    "plan_share": pl.Float64,
    "reason": pl.String,
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Sourced:
    """What counts for a target of one material, in USD so that materials add up."""

    material: str
    outside: Array
    """From outside the countries of concern.  Shape (draw)."""
    whole: Array
    """Shape (draw)."""


def sourced(exposure: Exposure | None, stage: str, reading: Reading) -> Sourced | None:
    """Return what counts at a stage under a reading, None where nothing is known of it."""
    if exposure is None:
        return None
    number = exposure.material.stage_index(stage)
    if number is None or exposure.material.price is None:
        return None
    tonnes = _counted(exposure, number, reading) * exposure.material.price
    outside = (tonnes * (1 - exposure.concern)).sum(axis=-1)
    whole = tonnes.sum(axis=-1)
    return Sourced(material=exposure.material.id, outside=outside, whole=whole)


def _counted(exposure: Exposure, number: int, reading: Reading) -> Array:
    """Return the tonnes that a reading looks at, by maker.  Shape (draw, country).

    World output; or what the parties receive; or what they use, by where it passed the stage,
    other feed by the country where it entered, as the plan counts it.
    """
    if reading is Reading.WORLD:
        return exposure.drawn.output[number]
    if reading is Reading.DIRECT:
        return exposure.face[number][:, -1]
    trace = exposure.traces[number]
    return trace.content[:, -1] + trace.other_feed[:, -1]


def target_frame(
    pact: Pact,
    exposures: Mapping[str, Exposure],
    planned: PlannedShares | None,
) -> pl.DataFrame:
    """Return each target for each material, and for them together where it says so."""
    rows = [
        _row(target, material, parts, planned)
        for target in pact.targets
        for material, parts in _parts(target, exposures)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _parts(
    target: Target, exposures: Mapping[str, Exposure]
) -> Iterator[tuple[str, Sequence[Sourced]]]:
    every = []
    for material in target.materials:
        part = sourced(exposures.get(material), target.stage, target.reading)
        yield material, [part] if part else []
        if part and exposures[material].material.part_of not in target.materials:
            every.append(part)
    if target.together:
        yield TOGETHER, every


_UNKNOWN = "there are no flows of the year, or the tables have no such stage or no price"


def _row(
    target: Target, material: str, parts: Sequence[Sourced], planned: PlannedShares | None
) -> tuple[object, ...]:
    share = np.array([np.nan])
    if parts:
        outside = np.sum([part.outside for part in parts], axis=0)
        share = ratio(outside, np.sum([part.whole for part in parts], axis=0))
    known = bool(np.isfinite(share[0]))
    drawn = share[1:]
    low, high = np.quantile(drawn, [BAND[0], BAND[2]]) if known and len(drawn) else (None, None)
    base, later = planned.of(target.id, material) if planned else (None, None)
    met = known and bool(share[0] >= target.goal)
    return (
        target.id,
        material,
        target.stage,
        target.year,
        target.reading.value,
        target.binding,
        target.goal,
        float(share[0]) if known else None,
        low,
        high,
        (Verdict.PASS if met else Verdict.FAIL).value if known else None,
        float((drawn >= target.goal).mean()) if known and len(drawn) else None,
        base,
        later,
        None if known else _UNKNOWN,
    )
