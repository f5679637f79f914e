"""Rows of a JSON Lines file of entries."""

from __future__ import annotations

import json

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from supplypact.formats import entry_jsonl, entry_rows
from supplypact.formats.entry_jsonl import read_rows_jsonl
from supplypact.formats.entry_rows import Rows


def read(text: str) -> tuple[Rows, list[str]]:
    rows, faults = read_rows_jsonl(text.encode(), where="e.jsonl")
    return rows, [str(fault) for fault in faults]


def test_texts_lists_and_mappings_are_taken_as_they_are_and_blank_lines_skipped() -> None:
    body = {
        "kind": "pledge",
        "id": "a",
        "funding_lines": ["x", "y"],
        "shares": {"USA": "0.4", "JPN": "0.6"},
    }
    rows, faults = read(f"\n{json.dumps(body)}\r\n\n")
    assert (rows, faults) == ([("e.jsonl, line 2", body)], [])


def test_numbers_keep_every_digit_and_flags_become_words() -> None:
    line = '{"kind": "pledge", "amount": 33300000000.10, "tonnes": 12345678901234567890, '
    rows, faults = read(line + '"binding": false, "note": null, "shares": {"USA": 1}}')
    assert faults == []
    assert rows[0][1] == {
        "kind": "pledge",
        "amount": "33300000000.10",
        "tonnes": "12345678901234567890",
        "binding": "no",
        "shares": {"USA": "1"},
    }


def test_an_unknown_key_is_told_where_it_first_stands() -> None:
    rows, faults = read(
        '{"kind": "decision", "id": "a"}\n' + '{"kind": "decision", "nota": "x"}\n' * 9
    )
    assert faults == ["e.jsonl, line 2: unknown column 'nota'; did you mean 'note'?"]
    assert len(rows) == 10


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{'kind': 1}", "not valid JSON"),
        ('["kind"]', "the line is not an object"),
        ('{"id": "a", "id": "b"}', "'id' stands twice in one object"),
        ('{"amount": NaN}', "NaN is not a number"),
        ('{"shares": {"USA": [1]}}', "'shares' holds lists or objects inside one another"),
        ('{"note": "\\ud800"}', "'note' holds half a character"),
        ('{"\\ud800": "x"}', "a name holds half a character"),
        ("[" * 100_000, "the line nests too deep"),
    ],
)
def test_a_wrong_line_is_told_and_the_others_are_read(line: str, fault: str) -> None:
    rows, faults = read(f'{line}\n{{"kind": "decision", "id": "a"}}\n')
    assert [place for place, _ in rows] == ["e.jsonl, line 2"]
    assert len(faults) == 1
    assert faults[0].startswith(f"e.jsonl, line 1: {fault}")


def test_an_empty_or_far_too_long_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read("\n") == ([], ["e.jsonl: the file has no entry; write a row for each entry"])
    monkeypatch.setattr(entry_jsonl, "MOST_ROWS", 1)
    monkeypatch.setattr(entry_rows, "MOST_ROWS", 1)
    assert "more than 1 rows" in read('{"id": "a"}\n{"id": "b"}\n')[1][0]
    monkeypatch.setattr(entry_jsonl, "MOST_BYTES", 4)
    assert "split it into several files" in read('{"id": "a"}\n')[1][0]


@drawn(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    rows, faults = read_rows_jsonl(raw, where="e.jsonl")
    assert rows or faults


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda each: (
        st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3)
    ),
    max_leaves=8,
)


@drawn(st.dictionaries(st.sampled_from(["kind", "id", "note", "shares", "x"]), VALUES))
def test_no_object_crashes_the_reader(values: dict[str, object]) -> None:
    rows, faults = read_rows_jsonl(json.dumps(values).encode(), where="e.jsonl")
    assert rows or faults
