"""What a cut takes from a use, through all stages and as long after as goods are on their way."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.algebra.sets import Array
from supplypact.domain.event import Event
from supplypact.domain.incident import MONTH, Grid
from supplypact.planning.risk.look_through import bought_from
from supplypact.responding.lost import Lag, lost_part, strikes_of
from tests.responding.given import (
    DAY0,
    JPN,
    MINE,
    REFINE,
    USA,
    chain,
    cut,
    event,
    same_day,
)

WEEKS = Grid(start=7.0 * np.arange(6.0), days=np.full(6, 7.0))
MONTHS = Grid(start=np.array([0.0, MONTH]), days=np.array([MONTH, MONTH]))


def parts(
    *events: Event,
    user: int = JPN,
    last: int = REFINE,
    grid: Grid = WEEKS,
    lag: Lag = same_day,
    other: float = 0.0,
    bound: str = "share",
) -> Array:
    given_chain = chain(other=other)
    return lost_part(
        given_chain,
        bought_from(given_chain),
        strikes_of(events, given_chain, bound=bound),
        (user, last),
        day0=DAY0,
        grid=grid,
        lag=lag,
    )


def first(*events: Event, user: int = JPN, last: int = REFINE, other: float = 0.0) -> float:
    """Return what is lost in every period alike."""
    told = parts(*events, user=user, last=last, other=other)
    assert told == pytest.approx([told[0]] * len(told))
    return float(told[0])


def test_a_stop_of_the_last_stage_takes_what_is_bought_from_there() -> None:
    assert first(event(cut("CHN", "refine"))) == pytest.approx(0.6)
    assert first(event(cut("CHN", "refine")), user=USA) == pytest.approx(0.5)
    assert first(event(cut("CHN", "refine", share=0.25)), user=USA) == pytest.approx(0.125)


def test_a_stop_of_ore_is_felt_in_the_metal_that_an_ally_makes_of_it() -> None:
    # Japan makes 30 % of its metal, half of it of Chinese ore; half of the American metal is its
    assert first(event(cut("CHN", "mine"))) == pytest.approx(0.15)
    assert first(event(cut("CHN", "mine")), user=USA) == pytest.approx(0.25)


def test_metal_that_the_miner_makes_at_home_is_not_cut_with_its_ore() -> None:
    # Australian ore is a fifth of the Chinese metal, half of the Japanese, all of the German:
    # 0.6 / 5 + 0.3 / 2 + 0.1
    assert first(event(cut("AUS", "mine"))) == pytest.approx(0.37)


def test_what_is_cut_at_a_later_stage_is_not_lost_again_at_an_earlier_one() -> None:
    # 0.6 and half of 0.3; if by half: 0.3, and a quarter of 0.3
    assert first(event(cut("CHN", "mine", "refine"))) == pytest.approx(0.75)
    assert first(event(cut("CHN", "mine", "refine", share=0.5))) == pytest.approx(0.375)
    # half of the Chinese metal, and half of the Australian ore in what is left of all metal
    both = event(cut("CHN", "refine", share=0.5), cut("AUS", "mine", share=0.5))
    assert first(both) == pytest.approx(0.3 + 0.5 * (0.3 * 0.2 + 0.3 * 0.5 + 0.1))


def test_scrap_passes_no_mine() -> None:
    assert first(event(cut("CHN", "mine")), other=0.2) == pytest.approx(0.12)
    assert first(event(cut("CHN", "refine")), other=0.2) == pytest.approx(0.6)


def test_a_cut_aimed_at_some_buyers_counts_where_they_buy() -> None:
    ore = event(cut("CHN", "mine", buyers=("JPN",)))
    assert first(ore) == pytest.approx(0.15)
    assert first(ore, user=USA) == pytest.approx(0.25)
    american = event(cut("CHN", "mine", buyers=("USA",)))
    assert first(american) == 0.0
    assert first(american, user=USA) == 0.0
    metal = event(cut("CHN", "refine", buyers=("USA",)))
    assert (first(metal), first(metal, user=USA)) == pytest.approx((0.0, 0.5))


def test_a_strike_takes_what_is_worked_on_at_home_too() -> None:
    # four fifths of 0.6, and half of 0.3, by half
    strike = event(cut("CHN", "mine", share=0.5), kind="strike")
    assert first(strike) == pytest.approx(0.5 * (0.48 + 0.15))
    at_home = event(cut("JPN", "refine"), kind="accident")
    assert first(at_home) == pytest.approx(0.3)
    assert first(event(cut("JPN", "refine"))) == 0.0


def test_a_use_of_ore_does_not_feel_a_cut_of_metal() -> None:
    assert first(event(cut("CHN", "refine")), last=MINE) == 0.0
    assert first(event(cut("CHN", "mine", "refine")), last=MINE) == pytest.approx(0.5)


def test_of_two_events_on_the_same_shipments_the_deeper_one_counts() -> None:
    to_all = event(cut("CHN", "refine", share=0.5))
    to_japan = event(cut("CHN", "refine", share=0.8, buyers=("JPN",)), name="second")
    for events in ((to_all, to_japan), (to_japan, to_all)):
        assert first(*events) == pytest.approx(0.48)
        assert first(*events, user=USA) == pytest.approx(0.25)


def test_a_cut_is_felt_when_what_was_shipped_before_has_arrived() -> None:
    # stopped on day 10; a week at sea, so from day 17 on: 4 of the 7 days from day 14 to 21
    late = event(start=DAY0 + timedelta(days=10))
    told = parts(late, lag=lambda _seller, _buyer: 7.0)
    assert told == pytest.approx(0.6 * np.array([0, 0, 4 / 7, 1, 1, 1]))


def days(seller: str, buyer: str) -> float:
    """Return 2 days from China to Japan, 5 from Japan and 11 from China to the United States."""
    known = {("CHN", "JPN"): 2.0, ("JPN", "USA"): 5.0, ("CHN", "USA"): 11.0}
    return 0.0 if seller == buyer else known.get((seller, buyer), 99.0)


def test_a_cut_of_metal_is_felt_after_the_way_from_the_supplier_to_the_user() -> None:
    told = parts(event(cut("CHN", "refine")), user=USA, lag=days)
    assert told == pytest.approx(0.5 * np.array([0, 3 / 7, 1, 1, 1, 1]))


def test_a_cut_of_ore_is_felt_after_all_the_ways_that_its_goods_take() -> None:
    # Chinese ore reaches America in Japanese metal alone: 2 + 5 days
    told = parts(event(cut("CHN", "mine")), user=USA, lag=days)
    assert told == pytest.approx(0.25 * np.array([0, 1, 1, 1, 1, 1]))
    # a strike stops the ore for Chinese metal too: 0.4 on the way for 11 days and 0.25 for 7
    strike = event(cut("CHN", "mine"), kind="strike")
    way = (0.4 * 11.0 + 0.25 * 7.0) / 0.65
    told = parts(strike, user=USA, lag=days)
    assert told == pytest.approx(0.65 * np.array([0, (14.0 - way) / 7, 1, 1, 1, 1]))


def test_ways_of_scrap_do_not_count() -> None:
    # scrap feeds a fifth of all metal alike: less is lost, after the same days
    told = parts(event(cut("CHN", "mine")), user=USA, lag=days, other=0.2)
    assert told == pytest.approx(0.2 * np.array([0, 1, 1, 1, 1, 1]))


def test_an_end_is_felt_when_what_is_shipped_after_it_arrives() -> None:
    # over on day 14, a week at sea: until day 21, as from day 7 on
    over = event(end=DAY0 + timedelta(days=14))
    told = parts(over, lag=lambda _seller, _buyer: 7.0)
    assert told == pytest.approx(0.6 * np.array([0, 1, 1, 0, 0, 0]))


def test_nothing_leaves_while_licences_are_asked_for() -> None:
    # ten days without anything, then a quarter is missing: 3 whole days and 4 by a quarter
    licence = event(cut(share=0.25), kind="licence", delay=10.0)
    told = parts(licence)
    assert told == pytest.approx(0.6 * np.array([1, (3 + 4 * 0.25) / 7, 0.25, 0.25, 0.25, 0.25]))


def test_a_standstill_is_over_with_the_event() -> None:
    licence = event(cut(share=0.25), kind="licence", delay=60.0, end=DAY0 + timedelta(days=14))
    assert parts(licence) == pytest.approx(0.6 * np.array([1, 1, 0, 0, 0, 0]))


def test_an_event_that_began_before_is_on_from_the_first_day() -> None:
    begun = event(cut(share=0.5), kind="licence", delay=60.0, start=DAY0 - timedelta(days=53))
    assert parts(begun) == pytest.approx(0.6 * np.array([1, 0.5, 0.5, 0.5, 0.5, 0.5]))
    assert parts(begun, grid=MONTHS)[0] == pytest.approx(0.6 * (7 + (MONTH - 7) / 2) / MONTH)


def test_the_bounds_of_the_cut_are_read_by_name() -> None:
    banded = event(cut(share=0.5, low=0.1, high=0.9))
    assert parts(banded, bound="low")[0] == pytest.approx(0.06)
    assert parts(banded, bound="high")[0] == pytest.approx(0.54)


def test_a_cut_of_another_material_a_strange_supplier_or_no_stage_strikes_nothing() -> None:
    strange = event(
        cut(materials=("otherium",)),
        cut("BRA", "refine"),
        cut("CHN", "magnet"),
    )
    assert strikes_of([strange], chain()) == []
    assert first(strange) == 0.0


@given(
    ore=st.floats(0.0, 1.0),
    metal=st.floats(0.0, 1.0),
    home=st.booleans(),
    user=st.sampled_from([JPN, USA]),
)
def test_a_deeper_cut_never_takes_less_and_nobody_loses_more_than_all(
    ore: float, metal: float, home: bool, user: int
) -> None:
    def lost(part: float) -> float:
        cuts = cut("CHN", "mine", share=ore * part), cut("CHN", "refine", share=metal * part)
        return float(parts(event(*cuts, kind="strike" if home else "ban"), user=user)[0])

    assert -1e-12 <= lost(0.5) <= lost(1.0) + 1e-12 <= 1.0 + 2e-12
