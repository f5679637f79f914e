"""Reliance on imports, on the largest supplier and on stocks: worked by hand, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from supplypact.assessing.reliance import months_of_cover, n_minus_1, net_import_reliance
from supplypact.assessing.shares import Values

amounts = st.floats(0.0, 1e6)
supplies = arrays(np.float64, 4, elements=amounts)


def test_twenty_made_ninety_bought_and_ten_sold_make_a_reliance_of_80_percent() -> None:
    # net imports 80 of an apparent consumption of 100
    assert net_import_reliance(20.0, 90.0, 10.0) == pytest.approx(0.8)


def test_what_is_taken_out_of_stocks_counts_as_bought_and_what_is_put_in_does_not() -> None:
    # (90 - 10 + 20) / (25 + 100) = 0.8; (90 - 10 - 20) / (40 + 60) = 0.6
    assert net_import_reliance(25.0, 90.0, 10.0, 20.0) == pytest.approx(0.8)
    assert net_import_reliance(40.0, 90.0, 10.0, -20.0) == pytest.approx(0.6)


def test_a_net_exporter_has_a_negative_reliance() -> None:
    # sells 50 of 100 and buys 10: -40 of a consumption of 60
    assert net_import_reliance(100.0, 10.0, 50.0) == pytest.approx(-2 / 3)


def test_reliance_needs_a_consumption_and_known_figures() -> None:
    assert np.isnan(net_import_reliance(0.0, 0.0, 0.0))
    assert np.isnan(net_import_reliance(10.0, 0.0, 30.0))
    assert np.isnan(net_import_reliance(10.0, 5.0, 1.0, float("nan")))


def test_without_a_supplier_of_60_the_others_meet_half_of_a_demand_of_80() -> None:
    assert n_minus_1(np.array([60.0, 30.0, 10.0]), 80.0) == pytest.approx(0.5)


def test_a_single_supplier_leaves_nothing_and_ample_others_more_than_all() -> None:
    assert n_minus_1(np.array([60.0, 0.0, 0.0]), 80.0) == 0.0
    assert n_minus_1(np.array([60.0, 60.0, 60.0]), 80.0) == pytest.approx(1.5)


def test_without_demand_there_is_nothing_to_meet() -> None:
    found = n_minus_1(np.array([[60.0, 30.0], [np.nan, 30.0]]), np.array([0.0, 80.0]))
    assert np.isnan(found).all()


def test_fifty_tonnes_last_six_months_at_a_hundred_a_year() -> None:
    np.testing.assert_allclose(
        months_of_cover(np.array([50.0, np.nan, 50.0]), np.array([100.0, 100.0, 0.0])),
        [6.0, np.nan, np.nan],
    )


@given(amounts, amounts, amounts)
def test_reliance_is_never_above_one_where_it_can_be_computed(
    production: float, imports: float, exports: float
) -> None:
    found = net_import_reliance(production, imports, exports)
    assert np.isnan(found) or found <= 1 + 1e-12


@given(supplies, st.permutations(range(4)))
def test_relabelling_the_countries_changes_nothing(supply: Values, order: list[int]) -> None:
    assert n_minus_1(supply[order], 10.0) == pytest.approx(n_minus_1(supply, 10.0))


@given(supplies)
def test_merging_two_suppliers_never_helps_to_do_without_the_largest(supply: Values) -> None:
    merged = np.append(supply[2:], supply[0] + supply[1])
    assert n_minus_1(merged, 1e6) <= n_minus_1(supply, 1e6) + 1e-12


@given(arrays(np.float64, (3, 4), elements=amounts), st.floats(1e-3, 1e3))
def test_many_draws_at_once_and_another_unit_change_nothing(supply: Values, scale: float) -> None:
    need = np.array([10.0, 0.0, 1e5])
    at_once = n_minus_1(supply, need)
    np.testing.assert_allclose(
        at_once, [n_minus_1(one, float(use)) for one, use in zip(supply, need, strict=True)]
    )
    np.testing.assert_allclose(n_minus_1(supply * scale, need * scale), at_once, atol=1e-9)
