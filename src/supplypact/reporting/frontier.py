"""Cost against the level of the targets, as a section of its own page."""

from __future__ import annotations

from collections.abc import Sequence

from supplypact.domain.plan import FrontierPoint
from supplypact.reporting.chart import Chart, Option, Panel, value_axis
from supplypact.reporting.numbers import percent, usd
from supplypact.reporting.phrases import Phrases
from supplypact.reporting.sections import Section
from supplypact.reporting.table import Kind, Table, table

HEIGHT = 340


def frontier_table(points: Sequence[FrontierPoint], say: Phrases) -> Table:
    """Return one row for each level: what it costs and whether it is reached."""
    columns = {
        "goal": Kind.SHARE,
        "reached": Kind.SHARE,
        "met": Kind.YES,
        "objective_usd": Kind.USD,
        "support_usd": Kind.USD,
        "projects": Kind.NUMBER,
    }
    rows = (
        (each.goal, each.reached, each.met, each.objective, each.support, each.projects)
        for each in points
    )
    return table("frontier", columns, rows, say)


def frontier_section(points: Sequence[FrontierPoint], say: Phrases) -> Section:
    """Return the frontier as a chart with its table."""
    chart = Chart(
        id="frontier",
        title=say["chart.frontier"],
        subtitle=say["chart.subtitle_frontier"],
        finding=frontier_finding(points, say),
        panels=(Panel(id="frontier-drawing", option=_option(points, say)),),
        height=HEIGHT,
        unit="USD mn",
        table=frontier_table(points, say),
        source=say["chart.source_plan"],
        unfolded=True,
    )
    return Section(id="frontier", heading=say["page.frontier"], charts=(chart,))


def frontier_finding(points: Sequence[FrontierPoint], say: Phrases) -> str:
    """Return the highest goal that can be met, and its cost."""
    met = [each for each in points if each.met]
    if not met:
        return say["finding.frontier_none"]
    most = max(met, key=lambda each: each.goal)
    return say["finding.frontier"].format(most=percent(most.goal), cost=usd(most.objective))


def _option(points: Sequence[FrontierPoint], say: Phrases) -> Option:
    """Return the cost in USD million by goal; goals that cannot be met are hollow squares."""
    data = [
        {
            "value": [round(each.goal * 100, 2), round(each.objective / 1e6, 1)],
            "symbol": "circle" if each.met else "emptyRect",
        }
        for each in points
    ]
    return {
        "grid": {"left": 76, "right": 24, "top": 16, "bottom": 30},
        "tooltip": {"trigger": "item"},
        "xAxis": value_axis("%", most=100),
        "yAxis": value_axis(""),
        "series": [
            {
                "type": "line",
                "name": say["chart.frontier"],
                "data": data,
                "color": "--plan",
                "symbolSize": 9,
            }
        ],
    }
