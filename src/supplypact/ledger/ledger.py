"""The ledger: entries are appended by the rules of its book, and never changed.

Under the writer's lock an append first takes in what others wrote, then finds the entries that
are there already, then asks the book for the faults of every new one.  On a fault nothing is
written.

The time of a record is the clock of who appends.  Within a ledger it never goes back: a clock that
is at most two seconds behind the last record is set to that record's time and a microsecond; one
further behind is refused.  The time that an append waited for its turn does not count against its
clock.  All entries of one append bear one time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Generic, Protocol, Self, TypeVar

from supplypact.domain.entry import Entry
from supplypact.domain.record import Checkpoint, Record, SignedCheckpoint
from supplypact.errors import ConflictError, DataError, Fault, IntegrityError
from supplypact.ledger.chain import ZERO, leaf_hash, read_record, write_leaf
from supplypact.ledger.cosign import check_consistent
from supplypact.ledger.intake import check_actor, conflict, moment_after, readable
from supplypact.ledger.merkle import Frontier
from supplypact.ledger.note import SigningKey, VerifierKey, merged, read_note, write_note
from supplypact.ledger.proof import Proof, prove
from supplypact.ledger.store import Row, Store
from supplypact.ledger.verify import Verified, verify


class Book(Protocol):
    """What the record adds up to, and why an entry may not be recorded (``book.py``)."""

    def take(self, record: Record) -> None:
        """Take in an accepted record."""
        ...

    def faults(self, entry: Entry, recorded_on: date) -> list[Fault]:
        """Return why an entry may not be recorded on a day."""
        ...

    def copy(self) -> Self:
        """Return a book of its own with the same records."""
        ...


AnyBook = TypeVar("AnyBook", bound=Book)


class Ledger(Generic[AnyBook]):
    """A store and its book, up to date as of the last call.

    Raises:
        StoreError: the store cannot be read.
        IntegrityError: a leaf does not follow the one before.

    """

    def __init__(self, store: Store, book: AnyBook) -> None:
        self.store = store
        self.book = book
        meta = store.meta()
        self.origin, self.pact_text = meta["origin"], meta["pact"]
        self._records: list[Record] = []
        self._by_id: dict[str, Record] = {}
        self._tree = Frontier()
        self._prev = ZERO
        self.refresh()

    @property
    def size(self) -> int:
        """Return the number of records."""
        return len(self._records)

    @property
    def root(self) -> bytes:
        """Return the root of the Merkle tree over the records."""
        return self._tree.root

    def records(self) -> Sequence[Record]:
        """Return the records, oldest first."""
        return tuple(self._records)

    def find(self, name: str) -> Record | None:
        """Return the record of the entry of this id."""
        return self._by_id.get(name)

    def refresh(self) -> None:
        """Take in what others wrote since the last call."""
        for row in self.store.rows(self.size - 1):
            where = f"{self.store.place}, record {row.seq}"
            record = read_record(row.leaf, where=where)
            own = leaf_hash(row.leaf)
            if (row.seq, row.prev, row.hash, record.seq) != (self.size, self._prev, own, self.size):
                fix = "verify the ledger; restore it from a backup that verifies"
                fault = Fault(what="it does not follow the record before", where=where, fix=fix)
                raise IntegrityError([fault], where=self.store.place)
            self._keep([record], [row], self.book)

    def append(
        self, entries: Iterable[Entry], *, actor: str, now: datetime, dry_run: bool = False
    ) -> list[Record]:
        """Record entries, all or none, and return their records in the same order.

        An entry that is there already, word for word, is not recorded again: its record is
        returned.  On a dry run everything is checked and nothing is written.

        Raises:
            ConflictError: an id is there already, with another entry.
            DataError: entries have faults; carries all of them.
            StoreError: the store cannot be written; nothing was recorded, unless disk or server
                failed on the commit itself.  It is always right to append the same entries again.
            UsageError: ``actor`` is no name, or the clock is behind the last record.

        """
        asked = monotonic()
        given = readable(entries, self.store.place)
        check_actor(actor)
        with self.store.writing():
            self.refresh()
            new = self._new(given)
            waited = timedelta(seconds=monotonic() - asked)
            last = self._records[-1:]
            moment = moment_after(last, now, waited=waited, where=self.store.place)
            records = [
                Record(seq=self.size + place, recorded_at=moment, actor=actor, entry=entry)
                for place, entry in enumerate(new)
            ]
            book = self._checked(records, given)
            rows = self._rows(records)
            if rows and not dry_run:
                self.store.add(rows)
        found = {each.entry.id: each for each in records}
        if not dry_run:
            self._keep(records, rows, book)
        return [found.get(each.id) or self._by_id[each.id] for each in given]

    def checkpoint(self, key: SigningKey, *, now: datetime) -> SignedCheckpoint:
        """Sign what the ledger holds now, and keep the note.

        Raises:
            IntegrityError: it would contradict a checkpoint that was signed before.
            StoreError: the store cannot be written.

        """
        with self.store.writing():
            self.refresh()
            checkpoint = Checkpoint(origin=self.origin, size=self.size, root=self.root)
            hashes = self.store.hashes()
            for each in self.checkpoints()[-1:]:
                check_consistent(each.checkpoint, checkpoint, hashes, where=self.store.place)
            signed = SignedCheckpoint(
                checkpoint=checkpoint, signatures=(key.sign(checkpoint, now),)
            )
            self.store.add_note(write_note(signed))
        return signed

    def checkpoints(self) -> list[SignedCheckpoint]:
        """Return the checkpoints with all their signatures, smallest first."""
        return merged(self._notes())

    def add_signatures(self, signed: SignedCheckpoint, keys: Sequence[VerifierKey]) -> None:
        """Keep the signatures that parties made under a checkpoint of this ledger.

        Raises:
            IntegrityError: it is not of this ledger, or a signature is by none of ``keys``.
            StoreError: the store cannot be written.

        """
        for each in signed.signatures:
            if not any(key.verifies(each, signed.checkpoint) for key in keys):
                fault = Fault(
                    what=f"the signature of {each.name} is by none of the keys given",
                    where=f"checkpoint of {signed.checkpoint.size} records",
                    fix="give the public key of whoever signed it",
                )
                raise IntegrityError([fault], where=self.store.place)
        with self.store.writing():
            self.refresh()
            now = Checkpoint(origin=self.origin, size=self.size, root=self.root)
            hashes = self.store.hashes()
            check_consistent(signed.checkpoint, now, hashes, where=self.store.place)
            self.store.add_note(write_note(signed))

    def prove(self, name: str) -> Proof:
        """Return the proof that the entry of this id is covered by the last checkpoint.

        Raises:
            UsageError: there is no such entry, or no checkpoint covers it yet.

        """
        return prove(self.store, name)

    def verify(
        self, keys: Sequence[VerifierKey] = (), *, kept: Sequence[SignedCheckpoint] = ()
    ) -> Verified:
        """Return what is wrong with the ledger as it is stored."""
        return verify(self.store, keys, kept=kept)

    def _new(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries that are not there yet; raises ConflictError."""
        new: dict[str, Entry] = {}
        faults = []
        for entry in entries:
            there = self._by_id.get(entry.id)
            first = there.entry if there else new.setdefault(entry.id, entry)
            if first != entry:
                faults.append(conflict(entry, first, there))
        if faults:
            raise ConflictError(faults, where=self.store.place)
        return list(new.values())

    def _checked(self, records: Sequence[Record], given: Sequence[Entry]) -> AnyBook:
        """Return the book that the records go into; raises DataError."""
        book = self.book if len(records) < 2 else self.book.copy()
        faults: list[Fault] = []
        for record in records:
            found = book.faults(record.entry, record.recorded_on)
            faults += found
            if not found and book is not self.book:
                book.take(record)
        if faults:
            count = f"{len(given)} entr{'ies' if len(given) != 1 else 'y'}"
            raise DataError(faults, where=f"{count} for {self.store.place}")
        return book

    def _rows(self, records: Sequence[Record]) -> list[Row]:
        """Return the rows of records that follow the last."""
        rows: list[Row] = []
        prev = self._prev
        for record in records:
            leaf = write_leaf(record, prev)
            own = leaf_hash(leaf)
            rows.append(Row(record.seq, record.entry.id, prev, own, leaf))
            prev = own
        return rows

    def _keep(self, records: Sequence[Record], rows: Sequence[Row], book: AnyBook) -> None:
        """Take in records that are in the store; a book of a batch has them already."""
        for record, row in zip(records, rows, strict=True):
            if book is self.book:
                book.take(record)
            self._records.append(record)
            self._by_id[record.entry.id] = record
            self._tree.push(row.hash)
            self._prev = row.hash
        self.book = book

    def _notes(self) -> list[SignedCheckpoint]:
        try:
            return [read_note(each) for each in self.store.notes()]
        except ValueError as error:
            fix = "verify the ledger; restore it from a backup that verifies"
            fault = Fault(what=f"a note is damaged: {error}", where=self.store.place, fix=fix)
            raise IntegrityError([fault], where=self.store.place) from error
