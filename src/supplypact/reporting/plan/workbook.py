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
from supplypact.reporting.risk import sentences as risk_sentences
from supplypact.reporting.risk.method import risk_method
from supplypact.reporting.risk.page_tables import risk_tables
from supplypact.reporting.risk.study_tables import study_tables
from supplypact.reporting.risk.view import Risk, RiskView
from supplypact.reporting.workbook import Lines, write_workbook


def plan_workbook(plan: Plan, pact: Pact, network: Network, *, risk: Risk | None = None) -> bytes:
    """Return ``plan.xlsx``."""
    view = View(plan, pact, network, load_phrases("en"))
    *tables, sources = every_table(view)
    answer = [
        (pact.title_en, ""),
        (verdict(view), ""),
        *((question, text) for question, texts in answers(view) for text in texts),
    ]
    how = method(view)
    if risk is not None:
        seen = RiskView(risk, pact, network, view.say)
        answer.append((risk_sentences.verdict(seen), ""))
        answer += [(asked, text) for asked, texts in risk_sentences.answers(seen) for text in texts]
        how += risk_method(seen)
        tables += [*risk_tables(seen), *study_tables(seen)]
    return write_workbook(
        pact.title_en,
        [
            Lines(view.say["section.answer"], answer),
            *tables,
            Lines(view.say["method.heading"], how),
            sources,
        ],
    )
