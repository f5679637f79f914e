"""A model without the columns that are held at given values."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from supplypact.algebra.model import Index, Matrix, Values


@dataclass(frozen=True, kw_only=True, eq=False)
class Reduction:
    """The smaller model, and how its answers read in the whole one."""

    matrix: Matrix
    column: Index
    """Number in the whole model of each column left."""
    row: Index
    """Number in the whole model of each row left."""
    place: Index
    """Number in the smaller model of each column of the whole one; -1 where held."""
    held: Values
    """Value of each column of the whole model that is held; 0 elsewhere."""

    def whole_columns(self, values: Values) -> Values:
        """Return the values of all columns from those left."""
        whole = self.held.copy()
        whole[self.column] = values
        return whole

    def whole_rows(self, duals: Values, count: int) -> Values:
        """Return the duals of all ``count`` rows; a row without free columns has none."""
        whole = np.zeros(count)
        whole[self.row] = duals
        return whole


def hold(matrix: Matrix, columns: Index, values: Values) -> Reduction:
    """Return ``matrix`` without ``columns``, each held at its entry of ``values``.

    Rows keep their meaning: what held columns bring is taken off their bounds.  Rows of held
    columns only are left out.
    """
    count = len(matrix.cost)
    free = np.ones(count, dtype=bool)
    free[columns] = False
    held = np.where(free, 0.0, values)
    owner = np.repeat(np.arange(count), np.diff(matrix.start))
    brought = np.bincount(matrix.index, matrix.value * held[owner], minlength=len(matrix.row_lower))
    kept = free[owner]
    row = np.unique(matrix.index[kept])
    row_place = np.full(len(matrix.row_lower), -1, dtype=np.int32)
    row_place[row] = np.arange(len(row))
    place = np.where(free, np.cumsum(free) - 1, -1).astype(np.int32)
    sizes = np.diff(matrix.start)[free]
    return Reduction(
        matrix=replace(
            matrix,
            cost=matrix.cost[free],
            column_lower=matrix.column_lower[free],
            column_upper=matrix.column_upper[free],
            integer=matrix.integer[free],
            row_lower=(matrix.row_lower - brought)[row],
            row_upper=(matrix.row_upper - brought)[row],
            start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            index=row_place[matrix.index[kept]],
            value=matrix.value[kept],
        ),
        column=np.flatnonzero(free).astype(np.int32),
        row=row.astype(np.int32),
        place=place,
        held=held,
    )
