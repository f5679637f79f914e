"""The chart of an event: imports by origin, as forecast and in fact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supplypact.domain.backtest import FORECASTS, MODEL, PROPORTIONAL, Scored
from supplypact.reporting.backtest.tables import origin_table
from supplypact.reporting.backtest.view import BacktestView
from supplypact.reporting.chart import (
    NARROW,
    Chart,
    Option,
    Panel,
    category_axis,
    legend,
    rounded,
    text,
    value_axis,
)
from supplypact.reporting.numbers import percent

ORIGINS = 6
"""Origins drawn by themselves."""
HEIGHT = 330
DOTS = {"symbol": "circle", "color": "--hatch", "symbolSize": 0.5}
"""Sets the series in fact apart, so that colour never tells alone."""
COLOURS = {"before": "--line", MODEL: "--series1", PROPORTIONAL: "--series3", "actual": "--series2"}


@dataclass(frozen=True)
class Unit:
    """What tonnes are counted in."""

    tonnes: float
    key: str


def unit_of(each: Scored) -> Unit:
    """Return thousands of tonnes for large flows."""
    large = each.trade.before.sum() > 100_000
    return Unit(1000.0, "kilotonnes") if large else Unit(1.0, "tonnes")


def event_chart(view: BacktestView, each: Scored) -> Chart:
    """Return the chart of an event."""
    unit = view.say[f"backtest.{unit_of(each).key}"]
    return Chart(
        id=f"chart-{each.event.id}",
        title=each.event.title_en,
        title_ja=each.event.title_ja,
        subtitle=view.say["backtest.subtitle"].format(
            importers=view.listed(each.trade.importers), unit=unit
        ),
        finding=off_by(view, each),
        panels=(Panel(id=f"drawing-{each.event.id}", option=bars(view, each)),),
        height=HEIGHT,
        unit=unit,
        table=origin_table(view, each),
        source=view.say["backtest.source"],
        estimate=view.say["backtest.estimate"],
    )


def off_by(view: BacktestView, each: Scored) -> str:
    """Return the error of each forecast in words."""
    parts = view.say.listed(
        [
            view.say["backtest.verdict_part"].format(
                forecast=view.forecast(name), error=percent(each.errors[name].part)
            )
            for name in FORECASTS
        ]
    )
    return view.say["backtest.finding"].format(parts=parts)


def bars(view: BacktestView, each: Scored) -> Option:
    """Return bars by origin: the year before, two forecasts, and what happened."""
    unit = unit_of(each).tonnes
    drawn = {
        "before": each.trade.before,
        MODEL: each.model,
        PROPORTIONAL: each.proportional,
        "actual": each.trade.actual,
    }
    places = largest(each)
    names = [view.country(each.trade.origins[n]) for n in places]
    series: list[Option] = []
    for name, tonnes in drawn.items():
        by_origin = tonnes.sum(axis=0)
        shown = [*by_origin[places], by_origin.sum() - by_origin[places].sum()]
        style: Option = {"color": COLOURS[name]}
        if name == "actual":
            style["decal"] = DOTS
        series.append(
            {
                "type": "bar",
                "name": view.forecast(name),
                "data": rounded([value / unit for value in shown], 1),
                "itemStyle": style,
                "barGap": "5%",
                "barCategoryGap": "25%",
            }
        )
    return {
        "baseOption": {
            "grid": {"left": 64, "right": 12, "top": 40, "bottom": 44},
            "legend": legend(series),
            "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
            "aria": {"enabled": True, "decal": {"show": False}},
            "xAxis": category_axis([*names, view.say["backtest.others"]]),
            "yAxis": value_axis(""),
            "series": series,
        },
        "media": [
            {
                "query": NARROW,
                "option": {
                    "grid": {"top": 64, "bottom": 64},
                    "xAxis": {"axisLabel": {**text(10), "rotate": 35, "interval": 0}},
                },
            }
        ],
    }


def largest(each: Scored) -> NDArray[np.intp]:
    """Return the places of the struck supplier and of the largest other origins."""
    years = (each.trade.before.sum(axis=0), each.trade.actual.sum(axis=0))
    size = np.maximum(*years)
    size[each.supplier] = np.inf
    places: NDArray[np.intp] = np.argsort(-size, kind="stable")[:ORIGINS]
    return places
