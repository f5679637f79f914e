"""Trade since 1995: areas of former times, what is cut, and codes of two stages."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from tools.build_data import trade_history
from tools.build_data.trade import with_contents

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"

AREAS = """country_code,country_name,country_iso2,country_iso3
56,Belgium,BE,BEL
58,Belgium-Luxembourg (...1998),BE,BEL
392,Japan,JP,JPN
490,"Other Asia, nes",NA,S19
530,Netherlands Antilles (...2010),AN,ANT
711,Southern African Customs Union (...1999),ZA,ZA1
891,Serbia and Montenegro (...2005),CS,SCG
"""
COUNTRIES = {"BEL", "JPN", "TWN", "ZAF"}


def flows(folder: Path, *lines: str) -> list[dict[str, object]]:
    """Return what is read from a BACI file with these lines."""
    (folder / "baci_country_codes.csv").write_text(AREAS, encoding="utf-8")
    text = "\n".join(("t,i,j,k,v,q", *lines)) + "\n"
    path = folder / "baci_hs92_minerals_1995_2024.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    found = trade_history.read_history(folder, COUNTRIES)
    return found.sort("exporter", "importer", "year").to_dicts()


def test_thousand_dollars_become_dollars_and_other_asia_taiwan(tmp_path: Path) -> None:
    (flow,) = flows(tmp_path, "2024,490,392,261100,1.5,10")
    assert (flow["exporter"], flow["importer"], flow["year"]) == ("TWN", "JPN", 2024)
    assert (flow["value_usd"], flow["tonnes_gross"]) == (1500.0, 10.0)
    assert (flow["quality"], flow["method"]) == ("reported", None)


def test_the_customs_union_stands_as_south_africa_and_says_so(tmp_path: Path) -> None:
    sold, bought = flows(tmp_path, "1999,711,392,261100,1,1", "1999,392,711,261100,1,1")[::-1]
    assert (sold["exporter"], bought["importer"]) == ("ZAF", "ZAF")
    assert sold["quality"] == bought["quality"] == "estimate"
    assert "Customs Union" in str(sold["method"])


def test_former_areas_are_added_to_the_rest_of_the_world_and_their_imports_go(
    tmp_path: Path,
) -> None:
    (flow,) = flows(
        tmp_path,
        "2005,891,392,261100,1,10",
        "2005,530,392,261100,2,5",
        "2005,392,891,261100,4,1",
    )
    assert (flow["exporter"], flow["value_usd"], flow["tonnes_gross"]) == ("ROW", 3000.0, 15.0)
    assert flow["quality"] == "estimate"


def test_a_sum_with_a_missing_weight_has_none(tmp_path: Path) -> None:
    (flow,) = flows(tmp_path, "2005,891,392,261100,1,", "2005,530,392,261100,2,5")
    assert flow["tonnes_gross"] is None


def test_belgium_holds_luxembourg_in_earlier_years(tmp_path: Path) -> None:
    found = flows(tmp_path, "1998,58,392,261100,1,1", "1999,56,392,261100,1,1")
    assert [flow["exporter"] for flow in found] == ["BEL", "BEL"]
    assert {flow["quality"] for flow in found} == {"reported"}


def test_flows_that_are_small_for_the_importer_and_small_importers_go() -> None:
    rows = [
        ("A", "JPN", 99_800.0),
        ("B", "JPN", 201.0),  # 0.201 % of 100,001
        ("C", "JPN", 0.0),
        ("A", "USA", 99_999.0),
    ]
    given = pl.DataFrame(rows, schema=["exporter", "importer", "value_usd"], orient="row")
    kept = trade_history.without_small(given.with_columns(hs=pl.lit("1"), year=2024))
    assert kept.select("exporter", "importer").rows() == [("A", "JPN"), ("B", "JPN")]


def test_a_code_of_two_stages_stands_once_at_the_last_and_says_so() -> None:
    listed = [
        {"material": "cobalt", "stage": "mine", "hs": "1", "content": "", "note": "crude"},
        {"material": "cobalt", "stage": "refine", "hs": "1", "content": "", "note": "metal"},
        {"material": "niobium", "stage": "mine", "hs": "2", "content": "0.65", "note": "Nb"},
    ]
    cobalt, niobium = trade_history.trade_codes(with_contents(listed)).to_dicts()
    assert (cobalt["stage"], cobalt["quality"]) == ("refine", "reported")
    assert cobalt["note"] == "metal; counted once, here, though it stands for mine too"
    assert (niobium["note"], niobium["content"], niobium["quality"]) == ("Nb", 0.65, "estimate")


@pytest.fixture(scope="module")
def bundled() -> pl.DataFrame:
    return pl.read_csv(TABLES / "trade_history.csv.gz", infer_schema_length=None)


def test_bundled_history_covers_thirty_years_and_nobody_trades_with_himself(
    bundled: pl.DataFrame,
) -> None:
    assert set(bundled["year"]) == set(range(1995, 2025))
    assert bundled.filter(pl.col("exporter") == pl.col("importer")).is_empty()
    assert bundled["value_usd"].null_count() == 0
    assert bundled.filter(pl.col("exporter") == "TWN").height > 1000


def test_bundled_history_agrees_with_the_trade_of_the_base_year(bundled: pl.DataFrame) -> None:
    trade = pl.read_csv(TABLES / "trade.csv", infer_schema_length=None).filter(
        pl.col("source") == "cepii-baci"
    )
    key = ["hs", "exporter", "importer"]
    both = (
        bundled.filter(pl.col("year") == 2024)
        .join(trade.unique(key), on=key)
        .select(apart=(pl.col("value_usd") / pl.col("value_usd_right") - 1).abs().max())
    )
    assert both.item() < 1e-9


def test_bundled_history_is_the_same_to_the_byte_each_time() -> None:
    raw = (TABLES / "trade_history.csv.gz").read_bytes()
    assert raw[4:8] == b"\0\0\0\0", "no time stamp"
    assert len(raw) < 3_000_000
