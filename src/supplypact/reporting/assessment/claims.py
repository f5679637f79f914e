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
    sentence: str
    why: str
    source: str
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
        stated=whole_percent(first["stated_share"]),
        stated_part=first["stated_share"],
        definition=first["definition"],
        found=whole_percent(found),
        found_part=found,
        when=view.say["claim.when"].format(
            concern=view.concern(), year=year, basis=view.say[f"claim_basis.{best['basis']}"]
        ),
        sentence=_sentence(view, found - first["stated_share"]),
        why=view.say["claim.why"].format(note=first["note"]) if first["note"] else "",
        source=view.citation(first["source"]),
        table=frame_table(
            view, "claims", frame, ["year", "basis", "share", "difference"]
        ).with_kinds({"share": Kind.BAR, "difference": Kind.POINTS}),
    )


def _nearest(frame: pl.DataFrame, year: int) -> dict[str, Any]:
    """Return the row of the year nearest to ``year``, what was made before projections."""
    order = frame.sort(
        (pl.col("basis") != MADE).cast(pl.Int8), (pl.col("year") - year).abs(), maintain_order=True
    )
    return order.row(0, named=True)


def _sentence(view: AssessmentView, difference: float) -> str:
    key = "claim.higher" if difference > 0 else "claim.lower"
    return view.say[key].format(points=points(abs(difference)))
