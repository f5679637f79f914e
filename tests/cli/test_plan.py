"""``supplypact plan``: the answer on standard output, files whole or not at all, plain mistakes."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from supplypact.cli.main import run
from supplypact.cli.plan import plan
from supplypact.data import catalogue
from supplypact.reporting.plan.record import record_schema

VOLATILE = ("created", "timings_s")


EXAMPLES = [
    line.strip().removeprefix("supplypact ")
    for line in str(plan.help).splitlines()
    if line.strip().startswith("supplypact ")
]


def test_the_help_leads_with_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_runs(
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    words, _, target = example.partition(" > ")
    quicker = few_hazards(tmp_path) if "--risk" in words else []
    assert run([*words.split(), *quicker]) == 0
    if target:
        json.loads(capsys.readouterr().out)


def few_hazards(folder: Path) -> list[str]:
    """Return the options of a call under risk that is answered in seconds, and make its table."""
    text = catalogue.table_bytes("hazards").decode()
    only = re.findall(r"^export_control-CHN-refine-gallium,.*", text, re.MULTILINE)
    kept = [text.split("\n")[0], *only]
    tables = folder / "tables"
    tables.mkdir(exist_ok=True)
    (tables / "hazards.csv").write_text("\n".join(kept) + "\n", "utf-8")
    return ["--relaxed", "--gap", "0.02", "--simulate", "50", "--data", str(tables)]


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["plan", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "us-japan"
    assert run(["--quiet", "plan", "us-japan-2025", "--out", str(out)]) == 0
    return out


def record_of(run_folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((run_folder / "record.json").read_text("utf-8"))
    return record


def test_a_run_writes_report_workbook_tables_and_record(bundled: Path) -> None:
    assert {path.name for path in bundled.iterdir()} == {
        "report.html",
        "plan.xlsx",
        "plan.json",
        "record.json",
    }


def test_the_record_keeps_to_its_published_schema(bundled: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(record_schema())
    jsonschema.validate(record_of(bundled), record_schema())


def test_the_record_shows_the_2030_shares_of_rare_earths_and_lithium(bundled: Path) -> None:
    targets = record_of(bundled)["targets"]
    assert isinstance(targets, list)
    shares = {t["material"]: (t["base_share"], t["planned_share"]) for t in targets if t["binding"]}
    assert set(shares) == {"magnet_rare_earths", "lithium", "together", "dysprosium_terbium"}
    base, planned = shares["magnet_rare_earths"]
    # IEA, May 2025: 25.6 of 106.7 kt refined outside China in 2030
    assert base == pytest.approx(25.6 / 106.7, abs=0.01)
    assert planned >= 0.30 - 1e-6


def test_the_same_call_gives_the_same_record_but_for_times(bundled: Path, tmp_path: Path) -> None:
    assert run(["--quiet", "plan", "us-japan-2025", "--out", str(tmp_path / "again")]) == 0
    first, second = record_of(bundled), record_of(tmp_path / "again")
    for name in VOLATILE:
        del first[name], second[name]
    assert first == second


def test_json_goes_to_standard_output_alone(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "us-japan-2025", "--relaxed", "--json")
    assert code == 0
    jsonschema.validate(json.loads(out), record_schema())


def test_a_what_if_is_compared_with_the_earlier_run(
    bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started = record_of(bundled)["projects"]
    assert isinstance(started, list)
    lost = started[0]["id"]
    code, out, _ = answer(
        capsys, "us-japan-2025", "--without", lost, "--compare", str(bundled), "--relaxed"
    )
    assert code == 0
    assert "Compared with the earlier run:" in out
    assert f"  - {lost}, started" in out


def test_an_impossible_target_gives_the_nearest_goal(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(
        capsys, "us-japan-2025", "--target", "magnet_rare_earths=100%", "--relaxed"
    )
    assert code == 7
    assert "NOT MET Magnet rare earths" in out
    assert "the nearest goal that can be held from then on is" in out


def test_a_zero_budget_starts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "us-japan-2025", "--budget", "USA=0", "--budget", "JPN=0")
    assert code == 7
    assert "No project needs to be started." in out
    assert "NOT MET Magnet rare earths" in out


def test_an_indicator_can_be_bound(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "us-australia-2025", "--target", "gallium=0.2", "--relaxed")
    assert code == 0
    assert "Gallium" in out


def test_the_nearest_plan_is_written_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    code, _, err = answer(
        capsys, "us-japan-2025", "--target", "lithium=100%", "--relaxed", "--out", str(out)
    )
    assert code == 7
    assert record_of(out)["status"] == "nearest"
    assert "wrote" in err


def test_a_model_is_written_by_its_ending(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.lp"
    code, _, err = answer(capsys, "us-japan-2025", "--relaxed", "--export-model", str(path))
    assert (code, err) == (0, f"wrote {path}\n")
    text = path.read_text("utf-8")
    for name in ("F1_capacity(", "F2_input(", "F3_ship(", "F4_demand(", "F5_inertia(", "F6_mix("):
        assert f" {name}" in text
    for name in ("P1_once(", "P2_running(", "P3_support(", "P4_year(", "P4_total(", "T1_target("):
        assert f" {name}" in text


@pytest.fixture(scope="module")
def under_risk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("risk")
    out = folder / "out"
    call = ["--quiet", "plan", "us-japan-2025", "--risk", "--out", str(out)]
    assert run([*call, *few_hazards(folder)]) == 0
    return out


def test_a_plan_under_risk_takes_the_place_of_the_calm_one(under_risk: Path) -> None:
    assert {path.name for path in under_risk.iterdir()} == {
        "report.html",
        "plan.xlsx",
        "plan.json",
        "record.json",
        "risk.json",
    }
    record = record_of(under_risk)
    jsonschema.validate(record, record_schema())
    lines = {line["id"]: line["discounted_usd"] for line in record["costs"]}
    assert sum(lines.values()) == pytest.approx(record["objective_usd"], rel=1e-6)
    assert lines["stocks"] > 0
    assert record["risk"]["projects"] == [each["id"] for each in record["projects"]]
    assert set(record["risk"]["tables"]) >= {"hazards", "duration_laws", "shortage_values"}


def test_the_report_under_risk_says_what_to_hold_and_shows_the_histories(under_risk: Path) -> None:
    page = (under_risk / "report.html").read_text("utf-8")
    assert "In drawn histories the loss falls from" in page
    assert "of stocks by 2030. What the planner counts falls from" in page
    assert "In 50 drawn histories USD" in page
    told = json.loads((under_risk / "risk.json").read_text("utf-8"))
    assert told["simulated"]["histories"] == 50
    assert "together" not in told


def test_to_go_on_without_a_search_that_was_kept_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    call = ["us-japan-2025", "--risk", *few_hazards(tmp_path), "--simulate", "0"]
    code, _, err = answer(capsys, *call, "--resume")
    assert code == 2
    assert "there is no checkpoint of this call" in err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["us-japan-2025", "--risk-weight", "0.2"], 2, "--risk-weight is of a plan under risk"),
        (["us-japan-2025", "--together"], 2, "add --risk, or leave --together out"),
        (["us-japan-2025", "--simulate", "0"], 2, "--simulate is of a plan under risk"),
        (["us-japan-2025", "--resume"], 2, "--resume is of a plan under risk"),
        (["us-japan-2025", "--risk", "--risk-weight", "2"], 2, "not between 0 and 1"),
        (["us-japan-2025", "--risk", "--export-model", "p.mps"], 2, "supplypact stockpile"),
        (["us-jpan-2025"], 2, "did you mean 'us-japan-2025'"),
        (["us-japan-2025", "--target", "lithum=0.4"], 2, "did you mean 'lithium'"),
        (["us-japan-2025", "--target", "lithium=4"], 2, "lithium=0.4 or lithium=40%"),
        (["us-japan-2025", "--without", "nolan"], 2, "did you mean 'nolans'"),
        (["us-japan-2025", "--budget", "CHN=1"], 2, "not a party"),
        (["us-japan-2025", "--budget", "USA=-1"], 2, "USA=1e9"),
        (["us-japan-2025", "--delay", "nolans=soon"], 2, "nolans=2"),
        (["us-japan-2025", "--compare", "nowhere"], 2, "there is no decision record here"),
        (["us-japan-2025", "--export-model", "plan.txt"], 2, "neither .mps nor .lp"),
        (["us-japan-2025", "--export-model", "none/plan.lp"], 4, "choose another --export-model"),
        (["us-japan-2025", "--frontier", "--export-model", "p.lp"], 2, "do not go together"),
        (["us-japan-2025", "--frontier", "--compare", "out"], 2, "do not go together"),
        (["us-japan-2025", "--target", "lithium=140%"], 2, "a share from 0% to 100%"),
        (["us-japan-2025", "--budget", "USA=1", "--budget", "USA=2"], 2, "'USA' is given twice"),
        (
            ["us-japan-2025", "--target", "lithium=0.3", "--target", "lithium=0.4"],
            2,
            "'lithium' is given twice",
        ),
        (["us-japan-2025-official", "--frontier"], 2, "binds no target"),
    ],
)
def test_a_mistaken_call_is_told_with_its_mend(
    arguments: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, err = answer(capsys, *arguments)
    assert found == code
    assert told in err
    assert out == ""


def test_a_typo_in_the_pact_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = catalogue.pact_bytes("us-japan-2025").decode()
    wrong = text.replace('materials = ["magnet_rare_earths"', 'materials = ["magnet_rare_erths"')
    wrong = wrong.replace("binding = true", "bindng = true", 1)
    path = tmp_path / "mine.toml"
    path.write_text(wrong, "utf-8")
    code, out, err = answer(capsys, str(path), "--out", str(tmp_path / "out"))
    assert (code, out) == (3, "")
    assert "did you mean 'magnet_rare_earths'?" in err
    assert "did you mean 'binding'?" in err
    line = 1 + wrong[: wrong.index("bindng")].count("\n")
    assert f"line {line}" in err
    assert not (tmp_path / "out").exists()


def test_a_pact_in_shift_jis_is_told_how_to_convert(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(catalogue.pact_bytes("us-japan-2025").decode().encode("cp932", "replace"))
    code, _, err = answer(capsys, str(path))
    assert code == 3
    assert "iconv -f CP932 -t UTF-8" in err


def test_a_pact_with_a_byte_order_mark_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + catalogue.pact_bytes("us-japan-2025"))
    assert answer(capsys, str(path), "--relaxed")[0] == 0


def own_table(folder: Path, table: str, old: str, new: str) -> None:
    text = catalogue.table_bytes(table).decode()
    assert old in text
    (folder / f"{table}.csv").write_text(text.replace(old, new), "utf-8")


def test_own_tables_leave_a_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for table in ("projects", "prices"):
        (tmp_path / f"{table}.csv").write_bytes(catalogue.table_bytes(table))
    code, out, err = answer(capsys, "us-japan-2025", "--relaxed", "--json", "--data", str(tmp_path))
    assert code == 0
    assert err == "Tables replaced: projects\nTables that are not used here: prices\n"
    record = json.loads(out)
    jsonschema.validate(record, record_schema())
    assert record["inputs"]["replaced_tables"] == ["projects"]


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        ("production", "stage,country,", "stage,contry,", "did you mean 'country'"),
        ("flows", ",USA,USA,", ",USA,UAS,", "did you mean 'USA'"),
        (
            "project_outputs",
            "nolans,magnet_rare_earths,refine,3773.56",
            "nolans,magnet_rare_earths,refine,-3773.56",
            "-3773",
        ),
        (
            "project_outputs",
            "nolans,magnet_rare_earths,refine,3773.56",
            "nolans,magnet_rare_earths,refine,NaN",
            "NaN",
        ),
    ],
)
def test_a_fault_in_a_table_is_told_and_nothing_is_written(
    table: str,
    old: str,
    new: str,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    own_table(tmp_path, table, old, new)
    out = tmp_path / "out"
    code, _, err = answer(capsys, "us-japan-2025", "--data", str(tmp_path), "--out", str(out))
    assert code == 3
    assert told in err
    assert f"{table}.csv" in err
    assert not out.exists()


def test_a_read_only_folder_is_refused_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    code, out, err = answer(capsys, "us-japan-2025", "--out", str(locked / "run"))
    assert (code, out) == (4, "")
    assert "read-only" in err
    assert list(locked.iterdir()) == []
