"""Solve a plan model; where its targets cannot be met, give up as little of them as possible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.algebra.solve import Solution, Solver
from supplypact.domain.plan import PlanOptions
from supplypact.errors import InfeasibleError
from supplypact.planning.model import PlanModel

NOTHING = 1e-7
"""A smaller miss is none."""
PENALTY = 1e12
"""Cost of a whole share while the least miss is sought; of the size of real costs."""
SLACK = 1e-6
"""Added to what is given up, so that the cheapest of the nearest plans can be found."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Solved:
    """A solved plan model, kept for what follows: export, prices, comparison."""

    built: PlanModel
    solver: Solver
    solution: Solution
    priced: Solution
    """The optimum with starts in parts: its duals are the shadow prices."""
    nearest: Solution | None
    """Where some goal cannot be met: the least miss with starts in parts, whose duals tell why."""

    @property
    def met(self) -> bool:
        """Whether every binding target is met."""
        return self.nearest is None


def solve_nearest(built: PlanModel, solver: Solver, options: PlanOptions) -> Solved:
    """Return the cheapest plan, or the cheapest of those nearest to the targets.

    Raises:
        InfeasibleError: no plan exists, even with every target relaxed.

    """
    nearest = None
    priced, solution = _solve(solver, options)
    if solution is None and built.targets:
        nearest = _give_up_least(built, solver, options)
        priced, solution = _solve(solver, options)
    if solution is None or priced is None:
        raise InfeasibleError(
            "no plan exists, even with every target relaxed",
            where="budgets and capacities",
            fix="raise the budgets, or check capacities and demand with 'supplypact data check'",
        )
    return Solved(built=built, solver=solver, solution=solution, priced=priced, nearest=nearest)


def _solve(solver: Solver, options: PlanOptions) -> tuple[Solution | None, Solution | None]:
    """Return the optimum with starts in parts, which has prices, and the one asked for."""
    priced = solver.solve(gap=options.gap, relaxed=True)
    if priced is None or options.relaxed:
        return priced, priced
    return priced, solver.solve(gap=options.gap)


def _give_up_least(built: PlanModel, solver: Solver, options: PlanOptions) -> Solution | None:
    """Find the least total miss and allow that and no more; return it with starts in parts."""
    miss = np.concatenate([rows.miss for rows in built.targets])
    only_miss = np.zeros_like(solver.cost)
    only_miss[miss] = PENALTY
    solver.price(only_miss)
    solver.bound_columns(miss, lower=np.zeros(miss.size), upper=np.ones(miss.size))
    in_parts = solver.solve(gap=options.gap, relaxed=True)
    whole = in_parts if options.relaxed else solver.solve(gap=options.gap)
    solver.price(solver.cost)
    if whole is not None:
        given_up = whole.column[miss]
        allowed = np.where(given_up > NOTHING, given_up + SLACK, 0.0)
        solver.bound_columns(miss, lower=np.zeros(miss.size), upper=allowed)
    return in_parts
