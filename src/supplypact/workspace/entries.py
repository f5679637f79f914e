"""Read a file of entries, or the fields of one entry from a command line; tell every fault."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from supplypact.domain.entry import Project
from supplypact.errors import DataError, UsageError
from supplypact.formats.entry_file import ENDINGS, read_entry_rows
from supplypact.ledger.body import read_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from supplypact.domain.entry import Entry
    from supplypact.errors import Fault
    from supplypact.ledger.book.book import Book
    from supplypact.ledger.ledger import Ledger

_NAME = "give one of your own, such as id=jbic-2026-11-20: the same id is recorded once"


@dataclass(frozen=True, kw_only=True)
class EntryFile:
    """What a file of entries states, in its order."""

    place: str
    entries: tuple[Entry, ...]
    """Of the rows whose form is right."""
    faults: tuple[Fault, ...]
    """What is wrong with the form of the others."""
    without: frozenset[str]
    """Ids and projects that the others would bring."""


def open_entries(file: Path) -> EntryFile:
    """Return what a CSV, XLSX or JSON Lines file states; raises UsageError if there is none."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        fix = f"give the path of a file of entries ({', '.join(ENDINGS)})"
        raise UsageError(what, where=str(file), fix=fix) from error
    rows, faults = read_entry_rows(raw, where=str(file))
    without: set[str] = set()
    entries = read_entries(rows, faults, without)
    return EntryFile(
        place=str(file), entries=tuple(entries), faults=tuple(faults), without=frozenset(without)
    )


def sound_entries(given: EntryFile, ledger: Ledger[Book], *, now: datetime) -> Sequence[Entry]:
    """Return the entries of a file.

    Raises:
        DataError: rows have faults of form; told with what rules of the ledger the others break.
    """
    if given.faults:
        more = ledger.examine(given.entries, now=now, without=given.without)
        raise DataError([*given.faults, *more], where=given.place)
    return given.entries


def read_entries(
    rows: Iterable[tuple[str, Mapping[str, object]]],
    faults: list[Fault],
    without: set[str] | None = None,
) -> list[Entry]:
    """Return the entries of rows.

    What is wrong is added to ``faults``, and the names of what is wrong to ``without``.
    """
    entries: list[Entry] = []
    for where, row in rows:
        entry, wrong = read_entry(row, where=where)
        faults += wrong
        if entry is not None:
            entries.append(entry)
        elif without is not None:
            without |= _names(row)
    return entries


def given_entry(kind: str, cells: Mapping[str, str]) -> Entry:
    """Return the entry of a kind and its fields as text.

    Raises:
        DataError: the entry is wrong, or has no id; every fault is told.
    """
    entry, faults = read_entry({"kind": kind, **cells}, where="the entry")
    if entry is None:
        told = [replace(each, fix=_NAME) if _is_nameless(each) else each for each in faults]
        raise DataError(told, where="the entry")
    return entry


def _is_nameless(fault: Fault) -> bool:
    """Return whether a fault is that an entry has no id."""
    return fault.what.startswith("id is missing")


def _names(row: Mapping[str, object]) -> set[str]:
    """Return the names that a row would bring: its id, and the project that it declares."""
    columns = ("id", Project.kind) if row.get("kind") == Project.kind else ("id",)
    return {str(row[name]).strip() for name in columns if row.get(name)}
