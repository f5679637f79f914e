import io
import zipfile
from dataclasses import replace

import openpyxl

from supplypact.reporting.plan.workbook import plan_workbook
from tests.reporting.given import network, pact, plan, project

FORMULA = '=HYPERLINK("https://example.org","x")'


def test_numbers_are_numbers_under_heading_and_unit() -> None:
    sheet = book(plan_workbook(plan(), pact(), network()))["Public support"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Party", "Year", "Support", "Limit", "Part of limit")
    assert [text or None for text in rows[1]] == [None, "year", "USD", "USD", "%"]
    assert rows[2] == ("USA", 2028, 250_000_000, 1_000_000_000, 0.25)
    assert sheet.cell(3, 5).number_format == "0.0%"
    assert sheet.freeze_panes == "B3"


def test_answer_method_and_sources_are_sheets() -> None:
    names = book(plan_workbook(plan(), pact(), network())).sheetnames
    assert names[0] == "The answer"
    assert names[-2:] == ["Method", "Sources"]


def test_text_never_becomes_a_formula() -> None:
    made = plan(projects=(replace(project(), name=FORMULA, owners=FORMULA),))
    raw = plan_workbook(made, replace(pact(), title_en=FORMULA), network())
    assert book(raw)["Projects"].cell(3, 1).value == FORMULA
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "/worksheets/" in name]
    assert sheets
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_unknown_is_an_empty_cell() -> None:
    # a flow that only the plan has
    sheet = book(plan_workbook(plan(), pact(), network()))["World flows"]
    (row,) = [
        row for row in sheet.iter_rows(min_row=3, values_only=True) if row[3:5] == ("AUS", "USA")
    ]
    assert row[5:] == (None, 4)


def test_the_note_of_a_table_stands_below_it() -> None:
    sheet = book(plan_workbook(plan(), pact(), network()))["Routes to the parties"]
    last = [row[0] for row in sheet.iter_rows(values_only=True)][-2:]
    assert last[0] is None
    assert last[1].startswith("Feed from scrap")


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert plan_workbook(plan(), pact(), network()) == plan_workbook(plan(), pact(), network())


def book(raw: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw))
