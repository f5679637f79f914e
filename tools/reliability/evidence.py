"""What a ledger must still hold after its writers were killed, told from their journals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite  # type: ignore[import-untyped]

from supplypact.domain.record import Record
from supplypact.ledger.book.book import Book
from supplypact.ledger.ledger import Ledger
from supplypact.ledger.proofs.merkle import root_of
from supplypact.workspace.ledger import Place
from tools.reliability.case import entry_of, ledger_in, now, server_key
from tools.reliability.client import read_journal

ANOMALIES = (
    "acknowledged and lost",
    "acknowledged and changed",
    "recorded twice",
    "recorded in part",
    "faults of verification",
    "damaged pages",
    "earlier records changed",
    "checkpoints lost",
    "sent again and recorded anew",
)


@dataclass(kw_only=True)
class Journals:
    """What the writers of one trial began and had acknowledged."""

    acks: list[tuple[str, int, str]] = field(default_factory=list)
    """Id, place and time of each acknowledged entry, as acknowledged."""
    begun: list[list[str]] = field(default_factory=list)
    """Ids of each call whose end its writer did not see."""
    signed: list[int] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @classmethod
    def read(cls, paths: Iterable[Path]) -> Journals:
        """Return what stands in journals."""
        found = cls()
        for path in paths:
            pending: list[str] = []
            for line in read_journal(path):
                pending = found._take(line, pending)
            found.begun += [pending] if pending else []
        return found

    def _take(self, line: dict[str, Any], pending: list[str]) -> list[str]:
        """Take in a line; return the ids of the call that is still open."""
        if line["word"] == "begin":
            ids: list[str] = line["ids"]
            return ids
        if line["word"] == "ack":
            self.acks += zip(line["ids"], line["seqs"], line["times"], strict=True)
            return []
        if line["word"] == "signed":
            self.signed.append(line["size"])
        else:
            self.errors[line["said"].split(" (")[0]] += 1
        return pending


@dataclass(kw_only=True)
class Tally:
    """What was counted over all trials."""

    acks: int = 0
    records: int = 0
    signed: int = 0
    unseen: int = 0
    """Entries whose acknowledgement their writer did not see, and that were recorded."""
    undone: int = 0
    """Entries whose acknowledgement their writer did not see, and that were not recorded."""
    errors: Counter[str] = field(default_factory=Counter)
    anomalies: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def anomaly(self, name: str, *what: object) -> None:
        """Count one anomaly and tell the first ones."""
        self.anomalies[name] += 1
        if len(self.told) < 20:
            self.told.append(f"{name}: {' '.join(map(str, what))}")

    def counted(self) -> dict[str, int]:
        """Return every kind of anomaly with its count."""
        return {name: self.anomalies[name] for name in ANOMALIES}


@dataclass(frozen=True, kw_only=True)
class Before:
    """What a ledger held before a trial."""

    size: int = 0
    root: bytes = b""


def examine(place: Place, journals: Journals, before: Before, tally: Tally, trial: str) -> Before:
    """Open a ledger after a kill and hold it against the journals; return what it holds now."""
    if place.url is None:
        _pages(place.file, tally, trial)
    ledger = ledger_in(place.open())
    try:
        verified = ledger.verify([server_key(ledger.origin).verifier] if journals.signed else ())
        for fault in verified.faults:
            if not fault.what.startswith("no signature"):
                tally.anomaly("faults of verification", trial, fault)
        if (
            before.size
            and ledger.store.hashes()[: before.size]
            and before.root != _root(ledger, before.size)
        ):
            tally.anomaly("earlier records changed", trial)
        tally.records += ledger.size - before.size
        _acknowledged(ledger, journals, tally, trial)
        sizes = {each.checkpoint.size for each in ledger.checkpoints()}
        for size in journals.signed:
            if size not in sizes:
                tally.anomaly("checkpoints lost", trial, size)
        _unseen(ledger, journals.begun, tally, trial)
        tally.errors += journals.errors
        tally.signed += len(journals.signed)
        return Before(size=ledger.size, root=ledger.root)
    finally:
        ledger.store.close()


def _acknowledged(ledger: Ledger[Book], journals: Journals, tally: Tally, trial: str) -> None:
    """See that acknowledged entries are there, in their place, with their time and body."""
    ids = Counter(record.entry.id for record in ledger.records())
    for name, count in ids.items():
        if count > 1:
            tally.anomaly("recorded twice", trial, name)
    for name, seq, moment in journals.acks:
        tally.acks += 1
        record = ledger.find(name)
        if record is None:
            tally.anomaly("acknowledged and lost", trial, name)
        elif (record.seq, record.recorded_at.isoformat(), record.entry) != (
            seq,
            moment,
            entry_of(name),
        ):
            tally.anomaly("acknowledged and changed", trial, name)


def _unseen(ledger: Ledger[Book], begun: Sequence[list[str]], tally: Tally, trial: str) -> None:
    """See that calls whose end was not seen are recorded whole or not, and may be made again."""
    for ids in begun:
        there = [record for each in ids if (record := ledger.find(each))]
        if len(there) not in {0, len(ids)}:
            tally.anomaly("recorded in part", trial, ids)
        size = ledger.size
        again = ledger.append([entry_of(each) for each in ids], actor="b", now=now())
        tally.unseen += len(there)
        tally.undone += len(ids) - len(there)
        if not _is_same(there, again) or ledger.size != size + len(ids) - len(there):
            tally.anomaly("sent again and recorded anew", trial, ids)


def _is_same(there: Sequence[Record], again: Sequence[Record]) -> bool:
    found = {record.entry.id: record for record in again}
    return all(found[record.entry.id] == record for record in there)


def _root(ledger: Ledger[Book], size: int) -> bytes:
    return root_of(ledger.store.hashes()[:size])


def _pages(path: Path, tally: Tally, trial: str) -> None:
    connection = sqlite.connect(str(path))
    found = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    if found != [("ok",)]:
        tally.anomaly("damaged pages", trial, found[:2])
