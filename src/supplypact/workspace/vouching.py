"""Files by which a ledger is checked and vouched for: bundles, proofs, checkpoints, keys."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from supplypact.domain.record import SignedCheckpoint
from supplypact.errors import Fault, IntegrityError, UsageError
from supplypact.ledger.proofs.bundle import Bundle, read_bundle, verify_bundle
from supplypact.ledger.proofs.cosign import cosign
from supplypact.ledger.proofs.note import SigningKey, VerifierKey, read_note, write_note
from supplypact.ledger.proofs.proof import PROOF_HEAD, Proof, read_proof
from supplypact.ledger.proofs.verify import verify
from supplypact.workspace.output import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from supplypact.ledger.proofs.replay import BookOf
    from supplypact.ledger.store.store import Store


@contextmanager
def open_copy(file: Path) -> Iterator[Bundle | Proof]:
    """Open the bundle or the proof in a file, not verified yet.

    Raises:
        UsageError: the file cannot be read.
        IntegrityError: it is neither, or is damaged.

    """
    try:
        opened = file.open("rb")
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        fix = "give the path of a bundle (`ledger export`) or of a proof (`ledger prove`)"
        raise UsageError(what, where=str(file), fix=fix) from error
    with opened:
        if opened.read(len(PROOF_HEAD)) == PROOF_HEAD.encode():
            text = PROOF_HEAD + opened.read().decode(errors="replace")
            yield read_proof(text, where=str(file))
        else:
            yield read_bundle(opened, place=str(file))


@contextmanager
def open_bundle(file: Path) -> Iterator[Bundle]:
    """Open the bundle in a file, not verified yet; raises as ``open_copy`` does."""
    with open_copy(file) as copy:
        if isinstance(copy, Proof):
            fix = "give the bundle that `supplypact ledger export` or `backup` wrote"
            raise UsageError("it is a proof of one entry, no bundle", where=str(file), fix=fix)
        yield copy


def open_note(file: Path) -> SignedCheckpoint:
    """Return the checkpoint in a file; raises UsageError or IntegrityError."""
    try:
        return read_note(file.read_text(encoding="utf-8"))
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        fix = "give the path of a checkpoint"
        raise UsageError(what, where=str(file), fix=fix) from error
    except ValueError as error:
        fault = Fault(what=f"it is no checkpoint: {error}", where=str(file), fix="get it again")
        raise IntegrityError([fault], where=str(file)) from error


def sign_for_party(
    source: Bundle | Store,
    key: SigningKey,
    keeper: VerifierKey,
    kept: Path,
    *,
    first: bool,
    book_of: BookOf,
    now: datetime,
) -> SignedCheckpoint:
    """Return the last checkpoint of a ledger with a party's signature alone, and keep it.

    The ledger is verified first, rules and all.  What the party signed before is read from the
    file ``kept`` and must be continued; the file is then replaced.

    Args:
        first: Whether the party signs for the first time: there is no such file yet.

    Raises:
        IntegrityError: the ledger does not verify, or does not continue what was signed before.
        UsageError: it has no checkpoint yet; the file is not there, or is there at the first time.
    """
    last = _signed_last(kept, first=first)
    keys = [keeper]
    if isinstance(source, Bundle):
        found = verify_bundle(source, keys, book_of=book_of).demand()
    else:
        found = verify(source, keys, book_of=book_of).demand()
    if not found.checkpoints:
        fix = "ask its keeper for `supplypact ledger checkpoint`"
        raise UsageError("there is no checkpoint to sign", where=found.place, fix=fix)
    signed = cosign(
        found.checkpoints[-1],
        source.hashes(),
        key=key,
        ledger_key=keeper,
        last=last,
        now=now,
        where=found.place,
    )
    write_file(kept, write_note(signed).encode(), option="--kept")
    return signed


def _signed_last(kept: Path, *, first: bool) -> SignedCheckpoint | None:
    """Return what a party signed last, None at its first time; raises UsageError."""
    if first and kept.exists():
        fix = "leave --first out, so that the ledger is compared with it; or name a new file"
        raise UsageError("there is a checkpoint already", where=str(kept), fix=fix)
    if not first and not kept.exists():
        told = "there is no such file, so that nothing could be compared with what you signed last"
        fix = "name the file of your last co-signature; if you never signed, add --first"
        raise UsageError(told, where=str(kept), fix=fix)
    return None if first else open_note(kept)
