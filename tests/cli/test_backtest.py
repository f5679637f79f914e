"""``supplypact backtest``: every example of the help runs, and mistakes are told."""

import json
import re
import shutil
from pathlib import Path

import pytest

from supplypact.cli.backtest import backtest
from supplypact.cli.main import run
from supplypact.data import catalogue

EXAMPLES = re.findall(r"^  supplypact (.*)$", str(backtest.help), re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_runs(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(example.split()) == 0


def test_out_writes_page_and_data(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["--quiet", "backtest", "--event", "mn2024", "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {"backtest.html", "backtest.json"}


def test_the_answer_comes_before_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backtest", "--event", "ni2020"]) == 0
    assert capsys.readouterr().out.startswith("The model errs by")


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backtest", "--event", "ni2020", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["errors"]["rows"][0]["year"] == 2020


def test_an_unknown_event_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backtest", "--event", "cobalt1978"]) == 2
    assert "no past event 'cobalt1978' can be scored" in capsys.readouterr().err


def test_own_events_with_an_impossible_cut_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = catalogue.table_bytes("backtest_events").decode().splitlines()
    own = next(line for line in lines if line.startswith("ni2020,"))
    (tmp_path / "backtest_events.csv").write_text(
        f"{lines[0]}\n{own.replace(',1,1,1,', ',0.5,0.6,1,')}\n", encoding="utf-8"
    )
    assert run(["backtest", "--data", str(tmp_path)]) == 3
    assert "line 2: the cut does not lie between" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(["backtest", "--out", str(tmp_path / "file")]) == 4
    shutil.rmtree(tmp_path)
