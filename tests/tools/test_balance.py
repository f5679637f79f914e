from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tools.build_data.balance import BalanceError, balance, ras, thin

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Case = tuple[Array, Array, Array]

NAN = np.nan


def matrix(*rows: list[float]) -> Array:
    return np.array(rows, dtype=float)


def nothing_known(flow: Array) -> Array:
    return np.full_like(flow, NAN)


def test_a_seed_that_fits_already_is_left_alone() -> None:
    seed = matrix([3, 1], [2, 4])
    assert ras(seed, seed.sum(axis=1), seed.sum(axis=0)) == pytest.approx(seed)


def test_an_even_seed_gives_the_product_of_the_margins() -> None:
    # 30 x 40 / 100 = 12, 30 x 60 / 100 = 18, 70 x 40 / 100 = 28, 70 x 60 / 100 = 42
    flow = ras(matrix([1, 1], [1, 1]), np.array([30.0, 70]), np.array([40.0, 60]))
    assert flow == pytest.approx(matrix([12, 18], [28, 42]))


def test_the_cross_ratio_of_a_two_by_two_seed_is_kept() -> None:
    # ad/bc of [[4, 1], [1, 1]] is 4: with margins 3, 3 and 3, 3 that is [[2, 1], [1, 2]]
    flow = ras(matrix([4, 1], [1, 1]), np.array([3.0, 3]), np.array([3.0, 3]))
    assert flow == pytest.approx(matrix([2, 1], [1, 2]))


def test_a_structural_zero_forces_the_other_cells() -> None:
    # row 1 ships 5 only to column 1; column 1 needs 8, so row 2 sends 3 there and 7 - 3 = 4 on
    flow = ras(matrix([1, 0], [1, 1]), np.array([5.0, 7]), np.array([8.0, 4]))
    assert flow == pytest.approx(matrix([5, 0], [3, 4]))


def test_a_known_cell_is_held_and_the_rest_follows() -> None:
    # 10 of the 30 are known; the row's 20 must go right, column 1 lacks 30, and 70 - 30 = 40
    known = matrix([10, NAN], [NAN, NAN])
    flow = balance(matrix([1, 1], [1, 1]), np.array([30.0, 70]), np.array([40.0, 60]), known)
    assert flow == pytest.approx(matrix([10, 20], [30, 40]))


def test_known_cells_beyond_a_margin_are_cut_to_it() -> None:
    known = matrix([60, NAN], [NAN, NAN])
    flow = balance(matrix([1, 1], [1, 1]), np.array([30.0, 70]), np.array([40.0, 60]), known)
    assert flow == pytest.approx(matrix([30, 0], [10, 60]))


def test_totals_that_differ_are_refused() -> None:
    with pytest.raises(BalanceError, match="rows add up to 3, columns to 4"):
        ras(matrix([1, 1], [1, 1]), np.array([1.0, 2]), np.array([2.0, 2]))


def test_a_row_with_output_but_no_arc_is_refused() -> None:
    with pytest.raises(BalanceError, match="no cell to fill"):
        ras(matrix([0, 0], [1, 1]), np.array([1.0, 2]), np.array([1.0, 2]))


def test_zeros_that_cannot_meet_the_margins_are_refused() -> None:
    # both rows may only ship to column 1, which takes less than they make, or column 2 from row 2
    with pytest.raises(BalanceError, match="zeros of the seed"):
        ras(matrix([1, 0], [1, 1]), np.array([5.0, 1]), np.array([4.0, 2]))


def test_thin_drops_small_arcs_and_meets_the_margins_again() -> None:
    flow = matrix([99.95, 0.05], [0.05, 99.95])
    thinned = thin(flow, flow.sum(axis=1), flow.sum(axis=0), nothing_known(flow), 0.001)
    assert thinned == pytest.approx(matrix([100, 0], [0, 100]))


def test_thin_keeps_the_only_way_out_of_a_small_producer() -> None:
    flow = matrix([0.05, 0], [99.95, 100])
    thinned = thin(flow, flow.sum(axis=1), flow.sum(axis=0), nothing_known(flow), 0.001)
    assert thinned == pytest.approx(flow)


@st.composite
def feasible_cases(draw: st.DrawFn) -> Case:
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    truth = draw(arrays(float, shape, elements=st.floats(1, 1000)))
    zeros = draw(arrays(bool, shape))
    truth = np.where(zeros, 0.0, truth)
    seed = draw(arrays(float, shape, elements=st.floats(0.1, 10)))
    held = draw(arrays(bool, shape))
    return truth, np.where(zeros, 0.0, seed), np.where(held, truth, NAN)


@given(feasible_cases())
def test_margins_are_met_zeros_stay_and_known_cells_hold(case: Case) -> None:
    truth, seed, known = case
    rows, columns = truth.sum(axis=1), truth.sum(axis=0)
    flow = balance(seed, rows, columns, known)
    assert flow.sum(axis=1) == pytest.approx(rows, rel=1e-6)
    assert flow.sum(axis=0) == pytest.approx(columns, rel=1e-6)
    assert (flow >= 0).all()
    assert (flow[truth == 0] == 0).all()
    assert flow[~np.isnan(known)] == pytest.approx(known[~np.isnan(known)], rel=1e-6)


@given(feasible_cases(), st.floats(0.001, 0.2))
def test_thinning_never_breaks_the_margins(case: Case, share: float) -> None:
    truth, _, _ = case
    rows, columns = truth.sum(axis=1), truth.sum(axis=0)
    flow = thin(truth, rows, columns, nothing_known(truth), share)
    assert flow.sum(axis=1) == pytest.approx(rows, rel=1e-6)
    assert flow.sum(axis=0) == pytest.approx(columns, rel=1e-6)
    assert np.count_nonzero(flow) <= np.count_nonzero(truth)
