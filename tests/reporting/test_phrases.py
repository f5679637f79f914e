import re
from pathlib import Path

import pytest

import supplypact.reporting
from supplypact.errors import UsageError
from supplypact.reporting.phrases import load_phrases

FOLDER = Path(supplypact.reporting.__file__).parent
OWN = ("response", "backtest", "progress", "brief.html", "backtest.html", "progress.html")
"""Packages and pages that have a catalogue of their own."""
CODE = "\n".join(
    path.read_text("utf-8")
    for path in (*FOLDER.glob("**/*.py"), *FOLDER.glob("templates/*.html"))
    if not set(path.relative_to(FOLDER).parts) & set(OWN)
)


NAMED_BY_DATA = {"stage", "column", "unit", "table"}
"""Sections whose keys are ids of columns, tables and stages."""


def test_every_phrase_is_used() -> None:
    named = set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", CODE))
    started = tuple(re.findall(r"""["']([a-z_]+\.[a-z_]*)\{""", CODE))
    unused = [
        key
        for key in load_phrases("en").texts
        if key.split(".")[0] not in NAMED_BY_DATA
        and re.sub("_(one|many)$", "", key) not in named
        and key not in named
        and not key.startswith(started)
    ]
    assert unused == []


def test_every_phrase_that_is_asked_for_exists() -> None:
    known = load_phrases("en").texts
    asked = set(re.findall(r"""say\[["']([a-z_]+\.[a-z_]+)["']""", CODE))
    assert len(asked) > 50
    assert sorted(asked - set(known)) == []


def test_lists_read_as_a_sentence() -> None:
    say = load_phrases("en")
    assert say.listed([]) == ""
    assert say.listed(["a"]) == "a"
    assert say.listed(["a", "b", "c"]) == "a, b and c"


def test_one_and_many_differ() -> None:
    say = load_phrases("en")
    assert say.counted("count.projects", 1) == "1 project"
    assert say.counted("count.projects", 1234) == "1,234 projects"


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="has no language 'fr'"):
        load_phrases("fr")
