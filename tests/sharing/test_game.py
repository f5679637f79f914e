"""A game is whole, its parties are known, and everything wrong with it is told at once."""

import numpy as np
import pytest

from supplypact.errors import DataError, UsageError
from supplypact.sharing.core import savings, stand_alone
from supplypact.sharing.game import (
    Coalition,
    coalitions,
    evaluate,
    from_costs,
    label,
    negated,
)
from supplypact.sharing.shapley import shapley
from tests.sharing.games import airport

A, B = frozenset("A"), frozenset("B")


def test_each_coalition_is_asked_for_its_cost_once_the_small_ones_first() -> None:
    asked: list[Coalition] = []

    def cost(coalition: Coalition) -> float:
        asked.append(coalition)
        return 1.0

    evaluate("ABC", cost)
    assert [label(each) for each in asked] == ["A", "B", "C", "A+B", "A+C", "B+C", "A+B+C"]


def test_a_coalition_is_found_again_by_its_number() -> None:
    game = evaluate("ABC", lambda some: float(len(some)))
    assert game.coalition(0b101) == frozenset("AC")
    assert game.cost.tolist() == [0, 1, 1, 2, 1, 2, 2, 3]
    assert game.members[0b110].tolist() == [0, 1, 1]


def test_alone_and_together() -> None:
    assert stand_alone(airport()) == {"A": 1, "B": 2, "C": 3}
    assert savings(airport()) == 3  # 1 + 2 + 3 less one runway of 3


def test_what_is_worth_to_share_turns_sign_and_back() -> None:
    game = negated(airport())
    assert game.joint_cost == -3
    assert game.cost[0] == 0
    assert np.array_equal(negated(game).cost, airport().cost)


def test_every_fault_of_a_game_is_told_at_once() -> None:
    costs = {
        frozenset(): 2.0,
        frozenset({"USA"}): float("nan"),
        frozenset({"USA", "JPM"}): 5.0,
        frozenset({"USA", "JPN"}): 5.0,
    }
    with pytest.raises(DataError) as told:
        from_costs(("USA", "JPN"), costs)
    assert [(fault.where, fault.what, fault.fix) for fault in told.value.faults] == [
        ("coalition of nobody", "its cost is 2.0, not 0", told.value.faults[0].fix),
        ("coalition USA", "its cost is nan", "give a finite cost"),
        ("coalition JPM+USA", "there is no party 'JPM'", "did you mean 'JPN'?"),
        ("coalition JPN", "it has no cost", "give the cost of every coalition"),
    ]


def test_nobody_may_cost_nothing_in_words() -> None:
    game = from_costs("AB", {frozenset(): 0.0, A: 1.0, B: 2.0, A | B: 2.5})
    assert game.joint_cost == 2.5


@pytest.mark.parametrize("parties", ["A", "ABCDEFGHIJK"])
def test_two_to_ten_parties_share(parties: str) -> None:
    with pytest.raises(UsageError, match="give 2 to 10 parties"):
        evaluate(parties, lambda _: 1.0)


def test_ten_parties_are_not_too_many() -> None:
    game = evaluate("ABCDEFGHIJ", lambda some: float(len(some)) ** 0.5)
    assert shapley(game) == pytest.approx(dict.fromkeys("ABCDEFGHIJ", 10**-0.5))


def test_a_party_stands_once() -> None:
    with pytest.raises(UsageError, match="USA stands twice"):
        evaluate(("USA", "JPN", "USA"), lambda _: 1.0)


def test_coalitions_leave_nobody_out_and_count_no_one_twice() -> None:
    assert len(set(coalitions("ABCDEFG"))) == len(list(coalitions("ABCDEFG"))) == 127
