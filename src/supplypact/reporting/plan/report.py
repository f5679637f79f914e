"""The report: one self-contained HTML page that answers in words first, then in pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
from supplypact.reporting.risk import sentences as risk_sentences
from supplypact.reporting.risk.method import risk_method
from supplypact.reporting.risk.sections import risk_sections
from supplypact.reporting.risk.view import Risk, RiskView


def render_report(
    plan: Plan,
    pact: Pact,
    network: Network,
    *,
    risk: Risk | None = None,
    language: str = "en",
) -> str:
    """Return the report of a plan as a complete HTML page without outside parts."""
    view = View(plan, pact, network, load_phrases(language))
    top: dict[str, Any] = {
        "marks": marks(view),
        "verdicts": [(verdict(view), mood(view))],
        "cards": cards(view),
        "answers": answers(view),
    }
    parts = sections(view)
    if risk is not None:
        seen = RiskView(risk, pact, network, view.say)
        top["marks"] += risk_sentences.marks(seen)
        top["verdicts"].append((risk_sentences.verdict(seen), "neutral"))
        parts = [*risk_sections(seen), *(_with_method(each, seen) for each in parts)]
    return _page(pact, view.say, plan.years, top, parts)


def _with_method(section: Section, seen: RiskView) -> Section:
    """Return the section on the method with that of the risk; any other as it is."""
    if section.id != "method":
        return section
    return replace(section, terms=(*section.terms, *risk_method(seen)))


def render_frontier(points: Sequence[FrontierPoint], pact: Pact, *, language: str = "en") -> str:
    """Return the page of a frontier: cost against the level of the targets."""
    say = load_phrases(language)
    section = frontier_section(points, pact, say)
    top: dict[str, Any] = {
        "marks": [],
        "verdicts": [
            (frontier_finding(points, say), "good" if any(each.met for each in points) else "bad")
        ],
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
