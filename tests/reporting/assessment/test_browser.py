"""The assessment in a real browser: one profile at a time, drawn, quiet, offline, narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from supplypact.reporting.assessment.files import assessment_files
from tests.reporting.assessment.given import assessment, evidence, network, pact
from tests.reporting.waiting import wait_until

SHOWN = "all => all.filter(each => each.checkVisibility()).map(each => each.id)"
DRAWN = (
    "all => all.filter(each => each.checkVisibility())"
    ".map(each => each.querySelectorAll('svg path, svg rect').length)"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("assessment") / "assessment.html"
    files = assessment_files(assessment(), pact(), network(), evidence())
    path.write_bytes(files["assessment.html"])
    return path


def opened(browser: Browser, path: Path, *, at: str = "", **look: object) -> Page:
    page = browser.new_page(**look)  # type: ignore[arg-type]
    page.goto(path.as_uri() + at)
    page.wait_for_selector("html[data-ready]")
    return page


def profiles(page: Page) -> list[str]:
    shown: list[str] = page.eval_on_selector_all(".profile", SHOWN)
    return shown


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_profile_is_drawn_without_a_word_or_a_request(
    browser: Browser, path: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
    page.goto(path.as_uri() + "#testium")
    page.wait_for_selector("html[data-ready]")
    wait_until(page, "document.querySelector('#testium').classList.contains('open')")
    drawn = page.eval_on_selector_all(".chart", DRAWN)
    # flow, history and outlook of one party
    assert len(drawn) == 3
    assert min(drawn) >= 4
    assert said == []
    assert asked == [path.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_worst_material_is_open_at_first_and_a_link_opens_another(
    browser: Browser, path: Path
) -> None:
    page = opened(browser, path)
    assert profiles(page) == ["solium"]
    page.click("#matrix [data-party='*'] a[href='#testium']")
    wait_until(page, "document.querySelector('#testium').classList.contains('open')")
    assert profiles(page) == ["testium"]
    assert page.input_value("#material") == "testium"
    page.close()


def test_the_box_chooses_a_profile(browser: Browser, path: Path) -> None:
    page = opened(browser, path)
    page.select_option("#material", "orium")
    wait_until(page, "document.querySelector('#orium').classList.contains('open')")
    assert profiles(page) == ["orium"]
    page.close()


def test_a_button_shows_one_party_everywhere(browser: Browser, path: Path) -> None:
    page = opened(browser, path, at="#testium")
    page.click("[data-choose=JPN]")
    shown = page.eval_on_selector_all(
        "[data-party]",
        "all => all.filter(each => each.checkVisibility()).map(each => each.dataset.party)",
    )
    assert set(shown) == {"JPN"}
    assert page.get_attribute("[data-choose=JPN]", "aria-pressed") == "true"
    assert min(page.eval_on_selector_all(".chart", DRAWN)) >= 4
    page.close()


def test_the_map_shows_land_suppliers_and_arcs(browser: Browser, path: Path) -> None:
    page = opened(browser, path, at="#testium")
    box = page.evaluate("document.querySelector('#testium .shown .land').getBBox().width")
    assert box > 8000
    assert page.locator("#testium .shown .map text").first.inner_html() == "▲ CHN 83%"
    page.close()


def test_without_scripts_every_profile_and_party_can_be_read(browser: Browser, path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator(".verdict:visible").count() == 3
    assert page.locator(".profile:visible").count() == 3
    assert page.locator("#matrix [data-party]:visible").count() == 3
    assert not page.locator(".tools").is_visible()
    context.close()


def test_print_shows_the_summary_and_the_open_profile(browser: Browser, path: Path) -> None:
    page = opened(browser, path, at="#orium")
    wait_until(page, "document.querySelector('#orium').classList.contains('open')")
    page.emulate_media(media="print")
    assert profiles(page) == ["orium"]
    assert page.locator(".verdict:visible").count()
    assert not page.locator(".tools").is_visible()
    page.close()


def test_the_columns_of_the_other_parties_are_hidden(browser: Browser, path: Path) -> None:
    page = opened(browser, path, at="#testium")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.click("[data-choose=JPN]")
    heads = page.locator("#testium th.of-1, #testium th.of-2, #testium th.of-3")
    shown = heads.evaluate_all("all => all.filter(each => each.checkVisibility()).length")
    assert (shown, heads.count()) == (3, 9)
    page.close()


def test_an_anchor_is_not_hidden_by_the_bar(browser: Browser, path: Path) -> None:
    page = opened(browser, path, viewport={"width": 390, "height": 800})
    page.evaluate("location.hash = 'sources-testium'")
    wait_until(page, "document.querySelector('#testium').classList.contains('open')")
    page.wait_for_timeout(200)
    bar, place = (
        page.evaluate(f"document.querySelector('{name}').getBoundingClientRect().{side}")
        for name, side in ((".tools", "bottom"), ("#sources-testium", "top"))
    )
    assert place >= bar
    page.close()


def test_the_first_column_stays_in_a_wide_table_on_a_narrow_screen(
    browser: Browser, path: Path
) -> None:
    page = opened(browser, path, at="#testium", viewport={"width": 390, "height": 800})
    moved = page.evaluate(
        "(() => { const box = document.querySelector('#testium .scroll');"
        " const cell = box.querySelector('td'); const before = cell.getBoundingClientRect().left;"
        " box.scrollLeft = 200; return [box.scrollLeft, cell.getBoundingClientRect().left - before]"
        " })()"
    )
    assert moved[0] > 0
    assert moved[1] == pytest.approx(0, abs=1.5)
    page.close()


def test_the_button_prints_every_profile(browser: Browser, path: Path) -> None:
    page = opened(browser, path)
    page.evaluate("window.print = () => { window.asked = true }")
    page.click("#print-all")
    assert page.evaluate("window.asked")
    assert len(profiles(page)) == 3
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(profiles(page)) == 1
    page.close()
