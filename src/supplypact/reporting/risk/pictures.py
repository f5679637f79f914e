"""Each chart of a plan under risk with heading, finding, table and source."""

from __future__ import annotations

import numpy as np
import polars as pl

from supplypact.domain.risk_study import Simulated, Together, Tornado
from supplypact.reporting.chart import Chart, Panel
from supplypact.reporting.numbers import usd
from supplypact.reporting.risk import (
    charts,
    page_tables,
    study_charts,
    study_sentences,
    study_tables,
)
from supplypact.reporting.risk.charts import Curve, Unit, unit_for
from supplypact.reporting.risk.view import CASES, LATE_PREFIX, RiskView
from supplypact.reporting.table import Table

LARGEST = 20
"""Materials that the chart of stocks shows."""
LINE_HEIGHT = 340
POINTS = 24
"""Points of a drawn curve."""


def stock_chart(view: RiskView, year: int) -> Chart:
    """Return the days held of the materials whose stocks are worth most."""
    held = view.held(year).group_by("material").agg(pl.col("value_usd").sum())
    names = held.sort("value_usd", "material", descending=[True, False])["material"].to_list()
    option, height = charts.stock_bars(view, names[:LARGEST], year)
    return Chart(
        id="risk-stocks",
        title=view.say["risk_chart.stocks"].format(year=year),
        subtitle=view.say["risk_chart.subtitle_stocks"].format(count=min(LARGEST, len(names))),
        finding="",
        panels=(Panel(id="risk-stocks-drawing", option=option),),
        height=height,
        unit=view.say["risk.unit_days"],
        table=page_tables.stocks(view, whole=False),
        source=view.say["risk_chart.source_stocks"],
        estimate=view.say["risk_chart.estimate"],
    )


def case_chart(view: RiskView) -> Chart:
    """Return what is lost in the four cases, a drawing for each year told."""
    most = max(
        (view.loss(case, year)["tail_usd"] for case in CASES for year in view.years),
        default=0.0,
    )
    unit, end = unit_for(most), _round_up(most)
    return Chart(
        id="risk-cases",
        title=view.say["risk_chart.cases"],
        subtitle=view.say["risk_chart.subtitle_cases"].format(unit=_word(view, unit)),
        finding="",
        panels=tuple(
            Panel(
                id=f"risk-cases-{year}",
                title=str(year),
                option=charts.case_bars(view, year, end, unit),
            )
            for year in view.years
        ),
        height=charts.case_height(),
        unit=_word(view, unit),
        table=page_tables.cases(view),
        source=view.say["risk_chart.source"],
        estimate=view.say["risk_chart.estimate"],
    )


def _word(view: RiskView, unit: Unit) -> str:
    return view.say[f"risk.unit_{unit.key}"]


def _most(amounts: pl.Series) -> float:
    return max(amounts.to_list(), default=0.0)


def _round_up(value: float) -> float:
    """Return ``value`` rounded up to one or two leading digits, for the end of an axis."""
    if value <= 0:
        return 1.0
    step = 10.0 ** np.floor(np.log10(value)) / 2.0
    return float(np.ceil(value / step) * step)


def curve_chart(view: RiskView, year: int) -> Chart:
    """Return the chance of losses without and with the plan, as planned and as drawn."""
    drawn = view.study.simulated
    curves = {("planned", case): planned_curve(view, case, year) for case in ("nothing", "both")}
    table: Table
    if drawn is None:
        table = page_tables.hazards(view)
    else:
        curves = {
            **{("drawn", case): drawn_curve(drawn, case) for case in ("nothing", "both")},
            **curves,
        }
        table = study_tables.curve(view, drawn)
    unit = unit_for(max((loss for curve in curves.values() for loss, _ in curve), default=0.0))
    return Chart(
        id="risk-curve",
        title=view.say["risk_chart.curve"],
        subtitle=view.say["risk_chart.subtitle_curve"].format(year=year),
        finding=study_sentences.curve_finding(view),
        panels=(Panel(id="risk-curve-drawing", option=charts.exceedance(view, curves, unit)),),
        height=LINE_HEIGHT,
        unit="%",
        table=table,
        source=view.say["risk_chart.source"],
        estimate=view.say["risk_chart.estimate"],
    )


