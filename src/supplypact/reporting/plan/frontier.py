"""Cost against the level of the targets, as a section of its own page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from supplypact.domain.pact import Pact
from supplypact.domain.plan import FrontierPoint
from supplypact.reporting.chart import Chart, Option, Panel, legend, text, value_axis
from supplypact.reporting.numbers import percent, usd
from supplypact.reporting.phrases import Phrases
from supplypact.reporting.plan.sections import Section
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


def frontier_section(points: Sequence[FrontierPoint], pact: Pact, say: Phrases) -> Section:
    """Return the frontier as a chart with its table."""
    chart = Chart(
        id="frontier",
        title=say["chart.frontier"],
        subtitle=say["chart.subtitle_frontier"],
        finding=goals_finding(points, pact, say),
        panels=(Panel(id="frontier-drawing", option=_option(points, pact, say)),),
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


def goals_finding(points: Sequence[FrontierPoint], pact: Pact, say: Phrases) -> str:
    """Return what the pact's own goals cost; the highest that can be met if it has none."""
    at = {round(each.goal, 6): each for each in points}
    own = [at[round(goal, 6)] for goal in own_goals(pact) if round(goal, 6) in at]
    told = [
        say["finding.frontier_own" if each.met else "finding.frontier_missed"].format(
            goal=percent(each.goal), cost=usd(each.objective)
        )
        for each in own
    ]
    return " ".join(told) or frontier_finding(points, say)


def own_goals(pact: Pact) -> list[float]:
    """Return the goals of the pact's binding targets, each once, in order."""
    return sorted({float(each.goal) for each in pact.targets if each.binding})


def _option(points: Sequence[FrontierPoint], pact: Pact, say: Phrases) -> Option:
    """Return the cost in USD million by goal: a line as far as goals are met, the rest apart."""
    met = [each for each in points if each.met]
    missed = [each for each in points if not each.met]
    goals = own_goals(pact)
    line = _series(say["chart.met"], met, "circle", "--plan")
    line["markLine"] = _goal_lines(goals, say)
    series = [line]
    if missed:
        apart = _series(say["chart.not_met"], missed, "emptyRect", "--concern")
        series.append({**apart, "lineStyle": {"width": 0}})
    shown = [each.goal for each in points] + goals
    return {
        "grid": {"left": 76, "right": 24, "top": 44, "bottom": 30},
        "legend": legend(series),
        "tooltip": {"trigger": "item"},
        "xAxis": {
            **value_axis("%", most=_tens(max(shown), math.ceil)),
            "min": _tens(min(shown), math.floor),
        },
        "yAxis": value_axis(""),
        "series": series,
    }


def _tens(share: float, to: Callable[[float], int]) -> int:
    """Return a share in percent, rounded to tens."""
    return 10 * to(round(share * 10, 6))


def _series(name: str, points: Sequence[FrontierPoint], symbol: str, colour: str) -> Option:
    ordered = sorted(points, key=lambda each: each.goal)
    return {
        "type": "line",
        "name": name,
        "data": [[round(p.goal * 100, 2), round(p.objective / 1e6, 1)] for p in ordered],
        "color": colour,
        "symbol": symbol,
        "symbolSize": 9,
    }


def _goal_lines(goals: Sequence[float], say: Phrases) -> Option:
    """Return an upright line at each of the pact's own goals."""
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": "--fg", "type": "dotted", "width": 2},
        "label": {**text(), "formatter": "{b}", "position": "insideEndTop"},
        "data": [
            {
                "xAxis": round(goal * 100, 2),
                "name": say["chart.own_goal"].format(goal=percent(goal)),
            }
            for goal in goals
        ],
    }
