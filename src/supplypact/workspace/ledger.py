"""Open, make and restore ledgers: in a file, in a database, or the bundled record of a pact."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from weakref import WeakSet

from supplypact.data import catalogue
from supplypact.domain.record import Record
from supplypact.errors import DataError, StoreError, UsageError
from supplypact.formats.entry_csv import read_rows_csv
from supplypact.formats.entry_rows import RECORDED_ON
from supplypact.ledger.book.book import Book
from supplypact.ledger.book.terms import Terms, rates_of
from supplypact.ledger.ledger import Ledger
from supplypact.ledger.proofs.merkle import root_of
from supplypact.ledger.store.chain import ZERO, leaf_hash, write_leaf
from supplypact.ledger.store.meta import checked_meta, new_meta
from supplypact.ledger.store.postgres import PostgresStore
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.planning.rest_of_world import with_shares
from supplypact.workspace.entries import read_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from supplypact.domain.entry import Entry
    from supplypact.domain.network import Network
    from supplypact.domain.pact import Pact
    from supplypact.ledger.store.store import Opener, Store
    from supplypact.workspace.workspace import Workspace

LEDGER_TABLES = ("projects", "exchange_rates")
"""Tables that the rules of a ledger read beside the network's."""
BUNDLED = "bundled"
"""Origin and writer of a bundled record."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a ledger is: in a file or, with a URL, in a PostgreSQL database."""

    file: Path
    url: str | None = None
    opened: WeakSet[Store] = field(default_factory=WeakSet, compare=False, repr=False)
    """Stores that were opened or made there and are still in use."""

    def open(self) -> Store:
        """Return the store that is there; raises StoreError."""
        if self.url is None:
            store: Store = SqliteStore.open(self.file)
        else:
            store = PostgresStore.open(self.url)
        self.opened.add(store)
        return store

    @property
    def opener(self) -> Opener:
        """Return what makes a fresh store there."""
        return self._create

    def close(self) -> None:
        """Let go of all that was opened there, so that a file holds all of its ledger."""
        for store in list(self.opened):
            with suppress(StoreError):
                store.close()

    def _create(
        self, meta: Mapping[str, str], *, fill: Callable[[Store], None] | None = None
    ) -> Store:
        if self.url is None:
            store: Store = SqliteStore.create(self.file, meta, fill=fill)
        else:
            store = PostgresStore.create(self.url, meta, fill=fill)
        self.opened.add(store)
        return store


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A pact, the network as the pact sees it, and its record."""

    pact: Pact
    network: Network
    book: Book
    origin: str
    """Name of the ledger, or ``bundled``."""
    records: Sequence[Record]
    hashes: Sequence[bytes]
    """Of the leaves of all records."""

    @classmethod
    def of(cls, ledger: Ledger[Book], network: Network) -> Case:
        """Return the case of an opened ledger."""
        return cls(
            pact=ledger.book.terms.pact,
            network=network,
            book=ledger.book,
            origin=ledger.origin,
            records=ledger.records(),
            hashes=ledger.store.hashes(),
        )

    def root(self, size: int) -> bytes:
        """Return the root of the Merkle tree over the first ``size`` records."""
        return root_of(self.hashes[:size])


def terms_of(workspace: Workspace, pact: Pact, network: Network) -> Terms:
    """Return what the rules of a ledger take as given; raises DataError."""
    tables = workspace.open_tables(LEDGER_TABLES)
    rates = tables["exchange_rates"].select("currency", "date", "usd_per_unit")
    return Terms(
        pact=pact,
        projects=dict(tables["projects"].select("project", "name").iter_rows()),
        materials={each.id: [stage.id for stage in each.stages] for each in network.materials},
        countries={each.id: each.name_en for each in network.countries},
        rates=rates_of(
            (code, date.fromisoformat(day), str(usd)) for code, day, usd in rates.rows()
        ),
    )


def make_ledger(
    workspace: Workspace, pact_name: str, place: Place, *, now: datetime
) -> Ledger[Book]:
    """Return a fresh, empty ledger of a pact; raises StoreError, UsageError or DataError."""
    pact, network = workspace.open_case(pact_name)
    book = Book(terms_of(workspace, pact, network))
    meta = new_meta(pact.id, pact.text, now=now, seed=secrets.token_hex(16))
    return Ledger(place.opener(meta), book)


def open_ledger(workspace: Workspace, place: Place) -> Ledger[Book]:
    """Return the ledger at a place, with the pact that it was made for.

    Raises:
        StoreError: there is none, or it cannot be read.
        IntegrityError: its records do not follow each other.
        DataError: its pact or a table is wrong.
    """
    store = place.open()
    text = checked_meta(store.meta(), where=store.place)["pact"]
    return Ledger(store, book_maker(workspace, where=f"the pact of {store.place}")(text))


def book_maker(workspace: Workspace, *, where: str = "its pact") -> Callable[[str], Book]:
    """Return what makes an empty book from the text of a pact; it raises DataError."""

    def book_of(text: str) -> Book:
        network = workspace.open_network()
        pact = workspace.read_pact(text, network, where=where)
        return Book(terms_of(workspace, pact, with_shares(pact, network)))

    return book_of


def open_record(workspace: Workspace, pact_name: str, place: Place | None) -> Case:
    """Return a pact with its record: that of the ledger at a place, else the bundled one.

    A ledger brings the text of the pact that it was made for.  A pact without either has an empty
    record.

    Raises:
        UsageError: there is no such pact, or the ledger is of another one.
        StoreError: there is no ledger, or it cannot be read.
        IntegrityError: its records do not follow each other.
        DataError: the pact or a table is wrong.
    """
    pact, network = workspace.open_case(pact_name)
    if place is None:
        return _bundled_case(workspace, pact, network)
    ledger = open_ledger(workspace, place)
    own = ledger.book.terms.pact
    if own.id != pact.id:
        what = f"the ledger is of the pact '{own.id}', not of '{pact.id}'"
        raise UsageError(what, where=ledger.store.place, fix=f"name {own.id}, or another ledger")
    return Case.of(ledger, with_shares(own, workspace.open_network()))


def _bundled_case(workspace: Workspace, pact: Pact, network: Network) -> Case:
    book = Book(terms_of(workspace, pact, network))
    records = bundled_records(pact.id)
    hashes: list[bytes] = []
    for record in records:
        book.take(record)
        hashes.append(leaf_hash(write_leaf(record, hashes[-1] if hashes else ZERO)))
    return Case(
        pact=pact, network=network, book=book, origin=BUNDLED, records=records, hashes=hashes
    )


def bundled_entries(pact: str) -> list[Entry]:
    """Return the entries of the bundled record of a pact; none if there is no such record."""
    return [record.entry for record in bundled_records(pact)]


def bundled_records(pact: str) -> list[Record]:
    """Return the bundled record of a pact, in its order.

    Raises:
        DataError: the record is wrong (a fault of supplypact).
    """
    if pact not in catalogue.record_ids():
        return []
    where = f"{pact}.csv"
    rows, faults = read_rows_csv(catalogue.record_bytes(pact), where=where, recorded=True)
    days = [date.fromisoformat(str(row.pop(RECORDED_ON))) for _, row in rows]
    entries = read_entries(rows, faults)
    if faults:
        raise DataError(faults, where=where)
    return [
        Record(seq=seq, recorded_at=_moment(day, seq), actor=BUNDLED, entry=entry)
        for seq, (day, entry) in enumerate(zip(days, entries, strict=True))
    ]


def _moment(day: date, seq: int) -> datetime:
    """Return a time on a day for each record of its own."""
    return datetime.combine(day, time(), UTC) + timedelta(microseconds=seq)
