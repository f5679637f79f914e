"""Past events as the table ``hazard_events`` has them: what happened, where, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from supplypact.hazarding.durations import Spell
from supplypact.hazarding.kinds import WINDOW_END

if TYPE_CHECKING:
    import polars as pl

ENDED, ONGOING, UNKNOWN = "ended", "ongoing", "unknown"
STATES = (ENDED, ONGOING, UNKNOWN)
"""Whether an event is over; unknown: the record does not tell."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One action or accident, however many records tell of it."""

    id: str
    title: str
    kind: str
    country: str
    """Empty for a sea route."""
    materials: tuple[str, ...]
    stages: tuple[str, ...]
    start: str
    """Month, YYYY-MM."""
    end: str
    state: str
    cut: tuple[float, float, float] | None
    """Part of the shipments that was cut, low, high; None where no record tells."""
    left_out: str
    """Why it counts neither for rates nor for durations; empty if it does."""

    def spell(self) -> Spell | None:
        """Return how long it lasted, None if that is not known or it is left out."""
        if self.left_out or self.state == UNKNOWN:
            return None
        ended = self.state == ENDED
        return Spell(months=months(self.start, self.end if ended else WINDOW_END), ended=ended)


def read_events(table: pl.DataFrame) -> tuple[Event, ...]:
    """Return the events of the typed table ``hazard_events``."""
    return tuple(_event(row) for row in table.iter_rows(named=True))


def months(start: str, end: str) -> int:
    """Return the months from one month, YYYY-MM, to another."""
    return _number(end) - _number(start)


def _number(month: str) -> int:
    year, of_year = month.split("-")
    return 12 * int(year) + int(of_year) - 1


def _event(row: dict[str, Any]) -> Event:
    """Return one event."""
    known = row["cut"] is not None
    return Event(
        id=row["event"],
        title=row["title"],
        kind=row["kind"],
        country=row["country"] or "",
        materials=_words(row["materials"]),
        stages=_words(row["stages"]),
        start=row["start"],
        end=row["end"] or "",
        state=row["state"],
        cut=(row["cut"], row["cut_low"], row["cut_high"]) if known else None,
        left_out=row["left_out"] or "",
    )


def _words(cell: str | None) -> tuple[str, ...]:
    """Return the words of a cell, which are separated by semicolons."""
    return tuple(cell.split(";")) if cell else ()
