"""``supplypact track``: examples run, every form and file, and bad input with its mend."""

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest

from supplypact.cli.main import run
from supplypact.cli.track import command
from supplypact.reporting.progress.progress_json import progress_schema

PACT = "us-japan-2025"
CALL = ["track", PACT, "--as-of", "2026-11-22"]
EXAMPLES = re.findall(r"^  supplypact (.*)$", command.help or "", re.MULTILINE)
FILES = [
    "activities.iati.xml",
    "progress.en.html",
    "progress.ja.html",
    "progress.json",
    "progress.xlsx",
    "projects.oc4ids.json",
    "sites.geojson",
]


def out(capsys: pytest.CaptureFixture[str], call: Sequence[str], code: int = 0) -> str:
    assert run(list(call)) == code
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], call: Sequence[str], code: int = 2) -> str:
    assert run(list(call)) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return " ".join(captured.err.split())


def test_the_screen_tells_money_targets_milestones_and_who_must_act(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = out(capsys, [*CALL, "--since", "2026-02-01"])
    for each in ("promises:", "Money", "Targets", "Milestones", "Who must act", "Every promise"):
        assert each in told
    assert "What changed since 1 February 2026" in told
    assert "E6: what is committed is below the even path" in told


def test_json_follows_its_schema_and_every_total_has_entries(
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = json.loads(out(capsys, [*CALL, "--json", "--since", "2026-02-01"]))
    jsonschema.validate(document, progress_schema())
    assert document["pact"]["id"] == PACT
    assert all(each["entries"] for each in document["totals"])
    assert {each["measure"] for each in document["totals"]} <= {"ceiling", "firm"}


def test_csv_is_the_table_of_promises(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(out(capsys, [*CALL, "--csv"]))))
    assert {row["group"] for row in rows} >= {"Money", "Target", "Milestone", "Project"}
    assert all(row["rule"] and row["status"] for row in rows)


def test_japanese_is_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    told = out(capsys, [*CALL, "--language", "ja"])
    assert "対応すべき者" in told
    assert "Who must act" not in told


def test_the_files_are_written_and_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "progress"
    assert run([*CALL, "--out", str(folder)]) == 0
    assert sorted(each.name for each in folder.iterdir()) == FILES
    assert "wrote progress.en.html" in capsys.readouterr().err


def test_the_files_are_there_before_the_screen_says_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("supplypact.cli.track._print", gone)
    folder = tmp_path / "progress"
    run([*CALL, "--out", str(folder)])
    assert sorted(each.name for each in folder.iterdir()) == FILES


def test_a_day_before_the_record_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = out(capsys, [*CALL, "--known-at", "2020-01-01"])
    assert "Nothing was known by then: the record holds entries from 22 November 2026 on" in told


def test_the_publisher_stands_in_the_exports(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    call = [*CALL, "--out", str(tmp_path), "--publisher", "XI-EXAMPLE-1=Ministry of Trade"]
    assert run(call) == 0
    capsys.readouterr()
    activities = (tmp_path / "activities.iati.xml").read_text("utf-8")
    assert "<iati-identifier>XI-EXAMPLE-1-us-japan-2025</iati-identifier>" in activities
    assert "SUPPLYPACT-UNREGISTERED" not in activities


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--pdf"], "--pdf goes with --out"),
        (["--as-of", "22.11.2026"], "it is no day"),
        (["--since", "2027-01-01"], "is later than this one"),
        (["--publisher", "Ministry"], "write it as XI-EXAMPLE-1=Ministry"),
        (["--json", "--csv"], "--csv and --json do not go together"),
        (["--tlp", "white"], "'white' is not one of"),
        (["--ledger", "nowhere.ledger", "--database", "postgresql://x"], "do not go together"),
    ],
)
def test_bad_input_is_refused_with_its_mend(
    capsys: pytest.CaptureFixture[str], more: list[str], told: str
) -> None:
    assert told in refused(capsys, [*CALL, *more])


def test_an_unknown_pact_is_offered_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert "us-japan-2025" in refused(capsys, ["track", "us-japan-2026"])


def test_a_ledger_that_is_not_there_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = refused(capsys, [*CALL, "--ledger", str(tmp_path / "none.ledger")], code=4)
    assert "none.ledger" in told


@pytest.mark.parametrize("example", [each for each in EXAMPLES if "ledger" not in each])
def test_the_examples_of_the_help_run(
    example: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert out(capsys, [each for each in example.split() if each != "--pdf"])
