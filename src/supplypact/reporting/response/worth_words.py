"""Prices and value added at risk, in sentences, beside what others have published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from supplypact.domain.response import Response
from supplypact.reporting.numbers import percent, whole_percent
from supplypact.reporting.response import facts, figures
from supplypact.reporting.response.view import ResponseView

CAP = 26.0
"""Price over the price before that no band goes beyond."""
FELT = 1.05
"""Price over the price before from which on it is told."""
FULL_STOP = 0.9
"""Share of a cut from which on it is like the full stops of published estimates."""


def prices(response: Response, view: ResponseView) -> list[str]:
    """Return the price band of each material, headed and followed by a warning."""
    say, rows = view.say, response.prices
    if not rows.is_empty():
        rows = rows.drop_nulls("middle").filter(pl.col("middle") >= FELT)
    if rows.is_empty():
        return []
    lines = [
        say["price.line" if row["low"] < CAP * (1 - 1e-9) else "price.line_capped"].format(
            material=view.material(row["material"], inline=False),
            share=whole_percent(row["missing_share"]),
            low=figures.plain(row["low"], 2),
            middle=_times(row["middle"], view),
            high=_times(row["high"], view),
        )
        for row in rows.iter_rows(named=True)
    ]
    return [say["price.over"], *lines, say["price.record"], say["price.warning"]]


def _times(ratio: float, view: ResponseView) -> str:
    form = "price.times" if ratio < CAP * (1 - 1e-9) else "price.times_capped"
    return view.say[form].format(times=figures.plain(ratio, 2))


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
            band=figures.usd_range(row["low_usd"], row["high_usd"], say),
        )
        for row in largest.iter_rows(named=True)
    ]
    told = [_beside(row, view) for row in response.published.rows(named=True)[:most]]
    share = max((cut.share for each in response.events for cut in each.cuts), default=1.0)
    if told and share < FULL_STOP:
        told.append(say["loss.part"].format(share=whole_percent(share)))
    return lines + told


def _beside(row: Mapping[str, Any], view: ResponseView) -> str:
    """Return a published estimate with its party and source."""
    say, source = view.say, view.citation(row["source"])
    year = str(row["year"] or say["word.unknown"])
    everyone = row["party"] in (None, "", facts.ALL)
    return say["loss.published"].format(
        party=say["word.all_parties"] if everyone else view.country(row["party"]),
        what=row["what"],
        figure=_published(row, view),
        source=source if year in source else say["loss.source"].format(source=source, year=year),
    )


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
