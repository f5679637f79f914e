"""How the values of right-hand sides add up to the objective."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.decomposition.linear import Index, Values, add_up
from supplypact.decomposition.problem import Problem


@dataclass(frozen=True, eq=False)
class Valued:
    """The recourse part of the objective for given values of right-hand sides."""

    scenario: Values
    expected: float
    """Weighted sum over scenarios."""
    tails: tuple[float, ...]
    """Conditional value at risk of each tail, before its weight."""
    tail_weights: tuple[Values, ...]
    """Of each tail: the share of each of its scenarios in the worst cases; adds up to 1."""
    cost: float
    """Expected part plus weighted tails."""


class Risk:
    """Weights of right-hand sides in the objective.

    The tail needs no threshold column: its value is the largest weighted mean that the worst-case
    weights allow, so fixed weights give a line below it, and priced values a bound below it.
    """

    def __init__(self, problem: Problem) -> None:
        self._scenarios = problem.scenarios
        self._tails = problem.tails
        sizes = [each.size for each in problem.families]
        self._cuts = np.cumsum(sizes)[:-1]
        self._offset = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        entries = problem.scenarios
        self._place = self._offset[entries.family] + entries.rhs
        self.expected = self.of_scenarios(entries.weight)
        """Weight of each right-hand side in the expected part, by family."""

    def of_scenarios(self, weight: Values) -> list[Values]:
        """Return what weights of all scenarios are in weights of right-hand sides, by family."""
        entries = self._scenarios
        value = entries.times * weight[entries.scenario]
        flat = add_up(self._place, value, int(self._offset[-1]))
        return np.split(flat, self._cuts)

    def value(self, values: list[Values]) -> Valued:
        """Return the recourse part for the ``values`` of right-hand sides, by family."""
        entries = self._scenarios
        flat = np.concatenate([np.zeros(0), *values])
        with np.errstate(invalid="ignore"):
            cost = np.where(entries.times > 0, entries.times * flat[self._place], 0.0)
        scenario = add_up(entries.scenario, cost, entries.count)
        used = entries.weight > 0
        expected = float(entries.weight[used] @ scenario[used])
        weights = tuple(
            worst_weights(scenario[tail.scenarios], tail.probability, tail.level)
            for tail in self._tails
        )
        tails = tuple(
            float(weight[weight > 0] @ scenario[tail.scenarios][weight > 0])
            for tail, weight in zip(self._tails, weights, strict=True)
        )
        total = expected + sum(
            tail.weight * value for tail, value in zip(self._tails, tails, strict=True)
        )
        return Valued(scenario, expected, tails, weights, total)

    def tail_weights(self, valued: Valued) -> list[list[Values]]:
        """Return of each tail the worst-case weights of right-hand sides, by family."""
        return [
            self.of_scenarios(self._whole(tail.scenarios, weight))
            for tail, weight in zip(self._tails, valued.tail_weights, strict=True)
        ]

    def weights(self, valued: Valued) -> list[Values]:
        """Return the whole weight of each right-hand side at ``valued``, by family."""
        total = self._scenarios.weight.copy()
        for tail, weight in zip(self._tails, valued.tail_weights, strict=True):
            total += tail.weight * self._whole(tail.scenarios, weight)
        return self.of_scenarios(total)

    def _whole(self, scenarios: Index, weight: Values) -> Values:
        return add_up(scenarios, weight, self._scenarios.count)


def worst_weights(value: Values, probability: Values, level: float) -> Values:
    """Return the weights of the worst share ``1 - level``: probability filled from the top.

    Of equal values the first come first, so that the same values give the same weights.
    """
    order = np.argsort(-value, kind="stable")
    share = probability[order] / (1 - level)
    before = np.cumsum(share) - share
    weights = np.zeros(len(value))
    weights[order] = np.clip(1 - before, 0, share)
    return weights
