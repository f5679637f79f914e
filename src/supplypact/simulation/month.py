"""What is done in a month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.simulation.active import Active
from supplypact.simulation.kinds import Array, Numbers
from supplypact.simulation.rule import Left, from_stores, further_orders, shrink
from supplypact.simulation.state import State
from supplypact.simulation.tables import Tables

UNFORESEEN = 1e-7
"""A smaller part of the use that the courses leave open is rounding."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Month:
    """What happens in one month in the histories with a disruption (rows); for checks."""

    month: int
    rows: Numbers
    """Their histories."""
    need: Array
    """What the disruptions take.  Shape (user, row)."""
    ordered: Array
    """Shape (pool, user, row)."""
    arrived: Array
    """Of what was ordered, and used.  Shape (user, row)."""
    released: Array
    """Shape (store, user, row)."""
    response: Array
    """Shape (user, row)."""
    short: Array
    """Shape (user, row)."""
    cost: Array
    """USD.  Shape (user, row)."""
    bought: Array
    """Bought back.  Shape (store, history)."""
    level: Array
    """In the stores at the end.  Shape (store, history)."""


class Actions:
    """What is done in a month in the histories with a disruption."""

    def __init__(self, tables: Tables, state: State, active: Active) -> None:
        self._tables, self._state, self._active = tables, state, active
        planned = active.planned
        self.use = tables.given.use[active.year][:, None]
        self.need: Array = np.minimum(planned.loss, self.use)
        self.ordered = planned.surge * shrink(planned.surge.sum(axis=1), active.room)[:, None]
        state.send(active.month, active.rows, self.ordered)
        arriving, further = state.arriving(active.month, active.rows)
        self.arrived = np.minimum(arriving, self.need)
        self.released = self._planned_releases()
        open_ = np.maximum(self.need - self.arrived - self.released.sum(axis=0), 0.0)
        most = np.minimum(open_, tables.most_response * self.use)
        self.response: Array = np.minimum(planned.response, most)
        open_ -= self.response
        unforeseen = open_ - planned.meant
        came = np.minimum(further, open_)
        self.arrived += came
        open_ -= came
        rows = np.flatnonzero((unforeseen > UNFORESEEN * self.use).any(axis=0))
        if len(rows):
            self._rule(rows, np.maximum(unforeseen[:, rows], 0.0), open_)
        self.short: Array = open_
        state.take(active.rows, self.released)
        self.cost = tables.costs.of_month(
            self.use, self.ordered.sum(axis=0), self.released, self.response, self.short
        )

    def month(self, bought: Array) -> Month:
        """Return the month as it is told."""
        return Month(
            month=self._active.month,
            rows=self._active.rows,
            need=self.need,
            ordered=self.ordered,
            arrived=self.arrived,
            released=self.released,
            response=self.response,
            short=self.short,
            cost=self.cost,
            bought=bought,
            level=self._state.level.copy(),
        )

    def _limits(self, history: Numbers) -> tuple[Array, Array]:
        """Return what stores can hand out this month, and give to other parties.

        Shape (store, row) each.
        """
        given, state = self._tables.given, self._state
        stock = given.stock[self._active.year][:, None]
        out = np.minimum(state.level[:, history], given.handling * stock)
        return out, np.maximum(given.mutual * stock - state.gave[:, history], 0.0)

    def _planned_releases(self) -> Array:
        """Return the courses' releases, as far as stores and needs allow."""
        foreign = self._tables.foreign[:, :, None]
        released = np.minimum(self._active.planned.release, self._active.takes)
        released *= shrink(self._of_form(released), self._active.takes)
        out, gifts = self._limits(self._active.rows)
        abroad = shrink((released * foreign).sum(axis=1), gifts)
        released = np.where(foreign, released * abroad[:, None], released)
        released *= shrink(released.sum(axis=1), out)[:, None]
        released *= shrink(released.sum(axis=0), self.need - self.arrived)
        return released

    def _of_form(self, released: Array) -> Array:
        """Return what a user gets from all stores of the form of each."""
        total: Array = np.tensordot(self._tables.same_form, released, 1)
        return total

    def _rule(self, rows: Numbers, unforeseen: Array, open_: Array) -> None:
        """Meet what no course foresaw; ``open_`` and what is done change in place."""
        tables, active = self._tables, self._active
        history = active.rows[rows]
        open_now = open_[:, rows]
        coming = self._state.coming(active.month, history)
        before = coming[0].copy()
        room = np.maximum(active.room[:, rows] - self.ordered[:, :, rows].sum(axis=1), 0.0)
        orders = further_orders(tables, unforeseen, coming, room)
        self._state.send_further(active.month, history, orders)
        self.ordered[:, :, rows] += orders
        if tables.lags[0] == 0:
            came = np.minimum(coming[0] - before, open_now)
            self.arrived[:, rows] += came
            open_now -= came
        meant = np.minimum(active.planned.meant[:, rows], open_now)
        missing = open_now - meant
        if tables.given.stores:
            out, gifts = self._limits(history)
            done = self.released[:, :, rows]
            left = Left(
                stock=np.maximum(out - done.sum(axis=1), 0.0),
                gifts=np.maximum(gifts - (done * tables.foreign[:, :, None]).sum(axis=1), 0.0),
                takes=np.maximum(active.takes[:, :, rows] - self._of_form(done), 0.0),
            )
            self.released[:, :, rows] = done + from_stores(tables, left, missing)
        response = self.response[:, rows]
        more = np.clip(missing, 0.0, np.maximum(tables.most_response * self.use - response, 0.0))
        self.response[:, rows] = response + more
        open_[:, rows] = missing - more + meant
