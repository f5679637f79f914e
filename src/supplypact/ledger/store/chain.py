"""The chain: the exact bytes of a record, and how each one vouches for the one before.

A record's leaf is the canonical JSON (RFC 8785) of

    actor        who wrote it
    entry        the canonical body of the entry (``body.py``)
    prev         hash of the leaf before in hexadecimal, lower case; 64 zeros for the first
    recorded_at  2026-11-22T09:30:00.000000Z
    seq          place in the ledger, from "0"

Its hash is SHA-256(0x00 || leaf), which is also its leaf of the Merkle tree (RFC 9162): the chain
and the tree vouch for the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NoReturn

import rfc8785

from supplypact.domain.entry import Entry
from supplypact.domain.record import Record
from supplypact.errors import Fault, IntegrityError
from supplypact.ledger.body import entry_body, read_entry
from supplypact.ledger.cells import FIRST_YEAR, LAST_YEAR

ZERO = bytes(32)
"""What the first record has in place of the hash of the one before."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_NOT_CANONICAL = "it is not in the canonical form of RFC 8785"
_TEXTS = [str] * 3
_KEYS = {"actor", "entry", "prev", "recorded_at", "seq"}


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + leaf).digest()


def write_leaf(record: Record, prev: bytes) -> bytes:
    """Return the leaf of a record that comes after the leaf of hash ``prev``.

    Raises:
        ValueError: a text of it has no UTF-8 form.

    """
    return rfc8785.dumps(
        {
            "actor": record.actor,
            "entry": entry_body(record.entry),
            "prev": prev.hex(),
            "recorded_at": time_text(record.recorded_at),
            "seq": str(record.seq),
        }
    )


def time_text(moment: datetime) -> str:
    """Return a moment as a leaf states it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_leaf(leaf: bytes) -> dict[str, Any]:
    """Return what a leaf states.

    Raises:
        ValueError: it is not the canonical form of a record; says why.

    """
    try:
        text = leaf.decode()
        value = _decode(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is no JSON text of strings, lists and objects") from error
    if not isinstance(value, dict) or value.keys() != _KEYS:
        raise ValueError(f"it does not state exactly {', '.join(sorted(_KEYS))}")
    if fault := _fault(value) or ("" if _is_canonical(value, text) else _NOT_CANONICAL):
        raise ValueError(fault)
    return value


def read_record(leaf: bytes, *, where: str) -> Record:
    """Return the record that a leaf states.

    Raises:
        IntegrityError: it states none.

    """
    try:
        return record_of(read_leaf(leaf), where=where)
    except ValueError as error:
        fix = "verify the ledger; restore it from a backup that verifies"
        raise IntegrityError([Fault(what=str(error), where=where, fix=fix)], where=where) from error


def record_of(value: Mapping[str, Any], *, where: str) -> Record:
    """Return the record of what a leaf states.

    Raises:
        ValueError: its place is no number.
        IntegrityError: its entry is not in the form of entries.

    """
    return Record(
        seq=int(value["seq"]),
        recorded_at=datetime.fromisoformat(value["recorded_at"]),
        actor=value["actor"],
        entry=_entry(value["entry"], where),
    )


def _fault(value: Mapping[str, Any]) -> str:
    entry = value["entry"]
    if not (isinstance(entry, dict) and isinstance(entry.get("id"), str)):
        return "it states no entry with an id"
    time, others = value["recorded_at"], (value["actor"], value["prev"], value["seq"])
    if not isinstance(time, str) or [*map(type, others)] != _TEXTS:
        return "its actor, prev, recorded_at and seq are no texts"
    if not _TIME.fullmatch(time) or not _is_moment(time):
        return "its recorded_at is no moment in UTC with microseconds"
    return ""


def _is_moment(text: str) -> bool:
    try:
        return FIRST_YEAR <= datetime.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        return False


def _entry(body: Mapping[str, object], where: str) -> Entry:
    entry, faults = read_entry(body, where=where)
    if entry is None:
        raise IntegrityError(faults, where=where)
    return entry


def _is_canonical(value: Mapping[str, Any], text: str) -> bool:
    """Return whether ``text`` is the canonical form of ``value``.

    The quick writer differs from RFC 8785 only in the order of names beyond ASCII.
    """
    try:
        return _encode(value) == text or rfc8785.dumps(value) == text.encode()
    except (ValueError, RecursionError):
        return False


def _refuse(number: str) -> NoReturn:
    raise ValueError(f"{number} is no text")


_decode = json.JSONDecoder(parse_float=_refuse, parse_int=_refuse, parse_constant=_refuse).decode
_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode
