from dataclasses import replace

import polars as pl

from supplypact.domain.pact import Reading
from supplypact.reporting.plan import sentences
from supplypact.reporting.plan.view import View
from supplypact.units import Year
from tests.reporting.given import target, view


def test_a_share_that_does_not_move_is_told_once() -> None:
    assert sentences.share_finding(view(), target()) == (
        "From 16.7% without the plan to 30.0% with it in 2030; goal 30.0%: ✓ met."
    )
    still = target(base=0.4, planned=0.4, binding=False)
    assert sentences.share_finding(view(), still) == (
        "40.0% in 2030 with and without the plan; goal 30.0%: ✓ reached."
    )


def test_readings_that_would_be_missed_are_named() -> None:
    assert sentences.readings_findings(view()) == [
        "As a share of world output: the plan would miss the goal for testium (18.0%)."
    ]
    assert sentences.readings_findings(view(target(goal=0.1))) == [
        "The goals of the binding targets hold under all three readings."
    ]
    assert sentences.readings_findings(view(target(binding=False))) == []


def test_a_goal_that_another_reading_meets_without_the_plan_is_named() -> None:
    # as the world reading has it the goal of 15% is missed by 10%; of purchases 16.7% are outside
    world = replace(target(base=0.10, planned=0.18, goal=0.15), reading=Reading.WORLD)
    assert sentences.readings_findings(view(world)) == [
        (
            "As a share of direct purchases: without the plan, the goal would be met for testium "
            "(16.7%)."
        ),
        (
            "As a share of use, products included: without the plan, the goal would be met for "
            "testium (16.7%)."
        ),
    ]


def test_the_portfolio_is_told_by_number_capex_and_years() -> None:
    assert sentences.portfolio_finding(view()) == (
        "1 project for USD 2.0 bn: funding from 2028, first output 2030."
    )
    assert sentences.portfolio_finding(view(projects=())) == "No project needs to be started."
    unbound = sentences.portfolio_finding(view(target(binding=False), projects=()))
    assert unbound.endswith("supplypact plan test --target MATERIAL=GOAL.")


def test_support_is_told_by_its_peak_and_the_nearest_limit() -> None:
    assert sentences.money_finding(view()) == (
        "Support peaks in 2028 at USD 500 mn. USA uses at most 25.0% of its yearly limit. "
        "JPN uses at most 25.0% of its yearly limit."
    )
    assert sentences.money_finding(view(projects=())) == "No public support is paid."


def test_the_largest_cost_line_is_named() -> None:
    assert sentences.cost_finding(view()) == "Building projects are 75.0% of the cost."
    assert sentences.cost_finding(view(projects=())) == "The plan costs nothing."


def test_constraints_are_counted_and_the_first_is_told() -> None:
    assert sentences.bindings_finding(view()) == (
        "1 constraint has a price above USD 1,000; the dearest: A further point costs USD 5.0 "
        "million."
    )


def test_the_part_of_the_concern_is_told_for_the_parties() -> None:
    # 50 and 42 of 60 t
    assert sentences.sourcing_finding(view(), target()) == (
        "In 2030 83.3% of what the parties use passes the stage 'refine' in CHN without the plan, "
        "70.0% with it."
    )


def test_the_way_is_told_with_the_shares_of_the_sourcing_chart() -> None:
    # 50 and 42 of 60 t
    assert sentences.flow_change(view(), target()) == (
        "Where what the parties use in 2030 passes the stage 'refine': most of it in CHN (83.3%) "
        "without the plan, most of it in CHN (70.0%) with it."
    )
    text = sentences.flow_finding(view(), target(), "plan")
    assert text.endswith("most of it in CHN (70.0%) with the plan.")


def test_only_more_than_half_is_most() -> None:
    seen = view()
    here = (pl.col("origin") == "partner") & (pl.col("stage") == "refine")
    more = seen.plan.sourcing.with_columns(
        tonnes=pl.when(here).then(pl.col("tonnes") * 5.0).otherwise("tonnes")
    )
    # with the plan 42 t in China, 10 in Japan, and now 40 in Australia: 42 of 92 t
    text = sentences.flow_finding(
        View(replace(seen.plan, sourcing=more), seen.pact, seen.network, seen.say), target(), "plan"
    )
    assert text.endswith("the largest part in CHN (45.7%) with the plan.")


def test_what_is_not_used_passes_nowhere() -> None:
    text = sentences.flow_change(view(), replace(target(), year=Year(2040)))
    assert text.endswith("'refine': nowhere, with and without the plan.")


def test_stages_that_depend_by_more_than_half_are_counted() -> None:
    # refined 42 of 60 t in China, mined 16.8 of 60 t
    assert sentences.dependence_finding(view()).startswith("1 of 2 stages of materials")
