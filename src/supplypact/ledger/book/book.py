"""The book: what the records of a ledger add up to, and why an entry may not be recorded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TypeVar, cast

from supplypact.domain.entry import (
    Call,
    Commitment,
    Correction,
    Cost,
    Disbursement,
    Entry,
    IndicatorValue,
    MilestoneMet,
    MilestoneMissed,
    MilestoneMoved,
    MilestonePlanned,
    Output,
    Pledge,
    Repayment,
    Revenue,
    Stock,
)
from supplypact.domain.position import MoneyLine, Position
from supplypact.domain.record import Record
from supplypact.errors import DataError, Fault
from supplypact.ledger.book import corrections, fold
from supplypact.ledger.book.milestones import fold_milestones
from supplypact.ledger.book.money import Counter, Lines, Money
from supplypact.ledger.book.standing import MilestoneEntry, Standing, Visible
from supplypact.ledger.book.stocks import fold_stocks
from supplypact.ledger.book.terms import NoRateError, Terms
from supplypact.ledger.book.trial import Trial

Kind = TypeVar("Kind", bound=Entry)
_UNSETTLING = ("parent", "withdraws")
"""Fields by which an entry changes what another one counts."""
_KEPT = 8
"""Positions that are kept for the next who asks."""


class Book:
    """Records taken in one by one, in the order of their ledger."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._standing = Standing(rates=terms.rates)
        self._records: list[Record] = []
        self._places: dict[str, int] = {}
        self._standing_records: dict[int, Record] = {}
        """Records that stand, with their corrections, by place in the ledger."""
        self._of_kind: dict[type[Entry], dict[int, Record]] = {}
        """The same by kind."""
        self._lines: dict[str, Lines] = {}
        """Lines of money that are the same on every day."""
        self._positions: dict[tuple[date, date | None], Position] = {}
        self._past: tuple[int, Book] | None = None

    def take(self, record: Record) -> None:
        """Take in a record that a ledger has accepted."""
        entry = record.entry
        place = len(self._records)
        self._records.append(record)
        self._places[entry.id] = place
        self._show(place, record)
        self._positions.clear()
        if isinstance(entry, Correction):
            self._correct(entry)
        else:
            self._standing.add(entry, place)
            self._unsettle(entry)

    def faults(self, entry: Entry, recorded_on: date) -> list[Fault]:
        """Return why an entry may not be recorded: all rules that it breaks.

        ``recorded_on`` is the latest calendar day on earth at that time (``moment.latest_day``).
        The rules stand in ``rules``; each fault ends with the number of its rule.
        """
        trial = Trial(
            standing=self._standing, terms=self.terms, records=self._records, places=self._places
        )
        return trial.faults(entry, recorded_on)

    def copy(self) -> Book:
        """Return a book of its own with the same records."""
        other = Book(self.terms)
        other._standing = self._standing.copy()
        other._records = list(self._records)
        other._places = dict(self._places)
        other._standing_records = dict(self._standing_records)
        other._of_kind = {kind: dict(records) for kind, records in self._of_kind.items()}
        other._lines = dict(self._lines)
        return other

    def position(self, as_of: date, known_at: date | None = None) -> Position:
        """Return what the records add up to on a day, as it was known on a day.

        Raises:
            DataError: rates with which entries were accepted are no longer there.
        """
        asked = (as_of, known_at)
        if asked not in self._positions:
            while len(self._positions) >= _KEPT:
                del self._positions[next(iter(self._positions))]
            self._positions[asked] = self._position(as_of, known_at)
        return self._positions[asked]

    def _position(self, as_of: date, known_at: date | None) -> Position:
        """Return a position; from a book of the time if corrections came later."""
        size = len(self._records)
        if known_at is not None:
            end = datetime.combine(known_at, time.max, UTC)
            size = bisect_right(self._records, end, key=lambda each: each.recorded_at)
        if any(place >= size for place in self._of_kind.get(Correction, ())):
            return replace(self._book_of(size).position(as_of), known_at=known_at)
        try:
            return self._put_together(as_of, known_at, size)
        except NoRateError as error:
            fault = Fault(what=error.what, where="exchange_rates.csv", fix=error.fix)
            raise DataError([fault], where="exchange_rates.csv") from None

    def _book_of(self, size: int) -> Book:
        """Return a book of the first records only."""
        if self._past is None or self._past[0] != size:
            book = Book(self.terms)
            for record in self._records[:size]:
                book.take(record)
            self._past = (size, book)
        return self._past[1]

    def _put_together(self, as_of: date, known_at: date | None, size: int) -> Position:
        """Return the position of the first records, none of which is corrected later."""
        pact = self.terms.pact
        seen = Visible(standing=self._standing, as_of=as_of, size=size)
        counter = Counter(seen, self.terms.rates, pact)

        def of(kind: type[Kind]) -> list[Kind]:
            records = self._of_kind.get(kind, {}).items()
            found = [each.entry for place, each in records if place < size]
            return [cast("Kind", each) for each in found if each.date <= as_of]

        records = (each for place, each in self._standing_records.items() if place < size)
        moved = of(Stock)
        stocks, loans = fold_stocks(moved, fold.by_id(moved))
        money: list[Money] = [*of(Pledge), *of(Commitment), *of(Disbursement), *of(Repayment)]
        milestones: list[MilestoneEntry] = [
            *of(MilestonePlanned),
            *of(MilestoneMoved),
            *of(MilestoneMet),
            *of(MilestoneMissed),
        ]
        milestones.sort(key=lambda each: self._places[each.id])
        return Position(
            as_of=as_of,
            known_at=known_at,
            records=tuple(each for each in records if each.entry.date <= as_of),
            money=tuple(self._money(money, counter)),
            milestones=fold_milestones(fold.chains(milestones), pact),
            costs=fold.fold_costs(of(Cost), counter),
            outputs=tuple(of(Output)),
            stocks=stocks,
            loans=loans,
            calls=fold.fold_calls(of(Call), counter, pact),
            revenue=fold.fold_splits(of(Revenue), of(Commitment), seen, counter, pact),
            indicators=tuple(of(IndicatorValue)),
        )

    def _money(self, entries: Iterable[Money], counter: Counter) -> Iterator[MoneyLine]:
        """Yield the lines of money, those that never change from where they are kept."""
        for entry in entries:
            lines = self._lines.get(entry.id)
            if lines is None:
                lines = counter.lines(entry)
                if self._settled(entry):
                    self._lines[entry.id] = lines
            yield from lines

    def _settled(self, entry: Money) -> bool:
        """Return whether an entry counts the same on every day from its own on."""
        links = self._standing.links
        if isinstance(entry, Pledge):
            alone = not entry.parent and not entry.repeats and entry.id not in links["parent"]
            return alone and entry.id not in links["withdraws"]
        return not isinstance(entry, Commitment) or entry.id not in links["withdraws"]

    def _correct(self, entry: Correction) -> None:
        """Put the corrected entry in the place of the one that was wrong, or nothing."""
        name = entry.corrects
        place = self._places[name]
        before = self._standing.entries[name]
        after = corrections.corrected(before, [entry])
        self._forget(name)
        self._standing.replace(name, after, place)
        if after is None:
            self._standing.void[name] = entry.id
            del self._standing_records[place], self._of_kind[type(before)][place]
        else:
            self._show(place, replace(self._records[place], entry=after))
            self._unsettle(after)

    def _show(self, place: int, record: Record) -> None:
        """Let a record stand at its place."""
        self._standing_records[place] = record
        self._of_kind.setdefault(type(record.entry), {})[place] = record

    def _unsettle(self, entry: Entry) -> None:
        """Drop the kept lines of what an entry takes something from."""
        for link in _UNSETTLING:
            self._lines.pop(getattr(entry, link, ""), None)

    def _forget(self, name: str) -> None:
        """Drop the kept lines of an entry and of all that takes anything from it."""
        found = {name: None}
        for each in (opened := [name]):
            self._lines.pop(each, None)
            near = [other.id for other in self._standing.naming(each)]
            opened += [other for other in near if other not in found]
            found |= dict.fromkeys(near)
