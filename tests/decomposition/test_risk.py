"""Expected cost and tail of given values, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.decomposition.choice import Shortfall
from supplypact.decomposition.risk import worst_weights


def test_worst_tenth_takes_the_top_and_a_share_of_the_next() -> None:
    # level 0.9: a share of 0.1 counts; 0.04 of the worst (30), then 0.06 of the next (20)
    weights = worst_weights(np.array([10.0, 30.0, 20.0]), np.array([0.5, 0.04, 0.46]), 0.9)

    assert weights == pytest.approx([0.0, 0.4, 0.6])
    assert weights @ [10.0, 30.0, 20.0] == pytest.approx(24.0)


def test_of_equal_values_the_first_counts() -> None:
    assert worst_weights(np.array([5.0, 5.0]), np.array([0.5, 0.5]), 0.5).tolist() == [1.0, 0.0]


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=20), st.floats(0.0, 0.99))
def test_tail_lies_between_mean_and_worst(values: list[float], level: float) -> None:
    value = np.array(values)
    probability = np.full(len(values), 1 / len(values))

    weights = worst_weights(value, probability, level)

    assert weights.sum() == pytest.approx(1.0)
    assert probability @ value - 1e-6 <= weights @ value <= value.max() + 1e-6


def test_right_hand_sides_that_hold_half_the_expected_shortfall_are_chosen() -> None:
    shortfall = Shortfall([10])
    shortfall.learn(0, np.arange(10, dtype=np.int32), np.array([0, 6.0, 0, 5, 0, 0, 4, 0, 0, 1]))

    # weighted: 6, 5, 8, 1: half of 20 is reached with the 8 and the 6
    weights = np.array([1.0, 1, 1, 1, 1, 1, 2, 1, 1, 1])
    chosen = shortfall.choose([weights], [np.ones(10, bool)])

    assert chosen[0].tolist() == [1, 6]


def test_of_an_unknown_family_every_tenth_is_chosen_and_neighbours_tell_the_rest() -> None:
    shortfall = Shortfall([21])
    chosen = shortfall.choose([np.ones(21)], [np.ones(21, bool)])
    assert chosen[0].tolist() == [0, 10, 20]

    shortfall.learn(0, chosen[0], np.array([0.0, 10.0, 0.0]))
    assert shortfall.expected()[0][[5, 10, 15]].tolist() == [5.0, 10.0, 5.0]
