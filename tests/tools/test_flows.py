from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tools.build_data import flow_inputs, flows
from tools.build_data.seeds import Market

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"
YEAR = 2024

Built = dict[str, pl.DataFrame]


def built(
    trade: list[tuple[str, str, str, float | None, float | None, float | None]] | None = None,
    shares: list[tuple[str, str, str, float]] | None = None,
) -> Built:
    """Return a small world: ore (mine) to metal (refine) to users, and a part of the material.

    Mine: Australia 100, China 50. Refine: China 80, Japan 20, three quarters of it from ore with
    a recovery of 0.8. Use: the US 60, Japan 40. Rows of trade are (stage, exporter, importer,
    tonnes, gross, value), of shares (stage, exporter, importer, share).
    """
    made = [
        ("whole", "mine", "AUS", YEAR, "production", 100.0),
        ("whole", "mine", "CHN", YEAR, "production", 50.0),
        ("whole", "mine", "USA", YEAR, "production", None),
        ("whole", "mine", "AUS", 2023, "production", 7.0),
        ("whole", "mine", "AUS", YEAR, "capacity", 900.0),
        ("whole", "refine", "CHN", YEAR, "production", 80.0),
        ("whole", "refine", "JPN", YEAR, "production", 20.0),
        ("part", "refine", "CHN", YEAR, "production", 8.0),
        ("part", "refine", "JPN", YEAR, "production", 2.0),
    ]
    used = [
        ("whole", "refine", "USA", "energy", YEAR, 45.0),
        ("whole", "refine", "USA", "electronics", YEAR, 15.0),
        ("whole", "refine", "JPN", "energy", YEAR, 40.0),
        ("part", "refine", "USA", "energy", YEAR, 6.0),
        ("part", "refine", "JPN", "energy", YEAR, 4.0),
    ]
    arc = ["material", "stage", "exporter", "importer"]
    traded = [("whole", *row, YEAR, "reported", "customs") for row in trade or []]
    shared = [("whole", *row, YEAR, "survey") for row in shares or []]
    return {
        "materials": pl.DataFrame(
            {
                "material": ["part", "whole"],
                "part_of": ["whole", None],
                "price_usd_per_tonne": [10.0, 10.0],
            }
        ),
        "stages": pl.DataFrame(
            [
                ("part", "refine", 1, None, None),
                ("whole", "mine", 1, None, None),
                ("whole", "refine", 2, 0.8, 0.25),
            ],
            schema=["material", "stage", "position", "recovery", "other_feed_share"],
            orient="row",
        ),
        "production": pl.DataFrame(
            made,
            schema=["material", "stage", "country", "year", "measure", "tonnes"],
            orient="row",
        ).with_columns(source=pl.lit("survey")),
        "demand": pl.DataFrame(
            used,
            schema=["material", "stage", "country", "end_use", "year", "tonnes"],
            orient="row",
        ),
        "trade": pl.DataFrame(
            traded,
            schema=dict.fromkeys(arc, pl.String)
            | dict.fromkeys(("tonnes", "tonnes_gross", "value_usd"), pl.Float64)
            | {"year": pl.Int64, "quality": pl.String, "source": pl.String},
            orient="row",
        ),
        "trade_shares": pl.DataFrame(
            shared,
            schema=dict.fromkeys(arc, pl.String)
            | {"share": pl.Float64, "year": pl.Int64, "source": pl.String},
            orient="row",
        ),
    }


def solved(world: Built, material: str, stage: str) -> dict[tuple[str, str], float]:
    frames, _ = flows.build(Path(), world)
    found = flow_inputs.of_stage(frames["flows"], material, stage)
    return {
        (row[0], row[1]): row[2]
        for row in found.select("exporter", "importer", "tonnes").iter_rows()
    }


def test_output_of_other_years_and_measures_and_withheld_output_do_not_count() -> None:
    assert flow_inputs.output(built(), "whole", "mine") == {"AUS": 100.0, "CHN": 50.0}


def test_the_need_of_a_stage_is_use_or_the_feed_of_the_next() -> None:
    # feed: 80 x 0.75 / 0.8 = 75 and 20 x 0.75 / 0.8 = 18.75
    assert flow_inputs.needs(built(), "whole", "mine") == pytest.approx({"CHN": 75, "JPN": 18.75})
    assert flow_inputs.needs(built(), "whole", "refine") == {"USA": 60.0, "JPN": 40.0}


def test_mines_are_scaled_to_the_feed_and_own_ore_goes_first() -> None:
    # 93.75 of 150 is needed: Australia 62.5, China 31.25, which China keeps
    assert solved(built(), "whole", "mine") == pytest.approx(
        {("AUS", "CHN"): 43.75, ("AUS", "JPN"): 18.75, ("CHN", "CHN"): 31.25}
    )


def test_metal_goes_where_own_output_falls_short() -> None:
    assert solved(built(), "whole", "refine") == pytest.approx(
        {("CHN", "JPN"): 20, ("CHN", "USA"): 60, ("JPN", "JPN"): 20}
    )


def test_observed_exports_are_kept_although_the_exporter_needs_more_itself() -> None:
    # Japan uses 40 and makes 20, yet 6 were seen to go to the US: seed 20 and 6, made 20 of 26
    world = built(trade=[("refine", "JPN", "USA", 6.0, 6.0, 60.0)])
    found = solved(world, "whole", "refine")
    assert 4 < found["JPN", "USA"] < 6
    assert found["JPN", "USA"] + found["JPN", "JPN"] == pytest.approx(20)


