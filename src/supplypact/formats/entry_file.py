"""Rows of a file of entries, read by the ending of its name: CSV, XLSX or JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.errors import Fault
from supplypact.formats.entry_csv import read_rows_csv
from supplypact.formats.entry_jsonl import read_rows_jsonl
from supplypact.formats.entry_xlsx import read_rows_xlsx

if TYPE_CHECKING:
    from supplypact.formats.entry_rows import Rows

_READERS = {".csv": read_rows_csv, ".xlsx": read_rows_xlsx, ".jsonl": read_rows_jsonl}
ENDINGS = tuple(_READERS)


def read_entry_rows(raw: bytes, *, where: str) -> tuple[Rows, list[Fault]]:
    """Return the rows of a file with their places, and what is wrong with it."""
    for ending, read in _READERS.items():
        if where.lower().endswith(ending):
            return read(raw, where=where)
    what = "its name does not say what kind of file it is"
    return [], [Fault(what=what, where=where, fix=f"name it with one of: {', '.join(ENDINGS)}")]
