"""An assessment in a screen of plain text, and the same rows as a frame."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import polars as pl

from supplypact.domain.assessment import EVERY_PARTY, WORLD, Assessment
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.reporting.assessment.terminal_table import (
    MEASURES,
    WIDEST,
    measure,
    traced_table,
    world_table,
)
from supplypact.reporting.assessment.view import AssessmentView, Chain
from supplypact.reporting.assessment.words import estimated, every_chain, verdict, worst_first
from supplypact.reporting.phrases import load_phrases

OF_WORLD = ("top_1", "top_3", "hhi")
OF_IMPORTS = ("import_concern_share", "published_concern_share")


def assessment_lines(
    assessment: Assessment,
    pact: Pact,
    network: Network,
    *,
    materials: Sequence[str] | None = None,
    party: str = EVERY_PARTY,
    stage: str | None = None,
) -> list[str]:
    """Return the answer, then a line for each material and stage, worst first.

    Args:
        assessment: What was found.
        pact: Whose parties it is about.
        network: The materials.
        materials: Ids of those to tell of; None for all.
        party: Code of a party, or ``*`` for all together.
        stage: Id of the one to tell of; None for all.
    """
    view = AssessmentView(assessment, pact, network, load_phrases("en"))
    who = _buyer(view, party)
    chains = _chosen(view, who, materials, stage)
    if assessment.sourcing.is_empty():
        rows, notes = world_table(view, chains, who), _more(view)
    else:
        rows, notes = traced_table(view, chains, who), [*_notes(view, who), *_more(view)]
    first = [verdict(view, who, chains), estimated(view, chains)]
    return [*_wrapped(first), "", *rows, "", *_wrapped(notes)]


def _wrapped(sentences: Iterable[str]) -> list[str]:
    return [line for each in sentences for line in textwrap.wrap(each, WIDEST)]


def assessment_frame(
    assessment: Assessment,
    pact: Pact,
    network: Network,
    *,
    materials: Sequence[str] | None = None,
    party: str = EVERY_PARTY,
    stage: str | None = None,
    wide: bool = True,
) -> pl.DataFrame:
    """Return the rows of ``assessment_lines`` as ids and numbers, shares and HHI from 0 to 1.

    Not ``wide``: every indicator of these materials and stages, as the frame ``indicators`` of an
    assessment.
    """
    view = AssessmentView(assessment, pact, network, load_phrases("en"))
    who = _buyer(view, party)
    chains = _chosen(view, who, materials, stage)
    if wide:
        return pl.DataFrame([_record(view, chain, who) for chain in chains], schema=WIDE)
    named = {material for material, _ in chains}
    places = [stage] if stage else [*view.stage_ids, ""]
    return assessment.indicators.filter(
        pl.col("material").is_in(named)
        & pl.col("stage").is_in(places)
        & pl.col("party").is_in([who, WORLD])
    )


WIDE = {
    "material": pl.String,
    "stage": pl.String,
    "party": pl.String,
    "bought_share": pl.Float64,
    "traced_share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "supplier": pl.String,
    "supplier_share": pl.Float64,
    **dict.fromkeys(MEASURES, pl.Float64),
    "driver": pl.String,
    "driver_share": pl.Float64,
    "reason": pl.String,
    "note": pl.String,
    "world_supplier": pl.String,
    "world_top_1": pl.Float64,
    "world_top_3": pl.Float64,
    "world_hhi": pl.Float64,
    "import_concern_share": pl.Float64,
    "published_concern_share": pl.Float64,
}


def _buyer(view: AssessmentView, party: str) -> str:
    """Return the party to tell of; a pact of one party has no other."""
    return view.together if party == EVERY_PARTY else party


def _chosen(
    view: AssessmentView, party: str, materials: Sequence[str] | None, stage: str | None
) -> list[Chain]:
    """Return the asked materials and stages, worst first, those without a share last."""
    known = worst_first(view, party)
    return [
        (material, place)
        for material, place in dict.fromkeys([*known, *every_chain(view)])
        if (materials is None or material in materials) and (stage is None or place == stage)
    ]


def _record(view: AssessmentView, chain: Chain, party: str) -> dict[str, object]:
    traced = view.traced(*chain, party)
    largest = view.largest("traced", *chain, party)
    return {
        "material": chain[0],
        "stage": chain[1],
        "party": party,
        "bought_share": view.bought(*chain, party).value,
        "traced_share": traced.value,
        "low": traced.low,
        "high": traced.high,
        "supplier": None if largest is None else largest.country,
        "supplier_share": None if largest is None else largest.share,
        **{name: measure(view, name, chain, party).value for name in MEASURES},
        "driver": traced.driver,
        "driver_share": traced.driver_share,
        "reason": traced.reason,
        "note": traced.note,
        "world_supplier": view.figure("top_1", *chain, WORLD).supplier,
        **{f"world_{name}": view.figure(name, *chain, WORLD).value for name in OF_WORLD},
        **{name: view.figure(name, *chain, party).value for name in OF_IMPORTS},
    }


def _notes(view: AssessmentView, party: str) -> list[str]:
    return [
        view.say["summary.columns"].format(
            concern=view.concern(), party=view.subject(party), buy=view.verb_of("buy", party)
        ),
        view.say["summary.more_columns"],
    ]


def _more(view: AssessmentView) -> list[str]:
    return [view.say["summary.see"].format(pact=view.pact.id)]
