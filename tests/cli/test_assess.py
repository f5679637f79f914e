"""``supplypact assess``: the table on standard output, files on request, plain mistakes."""

import csv
import io
import json
from pathlib import Path

import pytest

from supplypact.cli.assess import assess
from supplypact.cli.main import run
from supplypact.data import catalogue

QUICK = ("--draws", "20")


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["assess", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_help_leads_with_examples() -> None:
    lines = [
        line for line in str(assess.help).splitlines() if line.strip().startswith("supplypact")
    ]
    assert len(lines) >= 3


def test_the_table_has_the_worst_first(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "us-japan-2025", *QUICK)
    assert code == 0
    assert "China" in out.splitlines()[0]
    rows = [line.split()[0] for line in out.splitlines() if line.startswith(("gallium", "nickel"))]
    assert rows[0] == "gallium"
    assert max(len(line) for line in out.splitlines()) <= 120


def test_csv_has_the_rows_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "us-japan-2025", "--csv", "--stage", "magnet", *QUICK)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert {row["material"] for row in rows} == {"magnet_rare_earths", "dysprosium_terbium"}
    assert {row["stage"] for row in rows} == {"magnet"}


def test_json_has_every_indicator_with_band_or_reason(capsys: pytest.CaptureFixture[str]) -> None:
    filters = ("--material", "lithium", "--party", "JPN")
    code, out, _ = answer(capsys, "us-japan-2025", "--json", *filters, *QUICK)
    told = json.loads(out)
    assert code == 0
    assert {each["material"] for each in told["indicators"]} == {"lithium"}
    assert {each["party"] for each in told["indicators"]} == {"JPN", "world"}
    assert all(each["value"] is not None or each["reason"] for each in told["indicators"])


def test_the_same_seed_gives_the_same_answer(capsys: pytest.CaptureFixture[str]) -> None:
    one, two = (answer(capsys, "us-japan-2025", "--csv", *QUICK)[1] for _ in range(2))
    assert one == two


def test_an_earlier_year_tells_what_it_can_and_why_not_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = answer(capsys, "us-japan-2025", "--as-of", "2023", "--json", *QUICK)
    told = json.loads(out)["indicators"]
    assert code == 0
    known = {each["indicator"] for each in told if each["value"] is not None}
    assert {"hhi", "import_concern_share"} <= known
    assert any("nearest year that has them is 2024" in (each["reason"] or "") for each in told)


@pytest.mark.parametrize(
    ("mistake", "code", "said"),
    [
        (("--material", "lithum"), 2, "did you mean 'lithium'?"),
        (("--party", "JAP"), 2, "did you mean 'JPN'?"),
        (("--stage", "refinery"), 2, "did you mean 'refine'?"),
        (("--material", "gallium", "--stage", "magnet"), 2, "use one of: refine"),
        (("--csv", "--json"), 2, "leave one of the two out"),
        (("--as-of", "1970"), 3, "--as-of 1995"),
        (("--plan", "nowhere"), 2, "--out folder of an earlier 'supplypact plan'"),
    ],
)
def test_a_mistake_is_told_with_its_mend(
    mistake: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    left, out, err = answer(capsys, "us-japan-2025", *mistake, *QUICK)
    assert (left, out) == (code, "")
    assert said in err


def test_own_tables_are_used_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = catalogue.table_bytes("uncertainty").decode().splitlines()
    place = rows[0].split(",").index("spread")
    none = [",".join(["0" if n == place else c for n, c in enumerate(r.split(","))]) for r in rows]
    (tmp_path / "uncertainty.csv").write_text("\n".join([rows[0], *none[1:]]) + "\n", "utf-8")
    filters = ("--material", "gallium", "--csv", "--data", str(tmp_path))
    code, out, err = answer(capsys, "us-japan-2025", *filters, *QUICK)
    (row,) = csv.DictReader(io.StringIO(out))
    assert code == 0
    assert "Tables replaced: uncertainty" in err
    assert row["traced_share"]
    assert row["low"] == ""  # nothing was drawn: no band


def test_flows_beyond_output_are_told_with_the_residual(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = catalogue.table_bytes("flows").decode()
    line = next(each for each in text.splitlines() if each.startswith("gallium,refine,JPN,JPN"))
    cells = line.split(",")
    cells[4] = str(float(cells[4]) * 3)
    (tmp_path / "flows.csv").write_text(text.replace(line, ",".join(cells)), "utf-8")
    code, _, err = answer(capsys, "us-japan-2025", "--data", str(tmp_path), *QUICK)
    assert code == 3
    assert "JPN ships" in err
    assert "too much" in err


def test_out_writes_page_workbook_and_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    code, _, err = answer(capsys, "us-japan-2025", "--out", str(out), *QUICK)
    assert code == 0
    assert sorted(each.name for each in out.iterdir()) == [
        "assessment.html",
        "assessment.json",
        "assessment.xlsx",
    ]
    assert "wrote" in err


def test_a_plan_of_another_pact_or_of_other_tables_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = {
        "inputs": {"pact": {"id": "us-japan-2025", "sha256": ""}, "tables": {}},
        "objective_usd": 0.0,
        "targets": [],
        "projects": [],
        "sourcing": [],
    }
    (tmp_path / "record.json").write_text(json.dumps(record), "utf-8")
    code, _, err = answer(capsys, "us-australia-2025", "--plan", str(tmp_path), *QUICK)
    assert code == 2
    assert "of the pact 'us-japan-2025', not of 'us-australia-2025'" in err
    code, _, err = answer(capsys, "us-japan-2025", "--plan", str(tmp_path), *QUICK)
    assert code == 2
    assert "since that run these have changed: the pact" in err
