"""Verification: whether a ledger is what was recorded, and what its keepers vouched for.

From the leaves' own bytes everything else is computed anew: hashes, chain, tree, and the root at
the size of each checkpoint; and each entry is judged again by the rules, as it was when it was
recorded.  Nothing that the ledger says of itself is taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from supplypact.domain.record import SignedCheckpoint
from supplypact.errors import Fault, IntegrityError
from supplypact.ledger.proofs.audit import MOST, Audit, restorable
from supplypact.ledger.proofs.note import VerifierKey, merged, read_note
from supplypact.ledger.proofs.replay import BookOf, replay_of
from supplypact.ledger.store.meta import meta_faults
from supplypact.ledger.store.store import Row, Store


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
    """Names in signatures whose keys were not given: of each of them nothing is known."""
    faults: tuple[Fault, ...]
    more_faults: int
    """Faults beyond those told."""
    judged: bool
    """Whether form and rules of the entries were checked."""

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
    store: Store,
    keys: Sequence[VerifierKey] = (),
    *,
    kept: Sequence[SignedCheckpoint] = (),
    book_of: BookOf | None = None,
) -> Verified:
    """Return what is wrong with the ledger of a store: see ``verify_content``."""
    with store.reading():
        worn = [restorable(each, store.place) for each in store.worn()]
        return verify_content(
            store.rows(),
            meta=store.meta(),
            notes=store.notes(),
            keys=keys,
            kept=kept,
            place=store.place,
            indexed=True,
            book_of=book_of,
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
    book_of: BookOf | None = None,
    faults: Sequence[Fault] = (),
) -> Verified:
    """Return what is wrong with a ledger.

    ``indexed``: the rows have columns beside the leaf, which are to say what the leaf says.  Each
    of ``keys`` must have signed the last checkpoint.  The checkpoints ``kept`` by whoever asks,
    from earlier times, must be of this ledger.  Without ``book_of`` form and rules of the entries
    are not checked.
    """
    found = [*faults, *meta_faults(meta, where=place)]
    checkpoints, unread = _read(notes, place)
    found += unread
    sizes = {each.checkpoint.size for each in (*checkpoints, *kept)}
    replay, unjudged = replay_of(book_of, meta, place)
    found += unjudged
    audit = Audit(place, sizes, replay)
    audit.take(rows, indexed=indexed)
    found += audit.faults
    origin = meta.get("origin", "")
    for each in (*checkpoints, *kept):
        found += audit.checkpoint_faults(each.checkpoint, origin)
    signed, wrong = _signed(checkpoints, keys, place)
    last = checkpoints[-1] if checkpoints else None
    missing = [key for key in keys if last is None or signed[key] != last.checkpoint.size]
    found += wrong + [_unsigned(key, last, signed[key], place) for key in missing]
    return Verified(
        place=place,
        origin=origin,
        records=audit.tree.size,
        root=audit.tree.root,
        checkpoints=tuple(checkpoints),
        signed={key.name: size for key, size in signed.items()},
        not_checked=_not_checked(checkpoints, keys),
        faults=tuple(found[:MOST]),
        more_faults=max(0, len(found) + audit.untold - MOST),
        judged=replay is not None,
    )


def _read(notes: Sequence[str], place: str) -> tuple[list[SignedCheckpoint], list[Fault]]:
    found: list[SignedCheckpoint] = []
    faults: list[Fault] = []
    for number, text in enumerate(notes, 1):
        try:
            found.append(read_note(text))
        except ValueError as error:
            faults.append(restorable(str(error), f"{place}, note {number}"))
    return merged(found), faults


def _signed(
    checkpoints: Sequence[SignedCheckpoint], keys: Sequence[VerifierKey], place: str
) -> tuple[dict[VerifierKey, int], list[Fault]]:
    """Return the size of the last checkpoint that each key signed, and the bad signatures."""
    sizes = dict.fromkeys(keys, 0)
    faults: list[Fault] = []
    for each in checkpoints:
        size = each.checkpoint.size
        for signature in each.signatures:
            for key in keys:
                if key.verifies(signature, each.checkpoint):
                    sizes[key] = size
                elif key.made(signature):
                    what = f"the signature of {key.name} is not of this checkpoint"
                    faults.append(restorable(what, f"{place}, checkpoint of {size} records"))
    return sizes, faults


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


def _not_checked(
    checkpoints: Sequence[SignedCheckpoint], keys: Sequence[VerifierKey]
) -> tuple[str, ...]:
    signatures = [each for signed in checkpoints for each in signed.signatures]
    names = [each.name for each in signatures if not any(key.made(each) for key in keys)]
    return tuple(dict.fromkeys(names))
