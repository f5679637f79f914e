"""Indicators as people read them: value, band and unit."""

from __future__ import annotations

from supplypact.domain.assessment import INDICATORS, Unit
from supplypact.reporting import numbers
from supplypact.reporting.assessment.view import Figure

UNITS = {each.id: each.unit for each in INDICATORS}
HERFINDAHL = ("hhi", "governance_hhi")
"""Indices that are shown times 10,000."""
LEVELS = ((0.75, "very_high"), (0.50, "high"), (0.25, "medium"))
"""A share above the first number is called by the second; below all of them it is low."""


def level(share: float | None) -> str:
    """Return the class of a dependence: very_high, high, medium, low, or none if not known."""
    if share is None:
        return "none"
    return next((name for above, name in LEVELS if share > above), "low")


def valued(indicator: str, value: float | None) -> str:
    """Return a value of an indicator, without its band."""
    if value is None:
        return numbers.UNKNOWN
    if indicator in HERFINDAHL:
        return f"{value * 10_000:,.0f}"
    return SHOWN[UNITS[indicator]](value)


SHOWN = {
    Unit.SHARE: numbers.percent,
    Unit.MONTHS: lambda value: f"{value:.1f}",
    Unit.INDEX: lambda value: f"{value:.2f}" if value >= 0.1 else f"{value:.2g}",
    Unit.USD_PER_KG: numbers.plain,
    Unit.RATIO: numbers.plain,
}
"""How values are shown, by their unit."""


def banded(indicator: str, figure: Figure) -> str:
    """Return the 5 to 95% band of an indicator, empty without draws."""
    if figure.value is None or figure.low is None or figure.high is None:
        return ""
    low, high = (valued(indicator, each) for each in (figure.low, figure.high))
    return f"{low.removesuffix('%')}–{high}"
