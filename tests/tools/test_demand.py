from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.build_data import definitions
from tools.build_data.demand import (
    by_country,
    contained_trade,
    demand_rows,
    last_stages,
    production,
    value_added,
)
from tools.build_data.demand_batteries import direct_graphite, like_lithium
from tools.build_data.demand_growth import growth
from tools.build_data.demand_ladder import (
    COUNTRIES,
    Use,
    balance,
    close,
    known,
    like_usa,
    published,
)
from tools.build_data.demand_magnets import magnet_uses
from tools.build_data.demand_uses import evidence, materials_of, region_of, split

MAGNET, HEAVY = "magnet_rare_earths", "dysprosium_terbium"
MANUFACTURING = "all manufacturing"


def use(tonnes: float, *, fixed: bool = False) -> Use:
    return Use(tonnes=tonnes, source="s", quality="estimate", method="m", fixed=fixed)


def party_row(**changes: str) -> dict[str, str]:
    plain = {
        "material": "antimony",
        "party": "US",
        "measure": "apparent",
        "form": "Antimony",
        "year": "2024",
        "value_t": "28600",
        "source": "USGS",
        "url": "raw/usgs_mcs/2026/x",
        "quality": "official",
        "note": "",
    }
    return plain | changes


def wanted(**changes: str) -> dict[str, str]:
    plain = {
        "material": "antimony",
        "country": "USA",
        "label": "antimony",
        "measure": "apparent",
        "form": "Antimony",
        "raw_year": "2024",
        "world_tonnes": "",
        "note": "",
    }
    return plain | changes


def test_published_consumption_is_kept_as_it_is() -> None:
    found, sources = published([wanted()], [party_row()], {"antimony": 1e5})
    assert found["antimony", "USA"].tonnes == 28_600
    assert found["antimony", "USA"].fixed
    assert found["antimony", "USA"].quality == "official"
    assert sources[0].source == "usgs-mcs-2026"


def test_an_old_figure_is_a_share_of_the_world_of_its_year() -> None:
    # 7260 of 66,000 t in 2012 are 11 %; of 80,000 t in the base year 8800 t
    want = wanted(world_tonnes="66000", note="share of world demand in 2012")
    found, _ = published([want], [party_row(value_t="7260")], {"antimony": 80_000})
    assert found["antimony", "USA"].tonnes == pytest.approx(8800)
    assert found["antimony", "USA"].quality == "estimate"
    assert not found["antimony", "USA"].fixed


def test_use_is_production_plus_imports_less_exports() -> None:
    trade = [("CHN", "JPN", 30.0), ("JPN", "KOR", 12.0), ("CHN", "KOR", 99.0)]
    found = balance("JPN", 5.0, trade)
    assert found is not None
    assert found.tonnes == pytest.approx(23)


@pytest.mark.parametrize("made", [None, 0.0, 12.0])
def test_an_unknown_or_negative_balance_tells_nothing(made: float | None) -> None:
    assert balance("JPN", made, [("JPN", "KOR", 12.0)]) is None


def test_a_country_like_the_united_states_uses_as_much_per_income() -> None:
    assert like_usa("AUS", use(1000), {"AUS": 1.5, "USA": 30}).tonnes == pytest.approx(50)


def test_the_rest_of_the_world_is_what_the_countries_leave() -> None:
    assert close({"USA": use(30), "CHN": use(50)}, 100, 0.4)["ROW"].tonnes == pytest.approx(20)


def test_only_estimates_are_scaled_where_use_exceeds_supply() -> None:
    # 40 published + 80 + rest 0.2 x 100 = 140 against 100: the loose 100 shrink to 60
    closed = close({"USA": use(40, fixed=True), "CHN": use(80)}, 100, 0.2)
    assert closed["USA"].tonnes == 40
    assert closed["CHN"].tonnes == pytest.approx(48)
    assert closed["ROW"].tonnes == pytest.approx(12)
    assert "times 0.6" in closed["CHN"].method


@given(
    st.dictionaries(st.sampled_from(COUNTRIES), st.floats(0, 1e6), min_size=1),
    st.floats(1, 1e6),
    st.floats(0.01, 0.9),
)
def test_use_always_equals_supply_and_is_never_negative(
    tonnes: dict[str, float], world: float, rest: float
) -> None:
    closed = close({country: use(value) for country, value in tonnes.items()}, world, rest)
    assert sum(found.tonnes for found in closed.values()) == pytest.approx(world)
    assert min(found.tonnes for found in closed.values()) >= 0


def shares() -> dict[str, dict[str, tuple[float, str]]]:
    known = {"USA": 0.2, "JPN": 0.05, "KOR": 0.03, "IND": 0.02, "CHN": 0.3}
    return {MANUFACTURING: {country: (share, "ncses") for country, share in known.items()}}


