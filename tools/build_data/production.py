"""Production, capacity and projections by country, published world totals, and reserves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions, estimates, usgs, usgs_2024
from tools.build_data.iea_production import iea_production, iea_totals
from tools.build_data.materials import MATERIAL, STAGE
from tools.build_data.sources import IEA_2024, IEA_2025, USGS_2025, USGS_2026
from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.build_data.definitions import Series

    Record = dict[str, object]

COUNTRY = Field(name="country", description="ISO 3166-1 alpha-3, or ROW", required=True)
TONNES = Field(
    name="tonnes",
    type="number",
    description="Tonnes of the material's basis; blank where withheld or unknown",
    unit="t",
    minimum=0,
)
NOTE = Field(name="note", description="Remark on the figure")
FIRST_YEAR = 2022
"""Older years would need editions that name other countries."""
OWNERS = (("material", "materials.material"), ("country", "countries.country"))

TABLES = (
    Table(
        name="production",
        title="Production, capacity and projected production by country",
        fields=(
            MATERIAL,
            STAGE,
            COUNTRY,
            Field(
                name="measure",
                description="production, capacity (year-end) or projection (base case of the IEA)",
                required=True,
                enum=("production", "capacity", "projection"),
            ),
            TONNES,
            NOTE,
            *PROVENANCE,
        ),
        primary_key=("material", "stage", "country", "year", "measure"),
        foreign_keys=OWNERS,
    ),
    Table(
        name="world_totals",
        title="World totals as published, to check the sums of production",
        fields=(MATERIAL, STAGE, TONNES, NOTE, *PROVENANCE),
        primary_key=("material", "stage", "year"),
        foreign_keys=(("material", "materials.material"),),
    ),
    Table(
        name="reserves",
        title="Reserves by country",
        fields=(MATERIAL, COUNTRY, TONNES, NOTE, *PROVENANCE),
        primary_key=("material", "country", "year"),
        foreign_keys=OWNERS,
    ),
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the tables production, world_totals and reserves."""
    del built
    older = {file: usgs_2024.source(file) for file in files_2024()}
    figures = [
        *usgs.read_2026(raw / USGS_2026.file),
        *usgs.read_2025(raw / USGS_2025.file),
        *(
            figure
            for source in older.values()
            for figure in usgs_2024.read(raw / source.file)
            if figure.year == FIRST_YEAR
        ),
    ]
    production, totals, reserves = _from_usgs(figures)
    chain = iea_production(raw, [row for row in production if row["measure"] == "production"])
    estimated, sources = estimates.production(raw, chain)
    mined_by_iea = {(row["material"], row["stage"]) for row in chain}
    others = [
        row
        for row in production
        if row["year"] == FIRST_YEAR or (row["material"], row["stage"]) not in mined_by_iea
    ]
    world = iea_totals(raw)
    counted = {(row["material"], row["stage"]) for row in world}
    frames = {
        "production": [*others, *chain, *estimated],
        "world_totals": [
            *(
                row
                for row in totals
                if row["year"] == FIRST_YEAR or (row["material"], row["stage"]) not in counted
            ),
            *world,
            *estimates.world_totals(raw),
        ],
        "reserves": reserves,
    }
    return (
        {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in frames.items()},
        [USGS_2026, USGS_2025, *older.values(), IEA_2025, IEA_2024, *sources],
    )


def files_2024() -> list[str]:
    """Return the chapters of the 2024 edition that hold a series, each once."""
    return list(dict.fromkeys(series.file_2024 for series in definitions.series()))


def _from_usgs(figures: list[usgs.Figure]) -> tuple[list[Record], list[Record], list[Record]]:
    """Return production with capacity, world totals and reserves of every USGS series."""
    production: list[Record] = []
    totals: list[Record] = []
    reserves: list[Record] = []
    for series in definitions.series():
        stage = {"material": series.material, "stage": series.stage}
        for figure in figures:
            measure = _measure(series, figure)
            scale = series.reserves_scale if measure == "reserves" else 1.0
            row = _row(figure, series.content * scale) if measure else {}
            if measure == "reserves" and figure.country != usgs.WORLD:
                reserves.append({"material": series.material} | row)
            elif measure == "production" and figure.country == usgs.WORLD:
                totals.append({name: row[name] for name in row if name != "country"} | stage)
            elif measure in ("production", "capacity") and figure.country != usgs.WORLD:
                production.append(row | stage | {"measure": measure})
    return production, totals, reserves


def _measure(series: Series, figure: usgs.Figure) -> str:
    """Return what a figure is for a series: production, capacity, reserves, or blank."""
    older = {
        2022: (series.file_2024, series.type_2024),
        2023: (series.commodity_2025, series.type_2025),
    }
    if figure.year in older and figure.statistic == "Production":
        commodity, start = older[figure.year]
        same = figure.commodity == commodity and figure.detail.startswith(start)
        return "production" if same and figure.text else ""
    if figure.commodity != series.commodity or not figure.country:
        return ""
    starts = {
        "Production": ("production", series.production),
        "Capacity": ("capacity", series.capacity),
        "Reserves": ("reserves", series.reserves),
    }
    measure, start = starts.get(figure.statistic, ("", ""))
    return measure if start and figure.detail.startswith(start) else ""


def _row(figure: usgs.Figure, factor: float) -> Record:
    """Return a figure as a row, times the tonnes of basis per tonne printed."""
    editions = {2022: usgs_2024.source(figure.commodity), 2023: USGS_2025}
    source = editions.get(figure.year, USGS_2026)
    return {
        "country": figure.country,
        "tonnes": None if figure.tonnes is None else figure.tonnes * factor,
        "note": usgs.remark(figure),
        "source": source.source,
        "year": figure.year,
        "quality": "official",
        "method": "",
    }
