"""How long events last, from those that ended and those that are still on (censored)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplypact.domain.hazard import MONTHS
from supplypact.errors import DataError, Fault
from supplypact.hazarding.gamma import quantile
from supplypact.hazarding.rates import HIGH, LOW

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class Spell:
    """How long one event lasted, or has lasted so far."""

    months: float
    ended: bool


@dataclass(frozen=True, kw_only=True)
class Fit:
    """An exponential duration: ends a month while the event is on, with a 90 % interval."""

    ends: int
    time: float
    """Months that all spells together were on."""

    @property
    def rate(self) -> float:
        """Ends over time: the value of largest likelihood, censored spells included."""
        return self.ends / self.time

    @property
    def rate_low(self) -> float:
        """5 % point: of Gamma(ends, time)."""
        return quantile(LOW, self.ends, self.time)

    @property
    def rate_high(self) -> float:
        """95 % point: of Gamma(ends + 1, time), one more end being just ahead."""
        return quantile(HIGH, self.ends + 1, self.time)

    @property
    def mean(self) -> float:
        """Months that an event lasts on average."""
        return self.time / self.ends


def exponential(spells: Sequence[Spell]) -> Fit:
    """Return the exponential law of the spells; raises DataError unless one has ended."""
    ends = sum(each.ended for each in spells)
    time = sum(each.months for each in spells)
    if not ends or time <= 0.0:
        fault = Fault(
            what="no event with a known end",
            where="hazard_events.csv",
            fix="give at least one event of each duration law a start and a later end",
        )
        raise DataError([fault], where="hazard_events.csv")
    return Fit(ends=ends, time=time)


def survival(rate: float) -> tuple[float, ...]:
    """Return exp(-rate t) for t = 0 .. MONTHS."""
    return tuple(math.exp(-rate * month) for month in range(MONTHS + 1))


def kaplan_meier(spells: Sequence[Spell], months: float) -> float:
    """Return the share of events that last longer than ``months``, without any assumed law.

    The product over the ends up to then of 1 - ends / events still on just before.
    """
    share = 1.0
    for end in sorted({each.months for each in spells if each.ended and each.months <= months}):
        on = sum(each.months >= end for each in spells)
        share *= 1.0 - sum(each.ended and each.months == end for each in spells) / on
    return share
