from dataclasses import replace

from supplypact.domain.plan import FrontierPoint
from supplypact.reporting.chart import Option
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.plan.frontier import (
    frontier_finding,
    frontier_section,
    frontier_table,
    goals_finding,
    own_goals,
)
from supplypact.units import Share, Usd
from tests.reporting.given import pact
from tests.reporting.plan.test_tables import rows

SAY = load_phrases("en")


def points() -> list[FrontierPoint]:
    """Return three levels; the third is not reached."""
    return [
        FrontierPoint(
            goal=Share(goal),
            reached=Share(min(goal, 0.5)),
            objective=Usd(cost),
            support=Usd(cost / 2),
            projects=number,
            met=goal <= 0.5,
        )
        for number, (goal, cost) in enumerate([(0.3, 0.0), (0.5, 2e9), (0.7, 3e9)])
    ]


def test_the_highest_level_that_can_be_met_is_named_with_its_cost() -> None:
    highest = (
        "All binding targets can be met together up to a goal of 50.0%; that costs USD 2.0 bn."
    )
    assert frontier_finding(points(), SAY) == highest
    assert frontier_finding(points()[2:], SAY) == "No goal of these can be met in full."
    assert goals_finding(points(), replace(pact(), targets=()), SAY) == highest


def test_the_goal_of_the_pact_is_told_with_its_cost_or_that_it_cannot_be_met() -> None:
    assert goals_finding(points(), pact(), SAY) == (
        "The pact's own goal of 30.0%, for all binding targets, costs USD 0."
    )
    high = replace(pact(), targets=(replace(pact().targets[0], goal=Share(0.7)),))
    assert goals_finding(points(), high, SAY) == (
        "The pact's own goal of 70.0% cannot be met by all binding targets; the nearest plan "
        "costs USD 3.0 bn."
    )


def option(given: list[FrontierPoint]) -> Option:
    (chart,) = frontier_section(given, pact(), SAY).charts
    return chart.panels[0].option


def test_the_line_ends_at_the_highest_level_that_is_met_and_the_rest_stands_apart() -> None:
    met, missed = option(points()[::-1])["series"]
    assert met["data"] == [[30.0, 0.0], [50.0, 2000.0]]
    assert (missed["data"], missed["symbol"]) == ([[70.0, 3000.0]], "emptyRect")
    assert missed["lineStyle"]["width"] == 0
    assert len(option(points()[:2])["series"]) == 1


def test_the_goals_of_the_pact_are_marked_once_and_the_axis_shows_all() -> None:
    drawn = option(points())
    (goal,) = drawn["series"][0]["markLine"]["data"]
    assert goal == {"xAxis": 30.0, "name": "the pact's goal 30.0%"}
    assert (drawn["xAxis"]["min"], drawn["xAxis"]["max"]) == (30, 70)
    assert own_goals(replace(pact(), targets=pact().targets * 2)) == [0.3]


def test_the_table_has_a_row_for_each_level() -> None:
    assert [row["met"] for row in rows(frontier_table(points(), SAY))] == [True, True, False]
