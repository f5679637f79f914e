"""The trade around an event as arrays: who bought what from whom, weights filled in."""

from __future__ import annotations

import numpy as np
import polars as pl

from supplypact.algebra.sets import Array
from supplypact.domain.backtest import PastEvent, Trade
from supplypact.errors import DataError, Fault
from supplypact.units import Share

LEAST_PART = 0.02
"""Importers that bought less than this part of the supplier's exports are not scored."""
LARGE = 0.1
"""Origins with this part of the imports of either year are looked at for doubtful weights."""
HALF, ALONG = 0.5, 0.8
"""A weight that falls to ``HALF`` while the value stays above ``ALONG``, or the other way round,
is doubtful."""
ODD = 10.0
"""A value of a tonne so many times the usual, or a part so small of it, is odd."""


def trade_around(flows: pl.DataFrame, event: PastEvent) -> Trade:
    """Return the imports of those who bought most from the supplier.

    Args:
        flows: Table ``backtest_trade``.
        event: The event; its year and the two before it have to be in the table.

    Raises:
        DataError: the supplier sold nothing the year before, or nobody bought in the scored year,
            as far as weights are known.

    """
    years = (event.year - 2, event.year - 1, event.year)
    mine = weighed(flows.filter((pl.col("hs") == event.hs) & pl.col("year").is_in(years)))
    before = mine.filter(pl.col("year") == event.year - 1)
    sold = before.filter(
        (pl.col("exporter") == event.supplier) & (pl.col("importer") != event.supplier)
    )
    importers = _importers(sold, event)
    _check(mine, sold, importers, event)
    bought = mine.filter(pl.col("importer").is_in(importers))
    origins = tuple(sorted(set(bought["exporter"]) | {event.supplier}))
    hit = sold.filter(pl.col("importer").is_in(importers))["tonnes"].sum()
    scored = bought.filter(pl.col("year") >= event.year - 1)
    total = float(scored["tonnes"].sum())
    parts = {
        name: Share(float(scored.filter(pl.col(name))["tonnes"].sum()) / total)
        for name in ("filled", "odd")
    }
    return Trade(
        importers=importers,
        origins=origins,
        earlier=_matrix(bought, years[0], importers, origins),
        before=_matrix(bought, years[1], importers, origins),
        actual=_matrix(bought, years[2], importers, origins),
        exports=_exports(before, origins),
        usd_per_tonne=float(before["value_usd"].sum()) / float(before["tonnes"].sum()),
        covered=Share(float(hit) / float(sold["tonnes"].sum())),
        filled=parts["filled"],
        odd=parts["odd"],
        doubtful=doubtful(scored, event),
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


def doubtful(bought: pl.DataFrame, event: PastEvent) -> tuple[str, ...]:
    """Return large origins whose weight halved or doubled and whose value did not go along.

    Args:
        bought: Flows of the scored year and the year before, as ``weighed`` returns them.
        event: The event; its supplier is not looked at.

    """
    sums = bought.group_by("exporter").agg(
        pl.col(name).filter(pl.col("year") == year).sum().alias(f"{name}_{label}")
        for name in ("tonnes", "value_usd")
        for label, year in (("before", event.year - 1), ("after", event.year))
    )
    large = pl.any_horizontal(
        pl.col(f"tonnes_{label}") >= LARGE * pl.col(f"tonnes_{label}").sum()
        for label in ("before", "after")
    )
    weight = pl.col("tonnes_after") / pl.col("tonnes_before")
    value = pl.col("value_usd_after") / pl.col("value_usd_before")
    apart = ((weight <= HALF) & (value > ALONG)) | ((weight >= 1 / HALF) & (value < 1 / ALONG))
    found = sums.filter(large & apart & (pl.col("exporter") != event.supplier))
    return tuple(sorted(found["exporter"]))


def _importers(sold: pl.DataFrame, event: PastEvent) -> tuple[str, ...]:
    """Return who bought at least ``LEAST_PART`` of the supplier's exports, the largest first."""
    bought = (
        sold.group_by("importer")
        .agg(pl.col("tonnes").sum())
        .sort("tonnes", "importer", descending=[True, False])
    )
    named = [buyer for cut in event.cuts for buyer in cut.buyers]
    large = pl.col("tonnes") >= LEAST_PART * pl.col("tonnes").sum()
    return tuple(bought.filter(large | pl.col("importer").is_in(named))["importer"])


def _check(
    mine: pl.DataFrame, sold: pl.DataFrame, importers: tuple[str, ...], event: PastEvent
) -> None:
    scored = mine.filter((pl.col("year") == event.year) & pl.col("importer").is_in(importers))
    for rows, who, year in ((sold, event.supplier, event.year - 1), (scored, "", event.year)):
        if rows.is_empty():
            what = f"no trade of {event.hs} has a weight in {year}"
            where = f"backtest_trade, event {event.id}{who and f', exporter {who}'}"
            fix = "add the trade of that year, or take the event out of backtest_events"
            raise DataError([Fault(what=what, where=where, fix=fix)], where="backtest_trade")


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
