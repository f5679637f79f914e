"""The page of an assessment: the answer, the matrix, and a profile of every material."""

from __future__ import annotations

from dataclasses import dataclass

from supplypact.domain.evidence import Evidence
from supplypact.reporting.assessment import page_tables as tables
from supplypact.reporting.assessment import target_tables
from supplypact.reporting.assessment.choke_tables import choke_lists, known_facilities
from supplypact.reporting.assessment.claims import claims
from supplypact.reporting.assessment.matrix import Card, cards, levels, matrices
from supplypact.reporting.assessment.method import head_note, method
from supplypact.reporting.assessment.profile import profiles
from supplypact.reporting.assessment.tables import inputs
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.assessment.words import answers, estimated, mood, verdict
from supplypact.reporting.page import CHARTS, render_page
from supplypact.reporting.plan import pact_tables
from supplypact.reporting.world_map import outlines

STYLE = "templates/assessment.css"
EARLY = "templates/assessment_early.js"
SCRIPT = "templates/assessment.js"


@dataclass(frozen=True, kw_only=True)
class Head:
    """The answer for one party: a sentence, and its worst materials."""

    party: str
    verdict: str
    mood: str
    cards: list[Card]


def heads(view: AssessmentView) -> list[Head]:
    """Return the answer for all parties together and for each one."""
    return [
        Head(
            party=party,
            verdict=verdict(view, party),
            mood=mood(view, party),
            cards=cards(view, party),
        )
        for party in (view.buyers if view.traceable else view.buyers[:1])
    ]


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
        own_tables=head_note(view),
        heads=heads(view),
        estimated=estimated(view),
        levels=levels(view),
        shades=[(number, view.say[f"map.shade_{number}"]) for number in range(1, 5)],
        matrices=matrices(view),
        claims=claims(view),
        tables={
            "output": tables.output(view),
            "ranking": tables.ranking(view),
            "targets": target_tables.targets(view),
            "inputs": inputs(view),
            "reliance": tables.reliance(view),
            "sources": pact_tables.publications(view),
        },
        chokes=choke_lists(view),
        facilities_known=known_facilities(view),
        benchmarks=target_tables.benchmarks(view),
        reliance_finding=tables.reliance_finding(view),
        profiles=profiles(view, evidence),
        outlines=outlines(),
        method=method(view),
    )
