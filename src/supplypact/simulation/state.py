"""What a block of histories of one material carries from month to month."""

from __future__ import annotations

import numpy as np

from supplypact.simulation.kinds import MONTHS_A_YEAR, Array, Mask, Numbers
from supplypact.simulation.tables import Tables


class State:
    """Stores, what was given away of them, and goods on their way."""

    def __init__(self, tables: Tables, refill: Mask) -> None:
        self._tables, self._refill = tables, refill
        given, histories = tables.given, len(refill)
        self.level: Array = np.repeat(given.stock[0][:, None], histories, axis=1)
        """In the stores.  Shape (store, history)."""
        self.gave: Array = np.zeros_like(self.level)
        """Given to other parties and not bought back yet.  Shape (store, history)."""
        slots = int(tables.lags.max(initial=0)) + 1
        shape = (slots, len(given.users), histories)
        self._planned: Array = np.zeros(shape)
        self._further: Array = np.zeros(shape)

    def begin(self, month: int) -> None:
        """Take in what the plan buys for a new year: it counts from the first day."""
        year, within = divmod(month, MONTHS_A_YEAR)
        stock = self._tables.given.stock
        if within == 0 and year > 0:
            self.level += (stock[year] - stock[year - 1])[:, None]
            np.maximum(self.level, 0.0, out=self.level)

    def send(self, month: int, rows: Numbers, orders: Array) -> None:
        """Put the orders of the courses on their way.  Shape (pool, user, row)."""
        self._send(self._planned, month, rows, orders)

    def send_further(self, month: int, rows: Numbers, orders: Array) -> None:
        """Put orders beyond the courses on their way."""
        self._send(self._further, month, rows, orders)

    def _send(self, way: Array, month: int, rows: Numbers, orders: Array) -> None:
        tables = self._tables
        by_lag = tables.by_lag @ orders.reshape(-1, len(rows))
        each = by_lag.reshape(len(tables.lags), -1, len(rows))
        for place, lag in enumerate(tables.lags):
            way[(month + lag) % len(way)][:, rows] += each[place]

    def arriving(self, month: int, rows: Numbers) -> tuple[Array, Array]:
        """Return what arrives this month, of the courses' orders and of the further ones."""
        slot = month % len(self._planned)
        return self._planned[slot][:, rows], self._further[slot][:, rows]

    def coming(self, month: int, rows: Numbers) -> Array:
        """Return what further orders bring after each months of transit.

        Shape (lag, user, row).
        """
        slots = (month + self._tables.lags) % len(self._further)
        return np.stack([self._further[slot][:, rows] for slot in slots])

    def take(self, rows: Numbers, released: Array) -> None:
        """Take what is released from the stores.  Shape (store, user, row)."""
        for store, each in enumerate(released):
            level = self.level[store, rows] - each.sum(axis=0)
            self.level[store, rows] = np.maximum(level, 0.0)
            self.gave[store, rows] += each[self._tables.foreign[store]].sum(axis=0)

    def finish(self, month: int, calm: Mask) -> Array:
        """Buy back in histories without a disruption, and clear what arrived.

        Returns:
            Bought.  Shape (store, history).

        """
        slot, year = month % len(self._planned), month // MONTHS_A_YEAR
        self._planned[slot] = 0.0
        self._further[slot] = 0.0
        given = self._tables.given
        gap = np.maximum(given.stock[year][:, None] - self.level, 0.0)
        most = (given.buying[year] / MONTHS_A_YEAR)[:, None]
        bought: Array = np.where(self._refill, np.minimum(gap, most), gap) * calm
        self.level += bought
        self.gave = np.where(calm, np.minimum(self.gave, gap - bought), self.gave)
        return bought
