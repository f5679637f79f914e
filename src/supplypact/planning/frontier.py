"""What each level of the targets costs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from supplypact.algebra.budget import MILLION
from supplypact.algebra.solve import Solver
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import FrontierPoint, PlanOptions
from supplypact.errors import UsageError
from supplypact.planning import answer
from supplypact.planning.base_columns import base_columns, untouched_columns
from supplypact.planning.candidates import choose_candidates
from supplypact.planning.model import PlanModel, build_model
from supplypact.planning.plan import Progress
from supplypact.planning.readout import share
from supplypact.planning.reference import build_bases
from supplypact.planning.relax import solve_nearest
from supplypact.units import Share, Usd

RESOLUTION = 1e-3
"""A tenth of a point: how finely the highest level is sought."""


Build = Callable[[float], PlanModel]
"""Builds the model with every binding target at a level."""


def frontier(
    pact: Pact,
    network: Network,
    options: PlanOptions,
    *,
    count: int = 9,
    progress: Progress,
) -> tuple[FrontierPoint, ...]:
    """Return the cost of the cheapest plan at each level, set for every binding target at once.

    ``count`` levels run evenly from the lowest share of the base case to the highest level that
    can be met; the pact's own goals stand among them.

    Raises:
        UsageError: the pact binds no target.

    """
    own = [float(target.goal) for target in pact.targets if target.binding]
    if not own and not options.goals:
        raise UsageError(
            "this pact binds no target, so there is no level to vary",
            where="--frontier",
            fix="bind one with --target MATERIAL=GOAL, or set binding = true in the pact",
        )
    years = tuple(range(options.first_year, options.last_year + 1))
    candidates = choose_candidates(network, options)
    bases = build_bases(pact, network, candidates, years)

    def build(level: float) -> PlanModel:
        return build_model(pact, network, bases, candidates, options, level=level)

    progress("how far the targets go", 0.0)
    lowest = _lowest_share(build(0.0))
    most = _highest_level(build, options, lowest)
    levels = sorted(
        {*np.linspace(lowest, most, count).tolist(), *own, *dict(options.goals).values()}
    )
    points = []
    for place, level in enumerate(levels):
        progress(f"target level {level:.1%}", 0.2 + 0.8 * place / len(levels))
        points.append(_point(build(level), level, options))
    return tuple(points)


def _loaded(built: PlanModel) -> Solver:
    return Solver(built.model, held=untouched_columns(built), at=base_columns(built))


def _lowest_share(built: PlanModel) -> float:
    """Return the lowest share of the base case among the binding targets and their years."""
    base = base_columns(built)
    return min(float(share(rows.shares, base)[rows.first :].min()) for rows in built.targets)


def _highest_level(build: Build, options: PlanOptions, lowest: float) -> float:
    """Return the highest level that all targets can meet together, by bisection."""
    met, missed = lowest, 1.0 + RESOLUTION
    while missed - met > RESOLUTION:
        level = (met + missed) / 2.0
        if _loaded(build(level)).solve(gap=options.gap, relaxed=True) is None:
            missed = level
        else:
            met = level
    return met


def _point(built: PlanModel, level: float, options: PlanOptions) -> FrontierPoint:
    solved = solve_nearest(built, _loaded(built), options)
    column = solved.solution.column
    reached = min(float(share(rows.shares, column)[rows.first :].min()) for rows in built.targets)
    return FrontierPoint(
        goal=Share(level),
        reached=Share(reached),
        objective=Usd(solved.solution.objective),
        support=Usd(float(np.sum(column[built.support])) * MILLION),
        projects=len(answer.projects(built, column)),
        met=solved.met,
    )
