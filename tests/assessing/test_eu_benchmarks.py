"""The EU's four benchmarks: worked by hand, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from supplypact.assessing.eu_benchmarks import largest_third_country, of_consumption
from supplypact.assessing.shares import Values, share, top
from supplypact.domain.assessment import INDICATORS, Verdict

RECEIVED = np.array([20.0, 50.0, 30.0])
"""What a party receives: 20 tonnes from home, 50 and 30 from abroad."""
ABROAD = np.array([False, True, True])


def test_mines_of_12_tonnes_are_15_percent_of_a_consumption_of_80() -> None:
    assert of_consumption(12.0, 80.0) == pytest.approx(0.15)


def test_a_bloc_is_the_sum_of_its_parties() -> None:
    # 12 of 80 and 0 of 40 tonnes: 12 / 120
    capacity, consumption = np.array([12.0, 0.0]), np.array([80.0, 40.0])
    np.testing.assert_allclose(of_consumption(capacity, consumption), [0.15, 0.0])
    assert of_consumption(capacity.sum(), consumption.sum()) == pytest.approx(0.1)


def test_a_party_that_consumes_nothing_has_no_share() -> None:
    assert np.isnan(of_consumption(12.0, 0.0))


def test_the_largest_third_country_gives_half_of_what_is_received() -> None:
    assert largest_third_country(RECEIVED, ABROAD) == pytest.approx(0.5)


def test_home_is_not_a_third_country_however_large() -> None:
    assert largest_third_country(np.array([90.0, 6.0, 4.0]), ABROAD) == pytest.approx(0.06)


def test_a_party_that_receives_nothing_has_no_largest_third_country() -> None:
    assert np.isnan(largest_third_country(np.zeros(3), ABROAD))


@pytest.mark.parametrize(
    ("indicator", "passing", "failing"),
    [
        ("eu_extraction", 0.10, 0.099),
        ("eu_processing", 0.40, 0.399),
        ("eu_recycling", 0.25, 0.249),
        ("eu_one_country", 0.65, 0.651),
    ],
)
def test_the_benchmarks_are_10_40_25_and_at_most_65_percent(
    indicator: str, passing: float, failing: float
) -> None:
    known = {each.id: each for each in INDICATORS}
    assert known[indicator].verdict(passing) is Verdict.PASS
    assert known[indicator].verdict(failing) is Verdict.FAIL


@given(arrays(np.float64, (3, 4), elements=st.floats(0.01, 1e6)), st.permutations(range(4)))
def test_relabelling_the_countries_and_many_draws_at_once_change_nothing(
    tonnes: Values, order: list[int]
) -> None:
    third = np.array([False, True, True, True])
    at_once = largest_third_country(tonnes[:, order], third[order])
    np.testing.assert_allclose(at_once, [largest_third_country(one, third) for one in tonnes])
    assert (at_once <= top(share(tonnes), 1) + 1e-12).all()
