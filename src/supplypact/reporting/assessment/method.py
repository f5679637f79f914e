"""How the assessment was made, in terms and texts."""

from __future__ import annotations

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
    return [*told, *_inputs(view)]


def _inputs(view: AssessmentView) -> list[tuple[str, str]]:
    """Return which pact, plan and tables were read."""
    say, found = view.say, view.assessment.inputs
    pact, plan = found["pact"], found["plan"]
    return [
        (say["method.pact"], say["method.pact_text"].format(id=pact["id"], digest=pact["sha256"])),
        (say["method.plan"], _plan(view, plan)),
        (
            say["method.tables"],
            say["method.tables_text"].format(
                count=len(found["tables"]), own=own_tables(view) or say["method.no_tables"]
            ),
        ),
    ]


def _plan(view: AssessmentView, plan: dict[str, str] | None) -> str:
    if plan is None:
        return view.say["method.no_plan"]
    if not plan["record_sha256"]:
        return view.say["method.new_plan"].format(id=plan["pact"])
    return view.say["method.plan_text"].format(id=plan["pact"], digest=plan["record_sha256"])


def own_tables(view: AssessmentView) -> str:
    """Return the names of the tables that the user's own files replaced, empty if none."""
    return ", ".join(view.assessment.inputs["replaced"])


def _replaced(view: AssessmentView) -> str:
    """Return what stands in for inputs of the USGS-type index, as its rows say."""
    frame = view.assessment.indicators.filter(pl.col("indicator") == "usgs_supply_risk")
    notes = frame["note"].drop_nulls()
    return str(notes[0]) if notes.len() else view.say["assess.nothing"]


def head_note(view: AssessmentView) -> str:
    """Return that own tables were used; empty if none were."""
    own = own_tables(view)
    return view.say["assess.own_tables"].format(tables=own) if own else ""
