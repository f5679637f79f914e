"""Past events that a backtest scores, and the trade around each, from BACI."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from supplypact.domain.event import EVENT_KINDS
from tools.build_data import definitions
from tools.build_data.evidence import number
from tools.build_data.sources import BACI
from tools.build_data.table import PROVENANCE, Field, Source, Table, fact_source
from tools.build_data.trade_history import FLOW, HS, SHIPMENT, read_history

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

YEARS_BEFORE = 2
"""The year before an event is what a forecast starts from; the one before that shows whether
buyers bought ahead."""


def _share(name: str, description: str) -> Field:
    return Field(
        name=name,
        type="number",
        description=description,
        unit="1",
        required=True,
        minimum=0,
        maximum=1,
    )


def _text(name: str, description: str, *, required: bool = True) -> Field:
    return Field(name=name, description=description, required=required)


TABLES = (
    Table(
        name="backtest_events",
        title="Past events that a backtest scores, cut by cut",
        description=(
            "The cut is what was announced, or follows from the terms, never what trade did."
        ),
        fields=(
            _text("event", "Id"),
            _text("part", "Which cut of the event"),
            _text("title_en", "Event in a few words"),
            _text("title_ja", "The same in Japanese"),
            Field(name="kind", description="Kind of event", required=True, enum=EVENT_KINDS),
            _text("material", "Material"),
            _text("product_en", "What the code holds"),
            _text("product_ja", "The same in Japanese"),
            HS,
            _text("supplier", "Country whose exports are cut"),
            _text("buyers", "Buyers that are cut, separated by ;; blank: all", required=False),
            Field(
                name="scored_year",
                type="integer",
                description="Year whose trade is compared; the forecast knows the year before",
                unit="year",
                required=True,
            ),
            _text("start", "First day"),
            _text("end", "First day after; blank: after the scored year", required=False),
            Field(
                name="delay_days",
                type="number",
                description="Days in which nothing leaves, while licences are asked for",
                unit="day",
                required=True,
                minimum=0,
            ),
            _share("cut", "Part of the exports that was announced to be cut, after the delay"),
            _share("cut_low", "Low end"),
            _share("cut_high", "High end"),
            _text("cut_note", "What the part comes from"),
            _text("hazard_event", "The event in hazard_events; blank: not there", required=False),
            *PROVENANCE,
        ),
        primary_key=("event", "part"),
        foreign_keys=(
            ("material", "materials.material"),
            ("supplier", "countries.country"),
            ("hazard_event", "hazard_events.event"),
        ),
    ),
    Table(
        name="backtest_trade",
        title="Trade around the events of a backtest",
        description=(
            "All flows of the code in the scored year and the two years before it, none left out.  "
            "Areas as in trade_history."
        ),
        compressed=True,
        fields=(
            *SHIPMENT,
            *PROVENANCE,
        ),
        primary_key=FLOW,
        foreign_keys=(
            ("exporter", "countries.country"),
            ("importer", "countries.country"),
        ),
    ),
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the tables backtest_events and backtest_trade and their sources."""
    events, sources = backtest_events(definitions.rows("backtest_events"))
    flows = read_history(raw / "raw/cepii_baci", set(built["countries"]["country"]))
    return {"backtest_events": events, "backtest_trade": around(flows, events)}, [BACI, *sources]


def backtest_events(
    told: list[dict[str, str]],
) -> tuple[pl.DataFrame, list[Source]]:
    """Return one row for each cut, and the sources."""
    sources = [fact_source(row["fact"], row["address"], year=int(row["published"])) for row in told]
    cited = ("fact", "address", "published")
    numbers = ("delay_days", "cut", "cut_low", "cut_high")
    rows = [
        {name: text for name, text in row.items() if name not in cited}
        | {name: number(row[name]) for name in numbers}
        | {
            "scored_year": int(row["scored_year"]),
            "source": source.source,
            "year": int(row["start"][:4]),
            "quality": "reported",
            "method": None,
        }
        for row, source in zip(told, sources, strict=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None), sources


def around(flows: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return the flows of each code in the scored year and the years before it."""
    back = pl.DataFrame({"back": range(YEARS_BEFORE + 1)}, schema={"back": pl.Int64})
    wanted = (
        events.select("hs", "scored_year")
        .unique()
        .join(back, how="cross")
        .select("hs", year=pl.col("scored_year") - pl.col("back"))
        .unique()
    )
    return flows.join(wanted, on=["hs", "year"], how="semi")
