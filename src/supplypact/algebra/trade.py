"""Trade has inertia (docs/algebra/trade.md).

    F5  sum_t ship[s,a,t,y] <= (1 + growth)**n * base[s,a,y] + sum_p opened[p,a] * running[p,y]
    F6  ship[s,a,t,y] <= mix[s,i,t,y] * sum_t ship[s,a,t,y]
        where exporter i makes it in the base case, is not allied, and t is not of concern
        throughout

An arc a = (i, j) can grow beyond its flow of the base case by a given share in each of the n
years so far.  A project opens arcs: from its host for what it makes, and into its host for what
it needs.  Outside the pact no export carries a larger part of a good origin than the country's
output has in the base case: nobody can check that a particular lot was kept apart.  Source:
own; ADR 0005.
"""

from __future__ import annotations

import math

import numpy as np

from supplypact.algebra.columns import OperationColumns, StageColumns, mixing
from supplypact.algebra.model import Index, Model
from supplypact.algebra.sets import ALLIED, CLASSES, CONCERN, Chain, StageSet, own_tag, tag_label


def add_trade(
    model: Model, chain: Chain, columns: OperationColumns, running: Index, *, growth: float
) -> None:
    """Add F5 and F6 of ``chain``.

    Args:
        model: Receives the block.
        chain: The given quantities.
        columns: What ``add_operation`` returned.
        running: Columns of the running part of each project.  Shape (project, year).
        growth: Largest yearly growth of an arc beyond its base flow.

    """
    room = (1.0 + growth) ** np.arange(1, len(chain.years) + 1)
    for number, (stage, own) in enumerate(zip(chain.stages, columns.stages, strict=True)):
        labels = [
            f"{chain.material},{stage.id},{chain.countries[i]},{chain.countries[j]}"
            for i, j in zip(stage.exporter, stage.importer, strict=True)
        ]
        base = stage.reference.sum(axis=1)
        rows = model.rows("F5_inertia", (labels, chain.years), upper=room * base)
        model.terms(rows[own.ship_arc], own.ship)
        for arc, project, opened in opened_arcs(chain, number):
            model.terms(rows[arc], running[project], -opened)
        _keep_mix(model, chain, stage, own)


def opened_arcs(chain: Chain, number: int) -> list[tuple[int, int, float]]:
    """Return (arc, project, quantity a year) for each arc that a project opens at a stage.

    None to or from a country of concern.
    """
    stage = chain.stages[number]
    ends = np.stack([chain.origin[stage.exporter], chain.origin[stage.importer]])
    friendly = (ends != CONCERN).all(axis=0)
    opened = [
        (int(arc), int(project), float(output))
        for project, country, output in zip(
            stage.project, stage.project_country, stage.project_output, strict=True
        )
        for arc in np.flatnonzero((stage.exporter == country) & friendly)
    ]
    if number + 1 < len(chain.stages):
        after = chain.stages[number + 1]
        opened += [
            (int(arc), int(project), float(output) / after.recovery)
            for project, country, output in zip(
                after.project, after.project_country, after.project_output, strict=True
            )
            for arc in np.flatnonzero((stage.importer == country) & friendly)
        ]
    return opened


def _keep_mix(model: Model, chain: Chain, stage: StageSet, own: StageColumns) -> None:
    """Let no arc out of a country outside the pact carry more of a good origin than its mix: F6."""
    stages = round(math.log(stage.tags, CLASSES))
    mixed = ~np.isin(chain.origin, ALLIED) & mixing(stage)
    outside = mixed[stage.exporter[own.ship_arc]]
    bound = outside & (own.ship_tag != own_tag(CONCERN, stages))
    pairs = np.unique(np.stack([own.ship_arc[bound], own.ship_tag[bound]]), axis=1)
    if stage.tags == 1 or not pairs.size:
        return
    arc, tag = pairs
    exporter, importer = stage.exporter[arc], stage.importer[arc]
    labels = [
        f"{chain.material},{stage.id},{chain.countries[i]},{chain.countries[j]},"
        f"{tag_label(int(t), stages)}"
        for i, j, t in zip(exporter, importer, tag, strict=True)
    ]
    rows = model.rows("F6_mix", (labels, chain.years), upper=0.0)
    row, column = np.nonzero(arc[:, None] == own.ship_arc[None, :])
    carries = (tag[row] == own.ship_tag[column]).astype(float)
    mix = stage.composition[exporter, tag]
    model.terms(rows[row], own.ship[column], carries[:, None] - mix[row])
