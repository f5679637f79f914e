"""``supplypact data``: every example of the help runs, and mistakes are told."""

import json
import re
from pathlib import Path

import click
import pytest

from supplypact.cli.data import data
from supplypact.cli.main import run
from supplypact.data import catalogue

EXAMPLES = re.findall(
    r"^  supplypact (.*)$",
    "\n".join(str(each.help) for each in (data, *data.commands.values())),
    re.MULTILINE,
)


def test_every_command_has_an_example() -> None:
    for command in data.commands.values():
        assert isinstance(command, click.Command)
        assert "Examples:" in str(command.help)


@pytest.mark.parametrize("example", sorted(set(EXAMPLES)))
def test_an_example_of_the_help_runs(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-tables").mkdir()
    (tmp_path / "my-tables" / "projects.csv").write_bytes(catalogue.table_bytes("projects"))
    assert run(example.split()) == 0


def test_list_as_json_has_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["table"] for row in rows] == list(catalogue.resources())
    assert all(row["rows"] > 0 and row["licences"] for row in rows)


def test_show_filters_by_material_and_country(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["data", "show", "production", "--material", "lithium", "--country", "AUS", "--json"]
    assert run(call) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert {(row["material"], row["country"]) for row in rows} == {("lithium", "AUS")}


def test_show_says_how_many_rows_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "show", "countries", "--limit", "2"]) == 0
    captured = capsys.readouterr()
    assert re.search(r"^2 of \d+ rows", captured.err)
    assert len(captured.out.splitlines()) == 4


def test_an_unknown_filter_value_is_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["data", "show", "production", "--material", "lithum"]) == 2
    assert "did you mean 'lithium'?" in capsys.readouterr().err
    assert run(["data", "show", "countries", "--material", "lithium"]) == 2
    assert "the table has no material" in capsys.readouterr().err


def test_check_of_a_wrong_table_leaves_with_three(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = catalogue.table_bytes("countries").decode()
    (tmp_path / "countries.csv").write_text(text.replace("name_en", "nam_en", 1))
    assert run(["data", "check", "--data", str(tmp_path)]) == 3
    captured = capsys.readouterr()
    assert "did you mean 'name_en'?" in captured.err
    assert "production: columns" in captured.out


def test_check_as_json_lists_the_failures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = catalogue.table_bytes("countries").decode()
    (tmp_path / "countries.csv").write_text(text.replace("name_en", "nam_en", 1))
    assert run(["data", "check", "--json", "--data", str(tmp_path)]) == 3
    wrong = [row for row in json.loads(capsys.readouterr().out) if row["wrong"]]
    assert [len(row["failures"]) for row in wrong] == [2]
