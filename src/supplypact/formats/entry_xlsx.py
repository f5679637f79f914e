"""Rows of a spreadsheet of entries (XLSX): the sheet ``entries``, or else the first one.

Cells become exact text.  A whole number keeps its digits; a broken number is written with the
digits that its spreadsheet shows, and refused beyond 15 of them, as spreadsheets keep no more.  A
day without a time of day becomes ISO text.  A formula counts with the value that was saved in it.
"""

from __future__ import annotations

import datetime as dt
import struct
import warnings
import zipfile
import zlib
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from supplypact.errors import Fault
from supplypact.formats.entry_rows import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    Rows,
    header_faults,
    no_rows,
    row_of,
    too_large,
    too_long,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHEET = "entries"
MOST_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number."""

_UNSOUND = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the reader of spreadsheets raises on a file that is damaged or made to harm."""
_DECLARES = b"<!DOCTYPE"
_SAVE_AGAIN = "open it in a spreadsheet program and save it as XLSX, or bring CSV (UTF-8)"


class _RefusedError(ValueError):
    """A cell that has no exact text: what it holds, and how to mend it."""

    def __init__(self, what: str, fix: str) -> None:
        self.what, self.fix = what, fix
        super().__init__(what)


def read_rows_xlsx(raw: bytes, *, where: str) -> tuple[Rows, list[Fault]]:
    """Return the rows with their places, and what is wrong with the file."""
    if len(raw) > MOST_BYTES:
        return [], [too_large(len(raw), where=where)]
    try:
        if fault := _harm(raw, where):
            return [], [fault]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(raw, where)
    except _UNSOUND as error:
        what = f"not a sound spreadsheet ({str(error)[:120] or type(error).__name__})"
        return [], [Fault(what=what, where=where, fix=_SAVE_AGAIN)]


def _harm(raw: bytes, where: str) -> Fault | None:
    """Return the fault of a file that unpacks to too much, or defines names of its own in XML."""
    with zipfile.ZipFile(BytesIO(raw)) as parts:
        size = sum(part.file_size for part in parts.infolist())
        if size > MOST_BYTES:
            return too_large(size, where=where)
        for part in parts.infolist():
            if part.filename.endswith((".xml", ".rels")) and _DECLARES in parts.read(part):
                what = f"{part.filename[:60]} declares a document type, which no spreadsheet does"
                return Fault(what=what, where=where, fix=_SAVE_AGAIN)
    return None


def _read(raw: bytes, where: str) -> tuple[Rows, list[Fault]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow; other kinds of files do without

    values, formulas = (
        load_workbook(BytesIO(raw), read_only=True, data_only=kept, keep_links=False)
        for kept in (True, False)
    )
    names = [sheet.title for sheet in values.worksheets]
    if not names:
        return [], [Fault(what="the file has no sheet", where=where, fix=_SAVE_AGAIN)]
    sheet = SHEET if SHEET in names else names[0]
    where = f"{where}, sheet {sheet}"
    lines = enumerate(_lines(values[sheet], formulas[sheet]), 1)
    header = [str(cell or "").strip() for cell, _ in next(lines, (1, []))[1]]
    while header and not header[-1]:
        header.pop()
    if not header:
        return [], [no_rows(where=where)]
    faults = header_faults(header, where=f"{where}, row 1", recorded=False)
    rows: Rows = []
    for number, cells in lines:
        place = f"{where}, row {number}"
        if number > MOST_ROWS + 1:
            return [], [*faults, too_long(where=where)]
        if len(cells) > MOST_COLUMNS:
            return [], [*faults, _beyond(len(cells), place)]
        row, wrong = _row(cells, header, place)
        faults += wrong
        if row:
            rows.append((place, row))
    return rows, faults if rows or faults else [no_rows(where=where)]


def _row(
    cells: Sequence[tuple[object, bool]], header: Sequence[str], place: str
) -> tuple[Row, list[Fault]]:
    """Return what the cells of a row say, and which of them say nothing exact."""
    texts: list[tuple[str, str]] = []
    faults = []
    for column, (value, formula) in enumerate(cells):
        name = header[column] if column < len(header) else ""
        try:
            text = _text(value, formula=formula)
        except _RefusedError as refused:
            what = f"{name or f'column {column + 1}'}: {refused.what}"
            faults.append(Fault(what=what, where=place, fix=refused.fix))
            continue
        if text.strip() and column >= len(header):
            faults.append(_beyond(column + 1, place))
        texts.append((name, text))
    return row_of(texts), faults


def _beyond(column: int, place: str) -> Fault:
    """Return the fault of a cell beyond the header."""
    what = f"a cell stands in column {column}, which has no name"
    return Fault(what=what, where=place, fix="name the column or delete the cell")


def _lines(values: Any, formulas: Any) -> Iterator[list[tuple[object, bool]]]:
    """Return of each row the values, and whether each one is that of a formula."""
    for sheet in (values, formulas):
        sheet.reset_dimensions()
    for cells, written in zip(values.iter_rows(), formulas.iter_rows(), strict=False):
        pairs = zip(cells, written, strict=False)
        yield [(cell.value, other.data_type == "f") for cell, other in pairs]


def _text(value: object, *, formula: bool) -> str:
    """Return a cell as exact text; raises _RefusedError where it has none."""
    if value is None and formula:
        raise _RefusedError("the formula has no saved value", "write the value in its place")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return _day(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, str):
        raise _RefusedError(f"{value} is no text, number or day", "write a day as 2026-03-19")
    if formula and value.startswith("#"):
        raise _RefusedError(f"the formula gives {value[:40]}", "write the value in its place")
    return value


def _number(value: float) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise _RefusedError(f"{value} is not a number", "write the number")
    if len("".join(map(str, exact.as_tuple().digits)).strip("0")) > MOST_DIGITS:
        raise _RefusedError(
            f"{value} has more digits than a spreadsheet keeps ({MOST_DIGITS})",
            "format the cell as text and write the number into it, or bring CSV",
        )
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(value: dt.datetime) -> str:
    if value.time() != dt.time():
        raise _RefusedError(f"{value} has a time of day", "write the day alone, as 2026-03-19")
    return value.date().isoformat()
