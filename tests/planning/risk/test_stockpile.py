"""The whole answer of a small pact."""

import polars as pl
import pytest

from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.planning.risk.stockpile import stockpile
from supplypact.units import Year
from tests.given import pact, project, target, two_stages
from tests.planning.risk.given import data

PLAN = PlanOptions(first_year=Year(2029), last_year=Year(2031))


def test_the_cases_stand_side_by_side_and_more_help_costs_less() -> None:
    world = two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=2))
    terms = pact(target("testium"), shortage_price_multiple=100.0)
    result = stockpile(terms, world, data(), RiskOptions(), PLAN)
    whole = result.losses.filter(pl.col("party") == "*", pl.col("material") == "*")
    cost = dict(whole.select("case", "expected_usd").iter_rows())
    assert set(cost) == {"nothing", "stocks", "projects", "both"}
    assert cost["stocks"] <= cost["nothing"]
    assert cost["both"] <= cost["projects"]
    assert (whole["tail_usd"] >= 0).all()
    parts = result.losses.filter(pl.col("case") == "nothing", pl.col("party") != "*")
    total = parts.filter(pl.col("material") == "testium")["expected_usd"].sum()
    assert total == pytest.approx(cost["nothing"])
    assert result.bound <= result.objective * (1 + 1e-9)
    assert result.objective >= result.plan_cost + result.stock_cost - 1e-6 * result.objective
    assert result.estimates == ("testium",)


def test_what_is_missing_by_end_use_is_what_the_party_misses() -> None:
    # One end use only: its tonnes are those of the party, expected and in the tail.
    world = two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=2))
    terms = pact(target("testium"), shortage_price_multiple=100.0)
    result = stockpile(terms, world, data(), RiskOptions(), PLAN)
    key = ["case", "year", "party", "material"]
    figures = ["expected_tonnes", "tail_tonnes"]
    both = result.short.join(result.losses, on=key, suffix="_of_party")
    assert both.height == result.short.height > 0
    for figure in figures:
        assert both[figure].to_list() == pytest.approx(both[f"{figure}_of_party"].to_list())
    assert (result.short["tail_usd"] > 0).any()
