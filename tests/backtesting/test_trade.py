"""The trade around an event: who is scored, and weights that are missing or odd."""

import pytest

from supplypact.backtesting.trade import trade_around, weighed
from supplypact.errors import DataError
from tests.backtesting.given import Flow, cut, event, flows

BEFORE, YEAR = 2018, 2019
PLAIN: tuple[Flow, ...] = (
    (BEFORE, "CHN", "JPN", 98.0, 980.0),
    (BEFORE, "CHN", "USA", 2.0, 20.0),
    (BEFORE, "CHN", "DEU", 1.0, 10.0),
    (BEFORE, "AUS", "JPN", 10.0, 100.0),
    (YEAR, "AUS", "JPN", 50.0, 500.0),
    (YEAR, "CHN", "JPN", 5.0, 50.0),
)


def test_those_are_scored_that_bought_a_fiftieth_or_are_named() -> None:
    # Of 101 t the United States bought 2.0 percent less a little, Germany 1 percent.
    assert trade_around(flows(*PLAIN), event()).importers == ("JPN",)
    named = event(cut(buyers=("DEU",)))
    assert trade_around(flows(*PLAIN), named).importers == ("JPN", "DEU")


def test_flows_stand_by_importer_and_origin() -> None:
    found = trade_around(flows(*PLAIN), event())
    assert found.origins == ("AUS", "CHN")
    assert found.before.tolist() == [[10.0, 98.0]]
    assert found.actual.tolist() == [[50.0, 5.0]]
    assert found.exports.tolist() == [10.0, 101.0]
    assert found.covered == pytest.approx(98.0 / 101.0)
    assert found.usd_per_tonne == pytest.approx(10.0)


def test_a_missing_weight_is_the_value_over_the_exporters_value_of_a_tonne() -> None:
    # China sold 20 t for 100 USD: 50 USD are 10 t.
    found = weighed(
        flows((YEAR, "CHN", "JPN", 20.0, 100.0), (YEAR, "CHN", "USA", None, 50.0))
    ).sort("importer")
    assert found["tonnes"].to_list() == [20.0, 10.0]
    assert found["filled"].to_list() == [False, True]


def test_an_exporter_without_any_weight_is_weighed_as_the_world_is() -> None:
    found = weighed(flows((YEAR, "CHN", "JPN", 20.0, 100.0), (YEAR, "AUS", "JPN", None, 5.0)))
    assert found.sort("exporter")["tonnes"].to_list() == [1.0, 20.0]


def test_a_weight_of_zero_counts_as_missing() -> None:
    found = weighed(flows((YEAR, "CHN", "JPN", 20.0, 100.0), (YEAR, "AUS", "JPN", 0.0, 5.0)))
    assert found.sort("exporter")["filled"].to_list() == [True, False]


def test_a_tenth_of_the_usual_value_is_odd() -> None:
    found = weighed(flows((YEAR, "CHN", "JPN", 90.0, 9900.0), (YEAR, "AUS", "JPN", 10.0, 100.0)))
    # the world: 10,000 USD for 100 t; Australia 10 USD a tonne, a tenth, is just not odd
    assert found["odd"].to_list() == [False, False]
    more = weighed(flows((YEAR, "CHN", "JPN", 90.0, 9901.0), (YEAR, "AUS", "JPN", 10.0, 99.0)))
    assert more.sort("exporter")["odd"].to_list() == [True, False]


def test_a_weight_that_halves_while_the_value_stays_is_doubtful() -> None:
    rows = [row for row in PLAIN if row[:3] != (YEAR, "AUS", "JPN")]
    halved = flows(*rows, (BEFORE, "ZAF", "JPN", 40.0, 400.0), (YEAR, "ZAF", "JPN", 20.0, 390.0))
    assert trade_around(halved, event()).doubtful == ("ZAF",)
    along = flows(*rows, (BEFORE, "ZAF", "JPN", 40.0, 400.0), (YEAR, "ZAF", "JPN", 20.0, 210.0))
    assert trade_around(along, event()).doubtful == ()


def test_a_year_without_trade_is_told() -> None:
    with pytest.raises(DataError, match="no trade of 260400 has a weight in 2018") as told:
        trade_around(flows(*(row for row in PLAIN if row[0] == YEAR)), event())
    assert "exporter CHN" in str(told.value)
    with pytest.raises(DataError, match="no trade of 260400 has a weight in 2019"):
        trade_around(flows(*(row for row in PLAIN if row[0] == BEFORE)), event())


def test_a_year_in_which_nothing_has_a_weight_counts_as_without_trade() -> None:
    bare = [(year, a, b, None, usd) for year, a, b, _, usd in PLAIN]
    with pytest.raises(DataError, match="no trade of 260400 has a weight"):
        trade_around(flows(*bare), event())
