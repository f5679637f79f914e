import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl

from supplypact.domain.position import RevenueShare
from supplypact.reporting.progress.view import ProgressView
from supplypact.reporting.progress.workbook import progress_sheets
from supplypact.reporting.workbook import write_workbook
from tests.reporting.progress import given
from tests.reporting.progress.test_asides import CALL, LOAN

SHEETS = [
    "Summary",
    "Promises",
    "Envelope",
    "Use",
    "Money",
    "Targets",
    "Milestones",
    "Projects",
    "Stocks",
    "Indicators",
    "Changes",
    "Reported",
    "Entries",
    "Rules",
    "Sources",
]
ODD = '=HYPERLINK("https://example.org","click")'


def opened(view: ProgressView) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_workbook("x", progress_sheets(view))))


def test_the_workbook_has_a_sheet_for_every_part() -> None:
    assert opened(given.view()).sheetnames == SHEETS
    assert len(opened(given.view("ja")).sheetnames) == len(SHEETS)


def test_loans_calls_and_revenue_have_sheets_where_there_are_any() -> None:
    base = given.progress()
    share = RevenueShare(
        entry="power-2030",
        project="ohio-gas",
        date=given.AS_OF,
        usd=given.BN,
        deemed_allocation=given.BN,
        recovered_before=Decimal(0),
        before={"USA": given.BN / 2, "JPN": given.BN / 2},
        after={},
    )
    position = replace(base.position, loans=(LOAN,), calls=(CALL,), revenue=(share,))
    book = opened(replace(given.view(), progress=replace(base, position=position)))
    at = book.sheetnames.index("Stocks")
    assert book.sheetnames[at + 1 : at + 4] == ["Loans", "Calls", "Revenue"]
    assert [cell.value for cell in book["Loans"][3]][-3:] == [30, 10, 20]
    assert "2026-12-15" in [cell.value for cell in book["Calls"][3]]
    told = "United States USD 500,000,000; Japan USD 500,000,000"
    assert told in [cell.value for cell in book["Revenue"][3]]


def test_a_whole_that_counts_less_names_its_parts() -> None:
    sheet = opened(given.view())["Money"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert next(row for row in rows if row[0] == "t2-all")[-1] == "t2-smr"


def test_each_line_of_money_says_why_it_does_not_count_in_full() -> None:
    sheet = opened(given.view())["Money"]
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows()]
    by_entry = {row["Entry"]: row for row in rows}
    assert by_entry["fs-diamond"]["Counts"] == 0
    assert by_entry["fs-diamond"]["Why not all"] == "announced before"
    assert by_entry["t2-all"]["Counts"] == 33_000_000_000
    assert by_entry["t2-all"]["Why not all"] == "counted by its parts"


def test_what_a_user_writes_is_text_and_never_a_formula() -> None:
    entry = replace(given.entries()[4], text=ODD, note="+1+1", counterparties=("@SUM(1)",))
    base = given.progress()
    position = replace(
        base.position, records=given.records((*given.entries()[:4], entry, *given.entries()[5:]))
    )
    view = ProgressView(
        progress=replace(base, position=position), pact=given.pact(), network=given.network()
    )
    raw = write_workbook("x", progress_sheets(view))
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        sheets = [
            packed.read(name).decode() for name in packed.namelist() if "worksheets/sheet" in name
        ]
    assert not any("<f>" in sheet or "<hyperlink " in sheet for sheet in sheets)
    cells = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(raw))["Entries"].iter_rows()
        for cell in row
    ]
    assert [cell.data_type for cell in cells if cell.value == ODD] == ["s"]


def test_every_rule_that_gave_a_verdict_is_worded() -> None:
    rows = [[cell.value for cell in row] for row in opened(given.view())["Rules"].iter_rows()]
    assert ["E6", given.view().rule("E6")] in rows
    assert all(len(text) > 5 for _, text in rows)
