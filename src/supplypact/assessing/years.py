"""What to say of a year that the tables do not hold."""

from __future__ import annotations

from collections.abc import Collection


def nearest_year(year: int, known: Collection[int]) -> int:
    """Return the known year that is nearest, the later one of two."""
    return min(known, key=lambda each: (abs(each - year), -each))


def missing_year(what: str, year: int, known: Collection[int]) -> str:
    """Return that a year is missing, with the nearest that is not."""
    if not known:
        return f"no {what} is known of any year"
    return f"no {what} of {year}: the nearest year is {nearest_year(year, known)}"
