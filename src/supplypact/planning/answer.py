"""The decisions of a solved plan: projects, costs, who pays."""

from __future__ import annotations

import numpy as np
import polars as pl

from supplypact.algebra.budget import MILLION
from supplypact.algebra.model import Values
from supplypact.domain.plan import CostLine, PlannedOutput, PlannedProject
from supplypact.planning.model import PlanModel
from supplypact.units import Share, Usd, Year

STARTED = 1e-4
"""A smaller part of a project is not started (starts may be parts when relaxed)."""


def projects(built: PlanModel, column: Values) -> tuple[PlannedProject, ...]:
    """Return the projects started, in order of start."""
    starts = built.starts
    part = column[starts.start]
    chosen = np.flatnonzero(part > STARTED)
    order = sorted(chosen, key=lambda n: (starts.start_year[n], starts.start_project[n]))
    return tuple(
        _project(built, int(starts.start_project[n]), int(starts.start_year[n]), float(part[n]))
        for n in order
    )


def _project(built: PlanModel, number: int, start: int, part: float) -> PlannedProject:
    project, every = built.candidates[number], built.projects
    public = (
        built.budget.public_share * every.spending[number, start] + every.premium[number, start]
    ).sum()
    first = int(np.flatnonzero(every.ramp[number, start] > 0)[0])
    return PlannedProject(
        id=project.id,
        name=project.name,
        host=project.host,
        owners=project.owners,
        part=Share(part),
        start_year=Year(every.years[start]),
        first_output_year=Year(every.years[first]),
        capex=Usd(part * project.capex),
        capex_is_estimate=project.capex_is_estimate,
        price_floor=Usd(float(part * every.premium[number, start].sum())),
        support_by_party={
            party: float(part * share * public)
            for party, share in zip(built.budget.parties, built.budget.cost_share, strict=True)
        },
        outputs=tuple(
            PlannedOutput(material=o.material, stage=o.stage, capacity=o.capacity)
            for o in project.outputs
        ),
    )


def costs(built: PlanModel, column: Values, cost: Values) -> tuple[CostLine, ...]:
    """Return the cost lines; their discounted sums add up to the objective."""
    starts, every = built.starts, built.projects
    part = column[starts.start][:, None]
    at = (starts.start_project, starts.start_year)
    spending, premium = (
        (part * outlay[at]).sum(axis=0) for outlay in (every.spending, every.premium)
    )
    switching, unmet = (np.zeros(len(every.years)) for _ in range(2))
    for operation in built.operation:
        for own in operation.stages:
            switching += (column[own.shift] * cost[own.shift]).sum(axis=0)
            unmet += (column[own.unmet] * cost[own.unmet]).sum(axis=0)
    discount = built.discount
    return (
        cost_line("capex", "building projects", spending * discount, discount),
        cost_line("price_floor", "price floor payments", premium * discount, discount),
        cost_line("switching", "changing suppliers", switching, discount),
        cost_line("unmet", "needs left unmet", unmet, discount),
    )


def cost_line(name: str, label: str, discounted: Values, discount: Values) -> CostLine:
    """Return one kind of cost from what it is worth today in each year."""
    return CostLine(
        id=name,
        label=label,
        discounted=Usd(float(discounted.sum())),
        undiscounted=Usd(float((discounted / discount).sum())),
    )


def support(built: PlanModel, column: Values) -> pl.DataFrame:
    """Return party, year, support_usd, limit_usd."""
    budget, years = built.budget, built.projects.years
    return pl.DataFrame(
        {
            "party": np.repeat(budget.parties, len(years)),
            "year": np.tile(years, len(budget.parties)),
            "support_usd": column[built.support].ravel() * MILLION,
            "limit_usd": budget.per_year.ravel(),
        }
    )


def unannounced(built: PlanModel) -> pl.DataFrame:
    """Return material, stage, year, tonnes that the base case assumes beyond known capacity."""
    rows = [
        (base.chain.material, stage.id, year, float(tonnes) * base.chain.unit)
        for base in built.bases
        for stage, path in zip(base.chain.stages, base.unannounced, strict=True)
        for year, tonnes in zip(base.chain.years, path, strict=True)
    ]
    return pl.DataFrame(rows, schema=["material", "stage", "year", "tonnes"], orient="row")
