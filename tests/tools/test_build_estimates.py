"""Estimates of magnets and heavy rare earths, and the choice of USGS rows, worked by hand."""

import json
from pathlib import Path

import pytest

from tools.build_data import production, usgs
from tools.build_data.rare_earths import MissingFigureError, RareEarths

YIELDS = """kind,material,from_stage,to_stage,value,unit,low,high,year,source,url,quality,note
conversion factor,NdPr,NdPr oxide,NdPr metal,0.8,t,,,,atoms,,estimate,
loss,NdFeB magnets,NdPr oxide,NdPr metal,28.0,% loss,,,,a,https://a.example,reported,
yield,NdFeB magnets,blanks,finished magnets (JL Mag 2024),70.0,%,,,2024,b,https://b.example,estimate,
content,NdFeB magnets,magnet,Nd (with Pr),29.0,% of weight,,,,c,,reported,
content,NdFeB magnets,magnet,Dy,1.0,% of weight,,,,c,,reported,
"""
MAGNETS = """material,stage,country,year,measure,value,unit,source,url,quality,note
NdFeB,magnet,China,2023,share of world production,84.0,%,d,https://d.example,reported,
NdFeB,magnet,China,2024,share of world market,96.0,%,e,https://e.example,reported,
NdFeB,magnet,China,2019,share of world production,10.0,%,old,https://o.example,reported,
NdFeB,magnet,Japan,2025,share of world production,5.0,%,f,https://f.example,reported,
NdFeB,magnet,Vietnam,2022,capacity: plant,2100.0,t/yr,g,https://g.example,reported,
"""


@pytest.fixture(name="figures")
def _figures(tmp_path: Path) -> RareEarths:
    (tmp_path / "curated").mkdir()
    (tmp_path / "raw/iea").mkdir(parents=True)
    (tmp_path / "curated/yields.csv").write_text(YIELDS)
    (tmp_path / "curated/magnets.csv").write_text(MAGNETS)
    block = {"countries": {"China": {"2024": 80.0}}, "total": {"2024": 80.0}}
    (tmp_path / "raw/iea/iea_critical_minerals_2025-05_converted.json").write_text(
        json.dumps(
            {
                "supply": {"Rare Earth Elements": {"refining": block}},
                "totalDemand": {"Rare Earth Elements": {"totalDemand": {"2024": 100.0}}},
            }
        )
    )
    return RareEarths(tmp_path)


def test_oxygen_that_leaves_the_oxide_is_no_loss_of_metal(figures: RareEarths) -> None:
    # of 1 t oxide, 0.72 t comes out and 0.8 t was metal: 90 %; times 70 % machining
    assert figures.recovery == pytest.approx(0.63)


def test_magnets_are_the_demand_times_the_yields(figures: RareEarths) -> None:
    assert figures.magnets == pytest.approx(63_000)  # 100 kt x 0.63
    assert figures.secondary_share == pytest.approx(0.2)  # 80 of 100 kt newly refined


def test_magnet_shares_are_medians_of_recent_figures_and_sum_to_one(figures: RareEarths) -> None:
    shares = {country: share for country, (share, _, _) in figures.magnet_shares().items()}
    assert shares["CHN"] == pytest.approx(0.90)  # between 84 and 96; 2019 is too old
    assert shares["VNM"] == pytest.approx(0.01)  # 2,100 t at 30 % is 630 t of 63,000
    assert shares["ROW"] == pytest.approx(0.04)
    assert sum(shares.values()) == pytest.approx(1)


def test_a_figure_that_is_missing_from_the_curated_files_is_told(figures: RareEarths) -> None:
    path = figures.raw / "curated/heavy_rare_earths.csv"
    path.write_text("element,country,year,value\n")
    with pytest.raises(MissingFigureError, match="0 rows"):
        _ = figures.heavy


def _figure(commodity: str, statistic: str, detail: str, text: str, **other: str) -> usgs.Figure:
    return usgs.Figure(
        commodity=commodity,
        country=other.get("country", "CHN"),
        statistic=statistic,
        detail=detail,
        unit=other.get("unit", "metric tons"),
        year=2025 if statistic == "Reserves" else 2024,
        text=text,
        note="",
    )


def test_vanadium_reserves_printed_in_thousand_tonnes_are_brought_to_tonnes() -> None:
    _, _, reserves = production._from_usgs([_figure("Vanadium", "Reserves", "Reserves", "5,800")])
    assert [row["tonnes"] for row in reserves] == [5_800_000]


def test_arsenic_trioxide_is_counted_by_its_arsenic() -> None:
    detail = "Production (arsenic trioxide, gross weight)"
    rows, _, _ = production._from_usgs([_figure("Arsenic", "Production", detail, "10,000")])
    assert [row["tonnes"] for row in rows] == [pytest.approx(7_574)]


def test_silicon_metal_is_not_ferrosilicon_and_sponge_is_not_pigment() -> None:
    rows, _, _ = production._from_usgs(
        [
            _figure("Silicon", "Production", "Ferrosilicon", "3,100"),
            _figure("Silicon", "Production", "Silicon metal", "4,800"),
            _figure("Tio2 Pigment", "Capacity", "TiO2 Pigment Capacity", "6,000,000"),
            _figure("Magnesium Compounds", "Production", "Mine production", "12,900"),
        ]
    )
    assert [(row["material"], row["tonnes"]) for row in rows] == [("silicon", 4_800)]


def test_world_totals_stand_apart_from_countries() -> None:
    detail = "Mine production: rounded"
    rows, totals, _ = production._from_usgs(
        [_figure("Tin", "Production", detail, "294,000", country="WORLD")]
    )
    assert rows == []
    assert [(row["material"], row["tonnes"]) for row in totals] == [("tin", 294_000)]
