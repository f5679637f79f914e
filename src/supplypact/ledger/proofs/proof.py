"""Proof of one record: its leaf, its way to the root, and the checkpoint that signs the root.

The text is a C2SP tlog-proof, with the leaf as its extra line.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from supplypact.domain.record import Record, SignedCheckpoint
from supplypact.errors import Fault, IntegrityError, UsageError
from supplypact.ledger.proofs.merkle import inclusion_path, verify_inclusion
from supplypact.ledger.proofs.note import VerifierKey, merged, read_note, write_note
from supplypact.ledger.store.chain import leaf_hash, read_leaf, read_record
from supplypact.ledger.store.store import Store

PROOF_HEAD = "c2sp.org/tlog-proof@v1"
_FIX = "ask for the proof again; ask the ledger's keeper for a bundle"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """That a leaf stands in a ledger, for whoever has the public keys."""

    leaf: bytes
    index: int
    path: tuple[bytes, ...]
    signed: SignedCheckpoint

    @property
    def text(self) -> str:
        """Return the proof as text."""
        nodes = "".join(f"{base64.b64encode(each).decode()}\n" for each in self.path)
        leaf = base64.b64encode(self.leaf).decode()
        return f"{PROOF_HEAD}\nextra {leaf}\nindex {self.index}\n{nodes}\n{write_note(self.signed)}"


def prove(store: Store, name: str) -> Proof:
    """Return the proof that the entry ``name`` is covered by the last checkpoint.

    Raises:
        UsageError: there is no such entry, or no checkpoint covers it yet.

    """
    with store.reading():
        row = next((each for each in store.rows() if each.id == name), None)
        checkpoints = merged([read_note(each) for each in store.notes()])
        hashes = store.hashes()
    if row is None:
        fix = "list the ids with `supplypact ledger show`"
        raise UsageError(f"there is no entry '{name}'", where=store.place, fix=fix)
    if not checkpoints or checkpoints[-1].checkpoint.size <= row.seq:
        fix = "make one with `supplypact ledger checkpoint`"
        raise UsageError(f"no checkpoint covers '{name}' yet", where=store.place, fix=fix)
    signed = checkpoints[-1]
    path = inclusion_path(hashes[: signed.checkpoint.size], row.seq)
    return Proof(leaf=row.leaf, index=row.seq, path=tuple(path), signed=signed)


def read_proof(text: str, *, where: str) -> Proof:
    """Return the proof that a text states, not checked yet; raises IntegrityError."""
    head, _, note = text.partition("\n\n")
    try:
        first, extra, index, *nodes = head.split("\n")
        proof = Proof(
            leaf=base64.b64decode(extra.removeprefix("extra "), validate=True),
            index=int(index.removeprefix("index ")),
            path=tuple(base64.b64decode(each, validate=True) for each in nodes),
            signed=read_note(note),
        )
    except (ValueError, binascii.Error) as error:
        raise _refusal([f"it is no proof of a record ({error})"], where) from error
    if first != PROOF_HEAD or proof.text != text:
        raise _refusal(["it is no proof of a record"], where)
    return proof


def verify_proof(proof: Proof, keys: Sequence[VerifierKey], *, where: str) -> Record:
    """Return the record that is proved.

    Raises:
        IntegrityError: the proof fails, or one of ``keys`` has not signed its checkpoint.

    """
    checkpoint = proof.signed.checkpoint
    faults = [
        f"no signature of {key.name}"
        for key in keys
        if not any(key.verifies(each, checkpoint) for each in proof.signed.signatures)
    ]
    try:
        stated = read_leaf(proof.leaf)["seq"]
    except ValueError as error:
        faults.append(f"the leaf: {error}")
    else:
        if stated != str(proof.index):
            faults.append(f"the leaf is of record {stated}, not {proof.index}")
    if not verify_inclusion(
        leaf_hash(proof.leaf),
        index=proof.index,
        size=checkpoint.size,
        root=checkpoint.root,
        path=proof.path,
    ):
        faults.append("the leaf does not lead to the root that was signed")
    if faults:
        raise _refusal(faults, where)
    return read_record(proof.leaf, where=where)


def _refusal(faults: Sequence[str], where: str) -> IntegrityError:
    return IntegrityError([Fault(what=each, where=where, fix=_FIX) for each in faults], where=where)
