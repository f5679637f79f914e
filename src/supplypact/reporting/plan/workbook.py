"""The plan as an Excel workbook: the answer, every table, method and sources."""

from __future__ import annotations

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import Plan
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.plan.answers import answers, verdict
from supplypact.reporting.plan.method import method
from supplypact.reporting.plan.tables import every_table
from supplypact.reporting.plan.view import View
from supplypact.reporting.workbook import Lines, write_workbook


def plan_workbook(plan: Plan, pact: Pact, network: Network) -> bytes:
    """Return ``plan.xlsx``."""
    view = View(plan, pact, network, load_phrases("en"))
    *tables, sources = every_table(view)
    answer = [
        (pact.title_en, ""),
        (verdict(view), ""),
        *((question, text) for question, texts in answers(view) for text in texts),
    ]
    return write_workbook(
        pact.title_en,
        [
            Lines(view.say["section.answer"], answer),
            *tables,
            Lines(view.say["method.heading"], method(view)),
            sources,
        ],
    )
