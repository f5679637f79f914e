"""One material as arrays: who makes, ships and uses what at each stage, in every draw.

The first axis of every array of tonnes is the draw; draw 0 is the tables as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from supplypact.domain.network import Material

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, eq=False)
class ChainStage:
    """One stage: its arcs and what goes over them."""

    id: str
    recovery: Array
    """Tonnes out per tonne in from the stage before.  Shape (draw)."""
    other_feed_share: Array
    """Part of the output whose feed is not the stage before, 0 at the first.  Shape (draw)."""
    exporter: Places
    """Country number of each arc's start.  Shape (arc)."""
    importer: Places
    """Country number of each arc's end.  Shape (arc)."""
    flow: Array
    """Tonnes a year.  Shape (draw, arc)."""
    use: Array
    """Tonnes a year that go to users at this stage.  Shape (draw, country)."""

    def made(self) -> Array:
        """Return what each country ships, to itself included.  Shape (draw, country)."""
        return add_up(self.flow, self.exporter, self.use.shape[-1])

    def received(self) -> Array:
        """Return what each country receives, from itself included.  Shape (draw, country)."""
        return add_up(self.flow, self.importer, self.use.shape[-1])

    def feed_for(self, made: Array) -> Array:
        """Return the tonnes of the stage before that ``made`` of this stage takes."""
        feed = (1.0 - self.other_feed_share) / self.recovery
        return made * feed.reshape(-1, *[1] * (made.ndim - 1))


@dataclass(frozen=True, kw_only=True, eq=False)
class Chain:
    """A material's stages from ore to product, among the countries that take part."""

    material: Material
    countries: tuple[str, ...]
    stages: tuple[ChainStage, ...]


def add_up(values: Array, place: Places, size: int) -> Array:
    """Add up the last axis by ``place``: shape (..., arc) to (..., size).

    A matrix product would do as well, but its threads cost more than these small sums.
    """
    order = np.argsort(place, kind="stable")
    present, first = np.unique(place[order], return_index=True)
    total = np.zeros((*values.shape[:-1], size))
    total[..., present] = np.add.reduceat(values[..., order], first, axis=-1)
    return total


def divided(part: Array, whole: Array) -> Array:
    """Return part / whole, 0 where the whole is 0."""
    shape = np.broadcast_shapes(part.shape, whole.shape)
    return np.divide(part, whole, out=np.zeros(shape), where=whole != 0)


def groups(countries: Sequence[str], parties: Sequence[str], *, together: bool) -> Array:
    """Return which countries are which party, and in a last row all of them: 1 or 0.

    Shape (party, country).
    """
    rows = [[float(code == party) for code in countries] for party in parties]
    if together:
        rows.append([float(code in parties) for code in countries])
    return np.array(rows).reshape(len(rows), len(countries))
