"""What knowing the future, or minding that it is unknown, is worth; for small problems.

Source: Birge and Louveaux (2011), Introduction to Stochastic Programming, chapter 4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from supplypact.decomposition.linear import Index, Linear, OwnEntries, Values
from supplypact.decomposition.monolith import Optimum, monolith
from supplypact.decomposition.parts import Family
from supplypact.decomposition.problem import Problem, Scenarios
from supplypact.errors import InfeasibleError


@dataclass(frozen=True, kw_only=True, eq=False)
class Worth:
    """Costs with more and with less knowledge than the problem assumes."""

    optimum: float
    """Recourse problem: decide now, then see."""
    wait_and_see: float
    """Decide after seeing, on average over scenarios."""
    mean_value: float
    """Cost of the problem in which every factor takes its mean."""
    mean_value_decision: float
    """Cost of that problem's decision in the true one; infinite where it cannot be kept up."""

    @property
    def of_information(self) -> float:
        """Expected value of perfect information."""
        return self.optimum - self.wait_and_see

    @property
    def of_stochastic_solution(self) -> float:
        """Value of the stochastic solution."""
        return self.mean_value_decision - self.optimum


def worth(problem: Problem) -> Worth:
    """Return what information and the stochastic solution are worth in ``problem``.

    Args:
        problem: Weights of its scenarios add up to 1, and it has no tails.

    """
    weight = problem.scenarios.weight
    seen = 0.0
    for scenario in np.flatnonzero(weight > 0):
        seen += float(weight[scenario]) * monolith(_only(problem, int(scenario))).objective
    mean = monolith(_mean(problem))
    return Worth(
        optimum=monolith(problem).objective,
        wait_and_see=seen,
        mean_value=mean.objective,
        mean_value_decision=_cost_of(problem, mean),
    )


def _only(problem: Problem, scenario: int) -> Problem:
    """Return ``problem`` where one scenario is certain."""
    weight = np.zeros(problem.scenarios.count)
    weight[scenario] = 1.0
    entries = problem.scenarios
    mine = entries.scenario == scenario
    return replace(
        problem,
        scenarios=Scenarios(
            weight=weight,
            scenario=entries.scenario[mine],
            family=entries.family[mine],
            rhs=entries.rhs[mine],
            times=entries.times[mine],
        ),
    )


def _mean(problem: Problem) -> Problem:
    """Return ``problem`` with one right-hand side for each family, its factors at their mean."""
    entries, families, times = problem.scenarios, [], []
    for number, family in enumerate(problem.families):
        mine = entries.family == number
        share = entries.weight[entries.scenario[mine]] * entries.times[mine]
        weight = np.bincount(entries.rhs[mine], share, minlength=family.size)
        families.append(_averaged(family, weight / weight.sum()))
        times.append(float(weight.sum()))
    count = len(families)
    none = np.zeros(count, np.int32)
    return replace(
        problem,
        families=tuple(families),
        scenarios=Scenarios(
            weight=np.ones(1),
            scenario=none,
            family=_numbered(count),
            rhs=none,
            times=np.array(times),
        ),
    )


def _averaged(family: Family, weight: Values) -> Family:
    own = family.own
    return replace(
        family,
        base=weight[None, :] @ family.base,
        own=OwnEntries(np.zeros_like(own.rhs), own.row, own.column, own.value * weight[own.rhs]),
        labels=("mean",),
    )


def _cost_of(problem: Problem, decision: Optimum) -> float:
    first: Linear = problem.first
    held = replace(first, column_lower=decision.x, column_upper=decision.x)
    try:
        return monolith(replace(problem, first=held)).objective
    except InfeasibleError:
        return float("inf")


def _numbered(count: int) -> Index:
    return np.arange(count, dtype=np.int32)
