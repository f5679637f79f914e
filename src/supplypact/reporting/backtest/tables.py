"""The tables of a backtest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from supplypact.domain.backtest import (
    CUT_ONLY,
    MODEL,
    NAIVE,
    NO_CHANGE,
    PROPORTIONAL,
    Scored,
)
from supplypact.reporting.backtest.view import BacktestView
from supplypact.reporting.table import Cell, Kind, Table, table

UNSCORED = (
    "antimony",
    "gallium",
    "cobalt",
    "tungsten",
    "palladium",
    "bauxite",
    "aluminium",
    "concentrate",
)
"""Events that were looked at, by their keys in the catalogue."""


def error_table(view: BacktestView) -> Table:
    """Return the errors of all events, a row each."""
    columns = {
        "event": Kind.PROSE,
        "year": Kind.YEAR,
        "imports": Kind.TONNES,
        "model": Kind.SHARE,
        "no_change": Kind.SHARE,
        "proportional": Kind.SHARE,
        "cut_only": Kind.SHARE,
        "skill_no_change": Kind.NUMBER,
        "skill_proportional": Kind.NUMBER,
        "skill_cut_only": Kind.NUMBER,
        "best": Kind.TEXT,
        "mean": Kind.TONNES,
        "total": Kind.POINTS,
        "supplier_share": Kind.POINTS,
        "rank": Kind.NUMBER,
        "directions": Kind.TEXT,
        "cells": Kind.SHARE,
        "low": Kind.SHARE,
        "high": Kind.SHARE,
        "tuned": Kind.YES,
        "doubtful": Kind.TEXT,
    }
    return table("errors", columns, (_errors(view, each) for each in view.result.scored), view.say)


def _errors(view: BacktestView, each: Scored) -> tuple[Cell, ...]:
    model = each.errors[MODEL]
    return (
        view.title(each),
        each.event.year,
        float(each.trade.actual.sum()),
        model.part,
        *(each.errors[name].part for name in (NO_CHANGE, PROPORTIONAL, CUT_ONLY)),
        *(round(each.skill(name), 2) + 0.0 for name in NAIVE),
        view.forecast(each.best),
        model.mean,
        model.total,
        model.supplier_share,
        round(model.rank, 2),
        f"{model.right}/{model.asked}",
        model.cells,
        each.at_low.part,
        each.at_high.part,
        each.tuned,
        view.listed(each.trade.doubtful) or None,
    )


def cut_table(view: BacktestView) -> Table:
    """Return what was announced, a row for each cut."""
    columns = {
        "event": Kind.PROSE,
        "supplier": Kind.TEXT,
        "part": Kind.TEXT,
        "buyers": Kind.TEXT,
        "first": Kind.TEXT,
        "last": Kind.TEXT,
        "delay": Kind.NUMBER,
        "cut": Kind.SHARE,
        "cut_low": Kind.SHARE,
        "cut_high": Kind.SHARE,
        "note": Kind.PROSE,
        "source": Kind.PROSE,
    }
    rows = (
        (
            view.title(each),
            view.country(each.event.supplier),
            view.say.get(f"cut.{cut.part}", cut.part),
            view.listed(cut.buyers) or view.say["backtest.all"],
            cut.start.isoformat(),
            None if cut.end is None else cut.end.isoformat(),
            cut.delay_days,
            cut.share,
            cut.low,
            cut.high,
            cut.note,
            view.cited(cut.source),
        )
        for each in view.result.scored
        for cut in each.event.cuts
    )
    return table("cuts", columns, rows, view.say)


TONNES = {
    "before": Kind.TONNES,
    "model": Kind.TONNES,
    "proportional": Kind.TONNES,
    "cut_only": Kind.TONNES,
    "actual": Kind.TONNES,
}


def origin_table(view: BacktestView, each: Scored) -> Table:
    """Return imports by origin, the largest of the year before or the scored year first."""
    rows = list(_sums(each, axis=0))
    order = sorted(range(len(rows)), key=lambda n: -max(rows[n][0], rows[n][-1]))
    told: list[tuple[Cell, ...]] = [
        (view.country(each.trade.origins[n]), *rows[n]) for n in order if any(rows[n])
    ]
    return table("origins", {"origin": Kind.TEXT, **TONNES}, told, view.say)


def importer_table(view: BacktestView, each: Scored) -> Table:
    """Return imports by importer, the one that bought most from the supplier first."""
    told: list[tuple[Cell, ...]] = [
        (view.country(code), *row)
        for code, row in zip(each.trade.importers, _sums(each, axis=1), strict=True)
    ]
    return table("importers", {"importer": Kind.TEXT, **TONNES}, told, view.say)


def _sums(each: Scored, *, axis: int) -> Iterator[tuple[float, ...]]:
    """Yield the figures of each origin (axis 0) or importer (axis 1)."""
    years = (each.trade.before, each.model, each.proportional, each.cut_only, each.trade.actual)
    for row in np.array([year.sum(axis=axis) for year in years]).T.tolist():
        yield tuple(row)


def unscored_table(view: BacktestView) -> Table:
    """Return the events that were looked at and not scored."""
    rows = ((view.say[f"unscored.{key}"], view.say[f"unscored.{key}_why"]) for key in UNSCORED)
    return table("unscored", {"event": Kind.PROSE, "why": Kind.PROSE}, rows, view.say)
