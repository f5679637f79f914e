"""What each level of the targets costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from supplypact.algebra.solve import Solver
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import FrontierPoint, PlanOptions
from supplypact.errors import UsageError
from supplypact.planning import answer
from supplypact.planning.candidates import choose_candidates
from supplypact.planning.model import build_model
from supplypact.planning.plan import Progress
from supplypact.planning.readout import share
from supplypact.planning.reference import build_bases
from supplypact.planning.relax import solve_nearest
from supplypact.units import Share, Usd


def frontier(
    pact: Pact,
    network: Network,
    options: PlanOptions,
    levels: Sequence[float],
    *,
    progress: Progress,
) -> tuple[FrontierPoint, ...]:
    """Return the cost of the cheapest plan at each level, set for every binding target at once.

    A level that cannot be met has ``met`` false and the cost of coming as near as possible.

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
    points = []
    for number, level in enumerate(levels):
        progress(f"target level {level:.0%}", number / len(levels))
        built = build_model(pact, network, bases, candidates, options, level=level)
        solved = solve_nearest(built, Solver(built.model), options)
        column = solved.solution.column
        shares = [float(share(rows.shares, column)[rows.first]) for rows in built.targets]
        points.append(
            FrontierPoint(
                goal=Share(level),
                reached=Share(min(shares)),
                objective=Usd(solved.solution.objective),
                support=Usd(float(np.sum(column[built.support]))),
                projects=len(answer.projects(built, column)),
                met=not solved.relaxed,
            )
        )
    return tuple(points)
