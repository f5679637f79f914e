"""Numbers as people read them: rounded, with their unit."""

from __future__ import annotations

UNKNOWN = "–"
"""Stands where a figure is not known."""
AT_MOST = "≤ "
"""Stands before an upper bound."""


def percent(share: float | None) -> str:
    """Return a share as a percentage with one decimal."""
    return UNKNOWN if share is None else f"{_zero(share * 100, 1):.1f}%"


def whole_percent(share: float | None) -> str:
    """Return a share as a whole percentage; what is neither none nor all never looks so."""
    if share is None:
        return UNKNOWN
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 <= share < 1:
        return ">99%"
    return f"{_zero(share * 100, 0):.0f}%"


def percent_band(low: float | None, high: float | None) -> str:
    """Return two shares as a range of whole percentages, empty if they are not known."""
    if low is None or high is None:
        return ""
    ends = dict.fromkeys(f"{_zero(share * 100, 0):.0f}" for share in (low, high))
    return "–".join(ends) + "%"


def points(difference: float) -> str:
    """Return a difference of two shares in percentage points."""
    return f"{_zero(difference * 100, 1):.1f}"


def signed_points(difference: float) -> str:
    """Return a difference of two shares in percentage points, with its sign."""
    return f"{_zero(difference * 100, 1):+.1f}"


def plain(number: float) -> str:
    """Return a number without unit: whole from a thousand on, else to four digits."""
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def tonnes(amount: float | None) -> str:
    """Return tonnes to the tonne, below ten to two digits."""
    if amount is None:
        return UNKNOWN
    return f"{_zero(amount, 0):,.0f}" if abs(amount) >= 10 or amount == 0 else f"{amount:.2g}"


def usd(amount: float | None) -> str:
    """Return money in the unit that fits: USD 1.2 bn, USD 410 mn, USD 950."""
    if amount is None:
        return UNKNOWN
    size = abs(amount)
    if size >= 999.5e6:
        digits = 0 if size >= 99.95e9 else 1
        return f"USD {amount / 1e9:,.{digits}f} bn"
    if size >= 1e6:
        return f"USD {amount / 1e6:,.{0 if size >= 10e6 else 1}f} mn"
    return f"USD {_zero(amount, 0):,.0f}"


def _zero(number: float, digits: int) -> float:
    """Return the number, or plain zero if it rounds to zero, so that no -0.0 is shown."""
    return 0.0 if round(number, digits) == 0 else number
