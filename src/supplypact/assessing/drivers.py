"""Which figure drives the band of an indicator: rank correlation over the draws.

The part explained is Spearman's correlation squared: of one figure at a time, monotone effects
only.  Parts of several figures need not add up to 1.  The least part that counts grows with the
number of figures tried and falls with the draws: 2 ln(figures / 0.01) / draws, which the largest of
so many chance correlations, squared, passes in about one row of a hundred.
"""

from __future__ import annotations

import numpy as np

from supplypact.assessing.chain import Array
from supplypact.assessing.draws import Noise

CHANCE = 0.01
"""Part of the rows without any driver that may be given one."""


def drivers(values: Array, noise: Noise) -> list[tuple[str, float] | None]:
    """Return the figure that explains most of each row of values, and how much; None without one.

    Args:
        values: One row an indicator, without draw 0; NaN where unknown.  Shape (row, draw).
        noise: The figures that were drawn.
    """
    if not values.size:
        return [None] * len(values)
    varies = np.isfinite(values).all(axis=1)
    varies &= np.ptp(np.where(np.isfinite(values), values, 0.0), axis=1) > 0
    explained = (standard_ranks(values[varies]) @ standard_ranks(noise.deviation.T).T) ** 2
    least = 2.0 * np.log(max(len(noise.data), 1) / CHANCE) / max(values.shape[1], 1)
    found: list[tuple[str, float] | None] = [None] * len(values)
    for row, parts in zip(np.flatnonzero(varies), explained, strict=True):
        best = int(parts.argmax())
        if parts[best] >= least:
            found[row] = str(noise.data[best]), float(parts[best])
    return found


def standard_ranks(values: Array) -> Array:
    """Return the ranks of each row, with mean 0 and length 1, so that products are correlations.

    Equal values get ranks in the order of the draws.
    """
    ranks = values.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable").astype(float)
    ranks -= ranks.mean(axis=1, keepdims=True)
    length = np.linalg.norm(ranks, axis=1, keepdims=True)
    standard: Array = np.divide(ranks, length, out=np.zeros_like(ranks), where=length > 0)
    return standard
