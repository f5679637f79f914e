"""What a ledger says about itself, bound to its name so that a changed letter shows.

The origin, which every checkpoint signs, is

    supplypact/PACT/H

with H the SHA-256, in hexadecimal, of four lines joined by a newline: ``supplypact/PACT``, the
SHA-256 of the pact's text in hexadecimal, ``created_at`` and ``seed``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from supplypact.errors import Fault, IntegrityError, StoreError
from supplypact.ledger.store.chain import time_text

FORMAT, VERSION = "supplypact-ledger", "1"
_NAMES = {"format", "version", "origin", "pact", "created_at", "seed"}


def new_meta(pact_id: str, pact_text: str, *, now: datetime, seed: str) -> dict[str, str]:
    """Return what a new ledger says about itself; ``seed`` is drawn by chance."""
    created_at = time_text(now)
    return {
        "format": FORMAT,
        "version": VERSION,
        "origin": _origin(pact_id, pact_text, created_at, seed),
        "pact": pact_text,
        "created_at": created_at,
        "seed": seed,
    }


def check_version(meta: Mapping[str, str], *, where: str) -> None:
    """Refuse what is no ledger, or one of a later version; raises StoreError."""
    if meta.get("format") != FORMAT:
        fix = "name a ledger, or make one with `supplypact ledger init`"
        raise StoreError("there is no ledger in it", where=where, fix=fix)
    if meta.get("version") != VERSION:
        what = f"the ledger is of version {meta.get('version')}; this program knows {VERSION}"
        raise StoreError(what, where=where, fix="use a later version of supplypact")


def meta_faults(meta: Mapping[str, str], *, where: str) -> list[Fault]:
    """Return what of a ledger's words about itself does not fit together."""
    if meta.keys() != _NAMES or (meta["format"], meta["version"]) != (FORMAT, VERSION):
        return [_fault(f"what it says about itself is not {', '.join(sorted(_NAMES))}", where)]
    pact_id = meta["origin"].removeprefix("supplypact/").rsplit("/", 1)[0]
    text = meta["pact"]
    if _origin(pact_id, text, meta["created_at"], meta["seed"]) != meta["origin"]:
        return [_fault("pact, day of creation and origin do not belong together", where)]
    return []


def checked_meta(meta: Mapping[str, str], *, where: str) -> Mapping[str, str]:
    """Return what a ledger says about itself; raises IntegrityError where it does not fit."""
    if faults := meta_faults(meta, where=where):
        raise IntegrityError(faults, where=where)
    return meta


def _fault(what: str, where: str) -> Fault:
    return Fault(what=what, where=where, fix="restore it from a backup that verifies")


def _origin(pact_id: str, pact_text: str, created_at: str, seed: str) -> str:
    stem = f"supplypact/{pact_id}"
    lines = "\n".join((stem, _digest(pact_text), created_at, seed))
    return f"{stem}/{_digest(lines)}"


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()
