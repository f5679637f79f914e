"""The formulas where the rest of the world supplies, scrap is fed in and ore is lost."""

from dataclasses import replace

import polars as pl
import pytest

from supplypact.assessing.choke_points import choke_points
from supplypact.assessing.exposure import Exposure
from supplypact.assessing.measures.eu import benchmark_measures, eu_measures, recycled_shares
from supplypact.assessing.measures.geopolrisk import geopolrisk_measures
from supplypact.assessing.measures.sourcing import (
    cover_measures,
    party_measures,
    world_measures,
    world_of,
)
from supplypact.assessing.measures.usgs import spending_of, usgs_measures
from supplypact.domain.assessment import WHOLE_CHAIN, WORLD
from tests.assessing.blended import blended, capacities, larger, stocks, tables, us_reliance
from tests.assessing.given import evidence, exposed, exposure, one, value

STUDY = pl.DataFrame(
    {
        "material": ["testium"],
        "label": ["Testium"],
        "eol_rir": [0.25],
        "si_sr": [0.9],
        "economic_importance": [3.5],
    }
)


def _stands() -> Exposure:
    return exposed(tables(), larger())


def test_the_rest_of_the_world_is_in_the_whole_but_adds_no_square() -> None:
    stands = _stands()
    found = [*world_measures(world_of(stands)), *party_measures(stands)]
    # Refined: China 50, Japan 20, the rest of the world 30.
    assert value(found, "hhi", "refine", WORLD) == pytest.approx(0.5**2 + 0.2**2)
    assert value(found, "top_3", "refine", WORLD) == pytest.approx(0.7)
    # The US receives 20 from China and 20 from the rest; Japan 10, 20 of its own, and 10.
    assert value(found, "hhi", "refine", "USA") == pytest.approx(0.5**2)
    assert value(found, "top_3", "refine", "USA") == pytest.approx(0.5)
    assert value(found, "hhi", "refine", "JPN") == pytest.approx(0.25**2 + 0.5**2)


def test_without_the_largest_supplier_the_rest_of_the_world_still_delivers() -> None:
    stands = _stands()
    found = [*world_measures(world_of(stands)), *party_measures(stands)]
    # The world: 20 of Japan and 30 of the rest; the US, of 40: 20 of the rest; Japan: 10 and 10.
    assert value(found, "n_minus_1", "refine", WORLD) == pytest.approx(0.5)
    assert value(found, "n_minus_1", "refine", "USA") == pytest.approx(20 / 40)
    assert value(found, "n_minus_1", "refine", "JPN") == pytest.approx(20 / 40)
    # At the mine the rest of the world ships 40, but Australia is the one that falls away.
    assert value(found, "n_minus_1", "mine", WORLD) == pytest.approx(0.4)
    assert one(found, "n_minus_1", "mine", WORLD).supplier == "AUS"


def test_eu_supply_risk_weighs_the_world_by_half_the_import_reliance() -> None:
    found = [*eu_measures(_stands(), STUDY)]
    # WGI on 0 to 10: China 6, Japan 2.  The world: China 0.5, Japan 0.2.  What Japan receives:
    # China 10, Japan 20 of 40; half of it is imported.
    world = 0.5**2 * 6 + 0.2**2 * 2
    own = 0.25**2 * 6 + 0.5**2 * 2
    risk = (world * 0.25 + own * 0.75) * (1 - 0.25) * 0.9
    assert [world, own] == pytest.approx([1.58, 0.875])
    assert value(found, "eu_supply_risk", "refine", "JPN") == pytest.approx(risk)


def test_geopolrisk_leaves_the_square_of_the_rest_of_the_world_out() -> None:
    found = [*geopolrisk_measures(_stands())]
    # Japan makes 20 and imports 10 from China (0.6) and 10 from the rest (no score: 0.5).
    score = (0.5**2 + 0.2**2) * (10 * 0.6 + 10 * 0.5) / 40
    assert value(found, "geopolrisk", "refine", "JPN") == pytest.approx(score)


def test_the_disruption_potential_has_no_term_of_the_rest_of_the_world() -> None:
    vulnerability = dict.fromkeys(("USA", "JPN", "*"), _stands().sheet.price)
    found = [*usgs_measures(_stands(), vulnerability)]
    # To the US: China 0.25 x weakness 0.6 x distance 1.5 / 5; Japan 0.04 x 0.2 x 0.5 / 5.
    potential = 0.25 * 0.6 * 0.3 + 0.04 * 0.2 * 0.1
    assert value(found, "disruption_potential", "refine", "USA") == pytest.approx(potential)


