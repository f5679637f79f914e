from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from tools.build_data import trade, trade_facts

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"

COUNTRIES = """country_code,country_name,country_iso2,country_iso3
152,Chile,CL,CHL
180,Dem. Rep. of the Congo,CD,COD
246,Finland,FI,FIN
392,Japan,JP,JPN
450,Madagascar,MG,MDG
490,"Other Asia, nes",NA,S19
516,Namibia,NA,NAM
711,Southern African Customs Union (...1999),ZA,ZA1
"""
PRICES = pl.DataFrame({"material": ["lithium", "cobalt"], "price": [60_000.0, 26_000.0]})


def baci(folder: Path, *lines: str) -> pl.DataFrame:
    """Return what is read from a BACI file with these lines."""
    (folder / "baci_country_codes.csv").write_text(COUNTRIES, encoding="utf-8")
    text = "\n".join(("t,i,j,k,v,q", *lines)) + "\n"
    path = folder / "baci_hs92_minerals_1995_2024.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    return trade.read_baci(folder, {"CHL", "COD", "FIN", "JPN", "MDG", "NAM", "TWN"})


def test_other_asia_is_taiwan(tmp_path: Path) -> None:
    flows = baci(tmp_path, "2024,490,392,283691,100,10")
    assert flows.rows() == [("TWN", "JPN", "283691", 10.0, 100_000.0)]


def test_the_iso2_code_of_namibia_is_no_missing_value(tmp_path: Path) -> None:
    flows = baci(tmp_path, "2024,516,392,282200,100,10")
    assert flows["exporter"].to_list() == ["NAM"]


def test_a_missing_weight_stays_blank_and_small_flows_and_other_years_go(tmp_path: Path) -> None:
    flows = baci(
        tmp_path,
        "2024,152,392,283691,100,",
        "2024,152,246,283691,1,0.49",
        "2023,152,246,283691,100,10",
        "2024,711,392,283691,100,10",
    )
    assert flows.rows() == [("CHL", "JPN", "283691", None, 100_000.0)]


def test_lithium_carbonate_holds_its_stoichiometric_lithium(tmp_path: Path) -> None:
    found = trade.baci(baci(tmp_path, "2024,152,392,283691,100,10"), set(), PRICES)
    row = found.row(0, named=True)
    # 10 t of Li2CO3 x 0.1879
    assert (row["material"], row["stage"]) == ("lithium", "refine")
    assert row["tonnes"] == pytest.approx(1.879)
    assert row["quality"] == "reported"


def test_a_code_for_two_stages_follows_refiners_and_price(tmp_path: Path) -> None:
    flows = baci(
        tmp_path,
        "2024,180,392,810510,4800,1000",  # 4,800 USD/t: below half of 26,000, an intermediate
        "2024,450,392,810510,40000,1000",  # 40,000 USD/t: metal of a country not listed
        "2024,246,392,810510,4800,1000",  # the same price as the first, but Finland refines
    )
    found = trade.baci(flows, {("cobalt", "refine", "FIN")}, PRICES)
    stages = dict(found.select("exporter", "stage").iter_rows())
    assert stages == {"COD": "mine", "MDG": "refine", "FIN": "refine"}
    assert found["tonnes"].null_count() == 3, "content unknown stays blank"


def magnet_row(measure: str, value: str, note: str, year: str = "2025-09") -> dict[str, str]:
    return {
        "country": "China",
        "measure": measure,
        "value": value,
        "unit": "t",
        "year": year,
        "note": note,
        "source": "customs",
        "url": "press",
        "quality": "reported",
    }


def test_magnet_exports_of_2024_follow_from_2025_and_its_change() -> None:
    rows = [
        magnet_row("exports to United States", "420.0", "-29.5% on the year"),
        magnet_row("exports to United States", "619.0", "+75.5% on June, +4.8% on July 2024"),
        magnet_row("exports to United States", "352.0", "no change given"),
        magnet_row("exports to Germany", "1116.0", "+46% on June"),
        magnet_row("exports to world", "5773.0", "+17.5% on the year"),
        magnet_row(
            "exports to Japan, with magnetic powder and alloys", "722.0", "+45.2% on the year"
        ),
    ]
    found, sources = trade_facts.magnet_exports(rows, 0.3)
    row = found.row(0, named=True)
    # 420 / 0.705 = 595.7 and 619 / 1.048 = 590.6, mean 593.2, x 12 = 7,118
    assert found.height == len(sources) == 1
    assert (row["importer"], row["quality"]) == ("USA", "estimate")
    assert row["tonnes_gross"] == pytest.approx(7118.4, abs=0.1)
    assert row["tonnes"] == pytest.approx(0.3 * 7118.4, abs=0.1)


def usgs_row(country: str, value: str, section: str = "Import Sources") -> dict[str, str]:
    return {
        "Section": section,
        "Commodity": "Lithium",
        "Statistics_detail": "All",
        "Country": country,
        "Value": value,
    }


def test_import_sources_become_shares_and_bounds_are_named() -> None:
    product = {"commodity": "Lithium", "detail": "All", "material": "lithium", "stage": "refine"}
    rows = [
        usgs_row("Chile", ">99"),
        usgs_row("Other countries", "<1"),
        usgs_row("Chile", "54", section="Prices"),
    ]
    found = trade_facts.import_sources(rows, [product])
    assert [(row["exporter"], row["share"]) for row in found] == [("CHL", 0.99), ("ROW", 0.01)]
    assert all(str(row["note"]).endswith("a bound") for row in found)


def test_a_share_of_a_period_stands_for_its_last_year() -> None:
    row = {
        "importer": "Japan",
        "product": "acid-grade fluorspar",
        "year": "2014-2022",
        "origin": "China",
        "measure": "share",
        "value": "79.0",
        "source": "article",
        "url": "",
        "quality": "reported",
        "note": "",
    }
    found, _ = trade_facts.reported_shares([row, row | {"measure": "imports"}])
    assert [(share["importer"], share["share"], share["year"]) for share in found] == [
        ("JPN", 0.79, 2022)
    ]


def test_bundled_import_shares_add_up_to_at_most_one() -> None:
    shares = pl.read_csv(TABLES / "trade_shares.csv")
    sums = shares.group_by("material", "stage", "importer", "year").agg(pl.col("share").sum())
    over = sums.filter(pl.col("share") > 1.01 + 1e-9)
    assert over.rows() == [], "published in whole per cent"


def test_bundled_trade_is_small_and_every_content_is_applied() -> None:
    path = TABLES / "trade.csv"
    found = pl.read_csv(path, schema_overrides={"hs": pl.String}, infer_schema_length=None)
    sure = found.drop_nulls(["content", "tonnes_gross"])
    off = (sure["tonnes"] / (sure["tonnes_gross"] * sure["content"]) - 1).abs().max()
    assert path.stat().st_size < 2_000_000
    assert isinstance(off, float)
    assert off < 1e-4
    assert found.filter(pl.col("content").is_null())["tonnes"].drop_nulls().is_empty()
