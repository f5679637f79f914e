"""Which coalition would leave, what the best split can do about it, and splits that are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.errors import UsageError
from supplypact.sharing.core import core_gap, excesses, is_in_core, stand_alone
from supplypact.sharing.game import Game, evaluate, from_costs, negated
from supplypact.sharing.least_core import core_point, least_core, nucleolus
from supplypact.sharing.shapley import shapley
from tests.sharing.games import airport, any_games, concave_games, gloves, no_way_to_agree


def test_the_two_long_planes_have_most_reason_to_leave_and_none() -> None:
    # B and C pay 5/6 + 11/6 = 16/6, alone 3
    found = core_gap(airport(), shapley(airport()))
    assert found.coalition == frozenset("BC")
    assert found.excess == pytest.approx(-1 / 3)
    assert is_in_core(airport(), shapley(airport()))


def test_the_shapley_split_can_lie_outside_a_core_that_exists() -> None:
    # R and one L get 2/3 + 1/6, alone 1; both such pairs, the one named first is told
    found = core_gap(gloves(), shapley(gloves()))
    assert found.coalition == frozenset({"L1", "R"})
    assert found.excess == pytest.approx(1 / 6)
    assert not is_in_core(gloves(), shapley(gloves()))
    assert core_point(gloves()) == pytest.approx({"L1": 0, "L2": 0, "R": -1})


def test_of_coalitions_that_tie_but_for_rounding_the_small_and_first_is_told() -> None:
    alone = {"A": 0.1 + 0.2, "B": 0.3, "C": 2.0}  # the sum is above 0.3 by rounding
    game = evaluate("ABC", lambda some: {1: min(alone[p] for p in some), 2: 9.0, 3: 2.0}[len(some)])
    split = {"A": 0.5, "B": 0.5, "C": 1.0}
    assert core_gap(game, split).coalition == frozenset("A")


def test_where_no_split_lasts_the_least_reason_to_leave_is_told() -> None:
    # pairs pay x(A+B) + x(A+C) + x(B+C) = 4 and alone 3: one third too much for each at best
    best = least_core(no_way_to_agree())
    assert best.excess == pytest.approx(1 / 3)
    assert best.split == pytest.approx(dict.fromkeys("ABC", 2 / 3))
    assert core_point(no_way_to_agree()) is None


def test_costs_known_within_a_gap_hold_a_split_that_is_off_by_no_more() -> None:
    split = shapley(gloves())
    assert not is_in_core(gloves(), split, gap=0.16)
    assert is_in_core(gloves(), split, gap=0.17)


def test_the_nucleolus_of_the_runway() -> None:
    # A: half of its third with B and C (1/2); then B: half of what is left of 2 (3/4); C the rest
    assert nucleolus(airport()) == pytest.approx({"A": 0.5, "B": 0.75, "C": 1.75})
    assert least_core(airport()).excess == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("estate", "shares"),
    [
        (100, (100 / 3, 100 / 3, 100 / 3)),
        (200, (50, 75, 75)),
        (300, (50, 100, 150)),
    ],
)
def test_the_nucleolus_divides_an_estate_as_the_talmud_does(
    estate: float, shares: tuple[float, ...]
) -> None:
    # Aumann and Maschler 1985, Journal of Economic Theory 36:195-213: debts 100, 200, 300; a
    # coalition is worth what is left when all others have been paid
    debts = {"A": 100.0, "B": 200.0, "C": 300.0}
    left = evaluate(
        "ABC", lambda some: max(0.0, estate - sum(debts[p] for p in debts if p not in some))
    )
    split = nucleolus(negated(left))
    assert [-split[party] for party in debts] == pytest.approx(shares)


def test_two_parties_always_agree_on_half_the_saving() -> None:
    game = from_costs("AB", {frozenset("A"): 10, frozenset("B"): 4, frozenset("AB"): 8})
    assert nucleolus(game) == pytest.approx({"A": 7, "B": 1})
    assert least_core(game).excess == pytest.approx(-3)


def test_where_nothing_is_saved_each_pays_its_own() -> None:
    own = {"A": 1.1, "B": 2.2, "C": 3.3}
    game = evaluate("ABC", lambda some: sum(own[party] for party in some))
    for split in (shapley(game), nucleolus(game), stand_alone(game)):
        assert split == pytest.approx(own)
        assert is_in_core(game, split)


@pytest.mark.parametrize(
    ("split", "told"),
    [
        ({"A": 1, "B": 1, "C": 2}, "the parties pay 4, and the joint cost is 3"),
        ({"A": 1, "B": 2}, "nothing is said of C"),
        ({"A": 1, "B": 1, "C": 1, "F": 0}, "there is no party 'F'"),
        ({"A": 1, "B": 1, "C": float("nan")}, "the parties pay nan"),
    ],
)
def test_a_split_that_is_none_is_refused(split: dict[str, float], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        core_gap(airport(), split)


def worst_excess(game: Game, split: dict[str, float]) -> float:
    """By the definition, slowly."""
    numbers = range(1, len(game.cost) - 1)
    return max(
        sum(split[party] for party in game.coalition(number)) - float(game.cost[number])
        for number in numbers
    )


@given(any_games())
def test_the_gap_is_the_largest_excess(game: Game) -> None:
    split = shapley(game)
    found = core_gap(game, split)
    assert found.excess == pytest.approx(worst_excess(game, split), abs=1e-9)
    (number,) = (k for k in range(len(game.cost)) if game.coalition(k) == found.coalition)
    pays = sum(split[party] for party in found.coalition)
    assert pays - game.cost[number] == pytest.approx(found.excess, abs=game.rounding + 1e-9)


@given(any_games())
def test_the_nucleolus_reaches_the_least_excess_and_no_split_has_less(game: Game) -> None:
    least = least_core(game)
    for split in (least.split, nucleolus(game)):
        assert core_gap(game, split).excess == pytest.approx(least.excess, abs=1e-6)
    for split in (shapley(game), least.split):
        assert core_gap(game, split).excess >= least.excess - 1e-6


@given(any_games(), st.integers(0, 2**32 - 1))
def test_any_other_split_gives_a_larger_excess_first(game: Game, seed: int) -> None:
    best = game.vector(nucleolus(game))
    step = np.random.default_rng(seed).normal(size=len(best))
    other = best + (step - step.mean()) * 10.0
    largest = np.sort(excesses(game, other))[::-1] - np.sort(excesses(game, best))[::-1]
    differs = largest[np.abs(largest) > 1e-6]
    assert differs.size
    assert differs[0] > 0


@given(concave_games())
def test_a_concave_game_has_a_core_and_the_nucleolus_is_in_it(game: Game) -> None:
    split = core_point(game)
    assert split is not None
    alone = stand_alone(game)
    assert all(pays <= alone[party] + 1e-6 for party, pays in split.items())


@given(any_games(), st.sampled_from((1e-6, 1e3, 1e9)), st.floats(-1e3, 1e3))
def test_unit_of_money_and_a_cost_of_ones_own_change_nothing_else(
    game: Game, unit: float, own: float
) -> None:
    other = Game(parties=game.parties, cost=unit * (game.cost + own * game.members[:, 0]))
    expected = nucleolus(game) | {"A": nucleolus(game)["A"] + own}
    assert nucleolus(other) == pytest.approx(
        {p: unit * x for p, x in expected.items()}, abs=1e-6 * unit
    )
