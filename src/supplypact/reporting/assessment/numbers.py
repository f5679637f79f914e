"""Indicators as people read them: value, band and unit."""

from __future__ import annotations

from supplypact.domain.assessment import INDICATORS, Unit, Verdict
from supplypact.reporting import numbers
from supplypact.reporting.assessment.view import AssessmentView, Figure

KNOWN = {each.id: each for each in INDICATORS}
OPEN = "open"
"""The verdict where the band lies on both sides of the threshold."""
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
    return SHOWN[KNOWN[indicator].unit](value)


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


def shared(figure: Figure) -> str:
    """Return a share as a whole percentage, an upper bound with its sign."""
    share = numbers.whole_percent(figure.value)
    signed = figure.is_bound and figure.value is not None and not share.startswith("<")
    return numbers.AT_MOST + share if signed else share


def could_be(figure: Figure) -> tuple[str, str] | None:
    """Return the lowest and the highest class that the band covers, None if there is only one."""
    ends = level(figure.low), level(figure.high)
    return None if "none" in ends or ends[0] == ends[1] else ends


def verdict_of(indicator: str, figure: Figure) -> str | None:
    """Return pass, fail, or open where the band lies on both sides of the threshold."""
    ends = {KNOWN[indicator].verdict(each) for each in (figure.low, figure.high)}
    if figure.value is not None and ends == set(Verdict):
        return OPEN
    return figure.verdict


def threshold(indicator: str) -> str | None:
    """Return the limit of an indicator with its direction, None if it has none."""
    known = KNOWN[indicator]
    if known.threshold is None:
        return None
    sign = {"high": "≤", "low": "≥"}[known.worse]
    if known.fails_at_threshold:
        sign = {"high": "<", "low": ">"}[known.worse]
    limit = known.threshold
    return f"{sign} {limit:.0%}" if known.unit is Unit.SHARE else f"{sign} {limit:g}"


def unit_of(view: AssessmentView, indicator: str, *, raw: bool) -> str:
    """Return the unit of an indicator: as it is shown, or ``raw`` as data files hold it."""
    if indicator in HERFINDAHL and not raw:
        return view.say["indicator_unit.herfindahl"]
    key = f"indicator_unit.{KNOWN[indicator].unit}"
    return view.say[f"{key}_raw" if raw and KNOWN[indicator].unit is Unit.SHARE else key]
