"""docs/ledger-format.md says what the code does; its example can be imported."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from pathlib import Path

from supplypact.domain.entry import KINDS, Bound, Entry, Evidence, Instrument, Movement, Step
from supplypact.domain.position import Measure
from supplypact.formats.entry_csv import read_rows_csv
from supplypact.formats.entry_rows import COLUMNS, MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from supplypact.formats.entry_xlsx import MOST_DIGITS
from supplypact.ledger.body import entry_body, read_entry
from supplypact.ledger.book.book import Book
from tests.data.test_record import RECORDED, take, terms

TEXT = (Path(__file__).parents[2] / "docs" / "ledger-format.md").read_text("utf-8")
COMMON = [each.name for each in fields(Entry)]


def example() -> str:
    """Return the CSV file that the page shows."""
    found = re.search(r"```csv\n(.*?)```", TEXT, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_table_of_kinds_has_the_fields_that_each_kind_needs_and_may_have() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*)\| ([^|]*)\|$", TEXT, re.MULTILINE)
    told = {kind: [re.findall(r"`(\w+)`", cell) for cell in cells] for kind, *cells in rows}
    made = {}
    for kind, each in KINDS.items():
        own = [part for part in fields(each) if part.name not in COMMON]
        needed = [
            part.name for part in own if part.default is MISSING and part.default_factory is MISSING
        ]
        made[kind] = [needed, [part.name for part in own if part.name not in needed]]
    assert told == made


def test_columns_of_every_entry_limits_and_words_are_named() -> None:
    head = TEXT[TEXT.index("## Every entry") : TEXT.index("## By kind")]
    named = set(re.findall(r"`(\w+)`", head))
    evidence = [each.name for each in fields(Evidence)]
    assert {"kind", *evidence, *COMMON} - {"evidence"} <= named
    assert f"{MOST_BYTES // 1024**2} MB" in TEXT
    assert f"{MOST_ROWS:,} rows" in TEXT
    assert f"{MOST_COLUMNS} columns" in TEXT
    assert f"more than {MOST_DIGITS} significant" in TEXT
    for words in (Step, Bound, Instrument, Movement):
        assert all(f"`{word}`" in TEXT for word in words)


def test_the_example_is_read_without_a_fault_and_keeps_its_figures() -> None:
    rows, faults = read_rows_csv(example().encode(), where="example.csv")
    assert faults == []
    entries = {}
    for place, row in rows:
        entry, faults = read_entry(row, where=place)
        assert [str(fault) for fault in faults] == []
        assert entry is not None
        entries[entry.id] = entry_body(entry)
    assert len(entries) == 7
    assert entries["example-loan-1"]["amount"] == "30000000000.5"
    assert entries["example-joint"]["shares"] == {"JPN": "0.6", "USA": "0.4"}
    assert entries["example-pledge"]["counterparties"] == ["Example Metals", "JBIC"]


def test_every_column_of_the_example_is_known() -> None:
    assert {*example().split("\n")[0].split(",")} <= {*COLUMNS}


def test_the_example_can_be_imported_into_a_ledger_of_the_bundled_pact() -> None:
    rows, _ = read_rows_csv(example().encode(), where="example.csv")
    read = [read_entry(row, where=place)[0] for place, row in rows]
    book = Book(terms("us-japan-2025"))
    assert take(book, [entry for entry in read if entry is not None]) == []
    position = book.position(RECORDED.date())
    # 0.4 of 200 million
    assert position.total(Measure.COMMITTED, party="USA") == 80_000_000
