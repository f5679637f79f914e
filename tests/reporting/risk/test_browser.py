"""The sections on risk in a real browser: drawn, quiet, offline, and as narrow as a telephone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from supplypact.reporting.plan.report import render_report
from tests.reporting.given import network, pact, plan
from tests.reporting.plan.test_browser import Visit
from tests.reporting.risk.given import risk
from tests.reporting.waiting import wait_until

OPTION = "echarts.getInstanceByDom(document.getElementById('risk-stocks-drawing')).getOption()"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("risk") / "report.html"
    path.write_text(render_report(plan(), pact(), network(), risk=risk()), "utf-8")
    return path


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_chart_is_drawn_without_a_word_or_a_request(
    browser: Browser, report: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    visit = Visit(page, report)
    assert page.locator("#risk, [id^=risk-] .chart").count() >= 6
    assert min(visit.drawn()) >= 4
    assert visit.said == []
    assert visit.asked == [report.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_every_chart_says_in_words_what_it_shows(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    Visit(page, report)
    labels = page.eval_on_selector_all(
        ".chart", "all => all.map(each => each.getAttribute('aria-label'))"
    )
    assert all(len(label) > 30 for label in labels)
    page.close()


def test_a_chart_that_was_narrow_is_wide_again(browser: Browser, report: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    Visit(page, report)
    wide = page.evaluate(f"{OPTION}.grid[0].left")
    page.set_viewport_size({"width": 390, "height": 900})
    wait_until(page, f"{OPTION}.grid[0].left !== {wide}")
    page.set_viewport_size({"width": 1280, "height": 900})
    wait_until(page, f"{OPTION}.grid[0].left === {wide}")
    page.close()
