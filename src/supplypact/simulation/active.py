"""The disruptions that are on in a month."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from supplypact.simulation.draws import Draws
from supplypact.simulation.kinds import MONTHS_A_YEAR, Array, Mask, Numbers
from supplypact.simulation.tables import Planned, Tables


class _Together:
    """Which disruptions are on in the same history."""

    def __init__(self, history: Numbers) -> None:
        new = np.append(True, np.diff(history) != 0)
        self.first = np.flatnonzero(new)
        group = np.cumsum(new) - 1
        rank = np.arange(len(history)) - self.first[group]
        later = [np.flatnonzero(rank == n) for n in range(1, 1 + int(rank.max()))]
        self._later = [(places, group[places]) for places in later]

    def fold(self, how: np.ufunc, values: NDArray[Any]) -> NDArray[Any]:
        """Return the values of each history's disruptions put together.

        Args:
            how: Of two arrays, the one of both.
            values: Shape (disruption, ...).

        """
        folded = values[self.first]
        for places, group in self._later:
            folded[group] = how(folded[group], values[places])
        return folded


class Active:
    """The disruptions that are on in a month, summed by history."""

    def __init__(self, tables: Tables, strikes: Draws, beyond: Mask, month: int) -> None:
        given, hazard = tables.given, tables.place[strikes.hazard]
        self.month, self.year = month, month // MONTHS_A_YEAR
        together = _Together(strikes.history)
        self.rows: Numbers = strikes.history[together.first]
        age, begun = month - strikes.onset, strikes.onset // MONTHS_A_YEAR
        rows = together.fold(np.add, tables.rows[tables.row_of(beyond, hazard, begun, age)])
        takes = together.fold(np.maximum, given.takes[hazard, begun])
        helps = together.fold(np.minimum, given.helps[hazard])
        oldest = together.fold(np.maximum, given.reaches[hazard] * (age + 1.0)[:, None])
        self.planned: Planned = tables.split(rows)
        self.takes: Array = np.ascontiguousarray(takes.transpose(1, 2, 0))
        """What a user can take from a store.  Shape (store, user, row)."""
        able = tables.pool_of @ (helps * given.spare[self.year]).T
        self.room: Array = np.minimum(1.0, oldest.T / given.ramp_months) * able
        """What a pool can send this month.  Shape (pool, row)."""
