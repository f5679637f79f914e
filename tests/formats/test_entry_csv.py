"""Rows of a CSV file of entries: what is read, and what is told."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from supplypact.formats import entry_csv, entry_rows
from supplypact.formats.entry_csv import read_rows_csv
from supplypact.formats.entry_file import read_entry_rows
from supplypact.formats.entry_rows import COLUMNS, Rows

HEADER = "kind,id,date,party,amount\n"


def read(text: str, *, recorded: bool = False) -> tuple[Rows, list[str]]:
    rows, faults = read_rows_csv(text.encode(), where="e.csv", recorded=recorded)
    return rows, [str(fault) for fault in faults]


def test_rows_come_with_their_lines_and_without_blank_cells() -> None:
    rows, faults = read(HEADER + 'pledge,a,2026-02-17,JPN,36000000000\ndecision,b,"", ,\n')
    assert faults == []
    assert rows == [
        (
            "e.csv, line 2",
            {
                "kind": "pledge",
                "id": "a",
                "date": "2026-02-17",
                "party": "JPN",
                "amount": "36000000000",
            },
        ),
        ("e.csv, line 3", {"kind": "decision", "id": "b"}),
    ]


def test_every_field_of_every_kind_is_a_column_and_evidence_is_four() -> None:
    assert COLUMNS[:2] == ("kind", "id")
    assert {"source", "quality", "url", "sha256", "repeats", "tonnes", "changes"} < {*COLUMNS}
    assert "evidence" not in COLUMNS
    assert len(COLUMNS) == len({*COLUMNS})


def test_blank_rows_at_the_end_are_left_out_and_later_lines_keep_their_numbers() -> None:
    rows, faults = read(HEADER + ",,,,\ndecision,a,,,\n,,,,\n")
    assert (faults, [place for place, _ in rows]) == ([], ["e.csv, line 3"])


def test_an_unknown_column_is_told_once_for_all_rows_and_left_out() -> None:
    rows, faults = read("kind,id,ammount\n" + "pledge,a,1\n" * 50)
    assert faults == ["e.csv, line 1: unknown column 'ammount'; did you mean 'amount'?"]
    assert rows[0][1] == {"kind": "pledge", "id": "a"}


def test_all_faults_of_header_and_lines_are_told_at_once() -> None:
    _, faults = read("id,party,party,,whereabouts\na,JPN\nb,JPN,,,,,\n")
    assert [fault.split(";")[0] for fault in faults] == [
        "e.csv, line 1: a column has no name",
        "e.csv, line 1: unknown column 'whereabouts'",
        "e.csv, line 1: the column 'party' stands twice",
        "e.csv, line 1: the file has no column 'kind'",
        "e.csv, line 2: 2 cells where the header names 5 columns",
        "e.csv, line 3: 7 cells where the header names 5 columns",
    ]


def test_the_day_of_recording_is_for_the_bundled_record_only() -> None:
    text = "kind,id,recorded_on\ndecision,a,2026-11-22\n"
    assert "is not for an import; the ledger writes it" in read(text)[1][0]
    assert read(text)[0][0][1] == {"kind": "decision", "id": "a"}
    rows, faults = read(text, recorded=True)
    assert (rows[0][1]["recorded_on"], faults) == ("2026-11-22", [])


def test_a_file_without_entries_or_text_is_told() -> None:
    assert read(HEADER)[1] == ["e.csv: the file has no entry; write a row for each entry"]
    assert "the file is empty" in read("")[1][0]
    assert "separated by ';'" in read("kind;id\ndecision;a\n")[1][0]
    assert "not UTF-8" in str(
        read_rows_csv("kind,id\n台帳,決定\n".encode("cp932"), where="e")[1][0]
    )


def test_a_file_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry_csv, "MOST_ROWS", 2)
    monkeypatch.setattr(entry_rows, "MOST_ROWS", 2)
    rows, faults = read("kind,id\n" + "decision,a\n" * 3)
    assert (rows, len(faults)) == ([], 1)
    assert "more than 2 rows" in faults[0]
    monkeypatch.setattr(entry_csv, "MOST_BYTES", 10)
    assert "MB" in read("kind,id\ndecision,a\n")[1][0]


def test_the_ending_of_the_name_says_what_kind_of_file_it_is() -> None:
    raw = b"kind,id\ndecision,a\n"
    assert read_entry_rows(raw, where="a/E.CSV")[0] == [
        ("a/E.CSV, line 2", {"kind": "decision", "id": "a"})
    ]
    (fault,) = read_entry_rows(raw, where="entries.txt")[1]
    assert "name it with one of: .csv, .xlsx, .jsonl" in str(fault)


@drawn(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    rows, faults = read_rows_csv(raw, where="e.csv")
    assert rows or faults


@drawn(st.text(max_size=200))
def test_no_text_after_a_sound_header_crashes_the_reader(text: str) -> None:
    rows, faults = read_rows_csv(f"kind,id\n{text}".encode("utf-8", "replace"), where="e.csv")
    assert rows or faults
