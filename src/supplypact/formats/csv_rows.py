"""Text to rows of a CSV file: one row a line, one cell for each column of the header."""

from __future__ import annotations

import csv
from io import StringIO

from supplypact.errors import Fault


def split_rows(text: str, *, where: str) -> tuple[list[str], list[list[str]], list[Fault]]:
    """Return header and rows; a fault for each line that is not a row of the table."""
    if fault := _not_comma_separated(text, where):
        return [], [], [fault]
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header: list[str] = []
    rows: list[list[str]] = []
    faults = []
    try:
        header = next(reader, [])
        for row in reader:
            rows.append(row)
            if len(row) != len(header) or reader.line_num != len(rows) + 1:
                faults.append(_line_fault(row, header, f"{where}, line {len(rows) + 1}"))
                if reader.line_num != len(rows) + 1:
                    break  # from here on lines and rows no longer agree
    except csv.Error as error:
        fix = "put text with commas or quotes between double quotes, and double those inside"
        place = f"{where}, line {reader.line_num}"
        faults.append(Fault(what=f"not a CSV row ({error})", where=place, fix=fix))
    return header, rows, faults


def _not_comma_separated(text: str, where: str) -> Fault | None:
    """Return the fault of a text without any row, or with another separator in its header."""
    header = text.lstrip().partition("\n")[0]
    if not header:
        fix = "write the header and the rows, or take the file away"
        return Fault(what="the file is empty", where=where, fix=fix)
    for separator, name in ((";", "';'"), ("\t", "tabs")):
        if separator in header and "," not in header:
            return Fault(
                what=f"the columns are separated by {name}",
                where=f"{where}, line 1",
                fix="save it with commas (CSV UTF-8)",
            )
    return None


def _line_fault(row: list[str], header: list[str], place: str) -> Fault:
    """Return what is wrong with a line that does not hold one cell for each column."""
    if len(row) == len(header):
        return Fault(
            what="a cell or the header runs over several lines",
            where=place,
            fix="write each row on one line",
        )
    if not row:
        return Fault(what="the line is empty", where=place, fix="delete it")
    return Fault(
        what=f"{len(row)} cells where the header names {len(header)} columns",
        where=place,
        fix="write one cell for each column, with text that has commas between double quotes",
    )