def test_a_flow_that_was_observed_and_hardly_moved_stays_an_observation() -> None:
    world = built(trade=[("mine", "AUS", "JPN", 18.0, 18.0, 180.0)])
    frames, _ = flows.build(Path(), world)
    mined = flow_inputs.of_stage(frames["flows"], "whole", "mine").filter(importer="JPN")
    row = mined.row(0, named=True)
    assert (row["quality"], row["source"], row["method"]) == ("reported", "customs", "")


def test_the_value_of_ore_stands_for_its_content_up_to_its_weight() -> None:
    # 300 USD at 10 USD/t is 30 t, but only 12 t were shipped
    world = built(
        trade=[
            ("mine", "AUS", "JPN", None, 100.0, 200.0),
            ("mine", "CHN", "JPN", None, 12.0, 300.0),
        ]
    )
    assert flow_inputs.observed(world, "whole", "mine") == {
        ("AUS", "JPN"): 20.0,
        ("CHN", "JPN"): 12.0,
    }
    assert not flow_inputs.content_known(world, "whole", "mine")


def test_a_published_share_of_imports_is_met_exactly() -> None:
    # Chile has 0.54 of the 30 that the US imports: 16.2; Argentina sends the other 13.8, and Japan
    # gets what is left of their 50 each
    place = Market(
        exporters=("ARG", "CHL"),
        importers=("JPN", "USA"),
        supply=np.array([50.0, 50.0]),
        need=np.array([70.0, 30.0]),
        traded=np.zeros((2, 2)),
        shares=np.array([[np.nan, np.nan], [np.nan, 0.54]]),
        stretch=1.0,
        barred=np.zeros((2, 2), dtype=bool),
    )
    flow, _ = flows.solve(place)
    assert flow == pytest.approx(np.array([[36.2, 13.8], [33.8, 16.2]]))


def test_a_published_share_gives_way_where_the_sums_cannot_be_met() -> None:
    # only Australia has ore to spare, so all and not 0.9 of China's imports are Australian
    found = solved(built(shares=[("mine", "AUS", "CHN", 0.9)]), "whole", "mine")
    assert found["AUS", "CHN"] == pytest.approx(43.75)


def test_a_supplier_without_output_stands_for_the_rest_of_the_world() -> None:
    world = built(shares=[("refine", "DEU", "USA", 0.2), ("refine", "CHN", "USA", 0.5)])
    assert flow_inputs.import_shares(world, "whole", "refine") == {
        ("ROW", "USA"): 0.2,
        ("CHN", "USA"): 0.5,
    }


def test_a_part_goes_where_the_whole_goes() -> None:
    whole = solved(built(), "whole", "refine")
    part = solved(built(), "part", "refine")
    assert part == pytest.approx({arc: tonnes / 10 for arc, tonnes in whole.items()})


def bundled() -> Built:
    names = ("flows", "production", "demand", "stages", "materials")
    return {name: pl.read_csv(TABLES / f"{name}.csv", infer_schema_length=None) for name in names}


def test_bundled_flows_meet_output_and_need_at_every_stage() -> None:
    tables = bundled()
    for material, stage, _ in flows.stages(tables):
        found = flow_inputs.of_stage(tables["flows"], material, stage)
        need = flow_inputs.needs(tables, material, stage)
        made = flow_inputs.output(tables, material, stage)
        use = sum(need.values()) / sum(made.values())
        shipped = dict(found.group_by("exporter").agg(pl.col("tonnes").sum()).iter_rows())
        taken = dict(found.group_by("importer").agg(pl.col("tonnes").sum()).iter_rows())
        scaled = {country: tonnes * use for country, tonnes in made.items()}
        assert shipped == pytest.approx(scaled, rel=1e-5), (material, stage)
        assert taken == pytest.approx(need, rel=1e-5), (material, stage)
        assert use < 1.001, f"{material} {stage}: more needed than made"


def suppliers(material: str, stage: str, importer: str) -> dict[str, float]:
    found = flow_inputs.of_stage(bundled()["flows"], material, stage).filter(importer=importer)
    total = found["tonnes"].sum()
    return {row[0]: row[1] / total for row in found.select("exporter", "tonnes").iter_rows()}


def test_bundled_us_suppliers_agree_with_published_import_shares() -> None:
    # USGS 2021-24: lithium Chile 54 %, Argentina 43 %; customs 2024: magnets China 83.5 % by value
    assert suppliers("lithium", "refine", "USA")["CHL"] == pytest.approx(0.54, abs=0.02)
    assert suppliers("lithium", "refine", "USA")["ARG"] == pytest.approx(0.43, abs=0.02)
    assert suppliers("magnet_rare_earths", "magnet", "USA")["CHN"] == pytest.approx(0.835, abs=0.02)
    assert suppliers("cobalt", "refine", "USA")["FIN"] == pytest.approx(0.16, abs=0.02)


def test_bundled_observations_name_their_source_and_estimates_their_method() -> None:
    found = bundled()["flows"]
    reported = found.filter(quality="reported")
    assert reported.height > 50
    assert set(reported["source"]) == {"cepii-baci"}
    assert found.filter(pl.col("method").is_null()).height == reported.height
