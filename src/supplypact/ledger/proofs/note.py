"""Checkpoints as signed notes, and the keys that sign them.

The forms are those of C2SP: signed-note (text, blank line, signature lines), tlog-checkpoint (the
text is origin, size and root) and tlog-cosignature (a party's signature with its time).  The ledger
signs the text itself (algorithm 0x01); a party signs

    cosignature/v1
    time 1795341000
    (the text)

with algorithm 0x04, by which it states that it checked the ledger against what it signed before.
All signatures are Ed25519 (RFC 8032).
"""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from supplypact.domain.record import Checkpoint, Signature, SignedCheckpoint
from supplypact.errors import UsageError

LEDGER, PARTY = 1, 4
"""Algorithms: the ledger's own signature, and a party's co-signature."""
_PRIVATE = "PRIVATE+KEY+"
_MARK = "— "
_FIELD = 2**255 - 19
_ALL_BUT_SIGN = 2**255 - 1
_EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
"""Height (y) of points of order 8 of the curve of Ed25519."""
_SMALL = {0, 1, _FIELD - 1, _EIGHTH, _FIELD - _EIGHTH}
"""Heights of all points whose order divides 8."""
_MOST = 1_000
"""Signatures that a note may have."""


@dataclass(frozen=True, kw_only=True)
class VerifierKey:
    """A public key by which signatures are checked."""

    name: str
    algorithm: int
    public: bytes
    """32 bytes."""

    @property
    def key_hash(self) -> bytes:
        """Return which key of this name it is, 4 bytes."""
        stated = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public
        return sha256(stated).digest()[:4]

    @property
    def text(self) -> str:
        """Return the key as text: name, hash, and algorithm with key."""
        return f"{self.name}+{self.key_hash.hex()}+{_b64(bytes([self.algorithm]) + self.public)}"

    def made(self, signature: Signature) -> bool:
        """Return whether a signature says that it is by this key."""
        return signature.name == self.name and signature.key_hash == self.key_hash

    def verifies(self, signature: Signature, checkpoint: Checkpoint) -> bool:
        """Return whether a signature is by this key, and of this checkpoint."""
        if not self.made(signature) or is_small(self.public):
            return False
        blob, text = signature.blob, checkpoint_text(checkpoint)
        if self.algorithm == PARTY:
            text, blob = _dated(text, int.from_bytes(blob[:8], "big")), blob[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(blob, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A private key.  Kept in a file of its holder, never in a ledger."""

    name: str
    algorithm: int
    seed: bytes
    """32 bytes."""

    def __repr__(self) -> str:
        """Return the name only: the seed is never shown."""
        return f"SigningKey(name={self.name!r}, algorithm={self.algorithm})"

    @property
    def verifier(self) -> VerifierKey:
        """Return the public key."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(name=self.name, algorithm=self.algorithm, public=public)

    @property
    def text(self) -> str:
        """Return the private key as text, for its holder's file."""
        sealed = _b64(bytes([self.algorithm]) + self.seed)
        return f"{_PRIVATE}{self.name}+{self.verifier.key_hash.hex()}+{sealed}"

    def sign(self, checkpoint: Checkpoint, now: datetime) -> Signature:
        """Return this key's signature of a checkpoint; ``now`` is stated in a co-signature."""
        text, dated = checkpoint_text(checkpoint), b""
        if self.algorithm == PARTY:
            seconds = int(now.timestamp())
            text, dated = _dated(text, seconds), seconds.to_bytes(8, "big")
        blob = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return Signature(name=self.name, key_hash=self.verifier.key_hash, blob=dated + blob)


def new_key(name: str, algorithm: int) -> SigningKey:
    """Return a new private key.

    Raises:
        UsageError: a key cannot have this name.

    """
    if not _is_name(name):
        raise UsageError(
            f"a key cannot be called {name!r}",
            where="name of the key",
            fix="use no spaces, plus signs or signs that cannot be seen: jpn.example/pact, say",
        )
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    return SigningKey(name=name, algorithm=algorithm, seed=seed)


def read_verifier(text: str, *, where: str = "key") -> VerifierKey:
    """Return the public key that a text states; raises UsageError."""
    name, hashed, sealed = _split(text.strip(), "", where)
    key = VerifierKey(name=name, algorithm=sealed[0], public=sealed[1:])
    if is_small(key.public):
        what = "it is a point of small order, for which anybody can sign"
        raise UsageError(what, where=where, fix="ask its holder for a key of `ledger key`")
    return _checked(key, hashed, where)


def read_signing_key(text: str, *, where: str = "key") -> SigningKey:
    """Return the private key that a text states; raises UsageError."""
    name, hashed, sealed = _split(text.strip(), _PRIVATE, where)
    key = SigningKey(name=name, algorithm=sealed[0], seed=sealed[1:])
    _checked(key.verifier, hashed, where)
    return key


def is_small(public: bytes) -> bool:
    """Return whether a public key, however it is encoded, is a point of small order.

    There are eight such points; a signature of zeros passes under them, as RFC 8032 checks it.
    """
    return (int.from_bytes(public, "little") & _ALL_BUT_SIGN) % _FIELD in _SMALL


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """Return the text of a checkpoint that is signed."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{_b64(checkpoint.root)}\n"


def write_note(signed: SignedCheckpoint) -> str:
    """Return a signed checkpoint as a note."""
    lines = [
        f"{_MARK}{each.name} {_b64(each.key_hash + each.blob)}\n" for each in signed.signatures
    ]
    return f"{checkpoint_text(signed.checkpoint)}\n{''.join(lines)}"


def read_note(text: str) -> SignedCheckpoint:
    """Return the checkpoint that a note states, with its signatures, none of them checked.

    Raises:
        ValueError: it is no such note, to the byte; says why.

    """
    lines = text.split("\n")
    if len(lines) < 6 or lines[3] or lines[-1] or len(lines) > _MOST:
        raise ValueError("it is not three lines, a blank one, and lines of signatures")
    origin, size, root = lines[:3]
    if not origin or not size.isascii() or not size.isdigit():
        raise ValueError("its first lines are not an origin and a size")
    checkpoint = Checkpoint(origin=origin, size=int(size), root=_unb64(root))
    signed = SignedCheckpoint(
        checkpoint=checkpoint, signatures=tuple(_signature(line) for line in lines[4:-1])
    )
    if len(checkpoint.root) != 32 or write_note(signed) != text:
        raise ValueError("it is not in the form of a C2SP checkpoint")
    return signed


def merged(notes: Sequence[SignedCheckpoint]) -> list[SignedCheckpoint]:
    """Return each checkpoint once, with the signatures of all its notes, smallest first."""
    found: dict[Checkpoint, SignedCheckpoint] = {}
    for note in notes:
        first = found.setdefault(note.checkpoint, replace(note, signatures=()))
        new = [each for each in note.signatures if each not in first.signatures]
        found[note.checkpoint] = replace(first, signatures=(*first.signatures, *new))
    return sorted(found.values(), key=lambda each: each.checkpoint.size)


def _signature(line: str) -> Signature:
    name, _, sealed = line.removeprefix(_MARK).rpartition(" ")
    raw = _unb64(sealed)
    if not line.startswith(_MARK) or not _is_name(name) or len(raw) < 5:
        raise ValueError("a line of it is no signature")
    return Signature(name=name, key_hash=raw[:4], blob=raw[4:])


def _dated(text: str, seconds: int) -> str:
    return f"cosignature/v1\ntime {seconds}\n{text}"


def _split(text: str, prefix: str, where: str) -> tuple[str, str, bytes]:
    """Return name, hash, and algorithm with key of a key's text."""
    form = f"{prefix}NAME+HASH+KEY"
    parts = text.removeprefix(prefix).split("+", 2)
    if text.startswith(prefix) and len(parts) == 3 and _is_name(parts[0]):
        try:
            sealed = _unb64(parts[2])
        except ValueError:
            sealed = b""
        if len(sealed) == 33 and sealed[0] in {LEDGER, PARTY}:
            return parts[0], parts[1], sealed
    what = f"it is no Ed25519 key of the form {form}"
    raise UsageError(what, where=where, fix="give the text that `supplypact ledger key` printed")


def _checked(key: VerifierKey, hashed: str, where: str) -> VerifierKey:
    if key.key_hash.hex() != hashed:
        what = f"the hash of the key is {key.key_hash.hex()}, not {hashed}"
        raise UsageError(what, where=where, fix="copy the text of the key again")
    return key


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(_is_blank(letter) for letter in name)


def _is_blank(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("a part of it is not base64") from error
