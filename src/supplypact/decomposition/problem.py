"""A two-stage linear problem with fixed recourse.

    minimise  cost'x + sum_s weight[s] Q_s(x) + sum_t tail weight[t] CVaR_level[t](Q_s, s in t)
    Q_s(x) = sum of times * V[family, rhs](x) over the entries of scenario s

V of a family is the optimum of its recourse model, in which only bounds differ between the
right-hand sides.  The bounds move with few factors phi, and the factors move with x:

    bound = constant + sides phi,   phi[k] = base[k] + shared x + own[k] x

so that a dual solution y of one right-hand side bounds V of all of them from below.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from supplypact.decomposition.checks import check
from supplypact.decomposition.linear import Entries, Index, Linear, OwnEntries, Values
from supplypact.decomposition.parts import Family, Scenarios, Tail
from supplypact.errors import DataError

__all__ = [
    "Entries",
    "Family",
    "Linear",
    "OwnEntries",
    "Problem",
    "Scenarios",
    "Tail",
    "one_family",
]


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """First stage, families of recourse problems, and how their costs count.

    Raises:
        DataError: parts that do not fit together; every fault is told.

    """

    first: Linear
    families: tuple[Family, ...]
    scenarios: Scenarios
    tails: tuple[Tail, ...] = ()

    def __post_init__(self) -> None:
        """Check that the parts fit."""
        faults = check(self.first, self.families, self.scenarios, self.tails)
        if faults:
            raise DataError(faults, where="the two-stage problem")

    @cached_property
    def links(self) -> Index:
        """The columns of x on which a recourse problem depends, in order."""
        parts = [part for each in self.families for part in (each.shared.column, each.own.column)]
        return np.unique(np.concatenate([np.zeros(0, np.int32), *parts])).astype(np.int32)


def one_family(probability: Values) -> Scenarios:
    """Return the scenarios of a problem with one family, one for each right-hand side."""
    count = len(probability)
    each = np.arange(count, dtype=np.int32)
    return Scenarios(
        weight=np.asarray(probability, dtype=float),
        scenario=each,
        family=np.zeros(count, np.int32),
        rhs=each,
        times=np.ones(count),
    )
