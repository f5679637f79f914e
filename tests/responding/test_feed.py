"""Goods of an earlier stage: what they replace, what makers lose of them, what may be passed on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from supplypact.algebra.response_sides import Rules
from supplypact.domain.event import Cut, Event
from supplypact.domain.incident import MaterialIncident
from supplypact.planning.risk.look_through import bought_from
from supplypact.responding.lost import fed_part, feed_lost, own_right, strikes_of
from supplypact.responding.solve import IncidentLp, Solved
from supplypact.simulation.replay import replay
from tests.responding.by_hand import JPN as JAPAN
from tests.responding.by_hand import other_buyers, own_store, plant, swaps
from tests.responding.given import DEU, JPN, MINE, REFINE, USA, chain, cut, event


def part_of(
    how: Callable[..., float], *events: Event, user: int, last: int = REFINE, other: float = 0.0
) -> float:
    given_chain = chain(other=other)
    strikes = strikes_of(events, given_chain)
    return how(given_chain, bought_from(given_chain), strikes, (user, last))


def test_goods_of_the_users_own_stage_can_replace_all_of_its_loss() -> None:
    for events in (event(cut("CHN", "refine")), event(cut("CHN", "mine", "refine"))):
        for user in (JPN, USA):
            assert part_of(fed_part, events, user=user) == 1.0
    assert part_of(fed_part, event(cut("CHN", "mine")), user=JPN, last=MINE) == 1.0


def test_ore_replaces_no_more_than_the_parties_own_plants_lost_of_it() -> None:
    # Japan loses 0.15 in its own plants, 0.12 in China's and 0.1 in Germany's; the United States
    # 0.25 in Japan's and 0.1 in China's
    australian = event(cut("AUS", "mine"))
    assert part_of(fed_part, australian, user=JPN) == pytest.approx(0.15 / 0.37)
    assert part_of(fed_part, australian, user=USA) == pytest.approx(0.25 / 0.35)
    # Chinese ore is worked on in Japan alone
    assert part_of(fed_part, event(cut("CHN", "mine")), user=USA) == pytest.approx(1.0)


def test_ore_helps_nobody_whose_metal_none_of_the_parties_makes() -> None:
    to_china = event(cut("AUS", "mine", buyers=("CHN",)))
    assert part_of(fed_part, to_china, user=USA) == 0.0
    assert part_of(fed_part, to_china, user=JPN) == 0.0


def test_who_loses_nothing_is_not_held_back() -> None:
    assert part_of(fed_part, event(cut("AUS", "refine")), user=JPN) == 1.0
    assert part_of(fed_part, user=JPN) == 1.0


def test_what_a_supplier_that_struck_some_buyers_only_sends_is_not_ones_own_to_give() -> None:
    aimed = event(cut("CHN", "refine", buyers=("USA",)))
    assert part_of(own_right, aimed, user=JPN) == pytest.approx(0.4)
    assert part_of(own_right, aimed, user=USA) == pytest.approx(0.5)
    slight = event(cut("CHN", "refine", share=0.1, buyers=("USA",)))
    assert part_of(own_right, slight, user=JPN) == pytest.approx(0.4)
    # ore counts in the metal that is made of it abroad
    ore = event(cut("CHN", "mine", buyers=("USA",)))
    assert part_of(own_right, ore, user=JPN) == pytest.approx(0.85)
    assert part_of(own_right, ore, user=JPN, last=MINE) == pytest.approx(0.5)
    assert part_of(own_right, aimed, user=JPN, last=MINE) == 1.0


def test_where_all_buyers_are_struck_all_is_ones_own() -> None:
    assert part_of(own_right, event(cut("CHN", "refine")), user=JPN) == 1.0


def lost_feed(*cuts: Cut, country: int, stage: int = REFINE, other: float = 0.0) -> float:
    given_chain = chain(other=other)
    strikes = strikes_of([event(*cuts)], given_chain)
    return feed_lost(given_chain, bought_from(given_chain), strikes, stage, country)


def test_a_maker_loses_as_much_as_is_cut_of_its_ore() -> None:
    # half of the Japanese ore is Chinese, none of the German
    ore = cut("CHN", "mine")
    assert lost_feed(ore, country=JPN) == pytest.approx(0.5)
    assert lost_feed(cut("CHN", "mine", share=0.5), country=JPN) == pytest.approx(0.25)
    assert lost_feed(ore, country=DEU) == 0.0
    # scrap is not cut
    assert lost_feed(ore, country=JPN, other=0.2) == pytest.approx(0.4)


def test_cuts_of_its_own_stage_or_a_later_one_take_no_feed() -> None:
    assert lost_feed(cut("CHN", "refine"), country=JPN) == 0.0
    assert lost_feed(cut("CHN", "mine", "refine"), country=JPN, stage=MINE) == 0.0


def solved(of: MaterialIncident, **changes: Any) -> Solved:
    i = replace(of, **changes)
    found = IncidentLp(i).solve(i, Rules())
    assert replay(i, found.orders).total == pytest.approx(found.cost, rel=1e-9)
    return found


HALF = np.array([0.5, 1.0])
"""Of what Japan loses, its own plants could make half."""


def test_ore_of_makers_arrives_no_more_than_own_plants_can_work_on() -> None:
    # 5 a month can be won at 8, 3 of 6 can be used: 3 x 17 x 2.8
    found = solved(other_buyers(), others=np.array([5.0]), fed=HALF)
    assert found.orders.reroute.sum(axis=(0, 1)) == pytest.approx([3.0] * 4)
    assert found.cost == pytest.approx(420.0 - 3 * 17 * 2.8)
    # without a plant of one's own ore is of no use; goods of the user's own stage all are
    nobody = solved(other_buyers(), fed=np.array([0.0, 1.0]))
    assert nobody.cost == pytest.approx(420.0)
    assert solved(other_buyers()).cost == pytest.approx(420.0 - 2 * 17 * 2.8)


def test_a_store_of_ore_shares_the_plants_with_what_makers_send() -> None:
    # 2 a month of the store, at 1, leave room for 1 of other buyers, at 8
    ore = replace(own_store(100.0, 0.02), stores=(("JPN", "mine", "national"),))
    found = solved(ore, others=np.array([5.0]), fed=HALF)
    assert found.orders.release[0, JAPAN] == pytest.approx([2.0] * 4)
    assert found.orders.reroute.sum(axis=(0, 1)) == pytest.approx([1.0] * 4)
    assert found.cost == pytest.approx(420.0 - (2 * 24 + 17) * 2.8)


def test_a_store_of_what_the_user_takes_needs_no_plant() -> None:
    found = solved(own_store(100.0, 1.0), fed=np.zeros(2))
    assert found.cost == pytest.approx(16.8)


def test_a_plant_that_is_brought_forward_sends_no_more_than_can_be_worked_on() -> None:
    # of 2 a month for two months 1.5 fill a quarter of 6:
    # 22 x (0.75 x 0.8 + 1.5 x 0.6 + 0.75 x 0.4)
    found = solved(plant(), fed=np.array([0.25, 1.0]))
    assert found.orders.expedite[0, JAPAN] == pytest.approx(1.5)
    assert found.cost == pytest.approx(420.0 - 22 * 1.8)


def test_a_swap_turns_over_no_more_than_is_ones_own_to_give() -> None:
    # a tenth of 20: 2 a month, worth 25 a month later for 7 now
    found = solved(swaps(), own_right=np.array([1.0, 0.1]))
    assert found.orders.swap[1, JAPAN] == pytest.approx([2.0, 2.0, 2.0, 0.0])
    assert found.cost == pytest.approx(420.0 - 2 * (25 * 1.8 - 7 * 2.4))
