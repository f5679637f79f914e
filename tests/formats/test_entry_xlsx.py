"""Rows of a spreadsheet of entries."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from openpyxl import Workbook

from supplypact.formats import entry_rows, entry_xlsx
from supplypact.formats.entry_xlsx import read_rows_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from supplypact.formats.entry_rows import Rows

HEADER = ("kind", "id", "date", "amount", "binding")


def book(*rows: Sequence[object], sheets: Sequence[str] = ("Sheet",)) -> bytes:
    """Return a workbook; the rows stand in its last sheet."""
    made = Workbook()
    made.active.title = sheets[0]
    for name in sheets[1:]:
        made.create_sheet(name)
    for row in rows:
        made[sheets[-1]].append(row)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(raw: bytes) -> tuple[Rows, list[str]]:
    rows, faults = read_rows_xlsx(raw, where="e.xlsx")
    return rows, [str(fault) for fault in faults]


def test_days_numbers_and_flags_become_exact_text() -> None:
    raw = book(
        HEADER,
        ("pledge", "a", dt.date(2026, 2, 17), 33_300_000_000, True),
        ("pledge", "b", "2026-02-17", 0.1, False),
        ("pledge", "c", dt.datetime(2026, 2, 17), 1234567.25, None),  # noqa: DTZ001
    )
    rows, faults = read(raw)
    assert faults == []
    assert rows == [
        (
            "e.xlsx, sheet Sheet, row 2",
            {
                "kind": "pledge",
                "id": "a",
                "date": "2026-02-17",
                "amount": "33300000000",
                "binding": "yes",
            },
        ),
        (
            "e.xlsx, sheet Sheet, row 3",
            {"kind": "pledge", "id": "b", "date": "2026-02-17", "amount": "0.1", "binding": "no"},
        ),
        (
            "e.xlsx, sheet Sheet, row 4",
            {"kind": "pledge", "id": "c", "date": "2026-02-17", "amount": "1234567.25"},
        ),
    ]


def test_the_sheet_called_entries_goes_before_the_first_and_blank_rows_are_left_out() -> None:
    raw = book(("kind", "id"), (None, None), ("decision", "a"), sheets=("Notes", "entries"))
    assert read(raw) == ([("e.xlsx, sheet entries, row 3", {"kind": "decision", "id": "a"})], [])


def test_cells_without_an_exact_text_are_told_all_at_once() -> None:
    raw = book(
        (*HEADER, None),
        ("pledge", "a", dt.datetime(2026, 2, 17, 9, 30), 1 / 3, True),  # noqa: DTZ001
        ("pledge", "b", dt.time(9, 30), 1234567890123456, True),
        ("pledge", "c", None, "=A1&B1", True),
        ("pledge", "d", None, 1, True, "stray"),
    )
    rows, faults = read(raw)
    digits = (
        "has more digits than a spreadsheet keeps (15); "
        "format the cell as text and write the number into it, or bring CSV"
    )
    assert [fault.removeprefix("e.xlsx, sheet Sheet, ") for fault in faults] == [
        "row 2: date: 2026-02-17 09:30:00 has a time of day; write the day alone, as 2026-03-19",
        f"row 2: amount: 0.3333333333333333 {digits}",
        "row 3: date: 09:30:00 is no text, number or day; write a day as 2026-03-19",
        f"row 3: amount: 1234567890123456 {digits}",
        "row 4: amount: the formula has no saved value; write the value in its place",
        "row 5: a cell stands in column 6, which has no name; name the column or delete the cell",
    ]
    assert len(rows) == 4


def test_a_formula_counts_with_its_saved_value_and_an_error_is_told() -> None:
    stream = BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet("entries")
    sheet.write_row(0, 0, ["kind", "id", "amount"])
    sheet.write_row(1, 0, ["pledge", "a"])
    sheet.write_formula(1, 2, "=2*3", value=6)
    sheet.write_row(2, 0, ["pledge", "b"])
    sheet.write_formula(2, 2, "=1/0", value="#DIV/0!")
    made.close()
    rows, faults = read(stream.getvalue())
    assert rows[0][1] == {"kind": "pledge", "id": "a", "amount": "6"}
    assert [fault.split(": ", 1)[1] for fault in faults] == [
        "amount: the formula gives #DIV/0!; write the value in its place"
    ]


def test_header_faults_are_told_as_in_a_csv_file() -> None:
    raw = book(("id", "ammount", "recorded_on"), ("a", 1, "2026-11-22"))
    assert [fault.split(": ", 1)[1] for fault in read(raw)[1]] == [
        "unknown column 'ammount'; did you mean 'amount'?",
        "the column 'recorded_on' is not for an import; the ledger writes it; delete the column",
        "the file has no column 'kind'; add the column kind; every entry needs it",
    ]
    assert "the file has no entry" in read(book())[1][0]
    assert "the file has no entry" in read(book(HEADER))[1][0]


def test_a_file_that_is_no_spreadsheet_is_told() -> None:
    assert "not a sound spreadsheet" in read(b"kind,id\n")[1][0]
    whole = book(HEADER, ("pledge", "a"))
    assert "not a sound spreadsheet" in read(whole[: len(whole) // 2])[1][0]


def test_a_file_that_unpacks_to_too_much_or_defines_its_own_entities_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = book(HEADER, ("pledge", "a"))
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/workbook.xml":
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text
            new.writestr(part, text)
    assert "declares a document type" in read(stream.getvalue())[1][0]
    monkeypatch.setattr(entry_xlsx, "MOST_BYTES", len(whole) + 1)
    assert "split it into several files" in read(whole)[1][0]


def test_a_cell_far_out_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Workbook()
    made.active.append(("kind", "id"))
    made.active["A1048576"] = "pledge"
    stream = BytesIO()
    made.save(stream)
    monkeypatch.setattr(entry_xlsx, "MOST_ROWS", 1000)
    monkeypatch.setattr(entry_rows, "MOST_ROWS", 1000)
    assert "more than 1,000 rows" in read(stream.getvalue())[1][0]
    made.active["XFD2"] = "x"
    stream = BytesIO()
    made.save(stream)
    assert "a cell stands in column 16384" in read(stream.getvalue())[1][0]


@drawn(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    assert read(raw)[1]


SOUND = book(HEADER, ("pledge", "a", dt.date(2026, 2, 17), 1.5, True))


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(SOUND)) as file:
        return {name: file.read(name) for name in file.namelist()}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@drawn(st.data())
def test_no_change_of_a_part_crashes_the_reader(data: st.DataObject) -> None:
    """The parts are changed before they are packed, so that the checks of the zip hold."""
    found = parts()
    name = data.draw(st.sampled_from(sorted(found)))
    text = bytearray(found[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
        text = text or bytearray(b" ")
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for part, content in {**found, name: bytes(text)}.items():
            file.writestr(part, content)
    rows, faults = read(stream.getvalue())
    assert rows or faults
