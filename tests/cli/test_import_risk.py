"""``supplypact import-risk``: every example of the help runs, and mistakes are told."""

import json
import re

import pytest

from supplypact.cli.import_risk import command
from supplypact.cli.main import run

EXAMPLES = re.findall(r"^  supplypact (.*)$", str(command.help), re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_runs(example: str) -> None:
    assert run(example.split()) == 0


def test_rows_stand_in_the_order_that_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    call = "import-risk --importer JPN,USA --material tin,nickel --year 2023,2022 --json"
    assert run(call.split()) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["importer"], row["material"], row["year"]) for row in rows] == [
        (importer, material, year)
        for importer in ("JPN", "USA")
        for material in ("tin", "nickel")
        for year in (2023, 2022)
    ]


def test_all_materials_with_codes_are_shown_where_none_is_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["import-risk", "--importer", "JPN", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len({row["material"] for row in rows}) > 20
    assert {row["year"] for row in rows} == {2024}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--importer", "jpn"], "did you mean 'JPN'?"),
        (["--importer", "JPN,"], "a word is missing between the commas"),
        (["--importer", "JPN", "--material", "lithum"], "did you mean 'lithium'?"),
        (["--importer", "JPN", "--year", "2031"], "the nearest with trade: --year 2024"),
        (["--importer", "JPN", "--year", "late"], "a year is a whole number"),
        ([], "Missing option '--importer'"),
    ],
)
def test_a_mistake_is_told_with_its_mend(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import-risk", *options]) == 2
    assert told in capsys.readouterr().err
