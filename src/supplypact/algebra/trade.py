"""Trade has inertia (docs/algebra/trade.md).

    F5  sum_t ship[s,a,t,y] <= base[s,a,y] + shift[s,a,y] + sum_p opened[p,a] * running[p,y]
    F6  ship[s,a,t,y] <= mix[s,i,t,y] * sum_t ship[s,a,t,y]
        where exporter i is not allied and t is not of concern throughout

An arc a = (i, j) carries its flow of the base case at no extra cost.  More of it is ``shift``:
a change of supplier, at a cost, and at most ``(1 + growth)**n - 1`` of the base after n years.
A project opens arcs: from its host for what it makes, and into its host for what it needs.
Outside the pact no export carries a larger part of a good origin than the country's output has
in the base case: nobody can check that a particular lot was kept apart.  Source: own; ADR 0005.
"""

from __future__ import annotations

import math

import numpy as np

from supplypact.algebra.model import Index, Model
from supplypact.algebra.operation import OperationColumns, StageColumns
from supplypact.algebra.sets import (
    ALLIED,
    CLASSES,
    CONCERN,
    Array,
    Chain,
    StageSet,
    own_tag,
    tag_label,
)


def add_trade(
    model: Model,
    chain: Chain,
    columns: OperationColumns,
    running: Index,
    *,
    growth: float,
    switching_cost: Array,
) -> tuple[Index, ...]:
    """Add F5 and F6 of ``chain``; return the ``shift`` columns of each stage, (arc, year).

    Args:
        model: Receives the block.
        chain: The given quantities.
        columns: What ``add_operation`` returned.
        running: Columns of the running part of each project.  Shape (project, year).
        growth: Largest yearly growth of an arc beyond its base flow.
        switching_cost: USD per unit that changes supplier.  Shape (year).

    """
    more = (1.0 + growth) ** np.arange(1, len(chain.years) + 1) - 1.0
    shifts = []
    for number, (stage, own) in enumerate(zip(chain.stages, columns.stages, strict=True)):
        base = stage.reference.sum(axis=1)
        labels = [
            f"{chain.material},{stage.id},{chain.countries[i]},{chain.countries[j]}"
            for i, j in zip(stage.exporter, stage.importer, strict=True)
        ]
        shift = model.columns(
            "shift", (labels, chain.years), upper=base * more, cost=switching_cost
        )
        rows = model.rows("F5_inertia", (labels, chain.years), upper=base)
        model.terms(rows, shift, -1.0)
        model.terms(rows[own.ship_arc], own.ship)
        for arc, project, opened in opened_arcs(chain, number):
            model.terms(rows[arc], running[project], -opened)
        _keep_mix(model, chain, stage, own)
        shifts.append(shift)
    return tuple(shifts)


def opened_arcs(chain: Chain, number: int) -> list[tuple[int, int, float]]:
    """Return (arc, project, quantity a year) for each arc that a project opens at a stage."""
    stage = chain.stages[number]
    opened = [
        (int(arc), int(project), float(output))
        for project, country, output in zip(
            stage.project, stage.project_country, stage.project_output, strict=True
        )
        for arc in np.flatnonzero(stage.exporter == country)
    ]
    if number + 1 < len(chain.stages):
        after = chain.stages[number + 1]
        opened += [
            (int(arc), int(project), float(output) / after.recovery)
            for project, country, output in zip(
                after.project, after.project_country, after.project_output, strict=True
            )
            for arc in np.flatnonzero(stage.importer == country)
        ]
    return opened


def _keep_mix(model: Model, chain: Chain, stage: StageSet, own: StageColumns) -> None:
    """Let no arc out of a country outside the pact carry more of a good origin than its mix: F6."""
    if stage.tags == 1:
        return
    exporter = stage.exporter[own.ship_arc]
    outside = ~np.isin(chain.origin[exporter], ALLIED)
    stages = round(math.log(stage.tags, CLASSES))
    bound = np.flatnonzero(outside & (own.ship_tag != own_tag(CONCERN, stages)))
    arc, tag = own.ship_arc[bound], own.ship_tag[bound]
    labels = [
        f"{chain.material},{stage.id},{chain.countries[stage.exporter[a]]},"
        f"{chain.countries[stage.importer[a]]},{tag_label(int(t), stages)}"
        for a, t in zip(arc, tag, strict=True)
    ]
    rows = model.rows("F6_mix", (labels, chain.years), upper=0.0)
    model.terms(rows, own.ship[bound])
    mix = stage.composition[stage.exporter[arc], tag]
    row, column = np.nonzero(arc[:, None] == own.ship_arc[None, :])
    model.terms(rows[row], own.ship[column], -mix[row])
