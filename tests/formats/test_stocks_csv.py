"""The user's own stocks: what a row may say, and what is told of one that may not stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from supplypact.formats.stocks_csv import STOCK_COLUMNS, read_stocks

if TYPE_CHECKING:
    from supplypact.errors import Fault

CHAINS = {"gallium": ("refine",), "cobalt": ("mine", "refine")}


def read(text: str) -> tuple[pl.DataFrame | None, list[Fault]]:
    return read_stocks(text.encode(), where="s.csv", countries=["JPN", "USA"], materials=CHAINS)


def frame(text: str) -> pl.DataFrame:
    found, faults = read(text)
    assert [str(fault) for fault in faults] == []
    assert found is not None
    return found


def test_tonnes_alone_are_enough_and_the_kind_is_given() -> None:
    (row,) = frame("holder,material,form,tonnes\nJPN,cobalt,refine,12.5\n").to_dicts()
    assert tuple(row) == STOCK_COLUMNS
    assert (row["tonnes"], row["days"], row["kind"], row["as_of"]) == (12.5, None, "given", None)
    assert (row["source"], row["quality"]) == ("s.csv", "reported")


def test_days_of_use_stand_beside_tonnes_one_of_the_two_in_each_row() -> None:
    text = "holder,material,form,tonnes,days,kind,as_of\nJPN,cobalt,refine,,60,national,2026-03\n"
    found = frame(text + "USA,cobalt,mine,0,,,\n")
    assert found["days"].to_list() == [60, None]
    assert found["tonnes"].to_list() == [None, 0]
    assert found["kind"].to_list() == ["national", "given"]
    assert found["as_of"].to_list() == ["2026-03", None]


def test_national_and_industry_stocks_of_one_holder_are_two_rows() -> None:
    text = "holder,material,form,days,kind\nJPN,cobalt,refine,42,national\n"
    assert frame(text + "JPN,cobalt,refine,18,industry\n").height == 2


MISTAKES = [
    ("JPN,cobalt,refine,-3,,", "tonnes is -3, below 0", "write 0 or more", ""),
    ("JAP,cobalt,refine,3,,", "unknown holder 'JAP'", "did you mean 'JPN'?", ""),
    ("JPN,cobolt,refine,3,,", "unknown material 'cobolt'", "did you mean 'cobalt'?", ""),
    ("JPN,cobalt,oxide,3,,", "cobalt has no form 'oxide'", "use one of: mine, refine", ""),
    ("JPN,cobalt,refine,3,9,", "the row gives both tonnes and days", "keep one of the two", ""),
    (
        "JPN,cobalt,refine,,,",
        "the row gives neither tonnes nor days",
        "give one, or delete the row",
        "",
    ),
    (
        "JPN,cobalt,refine,3,,May",
        "cannot read as_of 'May'",
        "write it as 2026, 2026-03 or 2026-03-31",
        "",
    ),
    (
        "JPN,cobalt,refine,many,,",
        "'many' is not a number",
        "write digits with a decimal point, such as 1250.5, no unit",
        ", column tonnes",
    ),
]


@pytest.mark.parametrize(("row", "what", "fix", "column"), MISTAKES)
def test_a_mistake_is_told_with_its_line(row: str, what: str, fix: str, column: str) -> None:
    first = "holder,material,form,tonnes,days,as_of\nUSA,gallium,refine,1,,2026\n"
    found, (fault,) = read(first + row + "\n")
    assert found is None
    assert (fault.what, fault.fix) == (what, fix)
    assert fault.where == f"s.csv, line 3{column}"


def test_a_missing_column_is_told() -> None:
    _, faults = read("holder,material,tonnes\nJPN,cobalt,1\n")
    assert [fault.what for fault in faults] == ["missing column 'form'"]
    _, faults = read("holder,material,form\nJPN,cobalt,refine\n")
    assert [fault.what for fault in faults] == ["missing column 'tonnes'"]


def test_an_unknown_column_is_told() -> None:
    _, (fault,) = read("holder,material,form,tonnes,owner\nJPN,cobalt,refine,1,x\n")
    assert fault.what == "unknown column 'owner'"


def test_a_row_that_repeats_another_is_told_though_one_leaves_the_kind_blank() -> None:
    text = "holder,material,form,tonnes,kind\nJPN,cobalt,refine,1,\nJPN,cobalt,refine,2,given\n"
    _, (fault,) = read(text)
    assert fault.what == "the row for JPN, cobalt, refine, given repeats line 2"
    assert fault.where == "s.csv, line 3"


def test_an_empty_file_and_a_file_that_is_no_text_are_told() -> None:
    assert read("")[1]
    found, faults = read_stocks(b"PK\x03\x04", where="s.csv", countries=[], materials={})
    assert found is None
    assert faults


@drawn(st.binary(max_size=100))
def test_no_file_makes_the_reader_fall(raw: bytes) -> None:
    found, faults = read_stocks(raw, where="s.csv", countries=["JPN"], materials=CHAINS)
    assert (found is None) == bool(faults)
