"""A linear model as labelled blocks of columns and rows, built from arrays.

A block is an array of column (or row) numbers; its labels name each element when the model is
written to a file, so that a reader finds every equation of docs/algebra/ in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Index = NDArray[np.int32]
"""Numbers of columns or rows, in the shape of their block."""
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """A named run of columns or rows."""

    name: str
    start: int
    labels: tuple[Sequence[str | int], ...]

    def names(self) -> Iterator[str]:
        """Yield the name of each element, the last label varying fastest.

        LP files know no hyphen in a name; it becomes an underscore.
        """
        for coordinates in itertools.product(*self.labels):
            yield f"{self.name}({','.join(map(str, coordinates))})".replace("-", "_")


@dataclass
class _Side:
    """Columns or rows: their bounds and blocks."""

    blocks: list[Block] = field(default_factory=list)
    lower: list[Values] = field(default_factory=list)
    upper: list[Values] = field(default_factory=list)
    count: int = 0

    def add(
        self, name: str, labels: Sequence[Sequence[str | int]], lower: ArrayLike, upper: ArrayLike
    ) -> Index:
        shape = tuple(len(label) for label in labels)
        size = int(np.prod(shape))
        self.blocks.append(Block(name, self.count, tuple(labels)))
        for store, bound in ((self.lower, lower), (self.upper, upper)):
            store.append(np.broadcast_to(np.asarray(bound, dtype=float), shape).ravel())
        index = np.arange(self.count, self.count + size, dtype=np.int32).reshape(shape)
        self.count += size
        return index


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """The finished model in column order, ready for a solver."""

    cost: Values
    column_lower: Values
    column_upper: Values
    integer: NDArray[np.bool_]
    row_lower: Values
    row_upper: Values
    start: Index
    index: Index
    value: Values


class Model:
    """Columns, rows and the terms between them; minimise the sum of cost times column."""

    def __init__(self) -> None:
        self._columns, self._rows = _Side(), _Side()
        self._cost: list[Values] = []
        self._integer: list[NDArray[np.bool_]] = []
        self._terms: list[tuple[Index, Index, Values]] = []

    def columns(
        self,
        name: str,
        labels: Sequence[Sequence[str | int]],
        *,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        cost: ArrayLike = 0.0,
        integer: bool = False,
    ) -> Index:
        """Add a block of columns, one for each combination of ``labels``; return their numbers."""
        index = self._columns.add(name, labels, lower, upper)
        self._cost.append(np.broadcast_to(np.asarray(cost, dtype=float), index.shape).ravel())
        self._integer.append(np.full(index.size, integer))
        return index

    def rows(
        self,
        name: str,
        labels: Sequence[Sequence[str | int]],
        *,
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
    ) -> Index:
        """Add a block of rows ``lower <= sum of terms <= upper``; return their numbers."""
        return self._rows.add(name, labels, lower, upper)

    def terms(self, rows: Index, columns: Index, coefficient: ArrayLike = 1.0) -> None:
        """Add ``coefficient`` times each column to its row; the three broadcast together."""
        row, column, value = np.broadcast_arrays(rows, columns, np.asarray(coefficient, float))
        keep = value.ravel() != 0.0
        self._terms.append((row.ravel()[keep], column.ravel()[keep], value.ravel()[keep]))

    @property
    def column_count(self) -> int:
        """Number of columns so far."""
        return self._columns.count

    @property
    def column_blocks(self) -> tuple[Block, ...]:
        """The blocks of columns in order."""
        return tuple(self._columns.blocks)

    @property
    def row_blocks(self) -> tuple[Block, ...]:
        """The blocks of rows in order."""
        return tuple(self._rows.blocks)

    def matrix(self) -> Matrix:
        """Return the model as arrays; terms of the same row and column add up."""
        row, column, value = (
            np.concatenate([np.zeros(0, dtype=kind), *(term[part] for term in self._terms)])
            for part, kind in ((0, np.int32), (1, np.int32), (2, np.float64))
        )
        order = np.lexsort((row, column))
        row, column, value = row[order], column[order], value[order]
        if len(row):
            fresh = np.concatenate([[True], (np.diff(row) != 0) | (np.diff(column) != 0)])
            first = np.flatnonzero(fresh)
            row, column, value = row[first], column[first], np.add.reduceat(value, first)
        counts = np.bincount(column, minlength=self._columns.count)
        return Matrix(
            cost=_join(self._cost),
            column_lower=_join(self._columns.lower),
            column_upper=_join(self._columns.upper),
            integer=np.concatenate([np.zeros(0, dtype=bool), *self._integer]),
            row_lower=_join(self._rows.lower),
            row_upper=_join(self._rows.upper),
            start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            index=row.astype(np.int32),
            value=value,
        )


def _join(parts: Sequence[Values]) -> Values:
    return np.concatenate([np.zeros(0), *parts])
