"""``supplypact stockpile``: what to hold, in words and as a table."""

import json
from pathlib import Path

import pytest

from supplypact.cli.main import run

CALL = "stockpile us-japan-2025 --relaxed --material gallium"


def test_it_says_in_words_what_to_hold_and_what_is_left_to_lose(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(CALL.split()) == 0
    told = capsys.readouterr().out
    for words in (
        "By 2030: hold",
        "without stocks and projects",
        "What drives it",
        "JPN 60 days",
    ):
        assert words in told


def test_json_holds_every_frame_and_the_plan_costs_less_than_doing_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*CALL.split(), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["objective_usd"] >= told["bound_usd"] * (1 - 1e-9)
    loss = {
        row["case"]: row
        for row in told["losses"]
        if (row["party"], row["material"], row["year"]) == ("*", "*", 2030)
    }
    assert loss["both"]["expected_usd"] <= loss["nothing"]["expected_usd"]
    assert loss["both"]["tail_usd"] <= loss["nothing"]["tail_usd"]
    assert loss["nothing"]["tail_usd"] >= loss["nothing"]["expected_usd"]
    assert {row["holder"] for row in told["stocks"]} == {"USA", "JPN"}


def test_the_model_is_written_with_the_names_of_the_equations(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "risk.mps"
    call = "stockpile us-japan-2025 --relaxed --material germanium --csv --export-model"
    assert run([*call.split(), str(path)]) == 0
    assert capsys.readouterr().out.startswith("material,form,holder,tonnes_2030,days_2030")
    text = path.read_text("utf-8")
    for name in ("S1_stock(germanium,refine,JPN,2030)", "R0_passing(", "R3_stock(", "R5_mutual("):
        assert name in text


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--risk-weight 1.5", "a risk weight of 1.5 is not between 0 and 1"),
        ("--rates x0", "rates times 0 cannot be"),
        ("--rates twice", "cannot read 'twice': a factor is a number"),
        ("--material galium", "unknown material 'galium'"),
        ("--export-model plan.txt", "'plan.txt' is neither .mps nor .lp"),
    ],
)
def test_a_mistake_is_told(option: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stockpile", "us-japan-2025", *option.split()]) == 2
    assert told in capsys.readouterr().err
