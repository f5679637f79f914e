"""What projects cost, when, and who pays: worked by hand on the two-stage world of given.py."""

import polars as pl
import pytest

from supplypact.domain.plan import Plan, PlanOptions
from supplypact.planning.plan import plan
from tests.given import pact, project, target, two_stages

SMELTER = project("smelter", "AUS", {("testium", "refine"): 12}, capex=1e6)


def line(made: Plan, name: str) -> float:
    (found,) = [each.undiscounted for each in made.costs if each.id == name]
    return found


def test_a_price_floor_pays_the_gap_for_all_that_a_project_makes() -> None:
    # floor 1500, price 1000: 500 USD for 12 t in each of 2030 to 2035; parties pay half the capex
    agreed = pact(target("testium"), floors={("testium", "refine"): 1500.0}, discount_rate=0.05)
    made = plan(agreed, two_stages(SMELTER))
    assert line(made, "price_floor") == pytest.approx(6 * 12 * 500)
    (built,) = made.projects
    assert built.price_floor == pytest.approx(36_000)
    assert sum(built.support_by_party.values()) == pytest.approx(5e5 + 36_000)


def test_a_floor_below_the_price_pays_nothing() -> None:
    agreed = pact(target("testium"), floors={("testium", "refine"): 900.0})
    assert line(plan(agreed, two_stages(SMELTER)), "price_floor") == 0.0


def test_a_plant_that_ramps_up_starts_earlier() -> None:
    # 8 of 12 are needed in 2030 (18 less Japan's 10); half output in the first year gives 6 and
    # Japan's spare 1.1 is not enough, so the first year must be 2029: start in 2027
    agreed = pact(target("testium"), ramp_first=0.5, discount_rate=0.05)
    made = plan(agreed, two_stages(SMELTER))
    assert [(p.start_year, p.first_output_year) for p in made.projects] == [(2027, 2029)]


def test_no_project_starts_before_its_earliest_year() -> None:
    late = project("smelter", "AUS", {("testium", "refine"): 12}, start=2029)
    made = plan(pact(target("testium")), two_stages(late))
    # first output 2031: the goal of 2030 is missed, the later ones are not
    assert made.status == "nearest"
    (result,) = made.targets
    assert not result.met


def test_costs_of_later_years_count_less() -> None:
    # 5e5 in 2028 and in 2029, three and four years after 2025, at 10 %
    made = plan(pact(target("testium"), discount_rate=0.1), two_stages(SMELTER))
    (capex,) = [each for each in made.costs if each.id == "capex"]
    assert capex.undiscounted == pytest.approx(1e6)
    assert capex.discounted == pytest.approx(5e5 * 1.1**-3 + 5e5 * 1.1**-4)


def test_a_budget_that_binds_spreads_the_start_and_its_price_is_told() -> None:
    # public half of 1e6 over two years is 250,000 a year; lines of 2.4e6 give 240,000 a year:
    # with starts in parts only 96 % can start
    agreed = pact(target("testium", goal=0.38), budget=2.4e6, discount_rate=0.05)
    made = plan(agreed, two_stages(SMELTER), PlanOptions(relaxed=True))
    spent = made.support.group_by("year").agg(pl.col("support_usd", "limit_usd").sum())
    assert (spent["support_usd"] <= spent["limit_usd"] * (1 + 1e-6)).all()
    assert made.status == "optimal"
    assert len(made.projects) > 1  # in parts, in several years


def test_without_money_the_reason_is_told() -> None:
    options = PlanOptions(budgets=(("USA", 0.0), ("JPN", 0.0)))
    made = plan(pact(target("testium")), two_stages(SMELTER), options)
    assert any("funding lines are spent" in each for each in made.obstacles)


def test_a_plant_that_a_country_of_concern_owns_is_no_candidate() -> None:
    rival = project("rival", "AUS", {("testium", "refine"): 50}, capex=1.0, concern_owned=True)
    made = plan(pact(target("testium")), two_stages(SMELTER, rival))
    assert [each.id for each in made.projects] == ["smelter"]
