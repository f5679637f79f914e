"""The trade around an event as arrays: who bought what from whom, weights filled in."""

from __future__ import annotations

import numpy as np
import polars as pl

from supplypact.algebra.sets import Array
from supplypact.domain.backtest import PastEvent, Trade
from supplypact.errors import DataError
from supplypact.units import Share

LEAST_PART = 0.02
"""Importers that bought less than this part of the supplier's exports are not scored."""
ODD = 10.0
"""A value of a tonne so many times the usual, or a part so small of it, is odd."""


def trade_around(flows: pl.DataFrame, event: PastEvent) -> Trade:
    """Return the imports of those who bought most from the supplier.

    Args:
        flows: Table ``backtest_trade``.
        event: The event; its year and the two before it have to be in the table.

    Raises:
        DataError: the supplier sold nothing the year before.

    """
    years = (event.year - 2, event.year - 1, event.year)
    mine = weighed(flows.filter((pl.col("hs") == event.hs) & pl.col("year").is_in(years)))
    before = mine.filter(pl.col("year") == event.year - 1)
    importers = _importers(before, event)
    bought = mine.filter(pl.col("importer").is_in(importers))
    origins = tuple(sorted(set(bought["exporter"]) | {event.supplier}))
    sold = before.filter(pl.col("exporter") == event.supplier)
    hit = sold.filter(pl.col("importer").is_in(importers))["tonnes"].sum()
    scored = bought.filter(pl.col("year") >= event.year - 1)
    total = float(scored["tonnes"].sum())
    parts = [
        float(scored.filter(pl.col(name))["tonnes"].sum()) / total for name in ("filled", "odd")
    ]
    return Trade(
        importers=importers,
        origins=origins,
        earlier=_matrix(bought, years[0], importers, origins),
        before=_matrix(bought, years[1], importers, origins),
        actual=_matrix(bought, years[2], importers, origins),
        exports=_exports(before, origins),
        usd_per_tonne=float(before["value_usd"].sum() / before["tonnes"].sum()),
        covered=Share(float(hit / sold["tonnes"].sum())),
        filled=Share(parts[0]),
        odd=Share(parts[1]),
    )


def weighed(flows: pl.DataFrame) -> pl.DataFrame:
    """Return the flows with ``tonnes`` known for all, and what of it is ``filled`` and ``odd``.

    A year in which no flow has a weight keeps none.
    """
    known = pl.col("tonnes_gross").is_not_null() & (pl.col("tonnes_gross") > 0)
    value, weight = (pl.when(known).then(pl.col(name)) for name in ("value_usd", "tonnes_gross"))
    own = value.sum().over("year", "exporter") / weight.sum().over("year", "exporter")
    all_ = value.sum().over("year") / weight.sum().over("year")
    usual = pl.when(own.is_finite()).then(own).otherwise(all_)
    ratio = pl.col("value_usd") / pl.col("tonnes") / pl.col("world")
    return (
        flows.with_columns(filled=~known, usual=usual, world=all_)
        .with_columns(
            tonnes=pl.when(known)
            .then(pl.col("tonnes_gross"))
            .otherwise(pl.col("value_usd") / pl.col("usual"))
        )
        .filter(pl.col("tonnes").is_finite())
        .with_columns(odd=(ratio > ODD) | (ratio < 1.0 / ODD))
    )


def _importers(before: pl.DataFrame, event: PastEvent) -> tuple[str, ...]:
    """Return who bought at least ``LEAST_PART`` of the supplier's exports, the largest first."""
    sold = (
        before.filter(
            (pl.col("exporter") == event.supplier) & (pl.col("importer") != event.supplier)
        )
        .group_by("importer")
        .agg(pl.col("tonnes").sum())
        .sort("tonnes", "importer", descending=[True, False])
    )
    if not sold["tonnes"].sum():
        raise DataError(
            f"{event.supplier} sold nothing of {event.hs} in {event.year - 1}",
            where="backtest_trade.csv.gz",
            fix="give the trade of that year, or another event",
        )
    named = [buyer for cut in event.cuts for buyer in cut.buyers]
    large = pl.col("tonnes") >= LEAST_PART * pl.col("tonnes").sum()
    return tuple(sold.filter(large | pl.col("importer").is_in(named))["importer"])


def _matrix(
    bought: pl.DataFrame, year: int, importers: tuple[str, ...], origins: tuple[str, ...]
) -> Array:
    tonnes = np.zeros((len(importers), len(origins)))
    row = {code: place for place, code in enumerate(importers)}
    column = {code: place for place, code in enumerate(origins)}
    of_year = bought.filter(pl.col("year") == year).select("importer", "exporter", "tonnes")
    for importer, exporter, amount in of_year.iter_rows():
        tonnes[row[importer], column[exporter]] += amount
    return tonnes


def _exports(before: pl.DataFrame, origins: tuple[str, ...]) -> Array:
    sold = dict(before.group_by("exporter").agg(pl.col("tonnes").sum()).iter_rows())
    return np.array([float(sold.get(origin, 0.0)) for origin in origins])
