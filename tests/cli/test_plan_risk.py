"""The search of a plan under risk: kept when it is cut short, and passed on to what is asked."""

from pathlib import Path
from typing import Any

import pytest

from supplypact.cli import plan_risk
from supplypact.cli.main import run
from supplypact.cli.plan_risk import Asked, _Last
from supplypact.domain.risk import Cover, RiskOptions
from supplypact.errors import UsageError

COVER = Cover(material="gallium", holder="JPN", days=180.0, first_year=2030)


def asked(**changes: Any) -> Asked:
    usual: dict[str, Any] = {
        "risk": True,
        "weight": None,
        "covers": (),
        "workers": None,
        "simulate": None,
        "together": False,
        "members": None,
        "tornado": False,
        "resume": None,
    }
    return Asked(**{**usual, **changes})


def test_a_search_that_is_cut_short_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut_short(*given: Any, **_more: Any) -> None:
        given[3].checkpoint(b"half")
        raise KeyboardInterrupt

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(plan_risk, "plan_and_risk", cut_short)
    assert run(["plan", "us-japan-2025", "--risk"]) == 130
    told = capsys.readouterr().err
    (kept,) = (tmp_path / "supplypact").iterdir()
    assert kept.read_bytes() == b"half"
    assert f"--resume {kept}" in told


def test_other_searches_start_from_the_last_checkpoint() -> None:
    file: list[bytes] = []
    last = _Last(RiskOptions(weight=0.2, checkpoint=file.append))
    assert last.resumed().resume is None
    search = last.options()
    assert search.checkpoint is not None
    for raw in (b"first", b"second"):
        search.checkpoint(raw)
    assert file == [b"first", b"second"]
    assert (last.resumed().resume, last.resumed().checkpoint) == (b"second", None)
    assert last.resumed().weight == 0.2


@pytest.mark.parametrize(
    "changes",
    [
        {"weight": 0.1},
        {"workers": 2},
        {"simulate": 5},
        {"tornado": True},
        {"covers": (COVER,)},
        {"members": "USA"},
    ],
)
def test_what_only_a_plan_under_risk_answers_needs_it(changes: dict[str, Any]) -> None:
    asked(**changes).check()
    with pytest.raises(UsageError, match="is of a plan under risk"):
        asked(risk=False, **changes).check()


def test_a_member_that_is_no_party_is_told_before_any_work(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call = ["plan", "us-japan-2025", "--risk", "--together", "--members"]
    assert run([*call, "USA,JPM"]) == 2
    assert "did you mean 'JPN'" in capsys.readouterr().err
    assert run([*call, "USA"]) == 2
    assert "name two parties" in capsys.readouterr().err
    alone = ["plan", "us-japan-2025", "--risk", "--members"]
    assert run([*alone, "USA,JPM"]) == 2
    assert "did you mean 'JPN'" in capsys.readouterr().err
    assert run([*alone, "USA,JPN"]) == 2
    assert "--members is of acting together" in capsys.readouterr().err


def test_acting_together_needs_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pact", "show", "us-japan-2025", "--toml"]) == 0
    text = capsys.readouterr().out
    assert 'country = "JPN"' in text
    path = tmp_path / "one.toml"
    path.write_text(_without_japan(text), "utf-8")
    assert run(["plan", str(path), "--risk", "--together"]) == 2
    assert "one party can act together with nobody" in capsys.readouterr().err


def _without_japan(text: str) -> str:
    """Return a pact without the tables that speak of Japan as a party."""
    tables = text.split("\n[")
    return "\n[".join(
        each
        for each in tables
        if 'country = "JPN"' not in each
        and 'party = "JPN"' not in each
        and not each.startswith(("funding_term]", "revenue_split]"))
    )
