"""The search for the best x: pools priced everywhere, recourse problems solved where it matters.

The pools make a model of the objective that is nowhere above it.  The model is minimised by cuts
(pricing only), then the recourse problems where it is likely to be short are solved at its
minimiser, and so on.  When solving some gains too little, all are solved: that gives an exact upper
bound, while every optimum of the master is a lower one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from supplypact.decomposition.highs import Answer
from supplypact.decomposition.linear import Values
from supplypact.decomposition.master import Master
from supplypact.decomposition.options import relative_gap
from supplypact.decomposition.recourse import Solved
from supplypact.decomposition.valuer import Point, Valuer

STEP = 0.5
"""How far from the best point towards the master's optimum the next trial lies.

Measured on another instance: 17 points with 0.5, 38 to 41 with 1, 22 and 23 with 0.7 and 0.3.
"""
LOOSE = 0.2
"""Share of the last gain from solving to which the model of the pools is minimised meanwhile."""
FLOOR = 0.3
"""Share of the gap asked for to which it is minimised at the end."""
ROUGH = 0.02
"""Share of its value to which the model is minimised before the first solves at a centre."""
ENOUGH = 0.5
"""Share of the gap asked for below which a gain from some solves calls for all of them."""
STUCK = 30
"""Cuts in a row that raise the lower bound by nothing after which rounding is the only reason."""


class Search:
    """A search whose bounds can be read at any time; what is fixed in the master stays fixed."""

    def __init__(self, valuer: Valuer, master: Master, *, gap: float) -> None:
        self._valuer, self._master, self._gap = valuer, master, gap
        self.best: Point | None = None
        """The best point at which every right-hand side was solved."""
        self.lower = -np.inf
        self.answer: Answer | None = None
        """The last optimum of the master."""
        self._centre: Point | None = None
        self._exact = False
        self._tolerance = np.inf
        self._stuck = 0

    @property
    def upper(self) -> float:
        """Exact cost of the best point."""
        return np.inf if self.best is None else self.best.cost

    def minimise(
        self, tick: Callable[[float, float], None], *, start: Values | None, enough: float = np.inf
    ) -> None:
        """Search until the gap is reached.

        Args:
            tick: Told the bounds after each step; may raise to end the search.
            start: The first trial; the master's first optimum if not given.
            enough: Lower bound from which on the search is of no use.

        """
        self._centre, self._tolerance, self._stuck = None, np.inf, 0
        while True:
            answer = self._master.solve()
            if self._master.bounded:
                self._stuck = self._stuck + 1 if answer.objective <= self.lower else 0
                self.lower = max(self.lower, answer.objective)
            self.answer = answer
            tick(self.lower, self.upper)
            if relative_gap(self.upper, self.lower) <= self._gap or self.lower >= enough:
                return
            if self._centre is None:
                self._begin(answer.column if start is None else start)
                if start is not None and not self._master.allows(start):
                    self._centre = None
                start = None
            elif self._is_loose(self._centre) and self._stuck < STUCK:
                self._try(self._centre, answer)
            elif self._exact:
                if self._stuck >= STUCK:
                    return
                self._tolerance = 0.0
            else:
                self._deepen(self._centre)

    def settle(self) -> None:
        """Solve all right-hand sides at the present centre, for a search that is cut short."""
        if self._centre is None and self.answer is not None:
            self._begin(self.answer.column)
        if self._centre is not None and not self._exact:
            self._deepen(self._centre, everything=True)

    def _is_loose(self, centre: Point) -> bool:
        """Whether the model of the pools can still get lower than at ``centre`` by too much."""
        allowed = max(self._tolerance, FLOOR * self._gap * abs(centre.cost))
        return centre.cost - self.lower > allowed

    def _begin(self, x: Values) -> None:
        """Take ``x`` as the first centre; families without a vertex get some."""
        point = self._valuer.point(x)
        if not np.isfinite(point.cost):
            unknown = [
                used & ~np.isfinite(value)
                for used, value in zip(self._valuer.used(), point.values, strict=True)
            ]
            if self._are_barred(self._valuer.solve(point, self._valuer.choose(point, unknown))):
                return
            point = self._valuer.point(x)
        self._valuer.cut(point)
        self._centre, self._exact, self._stuck = point, False, 0
        self._tolerance = ROUGH * abs(point.cost)

    def _try(self, centre: Point, answer: Answer) -> None:
        """Cut at a trial point; it is the new centre if the model is lower there."""
        step = 1.0 if self._stuck else STEP
        trial = self._valuer.point(centre.x + step * (answer.column - centre.x))
        self._valuer.cut(trial)
        if trial.cost < centre.cost:
            self._centre, self._exact, self._stuck = trial, False, 0

    def _deepen(self, centre: Point, *, everything: bool = False) -> None:
        """Solve recourse problems at ``centre``; all of them if some gain too little."""
        open_ = self._valuer.used()
        optimum = [np.full(len(each), np.nan) for each in open_]
        while True:
            which = (
                [np.flatnonzero(each).astype(np.int32) for each in open_]
                if everything
                else self._valuer.choose(centre, open_)
            )
            answers = self._valuer.solve(centre, which)
            if self._are_barred(answers):
                self._centre = None
                return
            for family, solved in enumerate(answers):
                if solved is not None:
                    open_[family][which[family]] = False
                    optimum[family][which[family]] = solved.value
            # A better pool raises the model at the centre too: a centre that kept its old value
            # would look better than every trial from now on.
            richer = self._valuer.point(centre.x)
            gain, centre = richer.cost - centre.cost, richer
            done = not any(each.any() for each in open_)
            if done or gain > ENOUGH * self._gap * abs(centre.cost):
                break
            everything = True
        self._valuer.cut(centre)
        self._centre, self._exact, self._stuck = centre, done, 0
        self._tolerance = LOOSE * gain
        if done:
            self._settle(centre, optimum)

    def _settle(self, centre: Point, optimum: list[Values]) -> None:
        """Keep ``centre``, all of whose right-hand sides were solved, if it is the best."""
        self._valuer.tally.passes += 1
        values = [
            np.where(np.isnan(exact), bound, exact)
            for exact, bound in zip(optimum, centre.values, strict=True)
        ]
        point = self._valuer.valued(centre.x, values)
        if point.cost < self.upper:
            self.best = point

    def _are_barred(self, answers: list[Solved | None]) -> bool:
        return any(solved is not None and solved.barred for solved in answers)
