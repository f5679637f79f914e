"""Demand that follows batteries: graphite of battery grade, cobalt, and the graphite left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data.definitions import BASE_YEAR
from tools.build_data.demand_ladder import COUNTRIES, Use, balance, close, known
from tools.build_data.reference import ROW
from tools.build_data.sources import curated_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = dict[str, str]
    Stage = tuple[str, str]

BATTERIES = {("graphite", "refine"): 1.0, ("cobalt", "refine"): 0.57}
"""Share of batteries in the world's use of what is used, by country, like lithium chemicals.

Battery-grade graphite by definition; cobalt as in end_uses (world, 2020).
"""


def like_lithium(
    lithium: Mapping[str, Use], others: Mapping[str, Use], world: float, share: float
) -> dict[str, Use]:
    """Return uses of which a share goes into batteries, divided by country like lithium chemicals.

    The rest stays divided as in ``others``; published figures stay as they are.
    """
    total = sum(use.tonnes for use in lithium.values())
    uses = {
        country: use
        if use.fixed
        else Use(
            tonnes=world * share * lithium[country].tonnes / total + (1 - share) * use.tonnes,
            source=lithium[country].source,
            quality="estimate",
            method=f"{share:.0%} divided by country like lithium chemicals (batteries)"
            + (f", the rest: {use.method}" if share < 1 else ""),
        )
        for country, use in others.items()
        if country != ROW
    }
    return close(uses, world, 1 / len(uses))


def direct_graphite(
    made: Mapping[Stage, Mapping[str, float | None]],
    stages: pl.DataFrame,
    flows: Mapping[Stage, Sequence[tuple[str, str, float]]],
    party: Sequence[Row],
) -> dict[str, Use]:
    """Return the use of natural graphite outside batteries by country, and the rest.

    A country's is production plus net imports less what its anode makers need; for the United
    States the published consumption. The world's is what is mined less that need.
    """
    link = stages.filter(pl.col("material") == "graphite", pl.col("stage") == "refine")
    per_tonne = (1 - link["other_feed_share"].item()) / link["recovery"].item()
    need = {c: tonnes * per_tonne for c, tonnes in known(made["graphite", "refine"]).items()}
    mined = made["graphite", "mine"]
    uses: dict[str, Use] = {}
    for country in COUNTRIES:
        whole = balance(country, mined.get(country, 0.0), flows["graphite", "mine"])
        rest = whole.tonnes - need.get(country, 0.0) if whole else 0.0
        if whole and rest > 0:
            method = f"{whole.method}, less {need.get(country, 0.0):.4g} t for anodes"
            uses[country] = Use(tonnes=rest, source=whole.source, quality="estimate", method=method)
    american = next(
        row
        for row in party
        if row["material"] == "graphite (natural)"
        and row["party"] == "US"
        and row["year"] == str(BASE_YEAR)
    )
    uses["USA"] = Use(
        tonnes=float(american["value_t"]),
        source=curated_source(american).source,
        quality=american["quality"],
        fixed=True,
    )
    world = sum(known(mined).values()) - sum(need.values())
    return close(uses, world, 1 / len(uses))
