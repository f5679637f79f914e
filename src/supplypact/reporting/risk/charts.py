"""The charts of stocks and losses, as options for ECharts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from supplypact.reporting.chart import (
    NARROW,
    Option,
    category_axis,
    legend,
    origin_style,
    rounded,
    text,
    value_axis,
)
from supplypact.reporting.numbers import usd
from supplypact.reporting.risk.tables import YEARS_OF_POLICY
from supplypact.reporting.risk.view import CASES, RiskView

DOTS = {"symbol": "circle", "color": "--hatch", "symbolSize": 0.5}
"""Sets every second series apart, so that colour never tells alone."""
HATCH = {**origin_style("concern")["decal"], "rotation": -0.785}
ROW = 30
"""Pixels for one row of two bars."""
MARGIN = 90
"""Pixels around the rows."""


@dataclass(frozen=True)
class Unit:
    """What money is counted in, so that the numbers of a chart stay readable."""

    usd: float
    key: str
    """Of its name in the catalogue."""

    def of(self, amount: float) -> float:
        """Return an amount in USD in this unit."""
        return round(amount / self.usd, 3)


def unit_for(most: float) -> Unit:
    """Return the unit for amounts of up to ``most`` USD."""
    return Unit(1e9, "billion") if most >= 1e9 else Unit(1e6, "million")


def stock_bars(view: RiskView, materials: Sequence[str], year: int) -> tuple[Option, int]:
    """Return days of use held in ``year`` by material and holder, and the height."""
    rows = view.result.stocks.filter(pl.col("year") == year)
    total = rows.group_by("material", "holder").agg(pl.col("days").sum())
    days = {(m, h): value for m, h, value in total.select("material", "holder", "days").iter_rows()}
    series: list[Option] = []
    for number, holder in enumerate(view.pact.party_codes):
        style: Option = {"color": f"--series{number % 4 + 1}"}
        if number % 2:
            style["decal"] = DOTS
        series.append(
            {
                "type": "bar",
                "name": view.country(holder),
                "data": rounded([days.get((each, holder), 0.0) for each in materials], 0),
                "itemStyle": style,
                "barGap": "10%",
                "barCategoryGap": "25%",
            }
        )
    if series:
        series[0]["markLine"] = _policy_lines(view)
    names = [view.material(each) for each in materials]
    option = lying(names, series, value_axis(""))
    option["baseOption"]["grid"]["top"] = 54
    return option, MARGIN + (8 + 12 * len(series)) * len(materials)


def _policy_lines(view: RiskView) -> Option:
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": "--fg", "type": "dotted", "width": 2},
        "label": {**text(11), "formatter": "{b}", "position": "start"},
        "data": [
            {"xAxis": days, "name": view.say["risk.days"].format(days=f"{days:.0f}")}
            for days in YEARS_OF_POLICY
        ],
    }


def lying(names: Sequence[str], series: Sequence[Option], axis: Option) -> Option:
    """Return lying bars with the names before them."""
    labels = category_axis(names)
    labels["axisLabel"] |= {"width": 190, "overflow": "break", "interval": 0, "lineHeight": 14}
    base: Option = {
        "grid": {"left": 204, "right": 40, "top": 34, "bottom": 24},
        "legend": legend([each for each in series if "name" in each]),
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "yAxis": {**labels, "inverse": True},
        "xAxis": {**axis, "splitNumber": 4},
        "series": list(series),
    }
    narrow = {
        "grid": {"left": 118, "right": 24},
        "yAxis": {"axisLabel": {"width": 110, "fontSize": 10, "lineHeight": 11}},
        "xAxis": {"splitNumber": 2},
    }
    return {"baseOption": base, "media": [{"query": NARROW, "option": narrow}]}


def case_bars(view: RiskView, year: int, most: float, unit: Unit) -> Option:
    """Return expected loss and worst twentieth of the four cases, on an axis up to ``most`` USD."""
    series: list[Option] = []
    for name, colour, decal in (
        ("expected", "--plan", None),
        ("tail", "--concern", HATCH),
    ):
        values = [view.loss(case, year)[f"{name}_usd"] for case in CASES]
        style: Option = {"color": colour} | ({"decal": decal} if decal else {})
        series.append(
            {
                "type": "bar",
                "name": view.say[f"risk.{name}"],
                "data": [told(unit.of(value), usd(value)) for value in values],
                "itemStyle": style,
                "label": {**text(11), "show": True, "position": "right"},
            }
        )
    names = [view.say[f"risk_case.{case}"] for case in CASES]
    option = lying(names, series, value_axis("", most=unit.of(most)))
    option["baseOption"]["grid"] |= {"left": 130, "right": 84}
    option["baseOption"]["yAxis"]["axisLabel"]["width"] = 120
    option["media"][0]["option"]["grid"] = {"left": 92, "right": 76}
    option["media"][0]["option"]["yAxis"]["axisLabel"]["width"] = 86
    return option


def told(value: float, label: str) -> Option:
    """Return a bar with its label."""
    return {"value": value, "label": {"formatter": label}}


def case_height() -> int:
    """Return the height of ``case_bars``."""
    return MARGIN + (ROW + 12) * len(CASES)


Curve = Sequence[tuple[float, float]]
"""Loss in USD and the chance that it is exceeded."""
LEAST_CHANCE = 1e-3
"""The axis of chances ends here."""


def exceedance(view: RiskView, curves: Mapping[tuple[str, str], Curve], unit: Unit) -> Option:
    """Return the chance that a year's loss exceeds each amount, by case and way of reckoning.

    ``curves`` is by (``drawn`` or ``planned``, case).
    """
    series: list[Option] = [
        {
            "type": "line",
            "name": view.say[f"risk.curve_{how}"].format(case=view.say[f"risk_case.{case}"]),
            "data": [
                [unit.of(loss), round(chance * 100, 3)]
                for loss, chance in points
                if chance >= LEAST_CHANCE
            ],
            "color": "--concern" if case == "nothing" else "--plan",
            "symbol": ("rect" if case == "nothing" else "circle") if how == "drawn" else "none",
            "symbolSize": 5,
            "lineStyle": {"width": 2.5, "type": "solid" if how == "drawn" else "dashed"},
        }
        for (how, case), points in curves.items()
    ]
    axis = view.say["risk.axis_loss"].format(unit=view.say[f"risk.unit_{unit.key}"])
    base: Option = {
        "grid": {"left": 56, "right": 24, "top": 34 + 20 * (len(series) > 2), "bottom": 44},
        "legend": legend(series),
        "tooltip": {"trigger": "item"},
        "xAxis": {**value_axis(""), **named(axis)},
        "yAxis": {**value_axis("%", most=100), "type": "log", "min": LEAST_CHANCE * 100},
        "series": series,
    }
    narrow = {"grid": {"top": 34 + 24 * len(series)}}
    return {"baseOption": base, "media": [{"query": NARROW, "option": narrow}]}


def named(name: str) -> Option:
    """Return the name of an axis, under it."""
    return {"name": name, "nameLocation": "middle", "nameGap": 28, "nameTextStyle": text()}
