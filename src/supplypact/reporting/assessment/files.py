"""The files that an assessment leaves behind, as bytes by name."""

from __future__ import annotations

from supplypact.domain.assessment import Assessment
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.reporting.assessment.method import head_note, method
from supplypact.reporting.assessment.page import render_assessment
from supplypact.reporting.assessment.tables import assessment_tables, every_table
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.assessment.words import answers, estimated, verdict
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.plan.files import json_bytes
from supplypact.reporting.workbook import Lines, write_workbook


def assessment_files(
    assessment: Assessment, pact: Pact, network: Network, evidence: Evidence
) -> dict[str, bytes]:
    """Return page, workbook and tables of an assessment."""
    view = AssessmentView(assessment, pact, network, load_phrases("en"))
    return {
        "assessment.html": render_assessment(view, evidence).encode(),
        "assessment.xlsx": assessment_workbook(view),
        "assessment.json": json_bytes(assessment_tables(view), indent=None),
    }


def assessment_workbook(view: AssessmentView) -> bytes:
    """Return ``assessment.xlsx``: the answer, every table, method and sources."""
    *tables, sources = every_table(view)
    answer = [
        (view.pact.title_en, ""),
        (verdict(view), ""),
        *(((own, ""),) if (own := head_note(view)) else ()),
        *(((second, ""),) if (second := estimated(view)) else ()),
        *((question, text) for question, texts in answers(view) for text in texts),
    ]
    return write_workbook(
        view.pact.title_en,
        [
            Lines(view.say["section.answer"], answer),
            *tables,
            Lines(view.say["method.heading"], method(view)),
            sources,
        ],
    )
