"""The time of a record, and the latest day that an entry may bear."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from supplypact.errors import UsageError
from supplypact.ledger.cells import FIRST_YEAR, LAST_YEAR

_TICK = timedelta(microseconds=1)
_EASTMOST = timedelta(hours=14)
"""How far the clocks of the earliest zone are ahead of UTC."""


def latest_day(moment: datetime) -> date:
    """Return the latest calendar day anywhere on earth at a moment."""
    return (moment.astimezone(UTC) + _EASTMOST).date()


def moment_after(last: datetime | None, now: datetime) -> datetime:
    """Return the time of new records: the clock's, or a microsecond after the last record's.

    The last record may bear a time in the future, of a clock that was ahead.
    """
    return now if last is None or now > last else last + _TICK


def checked_clock(now: datetime, *, where: str) -> datetime:
    """Return what a clock says in UTC; raises UsageError where it is far off."""
    if not FIRST_YEAR <= now.year < LAST_YEAR:
        fix = "set the clock of this machine right, then append again"
        raise UsageError(f"the clock says the year {now.year}", where=where, fix=fix)
    return now.astimezone(UTC)
