"""Solve incidents: one model of a material, whose bounds move from one question to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from supplypact.algebra.model import Model, Values
from supplypact.algebra.response import add_response
from supplypact.algebra.response_sides import Rules, Scale, flat, sides
from supplypact.algebra.sets import Array
from supplypact.decomposition.highs import EXACT, Lp
from supplypact.decomposition.linear import Index, Linear
from supplypact.domain.incident import MaterialIncident, Orders
from supplypact.errors import InfeasibleError

ROUNDING = 1e-9
"""Relative."""
BY_PERIOD = ("A2_idle", "A3_others", "A5_handling", "A7_spared", "A9_worked", "A10_given_up")
"""Rows that limit what is done in each period."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Solved:
    """The best orders under some rules."""

    orders: Orders
    short: Array
    """Missing without order, in counted tonnes.  Shape (user, period)."""
    cost: float
    """Expected USD: of shortage, restraint and all actions."""
    loss: float
    """The part of it that is shortage and restraint."""
    find_rents: Callable[[], dict[str, dict[str, Array]]]

    @cached_property
    def rents(self) -> dict[str, dict[str, Array]]:
        """What each limit is worth at each order (USD), by the name of the order and of the limit.

        The name of a limit is that of its row, or ``bound``.
        """
        return self.find_rents()


