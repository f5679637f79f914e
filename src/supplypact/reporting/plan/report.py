"""The report: one self-contained HTML page that answers in words first, then in pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import FrontierPoint, Plan
from supplypact.reporting.chart import chart_data
from supplypact.reporting.page import render_page
from supplypact.reporting.phrases import Phrases, load_phrases
from supplypact.reporting.plan.answers import answers, mood, verdict
from supplypact.reporting.plan.frontier import frontier_finding, frontier_section
from supplypact.reporting.plan.sections import Section, cards, sections
from supplypact.reporting.plan.view import View
from supplypact.reporting.plan.what_if import marks


def render_report(plan: Plan, pact: Pact, network: Network, *, language: str = "en") -> str:
    """Return the report of a plan as a complete HTML page without outside parts."""
    view = View(plan, pact, network, load_phrases(language))
    top: dict[str, Any] = {
        "marks": marks(view),
        "verdict": verdict(view),
        "mood": mood(view),
        "cards": cards(view),
        "answers": answers(view),
    }
    return _page(pact, view.say, plan.years, top, sections(view))


def render_frontier(points: Sequence[FrontierPoint], pact: Pact, *, language: str = "en") -> str:
    """Return the page of a frontier: cost against the level of the targets."""
    say = load_phrases(language)
    section = frontier_section(points, pact, say)
    top: dict[str, Any] = {
        "marks": [],
        "verdict": frontier_finding(points, say),
        "mood": "good" if any(each.met for each in points) else "bad",
        "cards": [],
        "answers": [],
    }
    return _page(pact, say, (), top, [section])


def _page(
    pact: Pact,
    say: Phrases,
    years: Sequence[int],
    top: dict[str, Any],
    parts: Sequence[Section],
) -> str:
    charts = [chart for part in parts for chart in (*part.charts, *part.more)]
    return render_page(
        "report.html",
        say,
        pact=pact,
        years=years,
        top=top,
        sections=parts,
        data=chart_data(charts),
    )
