import base64
import hashlib
import html
import json
import re
from dataclasses import replace

import pytest

from supplypact.domain.plan import PlanOptions
from supplypact.errors import UsageError
from supplypact.reporting.plan.report import render_report
from tests.reporting.given import network, pact, plan, project, target

PAGE = render_report(plan(), pact(), network())


def test_the_page_needs_nothing_from_outside() -> None:
    assert "default-src 'none'" in html.unescape(PAGE[:1000])
    body = re.sub(r"<script>.*?</script>", "", PAGE, flags=re.DOTALL)
    assert not re.search(r"<(?:link|img|iframe|script[^>]+src)\b", body)
    assert not re.search(r"url\(|@import", body)


def test_the_policy_allows_exactly_the_scripts_of_the_page() -> None:
    scripts = re.findall(r"<script>(.*?)</script>", PAGE, flags=re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts}
    policy = html.unescape(PAGE[PAGE.index("script-src") :][:1000])
    assert hashes == set(re.findall(r"sha256-([A-Za-z0-9+/=]+)", policy[: policy.index(";")]))
    assert len(scripts) == 2


def test_the_answer_stands_before_the_first_chart() -> None:
    verdict = PAGE.index("Yes. The plan meets every binding target of 2030.")
    assert verdict < PAGE.index("How much rests on estimates?") < PAGE.index('class="chart"')


def test_every_chart_has_a_label_a_finding_a_table_and_data() -> None:
    data = re.search(r'id="charts">(.*?)</script>', PAGE, flags=re.DOTALL)
    assert data
    drawn = re.findall(
        r'<div class="chart" id="([^"]+)" role="img"[^>]* aria-label="([^"]+)"', PAGE
    )
    assert {name for name, _ in drawn} == set(json.loads(data[1]))
    assert all("." in label for _, label in drawn)
    figures = PAGE.split("<figure")[1:]
    assert len(figures) == 5  # share, portfolio, money, sourcing, flow
    for figure in figures:
        for part in ("<h3>", 'class="finding"', "<details", "<table>", "Source: "):
            assert part in figure, part


def test_no_blank_of_a_phrase_is_left_open() -> None:
    body = re.sub(r"<(script|style).*?</\1>", "", PAGE, flags=re.DOTALL)
    assert not re.search(r"\{[a-z_]*\}", body)


def test_text_from_the_data_cannot_become_markup() -> None:
    bad = "</script><script>alert(1)</script>"
    page = render_report(
        plan(projects=(replace(project(), name=bad),)), replace(pact(), title_en=bad), network()
    )
    assert "<script>alert" not in page
    assert page.count("<script>") == 2


def test_the_same_plan_gives_the_same_page() -> None:
    assert render_report(plan(), pact(), network()) == PAGE


@pytest.mark.parametrize(
    "made",
    [
        plan(projects=(), bindings=()),
        plan(target(planned=0.2, relaxed=0.2)),
        plan(target(binding=False)),
        plan(options=PlanOptions(without=("opal",), goals=(("testium", 0.4),))),
        replace(plan(projects=(), bindings=()), targets=()),
    ],
    ids=["no project", "missed", "indicator only", "asked", "no target"],
)
def test_unusual_plans_have_a_page_too(made: object) -> None:
    page = render_report(made, pact(), network())  # type: ignore[arg-type]
    assert "</html>" in page


def test_a_what_if_is_marked_under_the_title() -> None:
    page = render_report(plan(options=PlanOptions(without=("opal",))), pact(), network())
    assert '<p class="mark">What if: without opal</p>' in page[: page.index("</header>")]
    assert 'class="mark"' not in PAGE


def test_figures_that_are_estimates_are_marked_with_sign_and_word() -> None:
    page = render_report(plan(projects=(project(estimate=True),)), pact(), network())
    assert '<span class="est">≈ estimate: 100.0% of the capex</span>' in page
    assert '<span class="est">' not in PAGE


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(UsageError, match="no language 'xx'"):
        render_report(plan(), pact(), network(), language="xx")
