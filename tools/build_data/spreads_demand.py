"""How far estimated uses are off, by the rule that estimates them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.build_data import definitions, demand, trade
from tools.build_data.demand_ladder import (
    ELECTRONIC,
    LIKE_USA,
    VALUE_ADDED,
    balance,
    known,
    published,
)
from tools.build_data.reference import read_rows
from tools.build_data.spreads import Measured
from tools.build_data.usgs import TONNES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Built = Mapping[str, pl.DataFrame]
    Stage = tuple[str, str]

BALANCE = "(BACI)"
"""What the methods of uses by production and net trade hold."""

INCOME = "per USD of GDP"
"""What the methods of uses like the United States by income hold."""

REMAINDER = "less the use of the other countries"
"""What the method of the rest of the world's use as a remainder holds."""


def value_added(raw: Path, built: Built) -> Measured:
    """Return published US consumption as the share of the world's value added would give it."""
    made = demand.production(built["production"])
    last = demand.last_stages(built["stages"])
    world = {name: sum(known(made[name, stage]).values()) for name, stage in last.items()}
    added = demand.value_added(read_rows(raw / "curated/economics.csv"))
    party = read_rows(raw / "curated/party_demand.csv")
    uses, _ = published(definitions.rows("consumption"), party, world)
    logs = [
        math.log(world[name] * added[VALUE_ADDED[name in ELECTRONIC]][country][0] / use.tonnes)
        for (name, country), use in uses.items()
        if use.fixed
    ]
    return Measured(logs=tuple(logs))


def balances(raw: Path, built: Built) -> Measured:
    """Return US production plus net imports in BACI against apparent consumption from no scrap."""
    observed = trade.read_baci(raw / "raw/cepii_baci", set(built["countries"]["country"]))
    flows = demand.contained_trade(observed, definitions.rows("baci_codes"))
    made = demand.production(built["production"])
    return Measured(logs=tuple(_balance_logs(built["import_reliance"], made, flows)))


def _balance_logs(
    reliance: pl.DataFrame,
    made: Mapping[Stage, Mapping[str, float | None]],
    flows: Mapping[Stage, Sequence[tuple[str, str, float]]],
) -> list[float]:
    """Return the logarithms of the balance over what is published, where both are known."""
    logs = []
    for row in reliance.drop_nulls("apparent_consumption").iter_rows(named=True):
        place = row["material"], row["stage"]
        if place not in flows:
            continue
        use = balance("USA", made[place].get("USA", 0.0), flows[place])
        primary = row["apparent_consumption"] - (row["production_secondary"] or 0.0)
        if use is not None:
            logs.append(math.log(use.tonnes / (primary * TONNES[row["unit"]])))
    return logs


def incomes(built: Built) -> Measured:
    """Return the use of Australia and Canada by income against that by production and trade."""
    gdp = dict(built["countries"].select("country", "gdp_usd").drop_nulls().iter_rows())
    uses = _by_country(built["demand"])
    american = {
        (material, stage): tonnes
        for material, stage, country, _, _, tonnes in uses.iter_rows()
        if country == "USA"
    }
    return Measured(
        logs=tuple(
            math.log(american[material, stage] * gdp[country] / gdp["USA"] / tonnes)
            for material, stage, country, _, method, tonnes in uses.iter_rows()
            if country in LIKE_USA and BALANCE in method
        )
    )


def remainders(uses: pl.DataFrame, spread: Callable[[str, str], float]) -> list[float]:
    """Return the spread of each remainder of world production, from those of the uses taken off.

    A use u with spread s has the standard deviation u sqrt(exp(s^2) - 1); those of one stage add
    up by squares, and over the remainder they are r: its spread is sqrt(ln(1 + r^2)).
    ``spread`` gives the spread of a quality and method.
    """
    found = []
    for _, rows in _by_country(uses).group_by("material", "stage", maintain_order=True):
        remainder = rows.filter(pl.col("method").str.contains(REMAINDER, literal=True))
        if remainder.is_empty():
            continue
        others = rows.join(remainder, on=["country", "method"], how="anti")
        variance = sum(
            math.expm1(spread(quality, method) ** 2) * tonnes**2
            for quality, method, tonnes in others.select("quality", "method", "tonnes").iter_rows()
        )
        found.append(math.sqrt(math.log1p(variance / remainder["tonnes"].sum() ** 2)))
    return found


def said(spreads: Sequence[float]) -> str:
    """Return how far the spreads of the remainders lie apart, in words."""
    low, high = np.quantile(spreads, [0.25, 0.75])
    return f"{len(spreads)} stages; half of them between {low:.2g} and {high:.2g}"


def _by_country(uses: pl.DataFrame) -> pl.DataFrame:
    """Return material, stage, country, quality, method and tonnes, all classes of use together."""
    key = ["material", "stage", "country", "quality", "method"]
    return (
        uses.with_columns(pl.col("method").fill_null(""))
        .group_by(key, maintain_order=True)
        .agg(pl.col("tonnes").sum())
    )
