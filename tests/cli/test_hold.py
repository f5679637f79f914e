"""Stocks that a call asks for."""

import pytest

from supplypact.cli.main import run

CALL = "stockpile us-japan-2025 --relaxed --material gallium --hold"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("gallium=3", "cannot read 'gallium=3'"),
        ("JPN:gallium", "cannot read 'JPN:gallium'"),
        ("JPN:gallium=many", "write it as JPN:gallium=180 (holder, material, days of its use)"),
        ("JPN:gallium=-1", "a cover of -1 days cannot be"),
        ("JPN:gallium=400", "400 days of gallium in JPN are above the storage of 365 days"),
        ("JPN:galium=1", "did you mean 'gallium'?"),
        ("JPN:gallium=1 --hold JPN:gallium=2", "'JPN:gallium' is given twice"),
    ],
)
def test_a_cover_that_cannot_be_is_told(
    asked: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*CALL.split(), *asked.split()]) == 2
    assert told in capsys.readouterr().err
