"""What a ledger took in since the last report, corrections with before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from supplypact.domain.entry import (
    Correction,
    Entry,
    MilestoneMet,
    MilestoneMissed,
    MilestoneMoved,
    MilestonePlanned,
    Withdrawal,
)
from supplypact.domain.pact import Pact
from supplypact.domain.progress import Change
from supplypact.domain.record import Record, known
from supplypact.ledger.body import Body, entry_body, read_entry

MilestoneEntry = MilestonePlanned | MilestoneMoved | MilestoneMet | MilestoneMissed


def changes(
    pact: Pact, records: Sequence[Record], since: date, known_at: date | None, as_of: date
) -> tuple[Change, ...]:
    """Return what was recorded after ``since``, by ``known_at``, of what was true by ``as_of``.

    A correction is told with what it replaced, a moved milestone with its day before, one that was
    met or missed with the day it was due.
    """
    return tuple(_Told(pact).of(records, since, known_at, as_of))


class _Told:
    """What the ledger held before each record."""

    def __init__(self, pact: Pact) -> None:
        self._bodies: dict[str, Body] = {}
        self._plans: dict[str, MilestonePlanned | MilestoneMoved] = {}
        """Entries that set a due day and stand, as corrected, by id."""
        self._due: dict[str, date] = {each.id: each.due for each in pact.milestones}

    def of(
        self, records: Sequence[Record], since: date, known_at: date | None, as_of: date
    ) -> Iterator[Change]:
        for record in records:
            if not known(record.recorded_at, known_at):
                continue
            what, before, after = self._take(record.entry)
            if not known(record.recorded_at, since) and record.entry.date <= as_of:
                yield Change(
                    entry=record.entry,
                    recorded_on=record.recorded_on,
                    what=what,
                    before=before,
                    after=after,
                )

    def _take(self, entry: Entry) -> tuple[str, str, str]:
        """Return what an entry does, what was there before, and what is there after."""
        if isinstance(entry, Correction):
            return self._corrected(entry)
        self._bodies[entry.id] = entry_body(entry)
        if isinstance(entry, MilestoneMet | MilestoneMissed):
            what = "met" if isinstance(entry, MilestoneMet) else "missed"
            return what, self._due_before(entry), str(entry.date)
        if isinstance(entry, MilestonePlanned | MilestoneMoved):
            before = self._due_before(entry)
            self._plans[entry.id] = entry
            if isinstance(entry, MilestoneMoved):
                return "moved", before, str(entry.due)
        if isinstance(entry, Withdrawal):
            return "withdrawn", entry.withdraws, ""
        return "new", "", ""

    def _due_before(self, entry: MilestoneEntry) -> str:
        """Return the due day of a milestone on the day of an entry, without it; blank if none."""
        plans = [
            each
            for each in self._plans.values()
            if (each.project, each.milestone) == (entry.project, entry.milestone)
            and each.date <= entry.date
        ]
        if plans:
            plans.reverse()  # of one day the one recorded last counts
            return str(max(plans, key=lambda each: each.date).due)
        return "" if entry.project else str(self._due.get(entry.milestone, ""))

    def _corrected(self, entry: Correction) -> tuple[str, str, str]:
        body = self._bodies.get(entry.corrects, {})
        if not entry.changes:
            self._plans.pop(entry.corrects, None)
            return "voided", entry.corrects, ""
        before = "; ".join(f"{name}: {_text(body.get(name, ''))}" for name in entry.changes)
        after = "; ".join(f"{name}: {value}" for name, value in entry.changes.items())
        body.update(entry.changes)
        if entry.corrects in self._plans:
            again, _ = read_entry(body, where=entry.corrects)
            if isinstance(again, MilestonePlanned | MilestoneMoved):
                self._plans[entry.corrects] = again
        return "corrected", before, after


def _text(value: str | list[str] | dict[str, str]) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}={part}" for name, part in value.items())
    return ", ".join(value) if isinstance(value, list) else value
