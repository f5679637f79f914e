"""Prices of each material, brought to US dollars per tonne of its basis."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions, usgs
from tools.build_data.rare_earths import RareEarths
from tools.build_data.reference import read_rows, read_sheet
from tools.build_data.sources import PINK_SHEET, USGS_2026, curated_source
from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Record = dict[str, object]

TABLES = (
    Table(
        name="prices",
        title="Prices by material, market and year",
        fields=(
            Field(name="material", description="Material id", required=True),
            Field(name="market", description="Product and market priced", required=True),
            Field(name="price", type="number", description="Price as published", minimum=0),
            Field(
                name="unit",
                description="Unit of the price",
                required=True,
                enum=tuple(definitions.UNITS_PER_TONNE),
            ),
            Field(
                name="price_usd_per_tonne",
                type="number",
                description="Price of a tonne of the material's basis; blank where the unit "
                "cannot be converted",
                unit="USD/t",
                minimum=0,
            ),
            *PROVENANCE,
        ),
        primary_key=("material", "market", "year", "source"),
        foreign_keys=(("material", "materials.material"),),
    ),
)

PINK_COLUMNS = {
    "Aluminum": ("aluminium", "USD/t"),
    "Copper": ("copper", "USD/t"),
    "Nickel": ("nickel", "USD/t"),
    "Tin": ("tin", "USD/t"),
    "Zinc": ("zinc", "USD/t"),
    "Platinum": ("platinum", "USD/troy oz"),
}
"""Columns of the monthly price sheet that price one of our materials."""

PINK_YEARS = range(2021, 2026)

CURATED = {
    ("gallium", "retail, physical"): ("gallium", 1.0),
    ("germanium", "retail, physical"): ("germanium", 1.0),
    ("indium", "retail, physical"): ("indium", 1.0),
    ("dysprosium", "oxide"): ("dysprosium_terbium", 0.8713),
    ("neodymium-praseodymium", "oxide"): ("magnet_rare_earths", 0.8499),
    ("NdPr", "oxide"): ("magnet_rare_earths", 0.8499),
    ("antimony", "metal"): ("antimony", 1.0),
    ("cobalt", "hydroxide"): ("cobalt", 1.0),
}
"""Material and tonnes of its basis per tonne priced, by material and form of a curated price."""


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the prices table."""
    del built
    curated, sources = _curated(raw)
    rows = [*_annual(raw), *_basket(raw), *_pink_sheet(raw), *curated]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return {"prices": frame}, [USGS_2026, PINK_SHEET, *sources]


def chosen_prices(raw: Path) -> tuple[dict[str, Record], list[Source]]:
    """Return by material the base year's price with its provenance, and the sources."""
    chosen = {row["material"] for row in definitions.rows("prices") if row["chosen"] == "1"}
    markets = {series.detail for series in definitions.price_series() if series.chosen}
    rows = [
        *(row for row in _annual(raw) if row["market"] in markets),
        *_basket(raw),
        *(row for row in _pink_sheet(raw) if row["material"] not in chosen),
    ]
    columns = ("price_usd_per_tonne", "source", "year", "quality", "method")
    prices = {
        str(row["material"]): {name: row[name] for name in columns}
        for row in rows
        if row["year"] == definitions.BASE_YEAR
    }
    return prices, [USGS_2026, PINK_SHEET]


def per_tonne(price: float, unit: str, content: float) -> float:
    """Return a price in USD per tonne of the basis; content is tonnes of it per tonne priced."""
    return price * definitions.UNITS_PER_TONNE[unit] / content


def _annual(raw: Path) -> list[Record]:
    """Return the yearly prices of the USGS tables."""
    figures = usgs.read_2026(raw / USGS_2026.file)
    priced = {
        (figure.commodity, figure.detail, figure.year): value
        for figure in figures
        if figure.statistic == "Price" and (value := usgs.number(figure.text)) is not None
    }
    return [
        {
            "material": series.material,
            "market": series.detail,
            "price": price,
            "unit": series.unit,
            "price_usd_per_tonne": per_tonne(price, series.unit, series.content),
            **_origin(USGS_2026, year, "official", ""),
        }
        for series in definitions.price_series()
        for (commodity, detail, year), price in priced.items()
        if (commodity, detail) == (series.commodity, series.detail)
    ]


