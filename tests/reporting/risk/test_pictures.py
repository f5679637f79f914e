from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from supplypact.domain.risk_study import RiskStudy
from supplypact.reporting.risk import charts, pictures, study_charts
from supplypact.reporting.risk.charts import unit_for
from supplypact.units import Usd
from tests.reporting.risk.given import (
    BAN,
    frontier,
    result,
    simulated,
    study,
    together,
    tornado,
    view,
)


def test_the_planned_curve_is_the_first_disruption_of_the_year() -> None:
    # some hazard strikes with 1 - exp(-0.6); it is the ban in one of six cases
    chance = 1.0 - np.exp(-0.6)
    curve = pictures.planned_curve(view(), "nothing", 2030)
    assert [loss for loss, _ in curve] == [100e6, 10e6]
    assert [part for _, part in curve] == pytest.approx([chance / 6, chance])


def test_a_late_project_is_no_strike_of_the_planned_curve() -> None:
    plan = result()
    late = plan.hazards.with_columns(
        hazard=pl.col("hazard").replace({BAN: "late-opal-refine"}),
    )
    seen = view(result=replace(plan, hazards=late))
    assert [loss for loss, _ in pictures.planned_curve(seen, "nothing", 2030)] == [10e6]
    assert pictures.planned_curve(seen, "nothing", 1999) == []


def test_a_drawn_curve_is_thinned_and_keeps_its_ends() -> None:
    drawn = simulated()
    curve = pictures.drawn_curve(drawn, "both")
    assert 5 < len(curve) <= pictures.POINTS
    whole = drawn.curve.filter(pl.col("case") == "both")
    assert curve[0][1] == pytest.approx(whole["chance"].min())
    assert curve[-1][1] == pytest.approx(1.0)


def test_without_histories_only_what_is_planned_is_drawn() -> None:
    chart = pictures.curve_chart(view(study=RiskStudy()), 2030)
    series = chart.panels[0].option["baseOption"]["series"]
    assert [each["lineStyle"]["type"] for each in series] == ["dashed", "dashed"]
    both = pictures.curve_chart(view(), 2030).panels[0].option["baseOption"]["series"]
    assert len({(each["color"], each["lineStyle"]["type"]) for each in both}) == 4


def test_stocks_are_drawn_in_days_with_the_policies_dotted() -> None:
    option, _ = charts.stock_bars(view(), ["testium"], 2030)
    usa, jpn = option["baseOption"]["series"]
    assert (usa["data"], jpn["data"]) == ([0.0], [122.0])
    assert "decal" in jpn["itemStyle"]
    assert "decal" not in usa["itemStyle"]
    assert [line["xAxis"] for line in usa["markLine"]["data"]] == [60.0, 180.0]


def test_the_four_cases_stand_on_one_axis_with_their_amounts() -> None:
    chart = pictures.case_chart(view())
    option = chart.panels[0].option["baseOption"]
    assert chart.unit == "USD mn"
    assert option["xAxis"]["max"] == 90.0
    expected, tail = option["series"]
    assert [each["value"] for each in expected["data"]] == [15.0, 8.0, 13.0, 7.0]
    assert tail["data"][0]["label"]["formatter"] == "USD 90 mn"


def test_losses_far_apart_stand_on_a_logarithmic_axis() -> None:
    near = study_charts.frontier_line(view(study=study(frontier=frontier()[1:])), unit_for(1e6))
    assert near["xAxis"]["type"] == "value"
    wide = replace(frontier()[0], tail=Usd(900e6))
    far = study_charts.frontier_line(
        view(study=study(frontier=(wide, *frontier()[1:]))), unit_for(1e6)
    )
    assert (far["xAxis"]["type"], far["xAxis"]["min"]) == ("log", 10.0)
    free = replace(frontier()[0], tail=Usd(0.0))
    none = study_charts.frontier_line(view(study=study(frontier=(free, wide))), unit_for(1e6))
    assert none["xAxis"]["type"] == "value"


def test_the_widest_span_of_rates_stands_first_with_both_its_ends_told() -> None:
    option, _ = study_charts.tornado_bars(view(), tornado(), unit_for(1e6))
    base = option["baseOption"]
    assert base["yAxis"]["data"] == ["All hazards", "Outage", "Export control"]
    hidden, fewer, more = base["series"]
    assert hidden["data"] == [3.5, 4.5, 6.0]
    assert [each["value"] for each in fewer["data"]] == [3.5, 2.5, 1.0]
    assert [each["label"]["formatter"] for each in more["data"]] == [
        "USD 14 mn",
        "USD 12 mn",
        "USD 9.0 mn",
    ]


def test_narrow_spans_are_drawn_without_the_zero() -> None:
    close = replace(
        tornado(), bars=tornado().bars.with_columns(low_usd=pl.lit(6.8e6), high_usd=pl.lit(7.2e6))
    )
    option, _ = study_charts.tornado_bars(view(), close, unit_for(1e6))
    assert option["baseOption"]["xAxis"]["scale"] is True
    assert "min" not in option["baseOption"]["xAxis"]


def test_levels_tell_the_cost_alone_and_what_the_others_save() -> None:
    option, _ = study_charts.level_bars(view(), together(), unit_for(1e6))
    (bar,) = option["baseOption"]["series"]
    assert [each["value"] for each in bar["data"]] == [200.0, 195.0, 190.0, 170.0]
    labels = [each["label"]["formatter"] for each in bar["data"]]
    assert labels == [
        "USD 200 mn",
        "saves USD 5.0 mn",
        "saves USD 10 mn",
        "saves USD 30 mn",
    ]
