"""What is reported of the countries of concern, beside what the tables say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from supplypact.reporting.assessment.tables import frame_table
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.numbers import points, whole_percent
from supplypact.reporting.table import Kind, Table

MADE = "production"
"""The basis of figures of years that are over."""


@dataclass(frozen=True, kw_only=True)
class ToldClaim:
    """One reported figure and the data beside it."""

    id: str
    name: str
    name_ja: str
    stage: str
    stated: str
    stated_part: float
    definition: str
    found: str
    found_part: float | None
    when: str
    verdict: str
    consistent: bool
    sentence: str
    why: str
    source: str
    link: str
    """Its address where one is known, else empty."""
    table: Table


def claims(view: AssessmentView) -> list[ToldClaim]:
    """Return each claim of the pact with the share of the year nearest to its own."""
    frame = view.assessment.claims
    ids = frame["claim"].unique(maintain_order=True)
    return [_told(view, frame.filter(pl.col("claim") == each)) for each in ids]


def _told(view: AssessmentView, frame: pl.DataFrame) -> ToldClaim:
    first = frame.row(0, named=True)
    best = _nearest(frame, first["stated_year"] or view.assessment.options.year)
    found, year = best["share"], best["year"]
    return ToldClaim(
        id=first["claim"],
        name=view.material(first["material"]),
        name_ja=view.material_ja(first["material"]),
        stage=view.stage(first["stage"]),
        stated=_stated(view, first),
        stated_part=first["stated_share"],
        definition=first["definition"],
        found=whole_percent(found),
        found_part=found,
        when=view.say["claim.when"].format(
            concern=view.concern(), year=year, basis=view.say[f"claim_basis.{best['basis']}"]
        ),
        verdict=view.say["claim.consistent" if best["consistent"] else "claim.inconsistent"],
        consistent=bool(best["consistent"]),
        sentence=_sentence(view, first["bound"], found - first["stated_share"]),
        why=view.say["claim.why"].format(note=first["note"]) if first["note"] else "",
        source=view.citation(first["source"]),
        link=view.address(first["source"]),
        table=frame_table(
            view, "claims", frame, ["year", "basis", "share", "difference", "consistent"]
        ).with_kinds({"share": Kind.BAR, "difference": Kind.POINTS}),
    )


def _nearest(frame: pl.DataFrame, year: int) -> dict[str, Any]:
    """Return the row of the year nearest to ``year``, what was made before projections."""
    order = frame.sort(
        (pl.col("basis") != MADE).cast(pl.Int8), (pl.col("year") - year).abs(), maintain_order=True
    )
    return order.row(0, named=True)


def _stated(view: AssessmentView, claim: dict[str, Any]) -> str:
    share = whole_percent(claim["stated_share"])
    return view.say["claim.at_least"].format(share=share) if claim["bound"] else share


def _sentence(view: AssessmentView, bound: str | None, difference: float) -> str:
    key = "claim.higher" if difference > 0 else "claim.lower"
    told = view.say[key].format(points=points(abs(difference)))
    return told if bound is None else f"{told} {view.say['claim.bound']}"
