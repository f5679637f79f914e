"""The charts of shares, projects, money and sourcing.  Flows are in ``sankey``."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from supplypact.domain.assessment import EVERY_PARTY
from supplypact.domain.plan import PlannedProject, TargetResult
from supplypact.reporting import numbers
from supplypact.reporting.chart import (
    CONCERN_MARK,
    NARROW,
    ORIGINS,
    Option,
    category_axis,
    legend,
    origin_style,
    rounded,
    text,
    value_axis,
)
from supplypact.reporting.plan.view import CASES, View

LINE_WIDTH, LABEL_HEIGHT = 0.01, 0.1
"""Shares nearer than the first look like one line; a label needs the second for itself."""
ROW_HEIGHT = 46
"""Pixels for one project in the portfolio."""
BAR_HEIGHT = 21
"""Pixels for one bar of the sourcing chart."""
VISIBLE_LIMIT = 0.2
"""A yearly limit is drawn if the support reaches this part of it; else it would dwarf the bars."""


def share_lines(view: View, target: TargetResult, readings: pl.DataFrame, most: float) -> Option:
    """Return the share by year, base against plan, with the goal from its year on.

    ``readings`` holds case, year and share of this target alone; the axis ends at ``most`` percent.
    """
    years = list(view.plan.years)
    series: list[Option] = []
    for case in CASES:
        rows = readings.filter(pl.col("case") == case)
        by_year = dict(rows.select("year", "share").iter_rows())
        series.append(
            {
                "type": "line",
                "name": view.say[f"case.{case}"],
                "data": rounded([_hundred(by_year.get(year)) for year in years]),
                "color": f"--{case}",
                "symbol": "emptyRect" if case == "base" else "circle",
                "symbolSize": 6,
                "lineStyle": {"width": 2.5, "type": "dashed" if case == "base" else "solid"},
            }
        )
    series[-1]["markLine"] = _goal_line(view, target, years[-1])
    return {
        "grid": {"left": 44, "right": 14, "top": 34, "bottom": 24},
        "legend": legend(series),
        "tooltip": {"trigger": "axis"},
        "xAxis": {**category_axis(years), "boundaryGap": False},
        "yAxis": value_axis("%", most=most),
        "series": series,
    }


def _hundred(share: float | None) -> float | None:
    return None if share is None else share * 100


def _free_above(target: TargetResult) -> bool:
    """Return whether no line runs close above the goal, where its label would stand."""
    gaps = [share - target.goal for share in (target.base_share, target.planned_share)]
    return not any(LINE_WIDTH < gap < LABEL_HEIGHT for gap in gaps)


def axis_end(view: View, targets: Sequence[TargetResult]) -> float:
    """Return where the axes of these targets end, in percent: the next fifth with some room."""
    frame = view.plan.readings
    shares: list[float] = [each.goal for each in targets]
    for each in targets:
        own = frame.filter(
            (pl.col("material") == each.material)
            & (pl.col("stage") == each.stage)
            & (pl.col("reading") == each.reading.value)
        )
        shares += own["share"].to_list()
    most = max(shares, default=1.0)
    return min(100.0, 20.0 * math.ceil((most + LABEL_HEIGHT) * 5))


def _goal_line(view: View, target: TargetResult, last: int) -> Option:
    goal = round(target.goal * 100, 2)
    name = view.say["chart.goal"].format(goal=numbers.percent(target.goal))
    ends = [{"coord": [str(target.year), goal], "name": name}, {"coord": [str(last), goal]}]
    return {
        "silent": True,
        "symbol": ["circle", "none"],
        "symbolSize": 5,
        "lineStyle": {"color": "--fg", "type": "dotted", "width": 2},
        "label": {
            **text(),
            "formatter": "{b}",
            "position": "insideEndTop" if _free_above(target) else "insideEndBottom",
        },
        "data": [ends],
    }


def portfolio(view: View) -> Option:
    """Return the projects as bars over time: construction, then output."""
    projects = view.projects
    first, last = view.plan.years[0], view.plan.years[-1]
    building = [each.first_output_year - each.start_year for each in projects]
    running = [last + 1 - each.first_output_year for each in projects]
    hidden: Option = {
        "type": "bar",
        "stack": "time",
        "silent": True,
        "data": [each.start_year for each in projects],
        "itemStyle": {"color": "transparent"},
        "tooltip": {"show": False},
    }
    bars = [
        _span(view.say["chart.building"], building, "--other", hatched=True),
        _span(view.say["chart.output"], running, "--party", hatched=False),
    ]
    names = [project_label(view, each) for each in projects]
    axis = category_axis(names)
    axis["axisLabel"] |= {"width": 250, "overflow": "break", "lineHeight": 16}
    base: Option = {
        "grid": {"left": 266, "right": 20, "top": 34, "bottom": 24},
        "legend": legend(bars),
        "yAxis": {**axis, "inverse": True},
        "xAxis": {
            **value_axis(""),
            "min": first,
            "max": last + 1,
            "interval": 1,
            "axisLabel": {**text(), "formatter": "year", "hideOverlap": True},
        },
        "series": [hidden, *bars],
    }
    narrow = {
        "grid": {"left": 138, "right": 8},
        "yAxis": {"axisLabel": {"width": 128, "fontSize": 11, "lineHeight": 13}},
        "xAxis": {"interval": 5},
    }
    return {"baseOption": base, "media": [{"query": NARROW, "option": narrow}]}


def _span(name: str, years: Sequence[int], colour: str, *, hatched: bool) -> Option:
    style: Option = {"color": colour}
    if hatched:
        style["decal"] = {**origin_style("concern")["decal"], "rotation": -0.785}
    return {
        "type": "bar",
        "stack": "time",
        "name": name,
        "barWidth": 18,
        "data": list(years),
        "itemStyle": style,
    }


def project_label(view: View, project: PlannedProject) -> str:
    """Return the name of a project over its host and capex."""
    return f"{project.name}\n{view.country(project.host)}, {view.capex(project)}"


def money(view: View) -> Option:
    """Return public support by party and year in USD million, with limits that are near."""
    series: list[Option] = []
    for number, party in enumerate(view.pact.party_codes):
        rows = view.plan.support.filter(pl.col("party") == party).sort("year")
        paid = [value / 1e6 for value in rows["support_usd"]]
        limit = [value / 1e6 for value in rows["limit_usd"]]
        bar: Option = {
            "type": "bar",
            "stack": "support",
            "name": view.country(party),
            "data": rounded(paid, 1),
            "itemStyle": {"color": f"--series{number % 4 + 1}"},
        }
        if number % 2:
            bar["itemStyle"]["decal"] = {"symbol": "circle", "color": "--hatch", "symbolSize": 0.5}
        series.append(bar)
        if max(limit, default=0) and max(paid) > VISIBLE_LIMIT * max(limit):
            series.append(_limit_line(view, party, limit, number))
    return {
        "grid": {"left": 60, "right": 14, "top": 34, "bottom": 24},
        "legend": legend(series),
        "tooltip": {"trigger": "axis"},
        "xAxis": category_axis(view.plan.years),
        "yAxis": value_axis(""),
        "series": series,
    }


def _limit_line(view: View, party: str, limit: Sequence[float], number: int) -> Option:
    return {
        "type": "line",
        "name": view.say["chart.limit"].format(party=view.country(party)),
        "data": rounded(limit, 1),
        "step": "middle",
        "symbol": "none",
        "color": f"--series{number % 4 + 1}",
        "lineStyle": {"type": "dashed"},
    }


def sourcing_bars(view: View, target: TargetResult) -> tuple[Option, int]:
    """Return the parties' sourcing by origin at each stage, base and plan, and its height."""
    rows: list[tuple[str, dict[str, float]]] = []
    for stage in view.stages(target.material):
        rows += [("", {})] if rows else []
        frame = view.sourced(target.material, stage.id, target.year)
        for party in (*view.pact.party_codes, EVERY_PARTY):
            for case in CASES:
                here = frame.filter((pl.col("case") == case) & (pl.col("party") == party))
                whole = float(here["tonnes"].sum())
                if whole > 0:
                    who = view.say["name.both"] if party == EVERY_PARTY else view.country(party)
                    name = f"{view.stage(stage.id)}, {who}: {view.say[f'case_short.{case}']}"
                    parts = here.group_by("origin").agg(pl.col("tonnes").sum()).iter_rows()
                    rows.append((name, {origin: part / whole for origin, part in parts}))
    series = [_origin_bar(view, origin.value, rows) for origin in ORIGINS]
    base: Option = {
        "grid": {"left": 196, "right": 20, "top": 34, "bottom": 24},
        "legend": legend(series),
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "yAxis": {**category_axis([name for name, _ in rows]), "inverse": True},
        "xAxis": value_axis("%", most=100),
        "series": series,
    }
    base["yAxis"]["axisLabel"] |= {"width": 186, "overflow": "break", "interval": 0}
    narrow = {
        "grid": {"left": 138, "right": 12, "top": 54},
        "yAxis": {"axisLabel": {"width": 130, "fontSize": 10, "lineHeight": 11}},
    }
    option = {"baseOption": base, "media": [{"query": NARROW, "option": narrow}]}
    return option, 80 + BAR_HEIGHT * len(rows)


def _origin_bar(view: View, origin: str, rows: list[tuple[str, dict[str, float]]]) -> Option:
    mark = f"{CONCERN_MARK} " if origin == "concern" else ""
    return {
        "type": "bar",
        "stack": "origin",
        "name": mark + view.origin(origin),
        "barWidth": "70%",
        "data": rounded([parts.get(origin, 0.0) * 100 for _, parts in rows], 1),
        "itemStyle": origin_style(origin),
    }
