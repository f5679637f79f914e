"""The words of progress: the same in both languages but for the words."""

import re
from pathlib import Path

import supplypact.reporting
from supplypact.domain.entry import KINDS, Quality, Step
from supplypact.domain.pact import Reading
from supplypact.domain.position import Measure
from supplypact.domain.progress import Status
from supplypact.reporting.phrases import languages, load_phrases
from supplypact.reporting.progress.marks import UNPUBLISHED
from supplypact.reporting.progress.promises import Group
from supplypact.reporting.progress.view import PROGRESS

FOLDER = Path(supplypact.reporting.__file__).parent
SOURCE = FOLDER.parent
CODE = "\n".join(
    path.read_text("utf-8")
    for path in (
        *FOLDER.glob("progress/*.py"),
        FOLDER / "templates" / "progress.html",
        SOURCE / "cli" / "track.py",
    )
)
EN, JA = (load_phrases(each, PROGRESS).texts for each in ("en", "ja"))
BLANK = re.compile(r"\{(\w+)[^}]*\}")
NAMED_BY_DATA = {"stage", "column", "unit", "table", "table_note", "word", "rule", "origin", "list"}
"""Sections whose keys are ids of columns, tables, stages and rules, or asked for elsewhere."""


def test_there_are_two_languages() -> None:
    assert languages(PROGRESS) == ["en", "ja"]


def test_both_languages_have_the_same_keys_and_blanks() -> None:
    assert sorted(EN) == sorted(JA)
    odd = [key for key in EN if set(BLANK.findall(EN[key])) != set(BLANK.findall(JA[key]))]
    assert odd == []


def test_lists_within_a_phrase_are_as_long_in_both_languages() -> None:
    for key in ("date.months", "date.abbreviated", "money.steps", "money.forms", "money.digits"):
        assert EN[key].count(";") == JA[key].count(";")


def test_japanese_is_japanese() -> None:
    latin = [
        key
        for key, text in JA.items()
        if key.split(".")[0] not in {"date", "money", "unit", "list", "class"}
        and not re.search(r"[ぁ-んァ-ヶ一-龠]", BLANK.sub("", text))
        and re.search(r"[A-Za-z]", BLANK.sub("", text))
        and key not in {"column.sha256", "money.trim"}
    ]
    assert latin == []


def test_every_phrase_is_used() -> None:
    named = set(re.findall(r"""["']([a-z_]+\.[a-z0-9_-]+)["']""", CODE))
    started = tuple(re.findall(r"""["']([a-z_]+\.[a-z_]*)\{""", CODE))
    unused = [
        key
        for key in EN
        if key.split(".")[0] not in NAMED_BY_DATA
        and re.sub("_(one|many)$", "", key) not in named
        and key not in named
        and not key.startswith(started)
    ]
    assert unused == []


def test_every_phrase_that_is_asked_for_exists() -> None:
    asked = set(re.findall(r"""say\[["']([a-z_]+\.[a-z_]+)["']""", CODE))
    assert len(asked) > 50
    assert sorted(asked - set(EN)) == []


def test_every_code_of_the_domain_has_its_words() -> None:
    needed = [f"status.{each}" for each in Status]
    needed += [f"measure.{each}" for each in Measure] + [f"step.{each}" for each in Step]
    needed += [f"kind.{each}" for each in KINDS] + [f"reading.{each}" for each in Reading]
    needed += [f"quality.{each}" for each in Quality] + [f"group.{each}" for each in Group]
    assert sorted(set(needed) - set(EN)) == []


def test_every_rule_of_tracking_has_its_words() -> None:
    """The codes are read from the package that gives them: reporting may not import it."""
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.glob("tracking/*.py"))
    given = set(re.findall(r'"([ETMPSI]\d{1,2})"', code))
    assert len(given) > 20
    known = {key.removeprefix("rule.") for key in EN if key.startswith("rule.")}
    assert sorted(given - known) == []
    assert sorted(known - given - {UNPUBLISHED}) == []
