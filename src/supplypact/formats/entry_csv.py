"""Rows of a CSV file of entries (UTF-8, commas, one row a line)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.formats.csv_rows import split_rows
from supplypact.formats.entry_rows import (
    COLUMNS,
    MOST_BYTES,
    MOST_ROWS,
    RECORDED_ON,
    Rows,
    header_faults,
    no_rows,
    row_of,
    too_large,
    too_long,
)
from supplypact.formats.text import decode_text

if TYPE_CHECKING:
    from supplypact.errors import Fault


def read_rows_csv(raw: bytes, *, where: str, recorded: bool = False) -> tuple[Rows, list[Fault]]:
    """Return the rows with their lines, and what is wrong with the file.

    Rows in which every cell is blank are left out, as spreadsheets write such rows at the end.

    Args:
        raw: the file.
        where: its name, for messages.
        recorded: whether it may have the column ``recorded_on`` of a bundled record.
    """
    if len(raw) > MOST_BYTES:
        return [], [too_large(len(raw), where=where)]
    text, faults = decode_text(raw, where=where)
    if faults:
        return [], faults
    header, cells, faults = split_rows(text, where=where)
    names = [name.strip() for name in header]
    if names:
        faults = header_faults(names, where=f"{where}, line 1", recorded=recorded) + faults
    known = {*COLUMNS, RECORDED_ON} if recorded else {*COLUMNS}
    rows: Rows = [
        (f"{where}, line {line}", row)
        for line, each in enumerate(cells, 2)
        if (row := row_of(zip(names, each, strict=False), known))
    ]
    if not rows and not faults:
        faults = [no_rows(where=where)]
    if len(rows) > MOST_ROWS:
        return [], [too_long(where=where), *faults]
    return rows, faults
