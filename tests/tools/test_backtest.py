"""The tables of the backtest: events as announced, and all trade around them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tools.build_data import backtest, definitions

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"


def _events() -> pl.DataFrame:
    return pl.read_csv(TABLES / "backtest_events.csv", schema_overrides={"hs": pl.String})


def test_every_event_has_the_trade_of_its_year_and_two_before() -> None:
    trade = pl.read_csv(
        TABLES / "backtest_trade.csv.gz",
        schema_overrides={"hs": pl.String},
        infer_schema_length=None,
    )
    held = set(trade.select("hs", "year").iter_rows())
    for hs, year in _events().select("hs", "scored_year").iter_rows():
        assert {(hs, year - 2), (hs, year - 1), (hs, year)} <= held


def test_a_cut_lies_between_its_ends_and_says_where_it_comes_from() -> None:
    events = _events()
    inside = (pl.col("cut_low") <= pl.col("cut")) & (pl.col("cut") <= pl.col("cut_high"))
    assert events.filter(~inside).is_empty()
    assert events["cut_note"].null_count() == 0
    assert events["source"].str.starts_with("fact-").all()


def test_rows_of_the_definitions_become_rows_of_the_table_with_their_source() -> None:
    (told,) = (row for row in definitions.rows("backtest_events") if row["event"] == "mn2024")
    frame, sources = backtest.backtest_events([told])
    assert frame["source"].to_list() == [sources[0].source]
    assert frame["cut"].item() == 0.54
    assert sources[0].year == 2024


def test_only_the_years_around_an_event_are_kept() -> None:
    events = pl.DataFrame({"hs": ["1"], "scored_year": [2014]})
    flows = pl.DataFrame({"hs": ["1"] * 5 + ["2"], "year": [2011, 2012, 2013, 2014, 2015, 2014]})
    assert backtest.around(flows, events)["year"].to_list() == [2012, 2013, 2014]
