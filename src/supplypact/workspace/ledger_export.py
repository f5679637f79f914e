"""Write a ledger for others: whole as a bundle, or its entries as a file to import."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING

from supplypact.domain.entry import Tlp
from supplypact.errors import OutputError, UsageError
from supplypact.formats.entry_rows import COLUMNS
from supplypact.ledger.body import entry_body
from supplypact.ledger.proofs.bundle import read_bundle, verify_bundle, write_bundle
from supplypact.workspace.output import check_writable_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from supplypact.domain.entry import Entry
    from supplypact.ledger.body import Body
    from supplypact.ledger.proofs.verify import Verified
    from supplypact.ledger.store.store import Store

BUNDLE = ".zip"
ENTRY_FILES = (".csv", ".jsonl")
_MARKS = tuple(Tlp)
"""From the mildest to the strictest."""


def write_copy(store: Store, file: Path) -> Verified:
    """Write the bundle of a ledger, as of one moment, and verify what was written.

    Raises:
        IntegrityError: the ledger does not verify; no file is left.
        OutputError: the file cannot be written.
        StoreError: the ledger cannot be read.
    """
    check_writable_file(file, option="FILE")
    beside = file.with_name(f".{file.name}-{os.getpid()}.part")
    try:
        with beside.open("w+b") as opened:
            write_bundle(store, opened)
            opened.flush()
            os.fsync(opened.fileno())
            found = verify_bundle(read_bundle(opened, place=str(file))).demand()
        beside.replace(file)
    except OSError as error:
        fix = "free the place or choose another FILE"
        raise OutputError(error.strerror or str(error), where=str(file), fix=fix) from error
    finally:
        beside.unlink(missing_ok=True)
    return found


def shared_entries(entries: Sequence[Entry], tlp: Tlp) -> list[Entry]:
    """Return the entries that are marked no more strictly than ``tlp``."""
    return [entry for entry in entries if _MARKS.index(entry.tlp) <= _MARKS.index(tlp)]


def written_entries(entries: Iterable[Entry], file: Path) -> bytes:
    """Return entries as a file to import, by the ending of its name; raises UsageError."""
    bodies = [entry_body(entry) for entry in entries]
    if file.suffix == ".jsonl":
        lines = (json.dumps(body, ensure_ascii=False) for body in bodies)
        return "".join(f"{line}\n" for line in lines).encode()
    if file.suffix == ".csv":
        return _csv(bodies)
    fix = f"name it with one of: {BUNDLE} (a bundle), {', '.join(ENTRY_FILES)} (entries)"
    raise UsageError("its name does not say what it is to be", where=str(file), fix=fix)


def _csv(bodies: Sequence[Body]) -> bytes:
    used = {name for body in bodies for name in body}
    columns = [name for name in COLUMNS if name in used]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(body.get(name, "")) for name in columns] for body in bodies)
    return text.getvalue().encode()


def _cell(value: str | list[str] | dict[str, str]) -> str:
    if isinstance(value, dict):
        value = [f"{name}={part}" for name, part in value.items()]
    return "; ".join(value) if isinstance(value, list) else value
