"""The Shapley value: textbook cases, the axioms that single it out, its definition by orders."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.sharing.core import is_in_core
from supplypact.sharing.game import Game, coalitions, evaluate, from_costs, negated
from supplypact.sharing.shapley import shapley
from tests.sharing.games import PARTIES, airport, any_games, concave_games, gloves, money

NEAR = 1e-9
three = st.just(3)


def test_the_runway_is_paid_by_those_who_need_each_stretch() -> None:
    # first third by three, second by two, last by one: 1/3, 1/3 + 1/2, 1/3 + 1/2 + 1
    assert shapley(airport()) == pytest.approx({"A": 1 / 3, "B": 5 / 6, "C": 11 / 6})


def test_the_only_right_glove_earns_two_thirds() -> None:
    # R is paid 1 unless it comes first, 1/6 of the orders each for L1, L2 right after a lone R
    assert shapley(gloves()) == pytest.approx({"L1": -1 / 6, "L2": -1 / 6, "R": -2 / 3})


def test_two_parties_share_the_saving_in_halves() -> None:
    game = from_costs("AB", {frozenset("A"): 10, frozenset("B"): 4, frozenset("AB"): 8})
    assert shapley(game) == {"A": 7, "B": 1}  # 14 - 8 = 6 saved, 3 each


@pytest.mark.parametrize("parties", ["AB", "ABC", "ABCDEFG"])
@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_pooled_equal_risks_need_one_over_root_n_if_independent_and_all_if_they_move_as_one(
    parties: str, correlation: float
) -> None:
    # variance of a sum of k: k + k (k - 1) r; alone 100 t
    pooled = evaluate(
        parties, lambda some: 100 * (len(some) * (1 + (len(some) - 1) * correlation)) ** 0.5
    )
    n = len(parties)
    each = 100 * ((1 + (n - 1) * correlation) / n) ** 0.5
    assert shapley(pooled) == pytest.approx(dict.fromkeys(parties, each))
    assert is_in_core(pooled, shapley(pooled))


def by_orders(game: Game) -> dict[str, float]:
    """What each party adds on joining, averaged over all orders: the definition, slowly."""
    costs = {game.coalition(number): cost for number, cost in enumerate(game.cost.tolist())}
    orders = list(itertools.permutations(game.parties))
    pays = dict.fromkeys(game.parties, 0.0)
    for order in orders:
        for i, party in enumerate(order):
            added = costs[frozenset(order[: i + 1])] - costs[frozenset(order[:i])]
            pays[party] += added / len(orders)
    return pays


@given(any_games())
def test_it_is_the_mean_over_all_orders_of_joining(game: Game) -> None:
    assert shapley(game) == pytest.approx(by_orders(game), abs=NEAR)


@given(any_games())
def test_the_parties_pay_the_joint_cost(game: Game) -> None:
    assert sum(shapley(game).values()) == pytest.approx(game.joint_cost, abs=NEAR)


@given(st.lists(money, min_size=5, max_size=5), any_games(three))
def test_parties_that_add_the_same_pay_the_same(extra: list[float], seed: Game) -> None:
    # D and E stand for each other: cost depends on how many of them are members
    costs = dict(zip(map(seed.coalition, range(8)), seed.cost.tolist(), strict=True))
    game = evaluate(PARTIES, lambda some: costs[some & set("ABC")] + extra[len(some & set("DE"))])
    assert shapley(game)["D"] == pytest.approx(shapley(game)["E"], abs=NEAR)


@given(any_games(three), money)
def test_a_party_that_adds_the_same_to_all_pays_that(seed: Game, own: float) -> None:
    costs = dict(zip(map(seed.coalition, range(8)), seed.cost.tolist(), strict=True))
    game = evaluate("ABCD", lambda some: costs[some - {"D"}] + own * ("D" in some))
    assert shapley(game)["D"] == pytest.approx(own, abs=NEAR)
    assert {party: shapley(game)[party] for party in "ABC"} == pytest.approx(
        shapley(seed), abs=NEAR
    )


@given(any_games(three), any_games(three), money)
def test_two_costs_shared_apart_add_up(one: Game, other: Game, factor: float) -> None:
    both = Game(parties=one.parties, cost=one.cost + factor * other.cost)
    assert shapley(both) == pytest.approx(
        {p: shapley(one)[p] + factor * shapley(other)[p] for p in one.parties}, abs=1e-6
    )


@given(any_games(three), st.permutations("ABC"))
def test_the_order_of_the_parties_does_not_matter(game: Game, order: list[str]) -> None:
    costs = {game.coalition(number): cost for number, cost in enumerate(game.cost.tolist())}
    assert shapley(from_costs(order, costs)) == pytest.approx(shapley(game), abs=NEAR)


@given(any_games())
def test_a_gain_is_shared_as_a_cost_below_zero(game: Game) -> None:
    turned = {party: -pays for party, pays in shapley(game).items()}
    assert shapley(negated(game)) == pytest.approx(turned, abs=NEAR)


@given(concave_games())
def test_where_a_party_adds_less_to_a_larger_coalition_the_split_is_in_the_core(game: Game) -> None:
    assert is_in_core(game, shapley(game))


@settings(max_examples=50)
@given(any_games(), st.floats(0, 10), st.integers(0, 2**32 - 1))
def test_costs_within_a_gap_give_shares_within_it(game: Game, gap: float, seed: int) -> None:
    known = game.cost + np.random.default_rng(seed).uniform(0, gap, len(game.cost))
    known[0] = 0.0
    costs = {game.coalition(number): cost for number, cost in enumerate(known.tolist())}
    assert set(coalitions(game.parties)) < set(costs)
    shares = shapley(from_costs(game.parties, costs))
    assert all(abs(shares[p] - pays) <= gap + 1e-9 for p, pays in shapley(game).items())