def test_each_country_stands_on_the_first_rung_that_holds() -> None:
    # published 100; balance 20 + 5 - 0; AUS 0.1 x 100; value added 0.05, 0.02 and 0.3 of 1000
    told = {("tin", "USA"): use(100, fixed=True)}
    flows = {("tin", "mine"): [("ROW", "KOR", 5.0)]}
    gdp = {"USA": 30.0, "AUS": 3.0, "CAN": 3.0}
    found = by_country(("tin", "mine"), 1000, {"KOR": 20.0}, told, flows, shares(), gdp)
    assert {country: round(each.tonnes, 6) for country, each in found.items()} == {
        "USA": 100,
        "JPN": 50,
        "AUS": 10,
        "CAN": 10,
        "KOR": 25,
        "IND": 20,
        "CHN": 300,
        "ROW": 485,
    }


def test_battery_materials_go_where_lithium_chemicals_go() -> None:
    # lithium 80 % CHN, 20 % ROW; half of 100 t is batteries: CHN 0.5 x 80 + 0.5 x 30 = 55
    lithium = {"CHN": use(8), "ROW": use(2)}
    found = like_lithium(lithium, {"CHN": use(30), "ROW": use(70)}, 100, 0.5)
    assert found["CHN"].tonnes == pytest.approx(55)
    assert found["ROW"].tonnes == pytest.approx(45)


def test_natural_graphite_that_no_anode_needs_is_used_directly() -> None:
    # 200 t anodes, 80 % synthetic, 40 % yield: they need 200 x 0.2 / 0.4 = 100 t natural. China
    # mines 500, ships 60 to Japan, needs 100: 340. The rest: 600 - 100 - 340 - 60 - 50 = 50
    stages = pl.DataFrame(
        {
            "material": ["graphite"],
            "stage": ["refine"],
            "other_feed_share": [0.8],
            "recovery": [0.4],
        }
    )
    made = {
        ("graphite", "refine"): {"CHN": 200.0},
        ("graphite", "mine"): {"CHN": 500.0, "ROW": 100.0},
    }
    flows = {("graphite", "mine"): [("CHN", "JPN", 60.0)]}
    american = party_row(material="graphite (natural)", value_t="50")
    found = direct_graphite(made, stages, flows, [american])
    assert {country: each.tonnes for country, each in found.items()} == pytest.approx(
        {"CHN": 340, "JPN": 60, "USA": 50, "ROW": 50}
    )


def magnet_row(
    measure: str, value: float, year: str, note: str = "", country: str = "China"
) -> dict[str, str]:
    return {
        "country": country,
        "measure": measure,
        "value": str(value),
        "year": year,
        "unit": "t",
        "note": note,
        "source": measure + year,
        "url": "u",
        "stage": "trade",
    }


def magnet_rows() -> list[dict[str, str]]:
    return [
        magnet_row("exports to world", 60_000, "2024"),
        magnet_row("exports to world", 5_000, "2025-09"),
        magnet_row("exports to South Korea", 500, "2025-09"),
        magnet_row("exports to United States", 660, "2025-07", "+10% on the year"),
        magnet_row("exports to Japan", 100, "2025-09", "-20% on the year"),
        magnet_row("share of imports by value from China", 80, "2024-Q1", country="United States"),
        magnet_row("use", 540, "FY2024-25", country="India"),
    ]


def test_magnets_are_used_where_they_are_made_or_landed() -> None:
    # at 30 %: USA 12 x 600 x 0.3 / 0.8 = 2700; Japan 4000 + 12 x 125 x 0.3 = 4450; Korea a tenth
    # of 18,000; India 162; China 55,000 - 18,000; AUS and CAN a tenth of the USA each
    made = {
        MAGNET: {"CHN": 55_000.0, "JPN": 4_000.0, "ROW": 1_000.0},
        HEAVY: {"CHN": 1_200.0},
    }
    gdp = {"USA": 30.0, "AUS": 3.0, "CAN": 3.0}
    found = magnet_uses(magnet_rows(), made, MAGNET, gdp, 0.3)
    assert {country: each.tonnes for country, each in found.items()} == pytest.approx(
        {
            "USA": 2_700,
            "JPN": 4_450,
            "KOR": 1_800,
            "IND": 162,
            "CHN": 37_000,
            "AUS": 270,
            "CAN": 270,
            "ROW": 13_348,
        }
    )
    # 1200 of 60,000 t are dysprosium and terbium, 2 % everywhere
    heavy = magnet_uses(magnet_rows(), made, HEAVY, gdp, 0.3)
    assert heavy["JPN"].tonnes == pytest.approx(89)
    assert sum(each.tonnes for each in heavy.values()) == pytest.approx(1_200)


