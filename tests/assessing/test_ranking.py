"""How firm an order is."""

import numpy as np

from supplypact.assessing.ranking import ranking


def test_rows_stand_from_high_to_low_with_the_draws_in_which_they_stay_ahead() -> None:
    # Draw 0 puts the second row first; in one of four draws the first row passes it.
    values = np.array([[0.4, 0.9, 0.1, 0.1, 0.1], [0.6, 0.5, 0.5, 0.5, 0.5]])
    first, second = ranking(values)
    assert (first.row, first.rank, first.stays_ahead) == (1, 1, 0.75)
    assert (second.row, second.rank, second.stays_ahead) == (0, 2, None)


def test_a_rank_has_the_band_of_its_ranks() -> None:
    values = np.array([[0.6, *[0.6] * 90, *[0.1] * 10], [0.5, *[0.5] * 100]])
    first, second = ranking(values)
    assert (first.low, first.high) == (1, 2)
    assert (second.low, second.high) == (1, 2)


def test_a_lead_that_never_changes_is_certain() -> None:
    first, _ = ranking(np.array([[0.9] * 11, [0.1] * 11]))
    assert (first.low, first.high, first.stays_ahead) == (1, 1, 1.0)


def test_without_draws_only_the_order_is_known() -> None:
    (first, second) = ranking(np.array([[0.1], [0.2]]))
    assert (first.row, first.low, first.high, first.stays_ahead) == (1, 1, 1, None)
    assert second.rank == 2
