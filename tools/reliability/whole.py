"""A ledger that all signed, and what a forger would make of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from supplypact.errors import IntegrityError
from supplypact.ledger.proofs.bundle import verify_bundle, write_bundle
from supplypact.ledger.proofs.note import VerifierKey
from supplypact.ledger.proofs.verify import Verified, verify_content
from supplypact.ledger.store.chain import leaf_hash
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.ledger.store.store import Row, row_of
from tools.reliability.case import JAPAN, STATES, entry_of, fresh_meta, ledger_in, now, server_key

SIZE, EARLIER = 50, 20
"""Records of the ledger that is tampered with, and of its first checkpoint."""


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A ledger of which nothing was changed: rows, words about itself, notes, bundle, keys."""

    rows: list[Row]
    meta: dict[str, str]
    notes: list[str]
    files: dict[str, bytes]
    raw: bytes
    keys: tuple[VerifierKey, ...]

    def accepts(self, rows: Sequence[Row], notes: Sequence[str] | None = None) -> bool:
        """Return whether an auditor with all keys is told that all is well, and of all records."""
        found = verify_content(
            rows,
            meta=self.meta,
            notes=self.notes if notes is None else notes,
            keys=self.keys,
            kept=(),
            place="ledger",
            indexed=True,
        )
        return is_well(found, len(self.rows))

    def accepts_bundle(self, raw: bytes) -> bool:
        """Return the same of a bundle."""
        try:
            return is_well(verify_bundle(raw, self.keys), len(self.rows))
        except IntegrityError:
            return False


def is_well(found: Verified, size: int) -> bool:
    """Return whether nothing is wrong and all records are vouched for."""
    return not found.faults and not found.not_checked and found.covered == size


def make_whole(path: Path, *, size: int = SIZE, earlier: int = EARLIER) -> Whole:
    """Return a ledger with two checkpoints, both signed by all."""
    with closing(SqliteStore.create(path, fresh_meta("tamper"))) as store:
        ledger = ledger_in(store)
        keys = tuple(each.verifier for each in (server_key(ledger.origin), JAPAN, STATES))
        for first, last in ((0, earlier), (earlier, size)):
            for number in range(first, last):
                ledger.append([entry_of(f"tamper-{number}")], actor="meti", now=now())
            signed = ledger.checkpoint(server_key(ledger.origin), now=now())
            for key in (JAPAN, STATES):
                alone = replace(signed, signatures=(key.sign(signed.checkpoint, now()),))
                ledger.add_signatures(alone, keys)
        file = io.BytesIO()
        write_bundle(store, file)
        raw = file.getvalue()
        return Whole(
            rows=list(store.rows()),
            meta=store.meta(),
            notes=store.notes(),
            files=contents(raw),
            raw=raw,
            keys=keys,
        )


def forged(rows: Sequence[Row], change: int) -> list[Row]:
    """Return the rows with one entry changed and all after it computed anew."""
    leaves, prev = [row.leaf for row in rows[:change]], rows[change].prev
    for row in rows[change:]:
        leaf = row.leaf.replace(row.prev.hex().encode(), prev.hex().encode())
        if row.seq == change:
            leaf = leaf.replace(b'"actor":"meti"', b'"actor":"usa"')
        leaves.append(leaf)
        prev = leaf_hash(leaf)
    return [row_of(leaf) for leaf in leaves]


def contents(raw: bytes) -> dict[str, bytes]:
    """Return the files of a bundle."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """Return a bundle of files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return file.getvalue()
