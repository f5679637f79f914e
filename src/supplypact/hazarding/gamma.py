"""The gamma distribution: its cumulative distribution and its quantiles."""

from __future__ import annotations

import math

TERMS = 2_000
"""Most terms of the series; it ends far earlier for the shapes met here."""

HALVINGS = 200


def cumulative(x: float, shape: float, rate: float) -> float:
    """Return P(X <= x) for X ~ Gamma(shape, rate), whose mean is shape / rate.

    The series of the regularised lower incomplete gamma function:
    z^k e^-z / Gamma(k + 1) times (1 + z/(k+1) + z^2/((k+1)(k+2)) + ...) with z = rate x.
    """
    z = rate * x
    if z <= 0.0:
        return 0.0
    term = total = 1.0
    for n in range(1, TERMS):
        term *= z / (shape + n)
        total += term
        if term < 1e-16 * total:
            break
    return min(1.0, total * math.exp(shape * math.log(z) - z - math.lgamma(shape + 1.0)))


def quantile(part: float, shape: float, rate: float) -> float:
    """Return the x with P(X <= x) = part for X ~ Gamma(shape, rate), by bisection of log x."""
    low, high = math.log(1e-300), math.log((shape + 10.0 * math.sqrt(shape) + 40.0) / rate)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if cumulative(math.exp(middle), shape, rate) < part:
            low = middle
        else:
            high = middle
    return math.exp(high)
