"""Observed trade: BACI by code, Chinese magnet exports, and import shares by supplier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions
from tools.build_data.definitions import BASE_YEAR
from tools.build_data.rare_earths import RareEarths
from tools.build_data.reference import read_rows
from tools.build_data.sources import BACI, USGS_2026
from tools.build_data.table import PROVENANCE, Field, Source, Table
from tools.build_data.trade_facts import import_sources, magnet_exports, reported_shares

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

LEAST_TONNES = 0.5
"""Flows below this are left out."""

TAIWAN = 490
"""BACI's code for "Other Asia, not elsewhere specified", which stands for Taiwan."""

INTERMEDIATE = 0.5
"""Goods that fetch less than this share of the price of a contained tonne are intermediates."""


def _ids(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name=name, description=name.capitalize(), required=True) for name in names)


def _number(name: str, description: str, unit: str, maximum: float | None = None) -> Field:
    return Field(
        name=name, type="number", description=description, unit=unit, minimum=0, maximum=maximum
    )


ARC = ("material", "stage", "exporter", "importer")
ARC_KEYS = (
    ("material", "materials.material"),
    ("exporter", "countries.country"),
    ("importer", "countries.country"),
)

TABLES = (
    Table(
        name="trade",
        title="Observed trade between countries",
        fields=(
            *_ids(*ARC),
            Field(name="hs", description="Six-digit code, HS of 1992", required=True),
            _number("tonnes", "Contained weight; blank where the content is unknown", "t"),
            _number("tonnes_gross", "Weight as declared; blank where not declared", "t"),
            _number("value_usd", "Value at the border of the exporter; blank: unknown", "USD"),
            _number("content", "Tonnes contained per tonne declared", "t/t", 1),
            Field(name="note", description="What the content means"),
            *PROVENANCE,
        ),
        primary_key=(*ARC, "year", "hs"),
        foreign_keys=ARC_KEYS,
    ),
    Table(
        name="trade_shares",
        title="Shares of a country's imports by supplier; what is missing to 1 is not known",
        fields=(
            *_ids(*ARC),
            _number("share", "Share of the importer's imports; ROW: all other countries", "1", 1),
            Field(name="note", description="Product and period"),
            *PROVENANCE,
        ),
        primary_key=(*ARC, "year"),
        foreign_keys=ARC_KEYS,
    ),
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the trade and trade_shares tables and their sources."""
    magnets = read_rows(raw / "curated/magnets.csv")
    facts = read_rows(raw / "curated/trade_facts.csv")
    prices = built["materials"].select("material", price="price_usd_per_tonne")
    flows = read_baci(raw / "raw/cepii_baci", set(built["countries"]["country"]))
    trade = baci(flows, producers(built["production"]), prices)
    exports, export_sources = magnet_exports(magnets, RareEarths(raw).content)
    shares, share_sources = reported_shares(facts)
    usgs = import_sources(
        read_rows(raw / USGS_2026.file, encoding="cp1252"), definitions.rows("import_sources")
    )
    return {
        "trade": pl.concat([trade, exports], how="diagonal"),
        "trade_shares": pl.DataFrame(usgs + shares),
    }, [BACI, USGS_2026, *export_sources, *share_sources]


def producers(production: pl.DataFrame) -> set[tuple[str, str, str]]:
    """Return (material, stage, country) of every country that produced in the base year."""
    made = (pl.col("year") == BASE_YEAR) & (pl.col("measure") == "production")
    rows = production.filter(made & (pl.col("tonnes") > 0))
    return set(rows.select("material", "stage", "country").iter_rows())


def baci(
    flows: pl.DataFrame, made: set[tuple[str, str, str]], prices: pl.DataFrame
) -> pl.DataFrame:
    """Return the flows of the codes in ``definitions/baci_codes.csv`` by material and stage.

    A code listed for two stages (cobalt, rare earths) counts as the later one where the exporter
    produces there, or where a tonne fetches at least half the price of a contained tonne;
    cheaper goods are intermediates of the earlier stage.
    """
    codes = with_contents(definitions.rows("baci_codes"))
    stages = codes.group_by("material", "hs", maintain_order=True).agg(
        pl.col("stage").first().alias("first"), pl.col("stage").last().alias("last")
    )
    makes = pl.concat_str("material", "last", "exporter", separator="/").is_in(
        ["/".join(maker) for maker in sorted(made)]
    )
    cheap = pl.col("value_usd") / pl.col("tonnes_gross") < INTERMEDIATE * pl.col("price")
    return (
        flows.join(stages, on="hs")
        .join(prices, on="material")
        .with_columns(stage=pl.when(~makes & cheap).then("first").otherwise("last"))
        .join(codes, on=["material", "stage", "hs"])
        .with_columns(
            tonnes=pl.col("tonnes_gross") * pl.col("content"),
            year=pl.lit(BASE_YEAR, pl.Int64),
            source=pl.lit(BACI.source),
            quality=pl.lit("reported"),
            method=pl.lit(None, pl.String),
        )
        .drop("first", "last", "price")
    )


def read_baci(folder: Path, countries: Container[str], *, year: int = BASE_YEAR) -> pl.DataFrame:
    """Return exporter, importer, hs, tonnes_gross (blank where missing) and value_usd of a year.

    Flows of areas that are not in ``countries`` (former states, customs unions) are left out.
    """
    iso3 = {code: name for code, name in read_areas(folder).items() if name in countries}
    return (
        pl.read_csv(
            folder / "baci_hs92_minerals_1995_2024.csv.gz",
            schema_overrides=dict.fromkeys("ijk", pl.String) | dict.fromkeys("vq", pl.Float64),
        )
        .filter(pl.col("t") == year, pl.col("q").is_null() | (pl.col("q") >= LEAST_TONNES))
        .select(
            exporter=pl.col("i").replace_strict(iso3, default=None),
            importer=pl.col("j").replace_strict(iso3, default=None),
            hs="k",
            tonnes_gross="q",
            value_usd=pl.col("v") * 1000,
        )
        .drop_nulls(["exporter", "importer"])
    )


def read_areas(folder: Path) -> dict[str, str]:
    """Return BACI's three letters of each area by its number; they are ISO's where ISO has it."""
    codes = pl.read_csv(folder / "baci_country_codes.csv", infer_schema=False)
    return dict(codes.select("country_code", "country_iso3").iter_rows()) | {str(TAIWAN): "TWN"}


def with_contents(codes: list[dict[str, str]]) -> pl.DataFrame:
    """Return the codes of a definition file with their content as a number, blank if unknown."""
    frame = pl.DataFrame(codes, schema_overrides=dict.fromkeys(codes[0], pl.String))
    return frame.with_columns(pl.col("content").replace("", None).cast(pl.Float64))
