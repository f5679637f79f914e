"""From column values to the frames and records of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from supplypact.algebra.model import Values
from supplypact.algebra.sets import ORIGINS, Array, Chain, passed
from supplypact.algebra.target import ShareTerms
from supplypact.domain.pact import Pact, Reading
from supplypact.planning.model import PlanModel, share_of

NEGLIGIBLE = 1e-6
"""Flows below this part of a chain's unit are not told."""
EVERY_PARTY = "*"


def flows(built: PlanModel, column: Values, case: str) -> pl.DataFrame:
    """Return case, material, stage, exporter, importer, year, tonnes."""
    parts = []
    for base, operation in zip(built.bases, built.operation, strict=True):
        chain = base.chain
        code = np.array(chain.countries)
        for stage, own in zip(chain.stages, operation.stages, strict=True):
            total = np.zeros((len(stage.exporter), len(chain.years)))
            np.add.at(total, own.ship_arc, column[own.ship])
            arc, year = np.nonzero(total > NEGLIGIBLE)
            parts.append(
                frame(
                    case,
                    chain.material,
                    stage.id,
                    exporter=code[stage.exporter[arc]],
                    importer=code[stage.importer[arc]],
                    year=np.array(chain.years)[year],
                    tonnes=total[arc, year] * chain.unit,
                )
            )
    return pl.concat(parts)


def frame(case: str, material: str, stage: str, **columns: object) -> pl.DataFrame:
    """Return a frame of ``columns`` after case, material and stage, the same in each row."""
    return pl.DataFrame(columns).select(
        pl.lit(case).alias("case"),
        pl.lit(material).alias("material"),
        pl.lit(stage).alias("stage"),
        *columns,
    )


def sourcing(built: PlanModel, column: Values, case: str) -> pl.DataFrame:
    """Return case, material, stage, party, origin, year, tonnes of what the parties use."""
    parts = [
        frame(case, chain.material, stage, party=party, origin=origin, year=year, tonnes=tonnes)
        for chain, stage, table in _traced(built, column)
        for party, origin, year, tonnes in [_flatten(chain, table)]
    ]
    return pl.concat(parts)


def _traced(built: PlanModel, column: Values) -> Iterator[tuple[Chain, str, Array]]:
    """Yield tonnes used by class of the country where each stage was passed.

    The array has shape (party and at last all together, class, year).
    """
    for base, operation in zip(built.bases, built.operation, strict=True):
        chain = base.chain
        members = np.flatnonzero(chain.party)
        for target, stage in enumerate(chain.stages):
            table = np.zeros((len(chain.countries), len(ORIGINS), len(chain.years)))
            for later in range(target, len(chain.stages)):
                own = operation.stages[later]
                origin = passed(own.use_tag, target, later + 1)
                tonnes = column[own.use] * chain.unit * chain.steps(later, target)
                np.add.at(table, (own.use_country, origin), tonnes)
            parties = table[members]
            yield chain, stage.id, np.concatenate([parties, parties.sum(axis=0, keepdims=True)])


def _flatten(
    chain: Chain, table: Array
) -> tuple[Sequence[str], Sequence[str], np.ndarray, np.ndarray]:
    names = [chain.countries[k] for k in np.flatnonzero(chain.party)] + [EVERY_PARTY]
    party, origin, year = np.indices(table.shape).reshape(3, -1)
    return (
        [names[p] for p in party],
        [ORIGINS[o].value for o in origin],
        np.array(chain.years)[year],
        table.ravel(),
    )


def share(shares: Sequence[tuple[ShareTerms, float]], column: Values) -> Array:
    """Return the weighted share of a target in each year; 1 where there is nothing to source."""
    good = np.sum([weight * terms.good_part(column) for terms, weight in shares], axis=0)
    whole = np.sum([weight * terms.whole_part(column) for terms, weight in shares], axis=0)
    part: Array = np.divide(good, whole, out=np.ones_like(good), where=whole > 0)
    return part


def readings(built: PlanModel, pact: Pact, column: Values, case: str) -> pl.DataFrame:
    """Return case, material, stage, reading, year, share for every material with a target."""
    wanted = sorted({(m, target.stage) for target in pact.targets for m in target.materials})
    parts = [
        frame(
            case,
            material,
            stage,
            reading=[reading.value] * len(built.projects.years),
            year=np.array(built.projects.years),
            share=share([(share_of(built, material, stage, reading), 1.0)], column),
        )
        for material, stage in wanted
        for reading in Reading
    ]
    empty = {"case": "", "material": "", "stage": "", "reading": "", "year": 0, "share": 0.0}
    return pl.concat(parts) if parts else pl.DataFrame([empty]).clear()
