from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from supplypact.formats.toml_kinds import Range
from supplypact.formats.toml_lines import find_lines
from supplypact.formats.toml_section import Notes, Section

if TYPE_CHECKING:
    from collections.abc import Callable

SHARE = Range(low=0, high=1)


def given(text: str) -> tuple[Section, Notes]:
    notes = Notes("p.toml", find_lines(text))
    return Section(tomllib.loads(text), (), notes), notes


def told(notes: Notes) -> list[str]:
    return [str(fault) for fault in notes.faults()]


def test_each_kind_of_value_is_returned() -> None:
    section, notes = given(
        'a = " x "\nb = "eu-2"\nc = "JPN"\nd = ["JPN"]\ne = 1\nf = 2030\n'
        "g = 2025-10-28\nh = true\n[i]\nj = 'k'\n[[l]]\n"
    )
    assert section.text("a") == "x"
    assert section.ident("b") == "eu-2"
    assert section.word("c", ["JPN"]) == "JPN"
    assert section.words("d", ["JPN"]) == ("JPN",)
    assert section.number("e", SHARE) == 1.0
    assert section.whole("f", low=2025, high=2060) == 2030
    assert section.day("g") == date(2025, 10, 28)
    assert section.flag("h") is True
    assert section.table("i").texts() == {"j": "k"}
    assert len(section.tables("l")) == 1
    section.close()
    assert told(notes) == []


READ: dict[str, Callable[[Section], object]] = {
    "text": lambda section: section.text("a"),
    "ident": lambda section: section.ident("a"),
    "word": lambda section: section.word("a", ["JPN", "USA"]),
    "words": lambda section: section.words("a", ["JPN", "USA"], least=1),
    "number": lambda section: section.number("a", SHARE),
    "whole": lambda section: section.whole("a", low=2025, high=2060),
    "day": lambda section: section.day("a"),
    "flag": lambda section: section.flag("a"),
    "table": lambda section: section.table("a"),
    "tables": lambda section: section.tables("a"),
}


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        ("text", "1", "a must be text, is 1; put it in quotes"),
        ("text", "' '", "a is blank; say something"),
        (
            "ident",
            "'../x'",
            "a '../x' is not a plain name; use small letters and digits, joined by - or _",
        ),
        ("word", "'JP'", "unknown a 'JP'; did you mean 'JPN'?"),
        ("word", "'jpn'", "unknown a 'jpn'; did you mean 'JPN'?"),
        ("words", "[]", "a is empty; name at least 1"),
        ("words", "'JPN'", 'a must be a list of texts, is \'JPN\'; write it as ["A", "B"]'),
        ("words", "['JPN', 1]", 'a holds something that is not text; write it as ["A", "B"]'),
        ("words", "['JPN', 'JPN']", "'JPN' stands twice in a; keep one"),
        (
            "number",
            "'120 billion USD'",
            (
                "a must be a number, is '120 billion USD'; "
                "write the bare number, without quotes or unit"
            ),
        ),
        (
            "number",
            "true",
            "a must be a number, is True; write the bare number, without quotes or unit",
        ),
        ("number", "30", "a is 30, must be at least 0 and at most 1; write 0.30"),
        (
            "number",
            "nan",
            (
                "a is nan, must be at least 0 and at most 1; "
                "write a number that is at least 0 and at most 1"
            ),
        ),
        ("whole", "2030.0", "a must be a whole number, is 2030.0; write it as 2030"),
        ("whole", "30", "a is 30; write a whole number from 2025 to 2060"),
        (
            "day",
            "'2025-10-28'",
            "a must be a date, is '2025-10-28'; write it as 2025-10-28, without quotes",
        ),
        ("flag", "'yes'", "a must be true or false, is 'yes'; write true or false, without quotes"),
        ("table", "0.05", "a must be a table, is 0.05; write it as a [table] or as {key = value}"),
        ("tables", "[1]", "a is not a list of tables; write a [[header]] above each table"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_its_mend(
    kind: str, value: str, fault: str
) -> None:
    section, notes = given(f"# line 1\na = {value}\n")
    READ[kind](section)
    section.close()
    assert told(notes) == [f"p.toml, line 2: {fault}"]


def test_a_time_of_day_is_no_date() -> None:
    section, notes = given("a = 2025-10-28T10:00:00\n")
    section.day("a")
    assert "a must be a date" in told(notes)[0]


def test_a_number_too_large_for_a_float_is_refused() -> None:
    section, notes = given(f"a = 1{'0' * 400}\n")
    assert section.number("a", Range(low=0, high=1e15)) == 0.0
    assert len(told(notes)) == 1


@pytest.mark.parametrize("kind", [kind for kind in READ if kind != "tables"])
def test_a_missing_key_is_told_once(kind: str) -> None:
    section, notes = given("")
    READ[kind](section)
    section.close()
    assert told(notes) == ["p.toml, line 1: the file has no a; add a"]


def test_optional_keys_may_be_missing() -> None:
    section, notes = given("")
    assert section.text("a", default="") == ""
    assert section.words("b", []) == ()
    assert section.number("c", SHARE, optional=True) == 0.0
    assert section.tables("d") == []
    section.close()
    assert told(notes) == []


def test_a_misspelt_key_is_one_fault_and_not_a_missing_key_as_well() -> None:
    section, notes = given("[[target]]\nyear = 2030\ngaol = 0.3\n")
    (row,) = section.tables("target")
    row.whole("year", low=2025, high=2060)
    row.number("goal", SHARE)
    section.close()
    assert told(notes) == ["p.toml, line 3: unknown key 'gaol' in [[target]]; did you mean 'goal'?"]


def test_a_missing_table_is_one_fault_and_not_one_for_each_of_its_keys() -> None:
    section, notes = given("a = 1\n")
    section.number("a", SHARE)
    section.table("countries").text("source")
    section.close()
    assert told(notes) == ["p.toml, line 1: the file has no countries; add countries"]


def test_faults_come_in_the_order_of_the_file() -> None:
    section, notes = given("a = 2\nb = 3\n")
    section.number("b", SHARE)
    section.number("a", SHARE)
    assert [fault.where for fault in notes.faults()] == ["p.toml, line 1", "p.toml, line 2"]
