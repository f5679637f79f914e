"""What the balanced network starts from: output, needs, observed trade and import shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.build_data.definitions import BASE_YEAR
from tools.build_data.entrepots import see_through
from tools.build_data.reference import ROW
from tools.build_data.seeds import Market

if TYPE_CHECKING:
    from collections.abc import Mapping

    Built = Mapping[str, pl.DataFrame]
    Amounts = dict[str, float]
    Arcs = dict[tuple[str, str], float]

EMBARGOES = {
    "PRK": ("USA", "JPN", "KOR", "AUS", "CAN"),
    "CUB": ("USA",),
    "IRN": ("USA",),
}
"""Importers whose own law barred all goods of an exporter in the base year."""

STRETCH = 3.0
"""Ores and intermediates fetch a third or more of the price of what they contain."""


def market(built: Built, material: str, stage: str, whole: Arcs | None) -> Market:
    """Return what is known of one stage, supply scaled to the total need.

    ``whole`` are the flows of the material that this one is part of, which it then follows. A
    buyer that is not an importer of the stage buys as the rest of the world.
    """
    supply, need = output(built, material, stage), needs(built, material, stage)
    traded = observed(built, material, stage) if whole is None else as_whole(whole, supply)
    shares = import_shares(built, material, stage)
    exporters, importers = tuple(sorted(supply)), tuple(sorted(need))
    bought = np.zeros((len(exporters), len(importers)))
    for (exporter, importer), tonnes in traded.items():
        buyer = importer if importer in need else ROW
        if buyer in need:
            bought[exporters.index(exporter), importers.index(buyer)] += tonnes
    made = np.array([supply[country] for country in exporters])
    wanted = np.array([need[country] for country in importers])
    return Market(
        exporters=exporters,
        importers=importers,
        supply=made * wanted.sum() / made.sum(),
        need=wanted,
        traded=bought,
        shares=np.array([[shares.get((i, j), np.nan) for j in importers] for i in exporters]),
        barred=np.array([[j in EMBARGOES.get(i, ()) for j in importers] for i in exporters]),
        stretch=1.0 if content_known(built, material, stage) or whole is not None else STRETCH,
    )


def output(built: Built, material: str, stage: str) -> Amounts:
    """Return what each country made in the base year; unknown output is left out."""
    made = of_stage(built["production"], material, stage).filter(
        (pl.col("year") == BASE_YEAR) & (pl.col("measure") == "production") & (pl.col("tonnes") > 0)
    )
    return dict(made.select("country", "tonnes").iter_rows())


def needs(built: Built, material: str, stage: str) -> Amounts:
    """Return what each country takes in: direct use, and the feed of its next stage."""
    used = (
        of_stage(built["demand"], material, stage)
        .filter(pl.col("year") == BASE_YEAR)
        .group_by("country")
        .agg(pl.col("tonnes").sum())
    )
    need: Amounts = dict(used.iter_rows())
    for following, recovery, other_feed in _following(built, material, stage):
        for country, tonnes in output(built, material, following).items():
            fed = tonnes * (1 - other_feed) / recovery
            need[country] = need.get(country, 0.0) + fed
    return {country: tonnes for country, tonnes in need.items() if tonnes > 0}


def observed(built: Built, material: str, stage: str) -> Arcs:
    """Return the contained tonnes observed on each arc, seen through countries that sell on.

    Where the content is unknown they are the value at the material's price, at most the declared
    weight.
    """
    price = built["materials"].filter(pl.col("material") == material)["price_usd_per_tonne"].item()
    valued = pl.min_horizontal(pl.col("value_usd") / price, "tonnes_gross")
    found = (
        of_stage(built["trade"], material, stage)
        .filter(pl.col("year") == BASE_YEAR)
        .group_by("exporter", "importer")
        .agg(pl.coalesce("tonnes", valued).sum())
    )
    arcs = {(row[0], row[1]): row[2] for row in found.iter_rows()}
    return see_through(arcs, output(built, material, stage), needs(built, material, stage))


def content_known(built: Built, material: str, stage: str) -> bool:
    """Return whether every observed flow of a stage has its contained weight."""
    trade = of_stage(built["trade"], material, stage).drop_nulls("tonnes_gross")
    return trade["tonnes"].null_count() == 0


def import_shares(built: Built, material: str, stage: str) -> Arcs:
    """Return the published shares of imports up to the base year, the latest of each arc.

    A supplier without output of its own stands for the rest of the world.
    """
    makers = output(built, material, stage)
    found = of_stage(built["trade_shares"], material, stage).filter(pl.col("year") <= BASE_YEAR)
    latest = found.sort("year").unique(["exporter", "importer"], keep="last", maintain_order=True)
    shares: Arcs = {}
    for row in latest.filter(pl.col("exporter") != ROW).iter_rows(named=True):
        arc = (row["exporter"] if row["exporter"] in makers else ROW, row["importer"])
        shares[arc] = shares.get(arc, 0.0) + row["share"]
    return shares


def as_whole(whole: Arcs, supply: Amounts) -> Arcs:
    """Return flows of a part that go where the whole goes, in proportion for each exporter."""
    total: Amounts = {}
    for (exporter, _), tonnes in whole.items():
        total[exporter] = total.get(exporter, 0.0) + tonnes
    return {
        (exporter, importer): tonnes / total[exporter] * supply[exporter]
        for (exporter, importer), tonnes in whole.items()
        if exporter in supply
    }


def of_stage(frame: pl.DataFrame, material: str, stage: str) -> pl.DataFrame:
    """Return the rows of one stage of one material."""
    return frame.filter((pl.col("material") == material) & (pl.col("stage") == stage))


def _following(built: Built, material: str, stage: str) -> list[tuple[str, float, float]]:
    """Return the next stage with its recovery and share of other feed, nothing after the last."""
    chain = built["stages"].filter(pl.col("material") == material)
    position = chain.filter(pl.col("stage") == stage)["position"].item()
    following = chain.filter(pl.col("position") == position + 1)
    return list(following.select("stage", "recovery", "other_feed_share").iter_rows())
