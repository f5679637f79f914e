"""Errors of a forecast, by hand."""

import numpy as np
import pytest

from supplypact.backtesting.score import directions, errors, rank_correlation
from tests.backtesting.given import trade


def test_errors_as_worked_by_hand() -> None:
    # Said 50, 80 and 20; in fact 40, 100 and 0: off by 10, 20 and 20 of 140.
    known = trade([[100.0, 60.0, 20.0]], [100.0, 60.0, 20.0], actual=[[40.0, 100.0, 0.0]])
    found = errors(np.array([[50.0, 80.0, 20.0]]), known, 0)
    assert found.mean == pytest.approx(50.0 / 3.0)
    assert found.part == pytest.approx(50.0 / 140.0)
    assert found.total == pytest.approx(150.0 / 140.0 - 1.0)
    assert found.supplier_share == pytest.approx(50.0 / 150.0 - 40.0 / 140.0)
    # China down, as said; Australia up, as said; South Africa was said to stay and went
    assert (found.right, found.asked) == (2, 3)


def test_importers_apart_show_what_their_sum_hides() -> None:
    known = trade(
        [[10.0, 0.0, 0.0], [10.0, 0.0, 0.0]],
        [20.0, 0.0, 0.0],
        actual=[[15.0, 0.0, 0.0], [5.0, 0.0, 0.0]],
        importers=("USA", "JPN"),
    )
    found = errors(known.before, known, 0)
    assert found.part == 0.0
    assert found.cells == pytest.approx(0.5)


def test_a_perfect_forecast_has_no_error() -> None:
    known = trade([[9.0, 5.0, 1.0]], [9.0, 5.0, 1.0], actual=[[3.0, 6.0, 2.0]])
    found = errors(known.actual, known, 0)
    assert (found.mean, found.part, found.total, found.cells) == (0.0, 0.0, 0.0, 0.0)
    assert found.rank == pytest.approx(1.0)
    assert found.right == found.asked


def test_a_change_of_a_hundredth_counts_as_none() -> None:
    before = np.array([100.0, 100.0])
    assert directions(np.array([101.0, 90.0]), np.array([99.0, 80.0]), before) == (2, 2)


def test_origins_that_sent_nothing_the_year_before_are_not_asked() -> None:
    before = np.array([100.0, 0.0])
    assert directions(np.array([90.0, 5.0]), np.array([80.0, 0.0]), before) == (1, 1)


def test_the_rank_correlation_of_a_reversed_order_is_minus_one() -> None:
    assert rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])) == -1.0


def test_equal_values_share_their_rank() -> None:
    # said: ranks 0.5, 0.5, 2; in fact 0, 1, 2: spread -.5 -.5 1 and -1 0 1, 1.5 / sqrt(1.5 * 2)
    found = rank_correlation(np.array([1.0, 1.0, 3.0]), np.array([1.0, 2.0, 3.0]))
    assert found == pytest.approx(1.5 / 3.0**0.5)


def test_a_forecast_that_ranks_nothing_has_no_correlation() -> None:
    assert rank_correlation(np.array([1.0, 1.0]), np.array([1.0, 2.0])) == 0.0
