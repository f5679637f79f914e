"""The parts of a two-stage problem: families of recourse problems, scenarios and tails."""

from __future__ import annotations

from dataclasses import dataclass

from supplypact.decomposition.linear import Entries, Index, Linear, OwnEntries, Values


@dataclass(frozen=True, kw_only=True, eq=False)
class Family:
    """Recourse problems of one matrix and one cost: right-hand sides in the order of solving.

    Neighbours should be alike (same event, next year): each is solved from the basis of a
    solution that is already known, and the order decides how near that is.
    """

    name: str
    recourse: Linear
    """The recourse model where all factors are 0; no integers."""
    row_sides: Entries
    """(row, factor): how far the finite bounds of a row move."""
    lower_sides: Entries
    """(column, factor): how far the lower bound of a recourse column moves."""
    upper_sides: Entries
    """(column, factor): the same for the upper bound."""
    base: Values
    """Factors at x = 0.  Shape (right-hand side, factor)."""
    shared: Entries
    """(factor, column of x): how x moves the factors of every right-hand side."""
    own: OwnEntries
    """(factor, column of x): how x moves those of one right-hand side."""
    labels: tuple[str, ...]
    """Name of each right-hand side, for messages."""

    @property
    def size(self) -> int:
        """Number of right-hand sides."""
        return len(self.base)

    @property
    def factors(self) -> int:
        """Number of factors."""
        return int(self.base.shape[1])


@dataclass(frozen=True, kw_only=True, eq=False)
class Scenarios:
    """What may happen: the entries that make up each scenario's cost."""

    weight: Values
    """Weight in the expected part; rates and discounts may be in it, it need not add up to 1."""
    scenario: Index
    """Of each entry: its scenario, its family, its right-hand side there, and how many times."""
    family: Index
    rhs: Index
    times: Values

    @property
    def count(self) -> int:
        """Number of scenarios; one without entries costs nothing."""
        return len(self.weight)


@dataclass(frozen=True, kw_only=True, eq=False)
class Tail:
    """A conditional value at risk in the objective: the mean of the worst share ``1 - level``."""

    weight: float
    level: float
    scenarios: Index
    probability: Values
    """Of each of ``scenarios``; adds up to 1."""
