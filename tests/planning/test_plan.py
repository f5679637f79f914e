"""Plans of a small world, worked by hand.

Testium: the US and Japan use 30 each, 10 of these 60 refined in Japan, 50 in China.  Japan's
plant runs at 90 % of its capacity, so it could make 10 / 0.9 = 11.1.
"""

from typing import Any

import polars as pl
import pytest

from supplypact.algebra.solve import Solver
from supplypact.domain.pact import Reading
from supplypact.domain.plan import Plan, PlanOptions, TargetResult
from supplypact.errors import DataError, UsageError
from supplypact.planning.plan import plan, plan_and_model
from tests.given import material, network, pact, project, stage, target, two_stages

SMELTER = project("smelter", "AUS", {("testium", "refine"): 12}, capex=1e6)
BIG = project("big", "AUS", {("testium", "refine"): 30}, capex=3e6)


def only(made: Plan) -> TargetResult:
    (result,) = made.targets
    return result


def cost(made: Plan, line: str) -> float:
    (found,) = [each.discounted for each in made.costs if each.id == line]
    return found


def test_without_a_target_nothing_is_built_and_nothing_costs() -> None:
    made = plan(pact(), two_stages(SMELTER))
    assert made.projects == ()
    assert made.objective == pytest.approx(0.0, abs=1e-6)


def test_the_base_share_is_what_japan_refines_of_what_the_parties_use() -> None:
    # 10 of 60
    assert only(plan(pact(target("testium")), two_stages(SMELTER))).base_share == pytest.approx(
        1 / 6
    )


def test_the_cheapest_project_that_meets_the_target_is_built() -> None:
    # 30 % of 60 is 18: 10 from Japan and 8 of the smelter's 12
    made = plan(pact(target("testium")), two_stages(SMELTER, BIG))
    assert [each.id for each in made.projects] == ["smelter"]
    assert cost(made, "capex") == pytest.approx(1e6)
    assert only(made).met
    assert made.status == "optimal"


def test_a_higher_goal_needs_the_larger_project() -> None:
    # 50 % of 60 is 30: Japan's 11.1 and the smelter's 12 are not enough
    options = PlanOptions(goals=(("testium", 0.5),))
    made = plan(pact(target("testium")), two_stages(SMELTER, BIG), options)
    assert [each.id for each in made.projects] == ["big"]


def test_a_goal_out_of_reach_gives_the_nearest_goal() -> None:
    # at most 11.1 of Japan + 12 of the smelter = 23.1 of 60
    options = PlanOptions(goals=(("testium", 0.9),))
    made = plan(pact(target("testium")), two_stages(SMELTER), options)
    assert made.status == "nearest"
    assert not only(made).met
    assert only(made).nearest_goal == pytest.approx((10 / 0.9 + 12) / 60, abs=1e-5)


def test_a_goal_of_all_is_never_met_by_leaving_needs_unmet() -> None:
    options = PlanOptions(goals=(("testium", 1.0),))
    made = plan(pact(target("testium")), two_stages(SMELTER), options)
    assert not only(made).met
    assert cost(made, "unmet") == pytest.approx(0.0, abs=1e-3)


def test_a_zero_budget_builds_nothing_and_says_how_near_it_gets() -> None:
    # Japan's spare capacity alone: 11.1 of 60
    options = PlanOptions(budgets=(("USA", 0.0), ("JPN", 0.0)))
    made = plan(pact(target("testium")), two_stages(SMELTER), options)
    assert made.projects == ()
    assert only(made).nearest_goal == pytest.approx(10 / 0.9 / 60, abs=1e-5)


def test_the_parties_pay_as_their_funding_lines_are_sized() -> None:
    # half of the 1 MUSD is public; Japan has three times as much as the US
    options = PlanOptions(budgets=(("USA", 1e8), ("JPN", 3e8)))
    (built,) = plan(pact(target("testium")), two_stages(SMELTER), options).projects
    assert built.support_by_party == pytest.approx({"USA": 125e3, "JPN": 375e3})


