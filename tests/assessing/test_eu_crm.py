"""Criticality as the EU assesses it: worked by hand, laws, and the published order of size."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from supplypact.assessing.eu_crm import (
    NO_STAGE,
    hhi_wgi,
    import_reliance,
    missing_inputs,
    stage_risk,
    supply_risk,
    wgi_0_10,
)
from supplypact.assessing.shares import Values, hhi, share
from supplypact.domain.assessment import INDICATORS, Verdict

NAN = math.nan
SHARES = np.array([0.6, 0.3, 0.1])

tonnes = arrays(np.float64, 3, elements=st.floats(0.01, 1e6))
parts = st.floats(0.0, 1.0)
indices = st.floats(0.0, 10.0)


def test_governance_of_minus_one_and_a_half_is_8_of_10() -> None:
    found = wgi_0_10(np.array([-1.5, 2.5, -2.6, NAN]))
    np.testing.assert_allclose(found, [8.0, 0.0, 10.0, NAN])


def test_concentration_weighs_squared_shares_by_governance() -> None:
    # 0.36 x 8 + 0.09 x 5 + 0.01 x 1 = 2.88 + 0.45 + 0.01
    assert hhi_wgi(SHARES, np.array([8.0, 5.0, 1.0])) == pytest.approx(3.34)


def test_an_export_ban_of_the_first_and_an_agreement_with_the_second_supplier_weigh_in() -> None:
    # 2.88 x 1.5 + 0.45 x 0.8 + 0.01 = 4.32 + 0.36 + 0.01
    trade_parameter = np.array([1.5, 0.8, 1.0])
    assert hhi_wgi(SHARES, np.array([8.0, 5.0, 1.0]), trade_parameter) == pytest.approx(4.69)


def test_a_supplier_without_a_score_counts_as_the_mean_of_the_others_by_share() -> None:
    # (0.6 x 8 + 0.1 x 1) / 0.7 = 7: 2.88 + 0.09 x 7 + 0.01
    assert hhi_wgi(SHARES, np.array([8.0, NAN, 1.0])) == pytest.approx(3.52)
    assert np.isnan(hhi_wgi(SHARES, np.full(3, NAN)))


def test_net_imports_of_80_beside_20_made_at_home_are_a_reliance_of_80_percent() -> None:
    assert import_reliance(20.0, 90.0, 10.0) == pytest.approx(0.8)


def test_import_reliance_of_a_net_exporter_is_zero_and_of_one_without_use_unknown() -> None:
    assert import_reliance(100.0, 10.0, 50.0) == 0.0
    assert np.isnan(import_reliance(0.0, 0.0, 0.0))


def test_supply_risk_mixes_global_and_own_concentration_by_import_reliance() -> None:
    # (4 x 0.8 / 2 + 2 x (1 - 0.8 / 2)) x (1 - 0.25) x 0.9 = (1.6 + 1.2) x 0.675
    assert stage_risk(4.0, 2.0, 0.8, 0.25, 0.9) == pytest.approx(1.89)


@pytest.mark.parametrize(
    ("hhi_global", "hhi_sourcing", "reliance", "risk"),
    [
        (4.0, NAN, NAN, 2.7),  # 4 x 0.675
        (NAN, 2.0, NAN, 1.35),  # 2 x 0.675
        (4.0, 2.0, NAN, NAN),
        (NAN, NAN, 0.8, NAN),
    ],
)
def test_one_concentration_stands_alone_where_the_other_is_unknown(
    hhi_global: float, hhi_sourcing: float, reliance: float, risk: float
) -> None:
    found = stage_risk(hhi_global, hhi_sourcing, reliance, 0.25, 0.9)
    assert found == pytest.approx(risk, nan_ok=True)


def test_an_unknown_recycling_rate_is_not_taken_for_none() -> None:
    assert np.isnan(stage_risk(4.0, 2.0, 0.8, NAN, 0.9))
    assert np.isnan(stage_risk(4.0, 2.0, 0.8, 0.25, NAN))


def test_the_stage_with_the_highest_risk_is_the_bottleneck_of_the_chain() -> None:
    chains = np.array([[1.2, 1.9], [2.0, NAN], [NAN, 0.4], [NAN, NAN]])
    found = supply_risk(chains)
    np.testing.assert_allclose(found.value, [1.9, 2.0, 0.4, NAN])
    assert found.bottleneck.tolist() == [1, 0, 1, NO_STAGE]


@pytest.mark.parametrize(
    ("indicator", "reached", "below"),
    [("eu_supply_risk", 1.0, 0.99), ("eu_economic_importance", 2.8, 2.79)],
)
def test_a_value_on_the_threshold_of_criticality_fails(
    indicator: str, reached: float, below: float
) -> None:
    known = {each.id: each for each in INDICATORS}
    assert known[indicator].verdict(reached) is Verdict.FAIL
    assert known[indicator].verdict(below) is Verdict.PASS


def test_missing_inputs_are_named_in_words_in_the_order_given() -> None:
    named = missing_inputs(
        import_reliance=0.4,
        recycling_rate=NAN,
        substitution_index=None,
        shares=np.array([0.4, NAN]),
        trade_parameter=np.array([NAN, NAN]),
    )
    assert named == ("recycling rate", "substitution index", "trade parameter")


def test_a_sole_supplier_with_chinas_score_comes_near_the_published_risk_of_dysprosium() -> None:
    # The study of 2023 has SR 5.6 with IR 100 %, EoL-RIR 1 %, SI 0.99 (doi 10.2873/725585).  Its
    # shares and scores are not at hand; China alone with the score of 2023, -0.290108, gives
    # (2.5 + 0.290108) x 2 = 5.580216; x 0.99 x 0.99 = 5.4692.
    alone = hhi_wgi(np.array([1.0]), wgi_0_10(np.array([-0.290108])))
    found = stage_risk(alone, alone, 1.0, 0.01, 0.99)
    assert found == pytest.approx(5.4692, abs=1e-4)
    assert found == pytest.approx(5.6, rel=0.05)


@given(tonnes, arrays(np.float64, 3, elements=indices), st.permutations(range(3)))
def test_relabelling_the_countries_changes_nothing(
    given_tonnes: Values, wgi: Values, order: list[int]
) -> None:
    found = hhi_wgi(share(given_tonnes)[order], wgi[order])
    assert found == pytest.approx(hhi_wgi(share(given_tonnes), wgi))
    assert found <= 10 * hhi(share(given_tonnes)) + 1e-12


@given(indices, indices, parts, parts, parts)
def test_supply_risk_never_exceeds_the_larger_concentration(
    hhi_global: float, hhi_sourcing: float, reliance: float, recycling: float, substitution: float
) -> None:
    found = stage_risk(hhi_global, hhi_sourcing, reliance, recycling, substitution)
    assert 0 <= found <= max(hhi_global, hhi_sourcing) + 1e-9


@given(arrays(np.float64, (4, 2), elements=st.floats(0, 10) | st.just(NAN)), parts)
def test_many_draws_at_once_are_the_same_as_one_after_the_other(
    mixed: Values, reliance: float
) -> None:
    risks = stage_risk(mixed[:, :1], mixed[:, 1:], reliance, 0.1, 0.9)
    at_once = supply_risk(np.concatenate([risks, mixed], axis=-1))
    for draw in range(4):
        risk = stage_risk(mixed[draw, 0], mixed[draw, 1], reliance, 0.1, 0.9)
        one = supply_risk(np.append(risk, mixed[draw]))
        np.testing.assert_allclose(at_once.value[draw], one.value)
        assert at_once.bottleneck[draw] == one.bottleneck
