"""The command itself: help, versions, and one exit code for each kind of error."""

import os
import subprocess
import sys
from collections.abc import Callable

import click
import pytest

from supplypact.cli import main as module
from supplypact.cli.main import cli, run
from supplypact.errors import DataError, Fault, InfeasibleError, OutputError, UsageError

SLOW = ("polars", "numpy", "highspy", "rich", "jinja2", "xlsxwriter")


def test_help_imports_nothing_slow() -> None:
    code = (
        "import sys; from supplypact.cli.main import run; run(['--help']);"
        f"print([name for name in {SLOW!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Examples:" in done.stdout


def test_the_version_names_the_solver(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("supplypact 0.")


def test_a_mistyped_command_is_told_with_the_nearest_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["dta"]) == 2
    captured = capsys.readouterr()
    assert "Did you mean 'data'?" in captured.err
    assert captured.out == ""


def failing(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (UsageError("unknown pact 'x'", where="PACT", fix="use y"), 2, "fix:   use y"),
        (DataError([Fault(what="bad", where="a.csv", fix="mend")], where="a"), 3, "a.csv: bad"),
        (OutputError("read-only", where="out", fix="choose another"), 4, "where: out"),
        (InfeasibleError("no plan", where="F3", fix="relax"), 7, "error: no plan"),
        (click.BadParameter("not a number"), 2, "not a number"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (ZeroDivisionError("by zero"), 1, "ZeroDivisionError: by zero"),
    ],
)
def test_every_error_is_one_message_and_its_exit_code(
    error: BaseException,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(cli.commands, "fail", click.Command("fail", callback=failing(error)))
    assert run(["fail"]) == code
    captured = capsys.readouterr()
    assert told in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_debug_shows_where_a_failure_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    fail = click.Command("fail", callback=failing(ZeroDivisionError()))
    monkeypatch.setitem(cli.commands, "fail", fail)
    with pytest.raises(ZeroDivisionError):
        run(["--debug", "fail"])


def test_a_terminal_that_cannot_show_japanese_shows_the_rest() -> None:
    code = "import sys; from supplypact.cli.main import main; main()"
    call = [sys.executable, "-c", code, "data", "show", "countries", "--country", "JPN"]
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(call, capture_output=True, text=True, check=True, env=ascii_only)
    assert "Japan" in done.stdout
    assert "??" in done.stdout


def test_main_leaves_with_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "run", lambda _: 3)
    with pytest.raises(SystemExit) as caught:
        module.main()
    assert caught.value.code == 3
