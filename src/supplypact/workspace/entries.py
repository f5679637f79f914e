"""Read a file of entries, or the fields of one entry from a command line; tell every fault."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from supplypact.errors import DataError, UsageError
from supplypact.formats.entry_file import ENDINGS, read_entry_rows
from supplypact.ledger.body import read_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from supplypact.domain.entry import Entry
    from supplypact.errors import Fault


def open_entries(file: Path) -> list[Entry]:
    """Return the entries of a CSV, XLSX or JSON Lines file in its order.

    Raises:
        UsageError: there is no such file.
        DataError: the file or a row of it is wrong; every fault is told.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        fix = f"give the path of a file of entries ({', '.join(ENDINGS)})"
        raise UsageError(what, where=str(file), fix=fix) from error
    rows, faults = read_entry_rows(raw, where=str(file))
    entries = read_entries(rows, faults)
    if faults:
        raise DataError(faults, where=str(file))
    return entries


def read_entries(
    rows: Iterable[tuple[str, Mapping[str, object]]], faults: list[Fault]
) -> list[Entry]:
    """Return the entries of rows; what is wrong is added to ``faults``."""
    entries: list[Entry] = []
    for where, row in rows:
        entry, wrong = read_entry(row, where=where)
        faults += wrong
        if entry is not None:
            entries.append(entry)
    return entries


def named_entry(kind: str, cells: Mapping[str, str]) -> Entry:
    """Return the entry of a kind and its fields as text.

    Without ``id`` it is named by its content, so that the same entry is never taken in twice.

    Raises:
        DataError: the entry is wrong; every fault is told.
    """
    row = {"kind": kind, **cells}
    told = "\n".join(f"{name}={text}" for name, text in sorted(row.items()))
    digest = hashlib.sha256(told.encode()).hexdigest()
    row.setdefault("id", f"{kind.replace('_', '-')}-{digest[:10]}")
    entry, faults = read_entry(row, where="the entry")
    if entry is None:
        raise DataError(faults, where="the entry")
    return entry