def test_one_third_country_is_set_against_all_content_scrap_included() -> None:
    found = [*benchmark_measures(_stands(), {})]
    # The US: 20 Chinese tonnes hold 16 from mines, four fifths Australian: 12.8 of 40 used.
    assert value(found, "eu_one_country", "mine", "USA") == pytest.approx(12.8 / 40)
    # Japan: 0.8 x 20 of its own metal and 0.8 x 0.8 x 10 of China's: 22.4 of 40.
    assert value(found, "eu_one_country", "mine", "JPN") == pytest.approx(22.4 / 40)
    assert one(found, "eu_one_country", "mine", "JPN").supplier == "AUS"
    # Half of what the US uses was refined in the rest of the world, which is no country.
    assert value(found, "eu_one_country", "refine", "USA") == pytest.approx(20 / 40)
    assert one(found, "eu_one_country", "refine", "USA").supplier == "CHN"


def test_scrap_that_china_fed_in_was_not_mined_there() -> None:
    found = [*party_measures(_stands())]
    # China mines none, and a fifth of what it refines is scrap.
    assert value(found, "traced_concern_share", "mine", "USA") == 0.0


def test_capacity_counts_where_it_is_published_and_above_output() -> None:
    # Japan refines 20 of the 40 it needs.
    for tonnes, share in ((30.0, 0.75), (12.0, 0.5)):
        stands = exposed(tables(production=capacities(("JPN", 2023, tonnes))), larger())
        found = [*benchmark_measures(stands, {})]
        assert value(found, "eu_processing", "refine", "JPN") == pytest.approx(share)
        assert value(found, "eu_processing", "refine", "USA") == 0.0


def test_the_capacity_last_published_counts() -> None:
    rows = capacities(("JPN", 2023, 30.0), ("JPN", 2020, 36.0))
    found = [*benchmark_measures(exposed(tables(production=rows), larger()), {})]
    assert value(found, "eu_processing", "refine", "JPN") == pytest.approx(30 / 40)


def test_capacity_stands_in_where_output_is_withheld() -> None:
    withheld = evidence(blended(), withheld=(("testium", "refine", "USA"),)).production
    more = capacities(("USA", 2024, 10.0)).filter(pl.col("measure") == "capacity")
    rows = pl.concat([withheld, more], how="diagonal")
    found = [*benchmark_measures(exposed(tables(production=rows), larger()), {})]
    assert value(found, "eu_processing", "refine", "USA") == pytest.approx(10 / 40)
    assert value(found, "eu_processing", "refine", "*") == pytest.approx((10 + 20) / 80)


def test_makers_whose_output_is_withheld_are_named_beside_the_worlds_concentration() -> None:
    stands = exposure(withheld=(("testium", "refine", "USA"), ("testium", "refine", "AUS")))
    found = [*world_measures(world_of(stands))]
    for indicator in ("top_1", "top_3", "hhi", "governance_hhi", "n_minus_1"):
        told = one(found, indicator, "refine", WORLD).note
        assert told == "output withheld, and counted as none: AUS, USA"
        assert not one(found, indicator, "mine", WORLD).note


def test_own_output_that_is_withheld_is_told_with_every_share_of_the_party() -> None:
    found = [*party_measures(exposure(withheld=(("testium", "refine", "USA"),)))]
    for indicator in ("top_1", "hhi", "n_minus_1"):
        told = one(found, indicator, "refine", "USA").note
        assert told == "own output is withheld: USA, and counted as none"
        assert not one(found, indicator, "refine", "JPN").note


def test_a_stock_of_10_tonnes_covers_three_months_of_40_a_year() -> None:
    held = stocks(("USA", "2024-12", 10.0), ("JPN", "2024-12", 20.0))
    found = [*cover_measures(exposed(tables(stockpiles=held), larger()))]
    assert value(found, "months_of_cover", WHOLE_CHAIN, "USA") == pytest.approx(3.0)
    assert value(found, "months_of_cover", WHOLE_CHAIN, "JPN") == pytest.approx(6.0)
    assert value(found, "months_of_cover", WHOLE_CHAIN, "*") == pytest.approx(12 * 30 / 80)


def test_spending_is_use_times_price() -> None:
    unpriced = exposed(tables(), replace(larger(), price=None))
    assert spending_of(_stands())[0] == pytest.approx([40_000, 40_000, 80_000])
    assert spending_of(unpriced)[0] == pytest.approx([float("nan")] * 3, nan_ok=True)


def test_what_is_recycled_is_set_against_apparent_consumption() -> None:
    assert recycled_shares(tables()) == {"testium": {"USA": pytest.approx(12 / 40)}}
    unknown = us_reliance().with_columns(production_secondary=pl.lit(None, pl.Float64))
    assert recycled_shares(tables(import_reliance=unknown)) == {}


def test_a_loss_is_valued_in_tonnes_of_the_stage_at_the_materials_price() -> None:
    points = choke_points(_stands(), tables().facilities)
    ore = points.filter(stage="mine", supplier="AUS", party="USA").row(0, named=True)
    # 12.8 of 40 in content; 20 Chinese tonnes took 20 of ore, four fifths Australian.
    assert ore["share"] == pytest.approx(12.8 / 40)
    assert ore["tonnes"] == pytest.approx(16.0)
    assert ore["value_usd"] == pytest.approx(16_000.0)
    assert "ROW" not in points["supplier"].to_list()
