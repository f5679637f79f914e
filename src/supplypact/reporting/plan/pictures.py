"""Each chart with heading, finding, table, source and estimate mark."""

from __future__ import annotations

import polars as pl

from supplypact.domain.network import BASE_YEAR
from supplypact.domain.plan import TargetResult
from supplypact.reporting.chart import Chart, Panel
from supplypact.reporting.numbers import percent
from supplypact.reporting.plan import charts, sentences, supply_tables, tables
from supplypact.reporting.plan.supply_tables import estimated_share
from supplypact.reporting.plan.view import CASES, View
from supplypact.reporting.sankey import column_names, sankey

FLOW_HEIGHT = 380
LINE_HEIGHT = 230
MONEY_HEIGHT = 260


def share_chart(view: View, target: TargetResult, most: float) -> Chart:
    """Return the share of one target over the years, up to ``most`` percent."""
    name = f"share-{target.material}-{target.stage}"
    rows = view.plan.readings.filter(
        (pl.col("material") == target.material)
        & (pl.col("stage") == target.stage)
        & (pl.col("reading") == target.reading.value)
    )
    return Chart(
        id=name,
        title=view.material(target.material),
        title_ja=view.material_ja(target.material),
        subtitle=view.say["chart.subtitle_share"].format(
            stage=view.stage(target.stage), reading=view.say[f"reading.{target.reading.value}"]
        ),
        finding=sentences.share_finding(view, target),
        panels=(Panel(id=f"{name}-drawing", option=charts.share_lines(view, target, rows, most)),),
        height=LINE_HEIGHT,
        unit="%",
        table=supply_tables.share_table(view, rows),
        source=_source(view),
        estimate=_estimate(view, target),
    )


def portfolio_chart(view: View) -> Chart:
    """Return the projects over time."""
    guessed = sum(each.capex for each in view.projects if each.capex_is_estimate)
    whole = sum(each.capex for each in view.projects)
    mark = view.say["chart.estimate_capex"].format(part=percent(guessed / whole if whole else None))
    return Chart(
        id="portfolio",
        title=view.say["chart.portfolio"],
        subtitle=view.say["chart.subtitle_portfolio"],
        finding=sentences.portfolio_finding(view),
        panels=(Panel(id="portfolio-drawing", option=charts.portfolio(view)),),
        height=70 + charts.ROW_HEIGHT * len(view.projects),
        unit="",
        table=tables.project_list(view),
        source=view.say["chart.source_plan"],
        estimate=mark if guessed else "",
        unfolded=True,
    )


def money_chart(view: View) -> Chart:
    """Return the public support by party and year."""
    return Chart(
        id="money",
        title=view.say["chart.money"],
        subtitle=view.say["chart.subtitle_money"],
        finding=sentences.money_finding(view),
        panels=(Panel(id="money-drawing", option=charts.money(view)),),
        height=MONEY_HEIGHT,
        unit="USD mn",
        table=tables.support(view),
        source=view.say["chart.source_plan"],
    )


def sourcing_chart(view: View, target: TargetResult) -> Chart:
    """Return where the parties' supply of a material passed each stage."""
    name = f"sourcing-{target.material}"
    option, height = charts.sourcing_bars(view, target)
    rows = view.plan.sourcing.filter(
        (pl.col("material") == target.material) & (pl.col("year") == target.year)
    )
    return Chart(
        id=name,
        title=view.say["chart.sourcing"].format(material=view.material(target.material)),
        title_ja=view.material_ja(target.material),
        subtitle=view.say["chart.subtitle_sourcing"].format(year=target.year),
        finding=sentences.sourcing_finding(view, target),
        panels=(Panel(id=f"{name}-drawing", option=option),),
        height=height,
        unit="%",
        table=supply_tables.sourcing_table(view, rows),
        source=_source(view),
        estimate=_estimate(view, target),
    )


def flow_chart(view: View, target: TargetResult) -> Chart:
    """Return the way of what the parties use, from mine to use, base and plan side by side."""
    material = view.network.material(target.material)
    panels = tuple(
        Panel(
            id=f"flow-{target.material}-{case}",
            title=view.say[f"case.{case}"],
            finding=sentences.flow_finding(view, target, case),
            option=sankey(view, target.material, view.routes(target), case),
            ends=tuple(column_names(view, target.material)),
        )
        for case in CASES
    )
    return Chart(
        id=f"flow-{target.material}",
        title=view.say["chart.flow"].format(material=material.name_en),
        title_ja=material.name_ja,
        subtitle=view.say["chart.subtitle_flow"].format(year=target.year, basis=material.basis),
        finding=sentences.flow_change(view, target),
        panels=panels,
        height=FLOW_HEIGHT,
        unit="t",
        table=supply_tables.route_table(view, view.routes(target)),
        source=_source(view),
        estimate=_estimate(view, target),
    )


def _source(view: View) -> str:
    return view.say["chart.source_tables"].format(year=BASE_YEAR)


def _estimate(view: View, target: TargetResult) -> str:
    """Return how much of the base-year flows of a material is an estimate."""
    flow = view.network.flow.filter(pl.col("material") == target.material)
    part = estimated_share(flow)
    return view.say["chart.estimate_flow"].format(part=percent(part)) if part else ""
