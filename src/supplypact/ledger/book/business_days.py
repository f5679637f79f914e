"""The first day on which a call for funds may be due: business days after notice.

A business day is one in every calendar of the term: no Saturday, no Sunday, no public holiday and
no bank holiday of the country.  For the United States these are the federal holidays, for Japan
the national holidays and the days on which banks are closed, 31 December to 3 January.  The day of
the notice does not count.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from supplypact.domain.pact import FundingTerm
from supplypact.errors import UsageError

_SATURDAY = 5
_CLOSED = ("public", "bank")
"""Categories of days on which no business is done, where a calendar has them."""


def earliest(notice: date, term: FundingTerm) -> date:
    """Return the day that is the term's number of business days after the notice."""
    day = notice
    for _ in range(term.business_days):
        day += timedelta(days=1)
        while not is_business_day(day, term.calendars):
            day += timedelta(days=1)
    return day


def is_business_day(day: date, calendars: tuple[str, ...]) -> bool:
    """Return whether business is done on a day in every country, by its three-letter code."""
    if day.weekday() >= _SATURDAY:
        return False
    return not any(day in _closed(each, day.year) for each in calendars)


@cache
def _closed(country: str, year: int) -> frozenset[date]:
    """Return the days of a year on which no business is done in a country."""
    import holidays  # noqa: PLC0415  (a tenth of a second, for few entries)

    try:
        known = holidays.country_holidays(country).supported_categories
    except NotImplementedError:
        told = f"the holidays of '{country}' are not known"
        fix = "name countries by their three-letter codes in [funding_term] calendars"
        raise UsageError(told, where="the pact's funding term", fix=fix) from None
    kinds = tuple(each for each in _CLOSED if each in known)
    return frozenset(holidays.country_holidays(country, years=year, categories=kinds))
