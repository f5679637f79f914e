"""The drawing of a material's flows, from mine to use; one panel a party."""

from __future__ import annotations

import polars as pl

from supplypact.domain.network import BASE_YEAR
from supplypact.reporting.assessment import profile_tables as tables
from supplypact.reporting.assessment.sentences import with_band
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.chart import Chart, Panel
from supplypact.reporting.numbers import percent
from supplypact.reporting.plan.supply_tables import estimated_share
from supplypact.reporting.sankey import column_names, sankey

FLOW_HEIGHT = 400


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
