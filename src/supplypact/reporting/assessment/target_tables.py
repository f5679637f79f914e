"""The tables of the pact's targets and of the EU's benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from supplypact.domain.assessment import Verdict
from supplypact.reporting.assessment.numbers import OPEN, threshold
from supplypact.reporting.assessment.tables import frame_table, indicator_frame, target_frame
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
        for row in target_frame(view.assessment.targets).iter_rows(named=True)
    )
    return table("targets_now", columns, rows, view.say).without_empty()


@dataclass(frozen=True, kw_only=True)
class Benchmarks:
    """The EU's benchmarks applied to one party."""

    party: str
    name: str
    counts: Table
    details: Table


def benchmarks(view: AssessmentView) -> list[Benchmarks]:
    """Return the EU benchmarks of all parties together and of each one."""
    frame = indicator_frame(view, view.assessment.indicators)
    every = frame.filter(pl.col("indicator").is_in(BENCHMARKS))
    return [
        Benchmarks(
            party=party,
            name=view.who(party),
            counts=benchmark_counts(view, of),
            details=benchmark_details(view, of),
        )
        for party in view.buyers
        for of in (every.filter(pl.col("party") == party),)
    ]


def benchmark_counts(view: AssessmentView, frame: pl.DataFrame) -> Table:
    """Return how many materials and stages pass each EU benchmark."""
    columns = {
        "benchmark": Kind.TEXT,
        "threshold": Kind.BAND,
        "passed": Kind.NUMBER,
        "failed": Kind.NUMBER,
        "open": Kind.NUMBER,
        "not_computable": Kind.NUMBER,
        "reason": Kind.PROSE,
    }
    return table("benchmarks", columns, _benchmark_rows(view, frame), view.say)


def _benchmark_rows(view: AssessmentView, frame: pl.DataFrame) -> Iterator[tuple[Cell, ...]]:
    for name in BENCHMARKS:
        rows = frame.filter(pl.col("indicator") == name)
        verdicts = rows["verdict"].to_list()
        reasons = rows.filter(pl.col("value").is_null())["reason"].drop_nulls()
        yield (
            view.say[f"benchmark.{name}"],
            threshold(name),
            *(verdicts.count(each) for each in (Verdict.PASS, Verdict.FAIL, OPEN)),
            rows["value"].null_count(),
            "; ".join(reasons.unique(maintain_order=True)) or None,
        )


def benchmark_details(view: AssessmentView, frame: pl.DataFrame) -> Table:
    """Return each EU benchmark for each material and stage."""
    columns = ["indicator", "material", "stage", "value", "low", "high", "threshold", "verdict"]
    columns.append("supplier")
    shares = dict.fromkeys(("value", "low", "high", "threshold"), Kind.SHARE)
    details = frame_table(view, "indicators", frame, [*columns, "reason"]).with_kinds(shares)
    return details.without_empty().titled(view.say["table.benchmark_details"])
