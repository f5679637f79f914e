import io

import openpyxl
import pytest

from supplypact.reporting.response import sheets
from supplypact.reporting.response.workbook import response_sheets
from supplypact.reporting.workbook import write_workbook
from tests.reporting.response.given import nothing_struck, response, view

SHEETS = [
    "Summary",
    "Playbook",
    "Who is short",
    "Modes",
    "Cost of delay",
    "Stocks",
    "Prices",
    "Losses beside published",
    "Schedule",
    "Sources and method",
]


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    text = write_workbook("Response", response_sheets(response(), view()))
    return openpyxl.load_workbook(io.BytesIO(text))


def test_the_workbook_has_every_sheet_in_its_order(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_the_playbook_stands_in_numbers_with_units(book: openpyxl.Workbook) -> None:
    head, unit, first, *rest = book["Playbook"].values
    row = dict(zip(head, first, strict=True))
    assert row["Amount"] == pytest.approx(12.345)
    assert row["Order by"] == "2024-12-05"
    assert row["Decided before"] is False
    assert dict(zip(head, unit, strict=True))["Amount"] == "t"
    assert dict(zip(head, unit, strict=True))["Cost"] == "USD"
    assert len([each for each in rest if isinstance(each[0], int)]) == 7


def test_who_is_short_adds_up_in_every_period(book: openpyxl.Workbook) -> None:
    """What is lost is brought by actions, restrained or missing."""
    head, _, *rows = book["Who is short"].values
    kinds = ["Release", "Re-route", "Surge", "Swap", "Substitute", "Expedite", "Waive"]
    told = [dict(zip(head, each, strict=True)) for each in rows if each[1] is not None]
    assert len(told) == 2 * 3 * 22
    for row in told:
        met = sum(row[kind] for kind in kinds) + row["Restrained"] + row["Missing"]
        assert met == pytest.approx(row["Lost"])


def test_ours_and_the_published_losses_stand_in_one_table(book: openpyxl.Workbook) -> None:
    _, _, *rows = book["Losses beside published"].values
    assert [row[2] for row in rows[:3]] == [
        "Ours: value added at risk",
        "Ours: value added at risk",
        "GDP loss of a full stop for one year",
    ]


def test_what_is_not_known_is_blank(book: openpyxl.Workbook) -> None:
    head, _, _, second, *_ = book["Stocks"].values
    row = dict(zip(head, second, strict=True))
    assert row["Amount"] is None
    assert row["Kind"] == "given"


def test_an_order_of_a_period_that_is_over_has_no_day() -> None:
    later = response(periods=response().periods.tail(21))
    assert [row[2] for row in sheets.schedule(later, view()).rows] == [
        None,
        "2024-12-10",
        "2024-12-10",
    ]


def test_method_and_inputs_stand_on_the_last_sheet(book: openpyxl.Workbook) -> None:
    told = [row[1] for row in book["Sources and method"].values]
    assert "Geological Survey: yearbook https://example.org/yearbook" in told
    assert f"flows {'ab' * 32}" in told


def test_the_same_response_gives_the_same_bytes() -> None:
    one, other = (write_workbook("x", response_sheets(response(), view())) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_to_do_makes_a_workbook_too(language: str) -> None:
    sheets = response_sheets(nothing_struck(), view(language))
    book = openpyxl.load_workbook(io.BytesIO(write_workbook("x", sheets)))
    assert len(book.sheetnames) == len(SHEETS)
