"""Days: months later, months between, and the years that stand for a day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

DAYS_A_MONTH = 365.25 / 12.0
DAYS_A_YEAR = 365.25


def later(day: date, months: float) -> date:
    """Return the day so many months later: whole months by the calendar, the rest in days."""
    whole, rest = divmod(months, 1.0)
    year, month = divmod(day.year * 12 + day.month - 1 + int(whole), 12)
    last = calendar.monthrange(year, month + 1)[1]
    moved = date(year, month + 1, min(day.day, last))
    return moved + timedelta(days=round(rest * DAYS_A_MONTH))


def months_between(first: date, last: date) -> float:
    """Return the months from one day to another."""
    return (last - first).days / DAYS_A_MONTH


def part_of_year(day: date) -> float:
    """Return the part of its year that has gone by when a day begins."""
    return (day.timetuple().tm_yday - 1) / (366 if calendar.isleap(day.year) else 365)


def split_years(day: date) -> list[tuple[int, float]]:
    """Return the years that stand for a day of first output, each with its weight."""
    part = part_of_year(day)
    return [(day.year, 1.0 - part), *([(day.year + 1, part)] if part > 0 else [])]
