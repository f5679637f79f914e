"""The ledger: entries are appended by the rules of its book, and never changed.

Under the writer's lock an append first takes in what others wrote, then finds the entries that
are there already, then asks the book for the faults of every new one.  On a fault nothing is
written.

The time of a record is the clock of who appends.  Within a ledger it never goes back: where the
clock is behind the last record, the new one bears that record's time and a microsecond, however far
that is, so that one clock that was ahead does not lock the ledger.  No entry is dated after the day
that the clock itself says.  All entries of one append bear one time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from supplypact.domain.entry import Entry
from supplypact.domain.record import Checkpoint, Record, SignedCheckpoint
from supplypact.errors import ConflictError, DataError, Fault, IntegrityError
from supplypact.ledger.intake import check_actor, conflict, follows, names_of, readable
from supplypact.ledger.moment import checked_clock, latest_day, moment_after
from supplypact.ledger.proofs.cosign import check_consistent
from supplypact.ledger.proofs.merkle import Frontier
from supplypact.ledger.proofs.note import SigningKey, VerifierKey, merged, read_note, write_note
from supplypact.ledger.proofs.proof import Proof, prove
from supplypact.ledger.proofs.replay import UNTAKEN, Book, BookOf
from supplypact.ledger.proofs.verify import Verified, verify
from supplypact.ledger.store.chain import ZERO, leaf_hash, read_record, write_leaf
from supplypact.ledger.store.meta import checked_meta
from supplypact.ledger.store.store import Row, Store

AnyBook = TypeVar("AnyBook", bound=Book)


class Ledger(Generic[AnyBook]):
    """A store and its book, up to date as of the last call.

    Raises:
        StoreError: the store cannot be read.
        IntegrityError: a leaf does not follow the one before, or is none that its book can take.

    """

    def __init__(self, store: Store, book: AnyBook) -> None:
        self.store = store
        self.book = book
        meta = checked_meta(store.meta(), where=store.place)
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
            own, at = leaf_hash(row.leaf), record.recorded_at
            expected = (self.size, self._prev, own, self.size)
            if (row.seq, row.prev, row.hash, record.seq) != expected or at < (self._last or at):
                raise self._damage("it does not follow the record before", where)
            try:
                self._keep([record], [row], self.book)
            except UNTAKEN as error:
                told = f"it breaks the rules of a ledger ({error!r})"
                raise self._damage(told, where) from error

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
            UsageError: ``actor`` is no name, or the clock is centuries off.

        """
        given = readable(entries, self.store.place)
        check_actor(actor)
        clock = checked_clock(now, where=self.store.place)
        with self.store.writing():
            self.refresh()
            new, conflicts = self._new(given)
            if conflicts:
                raise ConflictError(conflicts, where=self.store.place)
            records = self._records_of(new, actor, clock)
            book, faults = self._checked(records, clock)
            if faults:
                count = f"{len(given)} entr{'ies' if len(given) != 1 else 'y'}"
                raise DataError(faults, where=f"{count} for {self.store.place}")
            rows = self._rows(records)
            if rows and not dry_run:
                self.store.add(rows)
        found = {each.entry.id: each for each in records}
        if not dry_run:
            self._keep(records, rows, book)
        return [found.get(each.id) or self._by_id[each.id] for each in given]

    def examine(
        self, entries: Iterable[Entry], *, now: datetime, without: Collection[str] = ()
    ) -> list[Fault]:
        """Return why entries may not be recorded together; nothing is written.

        ``without``: ids and projects that others of the same file would bring, were they sound.
        That they are missing is not told.
        """
        clock = checked_clock(now, where=self.store.place)
        self.refresh()
        new, conflicts = self._new(readable(entries, self.store.place))
        records = self._records_of(new, "examined", clock)
        return conflicts + self._checked(records, clock, without)[1]

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
        self,
        keys: Sequence[VerifierKey] = (),
        *,
        kept: Sequence[SignedCheckpoint] = (),
        book_of: BookOf | None = None,
    ) -> Verified:
        """Return what is wrong with the ledger as it is stored."""
        return verify(self.store, keys, kept=kept, book_of=book_of)

    @property
    def _last(self) -> datetime | None:
        """Return the time of the last record."""
        return self._records[-1].recorded_at if self._records else None

    def _records_of(self, entries: Sequence[Entry], actor: str, clock: datetime) -> list[Record]:
        """Return the records that entries would be."""
        moment = moment_after(self._last, clock)
        return [
            Record(seq=self.size + place, recorded_at=moment, actor=actor, entry=entry)
            for place, entry in enumerate(entries)
        ]

    def _new(self, entries: Sequence[Entry]) -> tuple[list[Entry], list[Fault]]:
        """Return the entries that are not there yet, and what stands there with other words."""
        new: dict[str, Entry] = {}
        faults = []
        for entry in entries:
            there = self._by_id.get(entry.id)
            first = there.entry if there else new.setdefault(entry.id, entry)
            if first != entry:
                faults.append(conflict(entry, first, there))
        return list(new.values()), faults

    def _checked(
        self, records: Sequence[Record], clock: datetime, without: Collection[str] = ()
    ) -> tuple[AnyBook, list[Fault]]:
        """Return the book that the records go into, and what is wrong with them.

        That an entry names a refused one, or one of ``without``, is not told.
        """
        book = self.book if len(records) < 2 else self.book.copy()
        faults: list[Fault] = []
        refused = set(without)
        for record in records:
            found = book.faults(record.entry, latest_day(clock))
            faults += [each for each in found if not follows(each, refused)]
            if found:
                refused |= names_of(record.entry)
            elif book is not self.book:
                book.take(record)
        return book, faults

    def _damage(self, what: str, where: str) -> IntegrityError:
        fix = "verify the ledger; restore it from a backup that verifies"
        return IntegrityError([Fault(what=what, where=where, fix=fix)], where=self.store.place)

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
            raise self._damage(f"a note is damaged: {error}", self.store.place) from error
