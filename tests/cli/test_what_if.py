"""``supplypact what-if``: what comes of a slip, in words and as data."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from supplypact.cli.main import run
from supplypact.cli.what_if import slip_lines
from supplypact.domain.progress import Slip
from supplypact.tracking.slip import Case
from supplypact.units import Usd, Year
from supplypact.workspace.workspace import Workspace

CALL = "what-if slip us-japan-2025 white-mesa-2029 18m --as-of 2026-11-22"


def test_a_slip_is_told_with_shares_cost_and_expected_losses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(CALL.split()) == 0
    told = capsys.readouterr().out
    for words in (
        "first output on 2031-01-01 instead of 2029-01-01",
        "plans count whole years",
        "Magnet rare earths, 2030: 30.0% -> 26.7%, which falls short of the goal of 30.0%",
        "With the cheapest plan that is still possible",
        "million a year instead of",
        "on the plan, which holds no stocks",
    ):
        assert words in told


ANSWER = Slip(
    project="nolans",
    name="Nolans",
    months=12.0,
    due_before=date(2029, 1, 1),
    due_after=date(2030, 1, 1),
    effects=(),
    cost_before=Usd(5e9),
    cost_after=Usd(5e9),
    discounted_to=Year(2026),
    in_years=True,
    shortages=(),
    shortage_of="risk",
)


def test_the_plan_under_risk_brings_its_projects_and_stocks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pact, network = Workspace().open_case("us-japan-2025")
    stock = {"holder": "JPN", "material": "gallium", "form": "refine", "year": 2030, "tonnes": 9.0}
    record = {
        "inputs": {
            "pact": {"id": pact.id, "sha256": hashlib.sha256(pact.text.encode()).hexdigest()},
            "tables": network.digest,
        },
        "objective_usd": 1.0,
        "targets": [],
        "sourcing": [],
        "projects": [{"id": "pulawy", "first_output_year": 2029}],
        "risk": {"stocks": [stock]},
    }
    (tmp_path / "record.json").write_text(json.dumps(record))
    asked: list[tuple[Case, str, float]] = []

    def answer(case: Case, project: str, months: float) -> Slip:
        asked.append((case, project, months))
        return ANSWER

    monkeypatch.setattr("supplypact.cli.what_if.slip", answer)
    call = ["what-if", "slip", "us-japan-2025", "nolans", "1y", "--plan", str(tmp_path), "--json"]
    assert run(call) == 0
    ((case, project, months),) = asked
    assert (project, months) == ("nolans", 12.0)
    assert case.planned is not None
    assert (case.planned.of, case.planned.first_output) == ("risk", {"pulawy": 2029})
    assert case.planned.stocks[2030]["JPN", "gallium", "refine"] == 9.0
    told = json.loads(capsys.readouterr().out)
    assert (told["due_after"], told["shortage_of"]) == ("2030-01-01", "risk")


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("not_started", "started neither in the record nor in the plan"),
        ("producing", "makes already what it is to make"),
        ("no_material", "makes no material of the tables"),
    ],
)
def test_why_a_slip_changes_nothing_is_told_in_words(why: str, words: str) -> None:
    (told,) = slip_lines(replace(ANSWER, nothing=why), Workspace().open_network())
    assert told.startswith("Nolans: ")
    assert words in told


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("us-japan-2025 eneaba 18m", "did you mean 'eneabba'?"),
        ("us-japan-2025 eneabba 18", "write it as 90d, 12w, 18m or 1y"),
        ("us-japan-2025 ports 18m", "no first output of 'ports'"),
        ("us-japan-2025 eneabba 18m --plan nowhere", "there is no decision record here"),
    ],
)
def test_a_wrong_call_says_how_to_mend_it(
    call: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["what-if", "slip", *call.split()]) == 2
    assert words in capsys.readouterr().err
