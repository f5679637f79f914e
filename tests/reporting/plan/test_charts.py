from dataclasses import replace

import polars as pl
import pytest

from supplypact.reporting.plan import charts
from supplypact.reporting.plan.view import View
from tests.reporting.given import network, pact, plan, project, target, view


def test_lines_show_both_cases_in_percent_and_the_goal_from_its_year_on() -> None:
    seen = view()
    rows = seen.plan.readings.filter(pl.col("reading") == "embodied")
    option = charts.share_lines(seen, target(), rows, 60.0)
    base, planned = option["series"]
    assert base["data"] == [16.67, 16.67, 16.67, 16.67]
    assert planned["data"] == [16.67, 16.67, 30.0, 30.0]
    start, end = planned["markLine"]["data"][0]
    assert (start["coord"], end["coord"]) == (["2030", 30.0], ["2031", 30.0])


def test_axes_end_a_little_above_the_highest_share_or_goal() -> None:
    # 30% needs 10% of room: 40%; a goal of 95% fills the axis
    assert charts.axis_end(view(), [target()]) == 40.0
    assert charts.axis_end(view(), [target(goal=0.95)]) == 100.0


def test_the_label_of_the_goal_keeps_clear_of_the_lines() -> None:
    seen = view()
    rows = seen.plan.readings.filter(pl.col("reading") == "embodied")
    places = [
        charts.share_lines(seen, target(planned=planned), rows, 60.0)["series"][1]["markLine"][
            "label"
        ]["position"]
        for planned in (0.30, 0.36, 0.50)
    ]
    assert places == ["insideEndTop", "insideEndBottom", "insideEndTop"]


def test_a_year_without_a_share_is_a_gap_not_a_zero() -> None:
    seen = view()
    rows = seen.plan.readings.filter((pl.col("reading") == "embodied") & (pl.col("year") < 2030))
    assert charts.share_lines(seen, target(), rows, 60.0)["series"][0]["data"][-1] is None


def test_the_portfolio_shows_construction_then_output_to_the_end() -> None:
    # funded 2028, first output 2030, horizon to the end of 2031
    option = charts.portfolio(view())["baseOption"]
    assert [series["data"] for series in option["series"]] == [[2028], [2], [2]]
    assert (option["xAxis"]["min"], option["xAxis"]["max"]) == (2028, 2032)


def test_estimated_capex_is_marked_where_it_stands() -> None:
    seen = view()
    assert charts.project_label(seen, project()) == "Opal\nAUS, USD 2.0 bn"
    assert charts.project_label(seen, project(estimate=True)).endswith("USD 2.0 bn ≈ estimate")


def test_limits_are_drawn_only_where_support_comes_near() -> None:
    # USD 0.25 bn of 1 bn a year is near; of 100 bn it is not
    assert len(charts.money(view())["series"]) == 4
    far = replace(plan(), support=plan().support.with_columns(limit_usd=pl.lit(100e9)))
    option = charts.money(View(far, pact(), network(), view().say))
    assert [series["type"] for series in option["series"]] == ["bar", "bar"]
    assert option["series"][0]["data"] == [250.0, 250.0, 0.0, 0.0]


def test_sourcing_bars_add_up_to_one_hundred() -> None:
    option, _ = charts.sourcing_bars(view(), target())
    bars = option["baseOption"]["series"]
    names = option["baseOption"]["yAxis"]["data"]
    for number, name in enumerate(names):
        total = sum(series["data"][number] for series in bars)
        assert total == pytest.approx(100.0 if name else 0.0, abs=0.2)
    # 2 stages of 3 buyers in 2 cases, and a gap between the stages
    assert len(names) == 13


def test_the_concern_is_hatched_and_marked_not_only_coloured() -> None:
    option, _ = charts.sourcing_bars(view(), target())
    concern = option["baseOption"]["series"][-1]
    assert concern["name"] == "▲ CHN"
    assert "decal" in concern["itemStyle"]
    assert all("decal" not in each["itemStyle"] for each in option["baseOption"]["series"][:-1])
