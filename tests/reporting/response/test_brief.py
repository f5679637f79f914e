"""The brief, in a real browser as well: one page, quiet, without a request."""

import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from supplypact.domain.response import Response
from supplypact.errors import UsageError
from supplypact.reporting.response.brief import brief
from supplypact.reporting.response.crowding import SIZES
from supplypact.reporting.response.view import ResponseView
from tests.reporting.response import crowded
from tests.reporting.response.given import event, nothing_struck, response, view

PAGE = {"width": 711, "height": 1047}
"""What is printable of A4 within the margins of the style sheet, in CSS pixels: 188 x 277 mm."""
CASES = {
    "usual": (response(), view()),
    "crowded": (crowded.response(), crowded.view()),
    "nothing": (nothing_struck(), view()),
}


def words(text: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_the_brief_answers_its_questions_in_order() -> None:
    told = words(brief(response(), view(), "en"))
    asked = [
        "United States: up to 60% of its gallium missing",
        "What happened",
        "Who is short, and when",
        "This week",
        "Then",
        "What we need from whom",
        "What waiting costs",
        "What acting together saves",
        "How sure",
        "Sources of the event",
    ]
    places = [told.index(each) for each in asked]
    assert places == sorted(places)
    assert (
        "Germany: turn some (2) from other buyers to the United States; make 37 t (3) more" in told
    )
    assert "These 8 lines leave USD 120 mn; the exact plan (41 lines) USD 118 mn; each" in told
    assert "Amounts and money: to 28 November 2025 (12 months)." in told
    assert "TLP:CLEAR" in told
    assert "As of 3 December 2024" in told
    assert "sha256" in told


def test_the_first_week_holds_what_must_be_ordered_within_seven_days() -> None:
    told = words(brief(response(), view(), "en"))
    this_week = told[told.index("This week") : told.index(" Then ")]
    assert re.findall(r" (\d) \d+ Dec ", this_week) == ["1", "2", "3"]
    later = brief(response(actions=response().actions[3:]), view(), "en")
    assert "Nothing has to be ordered this week." in later


def test_what_was_decided_before_stands_apart_and_is_not_asked_for_again() -> None:
    old, *fresh = response().actions
    told = words(brief(response(actions=(replace(old, decided=True), *fresh)), view(), "en"))
    this_week = told[told.index("This week") : told.index(" Then ")]
    assert re.findall(r" (\d) \d+ Dec ", this_week) == ["2", "3"]
    assert told.index("Decided before") > told.index(" Then ")
    assert "the first by 7 December 2024" in told


def test_the_japanese_brief_names_countries_and_materials_in_japanese() -> None:
    told = words(brief(response(), view(), "ja"))
    for each in ("米国", "ガリウム", "2024年12月3日時点", "今週行うこと", "試験協定"):
        assert each in told
    assert "United States" not in told


def test_more_lines_than_the_page_holds_are_counted() -> None:
    told = words(brief(crowded.response(), crowded.view(), "en"))
    assert "3 more actions stand in playbook.json." in told
    assert "5 further pairs of party and material stand in the workbook." in told


def test_a_drill_is_marked() -> None:
    assert "EXERCISE" in words(brief(response(), view(exercise=True), "en"))
    assert "訓練" in words(brief(response(), view(exercise=True), "ja"))
    assert "EXERCISE" not in words(brief(response(), view(), "en"))


def test_what_a_user_writes_is_text_and_no_markup() -> None:
    odd = replace(event(), title_en="<script>alert(1)</script>")
    assert "<script" not in brief(response(events=(odd,)), view(), "en")


def test_a_language_without_catalogue_is_refused() -> None:
    with pytest.raises(UsageError, match="has no language 'fr'"):
        brief(response(), view(), "fr")


def test_the_style_sheet_has_the_sizes_that_crowding_counts_on() -> None:
    css = resources.files("supplypact.reporting").joinpath("templates/brief.css").read_text("utf-8")
    found = re.findall(r"body\.d\d \{ font-size: calc\(([.\d]+) ", css)
    assert tuple(float(each) for each in found) == SIZES[1:]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("case", CASES)
def test_the_brief_is_one_page_that_asks_for_nothing(
    browser: Browser, tmp_path: Path, case: str, language: str
) -> None:
    answer: Response
    seen: ResponseView
    answer, seen = CASES[case]
    path = tmp_path / "brief.html"
    path.write_text(brief(answer, seen, language), "utf-8")
    page = browser.new_page(viewport=PAGE)  # type: ignore[arg-type]
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.on("console", lambda each: said.append(each.text))
    page.emulate_media(media="print")
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollHeight") <= PAGE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PAGE["width"]
    assert asked == [path.as_uri()]
    assert said == []
    page.close()