def use_row(end_use: str, share: str, class_: str, **changes: str) -> dict[str, str]:
    plain = {
        "material": "tin",
        "region": "US",
        "end_use": end_use,
        "class": class_,
        "share": share,
        "year": "2025",
        "source": "s",
        "url": "u",
        "quality": "official",
        "note": "",
    }
    return plain | changes


SOLDER = use_row("solder", "60", "semiconductors/electronics")
PLATE = use_row("tinplate", "30", "industry/other")


def test_a_country_is_split_by_its_own_shares_and_the_rest_is_other_industry() -> None:
    found = split([SOLDER, PLATE], "tin", "mine", "USA")
    assert found.shares == pytest.approx({"electronics": 0.6, "industry_other": 0.4})
    assert found.quality == "official"


def test_shares_of_another_region_are_an_estimate() -> None:
    found = split([SOLDER, PLATE], "tin", "mine", "JPN")
    assert found.quality == "estimate"
    assert found.method == "uses as in USA 2025"


def test_the_shares_of_the_world_come_before_those_of_the_united_states() -> None:
    world = use_row("all", "100", "energy (wind, solar, grid)", region="world", year="2020")
    assert split([SOLDER, PLATE, world], "tin", "mine", "JPN").shares == {"energy": 1.0}


def test_rows_that_nest_are_not_added() -> None:
    nested = [use_row(str(n), "70", "semiconductors/electronics") for n in range(2)]
    assert split(nested, "tin", "mine", "USA").shares == {"industry_other": 1.0}


def test_sources_and_years_are_never_added() -> None:
    newer = use_row("solder", "100", "semiconductors/electronics", year="2026")
    assert split([SOLDER, PLATE, newer], "tin", "mine", "USA").shares == {"electronics": 1.0}


def test_a_use_named_first_without_a_share_takes_all() -> None:
    words = [
        use_row("capacitors", "", "semiconductors/electronics"),
        use_row("x", "", "industry/other"),
    ]
    found = split(words, "tin", "mine", "USA")
    assert found.shares == {"electronics": 1.0}
    assert found.quality == "estimate"


def test_one_label_can_stand_for_two_materials_and_another_for_none() -> None:
    known = ["platinum", "palladium", "tin"]
    assert materials_of("PGMs", known) == ("platinum", "palladium")
    assert materials_of("cesium", known) == ()
    assert (region_of("EU"), region_of("Japan"), region_of("world")) == ("EU27", "JPN", "WORLD")


def test_a_use_without_a_share_is_blank_in_the_evidence() -> None:
    [row] = evidence([use_row("capacitors", "", "semiconductors/electronics")], ["tin"])
    assert row["share"] is None
    assert row["end_use"] == "electronics"


def test_demand_rows_add_up_to_the_use_of_the_country() -> None:
    rows = demand_rows({("tin", "mine"): {"USA": use(50), "JPN": use(10)}}, [SOLDER, PLATE])
    american = [row["tonnes"] for row in rows if row["country"] == "USA"]
    assert american == pytest.approx([30, 20])
    assert {row["quality"] for row in rows} == {"estimate"}


def iea(clean: float) -> dict[str, dict[str, object]]:
    def block(base: float, later: float) -> dict[str, object]:
        return {"2024": base, "STEPS": {"2030": later, "2035": 2 * later}}

    return {
        "totalDemand": {"Lithium": {"totalDemand": block(2, 5)}},
        "cleantechByMineral": {"Gallium": block(clean, 2 * clean)},
    }


def test_total_demand_of_the_scenario_gives_the_index() -> None:
    rows = growth(iea(0.1), {"lithium": 2000.0})
    assert [row["index"] for row in rows] == pytest.approx([1, 2.5, 5])
    assert rows[0]["quality"] == "reported"


def test_clean_technologies_grow_as_in_the_scenario_and_the_rest_by_two_per_cent() -> None:
    # 100 of 800 t are clean and double by 2030; 700 x 1.02^6 = 788.3137; (200 + 788.3137) / 800
    rows = growth(iea(0.1), {"gallium": 800.0})
    assert rows[1]["index"] == pytest.approx(988.313695 / 800)
    assert rows[1]["quality"] == "estimate"


