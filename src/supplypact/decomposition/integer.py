"""Integer first stages: the relaxation first, then rounds of search, fix and polish.

Each round searches the master with its integers (its bound holds for the whole problem), fixes the
integers it found and lets the continuous part be searched exactly: that gives an upper bound, and
cuts around the point that hold for all integers.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from supplypact.decomposition.linear import Index
from supplypact.decomposition.master import Master
from supplypact.decomposition.options import relative_gap
from supplypact.decomposition.search import Search
from supplypact.decomposition.valuer import Point, Valuer

SEARCH = 0.4
"""Share of the gap asked for to which the master is searched.

Looser searches first, down to a third of the present gap, took half as long again (two instances,
one run each): more rounds, and each round solves recourse problems.
"""
POLISH = 0.3
"""Share of the gap asked for to which the continuous part is searched."""


class IntegerSearch:
    """Bounds and best point of a problem with integers in its first stage."""

    def __init__(self, valuer: Valuer, master: Master, integer: Index, *, gap: float) -> None:
        self._valuer, self._master, self._integer, self._gap = valuer, master, integer, gap
        self.best: Point | None = None
        self.lower = -np.inf

    @property
    def upper(self) -> float:
        """Exact cost of the best point."""
        return np.inf if self.best is None else self.best.cost

    def minimise(self, tick: Callable[[float, float], None], left: Callable[[], float]) -> None:
        """Search until the gap is reached.

        Args:
            tick: Told the bounds after each step; may raise to end the search.
            left: Seconds that are left.

        """
        seen: set[bytes] = set()
        while relative_gap(self.upper, self.lower) > self._gap:
            start = None if self.best is None else self.best.x
            answer = self._master.search(SEARCH * self._gap, left(), start)
            self.lower = max(self.lower, answer.bound)
            tick(self.lower, self.upper)
            chosen = np.round(answer.column[self._integer]).astype(np.int64).tobytes()
            if chosen in seen:
                return
            seen.add(chosen)
            self._master.fix(answer.column)
            try:
                self._polish(tick)
            finally:
                self._master.free()

    def _polish(self, tick: Callable[[float, float], None]) -> None:
        """Search the continuous part; the integers are held in the master."""
        search = Search(self._valuer, self._master, gap=POLISH * self._gap)
        hopeless = self.upper * (1 - POLISH * self._gap * np.sign(self.upper))
        try:
            search.minimise(
                lambda _, upper: tick(self.lower, min(upper, self.upper)),
                start=None,
                enough=hopeless if np.isfinite(hopeless) else np.inf,
            )
        finally:
            if search.best is not None and search.best.cost < self.upper:
                self.best = search.best
