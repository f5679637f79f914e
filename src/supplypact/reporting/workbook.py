"""Tables as an Excel workbook: one sheet a table, typed and with units.

Text goes in as text, never as a formula, and the same tables give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import xlsxwriter

from supplypact.reporting.numbers import AT_MOST
from supplypact.reporting.table import AtMost, Cell, Column, Kind, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands in the file instead of the clock, so that bytes repeat."""
NUMBER_FORMATS = {
    Kind.SHARE: "0.0%",
    Kind.BAR: "0.0%",
    Kind.POINTS: "+0.0%;-0.0%;0.0%",
    Kind.TONNES: "#,##0.0",
    Kind.USD: "#,##0",
    Kind.YEAR: "0",
    Kind.NUMBER: "#,##0.####",
}
BOUND = "at most, "
"""Stands before the kind of a number in the name of the style of its upper bounds."""
WIDEST = 60
"""Characters; longer text wraps."""
FIRST_ROW = 2
"""Rows of heading and unit above the data."""


@dataclass(frozen=True)
class Lines:
    """A sheet of terms and what is said of each."""

    title: str
    lines: Sequence[tuple[str, str]]


def write_workbook(title: str, sheets: Iterable[Lines | Table]) -> bytes:
    """Return a workbook with these sheets in their order."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": CREATED})
    styles = _styles(book)
    for each in sheets:
        sheet = book.add_worksheet(each.title)
        if isinstance(each, Lines):
            _write_lines(sheet, each.lines, styles)
        else:
            _write_table(sheet, each, styles)
    book.close()
    return target.getvalue()


def _styles(book: Workbook) -> dict[str, Format]:
    """Return the formats: one for each kind of number, headings, units, wrapped text."""
    numbers = {
        kind.value: book.add_format({"num_format": text}) for kind, text in NUMBER_FORMATS.items()
    }
    bounds = {
        BOUND + kind: book.add_format({"num_format": f'"{AT_MOST}"{NUMBER_FORMATS[kind]}'})
        for kind in (Kind.SHARE, Kind.BAR)
    }
    return {
        **numbers,
        **bounds,
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "bottom"}),
        "unit": book.add_format({"italic": True, "font_color": "#4d5761", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _write_lines(
    sheet: Worksheet, lines: Sequence[tuple[str, str]], styles: dict[str, Format]
) -> None:
    """Write terms and what is said of each, a repeated term only once."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    before = None
    for row, (term, text) in enumerate(lines):
        if term != before:
            sheet.write_string(row, 0, term, styles["head"] if text else None)
        sheet.write_string(row, 1, text, styles["text"])
        before = term


def _write_table(sheet: Worksheet, table: Table, styles: dict[str, Format]) -> None:
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, column.label, styles["head"])
        sheet.write_string(1, number, column.unit, styles["unit"])
        sheet.set_column(number, number, _width(column, table, number))
    sheet.freeze_panes(FIRST_ROW, 1)
    if table.rows:
        sheet.autofilter(1, 0, len(table.rows) + 1, len(table.columns) - 1)
    for offset, cells in enumerate(table.rows):
        for number, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            style = BOUND + column.kind if isinstance(cell, AtMost) else column.kind.value
            _write_cell(sheet, offset + FIRST_ROW, number, cell, styles.get(style))
    if table.note:
        sheet.write_string(len(table.rows) + FIRST_ROW + 1, 0, table.note)


def _width(column: Column, table: Table, number: int) -> int:
    if column.kind not in {Kind.TEXT, Kind.PROSE, Kind.BAND}:
        return max(12, min(len(column.label), 20))
    longest = max((len(str(row[number] or "")) for row in table.rows), default=0)
    return max(10, min(longest, WIDEST))


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, style: Format | None) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    else:
        sheet.write_number(row, column, cell, style)
