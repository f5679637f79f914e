"""The frames of an assessment as tables: what workbook and ``assessment.json`` hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl

from supplypact.reporting.assessment.sentences import driver_words
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.plan import pact_tables
from supplypact.reporting.table import Cell, Kind, Table, table

SHARES = (
    "share",
    "world_share",
    "stays_ahead",
    "driver_share",
    "goal",
    "chance",
    "unweighed_share",
    "concern_share",
    "top_1",
    "base_share",
    "plan_share",
    "stated_share",
    "published",
    "components",
    "network",
)
KINDS = {
    **dict.fromkeys(SHARES, Kind.SHARE),
    "difference": Kind.POINTS,
    "tonnes": Kind.TONNES,
    "used": Kind.TONNES,
    "value_usd": Kind.USD,
    "year": Kind.YEAR,
    "stated_year": Kind.YEAR,
    "binding": Kind.YES,
    **dict.fromkeys(("value", "low", "median", "high", "hhi"), Kind.NUMBER),
    **dict.fromkeys(("rank", "rank_low", "rank_high"), Kind.NUMBER),
    **dict.fromkeys(("reason", "definition", "text", "source", "driver"), Kind.PROSE),
}
"""What columns hold that are not plain text."""
BANDS_OF_SHARES = ("sourcing", "choke_points", "targets")
"""Tables whose value and band are shares."""
TABLES = (
    "ranking",
    "indicators",
    "sourcing",
    "routes",
    "choke_points",
    "targets",
    "claims",
    "history",
    "history_suppliers",
    "outlook",
    "reliance",
)
"""Frames of an assessment, in the order of the sheets."""


def assessment_tables(view: AssessmentView) -> dict[str, object]:
    """Return every table as JSON-ready data, by its id."""
    assessment = view.assessment
    options = assessment.options
    return {
        "pact": view.pact.id,
        "title": view.pact.title_en,
        "year": options.year,
        "draws": options.draws,
        "seed": options.seed,
        "parties": list(assessment.parties),
        "tables": {each.id: each.to_json() for each in every_table(view)},
    }


def every_table(view: AssessmentView) -> list[Table]:
    """Return every frame as a table, and the sources."""
    return [*(whole_table(view, name) for name in TABLES), pact_tables.sources(view)]


def whole_table(view: AssessmentView, name: str) -> Table:
    """Return one frame of the assessment with all its rows and columns."""
    frame: pl.DataFrame = getattr(view.assessment, name)
    return frame_table(view, name, frame, frame.columns)


def frame_table(
    view: AssessmentView, name: str, frame: pl.DataFrame, columns: Sequence[str]
) -> Table:
    """Return rows of the frame ``name`` of an assessment, ids in words."""
    kinds = {column: _kind(name, column) for column in columns}
    words = _words(view)
    makers = [words.get(column) for column in columns]
    heads = {column: _label(view, name, column) for column in columns}
    rows = _rows(frame.select(columns), makers)
    return table(f"assess_{name}", kinds, rows, view.say, labels=heads)


def _kind(name: str, column: str) -> Kind:
    if name in BANDS_OF_SHARES and column in {"value", "low", "median", "high"}:
        return Kind.SHARE
    return KINDS.get(column, Kind.TEXT)


def _label(view: AssessmentView, name: str, column: str) -> str:
    """Return the heading of a column; some mean another thing in an assessment."""
    own = view.say.get(f"column.{name}_{column}", "")
    return own or view.say.get(f"column.assess_{column}", "") or view.say[f"column.{column}"]


Maker = Callable[[Any], Cell]


def _rows(frame: pl.DataFrame, makers: Sequence[Maker | None]) -> Iterator[tuple[Cell, ...]]:
    for row in frame.iter_rows():
        yield tuple(
            cell if make is None or cell is None else make(cell)
            for cell, make in zip(row, makers, strict=True)
        )


def _words(view: AssessmentView) -> dict[str, Maker]:
    """Return how the ids of each column are told."""
    say = view.say
    return {
        "indicator": lambda name: say[f"indicator.{name}"],
        "material": view.material,
        "stage": view.step,
        "party": view.who,
        "supplier": view.supplier,
        "exporter": view.supplier,
        "importer": view.supplier,
        "reading": lambda name: say[f"assess_reading.{name}"],
        "verdict": lambda name: say[f"assess_verdict.{name}"],
        "kind": lambda name: say[f"choke_kind.{name}"],
        "driver": lambda name: driver_words(view, name),
        "source": view.citation,
        "basis": lambda name: say.get(f"claim_basis.{name}", name),
    }
