"""The frames of an assessment as tables: what workbook and ``assessment.json`` hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl

from supplypact.domain.assessment import INDICATORS, WORLD
from supplypact.reporting.assessment.indicator_table import OF_THE_EU
from supplypact.reporting.assessment.numbers import OPEN, unit_of, verdict_of
from supplypact.reporting.assessment.profile_tables import compared_all
from supplypact.reporting.assessment.sentences import driver_words
from supplypact.reporting.assessment.view import EU_STUDY, AssessmentView, Figure
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
PROSE = ("reason", "network_reason", "note", "definition", "text", "source", "driver")
POINTS = ("difference", "network_difference")
KINDS = {
    **dict.fromkeys(SHARES, Kind.SHARE),
    **dict.fromkeys(POINTS, Kind.POINTS),
    "tonnes": Kind.TONNES,
    "used": Kind.TONNES,
    "value_usd": Kind.USD,
    "year": Kind.YEAR,
    "stated_year": Kind.YEAR,
    **dict.fromkeys(("binding", "consistent"), Kind.YES),
    **dict.fromkeys(("value", "low", "median", "high", "hhi", "threshold"), Kind.NUMBER),
    **dict.fromkeys(("rank", "rank_low", "rank_high"), Kind.NUMBER),
    **dict.fromkeys(PROSE, Kind.PROSE),
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
        "inputs": assessment.inputs,
        "parties": list(assessment.parties),
        "tables": {each.id: each.to_json() for each in every_table(view)},
    }


def every_table(view: AssessmentView) -> list[Table]:
    """Return every frame as a table, and the sources."""
    whole = (whole_table(view, name) for name in TABLES)
    return [*whole, compared_all(view), inputs(view), pact_tables.sources(view)]


def whole_table(view: AssessmentView, name: str) -> Table:
    """Return one frame of the assessment with all its rows and columns."""
    frame: pl.DataFrame = getattr(view.assessment, name)
    if name == "indicators":
        frame = indicator_frame(view, frame)
    if name == "targets":
        frame = target_frame(frame)
    return frame_table(view, name, frame, frame.columns)


def indicator_frame(view: AssessmentView, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the indicators with unit and threshold, verdicts that their bands leave open as such.

    What the EU study says of the EU stands under its own name, not under that of the world.
    """
    units = {each.id: unit_of(view, each.id, raw=True) for each in INDICATORS}
    limits = {each.id: each.threshold for each in INDICATORS}
    name = pl.col("indicator")
    verdicts = [
        verdict_of(indicator, Figure(value=value, low=low, high=high, verdict=verdict))
        for indicator, value, low, high, verdict in frame.select(
            "indicator", "value", "low", "high", "verdict"
        ).iter_rows()
    ]
    of_the_eu = name.is_in(OF_THE_EU) & (pl.col("party") == WORLD)
    told = frame.with_columns(
        pl.Series("verdict", verdicts, dtype=pl.String),
        party=pl.when(of_the_eu).then(pl.lit(EU_STUDY)).otherwise("party"),
        indicator_unit=name.replace_strict(units, return_dtype=pl.String),
        threshold=name.replace_strict(limits, return_dtype=pl.Float64),
    )
    first = ["indicator", "material", "stage", "party", "indicator_unit", "value"]
    bands = ["low", "median", "high", "supplier", "threshold"]
    return told.select(*first, *bands, pl.exclude(*first, *bands))


def target_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the targets, verdicts that their bands leave open as such."""
    between = (pl.col("low") < pl.col("goal")) & (pl.col("goal") <= pl.col("high"))
    known = pl.col("verdict").is_not_null()
    return frame.with_columns(
        verdict=pl.when(known & between).then(pl.lit(OPEN)).otherwise("verdict")
    )


def inputs(view: AssessmentView) -> Table:
    """Return the tables that were read, by their hashes, and which are the user's own."""
    found = view.assessment.inputs
    columns = {"table": Kind.TEXT, "own": Kind.YES, "sha256": Kind.TEXT}
    own = set(found["replaced"])
    rows = ((name, name in own, digest) for name, digest in found["tables"].items())
    return table("inputs", columns, rows, view.say)


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
