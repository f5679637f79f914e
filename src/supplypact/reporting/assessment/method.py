"""How the assessment was made, in terms and texts."""

from __future__ import annotations

import hashlib

import polars as pl

from supplypact.reporting.assessment.view import AssessmentView

TERMS = (
    "traced",
    "direct",
    "levels",
    "bands",
    "ranking",
    "choke",
    "hhi",
    "n_minus_1",
    "eu",
    "usgs",
)


def method(view: AssessmentView) -> list[tuple[str, str]]:
    """Return how the figures were made and what was asked."""
    say, options = view.say, view.assessment.options
    blanks = {
        "concern": view.concern(),
        "draws": f"{options.draws:,}",
        "seed": options.seed,
        "note": _replaced(view),
    }
    told = [
        (say[f"assess_term.{key}"], say[f"assess_text.{key}"].format(**blanks)) for key in TERMS
    ]
    digest = hashlib.sha256(view.pact.text.encode()).hexdigest()
    pact = say["method.pact_text"].format(id=view.pact.id, digest=digest)
    return [*told, (say["method.pact"], pact)]


def _replaced(view: AssessmentView) -> str:
    """Return what stands in for inputs of the USGS-type index, as its rows say."""
    frame = view.assessment.indicators.filter(pl.col("indicator") == "usgs_supply_risk")
    notes = frame["note"].drop_nulls()
    return str(notes[0]) if notes.len() else view.say["assess.nothing"]
