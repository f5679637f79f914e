"""The pool of dual vertices of a family.

A vertex is kept as its value where all factors are 0 (``constant``) and its slope in the factors
(``slope``): ``constant + slope phi[k]`` bounds the optimum of right-hand side k from below, for
every k, whether or not the vertex is optimal there.  With it stands the basis it came from.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from supplypact.decomposition.highs import Status, basis_of
from supplypact.decomposition.linear import Numbers, Values

CELLS = 4_000_000
"""Most products of right-hand sides and vertices that are held in memory at once."""
KEPT = 1000
"""Bases of a pool that are kept in the solver's form."""


@dataclass(frozen=True, eq=False)
class Vertices:
    """Dual vertices as arrays, ready for a file or a pipe."""

    constant: Values
    slope: Values
    """Shape (vertex, factor)."""
    basis: NDArray[np.uint8]
    """Basis of each vertex, two bits for each column and row of the recourse model."""

    @classmethod
    def none(cls, factors: int, size: int) -> Vertices:
        """Return no vertices of a recourse model of ``size`` columns and rows."""
        width = len(_packed(np.zeros(size, np.int8)))
        return cls(np.zeros(0), np.zeros((0, factors)), np.zeros((0, width), np.uint8))

    @classmethod
    def join(cls, parts: list[Vertices]) -> Vertices:
        """Return all vertices of ``parts``, at least one part."""
        return cls(
            np.concatenate([each.constant for each in parts]),
            np.concatenate([each.slope for each in parts]),
            np.concatenate([each.basis for each in parts]),
        )


class Pool:
    """Vertices in the order found; arrays grow by doubling."""

    def __init__(self, vertices: Vertices, columns: int, size: int) -> None:
        self._columns, self._size = columns, size
        self._constant, self._slope = vertices.constant, vertices.slope
        self._basis = vertices.basis
        self.count = len(vertices.constant)
        self._bases: dict[int, highspy.HighsBasis] = {}

    def add(self, constant: float, slope: Values, status: Status) -> int:
        """Add a vertex; return its number."""
        if self.count == len(self._constant):
            room = max(16, self.count)
            self._constant = np.concatenate([self._constant, np.zeros(room)])
            self._slope = np.concatenate([self._slope, np.zeros((room, self._slope.shape[1]))])
            spare = np.zeros((room, self._basis.shape[1]), np.uint8)
            self._basis = np.concatenate([self._basis, spare])
        number = self.count
        self._constant[number], self._slope[number] = constant, slope
        self._basis[number] = _packed(status)
        self.count += 1
        return number

    def price(self, factors: Values) -> tuple[Values, Numbers]:
        """Return the best bound of each right-hand side and the vertex that gives it."""
        size = len(factors)
        value, best = np.full(size, -np.inf), np.full(size, -1)
        if not self.count:
            return value, best
        slope, constant = self._slope[: self.count].T, self._constant[: self.count]
        step = max(1, CELLS // self.count)
        for start in range(0, size, step):
            part = slice(start, start + step)
            bound = factors[part] @ slope + constant
            best[part] = bound.argmax(axis=1)
            value[part] = bound[np.arange(len(bound)), best[part]]
        return value, best

    def value(self, vertex: int, factors: Values) -> Values:
        """Return the bound that ``vertex`` gives for each right-hand side."""
        bound: Values = factors @ self._slope[vertex] + float(self._constant[vertex])
        return bound

    def slope(self, best: Numbers) -> Values:
        """Return the slope of each vertex of ``best``."""
        slope: Values = self._slope[best]
        return slope

    def constant(self, best: Numbers) -> Values:
        """Return the constant of each vertex of ``best``."""
        constant: Values = self._constant[best]
        return constant

    def basis(self, vertex: int) -> highspy.HighsBasis:
        """Return the basis of ``vertex``."""
        if vertex not in self._bases:
            if len(self._bases) == KEPT:
                self._bases.clear()
            status = _unpacked(self._basis[vertex], self._size)
            self._bases[vertex] = basis_of(status, self._columns)
        return self._bases[vertex]

    def since(self, number: int) -> Vertices:
        """Return the vertices from ``number`` on."""
        part = slice(number, self.count)
        return Vertices(
            self._constant[part].copy(), self._slope[part].copy(), self._basis[part].copy()
        )


def _packed(status: Status) -> NDArray[np.uint8]:
    return np.packbits(np.concatenate([status & 1, status >> 1]).astype(np.uint8))


def _unpacked(bits: NDArray[np.uint8], size: int) -> Status:
    flags = np.unpackbits(bits, count=2 * size).astype(np.int8)
    return flags[:size] + 2 * flags[size:]