def test_starts_wait_as_long_as_the_target_allows_when_money_has_a_price() -> None:
    # two years of building: output in 2030 needs a start in 2028; capex over 2028 and 2029
    made = plan(pact(target("testium"), discount_rate=0.05), two_stages(SMELTER))
    assert [each.start_year for each in made.projects] == [2028]
    assert cost(made, "capex") == pytest.approx(5e5 * 1.05**-3 + 5e5 * 1.05**-4)


def test_a_delay_makes_the_start_earlier() -> None:
    options = PlanOptions(delays=(("smelter", 2),))
    made = plan(pact(target("testium"), discount_rate=0.05), two_stages(SMELTER), options)
    assert [(each.start_year, each.first_output_year) for each in made.projects] == [(2026, 2030)]


def test_relaxed_starts_cost_at_most_as_much_as_whole_ones() -> None:
    # 18 are needed; Japan's spare 1.11 costs 5 % of 1000 USD a tonne, the smelter 83,333 a tonne
    made = plan(pact(target("testium")), two_stages(SMELTER), PlanOptions(relaxed=True))
    (built,) = made.projects
    assert built.part == pytest.approx((18 - 10 / 0.9) / 12, rel=1e-6)
    assert made.objective < 1e6


def test_the_world_reading_counts_world_output() -> None:
    # world output 100, of which Japan 10: 20 % needs 10 more
    options = PlanOptions(reading=Reading.WORLD, goals=(("testium", 0.2),))
    made = plan(pact(target("testium")), two_stages(SMELTER), options)
    assert only(made).base_share == pytest.approx(0.1)
    assert [each.id for each in made.projects] == ["smelter"]


def test_an_ally_refining_a_rivals_ore_counts_at_refine_but_not_at_mine() -> None:
    # Japan refines ore from China: good at refine, bad at mine
    world = network(
        (material("ore", stage("mine"), stage("refine")),),
        output={("ore", "mine", "CHN", 2024): 10, ("ore", "refine", "JPN", 2024): 10},
        demand={("ore", "refine", "JPN"): 10},
        flow={("ore", "mine", "CHN", "JPN"): 10, ("ore", "refine", "JPN", "JPN"): 10},
        projects=(project("pit", "AUS", {("ore", "mine"): 10}),),
    )
    refine, mine = target("ore", binding=False), target("ore", stage="mine", binding=False)
    at_refine = only(plan(pact(refine), world))
    at_mine = only(plan(pact(mine), world))
    assert (at_refine.base_share, at_mine.base_share) == (1.0, 0.0)


def test_what_is_inside_imported_magnets_counts_where_it_was_refined() -> None:
    # Japan makes 5 of magnets from Australian oxide, imports 15 from China (Chinese oxide).
    # Half is lost between oxide and magnet: 10 and 30 of oxide; embodied share 25 %.
    # Directly Japan buys only the 10 of Australian oxide: 100 %.
    world = network(
        (material("mag", stage("refine"), stage("magnet", recovery=0.5)),),
        output={
            ("mag", "refine", "AUS", 2024): 10,
            ("mag", "refine", "CHN", 2024): 30,
            ("mag", "magnet", "JPN", 2024): 5,
            ("mag", "magnet", "CHN", 2024): 15,
        },
        demand={("mag", "magnet", "JPN"): 20},
        flow={
            ("mag", "refine", "AUS", "JPN"): 10,
            ("mag", "refine", "CHN", "CHN"): 30,
            ("mag", "magnet", "JPN", "JPN"): 5,
            ("mag", "magnet", "CHN", "JPN"): 15,
        },
        projects=(project("plant", "AUS", {("mag", "magnet"): 1}),),
    )
    made = plan(pact(target("mag", binding=False)), world)
    base = made.readings.filter(case="base", year=2030)
    shares = dict(zip(base["reading"], base["share"], strict=True))
    assert shares == pytest.approx({"world": 0.25, "direct": 1.0, "embodied": 0.25})


