"""The report: one self-contained HTML page that answers in words first, then in pictures."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import metadata, resources
from typing import Any

import jinja2
from markupsafe import Markup

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import FrontierPoint, Plan
from supplypact.reporting import table as tabular
from supplypact.reporting.answers import answers, mood, verdict
from supplypact.reporting.frontier import frontier_finding, frontier_section
from supplypact.reporting.phrases import Phrases, load_phrases
from supplypact.reporting.sections import Section, cards, sections
from supplypact.reporting.view import View
from supplypact.reporting.what_if import marks

SCRIPTS = ("static/echarts.min.js", "templates/report.js")


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
    scripts = [Markup(_asset(name)) for name in SCRIPTS]  # noqa: S704 -- our own files
    charts = [chart for part in parts for chart in (*part.charts, *part.more)]
    return _template().render(
        pact=pact,
        say=say,
        years=years,
        top=top,
        sections=parts,
        scripts=scripts,
        policy=_policy([*scripts]),
        style=Markup(_asset("templates/report.css")),  # noqa: S704 -- our own file
        data={
            panel.id: {"option": panel.option, "unit": chart.unit}
            for chart in charts
            for panel in chart.panels
        },
        versions={name: metadata.version(name) for name in ("supplypact", "highspy")},
    )


def _policy(scripts: Sequence[str]) -> str:
    """Return the page's content security policy: our scripts by hash, and no network at all."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _asset(name: str) -> str:
    return resources.files("supplypact.reporting").joinpath(name).read_text("utf-8")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.PackageLoader("supplypact.reporting", "templates"),
    )
    environment.filters["cell"] = tabular.shown
    return environment.get_template("report.html")
