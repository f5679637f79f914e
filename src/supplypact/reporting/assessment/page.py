"""The page of an assessment: the answer, the matrix, and a profile of every material."""

from __future__ import annotations

from supplypact.domain.evidence import Evidence
from supplypact.reporting.assessment import page_tables as tables
from supplypact.reporting.assessment import target_tables
from supplypact.reporting.assessment.claims import claims
from supplypact.reporting.assessment.matrix import cards, levels, matrices
from supplypact.reporting.assessment.method import method
from supplypact.reporting.assessment.profile import profiles
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.assessment.words import answers, mood, verdict
from supplypact.reporting.page import CHARTS, render_page
from supplypact.reporting.plan import pact_tables
from supplypact.reporting.world_map import outlines

STYLE = "templates/assessment.css"
EARLY = "templates/assessment_early.js"
SCRIPT = "templates/assessment.js"


def render_assessment(view: AssessmentView, evidence: Evidence) -> str:
    """Return the assessment as a complete HTML page without outside parts."""
    return render_page(
        "assessment.html",
        view.say,
        styles=(STYLE,),
        early=(EARLY,),
        scripts=(SCRIPT, *CHARTS),
        view=view,
        pact=view.pact,
        top={"answers": answers(view)},
        mood=mood(view),
        verdict=verdict(view),
        cards=cards(view),
        levels=levels(view),
        shades=[(number, view.say[f"map.shade_{number}"]) for number in range(1, 5)],
        matrices=matrices(view),
        claims=claims(view),
        tables={
            "output": tables.output(view),
            "ranking": tables.ranking(view),
            "choke_suppliers": tables.dependent_suppliers(view),
            "choke_country": tables.choke_points(view, "country"),
            "choke_facility": tables.choke_points(view, "facility"),
            "targets": target_tables.targets(view),
            "benchmarks": target_tables.benchmarks(view),
            "benchmark_details": target_tables.benchmark_details(view),
            "reliance": tables.reliance(view),
            "sources": pact_tables.publications(view),
        },
        reliance_finding=tables.reliance_finding(view),
        profiles=profiles(view, evidence),
        outlines=outlines(),
        method=method(view),
    )
