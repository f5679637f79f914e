"""What is held, in which form, and who can take how much of it."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from supplypact.algebra.sets import Chain
from supplypact.planning.risk.look_through import bought_from
from supplypact.responding.stores import Stores, stores_of
from tests import given as world
from tests.responding.given import JPN, MINE, REFINE, USA, chain, stock, stocks

USERS = [(JPN, MINE), (JPN, REFINE), (USA, REFINE)]
SCALE = np.array([0.5, 1.0])


def stores(
    *rows: tuple[object, ...], struck: int = MINE, of: Chain | None = None, **assumed: Any
) -> Stores:
    given_chain = of or chain()
    parts = bought_from(given_chain)
    pact = world.pact(**assumed)
    return stores_of(pact, given_chain, parts, stocks(*rows), USERS, struck, SCALE)


def test_tonnes_become_counted_tonnes_and_days_of_use() -> None:
    # Japan needs 100 t of metal a year, and 212 t of ore: 12 as such and two for each of metal
    found = stores(stock("JPN", tonnes=10.0), stock("JPN", "mine", tonnes=10.6, kind="industry"))
    assert found.names == (("JPN", "refine", "national"), ("JPN", "mine", "industry"))
    assert found.stock == pytest.approx([10.0, 5.3])
    assert found.frame["tonnes"].to_list() == pytest.approx([10.0, 10.6])
    assert found.frame["days"].to_list() == pytest.approx([36.5, 18.25])


def test_days_become_tonnes_of_the_holders_own_need() -> None:
    found = stores(
        stock("JPN", days=73.0), stock("USA", days=73.0), stock("JPN", "mine", days=73.0)
    )
    assert found.frame["tonnes"].to_list() == pytest.approx([20.0, 12.0, 42.4])
    assert found.stock == pytest.approx([20.0, 12.0, 21.2])
    assert found.frame["days"].to_list() == [73.0] * 3


def test_what_industry_holds_is_lent_to_nobody() -> None:
    found = stores(
        stock("JPN", tonnes=1.0),
        stock("JPN", tonnes=1.0, kind="industry"),
        stock("USA", tonnes=1.0, kind="given"),
        mutual_share=0.4,
    )
    assert found.mutual == pytest.approx([0.4, 0.0, 0.4])
    assert found.lendable == pytest.approx([1.0, 0.0, 1.0])


def test_of_its_own_product_a_user_takes_what_it_uses() -> None:
    # 100 and 60 t of metal a year; who uses ore has no use for metal
    found = stores(stock("USA", tonnes=1.0))
    assert found.takes == pytest.approx(np.array([[0.0, 100 / 12, 5.0]]))


def test_of_an_earlier_form_no_more_helps_than_parties_work_on() -> None:
    # Japan makes 30 % of its metal and half of the American; ore as such: 12 t, half as much metal
    found = stores(stock("USA", "mine", tonnes=1.0))
    assert found.takes == pytest.approx(np.array([[0.5, 0.3 * 100 / 12, 0.5 * 5.0]]))


def test_an_earlier_form_does_not_help_where_a_later_stage_is_struck() -> None:
    rows = stock("JPN", "mine", tonnes=1.0), stock("JPN", tonnes=2.0)
    found = stores(*rows, struck=REFINE)
    assert found.names == (("JPN", "refine", "national"),)
    assert found.stock == pytest.approx([2.0])
    # it is told all the same
    assert found.frame["form"].to_list() == ["mine", "refine"]
    assert found.unknown == ("USA",)


def test_only_parties_and_this_material_count() -> None:
    found = stores(
        stock("CHN", tonnes=5.0), stock("DEU", tonnes=5.0), stock("JPN", tonnes=5.0, material="x")
    )
    assert found.names == ()
    assert found.takes.shape == (0, 3)
    assert found.unknown == ("USA", "JPN")
    assert found.frame.is_empty()


def test_a_stock_without_tonnes_or_days_is_unknown_and_counts_as_none() -> None:
    found = stores(stock("JPN"), stock("USA", tonnes=0.0))
    assert found.names == (("USA", "refine", "national"),)
    assert found.unknown == ("JPN",)
    assert found.frame["tonnes"].to_list() == [0.0]


def test_who_uses_nothing_holds_no_days() -> None:
    found = stores(stock("JPN", tonnes=3.0), of=world_without_use())
    assert found.frame["days"].to_list() == [None]
    assert found.frame["tonnes"].to_list() == [3.0]
    assert found.frame.schema["days"] == pl.Float64


def world_without_use() -> Chain:
    given_chain = chain()
    for stage in given_chain.stages:
        stage.demand[JPN] = 0.0
    return given_chain
