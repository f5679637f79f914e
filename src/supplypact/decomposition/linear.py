"""Linear models and sparse terms as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Index = NDArray[np.int32]
Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.signedinteger[Any]]
"""Places in an array, of whatever width numpy gives them."""
Array = NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Linear:
    """Minimise cost times column; the fields of ``algebra.model.Matrix``, columns compressed."""

    cost: Values
    column_lower: Values
    column_upper: Values
    integer: NDArray[np.bool_]
    row_lower: Values
    row_upper: Values
    start: Index
    index: Index
    value: Values

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.cost)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.row_lower)

    @property
    def owner(self) -> Index:
        """The column of each entry of the matrix."""
        return np.repeat(np.arange(self.columns, dtype=np.int32), np.diff(self.start))

    def times(self, column: Values) -> Values:
        """Return matrix times ``column``."""
        return add_up(self.index, self.value * column[self.owner], self.rows)

    @classmethod
    def dense(
        cls,
        cost: ArrayLike,
        matrix: ArrayLike,
        *,
        row_lower: ArrayLike = -np.inf,
        row_upper: ArrayLike = np.inf,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        integer: ArrayLike = False,
    ) -> Linear:
        """Return the model of a full ``matrix`` of shape (rows, columns)."""
        costs = np.asarray(cost, dtype=float)
        full = np.asarray(matrix, dtype=float).reshape(-1, len(costs))
        column, row = np.nonzero(full.T)
        width, height = len(costs), len(full)
        return cls(
            cost=costs,
            column_lower=_spread(lower, width),
            column_upper=_spread(upper, width),
            integer=np.broadcast_to(np.asarray(integer, dtype=bool), width).copy(),
            row_lower=_spread(row_lower, height),
            row_upper=_spread(row_upper, height),
            start=np.concatenate([[0], np.cumsum(np.bincount(column, minlength=width))]).astype(
                np.int32
            ),
            index=row.astype(np.int32),
            value=full[row, column],
        )


def add_up(place: Numbers, value: Values, size: int) -> Values:
    """Return for each of ``size`` places the sum of its values."""
    return np.bincount(place, value, minlength=size).astype(float, copy=False)


def compress(
    columns: int, row: Numbers, column: Numbers, value: Values
) -> tuple[Index, Index, Values]:
    """Return start, index and value of triplets in column order."""
    order = np.argsort(column, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=columns))])
    return start.astype(np.int32), row[order].astype(np.int32), value[order]


@dataclass(frozen=True, eq=False)
class Entries:
    """Sparse terms (row, column, value); terms of the same place add up."""

    row: Index
    column: Index
    value: Values

    @classmethod
    def none(cls) -> Entries:
        """Return no terms."""
        return cls(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))

    @classmethod
    def dense(cls, matrix: ArrayLike) -> Entries:
        """Return the terms of a full matrix."""
        full = np.asarray(matrix, dtype=float)
        row, column = np.nonzero(full)
        return cls(row.astype(np.int32), column.astype(np.int32), full[row, column])

    @classmethod
    def join(cls, parts: Sequence[Entries]) -> Entries:
        """Return the terms of all ``parts``."""
        whole = (cls.none(), *parts)
        return cls(
            np.concatenate([each.row for each in whole]),
            np.concatenate([each.column for each in whole]),
            np.concatenate([each.value for each in whole]),
        )

    def times(self, column: Values, rows: int) -> Values:
        """Return the matrix of ``rows`` rows times ``column``."""
        return add_up(self.row, self.value * column[self.column], rows)

    def transposed(self, row: Values, columns: int) -> Values:
        """Return ``row`` times the matrix of ``columns`` columns."""
        return add_up(self.column, self.value * row[self.row], columns)


@dataclass(frozen=True, eq=False)
class OwnEntries:
    """Sparse terms (row, column, value), each of one right-hand side."""

    rhs: Index
    row: Index
    column: Index
    value: Values

    @classmethod
    def none(cls) -> OwnEntries:
        """Return no terms."""
        none = np.zeros(0, np.int32)
        return cls(none, none, none, np.zeros(0))

    def of(self, rhs: int) -> Entries:
        """Return the terms of one right-hand side."""
        mine = self.rhs == rhs
        return Entries(self.row[mine], self.column[mine], self.value[mine])


def _spread(bound: ArrayLike, size: int) -> Values:
    return np.broadcast_to(np.asarray(bound, dtype=float), size).copy()
