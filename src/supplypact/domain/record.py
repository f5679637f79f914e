"""The record: entries as a ledger keeps them, and what its keepers vouch for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from supplypact.domain.entry import Entry


@dataclass(frozen=True, kw_only=True)
class Record:
    """One line of a ledger.  It is never changed; a later record may correct it."""

    seq: int
    """Place in the ledger, from 0."""
    recorded_at: datetime
    """When the ledger took it in, UTC (knowledge time)."""
    actor: str
    """Who wrote it."""
    entry: Entry

    @property
    def recorded_on(self) -> date:
        """The day on which the ledger took it in, UTC."""
        return self.recorded_at.date()


def known(recorded_at: datetime, known_at: date | None) -> bool:
    """Return whether something recorded then was known by the end of a day (UTC); None is now."""
    return known_at is None or recorded_at <= datetime.combine(known_at, time.max, UTC)


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """What the keepers of a ledger vouch for: so many records with this root, and nothing else."""

    origin: str
    """Name of the ledger."""
    size: int
    root: bytes
    """Root of the Merkle tree over the first ``size`` records, 32 bytes (RFC 9162)."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A signature under a checkpoint, by the ledger or by a party."""

    name: str
    """Name of the key, for example ``jpn.example``."""
    key_hash: bytes
    """First 4 bytes of the key's hash: which key of that name."""
    blob: bytes
    """What stands behind the key hash: a signature, for a co-signature its time before it."""


@dataclass(frozen=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint with its signatures."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]
