"""A whole assessment of the blended world: what the materials have to do with each other."""

from dataclasses import replace

import polars as pl
import pytest

from supplypact.assessing.assess import assess
from supplypact.domain.assessment import Assessment, AssessOptions
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import BASE_YEAR
from supplypact.domain.pact import Reading
from supplypact.units import Year
from tests.assessing.blended import blended, tables
from tests.given import pact, target

NO_FLOWS = "no flows of 2023"


def _assessed(year: int = BASE_YEAR, given: Evidence | None = None) -> Assessment:
    agreed = pact(target("testium", "partium", reading=Reading.DIRECT, together=True))
    options = AssessOptions(year=Year(year), draws=0)
    return assess(agreed, blended(), given or tables(), options)


def _values(found: Assessment, indicator: str, stage: str) -> dict[tuple[str, str], float]:
    rows = found.indicators.filter(indicator=indicator, stage=stage)
    return {(m, p): v for m, p, v in rows.select("material", "party", "value").iter_rows()}


def test_vulnerability_is_spending_over_the_largest_of_the_materials() -> None:
    found = _values(_assessed(), "economic_vulnerability", "refine")
    # Testium: 40 t at USD 1,000 each.  Partium: the US 6 t and Japan 4 t at USD 5,000.
    for party in ("USA", "JPN", "*"):
        assert found["testium", party] == pytest.approx(1.0)
    assert found["partium", "USA"] == pytest.approx(30_000 / 40_000)
    assert found["partium", "JPN"] == pytest.approx(20_000 / 40_000)
    assert found["partium", "*"] == pytest.approx(50_000 / 80_000)


def test_the_recycled_share_reaches_the_benchmark_of_the_party_that_publishes_it() -> None:
    found = _values(_assessed(), "eu_recycling", "")
    assert found["testium", "USA"] == pytest.approx(12 / 40)
    assert found["testium", "JPN"] is None
    assert found["partium", "USA"] is None


def test_a_material_within_another_is_not_counted_twice_together() -> None:
    targets = _assessed().targets
    # 20 of the US's 40 and 30 of Japan's are from outside China; partium is in it.
    assert targets["material"].to_list() == ["testium", "partium", "together"]
    assert targets["value"].to_list() == pytest.approx([50 / 80, 2 / 10, 50 / 80])


def test_another_year_has_each_measure_once_and_those_of_trade_with_a_value() -> None:
    trade = pl.DataFrame(
        [("a", 2023, "CHN", "JPN", 30.0, 1.0), ("a", 2023, "AUS", "JPN", 70.0, 1.0)],
        schema=["hs", "year", "exporter", "importer", "tonnes_gross", "value_usd"],
        orient="row",
    )
    codes = pl.DataFrame(
        {"material": ["testium"], "stage": ["refine"], "hs": ["a"], "content": [1.0]}
    )
    published = pl.DataFrame(
        [("testium", "refine", "CHN", "USA", 0.4, 2023)],
        schema=["material", "stage", "exporter", "importer", "share", "year"],
        orient="row",
    )
    given = replace(tables(), trade_history=trade, trade_codes=codes, trade_shares=published)
    found = _assessed(2023, given)
    key = ["indicator", "material", "stage", "party"]
    assert not found.indicators.select(key).is_duplicated().any()
    without = found.indicators.filter(pl.col("reason").str.starts_with(NO_FLOWS))["indicator"]
    known = {"import_concern_share", "published_concern_share", "eu_economic_importance"}
    assert not known & {*without}
    assert {"concern_share", "months_of_cover", "eu_processing"} <= {*without}
    assert _values(found, "import_concern_share", "refine")["testium", "JPN"] == pytest.approx(0.3)
    shares = _values(found, "published_concern_share", "refine")
    assert shares["testium", "USA"] == pytest.approx(0.4)


def test_another_years_world_output_has_the_rest_of_the_world_in_the_whole_only() -> None:
    found = _assessed(2023)
    # China refined 40 of 100; the rest of the world 60, and none of it falls away.
    assert _values(found, "top_1", "refine")["testium", "world"] == pytest.approx(0.4)
    assert _values(found, "hhi", "refine")["testium", "world"] == pytest.approx(0.16)
    assert _values(found, "n_minus_1", "refine")["testium", "world"] == pytest.approx(0.6)


def test_a_maker_that_withholds_its_output_of_another_year_is_named() -> None:
    unknown = pl.DataFrame(
        [("testium", "refine", "USA", 2023, "production")],
        schema=["material", "stage", "country", "year", "measure"],
        orient="row",
    )
    rows = pl.concat([tables().production, unknown], how="diagonal")
    found = _assessed(2023, tables(production=rows)).indicators
    of_world = found.filter(indicator="hhi", material="testium", stage="refine", party="world")
    assert of_world["note"].item() == "output withheld, and counted as none: USA"
