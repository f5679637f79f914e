"""From x to the factors and bounds of a family's right-hand sides, and back to slopes in x."""

from __future__ import annotations

import numpy as np

from supplypact.decomposition.linear import Entries, Index, Values, add_up
from supplypact.decomposition.parts import Family


class Factors:
    """The factors of a family as they move with the linking columns ``links`` of x."""

    def __init__(self, family: Family, links: Index) -> None:
        self.family = family
        self._width = len(links)
        self._shared = Entries(
            family.shared.row, _places(links, family.shared.column), family.shared.value
        )
        self._own_column = _places(links, family.own.column)

    def at(self, x: Values) -> Values:
        """Return the factors at ``x``.  Shape (right-hand side, factor)."""
        family = self.family
        factors = family.base + self._shared.times(x, family.factors)
        own = family.own
        if len(own.rhs):
            place = own.rhs.astype(np.int64) * family.factors + own.row
            moved = add_up(place, own.value * x[self._own_column], factors.size)
            factors = factors + moved.reshape(factors.shape)
        return factors

    def slope(self, gradient: Values) -> Values:
        """Return the slope in x of the sum of ``gradient`` times factors.

        Args:
            gradient: Shape (right-hand side, factor).

        """
        slope = self._shared.transposed(gradient.sum(axis=0), self._width)
        own = self.family.own
        if len(own.rhs):
            value = own.value * gradient[own.rhs, own.row]
            slope += add_up(self._own_column, value, self._width)
        return slope

    def slope_of(self, rhs: int, gradient: Values) -> Values:
        """Return the slope in x of ``gradient`` times the factors of one right-hand side."""
        own = self.family.own
        mine = own.rhs == rhs
        value = own.value[mine] * gradient[own.row[mine]]
        shared = self._shared.transposed(gradient, self._width)
        return shared + add_up(self._own_column[mine], value, self._width)


def _places(links: Index, columns: Index) -> Index:
    return np.searchsorted(links, columns).astype(np.int32)
