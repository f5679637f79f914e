"""Governance of countries by year, with standard errors, from the World Bank's workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data.reference import WGI_CODES, read_sheet
from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SOURCE = "worldbank-wgi-2024"
"""Stands in the sources of the countries."""

DIMENSIONS = ("cc", "ge", "pv", "rl", "rq", "va")
"""Corruption, effectiveness, political stability, rule of law, regulation, voice."""


def _number(name: str, description: str, minimum: float | None = None) -> Field:
    return Field(name=name, type="number", description=description, minimum=minimum)


TABLES = (
    Table(
        name="governance",
        title="Worldwide Governance Indicators by country and year, with standard errors",
        description=(
            "Estimates are in standard deviations of the world's countries, about -2.5 (weak) to "
            "2.5 (strong).  Every second year from 1996 to 2002, every year after."
        ),
        fields=(
            Field(name="country", description="ISO 3166-1 alpha-3", required=True),
            _number("political_stability", "Political stability and absence of violence"),
            _number("political_stability_error", "Its standard error as published", 0),
            _number("governance", "Mean of the six indicators; blank unless all are known"),
            _number(
                "governance_error",
                "Mean of the six published standard errors: the standard error of the mean if the "
                "six err together, its upper bound",
                0,
            ),
            _number("voice", "Voice and accountability"),
            _number("voice_error", "Its standard error as published", 0),
            *PROVENANCE,
        ),
        primary_key=("country", "year"),
        foreign_keys=(("country", "countries.country"),),
    ),
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the governance table; its source is given with the countries."""
    rows = read_sheet(raw / "raw/worldbank/wgidataset_2024update.xlsx", "Sheet1")[1:]
    table = governance(rows)
    known = built["countries"]["country"].implode()
    return {"governance": table.filter(pl.col("country").is_in(known))}, []


def governance(rows: Iterable[tuple[object, ...]]) -> pl.DataFrame:
    """Return the table of the workbook's rows; what it writes as ``..`` is blank.

    Args:
        rows: index, code, name, year, indicator, estimate, standard error, more.
    """
    figures = [
        (WGI_CODES.get(str(row[1]), str(row[1])), row[3], row[4], row[5], row[6])
        for row in rows
        if isinstance(row[5], float)
    ]
    names = ["country", "year", "indicator", "estimate", "error"]
    long = pl.DataFrame(figures, schema=names, orient="row")
    wide = long.pivot("indicator", index=["country", "year"], values=["estimate", "error"])
    return wide.select(
        "country",
        "year",
        political_stability="estimate_pv",
        political_stability_error="error_pv",
        governance=_mean("estimate"),
        governance_error=_mean("error"),
        voice="estimate_va",
        voice_error="error_va",
        source=pl.lit(SOURCE),
        quality=pl.lit("official"),
        method=pl.lit(None, pl.String),
    )


def _mean(kind: str) -> pl.Expr:
    """Return the mean of the six dimensions, blank unless all are known."""
    columns = [f"{kind}_{dimension}" for dimension in DIMENSIONS]
    unknown = pl.any_horizontal(pl.col(columns).is_null())
    return pl.when(~unknown).then(pl.mean_horizontal(columns))
