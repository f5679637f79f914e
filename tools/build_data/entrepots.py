"""Trade seen through countries that sell on what others made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.build_data.reference import ROW

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

    Arcs = dict[tuple[str, str], float]

LEGS = 8
"""Longest chain of countries that sell on."""


def see_through(arcs: Arcs, makers: Container[str], need: Mapping[str, float]) -> Arcs:
    """Return the trade from makers to those who keep it.

    A country that makes nothing sells on what it bought beyond its own need, in the mix it was
    bought in. What it sells beyond that comes from the rest of the world if that makes any, else
    it is left out.
    """
    places = sorted({place for arc in arcs for place in arc} | {ROW})
    index = {place: number for number, place in enumerate(places)}
    traded = np.zeros((len(places), len(places)))
    for (exporter, importer), tonnes in arcs.items():
        traded[index[exporter], index[importer]] += tonnes
    makes = np.array([place in makers for place in places])
    sold, bought = traded.sum(axis=1), traded.sum(axis=0)
    kept_back = np.array([need.get(place, 0.0) for place in places])
    resold = np.where(makes, 0.0, np.minimum(sold, np.maximum(bought - kept_back, 0.0)))
    passed = _share(resold, bought)
    onward = _share(resold[:, np.newaxis] * traded, (sold * bought)[:, np.newaxis])

    moving = np.where(makes[:, np.newaxis], traded, 0.0)
    if ROW in makers:
        beyond = np.where(makes, 0.0, 1 - _share(resold, sold))
        moving[index[ROW]] += (beyond[:, np.newaxis] * traded).sum(axis=0)
    kept = np.zeros_like(moving)
    for _ in range(LEGS):
        kept += moving * (1 - passed)
        moving = moving @ onward
    return {
        (places[i], places[j]): float(kept[i, j])
        for i, j in np.argwhere(kept > 0)
        if i != j or places[i] == ROW
    }


def _share(part: Array, whole: Array) -> Array:
    """Return part / whole, zero where the whole is."""
    out = np.zeros(np.broadcast(part, whole).shape)
    shares: Array = np.divide(part, whole, out=out, where=whole > 0)
    return shares
