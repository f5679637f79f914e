"""``supplypact events``: examples run, one event is shown in each form, mistakes are told."""

import csv
import json
import re
from pathlib import Path

import pytest

from supplypact.cli.events import command
from supplypact.cli.main import run
from supplypact.data import catalogue

EXAMPLES = re.findall(r"^  supplypact (.*)$", str(command.help), re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_runs(example: str) -> None:
    assert run(example.split(">", maxsplit=1)[0].split()) == 0


def test_the_list_tells_date_who_what_kind_and_how_many_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["events", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert sorted(row["event"] for row in rows) == catalogue.event_ids()
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    row = next(row for row in rows if row["event"] == "us-ban-2024")
    assert (row["supplier"], row["buyers"], row["kind"], row["end"]) == (
        "CHN",
        "USA",
        "ban",
        "2025-11-01",
    )
    assert row["materials"] == "gallium germanium antimony"
    assert row["sources"] == 2


def test_one_event_is_shown_with_its_note_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["events", "gallium-germanium-2023"]) == 0
    told = capsys.readouterr().out
    assert "中国によるガリウム・ゲルマニウムの輸出許可制" in told
    assert "nothing leaves in the first 45 days" in told
    assert "law 'long'" in told
    assert "<https://pubs.usgs.gov/periodicals/mcs2026/mcs2026-tellurium.pdf>" in told


def test_csv_prints_one_row_for_each_cut(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["events", "tungsten-others-2025", "--csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [row["stages"] for row in rows] == ["refine", "mine"]


def test_the_file_itself_can_be_changed_and_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["events", "cobalt-drc-2025", "--toml"]) == 0
    text = capsys.readouterr().out
    assert text.encode() == catalogue.event_bytes("cobalt-drc-2025")
    own = tmp_path / "own.toml"
    own.write_text(text.replace("share = 1.0", "share = 45"))
    assert run(["events", str(own)]) == 3
    assert "share is 45, must be more than 0 and at most 1; write 0.45" in capsys.readouterr().err


def test_a_code_of_several_materials_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.toml"
    text = catalogue.event_bytes("cobalt-drc-2025").decode()
    text = re.sub(r"materials = .*\nstages = .*", 'hs = ["811292"]', text)
    own.write_text(text)
    assert run(["events", str(own)]) == 0
    told = "Trade code 811292 holds several materials, all of which are cut: "
    assert told + "gallium, germanium, indium." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["us-bam-2024"], "did you mean 'us-ban-2024'?"),
        (["nowhere.toml"], "there is no such file"),
        (["."], "it is a folder, not an event file"),
        (["--toml"], "--toml goes with one event"),
    ],
)
def test_a_wrong_call_is_told(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["events", *arguments]) == 2
    assert told in capsys.readouterr().err
