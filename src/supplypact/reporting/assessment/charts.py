"""The drawings of a material's profile: flows, history, outlook; one panel a party."""

from __future__ import annotations

import polars as pl

from supplypact.domain.network import BASE_YEAR
from supplypact.reporting.assessment import profile_tables as tables
from supplypact.reporting.assessment.sentences import with_band
from supplypact.reporting.assessment.view import OTHERS, AssessmentView
from supplypact.reporting.chart import (
    CONCERN_MARK,
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
from supplypact.reporting.plan.supply_tables import estimated_share
from supplypact.reporting.sankey import column_names, sankey

FLOW_HEIGHT = 400
LINE_HEIGHT = 280
LINES = 5
"""Suppliers that have a line of their own."""


def flow_chart(view: AssessmentView, material: str) -> Chart | None:
    """Return the way of what each party uses from mine to use, None if nobody uses any."""
    routes = view.assessment.routes.filter(pl.col("material") == material)
    if routes.is_empty():
        return None
    cases = routes.with_columns(case=pl.col("party"))
    flow = view.network.flow.filter(pl.col("material") == material)
    guessed = estimated_share(flow)
    name = f"flow-{material}"
    return Chart(
        id=name,
        title=view.say["assess.flows"].format(material=view.inline(material)),
        title_ja=view.material_ja(material),
        subtitle=view.say["chart.subtitle_flow"].format(
            year=BASE_YEAR, basis=view.materials[material].basis
        ),
        finding="",
        panels=tuple(
            Panel(
                id=f"{name}-{number}",
                option=sankey(view, material, cases, party),
                ends=tuple(column_names(view, material)),
                party=party,
                finding=_flow_finding(view, material, party),
            )
            for number, party in enumerate(view.buyers)
            if party in set(routes["party"])
        ),
        height=FLOW_HEIGHT,
        unit="t",
        table=tables.route_table(view, material),
        source=view.say["assess.source_tables"].format(year=BASE_YEAR),
        estimate=view.say["chart.estimate_flow"].format(part=percent(guessed)) if guessed else "",
    )


def _flow_finding(view: AssessmentView, material: str, party: str) -> str:
    parts = [
        f"{view.stage(stage.id).lower()} {with_band(view, material, stage.id, party)}"
        for stage in view.stages(material)
    ]
    return view.say["assess.flow_finding"].format(
        party=view.who(party), concern=view.concern(), parts=view.say.listed(parts)
    )


def history_charts(view: AssessmentView, material: str) -> list[Chart]:
    """Return the imports of each stage by supplier over the years, for stages with trade data."""
    frame = view.assessment.history.filter(pl.col("material") == material)
    stages = [stage.id for stage in view.stages(material) if stage.id in set(frame["stage"])]
    return [_history_chart(view, material, stage) for stage in stages]


def _history_chart(view: AssessmentView, material: str, stage: str) -> Chart:
    here = (pl.col("material") == material) & (pl.col("stage") == stage)
    frame = view.assessment.history.filter(here).sort("year")
    suppliers = view.assessment.history_suppliers.filter(here).sort("year")
    name = f"history-{material}-{stage}"
    return Chart(
        id=name,
        title=view.say["assess.history"].format(
            material=view.material(material), stage=view.stage(stage).lower()
        ),
        subtitle=view.say["assess.subtitle_history"],
        finding="",
        panels=tuple(
            Panel(
                id=f"{name}-{number}",
                option=_history_lines(
                    view,
                    frame.filter(pl.col("party") == party),
                    suppliers.filter(pl.col("party") == party),
                ),
                party=party,
                finding=_history_finding(view, frame.filter(pl.col("party") == party), party),
            )
            for number, party in enumerate(view.buyers)
            if party in set(frame["party"])
        ),
        height=LINE_HEIGHT,
        unit="%",
        table=tables.history_table(view, frame),
        source=view.say["assess.source_history"],
    )


def _history_finding(view: AssessmentView, frame: pl.DataFrame, party: str) -> str:
    known = frame.drop_nulls("concern_share")
    if known.is_empty():
        return view.say["assess.history_none"].format(party=view.who(party))
    first, last = known.row(0, named=True), known.row(-1, named=True)
    largest = last["supplier"]
    return view.say["assess.history_finding"].format(
        party=view.who(party),
        concern=view.concern(),
        first=first["year"],
        last=last["year"],
        before=percent(first["concern_share"]),
        after=percent(last["concern_share"]),
        supplier="–" if largest is None else view.supplier(largest),
        share=percent(last["top_1"]),
    )


def _history_lines(view: AssessmentView, frame: pl.DataFrame, suppliers: pl.DataFrame) -> Option:
    """Return the share of the concern as a thick line, and those of the largest suppliers."""
    years = frame["year"].to_list()
    series: list[Option] = [
        {
            "type": "line",
            "name": f"{CONCERN_MARK} {view.concern()}",
            "data": _hundred(frame["concern_share"].to_list()),
            "color": "--concern",
            "symbol": "triangle",
            "symbolSize": 6,
            "lineStyle": {"width": 3},
        }
    ]
    alone = view.pact.concern if len(view.pact.concern) == 1 else ()
    named = [
        code
        for code in suppliers["supplier"].unique(maintain_order=True)
        if code != OTHERS and code not in alone
    ]
    kinds = ("solid", "dashed", "dotted")
    for number, code in enumerate(named[:LINES]):
        rows = suppliers.filter(pl.col("supplier") == code)
        by_year = dict(rows.select("year", "share").iter_rows())
        series.append(
            {
                "type": "line",
                "name": view.supplier(code),
                "data": _hundred([by_year.get(year) for year in years]),
                "color": f"--series{number % 4 + 1}",
                "symbol": "none",
                "lineStyle": {"width": 1.5, "type": kinds[number % 3]},
            }
        )
    return _line_option(years, series, legend_height=54)


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
                finding=_outlook_finding(view, frame.filter(pl.col("party") == party), party),
            )
            for number, party in enumerate(view.buyers)
            if party in set(frame["party"])
        ),
        height=LINE_HEIGHT - 40,
        unit="%",
        table=tables.outlook_table(view, frame),
        source=view.say["chart.source_plan"],
    )


