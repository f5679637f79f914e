"""The bundled tables of supply themselves: sums, bases and what stays unknown."""

import gc
from pathlib import Path

import frictionless
import polars as pl
import pytest

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"
ROUNDING = 0.04
"""USGS world totals of the estimated year have two significant digits."""


def _read(name: str) -> pl.DataFrame:
    return pl.read_csv(TABLES / f"{name}.csv", infer_schema_length=None)


def _production(material: str, stage: str, year: int) -> dict[str, float | None]:
    rows = _read("production").filter(
        (pl.col("material") == material)
        & (pl.col("stage") == stage)
        & (pl.col("year") == year)
        & (pl.col("measure") == "production")
    )
    return dict(rows.select("country", "tonnes").iter_rows())


def test_country_sums_agree_with_the_published_world_totals() -> None:
    keys = ["material", "stage", "year"]
    sums = (
        _read("production")
        .filter(pl.col("measure") != "capacity")
        .group_by(keys)
        .agg(pl.col("tonnes").sum().alias("sum"))
    )
    both = sums.join(_read("world_totals"), on=keys).with_columns(
        apart=(pl.col("sum") / pl.col("tonnes") - 1).abs()
    )
    assert both.height > 130
    assert both.filter(pl.col("apart") > ROUNDING).select(*keys, "sum", "tonnes").rows() == []
    chain = both.filter(pl.col("source").str.starts_with("iea"))
    assert chain["apart"].max() == pytest.approx(0, abs=1e-5)


def test_no_row_of_production_is_a_world_total() -> None:
    assert "WORLD" not in set(_read("production")["country"])


def test_withheld_united_states_output_is_blank() -> None:
    assert _production("silicon", "refine", 2024)["USA"] is None
    assert _production("lithium", "mine", 2024)["USA"] is None


def test_a_dash_is_a_reported_zero() -> None:
    assert _production("gallium", "refine", 2024)["USA"] == 0


def test_kilograms_became_tonnes() -> None:
    assert _production("gallium", "refine", 2024)["CHN"] == 839  # 839,000 kg
    assert _production("platinum", "mine", 2024)["ZAF"] == 126  # 126,000 kg


def test_thousand_tonnes_became_tonnes() -> None:
    assert _production("aluminium", "refine", 2024)["CHN"] == 44_000_000
    vanadium = _read("reserves").filter(pl.col("material") == "vanadium")
    assert vanadium.filter(pl.col("country") == "CHN")["tonnes"].item() == 5_800_000


def test_magnet_rare_earths_are_never_total_rare_earth_oxides() -> None:
    china = _production("magnet_rare_earths", "mine", 2024)["CHN"]
    assert china is not None
    assert china < 50_000  # the quota of all rare-earth oxides was 270,000
    assert _read("reserves").filter(pl.col("material") == "magnet_rare_earths").is_empty()


@pytest.mark.parametrize("stage", ["mine", "refine", "magnet"])
def test_a_part_is_never_more_than_the_whole(stage: str) -> None:
    whole = _production("magnet_rare_earths", stage, 2024)
    part = _production("dysprosium_terbium", stage, 2024)
    assert part
    assert all((tonnes or 0) < (whole[country] or 0) for country, tonnes in part.items())


def test_what_magnet_makers_take_in_is_what_was_refined() -> None:
    links = _read("stages").filter(pl.col("stage") == "magnet")
    for material, recovery, other in links.select(
        "material", "recovery", "other_feed_share"
    ).iter_rows():
        magnets = sum(tonnes or 0 for tonnes in _production(material, "magnet", 2024).values())
        refined = sum(tonnes or 0 for tonnes in _production(material, "refine", 2024).values())
        assert magnets * (1 - other) / recovery == pytest.approx(refined, rel=1e-4)


def test_no_stage_needs_more_of_the_one_before_than_was_produced() -> None:
    links = _read("stages").filter(pl.col("position") > 1)
    earlier = {"refine": "mine", "magnet": "refine"}
    for row in links.iter_rows(named=True):
        made = _production(row["material"], row["stage"], 2024)
        before = _production(row["material"], earlier[row["stage"]], 2024)
        need = sum(tonnes or 0 for tonnes in made.values())
        need *= (1 - row["other_feed_share"]) / row["recovery"]
        assert need <= sum(tonnes or 0 for tonnes in before.values()) * (1 + 1e-4)


def test_every_material_has_a_price_a_code_and_production_in_the_base_year() -> None:
    materials = _read("materials")
    assert materials.height >= 30
    assert materials["price_usd_per_tonne"].null_count() == 0
    stages = _read("stages").select("material", "stage")
    priced = _read("production").filter(
        (pl.col("year") == 2024) & (pl.col("measure") == "production")
    )
    assert stages.join(priced, on=["material", "stage"], how="anti").is_empty()
    mined_heavy = pl.DataFrame({"material": ["dysprosium_terbium"], "stage": ["mine"]})
    uncoded = stages.join(_read("hs_codes"), on=["material", "stage"], how="anti")
    assert uncoded.rows() == mined_heavy.rows()  # no code tells heavy concentrate apart


def test_projections_are_estimates() -> None:
    projections = _read("production").filter(pl.col("measure") == "projection")
    assert set(projections["quality"]) == {"estimate"}
    assert set(projections["year"]) == {2030, 2035, 2040}


def test_namibia_and_the_rest_of_the_world_are_countries() -> None:
    countries = pl.read_csv(TABLES / "countries.csv", infer_schema_length=None)
    assert countries.filter(pl.col("iso2") == "NA")["country"].to_list() == ["NAM"]
    assert "ROW" in set(countries["country"])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_data_package_is_valid() -> None:
    """The validator leaves packed files open; they are closed here, where it is no failure."""
    report = frictionless.validate(str(TABLES / "datapackage.json"))
    gc.collect()
    rows = {task.name: task.stats.get("rows") for task in report.tasks}
    assert rows["trade_history"] > 200_000
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
