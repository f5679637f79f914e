"""The words of a response: the same in both languages but for the words."""

import re
from pathlib import Path

import supplypact.reporting
from supplypact.domain.event import EVENT_KINDS
from supplypact.domain.response import ACTIONS, MODES
from supplypact.reporting.phrases import RESPONSE, languages, load_phrases

FOLDER = Path(supplypact.reporting.__file__).parent
CODE = "\n".join(
    path.read_text("utf-8")
    for path in (*FOLDER.glob("response/*.py"), FOLDER / "templates" / "brief.html")
)
EN, JA = (load_phrases(each, RESPONSE).texts for each in ("en", "ja"))
BLANK = re.compile(r"\{(\w+)[^}]*\}")
NAMED_BY_DATA = {"stage", "column", "unit", "table", "table_note", "word", "list"}
"""Sections whose keys are ids of columns, tables and stages, or that shared code asks for."""


def test_there_are_two_languages() -> None:
    assert languages(RESPONSE) == ["en", "ja"]


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(EN) == sorted(JA)


def test_both_languages_have_the_same_blanks() -> None:
    odd = [key for key in EN if set(BLANK.findall(EN[key])) != set(BLANK.findall(JA[key]))]
    assert odd == []


def test_lists_within_a_phrase_are_as_long_in_both_languages() -> None:
    for key in ("date.months", "date.abbreviated", "money.sizes", "money.shown"):
        assert EN[key].count(";") == JA[key].count(";")


def test_japanese_is_japanese() -> None:
    latin = [
        key
        for key, text in JA.items()
        if key.split(".")[0] not in {"date", "money", "unit", "list", "goods", "loss"}
        and not re.search(r"[ぁ-んァ-ヶ一-龠]", BLANK.sub("", text))
        and re.search(r"[A-Za-z]", BLANK.sub("", text))
    ]
    assert latin == []


def test_every_phrase_is_used() -> None:
    named = set(re.findall(r"""["']([a-z_]+\.[a-z_-]+)["']""", CODE))
    started = tuple(re.findall(r"""["']([a-z_]+\.[a-z_]*)\{""", CODE))
    unused = [
        key
        for key in EN
        if key.split(".")[0] not in NAMED_BY_DATA
        and key not in named
        and re.sub("_(one|many)$", "", key) not in named
        and not key.startswith(started)
    ]
    assert unused == []


def test_every_kind_of_action_event_and_mode_has_its_words() -> None:
    told = [kind for kind in ACTIONS if kind != "waive"] + ["waive_lend", "waive_buy"]
    needed = [f"does.{kind}" for kind in told] + [f"kind.{kind}" for kind in ACTIONS]
    needed += [f"event_kind.{kind}" for kind in EVENT_KINDS] + [f"mode.{mode}" for mode in MODES]
    assert sorted(set(needed) - set(EN)) == []
