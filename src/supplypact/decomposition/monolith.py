"""The same problem as one model: the oracle of the tests, and a model for other solvers.

Columns: the first stage, then the recourse columns of each right-hand side in use (by family, in
order), then for each tail its threshold and the excess of each of its scenarios.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.decomposition.highs import EXACT, Lp
from supplypact.decomposition.linear import Entries, Flags, Index, Linear, Numbers, Values, compress
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.risk import Risk
from supplypact.errors import InfeasibleError


@dataclass(frozen=True, kw_only=True, eq=False)
class Optimum:
    """The optimum of the one model."""

    x: Values
    objective: float
    bound: float
    values: tuple[Values, ...]
    """Cost of each right-hand side there, by family; not a number for those without weight."""
    pivots: int


class _Build:
    """A model that grows block by block."""

    def __init__(self, first: Linear) -> None:
        self.cost, self.lower, self.upper = [first.cost], [first.column_lower], [first.column_upper]
        self.row_lower, self.row_upper = [first.row_lower], [first.row_upper]
        self.terms = [Entries(first.index, first.owner, first.value)]
        self.columns, self.rows = first.columns, first.rows

    def add_columns(self, cost: Values, lower: Values, upper: Values) -> int:
        """Return the number of the first new column."""
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.columns += len(cost)
        return self.columns - len(cost)

    def add_rows(self, lower: Values, upper: Values) -> int:
        """Return the number of the first new row."""
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.rows += len(lower)
        return self.rows - len(lower)

    def add_terms(self, row: Numbers, column: Numbers, value: Values) -> None:
        """Add terms."""
        self.terms.append(Entries(row.astype(np.int32), column.astype(np.int32), value))

    def linear(self, integer: Flags) -> Linear:
        """Return the model."""
        terms = Entries.join(self.terms)
        row, column, value = _added_up(terms)
        start, index, value = compress(self.columns, row, column, value)
        return Linear(
            cost=np.concatenate(self.cost),
            column_lower=np.concatenate(self.lower),
            column_upper=np.concatenate(self.upper),
            integer=np.append(integer, np.zeros(self.columns - len(integer), bool)),
            row_lower=np.concatenate(self.row_lower),
            row_upper=np.concatenate(self.row_upper),
            start=start,
            index=index,
            value=value,
        )


def as_linear(problem: Problem) -> Linear:
    """Return ``problem`` as one model."""
    return _build(problem)[0]


def monolith(
    problem: Problem, *, gap: float = 1e-9, options: dict[str, float | str] | None = None
) -> Optimum:
    """Solve ``problem`` as one model.

    Args:
        problem: The problem.
        gap: Relative gap of the search with integers.
        options: Options of HiGHS, such as ``{"solver": "ipm"}``.

    Raises:
        InfeasibleError: no solution exists.

    """
    model, places = _build(problem)
    lp = Lp(model, {**EXACT, "mip_rel_gap": gap, **(options or {})}, "the one model")
    answer = lp.run()
    if answer is None:
        raise InfeasibleError(
            "the problem has no solution", where="the one model", fix="relax a row of either stage"
        )
    values = []
    for family, starts in zip(problem.families, places, strict=True):
        cost = family.recourse.cost
        values.append(
            np.array(
                [
                    np.nan if at < 0 else float(cost @ answer.column[at : at + len(cost)])
                    for at in starts
                ]
            )
        )
    return Optimum(
        x=answer.column[: problem.first.columns],
        objective=answer.objective,
        bound=answer.bound,
        values=tuple(values),
        pivots=lp.pivots,
    )


def _build(problem: Problem) -> tuple[Linear, list[Index]]:
    """Return the model, and where the columns of each right-hand side start (-1: left out)."""
    build = _Build(problem.first)
    risk = Risk(problem)
    touched = np.ones(problem.scenarios.count)
    used = risk.of_scenarios(touched)
    places = []
    for number, family in enumerate(problem.families):
        starts = np.full(family.size, -1, np.int32)
        for rhs in np.flatnonzero(used[number] > 0):
            starts[rhs] = _add_recourse(
                build, problem, number, int(rhs), risk.expected[number][rhs]
            )
        places.append(starts)
    for tail in range(len(problem.tails)):
        _add_tail(build, problem, tail, places)
    return build.linear(problem.first.integer), places


def _add_recourse(build: _Build, problem: Problem, number: int, rhs: int, weight: float) -> int:
    family = problem.families[number]
    model, base, own = family.recourse, family.base[rhs], family.own.of(rhs)
    moving = Entries.join([family.shared, own])
    on_row = _product(family.row_sides, moving)
    low = model.column_lower + family.lower_sides.times(base, model.columns)
    high = model.column_upper + family.upper_sides.times(base, model.columns)
    by_x = {
        "lower": _product(family.lower_sides, moving),
        "upper": _product(family.upper_sides, moving),
    }
    bounds = {"lower": low.copy(), "upper": high.copy()}
    bounds["lower"][by_x["lower"].row] = -np.inf
    bounds["upper"][by_x["upper"].row] = np.inf
    at = build.add_columns(weight * model.cost, bounds["lower"], bounds["upper"])
    shift = family.row_sides.times(base, model.rows)
    row = build.add_rows(model.row_lower + shift, model.row_upper + shift)
    build.add_terms(model.index + row, model.owner + at, model.value)
    build.add_terms(on_row.row + row, on_row.column, -on_row.value)
    for side, terms in by_x.items():
        columns = np.unique(terms.row)
        if side == "lower":
            row = build.add_rows(low[columns], np.full(len(columns), np.inf))
        else:
            row = build.add_rows(np.full(len(columns), -np.inf), high[columns])
        build.add_terms(row + np.arange(len(columns)), at + columns, np.ones(len(columns)))
        build.add_terms(row + np.searchsorted(columns, terms.row), terms.column, -terms.value)
    return at


def _add_tail(build: _Build, problem: Problem, number: int, places: list[Index]) -> None:
    """Add threshold + mean excess / (1 - level), the linear form of Rockafellar and Uryasev."""
    tail, entries = problem.tails[number], problem.scenarios
    free = np.array([np.inf])
    threshold = build.add_columns(np.array([tail.weight]), -free, free)
    size = len(tail.scenarios)
    price = tail.weight * tail.probability / (1 - tail.level)
    excess = build.add_columns(price, np.zeros(size), np.full(size, np.inf))
    row = build.add_rows(np.zeros(size), np.full(size, np.inf))
    each = np.arange(size)
    build.add_terms(row + each, excess + each, np.ones(size))
    build.add_terms(row + each, np.full(size, threshold), np.ones(size))
    for place, scenario in enumerate(tail.scenarios):
        for entry in np.flatnonzero(entries.scenario == scenario):
            cost = problem.families[entries.family[entry]].recourse.cost
            at = places[entries.family[entry]][entries.rhs[entry]]
            columns = at + np.arange(len(cost))
            build.add_terms(np.full(len(cost), row + place), columns, -entries.times[entry] * cost)


def _product(sides: Entries, moving: Entries) -> Entries:
    """Return sides times moving: how far each bound moves with x."""
    order = np.argsort(moving.row, kind="stable")
    factor = moving.row[order]
    first = np.searchsorted(factor, sides.column, "left")
    last = np.searchsorted(factor, sides.column, "right")
    count = last - first
    row = np.repeat(sides.row, count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    place = order[np.repeat(first, count) + within]
    value = np.repeat(sides.value, count) * moving.value[place]
    row, column, value = _added_up(Entries(row, moving.column[place], value))
    return Entries(row, column, value)


def _added_up(terms: Entries) -> tuple[Index, Index, Values]:
    """Return ``terms`` with those of one place added."""
    order = np.lexsort((terms.row, terms.column))
    row, column, value = terms.row[order], terms.column[order], terms.value[order]
    if not len(row):
        return row, column, value
    fresh = np.concatenate([[True], (np.diff(row) != 0) | (np.diff(column) != 0)])
    first = np.flatnonzero(fresh)
    return row[first], column[first], np.add.reduceat(value, first)