def test_a_country_of_concern_cannot_sell_its_clean_part_to_the_parties() -> None:
    # China refines half Australian ore.  At the mine the parties' share is the mix, and cannot
    # be raised by sorting lots: 50 of 90 fed to China are Australian, all 10 of Japan are.
    made = plan(pact(target("testium", stage="mine", goal=0.99)), two_stages(SMELTER))
    embodied = made.sourcing.filter(case="base", stage="mine", party="*", year=2030)
    tonnes = dict(zip(embodied["origin"], embodied["tonnes"], strict=True))
    assert tonnes["partner"] == pytest.approx(10 + 50 * 50 / 90)
    assert not only(made).met


def test_money_in_the_answer_adds_up() -> None:
    made = plan(pact(target("testium"), discount_rate=0.05), two_stages(SMELTER, BIG))
    assert sum(line.discounted for line in made.costs) == pytest.approx(made.objective)
    by_party = made.support["support_usd"].sum()
    assert by_party == pytest.approx(sum(sum(p.support_by_party.values()) for p in made.projects))


def test_the_price_of_a_point_is_what_a_point_costs_with_starts_in_parts() -> None:
    dear = project("smelter", "AUS", {("testium", "refine"): 12}, capex=1e9)
    world, agreed = two_stages(dear), pact(target("testium"))
    low, high = (
        plan(agreed, world, PlanOptions(relaxed=True, goals=(("testium", goal),)))
        for goal in (0.30, 0.31)
    )
    told = sum(b.value for b in low.bindings if b.name.startswith("T1_target"))
    # holding the goal in 2031 and later is priced apart; together they make the difference
    assert told == pytest.approx(high.objective - low.objective, rel=1e-4)


def test_holding_what_no_target_touches_changes_no_answer() -> None:
    # a second material without a target beside testium; its project is dear and stays unbuilt
    world = two_stages(SMELTER, BIG, project("pit", "AUS", {("other", "mine"): 5}, capex=10.0))
    second = network(
        (*world.materials, material("other", stage("mine"))),
        output=_rows(world.output, 4) | {("other", "mine", "CHN", 2024): 7},
        demand=_rows(world.demand, 3) | {("other", "mine", "JPN"): 7},
        flow=_rows(world.flow, 4) | {("other", "mine", "CHN", "JPN"): 7},
        projects=world.projects,
    )
    made, solved = plan_and_model(pact(target("testium")), second, PlanOptions())
    everything = Solver(solved.built.model).solve(gap=0.0)
    assert everything is not None
    assert everything.objective == pytest.approx(made.objective, rel=1e-9)
    assert [each.id for each in made.projects] == ["smelter"]


def _rows(frame: pl.DataFrame, keys: int) -> dict[tuple[Any, ...], float]:
    return {row[:keys]: row[keys] for row in frame.iter_rows()}


def test_unknown_names_are_told_with_the_nearest_known_one() -> None:
    with pytest.raises(UsageError, match="did you mean 'smelter'"):
        plan(pact(target("testium")), two_stages(SMELTER), PlanOptions(without=("smeltr",)))
    with pytest.raises(UsageError, match="did you mean 'testium'"):
        plan(pact(target("testium")), two_stages(SMELTER), PlanOptions(goals=(("testum", 0.4),)))
    with pytest.raises(UsageError, match="not a party"):
        plan(pact(target("testium")), two_stages(SMELTER), PlanOptions(budgets=(("AUS", 1.0),)))


def test_a_material_without_price_or_a_world_without_candidates_is_refused() -> None:
    world = network(
        (material("ore", stage("mine"), price=None),),
        output={("ore", "mine", "CHN", 2024): 10},
        demand={("ore", "mine", "JPN"): 10},
        flow={("ore", "mine", "CHN", "JPN"): 10},
        projects=(project("pit", "AUS", {("ore", "mine"): 10}),),
    )
    with pytest.raises(DataError, match="'ore' has no price"):
        plan(pact(), world)
    with pytest.raises(DataError, match="no project to decide on"):
        plan(pact(target("testium")), two_stages())
