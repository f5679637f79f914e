"""What a caller may choose, hears meanwhile, and gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from supplypact.decomposition.linear import Values
from supplypact.errors import UsageError

TOLERANCE = 1e-9
"""Difference of costs that the solver cannot tell from 0."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Options:
    """How to solve.

    Raises:
        UsageError: a gap, a number of workers or a time that cannot be.

    """

    gap: float = 1e-4
    """Relative gap between solution and bound at which to stop."""
    workers: int = 1
    """Processes that own the families; 1 solves in this one."""
    cluster: str | None = None
    """Address of a Dask scheduler, in place of local processes; see ``actors``."""
    fall_back: bool = False
    """Local workers solve where the cluster does not answer."""
    start: Values | None = None
    """An x to start from; need not be feasible."""
    checkpoint: Callable[[bytes], None] | None = None
    """Called with what a run needs to go on."""
    checkpoint_seconds: float = 30.0
    """Least time between two checkpoints; one more is made at the end, however it comes."""
    resume: bytes | None = None
    """A checkpoint.  Pools of families that did not change serve a changed problem too."""
    seconds: float | None = None
    """Time after which to stop with what is known."""
    master: Mapping[str, float | str] = field(default_factory=dict)
    """Options of HiGHS for the first stage, relaxed and with its integers."""

    def __post_init__(self) -> None:
        """Check the numbers (negated, so that NaN fails too)."""
        where = "options of the decomposition"
        if not 0 < self.gap < 1:
            raise UsageError(f"gap {self.gap} is not between 0 and 1", where=where, fix="try 1e-4")
        if not self.workers >= 1:
            what = f"{self.workers} workers"
            raise UsageError(what, where=where, fix="1 works in this process, 2 use two cores")
        if self.seconds is not None and not self.seconds > 0:
            what = f"a time of {self.seconds} s"
            raise UsageError(what, where=where, fix="give seconds above 0, or leave it out")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a run stands."""

    stage: str
    """``relaxed`` or ``integer``."""
    lower: float
    upper: float
    gap: float
    lps: int
    """Recourse problems solved so far."""
    passes: int
    """Times that all of them were solved at one x."""
    pool: int
    """Dual vertices in all pools."""
    seconds: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Counts:
    """What a run took."""

    lps: int
    pivots: int
    passes: int
    masters: int
    """Solves of the first stage with its cuts."""
    points: int
    """Points at which all right-hand sides were priced against the pools."""
    pool: tuple[int, ...]
    """Dual vertices of each family."""
    restarts: int
    """Workers that were lost and replaced."""
    seconds: float
    solved_by: str
    """Who worked on the families."""
    resumed: str
    """What of a checkpoint served: ``run``, ``pools`` or ``nothing``; empty without one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Solution:
    """The best x found, what it costs, and what no x can be below."""

    x: Values
    objective: float
    """Exact cost of ``x``: every right-hand side was solved there."""
    bound: float
    gap: float
    """Relative gap between the two."""
    relaxed_bound: float
    """The bound without integers."""
    first_cost: float
    """First-stage part of ``objective``."""
    expected: float
    """Weighted sum of the scenarios' costs."""
    tails: tuple[float, ...]
    """Conditional value at risk of each tail, before its weight."""
    tail_weights: tuple[Values, ...]
    """Of each tail: share of each of its scenarios in the worst cases."""
    scenario: Values
    """Cost of each scenario."""
    values: tuple[Values, ...]
    """Optimum of each right-hand side, by family."""
    slope: Values
    """Change of the recourse part per unit of each column of x.

    At a kink any slope between those of its sides is one; the vertex found first decides.
    """
    row_dual: Values
    """Change of the objective per unit of each first-stage row, integers held at ``x``."""
    finished: bool
    """False where time, or the precision of numbers, ran out before the gap was reached."""
    counts: Counts


def relative_gap(upper: float, lower: float) -> float:
    """Return the gap relative to ``upper``; infinite as long as a side is unknown.

    Without the guard infinity less a bound would count as small beside infinity.  Sides that are
    nearer than the solver's tolerance count as equal, so that a cost of 0 can be certified.
    """
    if not (np.isfinite(upper) and np.isfinite(lower)):
        return float("inf")
    if upper - lower <= TOLERANCE:
        return 0.0
    return (upper - lower) / max(abs(upper), TOLERANCE)
