"""How far a figure of a grade may be off: measured where pairs of figures exist, else judged."""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions, spreads, spreads_demand, spreads_flows
from tools.build_data.definitions import BASE_YEAR
from tools.build_data.seeds import METHODS, Origin
from tools.build_data.sources import BACI, USGS_2026
from tools.build_data.table import PROVENANCE, QUALITIES, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    Record = dict[str, object]

FIGURES = ("output", "demand", "flow", "price", "stock", "capacity", "recovery", "other_feed")
ANY = "any"
"""The rule of figures that no other rule is about."""

RAS = "ras; "
DIGITS = 2
"""Significant digits of a spread: the pairs carry no more."""

JUDGEMENT = Source(
    source="judgement",
    publisher="supplypact",
    title="Judgement, see method",
    year=None,
    licence="CC0-1.0",
    status="FACTS",
)

TABLES = (
    Table(
        name="uncertainty",
        title="How far a figure may be off, by its quality; the bands of an assessment",
        fields=(
            Field(
                name="grade",
                description="Quality of the figures that the row is about",
                required=True,
                enum=QUALITIES,
            ),
            Field(name="figure", description="What they say", required=True, enum=FIGURES),
            Field(
                name="rule",
                description="Words that the method of the figures holds; any: all that no other "
                "rule is about",
                required=True,
            ),
            Field(
                name="distribution",
                description="lognormal: the figure times exp(spread z), scaled to a mean of 1",
                required=True,
                enum=("lognormal",),
            ),
            Field(
                name="spread",
                type="number",
                description="Standard deviation of the natural logarithm",
                unit="1",
                required=True,
                minimum=0,
            ),
            Field(name="note", description="Remark"),
            *PROVENANCE,
        ),
        primary_key=("grade", "figure", "rule"),
    ),
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the table, one row for each grade of each figure and for each rule of its own."""
    rows = [*_figures(raw, built), *_uses(raw, built), *_flows(built)]
    rows += [_judged(row) for row in definitions.rows("uncertainty")]
    rows.append(_remainder(built["demand"], rows))
    return {"uncertainty": pl.DataFrame(rows)}, [JUDGEMENT, USGS_2026, BACI]


def spread_of(rows: Iterable[Mapping[str, object]], figure: str, grade: str, method: str) -> float:
    """Return the spread of a figure: that of the rule that its method holds, else of any other."""
    here = [row for row in rows if (row["figure"], row["grade"]) == (figure, grade)]
    found = {str(row["rule"]): float(str(row["spread"])) for row in here}
    other = found.pop(ANY)
    return next((spread for rule, spread in found.items() if rule in method), other)


def _figures(raw: Path, built: Mapping[str, pl.DataFrame]) -> list[Record]:
    """Return what was measured of figures that are not estimated."""
    return [
        _measured(
            ("official", "output", ANY),
            spreads.revisions(raw),
            USGS_2026,
            "first estimates of a country's output against the next edition, 2023 and 2024, "
            "producers of 1 % or more",
            "figures revised once, as most are, should be nearer",
        ),
        _measured(
            ("official", "price", ANY),
            spreads.markets(built),
            USGS_2026,
            "official yearly prices of one material on two markets, 2021 to 2025",
            "what a material costs depends on where it is bought",
        ),
        _measured(
            ("reported", "flow", ANY),
            spreads.import_shares(raw, built),
            BACI,
            "suppliers' shares of US imports, mean of 2021 to 2024, in BACI against the USGS",
            "materials whose codes hold what the USGS counts",
        ),
    ]


def _uses(raw: Path, built: Mapping[str, pl.DataFrame]) -> list[Record]:
    """Return what was measured of the rules that estimate uses."""
    return [
        _measured(
            ("estimate", "demand", ANY),
            spreads_demand.value_added(raw, built),
            USGS_2026,
            "published US consumption against the share of the world's value added",
            "other rules without a row of their own are taken to be as far off",
        ),
        _measured(
            ("estimate", "demand", spreads_demand.BALANCE),
            spreads_demand.balances(raw, built),
            USGS_2026,
            "apparent US consumption less scrap against production and net trade in BACI",
            "one country, few materials; the codes leave out forms that it imports",
        ),
        _measured(
            ("estimate", "demand", spreads_demand.INCOME),
            spreads_demand.incomes(built),
            BACI,
            "uses by production and net trade, Australia and Canada, against those by income",
            "holds the errors of both",
        ),
    ]


def _flows(built: Mapping[str, pl.DataFrame]) -> list[Record]:
    """Return what was measured of the seeds of estimated flows."""
    return [
        _measured(
            ("estimate", "flow", ANY),
            spreads_flows.refits(built),
            BACI,
            "reported flows against the same cells fitted without any trade of their stage",
            "flows seeded with surplus and unmet need",
        ),
        _measured(
            ("estimate", "flow", METHODS[Origin.TRADE].removeprefix(RAS)),
            spreads_flows.from_trade(built),
            USGS_2026,
            "published shares of imports against a fit that knows trade but not the shares",
            "materials whose codes hold what is published",
        ),
        _measured(
            ("estimate", "flow", METHODS[Origin.SHARE].removeprefix(RAS)),
            spreads_flows.from_shares(built),
            USGS_2026,
            "published shares of imports against the flows that they seed",
            "half are met exactly; the others give way to output and need",
        ),
    ]


def _remainder(uses: pl.DataFrame, rows: Sequence[Record]) -> Record:
    """Return the row of uses that are what the other countries leave."""
    found = spreads_demand.remainders(uses, partial(spread_of, rows, "demand"))
    row = _row(("estimate", "demand", spreads_demand.REMAINDER), median(found), JUDGEMENT)
    method = (
        f"derived: from the spreads of the uses taken off; median of {spreads_demand.said(found)}"
    )
    return row | {"method": method, "note": "wider where little is left"}


def _measured(
    key: tuple[str, str, str], found: spreads.Measured, source: Source, pairs: str, note: str
) -> Record:
    """Return the row of a grade, figure and rule with what was measured on the pairs."""
    method = f"measured: {pairs}; {found.said}"
    return _row(key, found.spread, source) | {"method": method, "note": note}


def _judged(row: Mapping[str, str]) -> Record:
    """Return a row of ``definitions/uncertainty.csv``."""
    key = row["grade"], row["figure"], row["rule"]
    return _row(key, float(row["spread"]), JUDGEMENT) | {"method": row["method"], "note": ""}


def _row(key: tuple[str, str, str], spread: float, source: Source) -> Record:
    grade, figure, rule = key
    return {
        "grade": grade,
        "figure": figure,
        "rule": rule,
        "distribution": "lognormal",
        "spread": float(f"{spread:.{DIGITS}g}"),
        "source": source.source,
        "year": BASE_YEAR,
        "quality": "estimate",
    }
