"""The report in a real browser: drawn, quiet, offline, and as narrow as a telephone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from supplypact.reporting.plan.files import frontier_files
from supplypact.reporting.plan.report import render_report
from tests.reporting.given import network, pact, plan
from tests.reporting.plan.test_frontier import points

DRAWN = "all => all.map(each => each.querySelectorAll('svg path, svg rect').length)"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_report(plan(), pact(), network()), "utf-8")
    return path


class Visit:
    """A page that is open, and what it said and asked for."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]")

    def drawn(self) -> list[int]:
        counts: list[int] = self.page.eval_on_selector_all(".chart", DRAWN)
        return counts


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_chart_is_drawn_without_a_word_or_a_request(
    browser: Browser, report: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    visit = Visit(page, report)
    assert len(visit.drawn()) == 6
    assert min(visit.drawn()) >= 4
    assert page.locator("table").count() >= 10
    assert visit.said == []
    assert visit.asked == [report.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_theme_button_turns_the_colours_of_the_charts(browser: Browser, report: Path) -> None:
    page = browser.new_page(color_scheme="light")
    visit = Visit(page, report)
    before = page.inner_html("#money-drawing")
    page.click("#theme")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.inner_html("#money-drawing") != before
    assert min(visit.drawn()) >= 4
    page.close()


def test_without_scripts_the_answer_and_the_tables_are_still_there(
    browser: Browser, report: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator(".verdict").is_visible()
    assert page.locator("noscript").count() == 1
    page.locator("details.data summary").first.click()
    assert page.locator("details.data table").first.is_visible()
    context.close()


def test_the_frontier_is_drawn(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "frontier.html"
    path.write_bytes(frontier_files(points(), pact())["frontier.html"])
    page = browser.new_page()
    visit = Visit(page, path)
    assert min(visit.drawn()) >= 4
    assert visit.said == []
    page.close()


@pytest.mark.parametrize(("width", "hinted"), [(1280, False), (390, True)])
def test_a_table_that_is_wider_than_the_page_says_so(
    browser: Browser, report: Path, width: int, hinted: bool
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    Visit(page, report)
    assert page.locator("#readings .swipe").first.is_visible() is hinted
    page.close()
