"""The charts of frontier, coalitions and rates, as options for ECharts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from supplypact.domain.risk_study import Together, Tornado
from supplypact.reporting.chart import Option, legend, text, value_axis
from supplypact.reporting.numbers import usd
from supplypact.reporting.risk.charts import HATCH, MARGIN, ROW, Unit, lying, named, told
from supplypact.reporting.risk.study_tables import kind, level
from supplypact.reporting.risk.view import RiskView

Array = NDArray[np.float64]
NEAR = 0.6
"""Losses whose smallest is above this part of the largest are drawn without the 0."""
FAR = 8.0
"""Values of which the largest is so many times the smallest are drawn on a logarithmic axis."""


def frontier_line(view: RiskView, unit: Unit) -> Option:
    """Return extra cost against the worst twentieth, a point for each plan."""
    points = sorted(view.study.frontier, key=lambda each: each.tail)
    line: Option = {
        "type": "line",
        "name": view.say["risk.plans"],
        "data": [
            {
                "value": [unit.of(each.tail), unit.of(each.cost)],
                "name": view.say["risk.times"].format(times=f"{each.times:g}"),
            }
            for each in points
        ],
        "color": "--plan",
        "symbol": "circle",
        "symbolSize": 9,
        "label": {**text(11), "show": True, "position": "right", "formatter": "{b}"},
    }
    axis = view.say["risk.axis_tail"].format(unit=view.say[f"risk.unit_{unit.key}"])
    return {
        "grid": {"left": 64, "right": 56, "top": 44, "bottom": 44},
        "legend": legend([line]),
        "tooltip": {"trigger": "item"},
        "xAxis": {**_spread_axis([unit.of(each.tail) for each in points]), **named(axis)},
        "yAxis": value_axis(""),
        "series": [line],
    }


def _spread_axis(values: Sequence[float]) -> Option:
    """Return an axis for these values, logarithmic where they are far apart."""
    axis, least, most = value_axis(""), min(values), max(values)
    if least <= 0 or most < FAR * least:
        return axis
    return {**axis, "type": "log", "min": 10.0 ** math.floor(math.log10(least))}


def level_bars(view: RiskView, each: Together, unit: Unit) -> tuple[Option, int]:
    """Return the cost of each way of acting, with what it saves, and the height."""
    rows = each.levels.select("level", "cost_usd", "saved_usd").rows()
    data = [
        told(
            unit.of(cost),
            view.say["risk.saves"].format(saved=usd(saved)) if saved else usd(cost),
        )
        for _, cost, saved in rows
    ]
    bar: Option = {
        "type": "bar",
        "data": data,
        "barWidth": 22,
        "itemStyle": {"color": "--plan"},
        "label": {**text(11), "show": True, "position": "insideLeft", "color": "--card"},
    }
    option = lying([level(view, name) for name, *_ in rows], [bar], value_axis(""))
    del option["baseOption"]["legend"]
    option["baseOption"]["grid"] |= {"top": 8, "left": 130}
    option["baseOption"]["yAxis"]["axisLabel"]["width"] = 120
    return option, 60 + 40 * len(rows)


def tornado_bars(view: RiskView, tornado: Tornado, unit: Unit) -> tuple[Option, int]:
    """Return the span of the expected loss for each kind of hazard, widest first; the height."""
    frame = tornado.bars.with_columns(span=pl.col("high_usd") - pl.col("low_usd"))
    rows = frame.sort("span", descending=True).select("what", "low_usd", "base_usd", "high_usd")
    low, base, high = (rows[name].to_numpy() for name in rows.columns[1:])
    hidden: Option = {
        "type": "bar",
        "stack": "span",
        "silent": True,
        "data": [unit.of(each) for each in low],
        "itemStyle": {"color": "transparent"},
        "tooltip": {"show": False},
    }
    fewer = _span(view, tornado.low, (base - low) / unit.usd, low, "left")
    more = _span(view, tornado.high, (high - base) / unit.usd, high, "right")
    fewer["itemStyle"] = {"color": "--partner"}
    more["itemStyle"] = {"color": "--concern", "decal": HATCH}
    names = [kind(view, what) for what in rows["what"]]
    axis = value_axis("")
    if low.min() > NEAR * high.max():
        del axis["min"]
        axis["scale"] = True
    option = lying(names, [hidden, fewer, more], axis)
    option["baseOption"]["grid"] |= {"left": 150, "right": 84}
    option["baseOption"]["yAxis"]["axisLabel"]["width"] = 140
    option["media"][0]["option"]["series"] = [{}, *({"label": {"show": False}} for _ in range(2))]
    del option["baseOption"]["tooltip"]
    return option, MARGIN + ROW * len(names)


def _span(view: RiskView, factor: float, width: Array, ends: Array, side: str) -> Option:
    """Return bars of these widths, the losses at their far ends written beside them."""
    return {
        "type": "bar",
        "stack": "span",
        "name": view.say["risk.rates_times"].format(factor=f"{factor:g}"),
        "barWidth": 16,
        "data": [
            told(round(float(each), 3), usd(float(end)))
            for each, end in zip(width, ends, strict=True)
        ],
        "label": {**text(11), "show": True, "position": side},
    }