def _outlook_finding(view: AssessmentView, frame: pl.DataFrame, party: str) -> str:
    last = frame.sort("year").row(-1, named=True)
    return view.say["assess.outlook_finding"].format(
        party=view.who(party),
        year=last["year"],
        base=percent(last["base_share"]),
        plan=percent(last["plan_share"]),
    )


def _outlook_lines(view: AssessmentView, frame: pl.DataFrame) -> Option:
    series: list[Option] = [
        {
            "type": "line",
            "name": view.say[f"case.{case}"],
            "data": _hundred(frame[f"{case}_share"].to_list()),
            "color": f"--{case}",
            "symbol": "emptyRect" if case == "base" else "circle",
            "symbolSize": 6,
            "lineStyle": {"width": 2.5, "type": "dashed" if case == "base" else "solid"},
        }
        for case in ("base", "plan")
    ]
    return _line_option(frame["year"].to_list(), series, legend_height=34)


def _line_option(years: list[int], series: list[Option], *, legend_height: int) -> Option:
    base: Option = {
        "grid": {"left": 44, "right": 14, "top": legend_height, "bottom": 24},
        "legend": legend(series),
        "tooltip": {"trigger": "axis"},
        "xAxis": {**category_axis(years), "boundaryGap": False},
        "yAxis": value_axis("%", most=100),
        "series": series,
    }
    narrow = {"grid": {"top": legend_height + 30}, "legend": {"itemGap": 8, "textStyle": text(11)}}
    return {"baseOption": base, "media": [{"query": NARROW, "option": narrow}]}


def _hundred(shares: list[float | None]) -> list[float | None]:
    return rounded([None if share is None else share * 100 for share in shares], 1)
