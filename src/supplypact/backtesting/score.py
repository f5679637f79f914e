"""How far a forecast of imports by origin lay off."""

from __future__ import annotations

import numpy as np

from supplypact.algebra.sets import Array
from supplypact.domain.backtest import FLAT, LARGEST, RANKED, Errors, Trade
from supplypact.units import Share


def errors(forecast: Array, trade: Trade, supplier: int) -> Errors:
    """Return the errors of a forecast.

    Args:
        forecast: Tonnes.  Shape (importer, origin).
        trade: The year before and what happened.
        supplier: Place of the struck supplier among the origins.

    """
    said, was = forecast.sum(axis=0), trade.actual.sum(axis=0)
    before = trade.before.sum(axis=0)
    off = np.abs(said - was)
    sold = (before > 0) | (was > 0)
    right, asked = directions(said, was, before)
    return Errors(
        mean=float(off[sold].mean()),
        part=Share(float(off.sum() / was.sum())),
        total=float(said.sum() / was.sum() - 1.0),
        supplier_share=float(said[supplier] / said.sum() - was[supplier] / was.sum()),
        rank=rank_correlation(said, was),
        right=right,
        asked=asked,
        cells=Share(float(np.abs(forecast - trade.actual).sum() / was.sum())),
    )


def directions(said: Array, was: Array, before: Array) -> tuple[int, int]:
    """Return how many of the largest origins moved as forecast, and how many were asked."""
    largest = np.argsort(-before, kind="stable")[:LARGEST]
    largest = largest[before[largest] > 0]
    moves = [
        np.sign(np.where(np.abs(year - before) > FLAT * before, year - before, 0.0))[largest]
        for year in (said, was)
    ]
    return int((moves[0] == moves[1]).sum()), len(largest)


def rank_correlation(said: Array, was: Array) -> float:
    """Return Spearman's correlation over the largest origins of the scored year."""
    largest = np.argsort(-was, kind="stable")[:RANKED]
    ranks = [_ranks(year[largest]) for year in (said, was)]
    spread = [each - each.mean() for each in ranks]
    size = float(np.sqrt((spread[0] ** 2).sum() * (spread[1] ** 2).sum()))
    return float((spread[0] * spread[1]).sum()) / size if size > 0 else 0.0


def _ranks(values: Array) -> Array:
    """Return ranks from 0 for the smallest; equal values share the mean of theirs."""
    below = (values[:, None] > values[None, :]).sum(axis=1)
    ranks: Array = below + ((values[:, None] == values[None, :]).sum(axis=1) - 1) / 2.0
    return ranks
