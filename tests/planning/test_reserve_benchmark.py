"""The published optimal reserve, found twice, and what a plan's kind of stock rule loses to it."""

from dataclasses import replace
from itertools import combinations_with_replacement, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.sharing.game import Values
from tests.planning.teisberg import (
    CALM,
    CUT,
    Market,
    best_rule,
    by_lp,
    by_values,
    cost_of_path,
    cost_of_rule,
    prices,
    rule_of_plan,
)

PUBLISHED = 2401.577
MARKET = Market()
BEST = by_values(MARKET)
LEVELS = np.array(MARKET.levels)


def rule_for(market: Market) -> Values:
    return best_rule(market, by_values(market))


def held(market: Market) -> float:
    """Stock at which the best rule stops, from an empty store in a long calm."""
    level, rule = 0, rule_for(market)
    for _ in market.levels:
        level = int(np.searchsorted(market.levels, rule[level, CALM]))
    return market.levels[level]


def test_both_ways_find_the_published_optimum() -> None:
    assert BEST.cost == pytest.approx(PUBLISHED, abs=1e-3)
    assert by_lp(MARKET).cost == pytest.approx(BEST.cost, rel=1e-6)
    assert by_lp(MARKET).ahead == pytest.approx(BEST.ahead, rel=1e-6)


def test_the_market_clears_at_its_normal_price_in_calm_and_above_in_a_cut() -> None:
    # 342 over 110 + 130, and over 99 + 130, to the tenth power
    assert prices(MARKET)[0, 0].tolist() == pytest.approx([34.526, 55.196], abs=1e-3)


def test_stock_is_built_in_calm_and_released_in_a_cut() -> None:
    rule = best_rule(MARKET, BEST)
    assert rule[0, CALM] > 0
    assert (rule[1:, CUT] < LEVELS[1:]).all()
    assert (rule[:, CUT] <= rule[:, CALM]).all()


def test_without_cuts_nothing_is_stocked() -> None:
    assert held(replace(MARKET, strikes=0.0)) == 0
    assert held(replace(MARKET, lost=0.0)) == 0


@pytest.mark.parametrize(
    "markets",
    [
        [replace(MARKET, strikes=strikes) for strikes in (0.0, 0.05, 0.1, 0.2, 0.4)],
        [replace(MARKET, lost=lost) for lost in (0.0, 5.0, 11.0, 22.0)],
    ],
    ids=("more", "deeper"),
)
def test_more_or_deeper_cuts_never_call_for_less_stock(markets: list[Market]) -> None:
    stocks = [held(market) for market in markets]
    assert stocks == sorted(stocks)
    assert stocks[0] < stocks[-1]


def test_dearer_storage_never_calls_for_more_stock() -> None:
    rules = [rule_for(replace(MARKET, storage=storage)) for storage in (0.0, 0.32, 2.0, 5.0)]
    assert all((less <= more).all() for more, less in pairwise(rules))
    assert (rules[-1] < rules[0]).any()


def test_a_finer_grid_keeps_the_stock() -> None:
    fine = replace(MARKET, levels=tuple(np.arange(0, 21.5, 0.5).tolist()))
    assert held(fine) == held(MARKET) == 3


def test_the_best_rule_costs_what_the_optimum_says() -> None:
    assert cost_of_rule(MARKET, best_rule(MARKET, BEST)) == pytest.approx(BEST.ahead, rel=1e-9)


@given(st.lists(st.integers(0, 7), min_size=16, max_size=16))
def test_no_rule_beats_the_optimum_from_any_state(drawn: list[int]) -> None:
    rule = LEVELS[np.array(drawn)].reshape(8, 2)
    rule[:, CUT] = np.minimum(rule[:, CUT], LEVELS)
    assert (cost_of_rule(MARKET, rule) >= BEST.ahead * (1 - 1e-9)).all()


@pytest.mark.parametrize("start", [1, 2, 4])
def test_one_path_weighted_by_survival_meets_a_cut_of_unknown_length_at_least_cost(
    start: int,
) -> None:
    level = MARKET.levels[start]
    falling = combinations_with_replacement(MARKET.levels[start::-1], 6)
    cheapest = min(cost_of_path(MARKET, BEST, level, path) for path in falling)
    assert cheapest == pytest.approx(BEST.ahead[start, CUT], rel=1e-9)


def test_a_target_and_a_path_of_release_are_optimal_from_an_empty_store() -> None:
    rule = rule_of_plan(MARKET, target=3, fill=3, path=(0,))
    cost, never = cost_of_rule(MARKET, rule), cost_of_rule(MARKET, rule_of_plan(MARKET, 0, 0, ()))
    assert cost[0] == pytest.approx(BEST.ahead[0], rel=1e-9)
    assert never[0, CALM] - cost[0, CALM] == pytest.approx(7.308, abs=1e-3)


def test_a_stock_that_is_never_released_is_worse_than_none() -> None:
    hoard = cost_of_rule(MARKET, rule_of_plan(MARKET, target=3, fill=3, path=()))
    none = cost_of_rule(MARKET, rule_of_plan(MARKET, target=0, fill=0, path=()))
    assert hoard[0, CALM] > none[0, CALM]


def test_a_rule_off_the_grid_or_one_that_builds_in_a_cut_is_refused() -> None:
    with pytest.raises(ValueError, match="not on the market's grid"):
        cost_of_path(MARKET, BEST, 4, (3,))
    with pytest.raises(ValueError, match="builds stock in a cut"):
        cost_of_rule(MARKET, np.full((8, 2), 21.0))


def test_a_plan_releases_along_its_path_and_keeps_what_is_beyond_its_target() -> None:
    rule = rule_of_plan(MARKET, target=9, fill=6, path=(6, 0.9))
    # calm: 6 more a period up to 9; cut: 3 of 9 or more, then 5.1 of 6 (to 0.9, nearest 0)
    assert rule[:, CALM].tolist() == [6, 9, 9, 9, 12, 15, 18, 21]
    assert rule[:, CUT].tolist() == [0, 3, 0, 6, 9, 12, 15, 18]
