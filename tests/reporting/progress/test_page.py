"""The report for ministers, in a real browser as well: two pages, quiet, without a request."""

import re
import shutil
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from supplypact.errors import UsageError
from supplypact.reporting.pdf import BROWSERS, write_pdf
from supplypact.reporting.progress.fit import SIZES
from supplypact.reporting.progress.page import progress_page
from supplypact.reporting.progress.page_rows import REASONS
from supplypact.reporting.progress.rows import short
from supplypact.reporting.progress.view import ProgressView
from tests.reporting.progress import crowded, given

SHEET = {"width": 711, "height": 1047}
"""What is printable of A4 within the margins of the style sheet, in CSS pixels: 188 x 277 mm."""
CASES = {
    "usual": given.view("en", *given.paid()),
    "first": given.view(since=None),
    "crowded": crowded.view(),
}
needs_browser = pytest.mark.skipif(
    not any(shutil.which(name) for name in BROWSERS),
    reason="needs Chromium (on Debian: apt-get install chromium)",
)


def words(text: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_the_report_answers_its_questions_in_order() -> None:
    told = words(progress_page(CASES["usual"], "en")).partition("TLP:AMBER")[2]
    asked = [
        "Progress report · as of 22 November 2026; 22 entries of the bundled record",
        "US-Japan Strategic Investments Framework",
        "14 promises: 1 late, 6 at risk",
        "Money paid",
        "USD 1.5 bn of USD 550.0 bn",
        "Money: pledged, committed, paid",
        "Targets: now, expected, needed",
        "Who must act, by when",
        "Milestones: late first",
        "Projects: against the first announcement",
        "Stocks",
        "What changed since 1 November 2026",
        "Published totals beside ours",
        "Rules of the statuses shown",
        "Annex: every total, opened",
    ]
    places = [told.index(each) for each in asked]
    assert places == sorted(places)


def test_a_status_is_told_by_symbol_word_and_rule() -> None:
    told = words(progress_page(CASES["usual"], "en"))
    assert "✖ late M4" in told
    assert "▲ at risk E6" in told
    assert "? not known" in told
    assert "M4 overdue, and nothing is recorded" in told


def test_every_total_opens_into_its_entries() -> None:
    page = progress_page(CASES["usual"], "en")
    annex = page[page.index('id="annex"') :]
    firm = annex[annex.index("The whole as the parties state it, pledged, firm sum") :]
    firm = firm[: firm.index("</details>")]
    for entry in ("fs-copper", "fs-lfp", "fs-diamond", "t1-ohio", "t1-gulflink", "t1-diamond"):
        assert f"<b>{entry}</b>" in firm
    assert "announced before (t1-diamond)" in firm
    assert "500,000,000" in firm


def test_the_japanese_report_is_japanese() -> None:
    told = words(progress_page(CASES["usual"], "ja"))
    for each in ("約束14件", "5,500億ドルのうち15億ドル", "対応すべき者", "遅延", "米国"):
        assert each in told
    assert "United States" not in told


def test_what_a_user_writes_is_text_and_no_markup_and_no_script_address() -> None:
    first = given.entries()[4]
    odd = replace(
        first,
        text="<script>alert(1)</script>",
        evidence=replace(first.evidence, url="javascript:alert(1)"),
    )
    base = given.progress()
    listed = (*given.entries()[:4], odd, *given.entries()[5:])
    position = replace(base.position, records=given.records(listed))
    view = ProgressView(
        progress=replace(base, position=position), pact=given.pact(), network=given.network()
    )
    page = progress_page(view, "en")
    assert "<script" not in page
    assert "javascript:" not in page
    assert "&lt;script&gt;" in page


def test_funding_lines_that_are_not_drawn_are_counted() -> None:
    base = given.progress()
    many = replace(base, envelope=(*base.envelope[:2], *base.envelope))
    odd = [replace(each, scope=f"line-{at}") for at, each in enumerate(many.envelope[:4])]
    view = replace(given.view(), progress=replace(base, envelope=(*odd, base.envelope[2])))
    assert "1 more in progress.xlsx" in words(progress_page(view, "en")).partition("Targets:")[0]


def test_a_ceiling_and_a_firm_sum_of_a_project_stand_apart() -> None:
    base = given.progress()
    odd = replace(base.projects[0], ceiling=100 * given.BN, committed=given.BN)
    view = replace(given.view(), progress=replace(base, projects=(odd,)))
    told = words(progress_page(view, "en"))
    assert "≤ USD 100.0 bn; USD 33.3 bn / USD 1.0 bn / 0" in told
    assert "USD 133.3 bn" not in told


def test_a_target_says_by_when_it_is_reached_and_what_late_rests_on() -> None:
    told = words(progress_page(CASES["usual"], "en"))
    assert "of world output · reached 30 Jun 2029, if late 30 Jun 2030" in told
    assert "“If late” rests on 2 past projects that went wrong (Past plant A, Past plant B)" in told


def test_reasons_are_cut_behind_a_word_and_stand_in_full_on_screen() -> None:
    long = "The published figure counts more than what our entries say of it, " * 6
    base = given.progress()
    odd = tuple(replace(base.reported[0], reason=f"{long}{at}") for at in range(6))
    page = progress_page(replace(given.view(), progress=replace(base, reported=odd)), "en")
    (printed, *_) = re.findall(r'<span class="printed">(.*?)…</span>', page)
    assert long.startswith(f"{printed} ")
    assert f'<span class="screen">{long}0</span>' in page
    assert page.count('<span class="printed">') == 5
    assert "1 more in progress.xlsx" in words(page).partition("Published totals")[2]
    assert "Reasons that end with … are told in full on screen" in words(page)


def test_reasons_are_as_long_as_the_letters_keep_their_size() -> None:
    long = "The published figure counts more than what our entries say of it, " * 6
    for case, most in (("usual", REASONS[0]), ("crowded", REASONS[-1])):
        view = CASES[case]
        odd = tuple(replace(each, reason=long) for each in view.progress.reported)
        page = progress_page(replace(view, progress=replace(view.progress, reported=odd)), "en")
        (printed, *_) = re.findall(r'<span class="printed">(.*?)</span>', page)
        assert printed == short(long, most)


def test_a_text_is_cut_behind_a_word() -> None:
    assert short("one two three four", 12) == "one two…"
    assert short("one two three four", 14) == "one two three…"
    assert short("一二三四五六七", 9) == "一二三四…"
    assert short("one two", 7) == "one two"


def test_what_is_told_beside_the_promises_stands_on_the_page() -> None:
    base = given.progress()
    line = replace(base.position.money[0], funding_line="")
    position = replace(base.position, money=(line, *base.position.money[1:]))
    odd = replace(base, position=position, stocks=(), stocks_without_account=2, size=0)
    told = words(progress_page(replace(given.view(), progress=odd), "en"))
    assert "Outside the funding lines" in told
    assert "2 targets for stocks have no account" in told
    assert "the record holds entries from 2 November 2026 on" in told


def test_what_was_repaid_is_a_fifth_bar() -> None:
    page = progress_page(CASES["usual"], "en")
    assert page.count('class="funnel five"') == 2
    assert 'viewBox="0 0 100 5"' in page
    assert "funnel five" not in progress_page(CASES["first"], "en")


def test_a_language_without_catalogue_is_refused() -> None:
    with pytest.raises(UsageError, match="has no language 'fr'"):
        progress_page(given.view(), "fr")


def test_the_style_sheet_has_the_sizes_that_fitting_counts_on() -> None:
    css = resources.files("supplypact.reporting").joinpath("templates/progress.css")
    found = re.findall(r"\.d\d \{ font-size: ([.\d]+)em; \}", css.read_text("utf-8"))
    assert tuple(float(each) for each in found) == SIZES[1:]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("case", CASES)
def test_each_sheet_is_one_page_that_asks_for_nothing(
    browser: Browser, tmp_path: Path, case: str, language: str
) -> None:
    path = tmp_path / "progress.html"
    path.write_text(progress_page(CASES[case], language), "utf-8")
    page = browser.new_page(viewport=SHEET)  # type: ignore[arg-type]
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.on("console", lambda each: said.append(each.text))
    page.emulate_media(media="print")
    page.goto(path.as_uri())
    for sheet in ("one", "two"):
        high = page.evaluate(f"document.getElementById('{sheet}').getBoundingClientRect().height")
        assert high <= SHEET["height"], sheet
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]
    assert page.evaluate("getComputedStyle(document.getElementById('annex')).display") == "none"
    assert asked == [path.as_uri()]
    assert said == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_needs_no_sideways_scrolling(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    path = tmp_path / "progress.html"
    path.write_text(progress_page(CASES["crowded"], "en"), "utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_the_annex_is_as_wide_as_the_page(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "progress.html"
    path.write_text(progress_page(CASES["usual"], "en"), "utf-8")
    page = browser.new_page(viewport={"width": 1180, "height": 900})
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    wide = "[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth)"
    assert page.evaluate(wide)
    page.close()


@needs_browser
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("case", CASES)
def test_the_report_prints_on_exactly_two_pages(case: str, language: str) -> None:
    printed = write_pdf(progress_page(CASES[case], language))
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
