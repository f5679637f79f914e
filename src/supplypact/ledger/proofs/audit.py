"""One reading of all leaves: hashes, chain, columns, and the roots on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from supplypact.domain.record import Checkpoint
from supplypact.errors import Fault
from supplypact.ledger.proofs.merkle import EMPTY, Frontier
from supplypact.ledger.proofs.replay import Replay
from supplypact.ledger.store.chain import ZERO, leaf_hash, read_leaf
from supplypact.ledger.store.store import Row

MOST = 100
"""Faults that are told; the rest are counted."""
_RESTORE = "restore the ledger from a backup that verifies, and ask who could write to it"
_JUDGED = "ask who could write to it; check that the tables are those it was recorded with (--data)"


class Audit:
    """The leaves, read once from the first to the last."""

    def __init__(self, place: str, sizes: set[int], replay: Replay | None) -> None:
        self.place = place
        self._replay = replay
        self.tree = Frontier()
        self.faults: list[Fault] = []
        self.untold = 0
        self._sizes = sizes
        self._roots = {0: EMPTY}

    def take(self, rows: Iterable[Row], *, indexed: bool) -> None:
        """Read the rows; faults are kept."""
        seq, prev, latest, ids = 0, ZERO, "", set[str]()
        push, sizes, tree = self.tree.push, self._sizes, self.tree
        for row in rows:
            own = leaf_hash(row.leaf)
            try:
                value = read_leaf(row.leaf)
            except ValueError as error:
                self._tell(seq, str(error))
            else:
                entry = value["entry"]["id"]
                if value["seq"] != str(seq) or value["prev"] != prev.hex():
                    seq = self._misplaced(value, seq)
                if value["recorded_at"] < latest:
                    self._tell(seq, "it was recorded before the record that it follows")
                if entry in ids:
                    self._tell(seq, f"the id '{entry}' stands in the ledger twice")
                ids.add(entry)
                latest = value["recorded_at"]
                self._judge(seq, value)
                if indexed and row[:4] != (seq, entry, prev, own):
                    self._tell(seq, _column(row, seq, entry, prev))
            push(own)
            if tree.size in sizes:
                self._roots[tree.size] = tree.root
            seq, prev = seq + 1, own

    def checkpoint_faults(self, checkpoint: Checkpoint, origin: str) -> list[Fault]:
        """Return why the leaves are not what a checkpoint vouches for."""
        where = f"{self.place}, checkpoint of {checkpoint.size} records"
        if checkpoint.origin != origin:
            return [restorable(f"it is of another ledger ({checkpoint.origin})", where)]
        if checkpoint.size > self.tree.size:
            short = checkpoint.size - self.tree.size
            return [
                restorable(f"the last {short} of the records that it vouches for are gone", where)
            ]
        if self._roots[checkpoint.size] != checkpoint.root:
            return [
                restorable("the records are not those that it vouches for (another root)", where)
            ]
        return []

    def _judge(self, seq: int, value: Mapping[str, Any]) -> None:
        """Tell what is wrong with form and rules of an entry, if that is asked for."""
        if self._replay is not None:
            for what in self._replay.faults(value):
                self._tell(seq, what, _JUDGED)

    def _misplaced(self, value: Mapping[str, str], seq: int) -> int:
        """Tell that a record does not follow the one before; return its own number."""
        stated = value["seq"]
        if stated == str(seq):
            self._tell(seq, "its prev is not the hash of the record before: one was changed")
            return seq
        self._tell(seq, f"record {stated} stands where record {seq} is to be")
        return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 16 else seq

    def _tell(self, seq: int, what: str, fix: str = _RESTORE) -> None:
        if len(self.faults) < MOST:
            where = f"{self.place}, record {seq}"
            self.faults.append(Fault(what=what, where=where, fix=fix))
        else:
            self.untold += 1


def restorable(what: str, where: str) -> Fault:
    """Return a fault that only a backup mends."""
    return Fault(what=what, where=where, fix=_RESTORE)


def _column(row: Row, seq: int, entry: str, prev: bytes) -> str:
    """Return which column does not say what the leaf says."""
    pairs = {"seq": (row.seq, seq), "id": (row.id, entry), "prev": (row.prev, prev)}
    odd = [name for name, (kept, stated) in pairs.items() if kept != stated] or ["hash"]
    return f"its column {' and '.join(odd)} is not what the leaf says"
