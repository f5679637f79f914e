"""Shares and concentration: worked by hand, and laws that hold for all suppliers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from supplypact.assessing.shares import (
    Values,
    fill_unknown,
    governance_hhi,
    hhi,
    ratio,
    share,
    share_of,
    top,
    unscored_share,
    weakness,
)

ORE = np.array([60.0, 30.0, 10.0])
"""Three suppliers: 60, 30 and 10 tonnes."""
SUPPLIERS = 4

tonnes = arrays(np.float64, SUPPLIERS, elements=st.floats(0.01, 1e6))
scores = arrays(np.float64, SUPPLIERS, elements=st.floats(-2.5, 2.5))
orders = st.permutations(range(SUPPLIERS))


def test_sixty_of_a_hundred_tonnes_are_a_share_of_0_6() -> None:
    np.testing.assert_allclose(share(ORE), [0.6, 0.3, 0.1])


def test_without_any_supply_no_share_and_no_concentration_can_be_computed() -> None:
    none = share(np.zeros(3))
    assert np.isnan(none).all()
    assert np.isnan([hhi(none), top(none, 1), share_of(none, none > 0)]).all()
    assert np.isnan([governance_hhi(none, np.zeros(3)), unscored_share(none, np.zeros(3))]).all()


def test_a_supplier_of_unknown_tonnes_leaves_all_shares_unknown() -> None:
    assert np.isnan(share(np.array([60.0, np.nan, 10.0]))).all()


def test_a_part_of_nothing_or_less_is_unknown() -> None:
    np.testing.assert_array_equal(ratio(3.0, np.array([6.0, 0.0, -2.0])), [0.5, np.nan, np.nan])


@pytest.mark.parametrize(("count", "together"), [(1, 0.6), (2, 0.9), (3, 1.0), (5, 1.0)])
def test_the_largest_of_60_30_and_10_have_60_90_and_100_percent(
    count: int, together: float
) -> None:
    assert top(share(ORE)[[1, 2, 0]], count) == pytest.approx(together)


def test_60_30_and_10_percent_concentrate_to_0_46() -> None:
    # 0.36 + 0.09 + 0.01
    assert hhi(share(ORE)) == pytest.approx(0.46)


def test_governance_of_minus_one_and_a_half_is_a_weakness_of_0_8() -> None:
    # (2.5 + 1.5) / 5; the ends of the scale are 1 and 0, and what lies beyond is kept at them
    found = weakness(np.array([-1.5, -2.5, 2.5, -2.6, 2.6, np.nan]))
    np.testing.assert_allclose(found, [0.8, 1.0, 0.0, 1.0, 0.0, np.nan])


def test_weak_governance_of_the_largest_supplier_weighs_most() -> None:
    # weaknesses 0.8, 0.5, 0.1: 0.36 x 0.8 + 0.09 x 0.5 + 0.01 x 0.1 = 0.288 + 0.045 + 0.001
    assert governance_hhi(share(ORE), np.array([-1.5, 0.0, 2.0])) == pytest.approx(0.334)


def test_a_supplier_without_a_score_counts_as_the_mean_of_the_others_by_share() -> None:
    # known: 0.6 x 0.8 + 0.1 x 0.1 = 0.49 over 0.7 = 0.7; 0.36 x 0.8 + 0.09 x 0.7 + 0.01 x 0.1
    governance = np.array([-1.5, np.nan, 2.0])
    filled = fill_unknown(share(ORE), weakness(governance))
    np.testing.assert_allclose(filled, [0.8, 0.7, 0.1])
    assert governance_hhi(share(ORE), governance) == pytest.approx(0.352)
    assert unscored_share(share(ORE), governance) == pytest.approx(0.3)


def test_where_no_supplier_with_a_share_has_a_score_nothing_is_made_up() -> None:
    shares, governance = np.array([0.4, 0.6, 0.0]), np.array([np.nan, np.nan, 1.0])
    assert np.isnan(governance_hhi(shares, governance))
    assert unscored_share(shares, governance) == 1.0


def test_the_first_and_last_supplier_together_have_70_percent() -> None:
    assert share_of(share(ORE), np.array([True, False, True])) == pytest.approx(0.7)


def test_many_small_suppliers_count_in_the_total_but_add_nothing_to_concentration() -> None:
    # 60 and 30 of 100 tonnes: 0.36 + 0.09; the last 10 come from many
    # 0.36 x 0.8 + 0.09 x 0.5
    named = share(ORE) * np.array([1.0, 1.0, 0.0])
    assert hhi(named) == pytest.approx(0.45)
    assert governance_hhi(named, np.array([-1.5, 0.0, np.nan])) == pytest.approx(0.333)
    assert unscored_share(named, np.array([-1.5, 0.0, np.nan])) == 0.0


@given(tonnes)
def test_shares_add_up_to_one(given_tonnes: Values) -> None:
    assert share(given_tonnes).sum() == pytest.approx(1.0)


@given(tonnes, scores, orders)
def test_relabelling_the_countries_changes_nothing(
    given_tonnes: Values, governance: Values, order: list[int]
) -> None:
    shares = share(given_tonnes)
    moved = share(given_tonnes[order])
    assert hhi(moved) == pytest.approx(hhi(shares))
    assert top(moved, 3) == pytest.approx(top(shares, 3))
    assert governance_hhi(moved, governance[order]) == pytest.approx(
        governance_hhi(shares, governance)
    )
    mask = governance > 0
    assert share_of(moved, mask[order]) == pytest.approx(share_of(shares, mask))


@given(tonnes)
def test_merging_two_suppliers_never_lowers_the_concentration(given_tonnes: Values) -> None:
    merged = np.append(given_tonnes[2:], given_tonnes[0] + given_tonnes[1])
    assert hhi(share(merged)) >= hhi(share(given_tonnes)) - 1e-12


@given(tonnes)
def test_concentration_lies_between_that_of_equals_and_one(given_tonnes: Values) -> None:
    assert 1 / SUPPLIERS - 1e-12 <= hhi(share(given_tonnes)) <= 1 + 1e-12


@given(tonnes)
def test_one_supplier_has_no_more_than_three_and_three_no_more_than_all(
    given_tonnes: Values,
) -> None:
    shares = share(given_tonnes)
    assert top(shares, 1) <= top(shares, 3) <= 1 + 1e-12


@given(tonnes, st.floats(1e-3, 1e3))
def test_counting_in_another_unit_changes_nothing(given_tonnes: Values, scale: float) -> None:
    np.testing.assert_allclose(share(given_tonnes * scale), share(given_tonnes))


@given(tonnes, scores)
def test_governance_can_only_lower_the_concentration(
    given_tonnes: Values, governance: Values
) -> None:
    shares = share(given_tonnes)
    assert 0 <= governance_hhi(shares, governance) <= hhi(shares) + 1e-12


@given(arrays(np.float64, (3, 2, SUPPLIERS), elements=st.floats(0, 1e6)), scores)
def test_many_draws_at_once_are_the_same_as_one_after_the_other(
    draws: Values, governance: Values
) -> None:
    shares = share(draws)
    for draw in range(3):
        for party in range(2):
            one, place = share(draws[draw, party]), (draw, party)
            np.testing.assert_allclose(shares[place], one)
            np.testing.assert_allclose(hhi(shares)[place], hhi(one))
            np.testing.assert_allclose(top(shares, 3)[place], top(one, 3))
            np.testing.assert_allclose(
                governance_hhi(shares, governance)[place], governance_hhi(one, governance)
            )
