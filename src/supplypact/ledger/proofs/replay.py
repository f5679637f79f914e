"""The records of a ledger, each judged anew by the rules as it was when it was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol, Self

from supplypact.domain.entry import Entry
from supplypact.domain.record import Record
from supplypact.errors import DataError, Fault
from supplypact.ledger.moment import latest_day
from supplypact.ledger.store.chain import record_of

UNTAKEN = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What a book may raise of a record that breaks its rules."""


class Book(Protocol):
    """What the record adds up to, and why an entry may not be recorded (``book.py``)."""

    def take(self, record: Record) -> None:
        """Take in an accepted record."""
        ...

    def faults(self, entry: Entry, recorded_on: date) -> list[Fault]:
        """Return why an entry may not be recorded, the latest day that it may bear given."""
        ...

    def copy(self) -> Self:
        """Return a book of its own with the same records."""
        ...


BookOf = Callable[[str], Book]
"""Returns an empty book for the text of a pact; raises DataError where the text is wrong."""


class Replay:
    """A book that the records of a ledger go into again, in their order."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def faults(self, value: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with the record that a leaf states, and take it in if nothing is."""
        try:
            record = record_of(value, where="")
            found = self._book.faults(record.entry, latest_day(record.recorded_at))
            if not found:
                self._book.take(record)
        except DataError as error:
            found = list(error.faults)
        except UNTAKEN as error:
            found = [Fault(what=f"its entry cannot be judged ({error!r})", where="", fix="")]
        name = value["entry"]["id"]
        yield from (f"entry '{name}': {each.what}" for each in found)


def replay_of(
    book_of: BookOf | None, meta: Mapping[str, str], place: str
) -> tuple[Replay | None, list[Fault]]:
    """Return what judges the records of a ledger, if that is asked for, or why nothing can."""
    if book_of is None or "pact" not in meta:
        return None, []
    try:
        return Replay(book_of(meta["pact"])), []
    except DataError as error:
        fix = "restore the ledger from a backup that verifies"
        told = (f"its entries cannot be judged: {each.where}: {each.what}" for each in error.faults)
        return None, [Fault(what=each, where=place, fix=fix) for each in told]