def planned_curve(view: RiskView, case: str, year: int) -> Curve:
    """Return what the planner reckons with: the first disruption of the year, as steps.

    It strikes with the chance that any does, and is each hazard in proportion to its rate.  A
    project that is late is no strike.
    """
    rows = view.result.hazards.filter((pl.col("case") == case) & (pl.col("year") == year))
    rows = rows.filter(~pl.col("hazard").str.starts_with(LATE_PREFIX))
    rows = rows.sort("cost_usd", descending=True)
    rate, cost = rows["rate"].to_numpy(), rows["cost_usd"].to_numpy()
    total = float(rate.sum())
    if total <= 0:
        return []
    chance = (1.0 - np.exp(-total)) * np.cumsum(rate) / total
    return [(float(loss), float(part)) for loss, part in zip(cost, chance, strict=True)]


def drawn_curve(drawn: Simulated, case: str) -> Curve:
    """Return the curve of the histories, thinned so that its points are even in ``log`` chance."""
    rows = drawn.curve.filter(pl.col("case") == case, pl.col("chance") > 0).sort("chance")
    if rows.height > POINTS:
        place = np.log(rows["chance"].to_numpy())
        wanted = np.linspace(place[0], place[-1], POINTS)
        rows = rows[np.unique(np.searchsorted(place, wanted)).tolist()]
    return [(loss, chance) for loss, chance in rows.select("loss_usd", "chance").iter_rows()]


def frontier_chart(view: RiskView) -> Chart:
    """Return cost against the worst twentieth."""
    unit = unit_for(max(max(each.cost, each.tail) for each in view.study.frontier))
    return Chart(
        id="risk-frontier-chart",
        title=view.say["risk_chart.frontier"],
        subtitle=view.say["risk_chart.subtitle_frontier"].format(unit=_word(view, unit)),
        finding=study_sentences.frontier_finding(view),
        panels=(Panel(id="risk-frontier-drawing", option=study_charts.frontier_line(view, unit)),),
        height=LINE_HEIGHT,
        unit=_word(view, unit),
        table=study_tables.frontier(view),
        source=view.say["risk_chart.source"],
        unfolded=True,
    )


def level_chart(view: RiskView, each: Together, number: int) -> Chart:
    """Return what each way of acting costs."""
    unit = unit_for(_most(each.levels["cost_usd"]))
    option, height = study_charts.level_bars(view, each, unit)
    return Chart(
        id=f"risk-levels-{number}",
        title=view.say["risk_chart.levels"].format(count=len(each.members)),
        subtitle=view.say["risk_chart.subtitle_levels"].format(
            members=view.coalition("+".join(each.members)),
            what=view.say["risk.with_projects" if each.projects else "risk.stocks_only"],
            materials=study_sentences.of(view, each),
            unit=_word(view, unit),
        ),
        finding=_found(view, each, first=number == 0),
        panels=(Panel(id=f"risk-levels-{number}-drawing", option=option),),
        height=height,
        unit=_word(view, unit),
        table=study_tables.levels(view, each),
        source=view.say["risk_chart.source"],
    )


def _found(view: RiskView, each: Together, *, first: bool) -> str:
    """Return what acting together brings; of the first, whose split the section tells, no more."""
    told = [study_sentences.level_finding(view, each)]
    if not first:
        told.append(study_sentences.core_finding(view, each))
    return " ".join(told)


def tornado_chart(view: RiskView, tornado: Tornado) -> Chart:
    """Return how far the expected loss moves with the rates of each kind of hazard."""
    unit = unit_for(_most(tornado.bars["high_usd"]))
    option, height = study_charts.tornado_bars(view, tornado, unit)
    base = float(tornado.bars["base_usd"][0]) if tornado.bars.height else 0.0
    return Chart(
        id="risk-tornado",
        title=view.say["risk_chart.tornado"],
        subtitle=view.say["risk_chart.subtitle_tornado"].format(
            unit=_word(view, unit), base=usd(base)
        ),
        finding="",
        panels=(Panel(id="risk-tornado-drawing", option=option),),
        height=height,
        unit=_word(view, unit),
        table=study_tables.bars(view, tornado),
        source=view.say["risk_chart.source"],
    )
