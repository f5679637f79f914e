"""The pact's targets in the year of the assessment."""

from dataclasses import replace

import polars as pl
import pytest

from supplypact.assessing.targets import sourced, target_frame
from supplypact.domain.pact import Reading
from supplypact.domain.plan import PlannedShares
from supplypact.units import Share
from tests.assessing.blended import blended, larger, tables
from tests.assessing.given import evidence, exposed, exposure
from tests.given import pact, target


@pytest.mark.parametrize(
    ("reading", "share"),
    [
        (Reading.WORLD, 0.10),  # Japan refines 10 of 100
        (Reading.DIRECT, 10 / 60),  # the parties receive 10 of 60 from Japan
        (Reading.EMBODIED, 10 / 60),
    ],
)
def test_each_reading_counts_what_it_says(reading: Reading, share: float) -> None:
    counted = sourced(exposure(), "refine", reading)
    assert counted is not None
    assert counted.outside[0] / counted.whole[0] == pytest.approx(share)


def test_ore_behind_chinese_metal_counts_where_it_was_mined() -> None:
    # Of 60 used, 10 are Japanese metal of Australian ore and 50 Chinese metal of 5/9 such ore.
    counted = sourced(exposure(), "mine", Reading.EMBODIED)
    assert counted is not None
    assert counted.outside[0] / counted.whole[0] == pytest.approx((10 + 50 * 5 / 9) / 60)


def test_scrap_counts_in_the_country_that_fed_it_in() -> None:
    # Of 80 t used 16 are scrap, 6 of it fed in by China; the 64 from mines are not Chinese.
    counted = sourced(exposed(tables(), larger()), "mine", Reading.EMBODIED)
    assert counted is not None
    assert counted.whole[0] == pytest.approx(80 * 1000)
    assert counted.outside[0] == pytest.approx((80 - 6) * 1000)


def test_a_target_passes_or_fails_with_the_part_of_the_draws_that_reach_it() -> None:
    agreed = pact(target("testium", goal=0.15, reading=Reading.EMBODIED))
    stands = {"testium": exposure(draws=400, flow=0.3, output=0.1)}
    row = target_frame(agreed, stands, None).row(0, named=True)
    assert row["value"] == pytest.approx(1 / 6)
    assert row["verdict"] == "pass"
    assert 0.5 < row["chance"] < 1.0
    assert row["low"] < row["value"] < row["high"]


def test_a_target_has_the_shares_of_the_plan_beside_it() -> None:
    planned = PlannedShares(
        pact="test",
        sourcing=pl.DataFrame(),
        targets={("sourcing", "testium"): (Share(0.2), Share(0.4))},
    )
    row = target_frame(pact(target("testium")), {"testium": exposure()}, planned).row(0, named=True)
    assert (row["base_share"], row["plan_share"]) == (0.2, 0.4)


def test_a_stage_that_the_chain_lacks_gives_a_reason_and_no_verdict() -> None:
    agreed = pact(target("testium", stage="magnet"))
    row = target_frame(agreed, {"testium": exposure()}, None).row(0, named=True)
    assert row["value"] is None
    assert row["verdict"] is None
    assert "no such stage" in row["reason"]


def test_materials_together_have_a_row_of_their_own() -> None:
    agreed = pact(target("testium", together=True))
    frame = target_frame(agreed, {"testium": exposure()}, None)
    assert frame["material"].to_list() == ["testium", "together"]
    assert frame["value"][0] == pytest.approx(frame["value"][1])


def test_without_an_assessment_of_the_year_targets_say_so() -> None:
    row = target_frame(pact(target("testium")), {}, None).row(0, named=True)
    assert row["value"] is None


@pytest.mark.parametrize(
    ("part_of", "share"),
    [
        # Outside China: 50 of 80 t at USD 1,000 and 2 of 10 t at USD 5,000.
        ("", 60_000 / 130_000),
        # Partium is in testium's 80 t already.
        ("testium", 50 / 80),
        # Part of a material that the target does not name: it counts.
        ("otherium", 60_000 / 130_000),
    ],
)
def test_materials_together_are_weighed_by_price_and_counted_once(
    part_of: str, share: float
) -> None:
    agreed = pact(target("testium", "partium", reading=Reading.DIRECT, together=True))
    world = blended(part_of)
    stands = {each.id: exposed(evidence(world), each) for each in world.materials}
    frame = target_frame(agreed, stands, None)
    assert frame["value"].to_list() == pytest.approx([50 / 80, 2 / 10, share])


def test_a_material_without_a_price_is_in_no_sum() -> None:
    agreed = pact(target("testium", "partium", reading=Reading.DIRECT, together=True))
    world = blended("")
    unpriced = replace(world.materials[1], price=None)
    stands = {each.id: exposed(evidence(world), each) for each in (world.materials[0], unpriced)}
    rows = target_frame(agreed, stands, None)
    assert rows["value"].to_list() == [pytest.approx(50 / 80), None, pytest.approx(50 / 80)]
    assert "no price" in rows["reason"][1]
