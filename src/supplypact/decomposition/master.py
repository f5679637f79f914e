"""The first stage with what is known of the recourse: one column for each family and each tail.

Cuts ``column >= constant + slope x`` bound these columns from below.  A family has cuts of its own
for the expected part; a tail has one column over all families, since its weights belong together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from supplypact.decomposition.highs import EXACT, Answer, Lp
from supplypact.decomposition.linear import Index, Linear, Values, compress
from supplypact.decomposition.problem import Problem
from supplypact.errors import InfeasibleError

WHERE = "the first stage with its cuts"
ALLOWED = 1e-7
"""Share by which a given x may miss a row and still count as meeting it."""
NEAR = 1e-3
"""Share of the objective by which a cut may be slack and still count in a search with integers."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Cuts as arrays: the column each bounds (-1: none, the line must be at most 0)."""

    column: Index
    constant: Values
    slope: Values
    """Shape (cut, linking column)."""


class Master:
    """The first stage inside HiGHS, growing by cuts; relaxed, fixed or with its integers."""

    def __init__(self, problem: Problem, options: Mapping[str, float | str]) -> None:
        self._options = options
        self._links = problem.links
        self._count = problem.first.columns
        self._integer = np.flatnonzero(problem.first.integer).astype(np.int32)
        prices = [1.0] * len(problem.families) + [tail.weight for tail in problem.tails]
        self._model = _with_columns(problem.first, np.array(prices))
        self._missing = set(range(len(prices)))
        self._lp = Lp(_relaxed(self._model), {**EXACT, **options}, WHERE)
        self._columns: list[int] = []
        self._constants: list[float] = []
        self._slopes: list[Values] = []
        self._last: Answer | None = None
        self._optima: list[Answer] = []
        self.solves = 0

    @property
    def bounded(self) -> bool:
        """Whether every recourse column has a cut, so that the optimum is a lower bound."""
        return not self._missing

    @property
    def has_integers(self) -> bool:
        """Whether the first stage has integer columns."""
        return len(self._integer) > 0

    def cut(self, column: int, constant: float, slope: Values) -> None:
        """Add ``recourse column >= constant + slope x``; -1 for ``0 >= constant + slope x``."""
        self._columns.append(column)
        self._constants.append(constant)
        self._slopes.append(slope)
        if column in self._missing:
            self._missing.remove(column)
            self._lp.bound_columns(
                np.array([self._count + column], np.int32), np.array([-np.inf]), np.array([np.inf])
            )
        used = np.flatnonzero(slope)
        index, value = self._links[used], -slope[used]
        if column >= 0:
            index, value = np.append(index, self._count + column), np.append(value, 1.0)
        self._lp.add_row(constant, np.inf, index, value)

    def solve(self) -> Answer:
        """Return the optimum with integers relaxed, or fixed where they were.

        Raises:
            InfeasibleError: no x meets the first stage and what the recourse problems need.

        """
        return self._short(self._solved())

    def _solved(self) -> Answer:
        """Return the optimum with the recourse columns."""
        self.solves += 1
        answer = self._lp.run()
        if answer is None:
            raise InfeasibleError(
                "no first-stage decision meets its rows and leaves every recourse problem solvable",
                where=WHERE,
                fix="relax a row of the first stage, or give shortages a column that covers them",
            )
        self._last = answer
        return answer

    def allows(self, x: Values) -> bool:
        """Whether ``x`` meets the first stage and the cuts on x alone, integers relaxed."""
        model, lines = self._model, self.lines()
        whole = np.append(x, np.zeros(model.columns - self._count))
        row = model.times(whole)
        barring = lines.column < 0
        height = lines.constant[barring] + lines.slope[barring] @ x[self._links]
        return bool(
            _within(whole[: self._count], model.column_lower, model.column_upper)
            and _within(row, model.row_lower, model.row_upper)
            and (height <= ALLOWED).all()
        )

    def fix(self, x: Values) -> None:
        """Hold integer columns at their values in ``x``."""
        value = np.round(x[self._integer])
        self._lp.bound_columns(self._integer, value, value)

    def free(self) -> None:
        """Let integer columns move between their bounds again."""
        lower, upper = self._model.column_lower, self._model.column_upper
        self._lp.bound_columns(self._integer, lower[self._integer], upper[self._integer])

    def search(self, gap: float, seconds: float, x: Values | None) -> Answer:
        """Return the best integer solution found, and the bound, within a relative ``gap``.

        Args:
            gap: Relative gap at which the search may stop.
            seconds: Time at which it must stop.
            x: A solution to start from, if one is known.

        Raises:
            InfeasibleError: no integer solution exists.

        """
        self.solves += 1
        self._optima.append(self._last or self._solved())
        options = {**self._options, "mip_rel_gap": gap, "time_limit": seconds}
        lp = Lp(self.whole(self._near()), options, WHERE)
        if x is not None:
            lp.start_at(np.append(x, self._recourse(x)))
        answer = lp.run(long=True)
        if answer is None:
            raise InfeasibleError(
                "no integer first-stage decision meets its rows",
                where=WHERE,
                fix="relax a row of the first stage",
            )
        return self._short(answer)

    def _near(self) -> Lines:
        """Return the cuts that bind, or nearly so, at an optimum that a search started from.

        A search with integers solves many relaxations, whose time grows with the cuts; what the
        others would tell is told when the point found is searched with all of them.
        """
        lines = self.lines()
        near = np.zeros(len(lines.constant), dtype=bool)
        for optimum in self._optima:
            recourse = np.append(optimum.column[self._count :], 0.0)[lines.column]
            height = lines.constant + lines.slope @ optimum.column[self._links]
            near |= recourse - height <= NEAR * abs(optimum.objective)
        return Lines(lines.column[near], lines.constant[near], lines.slope[near])

    def whole(self, lines: Lines) -> Linear:
        """Return the first stage with these cuts as one model."""
        model = self._model
        cut, link = np.nonzero(lines.slope)
        bounding = np.flatnonzero(lines.column >= 0)
        row = np.concatenate([model.index, model.rows + cut, model.rows + bounding])
        column = np.concatenate(
            [model.owner, self._links[link], self._count + lines.column[bounding]]
        )
        value = np.concatenate([model.value, -lines.slope[cut, link], np.ones(len(bounding))])
        start, index, value = compress(model.columns, row, column, value)
        free = np.setdiff1d(np.arange(self._count, model.columns), self._count + lines.column)
        lower = np.append(
            model.column_lower[: self._count], np.full(model.columns - self._count, -np.inf)
        )
        lower[free] = 0.0
        upper = model.column_upper.copy()
        upper[self._count :] = np.inf
        upper[free] = 0.0
        return replace(
            model,
            column_lower=lower,
            column_upper=upper,
            row_lower=np.append(model.row_lower, lines.constant),
            row_upper=np.append(model.row_upper, np.full(len(lines.constant), np.inf)),
            start=start,
            index=index,
            value=value,
        )

    def lines(self) -> Lines:
        """Return the cuts so far."""
        shape = (len(self._constants), len(self._links))
        return Lines(
            np.array(self._columns, np.int32),
            np.array(self._constants, float),
            np.array(self._slopes, float).reshape(shape),
        )

    def _recourse(self, x: Values) -> Values:
        """Return the least value of each recourse column that the cuts allow at ``x``."""
        lines = self.lines()
        height = lines.constant + lines.slope @ x[self._links]
        size = self._model.columns - self._count
        least = np.full(size, -np.inf)
        bounding = lines.column >= 0
        np.maximum.at(least, lines.column[bounding], height[bounding])
        return np.where(np.isfinite(least), least, 0.0)

    def _short(self, answer: Answer) -> Answer:
        """Return ``answer`` for the first stage only, inside its bounds.

        The solver may return -1e-9 where 0 is the bound, which as a bound of a recourse problem
        would leave it without a solution.
        """
        lower, upper = self._model.column_lower, self._model.column_upper
        x = np.clip(answer.column[: self._count], lower[: self._count], upper[: self._count])
        return replace(answer, column=x)


def _within(value: Values, lower: Values, upper: Values) -> bool:
    slack = ALLOWED * (1 + np.abs(value))
    size = len(value)
    return bool(((value >= lower[:size] - slack) & (value <= upper[:size] + slack)).all())


def _with_columns(first: Linear, prices: Values) -> Linear:
    """Return the first stage with recourse columns, held at 0 until they have a cut."""
    nothing = np.zeros(len(prices))
    return replace(
        first,
        cost=np.append(first.cost, prices),
        column_lower=np.append(first.column_lower, nothing),
        column_upper=np.append(first.column_upper, nothing),
        integer=np.append(first.integer, np.zeros(len(prices), bool)),
        start=np.append(first.start, np.full(len(prices), first.start[-1])).astype(np.int32),
    )


def _relaxed(model: Linear) -> Linear:
    return replace(model, integer=np.zeros(model.columns, bool))
