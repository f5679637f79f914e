"""The raw project rows and what was judged about each project, as kept in ``definitions/``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.build_data.reference import country_code
from tools.build_data.sources import curated_source
from tools.build_data.table import Source, fact_source

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_BASE = ("operating", "commissioning", "construction")
"""Statuses that make a project part of the base instead of a decision."""

BY_STATUS = {"operating": 2024, "commissioning": 2026, "construction": 2028}
"""Year of first output of a project in the base of which only the status is known."""

STATUSES = (
    *IN_BASE,
    "decision_pending",
    "feasibility",
    "exploration",
    "idle",
    "cancelled",
    "target",
)


@dataclass(frozen=True, kw_only=True)
class Term:
    """One product of a project: an amount, its chemical form and the element counted in it."""

    project: str
    stage: str
    """mine, refine, magnet, or ``mine+refine``: refined on site from its own mine."""
    element: str
    """NdPr, Dy, Tb, DyTb, REO (for the composition only), magnet, or a material."""
    tonnes: float
    form: str
    new_share: float
    """Share of the tonnes that comes on top of the output of 2024."""
    quality: str
    source: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is known and judged about a project, blank cells as empty text or None."""

    project: str
    status: str
    name: str
    host: str
    owners: str
    concern_owned: bool
    latitude: float | None
    longitude: float | None
    capex: str
    """curated or stated (a real plant cost), proxy (a figure that stands in), model, or blank."""
    capex_musd: float | None
    capex_year: int | None
    capex_share: float
    """Share of the cost that the products in these tables bear."""
    intensity: float | None
    """Share of the outputs that the cost bought; None: no use for capital intensity."""
    first_year: int | None
    first_note: str
    """Why that first year, where no plan says it."""
    start_year: int | None
    lead_months: float | None
    source: str
    source_year: int | None
    capex_source: str
    note: str


def first_output(project: Judged) -> tuple[int | None, str]:
    """Return the year of first output of a project in the base and what to note about it."""
    if project.status not in IN_BASE:
        return None, ""
    if project.first_year:
        return project.first_year, project.first_note
    known = BY_STATUS[project.status]
    return known, f"first output not known: {known} by its status ({project.status})"


def number(text: str | None) -> float | None:
    """Return the number in a cell, None where it is blank."""
    return float(text) if text else None


def year(text: str | None) -> int | None:
    """Return the year in a cell, None where it is blank."""
    return int(float(text)) if text else None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A source of ``project_sources.csv`` and the year of what it tells."""

    source: Source
    year: int | None


def read_facts(rows: Sequence[dict[str, str]]) -> dict[str, Fact]:
    """Return the sources of ``project_sources.csv`` by their short key."""
    return {
        row["key"]: Fact(source=fact_source(row["title"], row["url"]), year=year(row["year"]))
        for row in rows
    }


def read_terms(
    rows: Sequence[dict[str, str]],
    curated: Sequence[dict[str, str]],
    facts: dict[str, Fact],
) -> list[Term]:
    """Return the product terms; a term without tonnes takes the curated capacity of its unit.

    Raises KeyError where no curated row of the project has that unit.
    """
    capacity = {(row["project_id"], row["capacity_unit"]): row for row in curated}
    first = {row["project_id"]: row for row in reversed(curated)}
    terms: list[Term] = []
    for row in rows:
        cited = capacity.get((row["project"], row["curated_unit"]), first.get(row["project"]))
        amount = row["tonnes"] or capacity[row["project"], row["curated_unit"]]["capacity"]
        terms.append(
            Term(
                project=row["project"],
                stage=row["stage"],
                element=row["element"],
                tonnes=float(amount) * float(row["share"] or 1),
                form=row["form"],
                new_share=float(row["new_share"] or 1),
                quality=_weaker(
                    row["quality"], "" if row["tonnes"] or not cited else cited["quality"]
                ),
                source=facts[row["source"]].source.source if row["source"] else _source(cited),
                note=row["note"],
            )
        )
    return terms


def read_judged(
    rows: Sequence[dict[str, str]],
    curated: Sequence[dict[str, str]],
    facts: dict[str, Fact],
) -> list[Judged]:
    """Return one record per project; curated cells fill those that the judgement leaves blank."""
    first = {row["project_id"]: row for row in reversed(curated) if row["primary_row"] == "1"}
    blank = dict.fromkeys(curated[0], "")
    return [_judged(row, first.get(row["project"], blank), facts) for row in rows]


def _judged(row: dict[str, str], raw: dict[str, str], facts: dict[str, Fact]) -> Judged:
    known = facts.get(row["source"])
    told = known.source.source if known else ""
    own = _source(raw) if raw["source"] else told
    from_curated = row["capex"] in ("curated", "proxy") and not row["capex_musd"]
    return Judged(
        project=row["project"],
        status=row["status"],
        name=row["name"] or raw["project"],
        host=country_code(row["host"] or raw["country"]),
        owners=row["owners"] or raw["owners"],
        concern_owned=row["concern_owned"] == "true",
        latitude=number(raw["lat"]),
        longitude=number(raw["lon"]),
        capex=row["capex"],
        capex_musd=number(raw["capex_musd"] if from_curated else row["capex_musd"]),
        capex_year=year(row["capex_year"]),
        capex_share=float(row["capex_share"] or 1),
        intensity=number(row["intensity"]),
        first_year=year(row["first_year"] or raw["planned_start_year"]),
        first_note=row["first_note"],
        start_year=year(row["start_year"]),
        lead_months=number(row["lead_months"]),
        source=own,
        source_year=known.year if known and not raw["source"] else None,
        capex_source=(told or own) if row["capex"] else "",
        note=row["note"],
    )


def _source(row: dict[str, str] | None) -> str:
    return curated_source(row).source if row else ""


def _weaker(quality: str, other: str) -> str:
    """Return estimate if either quality is."""
    return "estimate" if "estimate" in (quality, other) else quality
