"""One family at work: its recourse model inside HiGHS, its factors at a point, its pool."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.decomposition.factors import Factors
from supplypact.decomposition.highs import EXACT, Answer, Lp, Status
from supplypact.decomposition.linear import Index, Values
from supplypact.decomposition.parts import Family
from supplypact.decomposition.pool import Pool, Vertices
from supplypact.decomposition.vertex import Dual, crossing, dual_of
from supplypact.errors import InfeasibleError

SHORT = 1e-9
"""Share of its value by which a pool must lie below an optimum to be told short of a vertex.

Duals are degenerate: the same LP gives other duals from another start, at the same objective.  So
a vertex counts as new by its value, never by its numbers.
"""
ROUNDING = 1e-9
"""Share by which bounds may cross through rounding before a recourse model counts as infeasible."""


@dataclass(frozen=True, eq=False)
class Cut:
    """A line ``constant + slope x`` in the linking columns of x, at most 0 where x is possible."""

    constant: float
    slope: Values
    name: str


@dataclass(frozen=True, eq=False)
class Solved:
    """What exact solves of some right-hand sides gave."""

    value: Values
    """Optimum of each; infinite where there is no solution."""
    short: Values
    """How far the pool lay below it."""
    fresh: Vertices
    """Vertices that the pool did not have."""
    barred: tuple[Cut, ...]
    """What x must keep so that those without a solution get one."""
    lps: int
    pivots: int


class Recourse:
    """Prices, cuts and solves the right-hand sides of a family at points x.

    Every call says its x (values of the linking columns), so that a family that was lost can be
    built again from its pool and asked the same.
    """

    def __init__(self, family: Family, links: Index, vertices: Vertices | None = None) -> None:
        self._family = family
        self._factors = Factors(family, links)
        model = family.recourse
        self._size = model.columns + model.rows
        known = Vertices.none(family.factors, self._size) if vertices is None else vertices
        self._pool = Pool(known, model.columns, self._size)
        # Presolve would throw away the basis that each solve starts from.
        self._lp = Lp(model, {**EXACT, "presolve": "off"}, where=f"family '{family.name}'")
        self._rows = np.unique(family.row_sides.row).astype(np.int32)
        moving = np.concatenate([family.lower_sides.row, family.upper_sides.row])
        self._columns = np.unique(moving).astype(np.int32)
        self._loaded = -1
        self._x: Values | None = None
        self._solved_at = np.full(family.base.shape, np.nan)
        self._optimum = np.zeros(family.size)

    def price(self, x: Values) -> Values:
        """Return the pool's bound of every right-hand side at ``x``."""
        self._move(x)
        return self._value.copy()

    def cuts(self, x: Values, weights: Values) -> tuple[Values, Values]:
        """Return a cut for each row of ``weights``: the weighted sum of the best vertices at ``x``.

        Args:
            x: Values of the linking columns.
            weights: Shape (cut, right-hand side).

        Returns:
            Constants, shape (cut), and slopes in x, shape (cut, linking column).

        """
        self._move(x)
        constants, slopes = np.zeros(len(weights)), np.zeros((len(weights), len(x)))
        for number, weight in enumerate(weights):
            used = np.flatnonzero(weight * (self._best >= 0))
            best = self._best[used]
            gradient = np.zeros_like(self._phi)
            gradient[used] = weight[used, None] * self._pool.slope(best)
            constants[number] = weight[used] @ self._pool.constant(best)
            constants[number] += float(np.sum(gradient * self._family.base))
            slopes[number] = self._factors.slope(gradient)
        return constants, slopes

    def solve(self, x: Values, which: Index) -> Solved:
        """Solve the right-hand sides ``which`` at ``x`` exactly, in order; the pool learns."""
        self._move(x)
        first, lps, pivots = self._pool.count, 0, 0
        value, short = np.zeros(len(which)), np.zeros(len(which))
        barred: list[Cut] = []
        for place, rhs in enumerate(which):
            if np.array_equal(self._phi[rhs], self._solved_at[rhs]):
                value[place] = self._optimum[rhs]
                continue
            bound = self._value[rhs]
            value[place], cut = self._solve(int(rhs))
            short[place] = value[place] - bound
            lps, pivots = lps + 1, pivots + self._lp.pivots
            if cut:
                barred.append(cut)
            else:
                self._solved_at[rhs], self._optimum[rhs] = self._phi[rhs], value[place]
        return Solved(value, short, self._pool.since(first), tuple(barred), lps, pivots)

    def _move(self, x: Values) -> None:
        if self._x is not None and np.array_equal(x, self._x):
            return
        self._x = x.copy()
        self._phi = self._factors.at(x)
        self._value, self._best = self._pool.price(self._phi)

    def _solve(self, rhs: int) -> tuple[float, Cut | None]:
        """Return the optimum of a right-hand side, or infinity and what x must keep."""
        crossed = self._load(self._phi[rhs])
        if crossed is not None:
            return np.inf, self._cut(rhs, crossed)
        # Without the basis of the best vertex the pool saves solves but no time.
        best = int(self._best[rhs])
        if best not in (-1, self._loaded):
            self._lp.set_basis(self._pool.basis(best))
        answer = self._lp.run()
        if answer is None:
            self._loaded = -1
            return np.inf, self._cut(rhs, self._proof(rhs))
        self._loaded = best if self._lp.pivots == 0 else -1
        value = max(answer.objective, float(self._value[rhs]))
        if not value - self._value[rhs] <= SHORT * (1 + abs(value)):
            self._learn(answer)
        return value, None

    def _learn(self, answer: Answer) -> None:
        dual = dual_of(self._family, answer.row_dual, self._family.recourse.cost)
        vertex = self._pool.add(dual.constant, dual.slope, self._status(answer))
        self._loaded = vertex
        bound = self._pool.value(vertex, self._phi)
        better = bound > self._value
        self._value[better], self._best[better] = bound[better], vertex

    def _status(self, answer: Answer) -> Status:
        """Return the basis in short: what is nonbasic stands at the bound it is nearer to."""
        value = np.concatenate([answer.column, answer.row])
        lower = np.concatenate([self._lower, self._row_lower])
        upper = np.concatenate([self._upper, self._row_upper])
        at_upper = np.abs(upper - value) < np.abs(value - lower)
        return np.where(self._lp.basic(), 1, np.where(at_upper, 2, 0)).astype(np.int8)

    def _load(self, phi: Values) -> Dual | None:
        """Set the bounds at the factors ``phi``, or return the proof that two of them cross."""
        family, model = self._family, self._family.recourse
        shift = family.row_sides.times(phi, model.rows)
        self._row_lower, self._row_upper = model.row_lower + shift, model.row_upper + shift
        self._lower = model.column_lower + family.lower_sides.times(phi, model.columns)
        self._upper = model.column_upper + family.upper_sides.times(phi, model.columns)
        gap = self._lower - self._upper
        worst = int(np.argmax(gap)) if len(gap) else 0
        if len(gap) and gap[worst] > ROUNDING * (1 + abs(self._lower[worst])):
            return crossing(family, worst)
        self._upper = np.maximum(self._upper, self._lower)
        self._lp.bound_rows(self._rows, self._row_lower[self._rows], self._row_upper[self._rows])
        columns = self._columns
        self._lp.bound_columns(columns, self._lower[columns], self._upper[columns])
        return None

    def _proof(self, rhs: int) -> Dual:
        """Return a line that is above 0 where this right-hand side has no solution."""
        ray = self._lp.ray()
        if ray is not None and len(ray):
            nothing = np.zeros(self._family.recourse.columns)
            for signed in (ray, -ray):
                dual = dual_of(self._family, signed / np.abs(ray).max(), nothing)
                if dual.at(self._phi[rhs]) > 0:
                    return dual
        raise InfeasibleError(
            f"the recourse problem '{self._family.labels[rhs]}' has no solution",
            where=f"family '{self._family.name}'",
            fix="give every shortage a column that can cover it in full, and every surplus one",
        )

    def _cut(self, rhs: int, dual: Dual) -> Cut:
        constant = dual.constant + float(dual.slope @ self._family.base[rhs])
        slope = self._factors.slope_of(rhs, dual.slope)
        return Cut(constant, slope, f"{self._family.name}: {self._family.labels[rhs]}")
