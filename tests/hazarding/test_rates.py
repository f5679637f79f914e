"""Gamma-Poisson rates, worked by hand; chi square points from printed tables."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.hazarding.gamma import cumulative, quantile
from supplypact.hazarding.governance import Band
from supplypact.hazarding.rates import Count, Rate, pooled, shrunk, spread_of_suppliers


def test_a_gamma_of_shape_one_is_exponential() -> None:
    assert cumulative(2.0, 1.0, 0.5) == pytest.approx(1 - math.exp(-1))
    assert quantile(0.95, 1.0, 1.0) == pytest.approx(-math.log(0.05))


@given(st.floats(0.05, 200.0), st.floats(0.01, 1e4), st.floats(0.01, 0.99))
def test_a_quantile_is_where_the_cumulative_distribution_has_that_value(
    shape: float, rate: float, part: float
) -> None:
    assert cumulative(quantile(part, shape, rate), shape, rate) == pytest.approx(part, abs=1e-6)


def test_one_event_in_ten_years_is_a_gamma_of_one_and_a_half() -> None:
    """Twice the exposure times the rate is chi square with 3 degrees: 0.3518 and 7.8147."""
    rate = pooled(Count(events=1, exposure=10.0))
    assert rate.mean == pytest.approx(0.15)
    assert rate.low == pytest.approx(0.3518 / 20, rel=1e-3)
    assert rate.high == pytest.approx(7.8147 / 20, rel=1e-4)


def test_no_event_still_leaves_a_rate_above_zero() -> None:
    rate = pooled(Count(events=0, exposure=10.0))
    assert 0 < rate.low < rate.mean == pytest.approx(0.05)


def test_a_supplier_is_drawn_to_its_class() -> None:
    """Class 0.1 a year, shape 2: a prior of 2 events in 20 years; then 4 events in 10 years.

    Mean (2 + 4) / (20 + 10) = 0.2; the class counts for 20/30, so that the squared relative error
    is 1/6 + (2/3)^2 / 3.5 = 0.29365.
    """
    rate = shrunk(Count(events=4, exposure=10.0), Rate(shape=3.5, exposure=35.0), 2.0)
    assert rate.mean == pytest.approx(0.2)
    assert 1 / rate.shape == pytest.approx(1 / 6 + (2 / 3) ** 2 / 3.5)


def test_a_supplier_without_exposure_has_the_rate_of_its_class() -> None:
    pool = Rate(shape=3.5, exposure=35.0)
    assert shrunk(Count(events=0, exposure=0.0), pool, 2.0).mean == pytest.approx(pool.mean)


def test_part_of_the_events_has_part_of_the_rate_and_the_same_relative_error() -> None:
    rate = Rate(shape=4.0, exposure=40.0).times(0.25)
    assert [rate.mean, rate.shape] == pytest.approx([0.025, 4.0])


def test_a_factor_that_is_not_sure_widens_the_rate() -> None:
    rate = Rate(shape=4.0, exposure=40.0).times(0.5, variance=0.75)
    assert [rate.mean, rate.shape] == pytest.approx([0.05, 1.0])


def test_suppliers_that_differ_more_have_a_smaller_shape() -> None:
    alike = [Count(events=3, exposure=10.0) for _ in range(4)]
    apart = [Count(events=n, exposure=10.0) for n in (0, 0, 0, 12)]
    assert spread_of_suppliers([apart]) < spread_of_suppliers([alike])


def test_strong_governance_is_told_by_what_did_not_happen() -> None:
    """None of 4 acts by those who hold 1/4: (0.5 / 0.25) / (4.5 / 0.75) = 1/3; 0.75^4 by chance."""
    band = Band(strong=frozenset({"AUS"}), events=0, others=4, share=0.25)
    assert band.factor == pytest.approx(1 / 3)
    assert band.chance == pytest.approx(0.75**4)
    assert band.variance == pytest.approx(2 + 1 / 4.5)
