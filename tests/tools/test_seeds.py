from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.build_data.seeds import LEAST_OPEN, Market, Origin, plant

NAN = np.nan


def market(
    supply: dict[str, float],
    need: dict[str, float],
    *,
    traded: dict[tuple[str, str], float] | None = None,
    shares: dict[tuple[str, str], float] | None = None,
    stretch: float = 1.0,
    barred: tuple[tuple[str, str], ...] = (),
) -> Market:
    traded, shares = traded or {}, shares or {}
    return Market(
        exporters=tuple(supply),
        importers=tuple(need),
        supply=np.array(list(supply.values())),
        need=np.array(list(need.values())),
        traded=np.array([[traded.get((i, j), 0.0) for j in need] for i in supply]),
        shares=np.array([[shares.get((i, j), NAN) for j in need] for i in supply]),
        stretch=stretch,
        barred=np.array([[(i, j) in barred for j in need] for i in supply]),
    )


def test_own_output_comes_first_and_the_rest_by_surplus() -> None:
    # China keeps 50 of 80, Japan its 20; the US takes all of its 30 from China
    seed = plant(market({"CHN": 80, "JPN": 20}, {"CHN": 50, "JPN": 20, "USA": 30}))
    assert seed.flow == pytest.approx(np.array([[50, 0, 30], [0, 20, 0]]))
    assert seed.origin[0].tolist() == [Origin.HOME, Origin.HOME, Origin.SURPLUS]


def test_the_rest_of_the_world_has_no_own_output_first() -> None:
    # ROW's 20 and China's 60 are shared out 1 to 3 in both columns
    seed = plant(market({"CHN": 60, "ROW": 20}, {"ROW": 40, "USA": 40}))
    assert seed.flow == pytest.approx(np.array([[30, 30], [10, 10]]))


def test_observed_imports_leave_less_need_for_own_output() -> None:
    # China needs 50 and buys 10 from Malaysia, so 40 of its own 60 stay and 20 go abroad
    seed = plant(
        market({"CHN": 60, "MYS": 10}, {"CHN": 50, "JPN": 20}, traded={("MYS", "CHN"): 10})
    )
    assert seed.flow[0, 0] == pytest.approx(40)
    assert seed.flow[1, 0] == pytest.approx(10, rel=LEAST_OPEN)


def test_a_published_share_is_of_imports_and_held_where_affordable() -> None:
    # the US makes 10 of its 30; Chile has 54 % of the 20 imported: 10.8
    shares = {("CHL", "USA"): 0.54, ("JPN", "USA"): 0.4}
    supply = {"CHL": 50.0, "JPN": 5.0, "USA": 10.0}
    seed = plant(market(supply, {"JPN": 35, "USA": 30}, shares=shares))
    assert seed.known[0, 1] == pytest.approx(10.8)
    assert np.isnan(seed.known[1, 1]), "Japan uses all of its 5 itself and cannot send 8"
    assert seed.origin[0, 1] == Origin.SHARE


def test_trade_of_unknown_content_is_stretched_towards_the_surplus() -> None:
    # Australia's 30 are seen as 12 worth of ore: stretched 2.5 times to the whole surplus
    traded = {("AUS", "MYS"): 12.0}
    supply, need = {"AUS": 30.0, "MMR": 20.0}, {"MYS": 30.0, "CHN": 20.0}
    seed = plant(market(supply, need, traded=traded, stretch=3.0))
    assert seed.flow[0, 0] == pytest.approx(30, rel=LEAST_OPEN)
    assert seed.origin[0, 0] == Origin.TRADE
    assert seed.flow[0, 1] < 0.02 * 20, "nothing but the least is left for China"


def test_nothing_goes_where_an_embargo_bars_it() -> None:
    supply, need = {"CHN": 30.0, "PRK": 10.0}, {"JPN": 20.0, "ROW": 20.0}
    traded = {("PRK", "JPN"): 5.0}
    seed = plant(market(supply, need, traded=traded, barred=(("PRK", "JPN"),)))
    assert seed.flow[:, 0] == pytest.approx([20, 0])
    assert seed.flow[1, 1] > 0


@st.composite
def markets(draw: st.DrawFn) -> Market:
    places = ["CHN", "JPN", "USA", "ROW"]
    amounts = st.floats(1, 100)
    supply = {place: draw(amounts) for place in places}
    need = {place: draw(amounts) for place in places}
    scale = sum(need.values()) / sum(supply.values())
    arcs = st.tuples(st.sampled_from(places), st.sampled_from(places))
    return market(
        {place: tonnes * scale for place, tonnes in supply.items()},
        need,
        traded=draw(st.dictionaries(arcs, amounts)),
        shares=draw(st.dictionaries(arcs, st.floats(0.05, 0.2))),
    )


@given(markets())
def test_every_column_is_covered_and_at_most_a_least_share_over(place: Market) -> None:
    seed = plant(place)
    total = seed.flow.sum(axis=0)
    assert (seed.flow >= 0).all()
    assert (total <= place.need * (1 + LEAST_OPEN) + 1e-9).all()
