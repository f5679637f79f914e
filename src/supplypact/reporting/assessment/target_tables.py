"""The tables of the pact's targets and of the EU's benchmarks."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from supplypact.reporting.assessment.tables import frame_table
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.numbers import percent_band
from supplypact.reporting.table import Cell, Kind, Table, table

BENCHMARKS = ("eu_extraction", "eu_processing", "eu_recycling", "eu_one_country")


def targets(view: AssessmentView) -> Table:
    """Return the pact's targets: the share now, and that of the goal's year with a plan."""
    columns = {
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "reading": Kind.TEXT,
        "year": Kind.YEAR,
        "goal": Kind.SHARE,
        "now": Kind.BAR,
        "band": Kind.BAND,
        "now_verdict": Kind.TEXT,
        "chance": Kind.SHARE,
        "base_share": Kind.SHARE,
        "plan_share": Kind.SHARE,
        "reason": Kind.PROSE,
    }
    rows = (
        (
            view.material(row["material"]),
            view.stage(row["stage"]),
            view.say[f"assess_reading.{row['reading']}"],
            row["year"],
            row["goal"],
            row["value"],
            percent_band(row["low"], row["high"]) or None,
            None if row["verdict"] is None else view.say[f"assess_verdict.{row['verdict']}"],
            row["chance"],
            row["base_share"],
            row["plan_share"],
            row["reason"],
        )
        for row in view.assessment.targets.iter_rows(named=True)
    )
    return table("targets_now", columns, rows, view.say).without_empty()


def benchmarks(view: AssessmentView) -> Table:
    """Return how many materials pass each EU benchmark, by party."""
    columns = {
        "benchmark": Kind.TEXT,
        "party": Kind.TEXT,
        "passed": Kind.NUMBER,
        "failed": Kind.NUMBER,
        "not_computable": Kind.NUMBER,
        "reason": Kind.PROSE,
    }
    return table("benchmarks", columns, _benchmark_rows(view), view.say)


def _benchmark_rows(view: AssessmentView) -> Iterator[tuple[Cell, ...]]:
    for name in BENCHMARKS:
        for party in view.buyers:
            frame = view.assessment.indicators.filter(
                (pl.col("indicator") == name) & (pl.col("party") == party)
            )
            reasons = frame.filter(pl.col("value").is_null())["reason"].drop_nulls()
            yield (
                view.say[f"benchmark.{name}"],
                view.who(party),
                frame.filter(pl.col("verdict") == "pass").height,
                frame.filter(pl.col("verdict") == "fail").height,
                frame["value"].null_count(),
                "; ".join(reasons.unique(maintain_order=True)) or None,
            )


def benchmark_details(view: AssessmentView) -> Table:
    """Return each EU benchmark for each material, all parties together."""
    frame = view.assessment.indicators.filter(
        pl.col("indicator").is_in(BENCHMARKS) & (pl.col("party") == view.together)
    )
    columns = ["indicator", "material", "stage", "value", "low", "high", "verdict", "supplier"]
    shares = dict.fromkeys(("value", "low", "high"), Kind.SHARE)
    details = frame_table(view, "indicators", frame, [*columns, "reason"]).with_kinds(shares)
    return details.without_empty().titled(view.say["table.benchmark_details"])
