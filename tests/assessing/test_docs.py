"""Every indicator has its line in the index of docs/assessment, and the page that it names."""

import re
from pathlib import Path

from supplypact.domain.assessment import INDICATORS, Unit

DOCS = Path(__file__).parents[2] / "docs" / "assessment"
INDEX = (DOCS / "README.md").read_text(encoding="utf-8")
LINE = re.compile(
    r"^\| `(?P<id>\w+)` \| (?P<unit>[^|]+) \| (?P<worse>\w+) \| [^|]+ \| "
    r"\[[^\]]+\]\((?P<page>\w+\.md)[^)]*\) \|$",
    re.MULTILINE,
)
LINES = list(LINE.finditer(INDEX))
UNITS = {Unit.USD_PER_KG: "USD per kg"}


def test_the_index_has_one_line_for_each_indicator_in_their_order() -> None:
    assert [line["id"] for line in LINES] == [each.id for each in INDICATORS]


def test_the_index_gives_unit_and_direction_as_the_code_does() -> None:
    told = [(line["unit"], line["worse"]) for line in LINES]
    assert told == [(UNITS.get(each.unit, each.unit), each.worse) for each in INDICATORS]


def test_every_page_that_the_index_names_exists() -> None:
    named = set(re.findall(r"\]\((\w+\.md)", INDEX))
    assert {page for page in named if not (DOCS / page).exists()} == set()


def test_the_page_of_an_indicator_speaks_of_it() -> None:
    pages = {line["id"]: DOCS / line["page"] for line in LINES}
    assert [
        each
        for each, page in pages.items()
        if page.exists() and f"`{each}`" not in page.read_text(encoding="utf-8")
    ] == []
