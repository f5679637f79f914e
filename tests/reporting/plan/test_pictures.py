from supplypact.reporting.plan.pictures import flow_chart, portfolio_chart, share_chart
from tests.reporting.given import project, target, view


def test_flows_stand_base_beside_plan_over_one_table() -> None:
    chart = flow_chart(view(), target())
    assert [panel.title for panel in chart.panels] == ["without the plan", "with the plan"]
    assert chart.table.rows


def test_a_share_chart_has_the_rows_that_it_draws() -> None:
    # one reading, four years
    assert len(share_chart(view(), target(), 60.0).table.rows) == 4


def test_the_estimated_part_of_the_capex_is_marked() -> None:
    seen = view(projects=(project(capex=3e9), project("Ruby", capex=1e9, estimate=True)))
    assert portfolio_chart(seen).estimate == "≈ estimate: 25.0% of the capex"
    assert portfolio_chart(view()).estimate == ""