@dataclass(frozen=True, kw_only=True, eq=False)
class Held:
    """Orders that stand."""

    orders: Orders
    past: int
    """Periods that are over: their orders were given, whatever limits them now."""
    all: bool = False
    """Whether the orders of the other periods stand too, as far as the limits allow."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Flat:
    """Costs and bounds by the numbers of columns and rows."""

    cost: Values
    lower: Values
    upper: Values
    row_lower: Values
    row_upper: Values


class IncidentLp:
    """The model of one material, built once."""

    def __init__(self, incident: MaterialIncident) -> None:
        model = Model()
        self._columns = add_response(model, incident, Rules())
        self._linear = Linear(**vars(model.matrix()))
        self._blocks = [(each.name, each.start) for each in model.row_blocks]
        self._lp = Lp(self._linear, {**EXACT, "presolve": "off"}, incident.material)
        self._asked = _Flat(
            cost=self._linear.cost,
            lower=self._linear.column_lower,
            upper=self._linear.column_upper,
            row_lower=self._linear.row_lower,
            row_upper=self._linear.row_upper,
        )
        self._all_columns: Index = np.arange(self._linear.columns, dtype=np.int32)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._linear.rows, self._linear.columns

    def solve(
        self,
        incident: MaterialIncident,
        rules: Rules,
        *,
        only: dict[str, Array] | None = None,
        held: Held | None = None,
    ) -> Solved:
        """Return the best orders.

        Args:
            incident: Of the material and the grid that the model was built for, with the same
                makers, users and stores.
            rules: Who may do what.
            only: Orders that may be at all, by name (1 may, 0 not); all if not given.
            held: Orders that were given before and stand.

        """
        by_block = vars(sides(incident, rules))
        given = _Flat(**{name: flat(blocks) for name, blocks in by_block.items()})
        if only is not None:
            given = self._limited(given, only)
        if held is not None:
            given = self._with_held(given, held, incident)
        self._ask(given)
        answer = self._lp.run()
        if answer is None:
            raise InfeasibleError(
                f"the orders for '{incident.material}' that stand cannot be carried out any more",
                where="the earlier playbook",
                fix="start anew without it, or give stocks as large as what was ordered from them",
            )
        return self._told(incident, given, np.maximum(answer.column, 0.0), answer.row_dual)

    def _ask(self, given: _Flat) -> None:
        """Hand the solver what differs from the question before."""
        lp, before = self._lp, self._asked
        cost = _unlike((before.cost, given.cost))
        column = _unlike((before.lower, given.lower), (before.upper, given.upper))
        row = _unlike((before.row_lower, given.row_lower), (before.row_upper, given.row_upper))
        lp.price_columns(cost, given.cost[cost])
        lp.bound_columns(column, given.lower[column], given.upper[column])
        lp.bound_rows(row, given.row_lower[row], given.row_upper[row])
        self._asked = given

    def _limited(self, given: _Flat, only: dict[str, Array]) -> _Flat:
        upper = given.upper.copy()
        for name, columns in self._columns.orders.items():
            upper[columns] *= only[name]
        return replace(given, upper=upper, lower=np.minimum(given.lower, upper))

    def _with_held(self, given: _Flat, held: Held, incident: MaterialIncident) -> _Flat:
        """Fix the orders that stand; what limited those of the past does not count any more."""
        quantity = Scale.of(incident).quantity
        lower, upper, row_upper = (
            each.copy() for each in (given.lower, given.upper, given.row_upper)
        )
        for name, columns in self._columns.orders.items():
            fixed = getattr(held.orders, name) / quantity
            if name == "expedite":
                stands = np.minimum(fixed, incident.project_rate[:, None] / quantity)
                lower[columns] = stands
                upper[columns] = stands if held.all else np.maximum(upper[columns], stands)
                continue
            past = columns[..., : held.past]
            lower[past] = upper[past] = fixed[..., : held.past]
            if held.all:
                lower[columns] = _fitting(fixed, upper[columns])
                upper[columns] = np.minimum(lower[columns], upper[columns])
        for name, start, size in self._row_spans():
            if name in BY_PERIOD:
                rows = np.arange(start, start + size).reshape(-1, len(incident.weight))
                row_upper[rows[:, : held.past]] = np.inf
            if name == "A6_mutual":
                stores = slice(start, start + size)
                row_upper[stores] = np.maximum(row_upper[stores], _lent(incident, held) / quantity)
        return replace(given, lower=lower, upper=upper, row_upper=row_upper)

    def _row_spans(self) -> list[tuple[str, int, int]]:
        ends = [start for _, start in self._blocks[1:]] + [self._linear.rows]
        return [(n, s, e - s) for (n, s), e in zip(self._blocks, ends, strict=True)]

    def _told(
        self, incident: MaterialIncident, given: _Flat, column: Values, dual: Values
    ) -> Solved:
        scale, at = Scale.of(incident), self._columns
        money = scale.quantity * scale.cost
        value = given.cost * column * money
        orders = Orders(**{n: column[c] * scale.quantity for n, c in at.orders.items()})
        lost = float(value[at.restrain].sum() + value[at.short].sum())
        return Solved(
            orders=orders,
            short=column[at.short] * scale.quantity,
            cost=float(value.sum()),
            loss=lost,
            find_rents=partial(self._rents, given, column, dual, money),
        )

    def _rents(
        self, given: _Flat, column: Values, dual: Values, money: float
    ) -> dict[str, dict[str, Array]]:
        lp, at = self._linear, self._columns
        owner = np.repeat(self._all_columns, np.diff(lp.start))
        worth = -dual[lp.index] * lp.value * column[owner] * money
        reduced = given.cost - np.bincount(owner, dual[lp.index] * lp.value, minlength=lp.columns)
        found: dict[str, dict[str, Array]] = {name: {} for name in at.orders}
        for block, start, size in self._row_spans():
            if block == "A1_need":
                continue
            mine = (lp.index >= start) & (lp.index < start + size)
            rent = np.zeros(lp.columns)
            np.add.at(rent, owner[mine], worth[mine])
            for name, columns in at.orders.items():
                found[name][block] = rent[columns]
        bound = np.maximum(-reduced, 0.0) * column * money
        for name, columns in at.orders.items():
            found[name]["bound"] = bound[columns]
        return found


def _lent(incident: MaterialIncident, held: Held) -> Values:
    """Return what each store has given to other parties.  Shape (store)."""
    past = held.orders.release[..., : held.past].sum(axis=2)
    lent: Values = np.where(incident.own, 0.0, past).sum(axis=1)
    return lent


def _unlike(*pairs: tuple[Values, Values]) -> Index:
    """Return the places where any pair differs."""
    return np.flatnonzero(np.any([a != b for a, b in pairs], axis=0)).astype(np.int32)


def _fitting(fixed: Values, upper: Values) -> Values:
    """Return ``fixed`` without what rounding put beyond ``upper``."""
    near = fixed <= upper * (1.0 + ROUNDING) + ROUNDING
    return np.where(near, np.minimum(fixed, upper), fixed)
