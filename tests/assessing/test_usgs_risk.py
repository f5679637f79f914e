"""Supply risk of the type that the USGS uses: worked by hand, and laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from supplypact.assessing.shares import Values, share
from supplypact.assessing.usgs_risk import (
    REPLACED,
    disruption_potential,
    economic_vulnerability,
    supply_risk,
    trade_exposure,
    unwillingness,
)

NAN = math.nan
SHARES = np.array([0.6, 0.3, 0.1])
HOME = np.array([False, False, True])
"""The importer is the third country."""
parts = st.floats(0.0, 1.0)
tonnes = arrays(np.float64, 4, elements=st.floats(0.01, 1e6))
scores = arrays(np.float64, 4, elements=st.floats(-2.5, 2.5))


def test_a_voice_two_points_from_the_importers_is_a_distance_of_0_4() -> None:
    found = unwillingness(np.array([-1.0, 1.0, 3.0, NAN]), 1.0)
    np.testing.assert_allclose(found, [0.4, 0.0, 0.4, NAN])


def test_a_distance_beyond_the_ends_of_the_scale_is_one() -> None:
    assert unwillingness(np.array([-2.6]), 2.5) == [1.0]


def test_disruption_potential_adds_up_foreign_suppliers_only() -> None:
    # weaknesses 0.8 and 0.5: 0.36 x 0.8 x 0.4 + 0.09 x 0.5 x 0.2 = 0.1152 + 0.009
    governance, unwilling = np.array([-1.5, 0.0, -2.5]), np.array([0.4, 0.2, 1.0])
    found = disruption_potential(SHARES, governance, unwilling, HOME)
    assert found == pytest.approx(0.1242)


def test_a_foreign_supplier_without_a_score_counts_as_the_mean_of_the_other_foreign_ones() -> None:
    # the second takes the first's 0.8 and 0.4, home does not enter: (0.36 + 0.09) x 0.32
    governance, unwilling = np.array([-1.5, NAN, 2.5]), np.array([0.4, NAN, 0.0])
    found = disruption_potential(SHARES, governance, unwilling, HOME)
    assert found == pytest.approx(0.144)


def test_what_is_made_at_home_alone_cannot_be_disrupted_from_abroad() -> None:
    alone, unknown = np.array([0.0, 0.0, 1.0]), np.full(3, NAN)
    assert disruption_potential(alone, unknown, unknown, HOME) == 0.0


def test_without_scores_or_supply_there_is_no_disruption_potential() -> None:
    unknown = np.full(3, NAN)
    assert np.isnan(disruption_potential(SHARES, unknown, np.zeros(3), HOME))
    assert np.isnan(disruption_potential(unknown, np.zeros(3), np.zeros(3), HOME))


def test_trade_exposure_is_the_import_reliance_but_never_negative() -> None:
    # 80 of 100, with 20 taken from stocks 100 of 120, and a net exporter
    assert trade_exposure(20.0, 90.0, 10.0) == pytest.approx(0.8)
    assert trade_exposure(20.0, 90.0, 10.0, 20.0) == pytest.approx(5 / 6)
    assert trade_exposure(100.0, 10.0, 50.0) == 0.0
    assert np.isnan(trade_exposure(0.0, 0.0, 0.0))


def test_the_material_with_the_largest_spending_has_a_vulnerability_of_one() -> None:
    found = economic_vulnerability(np.array([50.0, 200.0, 0.0, NAN]))
    np.testing.assert_allclose(found, [0.25, 1.0, 0.0, NAN])


def test_vulnerability_is_unknown_where_nothing_is_spent_on_any_material() -> None:
    assert np.isnan(economic_vulnerability(np.array([0.0, NAN]))).all()


def test_supply_risk_is_the_geometric_mean_of_the_three() -> None:
    # (0.125 x 0.8 x 0.27)^(1/3) = 0.027^(1/3)
    assert supply_risk(0.125, 0.8, 0.27) == pytest.approx(0.3)
    assert supply_risk(0.125, 0.0, 0.27) == 0.0
    assert np.isnan(supply_risk(0.125, NAN, 0.27))


def test_every_replacement_says_what_and_by_what() -> None:
    assert len({each.id for each in REPLACED}) == len(REPLACED)
    assert all(each.what and each.by for each in REPLACED)


@given(tonnes, scores, st.permutations(range(4)))
def test_relabelling_the_countries_changes_nothing(
    given_tonnes: Values, score: Values, order: list[int]
) -> None:
    shares, home = share(given_tonnes), np.array([False, False, False, True])
    unwilling = unwillingness(score, 1.0)
    found = disruption_potential(shares[order], score[order], unwilling[order], home[order])
    assert found == pytest.approx(disruption_potential(shares, score, unwilling, home))
    assert 0 <= found <= 1


@given(parts, parts, parts)
def test_supply_risk_lies_between_the_smallest_and_the_largest_of_the_three(
    disruption: float, exposure: float, vulnerability: float
) -> None:
    three = disruption, exposure, vulnerability
    assert min(three) - 1e-9 <= supply_risk(*three) <= max(three) + 1e-9


@given(arrays(np.float64, (3, 4), elements=st.floats(0.01, 1e6)), scores)
def test_many_draws_at_once_are_the_same_as_one_after_the_other(
    draws: Values, score: Values
) -> None:
    home = np.array([False, False, False, True])
    unwilling = unwillingness(score, -1.0)
    at_once = disruption_potential(share(draws), score, unwilling, home)
    spending = economic_vulnerability(draws)
    for draw, one in enumerate(draws):
        assert at_once[draw] == pytest.approx(
            disruption_potential(share(one), score, unwilling, home)
        )
        np.testing.assert_allclose(spending[draw], economic_vulnerability(one))
