"""What a point is worth: all families asked, their answers put together."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from supplypact.decomposition.choice import Shortfall
from supplypact.decomposition.linear import Flags, Index, Values
from supplypact.decomposition.master import Master
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.recourse import Cut, Solved
from supplypact.decomposition.risk import Risk, Valued
from supplypact.decomposition.team import Archive, Team


@dataclass(frozen=True, eq=False)
class Point:
    """An x with the bounds that the pools give, or the optima where all was solved."""

    x: Values
    values: list[Values]
    valued: Valued
    cost: float
    """First-stage and recourse part of the objective."""


@dataclass(eq=False)
class Tally:
    """What was done so far."""

    lps: int = 0
    pivots: int = 0
    passes: int = 0
    points: int = 0
    earlier: float = 0.0
    """Seconds of the run that this one goes on with."""
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds of the whole run."""
        return self.earlier + time.monotonic() - self.started


class Valuer:
    """Prices points, adds cuts to the master, solves recourse problems."""

    def __init__(self, problem: Problem, team: Team, archive: Archive, master: Master) -> None:
        self._problem, self._team, self._archive, self._master = problem, team, archive, master
        self._risk = Risk(problem)
        self._used = [weight > 0 for weight in self._risk.of_scenarios(_touched(problem))]
        self._shortfall = Shortfall([each.size for each in problem.families])
        self.tally = Tally()
        self.last_barred: str | None = None

    def point(self, x: Values) -> Point:
        """Return ``x`` with the pools' bounds of all right-hand sides."""
        self.tally.points += 1
        link = x[self._problem.links]
        values = self._team.ask("price", [(link,)] * len(self._problem.families))
        return self.valued(x, values)

    def valued(self, x: Values, values: list[Values]) -> Point:
        """Return ``x`` with given values of right-hand sides."""
        valued = self._risk.value(values)
        return Point(x, values, valued, float(self._problem.first.cost @ x) + valued.cost)

    def cut(self, point: Point) -> None:
        """Add to the master the cuts of the pools' best vertices at ``point``."""
        constants, slopes = self._lines(point)
        count = len(self._problem.families)
        for family in range(count):
            self._master.cut(family, float(constants[family][0]), slopes[family][0])
        for tail in range(len(self._problem.tails)):
            constant = sum(float(each[1 + tail]) for each in constants)
            slope = np.sum([each[1 + tail] for each in slopes], axis=0)
            self._master.cut(count + tail, constant, slope)

    def slope(self, point: Point) -> Values:
        """Return the slope of the recourse part at ``point`` in every column of x."""
        _, slopes = self._lines(point)
        weights = np.array([1.0, *(tail.weight for tail in self._problem.tails)])
        slope = np.zeros(self._problem.first.columns)
        slope[self._problem.links] = np.sum([weights @ each for each in slopes], axis=0)
        return slope

    def choose(self, point: Point, open_: list[Flags]) -> list[Index]:
        """Return the right-hand sides of ``open_`` that are worth solving at ``point``.

        Weights are those of the worst cases that the expected shortfall would make.
        """
        hoped = [
            value + np.where(np.isfinite(short), short, 0.0)
            for value, short in zip(point.values, self._shortfall.expected(), strict=True)
        ]
        weights = self._risk.weights(self._risk.value(hoped))
        return self._shortfall.choose(weights, open_)

    def used(self) -> list[Flags]:
        """Return whether each right-hand side counts at all, by family."""
        return [each.copy() for each in self._used]

    def solve(self, point: Point, which: list[Index]) -> list[Solved | None]:
        """Solve the right-hand sides ``which`` at ``point``; bars x that leave one unsolvable."""
        link = point.x[self._problem.links]
        answers: list[Solved | None] = self._team.ask(
            "solve", [(link, each) if len(each) else None for each in which]
        )
        barred: list[Cut] = []
        for family, solved in enumerate(answers):
            if solved is None:
                continue
            self._archive.add(family, solved.fresh)
            self._shortfall.learn(family, which[family], solved.short)
            self.tally.lps += solved.lps
            self.tally.pivots += solved.pivots
            barred += solved.barred
        for cut in barred:
            self._master.cut(-1, cut.constant, cut.slope)
            self.last_barred = cut.name
        return answers

    def pool(self) -> tuple[int, ...]:
        """Return the number of vertices of each family."""
        return self._archive.sizes()

    def _lines(self, point: Point) -> tuple[list[Values], list[Values]]:
        tails = self._risk.tail_weights(point.valued)
        weights = [
            np.array([expected, *(tail[family] for tail in tails)])
            for family, expected in enumerate(self._risk.expected)
        ]
        link = point.x[self._problem.links]
        answers = self._team.ask("cuts", [(link, weight) for weight in weights])
        return [each[0] for each in answers], [each[1] for each in answers]


def _touched(problem: Problem) -> Values:
    """Return 1 for scenarios that count in the expected part or in a tail."""
    touched = (problem.scenarios.weight > 0).astype(float)
    for tail in problem.tails:
        if tail.weight > 0:
            touched[tail.scenarios[tail.probability > 0]] = 1.0
    return touched
