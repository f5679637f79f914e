"""``supplypact pact``: every example of the help runs, and mistakes are told."""

import json
import re
from pathlib import Path

import pytest

from supplypact.cli.main import run
from supplypact.cli.pact import pact
from supplypact.data import catalogue

EXAMPLES = re.findall(
    r"^  supplypact (.*)$",
    "\n".join(str(each.help) for each in (pact, *pact.commands.values())),
    re.MULTILINE,
)


@pytest.mark.parametrize("example", sorted(set(EXAMPLES)))
def test_an_example_of_the_help_runs(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-pact.toml").write_bytes(catalogue.pact_bytes("us-japan-2025"))
    call, _, _redirect = example.partition(" > ")
    assert run(call.split()) == 0


def test_list_names_the_bundled_pacts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pact", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["pact"] for row in rows] == catalogue.pact_ids()
    # 120 + 430 billion USD
    assert next(row for row in rows if row["pact"] == "us-japan-2025")["envelope_usd_bn"] == 550


def test_show_as_toml_is_the_file_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pact", "show", "us-japan-2025", "--toml"]) == 0
    assert capsys.readouterr().out == catalogue.pact_bytes("us-japan-2025").decode()


def test_show_as_json_has_the_clauses(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pact", "show", "us-japan-2025", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [party["country"] for party in shown["parties"]] == ["USA", "JPN"]
    assert shown["signed"] == "2025-10-28"
    assert "text" not in shown


def test_show_for_people_names_targets_and_assumptions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pact", "show", "us-japan-2025"]) == 0
    out = capsys.readouterr().out
    for word in ("2025-10-28", "targets", "magnet_rare_earths", "concern: CHN", "discount_rate"):
        assert word in out


def test_check_of_a_wrong_pact_leaves_with_three(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    text = catalogue.pact_bytes("us-japan-2025").decode()
    path.write_text(text.replace("title_en", "titel_en", 1))
    assert run(["pact", "check", str(path)]) == 3
    captured = capsys.readouterr()
    assert "titel_en" in captured.err
    assert captured.out == ""


def test_check_of_an_unknown_pact_leaves_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pact", "check", "us-japn-2025"]) == 2
    assert "did you mean 'us-japan-2025'?" in capsys.readouterr().err
