"""A quick reading from trade statistics alone: how risky each importer's purchases were, by year.

Needs no balanced flows: imports by code, world output, governance and price of each year.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import polars as pl

from supplypact.assessing.history import imports
from supplypact.assessing.import_readings import Axes, Output, readings
from supplypact.assessing.shares import Values
from supplypact.assessing.years import nearest_year
from supplypact.domain.network import BASE_YEAR, REST_OF_WORLD
from supplypact.errors import UsageError, did_you_mean

Tables = Mapping[str, pl.DataFrame]

TABLES = (
    "sources",
    "countries",
    "materials",
    "production",
    "prices",
    "governance",
    "trade_history",
    "trade_codes",
)
"""What the reading needs."""

SCHEMA = {
    "importer": pl.String,
    "material": pl.String,
    "stage": pl.String,
    "year": pl.Int64,
    "weight": pl.String,
    "imports": pl.Float64,
    "unweighed_share": pl.Float64,
    "domestic": pl.Float64,
    "supplier": pl.String,
    "supplier_share": pl.Float64,
    "hhi": pl.Float64,
    "weighted_trade": pl.Float64,
    "assumed_share": pl.Float64,
    "score": pl.Float64,
    "usd_per_kg": pl.Float64,
    "midpoint": pl.Float64,
    "factor": pl.Float64,
    "reason": pl.String,
    "note": pl.String,
}


def import_risk(
    tables: Tables, importers: Sequence[str], materials: Sequence[str], years: Sequence[int]
) -> pl.DataFrame:
    """Return GeoPolRisk and what it is made of, a row for each importer, material, stage and year.

    Columns: importer, material, stage (that the codes stand for, null without a code), year;
    weight (``contained`` or ``gross``: what the imports count), imports and domestic (tonnes),
    unweighed_share (of the value of the imports, without a weight and so not in them), supplier
    (the largest) and supplier_share of the imports, hhi (of world output), weighted_trade,
    assumed_share (of the imports, from suppliers without a score, for which 0.5 stands), score,
    usd_per_kg, midpoint (USD per kg), factor (kg of copper per kg), reason (why one is null),
    note (what to know of the figures).
    Governance is that of the last year, up to the year, that the table has.

    Args:
        tables: Frames of ``TABLES`` by name.
        importers: Codes of countries.
        materials: Ids; none for every material that the trade table has codes for.
        years: Calendar years with trade.

    Raises:
        UsageError: an importer, a material or a year is not known.
    """
    codes = tables["trade_codes"]
    asked = list(materials) or codes["material"].unique().sort().to_list()
    countries = [code for code in tables["countries"]["country"] if code != REST_OF_WORLD]
    _check_known(importers, countries, "--importer", "country")
    _check_known(asked, tables["materials"]["material"].to_list(), "--material", "material")
    _check_years(years, tables["trade_history"]["year"].unique().to_list())
    trade = tables["trade_history"].filter(pl.col("year").is_in(list(years)))
    bought = imports(trade, codes.filter(pl.col("material").is_in(asked)), importers)
    axes = Axes(
        importers=tuple(importers),
        years=tuple(years),
        suppliers=(*countries, REST_OF_WORLD),
        stability=_stability(tables["governance"], years, countries),
    )
    frames = [pl.DataFrame(schema=SCHEMA)]
    for material in asked:
        own = codes.filter(pl.col("material") == material)
        prices = _prices(tables, material)
        for (stage,), here in own.partition_by("stage", as_dict=True).items():
            at = (pl.col("material") == material) & (pl.col("stage") == stage)
            made = tables["production"].filter(at, pl.col("measure") == "production")
            weight = "gross" if here["content"].null_count() else "contained"
            frame = readings(axes, bought.filter(at), Output.of(made), prices, weight)
            frames.append(frame.with_columns(material=pl.lit(material), stage=pl.lit(str(stage))))
        if own.is_empty():
            told = "no code of the trade table stands for it"
            frames.append(axes.frame().with_columns(material=pl.lit(material), reason=pl.lit(told)))
    found = pl.concat(frames, how="diagonal_relaxed").select(list(SCHEMA))
    order = pl.col("importer").replace_strict(list(importers), range(len(importers)))
    return found.sort(order, maintain_order=True)


def _stability(governance: pl.DataFrame, years: Sequence[int], countries: Sequence[str]) -> Values:
    """Return political stability; columns are the countries and the rest of the world."""
    known = governance.drop_nulls("political_stability").sort("year")
    rows = []
    for year in years:
        last = known.filter(pl.col("year") <= year).unique("country", keep="last")
        score = dict(last.select("country", "political_stability").iter_rows())
        rows.append([*(score.get(code, np.nan) for code in countries), np.nan])
    return np.array(rows)


def _prices(tables: Tables, material: str) -> dict[int, float]:
    """Return US dollars a tonne by year, in the market of the material's price in the base year."""
    price = tables["materials"].filter(pl.col("material") == material)["price_usd_per_tonne"]
    rows = tables["prices"].filter(pl.col("material") == material)
    same = rows.filter(pl.col("year") == BASE_YEAR, pl.col("price_usd_per_tonne") == price.first())
    market = rows.join(same.select("market", "source").head(1), on=["market", "source"])
    known = market.drop_nulls("price_usd_per_tonne").select("year", "price_usd_per_tonne")
    return dict(known.iter_rows())


def _check_known(words: Sequence[str], known: Collection[str], option: str, what: str) -> None:
    """Raise UsageError for the first word that is not known, with the nearest that is."""
    for word in words:
        if word not in known:
            raise UsageError(
                f"unknown {what} '{word}'", where=option, fix=did_you_mean(word, known)
            )


def _check_years(years: Sequence[int], known: Collection[int]) -> None:
    """Raise UsageError for years without trade, with the nearest that have it."""
    if missing := [year for year in years if year not in known]:
        near = sorted({nearest_year(year, known) for year in missing})
        raise UsageError(
            f"no trade of {', '.join(map(str, missing))}",
            where="--year",
            fix=f"the nearest with trade: --year {','.join(map(str, near))}",
        )
