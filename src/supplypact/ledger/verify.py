"""Verification: whether a ledger is what was recorded, and what its keepers vouched for.

From the leaves' own bytes everything else is computed anew: hashes, chain, tree, and the root at
the size of each checkpoint.  Nothing that the ledger says of itself is taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from supplypact.domain.record import Checkpoint, SignedCheckpoint
from supplypact.errors import Fault, IntegrityError
from supplypact.ledger.chain import ZERO, leaf_hash, read_leaf
from supplypact.ledger.merkle import EMPTY, Frontier
from supplypact.ledger.meta import meta_faults
from supplypact.ledger.note import VerifierKey, merged, read_note
from supplypact.ledger.store import Row, Store

MOST = 100
"""Faults that are told; the rest are counted."""
_RESTORE = "restore the ledger from a backup that verifies, and ask who could write to it"


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a verification found.  The ledger holds if ``faults`` is empty."""

    place: str
    origin: str
    records: int
    root: bytes
    """Root of the Merkle tree over all records."""
    checkpoints: tuple[SignedCheckpoint, ...]
    """Smallest first, each with all its signatures."""
    signed: Mapping[str, int]
    """Name of each key that was given: size of the last checkpoint that it signed, or 0."""
    not_checked: tuple[str, ...]
    """Names in signatures under the last checkpoint whose keys were not given."""
    faults: tuple[Fault, ...]
    more_faults: int
    """Faults beyond those told."""

    @property
    def covered(self) -> int:
        """Return how many of the first records the last checkpoint covers."""
        return self.checkpoints[-1].checkpoint.size if self.checkpoints else 0

    def and_also(self, fault: Fault) -> Verified:
        """Return the same with one more fault."""
        return replace(self, faults=(*self.faults, fault))

    def demand(self) -> Verified:
        """Return itself; raises IntegrityError where something is wrong."""
        if self.faults:
            raise IntegrityError(self.faults, where=self.place)
        return self


def verify(
    store: Store, keys: Sequence[VerifierKey] = (), *, kept: Sequence[SignedCheckpoint] = ()
) -> Verified:
    """Return what is wrong with the ledger of a store: see ``verify_content``."""
    with store.reading():
        worn = [_fault(each, store.place) for each in store.worn()]
        return verify_content(
            store.rows(),
            meta=store.meta(),
            notes=store.notes(),
            keys=keys,
            kept=kept,
            place=store.place,
            indexed=True,
            faults=worn,
        )


def verify_content(
    rows: Iterable[Row],
    *,
    meta: Mapping[str, str],
    notes: Sequence[str],
    keys: Sequence[VerifierKey],
    kept: Sequence[SignedCheckpoint],
    place: str,
    indexed: bool,
    faults: Sequence[Fault] = (),
) -> Verified:
    """Return what is wrong with a ledger.

    ``indexed``: the rows have columns beside the leaf, which are to say what the leaf says.  Each
    of ``keys`` must have signed the last checkpoint.  The checkpoints ``kept`` by whoever asks,
    from earlier times, must be of this ledger.
    """
    found = [*faults, *meta_faults(meta, where=place)]
    checkpoints, unread = _read(notes, place)
    found += unread
    sizes = {each.checkpoint.size for each in (*checkpoints, *kept)}
    audit = _Audit(place, sizes)
    audit.take(rows, indexed=indexed)
    found += audit.faults
    origin = meta.get("origin", "")
    for each in (*checkpoints, *kept):
        found += audit.checkpoint_faults(each.checkpoint, origin)
    found += _bad_signatures(checkpoints, keys, place)
    signed = {key.name: _signed(checkpoints, key) for key in keys}
    last = checkpoints[-1] if checkpoints else None
    found += [_unsigned(key, last, signed[key.name], place) for key in _missing(last, keys)]
    return Verified(
        place=place,
        origin=origin,
        records=audit.tree.size,
        root=audit.tree.root,
        checkpoints=tuple(checkpoints),
        signed=signed,
        not_checked=_not_checked(last, keys),
        faults=tuple(found[:MOST]),
        more_faults=max(0, len(found) + audit.untold - MOST),
    )


