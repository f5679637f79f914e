"""Make a matrix of flows meet its row and column sums: RAS around cells known beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TOLERANCE = 1e-9
"""Largest relative error of a row sum; column sums are exact."""

ROUNDS = 100
"""Rounds after which the error must have shrunk by a tenth, or the sums cannot be met."""


class BalanceError(ValueError):
    """No flows on the allowed arcs meet the margins."""


def ras(seed: Array, rows: Array, columns: Array) -> Array:
    """Return the matrix nearest to the seed (least relative entropy) with the given sums.

    A cell that is zero in the seed stays zero. Raises BalanceError where the totals differ or
    the zeros do not let the sums be met.
    """
    if not np.isclose(rows.sum(), columns.sum(), rtol=TOLERANCE, atol=0):
        raise BalanceError(f"rows add up to {rows.sum():g}, columns to {columns.sum():g}")
    flow = seed.copy()
    before = np.inf
    while True:
        for _ in range(ROUNDS):
            flow *= _ratio(rows, flow.sum(axis=1))[:, np.newaxis]
            flow *= _ratio(columns, flow.sum(axis=0))
        error = np.abs(_ratio(flow.sum(axis=1), rows, empty=1) - 1).max(initial=0)
        if error < TOLERANCE:
            return flow
        if error > 0.9 * before:
            raise BalanceError(f"the zeros of the seed leave a sum {error:.2g} off its margin")
        before = error


def balance(seed: Array, rows: Array, columns: Array, known: Array) -> Array:
    """Return ``ras`` of the seed around the known cells (NaN where unknown), which are held.

    Known cells that add up to more than a margin are first cut to fit it, in proportion.
    """
    unknown = np.isnan(known)
    held = np.where(unknown, 0.0, known)
    held *= np.minimum(1, _ratio(rows, held.sum(axis=1), empty=1))[:, np.newaxis]
    held *= np.minimum(1, _ratio(columns, held.sum(axis=0), empty=1))
    rest = ras(
        np.where(unknown, seed, 0.0),
        _without_dust(rows - held.sum(axis=1), rows),
        _without_dust(columns - held.sum(axis=0), columns),
    )
    return rest + held


def thin(flow: Array, rows: Array, columns: Array, known: Array, share: float) -> Array:
    """Return the flows balanced again without the arcs below a share of their column's sum.

    The largest arc of each row and column stays. Where the margins cannot be met so, the share is
    lowered tenfold until they can.
    """
    largest = (flow == flow.max(axis=1, keepdims=True)) | (flow == flow.max(axis=0))
    while share > TOLERANCE:
        kept = (flow >= share * columns) | largest
        held = np.where(kept, known, np.nan)
        try:
            return balance(np.where(kept, flow, 0.0), rows, columns, held)
        except BalanceError:
            share /= 10
    return flow


def _ratio(margin: Array, total: Array, *, empty: float | None = None) -> Array:
    """Return margin / total; where the total is zero ``empty``, or 0 if the margin is zero too."""
    if empty is None and np.any((total == 0) & (margin > 0)):
        raise BalanceError("a row or column has a sum to meet but no cell to fill")
    blank = np.full_like(margin, 0.0 if empty is None else empty)
    return np.divide(margin, total, out=blank, where=total > 0)


def _without_dust(rest: Array, margin: Array) -> Array:
    """Return what is left of a margin, zero where only rounding is left."""
    return np.where(rest > TOLERANCE * margin, rest, 0.0)
