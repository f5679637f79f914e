"""Yearly rates of rare events: Poisson counts, gamma priors, suppliers drawn to their class."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplypact.hazarding.gamma import quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

LOW, HIGH = 0.05, 0.95

HALF = 0.5
"""Jeffreys' prior of a Poisson rate: half an event, no exposure."""

SHAPES = tuple(10 ** (step / 20) for step in range(-20, 41))
"""Shapes tried for the spread of suppliers, 0.1 to 100."""

SUPPORT = 1.353
"""How far the log likelihood may lie below its largest value: half the 90 % point of chi square
with one degree of freedom, so that one shape in twenty is ruled out on each side."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """Events seen over an exposure, in supplier-years of whatever unit the rate is per."""

    events: int
    exposure: float


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A gamma distribution of a yearly rate."""

    shape: float
    exposure: float

    @property
    def mean(self) -> float:
        """Events a year to expect."""
        return self.shape / self.exposure

    @property
    def low(self) -> float:
        """5 % point."""
        return quantile(LOW, self.shape, self.exposure)

    @property
    def high(self) -> float:
        """95 % point."""
        return quantile(HIGH, self.shape, self.exposure)

    def times(self, part: float, variance: float = 0.0) -> Rate:
        """Return the rate times ``part``, whose squared relative error is ``variance``."""
        shape = 1.0 / (1.0 / self.shape + variance)
        return Rate(shape=shape, exposure=shape / (self.mean * part))


def pooled(count: Count) -> Rate:
    """Return the rate of a class: Gamma(events + 1/2, exposure)."""
    return Rate(shape=count.events + HALF, exposure=count.exposure)


def shrunk(supplier: Count, pool: Rate, spread: float) -> Rate:
    """Return one supplier's rate, drawn to its class as far as its own record is short.

    The supplier's rate has the prior Gamma(spread, spread / m), m the mean of ``pool``, so that
    its posterior mean is (spread + events) / (spread / m + exposure).  m is not sure itself: a
    part w = (spread / m) / (spread / m + exposure) of its relative error comes on top, and the
    gamma returned has the mean above and the squared relative error
    1 / (spread + events) + w^2 / pool.shape.

    Args:
        supplier: Its own events and exposure.
        pool: The rate of the class over all suppliers.
        spread: Shape of the suppliers' rates around the class; small if they differ much.
    """
    prior = spread / pool.mean
    mean = (spread + supplier.events) / (prior + supplier.exposure)
    weight = prior / (prior + supplier.exposure)
    shape = 1.0 / (1.0 / (spread + supplier.events) + weight**2 / pool.shape)
    return Rate(shape=shape, exposure=shape / mean)


def spread_of_suppliers(kinds: Sequence[Sequence[Count]]) -> float:
    """Return the least shape of the suppliers' rates that the counts do not rule out.

    Each count is negative binomial about the mean of its kind; all kinds share the shape.  The
    records are too short to show that suppliers are alike, so the shape that leaves them as far
    apart as the likelihood allows (``SUPPORT``) is taken, not the likeliest.
    """
    fits = {shape: sum(_fit(counts, shape) for counts in kinds) for shape in SHAPES}
    best = max(fits.values())
    return min(shape for shape, fit in fits.items() if fit >= best - SUPPORT)


def _fit(counts: Sequence[Count], shape: float) -> float:
    """Return the log likelihood of one kind's counts about their own mean."""
    events = sum(count.events for count in counts)
    mean = (events + HALF) / sum(count.exposure for count in counts)
    return _likelihood(counts, shape, shape / mean)


def _likelihood(counts: Sequence[Count], shape: float, prior: float) -> float:
    """Return the log likelihood, up to a constant, of Poisson counts with Gamma(shape, prior)."""
    return sum(
        math.lgamma(shape + each.events)
        - math.lgamma(shape)
        + shape * math.log(prior / (prior + each.exposure))
        + each.events * math.log(each.exposure / (prior + each.exposure))
        for each in counts
    )
