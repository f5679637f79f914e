"""What an event puts at risk if nothing is done, and what others have found for like events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from supplypact.domain.response import NOTHING

KEY = ["material", "end_use"]
BANDS = ("low", "middle", "high")
YEAR_DAYS = 365
"""The losses are those of the first twelve months."""
BILLION = 1e9
GDP_EFFECT, VALUE_ADDED, ALL_INDUSTRIES = "GDP effect", "value added", "all industries"
IN_USD = "USD bn GDP"
IN_SHARES = ("% of GDP", "% of annual GDP", "% of output")
LOSSES = pl.Schema(
    {
        "material": pl.String,
        "party": pl.String,
        "low_usd": pl.Float64,
        "middle_usd": pl.Float64,
        "high_usd": pl.Float64,
    }
)
PUBLISHED = pl.Schema(
    {
        "material": pl.String,
        "party": pl.String,
        "what": pl.String,
        "low_usd": pl.Float64,
        "middle_usd": pl.Float64,
        "high_usd": pl.Float64,
        "share_of_gdp": pl.Float64,
        "source": pl.String,
        "year": pl.Int64,
    }
)

Worth = Mapping[tuple[str, str], tuple[float | None, float, float | None]]
"""USD of value added at risk per tonne, low, middle and high, by material and end use.  Without a
low or a high, the middle stands there too."""


def value_at_risk(short: pl.DataFrame, periods: pl.DataFrame, worth: Worth) -> pl.DataFrame:
    """Return the frame ``losses`` of a response: value added behind what is short.

    It is what is missing or given up on the path on which nothing is done, by end use, times what
    a tonne of it is worth.  Of a period that the twelve months end in, a part counts.

    Args:
        short: ``Response.short``; path, material, party, end_use, period and tonnes are read.
        periods: ``Response.periods``; period, start and days are read.
        worth: For every material and end use in ``short``.

    """
    passed = (pl.col("start") - pl.col("start").min()).dt.total_days()
    part = ((YEAR_DAYS - passed) / pl.col("days")).clip(0.0, 1.0)
    mine = short.filter(pl.col("path") == NOTHING)
    values = pl.DataFrame(
        [(*key, *_filled(*worth[key])) for key in mine.select(KEY).unique().iter_rows()],
        schema=[*KEY, *BANDS],
        orient="row",
        schema_overrides=dict.fromkeys(KEY, pl.String),
    )
    tonnes = pl.col("tonnes") * pl.col("part")
    return (
        mine.join(periods.select("period", part=part), on="period")
        .join(values, on=KEY)
        .group_by("material", "party", maintain_order=True)
        .agg((tonnes * pl.col(band)).sum().alias(f"{band}_usd") for band in BANDS)
        .cast(LOSSES)
    )


def _filled(low: float | None, middle: float, high: float | None) -> tuple[float, float, float]:
    return middle if low is None else low, middle, middle if high is None else high


def published(
    economics: pl.DataFrame, materials: Sequence[str], parties: Sequence[str]
) -> pl.DataFrame:
    """Return the frame ``published`` of a response: losses are above 0.

    Effects on jobs, on one industry, or in another currency are left out; the last stand in the
    table as shares of GDP too.  A share of GDP becomes USD by the newest value added of all
    industries of the country in the table, which is near GDP, not GDP itself.

    Args:
        economics: The table of that name.
        materials: A row counts if it is about these only.
        parties: Countries.

    """
    effects = economics.filter(
        pl.col("topic") == GDP_EFFECT,
        pl.col("unit").is_in([IN_USD, *IN_SHARES]),
        pl.col("country").is_in(parties),
    )
    gdp = _value_added(economics)
    rows = [
        _published(row, gdp.get(row["country"]))
        for row in effects.iter_rows(named=True)
        if set((row["materials"] or "?").split(";")) <= set(materials)
    ]
    return pl.DataFrame(rows, schema=PUBLISHED, orient="row")


def _value_added(economics: pl.DataFrame) -> dict[str, float]:
    """Return the newest value added of all industries in billion USD, by country."""
    rows = economics.filter(
        pl.col("topic") == VALUE_ADDED, pl.col("item") == ALL_INDUSTRIES, pl.col("country") != ""
    ).sort("year")
    return dict(rows.select("country", "value").iter_rows())


def _published(row: Mapping[str, object], gdp: float | None) -> tuple[object, ...]:
    in_usd = row["unit"] == IN_USD
    scale = BILLION if in_usd else None if gdp is None else 0.01 * gdp * BILLION
    low, middle, high = (_loss(row[name], scale) for name in ("high", "value", "low"))
    what = row["item"] if row["unit"] != "% of output" else f"{row['item']} (part of output)"
    share = None if in_usd else _loss(row["value"], 0.01)
    where = row["materials"], row["country"]
    return (*where, what, low, middle, high, share, row["source"], row["year"])


def _loss(effect: object, scale: float | None) -> float | None:
    return -effect * scale if isinstance(effect, int | float) and scale is not None else None
