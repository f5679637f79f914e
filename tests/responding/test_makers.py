"""Who else makes what is cut, what it can send, and the plants that can come earlier."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from supplypact.domain.event import Event
from supplypact.domain.incident import MONTH
from supplypact.planning.risk.look_through import bought_from
from supplypact.responding.lost import strikes_of
from supplypact.responding.makers import Helpers, Plants
from tests import given as world
from tests.responding.given import DAY0, JPN, MINE, REFINE, USA, chain, cut, event

USERS = [(JPN, MINE), (JPN, REFINE), (USA, REFINE)]
BOTH = cut("CHN", "mine", "refine")


def days(seller: str, buyer: str) -> float:
    return 0.0 if seller == buyer else {"DEU": 30.0, "JPN": 12.0, "AUS": 10.0}.get(seller, 99.0)


def helpers(*events: Event, users: list[tuple[int, int]] | None = None, **assumed: Any) -> Helpers:
    given_chain = chain()
    strikes = strikes_of(events or [event()], given_chain)
    parts = bought_from(given_chain)
    return Helpers(world.pact(**assumed), given_chain, parts, strikes, users or USERS[1:], days)


def test_makers_of_the_stage_struck_help_but_who_stops_its_exports_has_nothing_to_send() -> None:
    found = helpers().makers(0.0)
    assert found.names == (("CHN", "refine"), ("DEU", "refine"), ("JPN", "refine"))
    # two weeks to order, then the way
    assert found.lag == pytest.approx(np.array([[113.0, 113.0], [44.0, 44.0], [14.0, 26.0]]))
    assert (found.idle[0], found.others[0]) == (0.0, 0.0)
    half = helpers(event(cut("DEU", "refine", share=0.5))).makers(0.0)
    assert (half.idle[1], half.others[1]) == (0.0, 0.0)


@pytest.mark.parametrize("kind", ["strike", "accident"])
def test_a_strike_or_an_accident_leaves_the_rest_of_what_a_maker_can_send(kind: str) -> None:
    # 0.5 and 0.2 a month in Germany
    found = helpers(event(cut("DEU", "refine", share=0.25), kind=kind)).makers(0.0)
    assert (found.idle[1], found.others[1]) == pytest.approx((0.375, 0.15))


def test_of_two_strikes_on_a_maker_the_deeper_one_counts() -> None:
    one = event(cut("DEU", "refine", share=0.25), kind="strike")
    other = event(cut("DEU", "refine", share=0.5), kind="accident", name="other")
    for events in ((one, other), (other, one)):
        assert helpers(*events).makers(0.0).idle[1] == pytest.approx(0.25)
    ban = event(cut("DEU", "refine", share=0.1), name="ban")
    assert helpers(one, ban).makers(0.0).idle[1] == 0.0


def test_a_maker_whose_feed_is_cut_sends_as_much_less() -> None:
    # all German ore is Australian, so half of what Germany makes is gone; 0.5 and 0.2 a month
    found = helpers(event(cut("CHN", "refine"), cut("AUS", "mine", share=0.5))).makers(0.0)
    assert (found.idle[1], found.others[1]) == pytest.approx((0.25, 0.1))
    # Chinese ore does not go to Germany
    found = helpers(event(BOTH)).makers(0.0)
    assert (found.idle[1], found.others[1]) == pytest.approx((0.5, 0.2))


def test_from_a_country_that_is_shunned_nothing_more_is_bought() -> None:
    found = replace(helpers(), without=("DEU",)).makers(9.0)
    assert found.names == (("CHN", "refine"), ("DEU", "refine"), ("JPN", "refine"))
    assert (found.idle.tolist(), found.others.tolist()) == ([0.0] * 3, [0.0] * 3)
    aimed = helpers(event(cut(buyers=("JPN", "USA"))))
    assert aimed.makers(50.0).others[1] == pytest.approx(1.0)
    assert replace(aimed, without=("DEU",)).makers(50.0).others[1] == 0.0


def test_idle_output_is_what_capacity_leaves_as_far_as_it_can_be_had() -> None:
    # 20 of 74 t a year idle, 30 % to be had: 0.5 t a month; Japan runs full
    assert helpers().makers(0.0).idle == pytest.approx([0.0, 0.5, 0.0])
    # 24 t of Australian ore: half as much metal
    mined = helpers(event(cut("CHN", "mine"))).makers(0.0)
    assert mined.names == (("AUS", "mine"), ("CHN", "mine"))
    assert mined.idle == pytest.approx([0.3, 0.0])
    assert helpers(surge_access=0.6).makers(0.0).idle == pytest.approx([0.0, 1.0, 0.0])


def test_a_maker_above_its_capacity_has_nothing_idle() -> None:
    found, given_chain = helpers(), chain()
    low = replace(given_chain.stages[REFINE], capacity=given_chain.stages[REFINE].capacity * 0.1)
    full = replace(given_chain, stages=(given_chain.stages[MINE], low))
    assert replace(found, chain=full).makers(0.0).idle == pytest.approx([0.0, 0.0, 0.0])


def test_of_other_buyers_those_abroad_that_are_no_parties_can_be_outbid() -> None:
    # Germany sends 24 t a year to Australia, Japan metal to the other party only
    assert helpers().makers(9.0).others == pytest.approx([0.0, 0.2, 0.0])
    assert helpers(reroute_share=0.5).makers(9.0).others == pytest.approx([0.0, 1.0, 0.0])
    # 108 t of Australian ore go to Germany, 60 to China
    mined = helpers(event(cut("CHN", "mine"))).makers(9.0)
    assert mined.others == pytest.approx([0.1 * 168 / 12 / 2, 0.0])


def test_where_some_are_cut_the_others_give_in_exchange_as_much_as_is_freed() -> None:
    # half of 2 t a month can be had in exchange, 0.8 beyond what can be outbid
    aimed = helpers(event(cut(buyers=("JPN", "USA"))))
    for lost, others in ((0.0, 0.2), (0.4, 0.6), (0.8, 1.0), (50.0, 1.0)):
        assert aimed.makers(lost).others == pytest.approx([0.0, others, 0.0])
    mixed = helpers(event(cut(buyers=("JPN", "USA")), cut("JPN", "refine", share=0.1)))
    assert mixed.makers(50.0).others == pytest.approx([0.0, 0.2, 0.0])


def test_exchange_never_gives_less_than_outbidding() -> None:
    aimed = helpers(event(cut(buyers=("JPN",))), exchange_share=0.01)
    assert aimed.makers(50.0).others == pytest.approx([0.0, 0.2, 0.0])


def test_a_maker_of_concern_needs_a_waiver() -> None:
    found = helpers(event(cut("JPN", "refine"))).makers(0.0)
    assert found.names == (("CHN", "refine"), ("DEU", "refine"), ("JPN", "refine"))
    assert found.barred.tolist() == [True, False, False]


def test_a_maker_helps_the_users_of_the_latest_stage_struck_alone() -> None:
    # those who use ore want ore; those who use metal, which is struck as well, want metal
    found = helpers(event(BOTH), users=USERS).makers(0.0)
    ore, metal = ("AUS", "CHN"), ("CHN", "DEU", "JPN")
    assert found.names == (*((c, "mine") for c in ore), *((c, "refine") for c in metal))
    helped = np.isfinite(found.lag)
    assert helped[:2].tolist() == [[True, False, False]] * 2
    assert helped[2:].tolist() == [[False, True, True]] * 3


def test_where_ore_alone_is_struck_ore_helps_the_users_of_metal() -> None:
    found = helpers(event(cut("CHN", "mine")), users=USERS).makers(0.0)
    assert found.names == (("AUS", "mine"), ("CHN", "mine"))
    assert found.lag == pytest.approx(np.array([[24.0] * 3, [113.0] * 3]))


def test_nobody_helps_users_of_stages_before_the_one_struck() -> None:
    found = helpers(event(cut("CHN", "refine")), users=[(JPN, MINE)]).makers(0.0)
    assert found.names == ()
    assert found.lag.shape == (0, 1)


def plants(
    *rows: tuple[str, str, str, int, float],
    of: Helpers | None = None,
    day0: date = DAY0,
    now: date | None = None,
    committed: Sequence[str] = (),
) -> Plants:
    names = ["project", "material", "stage", "country", "year", "tonnes"]
    rows_ = [(name, "testium", *rest) for name, *rest in rows]
    kinds = {"year": pl.Int64, "tonnes": pl.Float64} | dict.fromkeys(names[:4], pl.String)
    frame = pl.DataFrame(rows_, schema={name: kinds[name] for name in names}, orient="row")
    network = replace(world.two_stages(), addition=frame)
    helping = of or helpers(users=USERS)
    return helping.plants(network, day0, now or day0, committed=committed)


def test_a_plant_comes_half_a_year_earlier_but_no_earlier_than_half_of_that_from_now() -> None:
    # the middle of the year: day 181 of 2026, day 546 of 2027
    found = plants(
        ("next", "refine", "DEU", 2027, 120.0),
        ("soon", "refine", "DEU", 2026, 120.0),
        ("there", "refine", "DEU", 2025, 120.0),
    )
    assert found.names == (("next", "DEU"), ("soon", "DEU"))
    assert found.last == pytest.approx([546.0, 181.0])
    assert found.first == pytest.approx([546.0 - 182.5, 91.25])
    assert found.lead == pytest.approx(91.25)


def test_a_plant_decided_on_later_begins_later_unless_it_was_decided_on_before() -> None:
    # six weeks on: 42 + 91.25 is still before day 181; the next one comes on day 363.5 either way
    rows = ("soon", "refine", "DEU", 2026, 120.0), ("next", "refine", "DEU", 2027, 120.0)
    now = DAY0 + timedelta(days=42)
    assert plants(*rows, now=now).first == pytest.approx([133.25, 363.5])
    assert plants(*rows, now=now, committed=("soon",)).first == pytest.approx([91.25, 363.5])
    # after 90 days it is too late, but what was decided on stands
    late = DAY0 + timedelta(days=90)
    assert plants(rows[0], now=late).names == ()
    assert plants(rows[0], now=late, committed=("soon",)).names == (("soon", "DEU"),)


def test_a_plant_that_begins_within_half_of_the_time_won_is_too_near() -> None:
    # 91 days left on 1 April 2026, and half of six months are 91.25
    soon = ("soon", "refine", "DEU", 2026, 120.0)
    assert plants(soon, day0=date(2026, 4, 1)).names == ()
    assert plants(soon, day0=date(2026, 3, 31)).names == (("soon", "DEU"),)


def test_a_plant_sends_what_can_be_had_of_its_first_year() -> None:
    # 120 t a year in full, half of it at first, 30 % to be had: 1.5 t a month; ore counts half
    of = helpers(event(BOTH), users=USERS, ramp_first=0.5)
    found = plants(
        ("metal", "refine", "DEU", 2027, 120.0), ("ore", "mine", "AUS", 2027, 120.0), of=of
    )
    assert found.rate == pytest.approx([1.5, 0.75])
    # the way alone: nothing has to be ordered
    nan = np.nan
    lag = np.array([[nan, 30.0, 30.0], [10.0, nan, nan]])
    assert found.lag == pytest.approx(lag, nan_ok=True)


def test_a_plant_of_another_material_does_not_help() -> None:
    of = helpers(users=USERS)
    other = replace(of, chain=replace(of.chain, material="otherium"))
    found = plants(("next", "refine", "DEU", 2027, 120.0), of=other)
    assert found.names == ()
    assert found.lag.shape == (0, 3)


def test_the_time_won_is_an_assumption_of_the_pact() -> None:
    of = helpers(users=USERS, expedite_months=12.0)
    found = plants(("next", "refine", "DEU", 2027, 120.0), of=of)
    assert found.first == pytest.approx([max(546.0 - 12 * MONTH, 6 * MONTH)])