def _basket(raw: Path) -> list[Record]:
    """Return the prices of magnet rare earths and of Dy+Tb, weighted as they are refined."""
    figures = RareEarths(raw)
    yearly = {(row["market"], row["year"]): row["price_usd_per_tonne"] for row in _annual(raw)}
    terbium = figures.terbium_per_dysprosium / (1 + figures.terbium_per_dysprosium)
    rows: list[Record] = []
    for year in sorted({int(str(year)) for market, year in yearly if "NdPr" in str(market)}):
        light, heavy_dy, heavy_tb = (
            next(
                float(str(price))
                for (market, priced), price in yearly.items()
                if name in str(market) and priced == year
            )
            for name in ("(NdPr) oxide", "Dysprosium oxide", "Terbium oxide")
        )
        heavy = heavy_dy * (1 - terbium) + heavy_tb * terbium
        whole = light * (1 - figures.heavy_share) + heavy * figures.heavy_share
        how = f"oxide prices per tonne of element, {terbium:.1%} terbium in dysprosium and terbium"
        rows += [
            _basket_row("dysprosium_terbium", heavy, year, how),
            _basket_row(
                "magnet_rare_earths", whole, year, f"{how}, which are {figures.heavy_share:.1%}"
            ),
        ]
    return rows


def _basket_row(material: str, price: float, year: int, how: str) -> Record:
    """Return a row for a price that is a weighted mean of others."""
    return {
        "material": material,
        "market": "basket of oxides",
        "price": price,
        "unit": "USD/t",
        "price_usd_per_tonne": price,
        **_origin(USGS_2026, year, "estimate", f"weighted mean of {how} of the elements refined"),
    }


def _pink_sheet(raw: Path) -> list[Record]:
    """Return yearly means of the World Bank's monthly prices."""
    lines = read_sheet(raw / PINK_SHEET.file, "Monthly Prices")[4:]
    header = [str(name).strip(" *") if name else "" for name in lines[0]]
    rows: list[Record] = []
    for column, (material, unit) in PINK_COLUMNS.items():
        place = header.index(column)
        for year in PINK_YEARS:
            months = [
                float(value)
                for line in lines[2:]
                if str(line[0]).startswith(f"{year}M")
                and isinstance(value := line[place], int | float)
            ]
            price = fmean(months)
            rows.append(
                {
                    "material": material,
                    "market": "World Bank Pink Sheet, mean of the months",
                    "price": price,
                    "unit": unit,
                    "price_usd_per_tonne": per_tonne(price, unit, 1.0),
                    **_origin(PINK_SHEET, year, "official", ""),
                }
            )
    return rows


def _curated(raw: Path) -> tuple[list[Record], list[Source]]:
    """Return single price points from the press and dealers, those of our materials only."""
    rows: list[Record] = []
    sources = []
    for row in read_rows(raw / "curated/prices.csv"):
        source = curated_source(row)
        known = CURATED.get((row["material"], row["form"]))
        if known is None or source == USGS_2026:
            continue
        material, content = known
        sources.append(source)
        price = float(row["price"])
        rows.append(
            {
                "material": material,
                "market": f"{row['form']}, {row['market'] or 'spot'}, {row['date']}",
                "price": price,
                "unit": row["unit"],
                "price_usd_per_tonne": per_tonne(price, row["unit"], content),
                **_origin(source, int(row["date"][:4]), row["quality"], ""),
            }
        )
    return rows, sources


def _origin(source: Source, year: int | object, quality: str, method: str) -> Record:
    """Return the provenance columns of a row."""
    return {"source": source.source, "year": year, "quality": quality, "method": method}
