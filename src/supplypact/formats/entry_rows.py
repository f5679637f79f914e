"""What the files of entries have in common: which columns there are, and what a row is.

A reader of a file gives rows as they are written, each with its place; what a row may say is the
rule of ``ledger.body``.  A column or key that no kind of entry has is told once, not in each row,
and left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from supplypact.domain.entry import KINDS, Evidence
from supplypact.errors import Fault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

Value = str | list[str] | dict[str, str]
Row = dict[str, Value]
"""Column to what it holds; a blank cell is left out."""
Rows = list[tuple[str, Row]]
"""Place of each row (``file.csv, line 3``) and the row."""

RECORDED_ON = "recorded_on"
"""Column of a bundled record only: the day on which its keeper wrote the entry down."""
MOST_ROWS = 200_000
MOST_BYTES = 128 * 1024 * 1024
"""Of a file, and of what a spreadsheet holds when unpacked."""
MOST_COLUMNS = 200


def entry_columns() -> tuple[str, ...]:
    """Return every column that an import file may have: the fields of all kinds, each once."""
    names = ["kind"]
    for kind in KINDS.values():
        for each in fields(kind):
            evidence = each.name == "evidence"
            names += [part.name for part in fields(Evidence)] if evidence else [each.name]
    return tuple(dict.fromkeys(names))


COLUMNS = entry_columns()
REQUIRED = ("kind", "id")


def header_faults(header: Sequence[str], *, where: str, recorded: bool) -> list[Fault]:
    """Return what is wrong with a header: columns unknown, twice, without a name, or missing."""
    known = (*COLUMNS, RECORDED_ON) if recorded else COLUMNS
    faults = unknown_faults(dict.fromkeys(header, where), known)
    faults += [
        Fault(what=f"the column '{name}' stands twice", where=where, fix="keep one")
        for name in dict.fromkeys(header)
        if name and header.count(name) > 1
    ]
    faults += [
        Fault(
            what=f"the file has no column '{name}'",
            where=where,
            fix=f"add the column {name}; every entry needs it",
        )
        for name in REQUIRED
        if name not in header
    ]
    return faults


def unknown_faults(named: Mapping[str, str], known: Sequence[str]) -> list[Fault]:
    """Return a fault for each unknown column, given the place where it is first named."""
    return [
        Fault(what="a column has no name", where=where, fix="name it or delete it")
        if not name
        else Fault(
            what="the column 'recorded_on' is not for an import; the ledger writes it",
            where=where,
            fix="delete the column",
        )
        if name == RECORDED_ON
        else Fault(what=f"unknown column '{name[:60]}'", where=where, fix=did_you_mean(name, known))
        for name, where in named.items()
        if name not in known
    ]


def row_of(pairs: Iterable[tuple[str, Value]], known: Container[str] = COLUMNS) -> Row:
    """Return the cells that are known columns and not blank."""
    return {name: value for name, value in pairs if name in known and not _blank(value)}


def too_large(size: int, *, where: str) -> Fault:
    """Return the fault of a file that holds more than is read."""
    return Fault(
        what=f"the file holds {size / 1024**2:,.0f} MB, more than {MOST_BYTES // 1024**2} MB",
        where=where,
        fix="split it into several files",
    )


def too_long(*, where: str) -> Fault:
    """Return the fault of a file that has more rows than are read."""
    return Fault(
        what=f"the file has more than {MOST_ROWS:,} rows",
        where=where,
        fix="split it into several files; an entry that is there already is not written again",
    )


def no_rows(*, where: str) -> Fault:
    """Return the fault of a file without any entry."""
    return Fault(what="the file has no entry", where=where, fix="write a row for each entry")


def _blank(value: Value) -> bool:
    return not (value.strip() if isinstance(value, str) else value)
