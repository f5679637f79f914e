import re
from pathlib import Path

import pytest

import supplypact.reporting
from supplypact.errors import UsageError
from supplypact.reporting.phrases import load_phrases

FOLDER = Path(supplypact.reporting.__file__).parent
CODE = "\n".join(
    path.read_text("utf-8") for path in (*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.html"))
)


def asked_for() -> set[str]:
    """Return keys that the code asks for by name, blanks as wildcards."""
    quoted = re.findall(r"""["']([a-z_]+\.[a-z_{}\[\]'. ]+)["']""", CODE)
    return {re.sub(r"\{[^}]*\}", "*", key) for key in quoted}


def test_every_phrase_is_used() -> None:
    patterns = [re.compile(re.escape(key).replace(r"\*", "[a-z_]+")) for key in asked_for()]
    by_data = {"stage", "column", "unit", "table", "count", "question", "finding", "answer"}
    unused = [
        key
        for key in load_phrases("en").texts
        if key.split(".")[0] not in by_data and not any(p.fullmatch(key) for p in patterns)
    ]
    assert unused == []


def test_every_finding_and_answer_is_named_in_the_code() -> None:
    named = [key for key in load_phrases("en").texts if key.split(".")[0] in {"finding", "answer"}]
    assert [key for key in named if f'"{key}"' not in CODE] == []


def test_every_phrase_that_is_asked_for_exists() -> None:
    known = load_phrases("en").texts
    sections = {key.split(".")[0] for key in known}
    wanted = {key for key in asked_for() if "*" not in key and key.split(".")[0] in sections}
    assert sorted(wanted - set(known)) == []


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
