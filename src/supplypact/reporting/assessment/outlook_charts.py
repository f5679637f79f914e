"""The share from outside the concern in the years to come, base against plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from supplypact.reporting.assessment import profile_tables as tables
from supplypact.reporting.assessment.lines import LINE_HEIGHT, hundred, line_option, spans
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.chart import Chart, Option, Panel
from supplypact.reporting.numbers import percent, points

SAME = 0.0005
"""Shares that look the same with one decimal."""
SEEN = 0.005
"""A smaller difference between two shares is not told."""


def outlook_charts(view: AssessmentView, material: str) -> list[Chart]:
    """Return the share from outside the concern over the years, base against plan."""
    frame = view.assessment.outlook.filter(pl.col("material") == material)
    stages = [stage.id for stage in view.stages(material) if stage.id in set(frame["stage"])]
    return [
        _outlook_chart(view, material, stage, frame.filter(pl.col("stage") == stage))
        for stage in stages
    ]


def _outlook_chart(view: AssessmentView, material: str, stage: str, frame: pl.DataFrame) -> Chart:
    name = f"outlook-{material}-{stage}"
    return Chart(
        id=name,
        title=view.say["assess.outlook"].format(
            material=view.material(material), stage=view.stage(stage).lower()
        ),
        subtitle=view.say["assess.subtitle_outlook"].format(concern=view.concern()),
        finding="",
        panels=tuple(
            Panel(
                id=f"{name}-{number}",
                option=_outlook_lines(view, frame.filter(pl.col("party") == party).sort("year")),
                party=party,
                finding=outlook_finding(view, frame.filter(pl.col("party") == party), party),
            )
            for number, party in enumerate(view.buyers)
            if party in set(frame["party"])
        ),
        height=LINE_HEIGHT - 40,
        unit="%",
        table=tables.outlook_table(view, frame),
        source=view.say["chart.source_plan"],
    )


def outlook_finding(view: AssessmentView, frame: pl.DataFrame, party: str) -> str:
    """Return the shares of the goal's year, then of the last, and where the plan adds less."""
    rows = {row["year"]: row for row in frame.sort("year").iter_rows(named=True)}
    last = rows[max(rows)]
    goal = rows.get(view.goal_year(last["material"], last["stage"]) or 0, last)
    same = max(abs(_gain(goal)), abs(_gain(last))) < SAME
    key = "assess.outlook_same" if same else "assess.outlook_finding"
    if goal is last:
        key = "assess.outlook_last"
    told = view.say[key].format(
        party=view.who(party),
        year=goal["year"],
        base=percent(goal["base_share"]),
        plan=percent(goal["plan_share"]),
        last=last["year"],
        last_base=percent(last["base_share"]),
        last_plan=percent(last["plan_share"]),
    )
    return " ".join([told, *_worse(view, rows), *_fading(view, goal, last)])


def _worse(view: AssessmentView, rows: Mapping[int, dict[str, Any]]) -> Iterator[str]:
    """Yield in which years the share is lower with the plan."""
    losses = {year: -gain for year, row in rows.items() if (gain := _gain(row)) < -SEEN}
    if losses:
        yield view.say["assess.outlook_worse"].format(
            years=spans(view.say, list(losses)), points=points(max(losses.values()))
        )


def _fading(view: AssessmentView, goal: dict[str, Any], last: dict[str, Any]) -> Iterator[str]:
    """Yield that what the plan adds in the goal's year is smaller in the last."""
    before, after = _gain(goal), _gain(last)
    if before > SEEN and before - after > SEEN:
        yield view.say["assess.outlook_fades"].format(
            year=goal["year"], last=last["year"], before=points(before), after=points(after)
        )


def _gain(row: dict[str, Any]) -> float:
    return (row["plan_share"] or 0.0) - (row["base_share"] or 0.0)


def _outlook_lines(view: AssessmentView, frame: pl.DataFrame) -> Option:
    series: list[Option] = [
        {
            "type": "line",
            "name": view.say[f"case.{case}"],
            "data": hundred(frame[f"{case}_share"].to_list()),
            "color": f"--{case}",
            "symbol": "emptyRect" if case == "base" else "circle",
            "symbolSize": 6,
            "lineStyle": {"width": 2.5, "type": "dashed" if case == "base" else "solid"},
        }
        for case in ("base", "plan")
    ]
    return line_option(frame["year"].to_list(), series, legend_height=34)
