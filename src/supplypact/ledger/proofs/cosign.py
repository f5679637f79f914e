"""Co-signing: a party signs a checkpoint once it has seen that nothing before it was changed.

The party keeps the last note that it signed.  It takes the ledger, or a bundle of it, verifies all
of it, checks that the last checkpoint bears the ledger's signature and continues the party's last
one, and signs.  The ledger's private key is not needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from supplypact.domain.record import Checkpoint, SignedCheckpoint
from supplypact.errors import Fault, IntegrityError
from supplypact.ledger.proofs.merkle import consistency_path, root_of, verify_consistency
from supplypact.ledger.proofs.note import SigningKey, VerifierKey

_STOP = "do not sign; ask the ledger's keeper for the whole ledger, and show both checkpoints"


def cosign(
    latest: SignedCheckpoint,
    hashes: Sequence[bytes],
    *,
    key: SigningKey,
    ledger_key: VerifierKey,
    last: SignedCheckpoint | None,
    now: datetime,
    where: str,
) -> SignedCheckpoint:
    """Return the checkpoint ``latest`` with this party's signature alone.

    ``hashes`` are those of the leaves of a ledger that verifies; ``last`` is what this party
    signed last, None at its first time.

    Raises:
        IntegrityError: it is not signed by the ledger, is not of these leaves, or does not
            continue ``last``.

    """
    if not any(ledger_key.verifies(each, latest.checkpoint) for each in latest.signatures):
        raise _refusal(f"no signature of {ledger_key.name}", where)
    if root_of(hashes[: latest.checkpoint.size]) != latest.checkpoint.root:
        raise _refusal("the records are not those of the checkpoint (another root)", where)
    if last:
        if not any(key.verifier.verifies(each, last.checkpoint) for each in last.signatures):
            raise _refusal(f"the checkpoint that was kept is not signed by {key.name}", where)
        check_consistent(last.checkpoint, latest.checkpoint, hashes, where=where)
    return replace(latest, signatures=(key.sign(latest.checkpoint, now),))


def check_consistent(
    first: Checkpoint, second: Checkpoint, hashes: Sequence[bytes], *, where: str
) -> None:
    """Refuse a second checkpoint that does not continue the first; raises IntegrityError."""
    if first.origin != second.origin:
        raise _refusal(f"it is of another ledger ({second.origin}, not {first.origin})", where)
    if first.size > second.size:
        raise _refusal(f"it is of {second.size} records; there were {first.size} before", where)
    path = consistency_path(hashes[: second.size], first.size)
    if not verify_consistency(
        first=first.size,
        second=second.size,
        first_root=first.root,
        second_root=second.root,
        path=path,
    ):
        what = f"the first {first.size} records are not those that were signed before (a fork)"
        raise _refusal(what, where)


def _refusal(what: str, where: str) -> IntegrityError:
    return IntegrityError([Fault(what=what, where=where, fix=_STOP)], where=where)
