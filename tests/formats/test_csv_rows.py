"""Splitting a CSV file: what is no row is told with its line."""

import pytest

from supplypact.formats.csv_rows import split_rows


def faults_of(text: str) -> list[str]:
    return [str(fault) for fault in split_rows(text, where="a.csv")[2]]


def test_quotes_hold_commas_and_doubled_quotes_are_one() -> None:
    header, rows, faults = split_rows('name,note\nMt Weld,"old, ""big"""\n', where="a.csv")
    assert faults == []
    assert header == ["name", "note"]
    assert rows == [["Mt Weld", 'old, "big"']]


@pytest.mark.parametrize("text", ["", "\n", "  \r\n\r\n"])
def test_a_text_without_any_row_is_one_fault(text: str) -> None:
    assert faults_of(text) == [
        "a.csv: the file is empty; write the header and the rows, or take the file away"
    ]


def test_a_semicolon_in_the_first_column_does_not_make_it_a_separator() -> None:
    assert split_rows("a;b,c\n1;2,3\n", where="a.csv") == (["a;b", "c"], [["1;2", "3"]], [])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1", "a.csv, line 3: 1 cells where the header names 2 columns"),
        ("1,2,3", "a.csv, line 3: 3 cells where the header names 2 columns"),
        ("", "a.csv, line 3: the line is empty; delete it"),
        ('"1\n2",3', "a.csv, line 3: a cell or the header runs over several lines"),
        ('"1"2,3', "a.csv, line 3: not a CSV row"),
        ('"1,2', "a.csv, line 4: not a CSV row"),
    ],
)
def test_a_line_that_is_no_row_is_told(line: str, told: str) -> None:
    (fault,) = faults_of(f"x,y\n1,2\n{line}\n4,5\n")
    assert fault.startswith(told)


def test_lines_are_counted_on_after_a_short_row() -> None:
    assert [each.split(":")[0] for each in faults_of("x,y\n1\n2,3\n4\n")] == [
        "a.csv, line 2",
        "a.csv, line 4",
    ]
