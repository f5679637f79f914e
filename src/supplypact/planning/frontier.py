"""What each level of the targets costs."""

from __future__ import annotations

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


def frontier(
    pact: Pact,
    network: Network,
    options: PlanOptions,
    *,
    count: int = 9,
    progress: Progress,
) -> tuple[FrontierPoint, ...]:
    """Return the cost of the cheapest plan at each level, set for every binding target at once.

    The levels run evenly from the lowest share of the base case to the nearest that the targets
    can come to 100 %; the last point, 100 %, tells what coming as near as possible costs.

    Raises:
        UsageError: the pact binds no target.

    """
    if not any(target.binding for target in pact.targets) and not options.goals:
        raise UsageError(
            "this pact binds no target, so there is no level to vary",
            where="--frontier",
            fix="bind one with --target MATERIAL=GOAL, or set binding = true in the pact",
        )
    years = tuple(range(options.first_year, options.last_year + 1))
    candidates = choose_candidates(network, options)
    bases = build_bases(pact, network, candidates, years)

    def at(level: float, done: float) -> FrontierPoint:
        progress(f"target level {level:.1%}", done)
        return _point(build_model(pact, network, bases, candidates, options, level=level), options)

    lowest, most = at(0.0, 0.0), at(1.0, 1.0 / (count + 2))
    levels = np.linspace(lowest.reached, most.reached - ROUNDING, count)
    points = [at(float(level), (place + 2) / (count + 2)) for place, level in enumerate(levels)]
    return (*points, most)


ROUNDING = 1e-4
"""Room below the highest level, so that rounding does not put it out of reach."""


def _point(built: PlanModel, options: PlanOptions) -> FrontierPoint:
    solver = Solver(built.model)
    solver.hold(untouched_columns(built), base_columns(built, len(solver.cost)))
    solved = solve_nearest(built, solver, options)
    column = solved.solution.column
    reached = min(
        float(each) for rows in built.targets for each in share(rows.shares, column)[rows.first :]
    )
    return FrontierPoint(
        goal=Share(built.targets[0].goal),
        reached=Share(reached),
        objective=Usd(solved.solution.objective),
        support=Usd(float(np.sum(column[built.support])) * MILLION),
        projects=len(answer.projects(built, column)),
        met=not solved.relaxed,
    )
