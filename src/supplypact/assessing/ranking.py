"""How firm an order is: in how many draws it would be another one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.assessing.chain import Array

BAND = (0.05, 0.5, 0.95)
"""Points of the draws that a band shows."""


@dataclass(frozen=True, kw_only=True)
class Rank:
    """The place of one row among the others, 1 being the worst."""

    row: int
    rank: int
    low: int
    """The 5% point of its rank over the draws."""
    high: int
    stays_ahead: float | None
    """Part of the draws in which it ranks ahead of the next; None without draws or a next."""


def ranking(values: Array) -> list[Rank]:
    """Return the rows from the highest to the lowest value in draw 0.

    Args:
        values: Without NaN.  Shape (row, draw), draw 0 first.
    """
    order = np.argsort(-values[:, 0], kind="stable")
    drawn = values[order, 1:]
    if not drawn.shape[1]:
        return [Rank(row=int(r), rank=n, low=n, high=n, stays_ahead=None) for n, r in _count(order)]
    ranks = (-drawn).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") + 1
    low, high = np.quantile(ranks, [BAND[0], BAND[2]], axis=1, method="nearest")
    ahead = [*(drawn[:-1] >= drawn[1:]).mean(axis=1), None]
    return [
        Rank(
            row=int(row),
            rank=number,
            low=int(low[number - 1]),
            high=int(high[number - 1]),
            stays_ahead=None if ahead[number - 1] is None else float(ahead[number - 1]),
        )
        for number, row in _count(order)
    ]


def _count(order: np.ndarray) -> list[tuple[int, int]]:
    return list(enumerate(order, start=1))
