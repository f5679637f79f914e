"""Prices and value added at risk, in sentences, beside what others have published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from supplypact.domain.response import Response
from supplypact.reporting.numbers import percent, whole_percent
from supplypact.reporting.response import facts, figures
from supplypact.reporting.response.view import ResponseView


def prices(response: Response, view: ResponseView) -> list[str]:
    """Return the price band of each material, headed and followed by a warning."""
    say, rows = view.say, response.prices
    if not rows.is_empty():
        rows = rows.drop_nulls("middle").filter(pl.col("missing_share") >= facts.LEAST)
    if rows.is_empty():
        return []
    lines = [
        say["price.line"].format(
            material=view.material(row["material"], inline=False),
            share=whole_percent(row["missing_share"]),
            **{name: figures.plain(row[name], 2) for name in ("low", "middle", "high")},
        )
        for row in rows.iter_rows(named=True)
    ]
    return [say["price.over"], *lines, say["price.warning"]]


def losses(response: Response, view: ResponseView, *, most: int) -> list[str]:
    """Return the value added at risk, the largest first, and what others have published."""
    say, rows = view.say, response.losses
    if rows.is_empty():
        return []
    largest = rows.filter(pl.col("middle_usd") > 0).sort("middle_usd", descending=True).head(most)
    lines = [
        say["loss.line"].format(
            party=view.country(row["party"]),
            material=view.material(row["material"]),
            middle=figures.usd(row["middle_usd"], say),
            low=figures.usd(row["low_usd"], say),
            high=figures.usd(row["high_usd"], say),
        )
        for row in largest.iter_rows(named=True)
    ]
    published = response.published.rows(named=True)[:most]
    return lines + [
        say["loss.published"].format(
            what=row["what"],
            figure=_published(row, view),
            source=view.citation(row["source"]),
            year=row["year"] or say["word.unknown"],
        )
        for row in published
    ]


def _published(row: Mapping[str, Any], view: ResponseView) -> str:
    """Return a published figure with its range, as money or else as a share of GDP."""
    say = view.say
    if row["middle_usd"] is None and row["share_of_gdp"] is not None:
        return say["loss.of_gdp"].format(share=percent(row["share_of_gdp"]))
    told = figures.usd(row["middle_usd"], say)
    if row["low_usd"] is None or row["high_usd"] is None:
        return told
    band = figures.usd_range(row["low_usd"], row["high_usd"], say)
    return say["loss.banded"].format(middle=told, band=band)
