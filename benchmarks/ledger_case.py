"""Large ledgers: records made at once, without an append for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from supplypact.domain.entry import Entry
from supplypact.domain.record import Record
from supplypact.ledger.body import read_entry
from supplypact.ledger.book.book import Book
from supplypact.ledger.store.chain import ZERO, leaf_hash, write_leaf
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.ledger.store.store import Row
from tools.reliability.case import entry_of, fresh_meta, terms

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
BATCH = 2_000


def fill_rows(path: Path, size: int) -> None:
    """Make a ledger in a file: the rows as an append would write them, in batches."""
    with closing(SqliteStore.create(path, fresh_meta("large"))) as store:
        prev, batch = ZERO, list[Row]()
        for seq in range(size):
            name = f"entry-{seq}"
            moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=seq)
            leaf = write_leaf(
                Record(seq=seq, recorded_at=moment, actor="a", entry=entry_of(name)), prev
            )
            own = leaf_hash(leaf)
            batch.append(Row(seq, name, prev, own, leaf))
            prev = own
            if len(batch) == BATCH or seq == size - 1:
                with store.writing():
                    store.add(batch)
                batch.clear()


def book_of_money(size: int) -> Book:
    """Return a book of pledges, commitments under them, and payments under those."""
    book = Book(terms())
    for seq, entry in enumerate(_money(size)):
        moment = START + timedelta(seconds=60 * seq)
        book.take(Record(seq=seq, recorded_at=moment, actor="a", entry=entry))
    return book


def _money(size: int) -> Iterator[Entry]:
    pledge = {"step": "selected", "bound": "up_to", "binding": "no", "amount": "1000000.5"}
    for number in range(size):
        group, part = divmod(number, 5)
        day = (START + timedelta(hours=group // 5)).date()
        row = {
            "id": f"m-{group}-{part}",
            "date": str(min(day, START.date() + timedelta(days=300))),
            "party": ("JPN", "USA")[group % 2],
            "source": "Benchmark",
            "quality": "reported",
            "currency": ("USD", "JPY")[group % 2],
        }
        if part == 0:
            row |= {"kind": "pledge", **pledge}
        elif part == 1:
            row |= {"kind": "commitment", "pledge": f"m-{group}-0", "amount": "900000"}
        else:
            row |= {"kind": "disbursement", "commitment": f"m-{group}-1", "amount": "1000.25"}
        entry, faults = read_entry(row, where="benchmark")
        if entry is None:
            raise ValueError(faults)
        yield entry
