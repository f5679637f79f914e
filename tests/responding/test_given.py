"""What a response is given: days at sea, stocks, and what a tonne that is missing is worth."""

import numpy as np
import polars as pl
import pytest

from supplypact.responding.given import gather_response, worth_of, worth_table
from tests import given as world
from tests.responding.given import data, law, stock, stocks

NAMES = ["material", "end_use", "low", "usd_per_tonne", "high"]


def test_a_route_counts_both_ways_and_an_unknown_one_as_assumed() -> None:
    known, pact = data(), world.pact(transit_days=33.0)
    assert known.days(pact, "CHN", "JPN") == 7.0
    assert known.days(pact, "JPN", "CHN") == 7.0
    assert known.days(pact, "JPN", "JPN") == 0.0
    assert known.days(pact, "DEU", "JPN") == 33.0


def test_the_tables_are_gathered_and_a_missing_bound_is_the_middle() -> None:
    tables = {
        "transit": pl.DataFrame({"from_country": ["A"], "to_country": ["B"], "days": [3]}),
        "shortage_values": pl.DataFrame(
            [("x", "lamps", 1.0, 2.0, 5.0), ("x", "motors", None, 3.0, None)],
            schema=NAMES,
            orient="row",
        ),
        "economics": pl.DataFrame({"id": ["one"]}),
        "trade_shares": pl.DataFrame({"share": [0.5]}),
    }
    held = stocks(stock("JPN", tonnes=1.0))
    found = gather_response(held, [law("long"), law("short")], tables)
    assert found.transit == {("A", "B"): 3.0}
    assert found.worth == {("x", "lamps"): (1.0, 2.0, 5.0), ("x", "motors"): (3.0, 3.0, 3.0)}
    assert sorted(found.laws) == ["long", "short"]
    assert found.stocks.equals(held)
    assert found.economics["id"].to_list() == ["one"]
    assert found.shares["share"].to_list() == [0.5]


def test_without_a_worth_a_shortage_is_valued_by_a_multiple_of_the_price() -> None:
    known = data(worth={("testium", "lamps"): (1.0, 2.0, 3.0)})
    pact = world.pact(shortage_price_multiple=10.0)
    found = worth_of(known, pact, world.two_stages(), "testium", ["lamps", "motors"])
    assert found == pytest.approx(np.array([[1, 1e4], [2, 1e4], [3, 1e4]]))


def test_the_table_of_worth_names_every_end_use_of_the_network() -> None:
    known = data(worth={("testium", "industry_other"): (1.0, 2.0, 3.0)})
    table = worth_table(known, world.pact(), world.two_stages(), ["testium"])
    assert table == {("testium", "industry_other"): (1.0, 2.0, 3.0)}