class _Audit:
    """The leaves, read once from the first to the last."""

    def __init__(self, place: str, sizes: set[int]) -> None:
        self.place = place
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
            return [_fault(f"it is of another ledger ({checkpoint.origin})", where)]
        if checkpoint.size > self.tree.size:
            short = checkpoint.size - self.tree.size
            return [_fault(f"the last {short} of the records that it vouches for are gone", where)]
        if self._roots[checkpoint.size] != checkpoint.root:
            return [_fault("the records are not those that it vouches for (another root)", where)]
        return []

    def _misplaced(self, value: Mapping[str, str], seq: int) -> int:
        """Tell that a record does not follow the one before; return its own number."""
        stated = value["seq"]
        if stated == str(seq):
            self._tell(seq, "its prev is not the hash of the record before: one was changed")
            return seq
        self._tell(seq, f"record {stated} stands where record {seq} is to be")
        return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 16 else seq

    def _tell(self, seq: int, what: str) -> None:
        if len(self.faults) < MOST:
            self.faults.append(_fault(what, f"{self.place}, record {seq}"))
        else:
            self.untold += 1


def _read(notes: Sequence[str], place: str) -> tuple[list[SignedCheckpoint], list[Fault]]:
    found: list[SignedCheckpoint] = []
    faults: list[Fault] = []
    for number, text in enumerate(notes, 1):
        try:
            found.append(read_note(text))
        except ValueError as error:
            faults.append(_fault(str(error), f"{place}, note {number}"))
    return merged(found), faults


def _bad_signatures(
    checkpoints: Sequence[SignedCheckpoint], keys: Sequence[VerifierKey], place: str
) -> list[Fault]:
    return [
        _fault(
            f"the signature of {key.name} is not of this checkpoint",
            f"{place}, checkpoint of {each.checkpoint.size} records",
        )
        for each in checkpoints
        for signature in each.signatures
        for key in keys
        if key.made(signature) and not key.verifies(signature, each.checkpoint)
    ]


def _signed(checkpoints: Sequence[SignedCheckpoint], key: VerifierKey) -> int:
    """Return the size of the last checkpoint that a key signed."""
    sizes = [each.checkpoint.size for each in checkpoints if _has(each, key)]
    return max(sizes, default=0)


def _has(signed: SignedCheckpoint, key: VerifierKey) -> bool:
    return any(key.verifies(each, signed.checkpoint) for each in signed.signatures)


def _missing(last: SignedCheckpoint | None, keys: Sequence[VerifierKey]) -> list[VerifierKey]:
    return [key for key in keys if last is None or not _has(last, key)]


def _unsigned(key: VerifierKey, last: SignedCheckpoint | None, signed: int, place: str) -> Fault:
    if last is None:
        where, vouched = place, "there is no checkpoint"
    else:
        where = f"{place}, checkpoint of {last.checkpoint.size} records"
        vouched = f"it vouches for the first {signed}" if signed else "it vouches for none"
    return Fault(
        what=f"no signature of {key.name} ({vouched})",
        where=where,
        fix="check that it is their key; ask them to sign the last checkpoint",
    )


def _not_checked(last: SignedCheckpoint | None, keys: Sequence[VerifierKey]) -> tuple[str, ...]:
    under = last.signatures if last else ()
    return tuple(each.name for each in under if not any(key.made(each) for key in keys))


def _column(row: Row, seq: int, entry: str, prev: bytes) -> str:
    """Return which column does not say what the leaf says."""
    pairs = {"seq": (row.seq, seq), "id": (row.id, entry), "prev": (row.prev, prev)}
    odd = [name for name, (kept, stated) in pairs.items() if kept != stated] or ["hash"]
    return f"its column {' and '.join(odd)} is not what the leaf says"


def _fault(what: str, where: str) -> Fault:
    return Fault(what=what, where=where, fix=_RESTORE)
