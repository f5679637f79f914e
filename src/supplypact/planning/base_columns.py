"""The base case as values of the model's columns: a feasible point of cost zero."""

from __future__ import annotations

import numpy as np

from supplypact.algebra.columns import StageColumns
from supplypact.algebra.model import Index, Values
from supplypact.algebra.sets import CLASSES, Array, Chain
from supplypact.planning.balance import ratio
from supplypact.planning.model import PlanModel


def base_columns(built: PlanModel) -> Values:
    """Return a value for each column: every flow at its reference, and nothing started."""
    column = np.zeros(built.model.column_count)
    for base, operation in zip(built.bases, built.operation, strict=True):
        chain = base.chain
        for number, own in enumerate(operation.stages):
            _fill(column, chain, number, own)
            following = operation.stages[number + 1] if number + 1 < len(chain.stages) else None
            if following is not None and following.other is not None:
                share = chain.stages[number + 1].other_feed_share
                made = _made(chain, number + 1).sum(axis=1)
                column[following.other] = share * made[following.other_country]
    return column


def untouched_columns(built: PlanModel) -> Index:
    """Return the columns of materials and years that no binding target speaks of.

    Their base case is feasible whatever is started (projects only add room) and costs nothing,
    and no equation joins the flows of two years or two materials.  So an optimum keeps it;
    holding them there makes the search shorter and changes no answer.
    """
    first: dict[str, int] = {}
    for rows in built.targets:
        for material in rows.materials:
            first[material] = min(rows.first, first.get(material, rows.first))
    columns = [
        block[:, : first.get(base.chain.material, len(base.chain.years))].ravel()
        for base, operation in zip(built.bases, built.operation, strict=True)
        for own in operation.stages
        for block in (own.make, own.ship, own.use, own.unmet, own.other)
        if block is not None
    ]
    return np.concatenate([np.zeros(0, dtype=np.int32), *columns])


def _made(chain: Chain, number: int) -> Array:
    """Return what each country makes by tag, shape (country, tag, year)."""
    stage = chain.stages[number]
    made = np.zeros((len(chain.countries), *stage.reference.shape[1:]))
    np.add.at(made, stage.exporter, stage.reference)
    return made


def _fill(column: Values, chain: Chain, number: int, own: StageColumns) -> None:
    stage = chain.stages[number]
    kept = len(own.ship) - len(own.shift)
    column[own.ship[:kept]] = stage.reference[own.ship_arc[:kept], own.ship_tag[:kept]]
    column[own.make] = _made(chain, number)[own.make_country, own.make_tag]
    arrived = np.zeros((len(chain.countries), stage.tags * CLASSES, len(chain.years)))
    for tag in range(stage.tags):
        complete = tag * CLASSES + chain.origin[stage.exporter]
        np.add.at(arrived, (stage.importer, complete), stage.reference[:, tag])
    total = arrived.sum(axis=1)
    part = ratio(stage.demand, total)
    column[own.use] = arrived[own.use_country, own.use_tag] * part[own.use_country]
