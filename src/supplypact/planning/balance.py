"""Fit a matrix of flows to known margins."""

from __future__ import annotations

import numpy as np

from supplypact.algebra.sets import Array

TOLERANCE = 1e-9
ITERATIONS = 500


def fit(seed: Array, rows: Array, columns: Array) -> Array:
    """Return the matrix nearest in pattern to ``seed`` with the given row and column sums.

    Iterative proportional fitting, all years at once; the last step meets the columns exactly.

    Args:
        seed: Shape (exporter, importer, year), >= 0; zeros stay zeros.
        rows: Shape (exporter, year).
        columns: Shape (importer, year), with the same sum a year as ``rows``.

    Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11(4).

    """
    flow = seed.copy()
    scale = max(float(columns.max(initial=0.0)), 1e-300)
    for _ in range(ITERATIONS):
        flow *= ratio(rows, flow.sum(axis=1))[:, None, :]
        off = np.abs(flow.sum(axis=0) - columns).max(initial=0.0)
        flow *= ratio(columns, flow.sum(axis=0))[None, :, :]
        if off <= TOLERANCE * scale:
            break
    return flow


def ratio(part: Array, whole: Array) -> Array:
    """Return ``part / whole``, and 0 where the whole is nothing."""
    part, whole = np.broadcast_arrays(part, whole)
    quotient: Array = np.divide(part, whole, out=np.zeros(whole.shape), where=whole > 0)
    return quotient
