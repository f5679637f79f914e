"""Which right-hand sides to solve: those where the pool is likely to be short by most."""

from __future__ import annotations

import numpy as np

from supplypact.decomposition.linear import Flags, Index, Values

FIRST = 0.1
"""Share of a family of which nothing is known that is solved first, evenly spread."""
HALF = 0.5
"""Share of the expected shortfall that is solved at once."""
MOST = 0.3
"""Largest share of all right-hand sides that is solved at once."""


class Shortfall:
    """How far the pools lay below the optimum where it was last solved, by family."""

    def __init__(self, sizes: list[int]) -> None:
        self._short = [np.full(size, np.nan) for size in sizes]

    def learn(self, family: int, which: Index, short: Values) -> None:
        """Keep what was measured; a family without a vertex lay infinitely far below."""
        self._short[family][which] = np.where(np.isfinite(short), short, np.nan)

    def expected(self) -> list[Values]:
        """Return the shortfall to expect of each right-hand side.

        One that was never solved is expected to be as its neighbours in the order are.
        """
        return [_filled(each) for each in self._short]

    def choose(self, weights: list[Values], open_: list[Flags]) -> list[Index]:
        """Return right-hand sides to solve now, by family, in their order.

        Args:
            weights: Weight of each in the objective, by family.
            open_: Whether each may be chosen (used, and not yet solved at this point), by family.

        """
        expected = self.expected()
        unknown = [bool(np.isinf(each).any()) for each in expected]
        score = [
            np.where(mask, weight, 0.0) * np.where(np.isinf(short), 0.0, short)
            for weight, short, mask in zip(weights, expected, open_, strict=True)
        ]
        return [
            np.flatnonzero(chosen & mask).astype(np.int32)
            for chosen, mask in zip(_top(score, open_, unknown), open_, strict=True)
        ]


def _filled(short: Values) -> Values:
    known = np.flatnonzero(~np.isnan(short))
    if not len(known):
        return np.full(len(short), np.inf)
    return np.interp(np.arange(len(short)), known, short[known])


def _top(score: list[Values], open_: list[Flags], unknown: list[bool]) -> list[Flags]:
    """Return flags of those that hold half of the score; a spread sample of unknown families."""
    flat = np.concatenate(score)
    order = np.argsort(-flat, kind="stable")
    held = np.cumsum(flat[order])
    used = sum(int(mask.sum()) for mask in open_)
    count = min(int(np.searchsorted(held, HALF * held[-1])) + 1, max(1, int(MOST * used)))
    flags = np.zeros(len(flat), dtype=bool)
    flags[order[:count]] = flat[order[:count]] > 0
    chosen = np.split(flags, np.cumsum([len(each) for each in score])[:-1])
    for family, mask in enumerate(open_):
        if unknown[family]:
            chosen[family] = _spread(mask)
    return chosen


def _spread(mask: Flags) -> Flags:
    places = np.flatnonzero(mask)
    flags = np.zeros(len(mask), dtype=bool)
    flags[places[:: max(1, int(1 / FIRST))]] = True
    return flags
