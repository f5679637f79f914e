"""Printing: answers to standard output in the form asked for, messages to standard error."""

import json
from io import StringIO

import polars as pl
import pytest

from supplypact.cli.console import Settings, cell_text, print_frame


class _Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


FRAME = pl.DataFrame({"country": ["AUS", "日本"], "tonnes": [1250.5, None]})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (1234567.8, "1,234,568"),
        (12.5, "12.5"),
        (100.0, "100"),
        (0.00001234, "1.234e-05"),
        (0.0, "0"),
        (2024, "2024"),
    ],
)
def test_a_cell_reads_well_and_unknown_is_blank(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_json_is_one_document_with_null_for_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    print_frame(FRAME, form="json", settings=Settings())
    assert json.loads(capsys.readouterr().out) == FRAME.to_dicts()


def test_csv_leaves_the_unknown_blank(capsys: pytest.CaptureFixture[str]) -> None:
    print_frame(FRAME, form="csv", settings=Settings())
    assert capsys.readouterr().out == "country,tonnes\nAUS,1250.5\n日本,\n"


def test_a_table_for_people_has_no_escape_codes_in_a_pipe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_frame(FRAME, form=None, settings=Settings())
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert [line.split() for line in out.splitlines()][2:] == [["AUS", "1,250"], ["日本"]]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Settings(quiet=True).say("reading")
    assert capsys.readouterr().err == ""
    Settings().say("reading")
    assert capsys.readouterr().err == "reading\n"


def test_no_color_is_plain_even_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def has_color(settings: Settings) -> bool:
        console = settings.console(_Terminal())
        return console.color_system is not None

    assert has_color(Settings())
    assert not has_color(Settings(color=False))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_color(Settings())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not has_color(Settings())