def test_withheld_production_is_unknown_and_not_zero() -> None:
    frame = pl.DataFrame(
        {
            "material": ["tin", "tin"],
            "stage": ["mine", "mine"],
            "country": ["USA", "CHN"],
            "year": [2024, 2024],
            "measure": ["production", "production"],
            "tonnes": [None, 5.0],
        }
    )
    made = production(frame)["tin", "mine"]
    assert made == {"USA": None, "CHN": 5.0}
    assert known(made) == {"CHN": 5.0}
    # imports alone would show 7 t; the balance of a country that withholds its output tells nothing
    flows = {("tin", "mine"): [("CHN", "USA", 7.0)]}
    gdp = {"USA": 30.0, "AUS": 3.0, "CAN": 3.0}
    found = by_country(("tin", "mine"), 1000, made, {}, flows, shares(), gdp)
    assert found["USA"].tonnes == pytest.approx(200)


def test_trade_counts_only_where_every_code_has_a_known_content() -> None:
    flows = pl.DataFrame(
        {
            "exporter": ["CHN", "CHN", "CHN"],
            "importer": ["JPN", "JPN", "JPN"],
            "hs": ["283691", "282520", "810510"],
            "tonnes_gross": [1000.0, None, 500.0],
        }
    )
    codes = [
        {"material": "lithium", "stage": "refine", "hs": "283691", "content": "0.1879"},
        {"material": "lithium", "stage": "refine", "hs": "282520", "content": "0.1654"},
        {"material": "cobalt", "stage": "refine", "hs": "810510", "content": ""},
    ]
    found = contained_trade(flows, codes)
    assert set(found) == {("lithium", "refine")}
    [(exporter, importer, tonnes)] = found["lithium", "refine"]
    assert (exporter, importer) == ("CHN", "JPN")
    assert tonnes == pytest.approx(187.9)


def test_the_last_stage_has_the_highest_position() -> None:
    stages = pl.DataFrame(
        {
            "material": ["m", "m", "m"],
            "stage": ["refine", "magnet", "mine"],
            "position": [2, 3, 1],
        }
    )
    assert last_stages(stages) == {"m": "magnet"}


def test_value_added_is_a_share_of_the_world_of_one_year() -> None:
    def row(region: str, item: str, value: str, year: str = "2022") -> dict[str, str]:
        return {
            "topic": "value added",
            "item": item,
            "region": region,
            "value": value,
            "year": year,
            "source": "s",
            "url": "u",
        }

    electronics = "computer, electronic and optical products (includes semiconductors)"
    regions = {"US": "20", "Japan": "5", "Korea": "3", "India": "2", "China": "30"}
    rows = [
        row(region, item, value)
        for item in (MANUFACTURING, electronics)
        for region, value in {**regions, "world (75 economies)": "100"}.items()
    ]
    found = value_added([*rows, row("US", MANUFACTURING, "99", "2019")])
    assert found[MANUFACTURING]["USA"][0] == pytest.approx(0.2)


def test_every_listed_consumption_is_of_a_known_material() -> None:
    materials = {row["material"] for row in definitions.rows("materials")}
    assert {row["material"] for row in definitions.rows("consumption")} <= materials


def bundled(name: str) -> pl.DataFrame:
    tables = Path(__file__).parents[2] / "src/supplypact/data/tables"
    return pl.read_csv(tables / f"{name}.csv", infer_schema_length=None)


def test_bundled_demand_equals_production_of_the_last_stage() -> None:
    keys = ["material", "stage"]
    last = bundled("stages").sort("position").group_by("material").last().select(keys)
    made = (
        bundled("production")
        .filter(pl.col("year") == 2024, pl.col("measure") == "production")
        .group_by(keys)
        .agg(made=pl.col("tonnes").sum())
    )
    used = bundled("demand").group_by(keys).agg(used=pl.col("tonnes").sum())
    both = last.join(made, on=keys).join(used, on=keys)
    assert both.height == last.height
    assert ((both["used"] / both["made"] - 1).abs() < 1e-5).all()


def test_bundled_demand_names_only_the_countries_told_apart() -> None:
    assert set(bundled("demand")["country"]) == {*COUNTRIES, "ROW"}
    assert (bundled("demand")["tonnes"] > 0).all()


def test_the_bundled_parties_use_magnets_and_not_only_oxide() -> None:
    rows = bundled("demand").filter(pl.col("material") == MAGNET, pl.col("stage") == "magnet")
    by_country_ = dict(rows.group_by("country").agg(pl.col("tonnes").sum()).iter_rows())
    assert 1_500 < by_country_["USA"] < 4_500
    assert 3_000 < by_country_["JPN"] < 9_000
    assert by_country_["CHN"] > by_country_["USA"] + by_country_["JPN"]


def test_every_bundled_material_has_an_index_that_starts_at_one() -> None:
    found = bundled("demand_growth")
    assert set(found["material"]) == set(bundled("materials")["material"])
    assert found.filter(pl.col("year") == 2024)["index"].unique().to_list() == [1.0]
