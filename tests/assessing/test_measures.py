"""The formulas applied to the small world: Australia mines 60 and China 40, China refines 90."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from supplypact.assessing.exposure import Exposure
from supplypact.assessing.measures.eu import benchmark_measures, eu_measures, importance_measure
from supplypact.assessing.measures.geopolrisk import geopolrisk_measures
from supplypact.assessing.measures.measured import Measured
from supplypact.assessing.measures.sourcing import (
    cover_measures,
    party_measures,
    world_measures,
    world_of,
)
from supplypact.assessing.measures.usgs import usgs_measures
from supplypact.assessing.measures.without_flows import published_measures
from supplypact.domain.assessment import WHOLE_CHAIN, WORLD
from tests.assessing.given import exposure, one, value
from tests.given import two_stages

SCORES = {"CHN": -0.5, "AUS": 1.5, "JPN": 1.5, "USA": 1.0}
STUDY = pl.DataFrame(
    {
        "material": ["testium"],
        "label": ["Testium"],
        "eol_rir": [0.25],
        "si_sr": [0.9],
        "economic_importance": [3.5],
    }
)


def test_world_concentration_is_of_output() -> None:
    found = [*world_measures(world_of(exposure(governance=SCORES)))]
    assert value(found, "top_1", "refine", WORLD) == pytest.approx(0.9)
    assert value(found, "top_3", "mine", WORLD) == pytest.approx(1.0)
    assert value(found, "hhi", "refine", WORLD) == pytest.approx(0.9**2 + 0.1**2)
    assert value(found, "n_minus_1", "refine", WORLD) == pytest.approx(0.1)
    # Weakness is (2.5 - score) / 5: China 0.6, Japan 0.2.
    weighted = 0.81 * 0.6 + 0.01 * 0.2
    assert value(found, "governance_hhi", "refine", WORLD) == pytest.approx(weighted)
    assert one(found, "top_1", "refine", WORLD).supplier == "CHN"


def test_a_partys_concentration_is_of_what_it_receives() -> None:
    found = [*party_measures(exposure(governance=SCORES))]
    assert value(found, "top_1", "refine", "JPN") == pytest.approx(22 / 30)
    assert value(found, "hhi", "refine", "JPN") == pytest.approx((22**2 + 8**2) / 900)
    assert value(found, "concern_share", "refine", "*") == pytest.approx(50 / 60)
    assert value(found, "traced_concern_share", "mine", "JPN") == pytest.approx(22 * 4 / 9 / 30)
    assert value(found, "n_minus_1", "refine", "USA") == pytest.approx(2 / 30)


def test_net_import_reliance_counts_trade_across_the_partys_border_only() -> None:
    found = [*party_measures(exposure(governance=SCORES))]
    # Japan makes 10, imports 22, exports 2: (22 - 2) / 30.  Together they make 10 of 60.
    assert value(found, "net_import_reliance", "refine", "JPN") == pytest.approx(20 / 30)
    assert value(found, "net_import_reliance", "refine", "*") == pytest.approx(50 / 60)
    assert value(found, "net_import_reliance", "refine", "USA") == pytest.approx(1.0)


def test_a_party_that_receives_none_at_a_stage_says_so() -> None:
    ore = one(party_measures(exposure(governance=SCORES)), "top_1", "mine", "USA")
    assert np.isnan(ore.values[0])
    assert ore.reason == "it receives none at this stage, only later products"


def test_own_output_that_is_withheld_makes_reliance_unknown_and_is_named() -> None:
    stands = exposure(governance=SCORES, withheld=(("testium", "refine", "USA"),))
    found = [*party_measures(stands), *geopolrisk_measures(stands), *benchmark_measures(stands, {})]
    for indicator in ("net_import_reliance", "geopolrisk", "eu_processing"):
        for party in ("USA", "*"):
            unknown = one(found, indicator, "refine", party)
            assert np.isnan(unknown.values).all()
            assert unknown.reason == "own output is withheld: USA"
    assert np.isfinite(value(found, "net_import_reliance", "refine", "JPN"))
    share = one(found, "concern_share", "refine", "USA")
    assert share.values[0] == pytest.approx(28 / 30)
    assert share.note == "at most: own output is withheld: USA, and counted as none"


def test_suppliers_without_a_governance_score_count_as_the_mean_and_are_told() -> None:
    some = {code: score for code, score in SCORES.items() if code != "CHN"}
    found = one(
        world_measures(world_of(exposure(governance=some))), "governance_hhi", "refine", WORLD
    )
    assert found.values[0] == pytest.approx(0.2 * (0.81 + 0.01))
    assert found.note.startswith("90% of the supply has no governance score")


def test_without_any_governance_score_the_measure_says_so() -> None:
    found = [*party_measures(exposure())]
    unknown = one(found, "governance_hhi", "refine", "JPN")
    assert np.isnan(unknown.values[0])
    assert unknown.reason == "no supplier has a governance score"
    assert np.isfinite(value(found, "hhi", "refine", "JPN"))


def test_geopolrisk_is_concentration_times_weighted_imports() -> None:
    found = [*geopolrisk_measures(exposure(governance=SCORES))]
    # HHI 0.82; of Japan's 10 made and 22 imported, 22 come from China of instability 0.6.
    score = 0.82 * 0.6 * 22 / 32
    assert value(found, "geopolrisk", "refine", "JPN") == pytest.approx(score)
    assert value(found, "geopolrisk_midpoint", "refine", "JPN") == pytest.approx(score * 1.0)
    factor = score / 0.409412948
    assert value(found, "geopolrisk_factor", "refine", "JPN") == pytest.approx(factor)


def test_eu_supply_risk_mixes_world_and_own_sourcing_and_takes_the_worst_stage() -> None:
    found = [*eu_measures(exposure(governance=SCORES), STUDY)]
    # WGI on 0 to 10: China 6, Australia and Japan 2.  US: all imported, so half and half.
    world = 0.9**2 * 6 + 0.1**2 * 2
    own = (28 / 30) ** 2 * 6 + (2 / 30) ** 2 * 2
    risk = (world * 0.5 + own * 0.5) * 0.75 * 0.9
    assert value(found, "eu_supply_risk", "refine", "USA") == pytest.approx(risk)
    chain = one(found, "eu_supply_risk", WHOLE_CHAIN, "USA")
    assert chain.values[0] == pytest.approx(risk)
    assert chain.note.startswith("bottleneck: refine")


def test_eu_supply_risk_names_the_input_that_lacks() -> None:
    found = [*eu_measures(exposure(governance=SCORES), STUDY.clear())]
    chain = one(found, "eu_supply_risk", WHOLE_CHAIN, "JPN")
    assert chain.reason == "not computable: recycling rate, substitution index unknown"


def test_economic_importance_is_the_studys_or_says_that_it_has_none() -> None:
    known = importance_measure("testium", STUDY, 2)
    assert known.values == pytest.approx([3.5, 3.5, 3.5])
    assert "no such material" in importance_measure("testium", STUDY.clear(), 0).reason


def test_benchmarks_set_own_output_against_what_is_used() -> None:
    found = [*benchmark_measures(exposure(governance=SCORES), {"JPN": 0.3})]
    # Japan refines 10 for a use of 30 and mines none; its largest third country is China.
    assert value(found, "eu_processing", "refine", "JPN") == pytest.approx(10 / 30)
    assert value(found, "eu_extraction", "mine", "JPN") == 0.0
    assert value(found, "eu_recycling", WHOLE_CHAIN, "JPN") == pytest.approx(0.3)
    assert value(found, "eu_one_country", "refine", "JPN") == pytest.approx(22 / 30)
    assert one(found, "eu_one_country", "refine", "JPN").supplier == "CHN"
    assert "not published" in one(found, "eu_recycling", WHOLE_CHAIN, "USA").reason


def test_usgs_type_risk_is_the_geometric_mean_of_its_parts() -> None:
    vulnerability = {party: np.array([0.5]) for party in ("USA", "JPN", "*")}
    found = [*usgs_measures(exposure(governance=SCORES), vulnerability)]
    # Only China and Japan refine; to the US, voice differs by 1.5 and 0.5 of 5.
    potential = 0.81 * 0.6 * 0.3 + 0.01 * 0.2 * 0.1
    assert value(found, "disruption_potential", "refine", "USA") == pytest.approx(potential)
    assert value(found, "trade_exposure", "refine", "USA") == pytest.approx(1.0)
    risk = (potential * 1.0 * 0.5) ** (1 / 3)
    assert value(found, "usgs_supply_risk", "refine", "USA") == pytest.approx(risk)


def test_cover_is_unknown_where_no_stock_is_published() -> None:
    cover = one(cover_measures(exposure()), "months_of_cover", WHOLE_CHAIN, "USA")
    assert np.isnan(cover.values[0])
    assert cover.reason == "no stock in tonnes is published"


def test_published_import_shares_count_the_latest_year_that_names_the_concern() -> None:
    published = pl.DataFrame(
        [
            ("testium", "refine", "CHN", "USA", 0.5, 2023),
            ("testium", "refine", "CHN", "USA", 0.4, 2024),
            ("testium", "refine", "ROW", "USA", 0.6, 2024),
            ("testium", "mine", "ROW", "USA", 1.0, 2024),
        ],
        schema=["material", "stage", "exporter", "importer", "share", "year"],
        orient="row",
    )
    material = two_stages().materials[0]
    found = [*published_measures(published, material, ("USA", "JPN"), ("CHN",), 0)]
    assert value(found, "published_concern_share", "refine", "USA") == pytest.approx(0.4)
    unnamed = one(found, "published_concern_share", "mine", "USA")
    assert "among the others" in unnamed.reason
    none = one(found, "published_concern_share", "refine", "JPN")
    assert none.reason == "no shares of imports by supplier are published"


def test_a_stage_where_nothing_is_made_says_so() -> None:
    world = two_stages()
    idle = replace(
        world,
        output=world.output.filter(pl.col("stage") != "mine"),
        flow=world.flow.filter(pl.col("stage") != "mine"),
    )
    found = one(world_measures(world_of(exposure(idle))), "hhi", "mine", WORLD)
    assert np.isnan(found.values[0])
    assert found.reason == "nothing is made at this stage"


def test_every_measure_without_a_value_has_a_reason() -> None:
    stands = exposure(withheld=(("testium", "mine", "USA"),), price=None)
    for each in _everything(stands):
        assert np.isfinite(each.values[0]) or each.reason, each.indicator


def _everything(stands: Exposure) -> list[Measured]:
    unknown = {party: np.array([np.nan]) for party in stands.parties}
    return [
        *world_measures(world_of(stands)),
        *party_measures(stands),
        *cover_measures(stands),
        *geopolrisk_measures(stands),
        *eu_measures(stands, STUDY.clear()),
        *benchmark_measures(stands, {}),
        *usgs_measures(stands, unknown),
    ]
