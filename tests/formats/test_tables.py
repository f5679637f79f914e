"""Reading a table: what is right is typed, what is wrong is told with its line."""

import csv
from io import StringIO

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.formats.tables import MOST_FAULTS, read_table

RESOURCE = {
    "name": "production",
    "schema": {
        "fields": [
            {"name": "country", "type": "string", "constraints": {"required": True}},
            {"name": "year", "type": "integer", "constraints": {"required": True}},
            {"name": "tonnes", "type": "number", "constraints": {"minimum": 0}},
            {"name": "share", "type": "number", "constraints": {"maximum": 1}},
            {"name": "planned", "type": "boolean"},
            {
                "name": "quality",
                "type": "string",
                "constraints": {"enum": ["official", "reported", "estimate"]},
            },
        ],
        "primaryKey": ["country", "year"],
    },
}
HEADER = "country,year,tonnes,share,planned,quality"


def faults_of(*lines: str) -> list[str]:
    text = "\n".join(lines) + "\n"
    frame, faults = read_table(text.encode(), RESOURCE, where="production.csv")
    assert (frame is None) == bool(faults)
    return [str(fault) for fault in faults]


def test_a_right_table_has_types_and_blank_is_null() -> None:
    text = f"{HEADER}\nAUS,2024,1250.5,,true,official\nCHL,2024,,0.5,,\n"
    frame, faults = read_table(text.encode(), RESOURCE, where="production.csv")
    assert faults == []
    assert frame is not None
    assert frame.rows() == [
        ("AUS", 2024, 1250.5, None, True, "official"),
        ("CHL", 2024, None, 0.5, None, None),
    ]
    assert frame.dtypes == [pl.String, pl.Int64, pl.Float64, pl.Float64, pl.Boolean, pl.String]


def test_columns_may_stand_in_any_order_and_lines_may_end_as_on_windows() -> None:
    text = "year,country,quality,planned,share,tonnes\r\n2024,AUS,official,false,1,3\r\n"
    frame, faults = read_table(text.encode(), RESOURCE, where="production.csv")
    assert faults == []
    assert frame is not None
    assert frame.rows() == [("AUS", 2024, 3.0, 1.0, False, "official")]


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    raw = b"\xef\xbb\xbf" + f"{HEADER}\nAUS,2024,1,,,\n".encode()
    frame, faults = read_table(raw, RESOURCE, where="production.csv")
    assert faults == []
    assert frame is not None
    assert frame["country"].to_list() == ["AUS"]


def test_shift_jis_is_refused_with_the_way_to_convert_it() -> None:
    raw = f"{HEADER}\n日本国,2024,1,,,\n".encode("cp932")
    frame, faults = read_table(raw, RESOURCE, where="production.csv")
    assert frame is None
    assert "Shift-JIS" in faults[0].what
    assert "iconv" in faults[0].fix


def test_a_header_without_rows_is_an_empty_table() -> None:
    frame, faults = read_table(f"{HEADER}\n".encode(), RESOURCE, where="production.csv")
    assert faults == []
    assert frame is not None
    assert frame.shape == (0, 6)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("AUS,2024,many,,,", "column tonnes: 'many' is not a number"),
        ("AUS,2024,NaN,,,", "column tonnes: 'NaN' is not a finite number; leave the cell blank"),
        ("AUS,2024,-inf,,,", "column tonnes: '-inf' is not a finite number"),
        ("AUS,2024,-5,,,", "column tonnes: '-5' is below 0; write 0 or more"),
        ("AUS,2024,,1.5,,", "column share: '1.5' is above 1; write 1 or less"),
        ("AUS,2024.5,,,,", "column year: '2024.5' is not a whole number"),
        ("AUS,2024,,,maybe,", "column planned: 'maybe' is neither true nor false"),
        ("AUS,2024,,,,oficial", "'oficial' is not a known quality; did you mean 'official'?"),
        (",2024,,,,", "column country: the cell is blank"),
        ("AUS,2024,1", "line 2: 3 cells where the header names 6 columns"),
    ],
)
def test_a_wrong_cell_is_told_with_line_and_mend(row: str, told: str) -> None:
    (fault,) = faults_of(HEADER, row)
    assert fault.startswith("production.csv, line 2")
    assert told in fault


def test_faults_of_the_header_are_told_with_the_nearest_name() -> None:
    missing, unknown = faults_of("country,year,tonnes [kt],share,planned,quality")
    assert "line 1: missing column 'tonnes'" in missing
    assert "unknown column 'tonnes [kt]'; did you mean 'tonnes'?" in unknown


def test_a_column_that_stands_twice_is_told() -> None:
    (fault,) = faults_of(f"{HEADER},tonnes", "AUS,2024,1,,,,2")
    assert "column 'tonnes' stands twice" in fault


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (f"{HEADER},", "line 1: an empty column at the end; delete it"),
        (f"{HEADER},, ", "line 1: empty columns at the end; delete them"),
        (f",{HEADER}", "line 1: column 1 has no name; give it its name, or delete it"),
    ],
)
def test_a_column_without_name_is_told_once(header: str, told: str) -> None:
    (fault,) = faults_of(header)
    assert told in fault


def test_an_empty_file_is_one_fault() -> None:
    (fault,) = faults_of("")
    assert fault.startswith("production.csv: the file is empty; write the header")


@pytest.mark.parametrize(("separator", "name"), [(";", "';'"), ("\t", "tabs")])
def test_another_separator_is_one_fault(separator: str, name: str) -> None:
    (fault,) = faults_of(HEADER.replace(",", separator), "AUS,2024,1,,,".replace(",", separator))
    told = f"line 1: the columns are separated by {name}; save it with commas (CSV UTF-8)"
    assert told in fault


def test_blanks_around_figures_are_no_part_of_them() -> None:
    text = f"{HEADER}\nAUS, 2024, 1250.5 ,  , true,official\n"
    frame, faults = read_table(text.encode(), RESOURCE, where="production.csv")
    assert faults == []
    assert frame is not None
    assert frame.rows() == [("AUS", 2024, 1250.5, None, True, "official")]


def test_a_repeated_key_names_both_lines() -> None:
    (fault,) = faults_of(HEADER, "AUS,2024,1,,,", "AUS,2025,1,,,", "AUS,2024,2,,,")
    assert "line 4: the row for country AUS, year 2024 repeats line 2" in fault


def test_all_faults_are_told_at_once_up_to_a_limit() -> None:
    rows = [f"AUS,{year},-1,,," for year in range(2000, 2000 + MOST_FAULTS + 7)]
    faults = faults_of(HEADER, *rows)
    assert len(faults) == MOST_FAULTS + 1
    assert "and 7 more" in faults[-1]


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0\ufeff"), min_size=1),
            st.one_of(st.none(), st.floats(min_value=0, allow_infinity=False)),
        ),
        unique_by=lambda row: row[0],
    )
)
def test_what_a_csv_writer_writes_is_read_back(rows: list[tuple[str, float | None]]) -> None:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER.split(","))
    writer.writerows([country, 2024, tonnes, "", "", ""] for country, tonnes in rows)
    frame, faults = read_table(text.getvalue().encode(), RESOURCE, where="production.csv")
    assert faults == []
    assert frame is not None
    assert frame.select("country", "tonnes").rows() == rows
