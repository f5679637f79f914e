"""How far figures of one kind lie apart, measured on pairs that stand for the same thing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.build_data import definitions, trade, usgs, usgs_2024
from tools.build_data.reference import ROW
from tools.build_data.sources import USGS_2025, USGS_2026

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Built = Mapping[str, pl.DataFrame]
    Key = tuple[str, str, str]

WITHIN = 0.9
"""Part of the pairs that a band of 5 to 95 % shall cover."""

NINETY = 1.645
"""Standard deviations of a normal variable that hold 90 % of it on both sides together."""

LEAST_SHARE = 0.01
"""Producers below this share of the stage's output are left out: they move no indicator."""

SAME_GOODS = (
    "barite",
    "bismuth",
    "graphite",
    "lithium",
    "palladium",
    "platinum",
    "selenium",
    "zirconium",
)
"""Materials whose codes in BACI hold what the USGS counts as imports, with known content."""

OTHER_PRODUCTS = ("antimony", "dysprosium_terbium", "magnet_rare_earths")
"""Materials whose official prices are of different products or single months."""

MEAN_YEARS = (2021, 2024)
"""First and last year that the USGS averages import shares over."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Differences found between pairs of figures: logarithms of their ratios."""

    logs: tuple[float, ...]

    @property
    def spread(self) -> float:
        """Standard deviation whose band of 5 to 95 % holds nine of ten pairs.

        A few redefinitions make the plain standard deviation several times larger, and the
        median of the distances leaves out the tails that a band is asked for.
        """
        return float(np.quantile(np.abs(self.logs), WITHIN)) / NINETY

    @property
    def said(self) -> str:
        """The measurement in words, with the plain and the robust standard deviation."""
        logs = np.array(self.logs)
        robust = 1.4826 * float(np.median(np.abs(logs - np.median(logs))))
        factor = math.exp(self.spread * NINETY)
        return (
            f"{len(logs)} pairs; nine of ten within a factor of {factor:.3g}"
            f" (plain standard deviation {logs.std(ddof=1):.2g}, robust {round(robust, 4):.2g})"
        )


def revisions(raw: Path) -> Measured:
    """Return first estimates of a country's output against the next edition: 2023 and 2024."""
    series = definitions.series()
    chapters = dict.fromkeys(each.file_2024 for each in series)
    old = [f for name in chapters for f in usgs_2024.read(raw / usgs_2024.FOLDER / name)]
    before_2023 = _by_country(old, 2023, {(s.file_2024, s.type_2024): s for s in series})
    now = {(s.commodity_2025, s.type_2025): s for s in series}
    first, second = (usgs.read_2025(raw / USGS_2025.file, year=year) for year in (2023, 2024))
    latest = {(s.commodity, s.production): s for s in series}
    pairs = [
        (before_2023, _by_country(first, 2023, now)),
        (
            _by_country(second, 2024, now),
            _by_country(usgs.read_2026(raw / USGS_2026.file), 2024, latest),
        ),
    ]
    return Measured(logs=tuple(log for old, new in pairs for log in _logs(old, _leading(new))))


def import_shares(raw: Path, built: Built) -> Measured:
    """Return the suppliers' shares of US imports in BACI against those of the USGS, 2021-24."""
    codes = [row for row in definitions.rows("baci_codes") if row["material"] in SAME_GOODS]
    content = {row["hs"]: float(row["content"]) for row in codes}
    material = {row["hs"]: row["material"] for row in codes}
    folder, countries = raw / "raw/cepii_baci", set(built["countries"]["country"])
    years = range(MEAN_YEARS[0], MEAN_YEARS[1] + 1)
    bought = pl.concat(
        trade.read_baci(folder, countries, year=year).filter(pl.col("importer") == "USA")
        for year in years
    ).filter(pl.col("hs").is_in(list(content)))
    seen = (
        bought.with_columns(
            material=pl.col("hs").replace_strict(material),
            tonnes=pl.col("tonnes_gross") * pl.col("hs").replace_strict(content),
        )
        .group_by("material", "exporter")
        .agg(pl.col("tonnes").sum())
        .with_columns(seen=pl.col("tonnes") / pl.col("tonnes").sum().over("material"))
    )
    told = built["trade_shares"].filter(
        pl.col("importer") == "USA",
        pl.col("source") == USGS_2026.source,
        pl.col("exporter") != ROW,
        pl.col("share") > 0,
    )
    both = told.join(seen.filter(pl.col("seen") > 0), on=["material", "exporter"])
    logs = both.sort("material", "exporter").select((pl.col("seen") / pl.col("share")).log())
    return Measured(logs=tuple(logs.to_series()))


def markets(built: Built) -> Measured:
    """Return official prices of one material in one year on two markets."""
    rows = built["prices"].filter(
        pl.col("quality") == "official", ~pl.col("material").is_in(OTHER_PRODUCTS)
    )
    groups = rows.group_by("material", "year", maintain_order=True).agg("price_usd_per_tonne")
    return Measured(
        logs=tuple(
            math.log(one / other)
            for prices in groups["price_usd_per_tonne"].to_list()
            for one, other in combinations(prices, 2)
        )
    )


def _by_country(
    figures: list[usgs.Figure], year: int, series: Mapping[tuple[str, str], definitions.Series]
) -> dict[Key, float]:
    """Return the output above zero that the figures give for each series and named country."""
    return {
        (each.material, each.stage, figure.country): figure.tonnes
        for (commodity, start), each in series.items()
        for figure in figures
        if figure.year == year
        and figure.commodity == commodity
        and figure.statistic == "Production"
        and figure.detail.startswith(start)
        and figure.country not in ("", ROW, usgs.WORLD)
        and figure.tonnes
    }


def _leading(made: Mapping[Key, float]) -> dict[Key, float]:
    """Return the producers with at least ``LEAST_SHARE`` of the named output of their stage."""
    world: dict[tuple[str, str], float] = {}
    for (material, stage, _), tonnes in made.items():
        world[material, stage] = world.get((material, stage), 0.0) + tonnes
    return {key: tonnes for key, tonnes in made.items() if tonnes >= LEAST_SHARE * world[key[:2]]}


def _logs(old: Mapping[Key, float], new: Mapping[Key, float]) -> list[float]:
    """Return the logarithm of new over old where both are known."""
    return [math.log(tonnes / old[key]) for key, tonnes in new.items() if key in old]
