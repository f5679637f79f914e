"""``supplypact hazards``: examples run, filters and mistakes are told, own tables replace ours."""

import json
import re
from pathlib import Path

import pytest

from supplypact.cli.hazards import command
from supplypact.cli.main import run
from supplypact.data import catalogue

EXAMPLES = re.findall(r"^  supplypact (.*)$", str(command.help), re.MULTILINE)


def rows(capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, object]]:
    assert run(["hazards", *options, "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def own(folder: Path, table: str, old: str, new: str) -> None:
    text = catalogue.table_bytes(table).decode()
    assert old in text
    (folder / f"{table}.csv").write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_runs(example: str) -> None:
    assert run(example.split()) == 0


def test_the_table_names_the_events_behind_with_their_titles(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["hazards", "--material", "gallium"]) == 0
    told = capsys.readouterr().out
    assert "gage2023   2023-08 to on       China asks licences for gallium and germanium" in told
    assert all(len(line) <= 200 for line in told.splitlines())


def test_filters_leave_what_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "--material", "cobalt", "--supplier", "COD", "--kind", "quota")
    assert {(row["supplier"], row["kind"]) for row in found} == {("COD", "quota")}
    assert all("cobalt" in row["materials"] for row in found)  # type: ignore[operator]


def test_a_party_does_not_cut_off_the_parties(capsys: pytest.CaptureFixture[str]) -> None:
    everyone = rows(capsys, "--supplier", "USA")
    party = rows(capsys, "us-japan-2025", "--supplier", "USA")
    assert {row["target"] for row in everyone} == {"all", "parties"}
    assert {row["target"] for row in party} == {"all"}


def test_rates_since_a_year_can_be_put_into_own_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["hazards", "--since", "2020", "--csv"]) == 0
    (tmp_path / "hazards.csv").write_text(capsys.readouterr().out)
    (mine, *_) = rows(capsys, "--data", str(tmp_path), "--kind", "embargo", "--supplier", "CHN")
    (bundled, *_) = rows(capsys, "--kind", "embargo", "--supplier", "CHN")
    assert float(str(mine["rate"])) > float(str(bundled["rate"]))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--material", "galium"], "did you mean 'gallium'?"),
        (["--supplier", "chn"], "did you mean 'CHN'?"),
        (["--kind", "embago"], "did you mean 'embargo'?"),
        (["--since", "2031"], "write it as 2020"),
        (["us-japn-2025"], "did you mean 'us-japan-2025'"),
    ],
)
def test_a_mistake_is_told_with_its_mend(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["hazards", *options]) == 2
    assert told in capsys.readouterr().err


def test_rates_and_severities_outside_their_limits_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, first, second, *rest = catalogue.table_bytes("hazards").decode().splitlines()
    names = header.split(",")
    often, deep = first.split(","), second.split(",")
    often[names.index("rate_high")], deep[names.index("severity")] = "13", "1.5"
    lines = [header, ",".join(often), ",".join(deep), *rest]
    (tmp_path / "hazards.csv").write_text("\n".join(lines) + "\n")
    assert run(["hazards", "--data", str(tmp_path)]) == 3
    told = capsys.readouterr().err
    assert "line 2, column rate_high: '13' is above 12" in told
    assert "line 3, column severity: '1.5' is above 1" in told


def test_a_law_that_rises_is_refused_and_fails_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own(tmp_path, "duration_laws", "short,24,0.00247875", "short,24,0.5")
    for call in (["hazards"], ["data", "check"]):
        assert run([*call, "--data", str(tmp_path)]) == 3
        assert "law short rises from" in capsys.readouterr().err


def test_a_fault_between_cells_names_the_file_with_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own(tmp_path, "duration_laws", "short,24,0.00247875", "short,24,0.5")
    assert run(["hazards", "--data", str(tmp_path)]) == 3
    assert f"{tmp_path / 'duration_laws.csv'}, line " in capsys.readouterr().err
