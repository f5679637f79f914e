"""The state of a material on a day: every quantity in tonnes of the last product."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from supplypact.domain.event import Event
from supplypact.domain.incident import MONTH
from supplypact.domain.network import Network
from supplypact.responding.given import ResponseData
from supplypact.responding.incident import PROTECTED, Setting, Situation, ranked
from tests import given as world
from tests.responding.given import DAY0, GRID, MINE, REFINE, chain, cut, data, event, law, stock

SHARES = {
    ("mine", "JPN", "lamps"): 12.0,
    ("refine", "JPN", "lamps"): 25.0,
    ("refine", "JPN", "motors"): 75.0,
    ("refine", "USA", "motors"): 60.0,
    ("refine", "CHN", "tools"): 20.0,
}
WORTH = {
    ("testium", "lamps"): (1e4, 2e4, 4e4),
    ("testium", "motors"): (3e4, 3e4, 3e4),
    ("testium", "tools"): (9e9, 9e9, 9e9),
}


def network() -> Network:
    rows = [("testium", *key, tonnes) for key, tonnes in SHARES.items()]
    names = ["material", "stage", "country", "end_use", "tonnes"]
    additions = [("plant", "testium", "refine", "DEU", 2027, 120.0)]
    columns = ["project", "material", "stage", "country", "year", "tonnes"]
    return replace(
        world.two_stages(),
        demand=pl.DataFrame(rows, schema=names, orient="row"),
        addition=pl.DataFrame(additions, schema=columns, orient="row"),
    )


def setting(*events: Event, of: ResponseData | None = None, **assumed: Any) -> Setting:
    return Setting(
        world.pact(**assumed),
        network(),
        of or data(worth=WORTH),
        events or (event(),),
        DAY0,
        DAY0,
        GRID,
    )


def found(
    *events: Event, of: ResponseData | None = None, priced: int = REFINE, **assumed: Any
) -> Situation:
    told = setting(*events, of=of, **assumed).situation(chain(priced=priced))
    assert told is not None
    return told


def test_users_are_the_parties_with_a_use_of_a_product() -> None:
    i = found().middle
    assert i.users == (("JPN", "mine"), ("JPN", "refine"), ("USA", "refine"))
    # two tonnes of ore are one counted; 12, 100 and 60 tonnes of their own a year
    assert i.tonnes == pytest.approx([2.0, 1.0, 1.0])
    assert i.product_tonnes == pytest.approx({"mine": 2.0, "refine": 1.0})
    assert i.use == pytest.approx([0.5, 100 / 12, 5.0])
    assert i.use * i.tonnes == pytest.approx(np.array([12, 100, 60]) / 12)


def test_the_loss_is_the_part_of_the_use_in_each_period() -> None:
    # a week at sea to Japan, two to the United States: 0.6 of 100 t and half of 60 t a year
    i = found().middle
    assert i.loss[0] == pytest.approx(np.zeros(len(GRID.days)))
    assert i.loss[1, :2] == pytest.approx([0.0, 0.6 * 100 / 365 * 7])
    assert i.loss[2, :3] == pytest.approx([0.0, 0.0, 0.5 * 60 / 365 * 7])
    assert i.loss[1, 13] == pytest.approx(0.6 * 100 / 12)


def test_a_tonne_of_ore_that_is_lost_counts_half() -> None:
    i = found(event(cut("CHN", "mine"))).middle
    assert i.loss[0, 13] == pytest.approx(0.5 * 12 / 12 / 2)
    assert i.loss[1, 13] == pytest.approx(0.15 * 100 / 12)


def test_the_three_readings_differ_in_the_cut_and_the_worth_alone() -> None:
    told = found(event(cut(share=0.5, low=0.25, high=1.0)))
    month = [each.loss[1, 13] for each in (told.low, told.middle, told.high)]
    assert month == pytest.approx(np.array([0.25, 0.5, 1.0]) * 5.0)
    lamps = [each.shortage_cost[1, 0] for each in (told.low, told.middle, told.high)]
    assert lamps == pytest.approx([1e4, 2e4, 4e4])
    assert told.low.idle == pytest.approx(told.high.idle)


def test_nobody_loses_anything_where_a_country_struck_sends_nothing() -> None:
    assert setting(event(cut("AUS", "refine"))).situation(chain()) is None
    assert setting(event(cut(materials=("otherium",)))).situation(chain()) is None


def test_end_uses_that_no_user_has_are_left_out() -> None:
    i = found().middle
    assert i.end_uses == ("lamps", "motors")
    assert i.end_use_share == pytest.approx(np.array([[1, 0], [0.25, 0.75], [0, 1]]))


def test_worth_is_of_a_tonne_of_the_users_own_product() -> None:
    # two tonnes of ore stand behind a counted tonne
    i = found().middle
    assert i.shortage_cost == pytest.approx(np.array([[4e4, 6e4], [2e4, 3e4], [2e4, 3e4]]))
    assert i.mean_shortage_cost == pytest.approx([4e4, 0.25 * 2e4 + 0.75 * 3e4, 3e4])


def test_premiums_are_parts_of_the_price_of_a_counted_tonne() -> None:
    i = found().middle
    costs = i.surge_cost, i.reroute_cost, i.release_cost, i.swap_cost, i.expedite_cost
    assert costs == pytest.approx((500.0, 1000.0, 60.0, 50.0, 1000.0))
    # the price is that of ore: 2,000 USD are in a counted tonne
    ore = found(priced=MINE).middle
    costs = ore.surge_cost, ore.reroute_cost, ore.release_cost, ore.swap_cost, ore.expedite_cost
    assert costs == pytest.approx((1000.0, 2000.0, 120.0, 100.0, 2000.0))


def test_steps_of_substitution_are_dearer_and_later_each() -> None:
    # three times the price, nine and 27 times; a quarter of a year each in whole days, 5 % each
    i = found().middle
    assert i.substitute_share == pytest.approx([0.05, 0.05, 0.05])
    assert i.substitute_day == pytest.approx([91.0, 182.0, 273.0])
    assert i.substitute_cost[1] == pytest.approx([3e3, 9e3, 27e3])
    assert i.substitute_cost[0] == pytest.approx([6e3, 18e3, 54e3])
    later = found(substitution_months=6.0, response_share=0.1, response_multiple=2.0).middle
    assert later.substitute_day == pytest.approx([182.0, 365.0, 547.0])
    assert later.substitute_share == pytest.approx([0.1, 0.1, 0.1])
    assert later.substitute_cost[1] == pytest.approx([2e3, 4e3, 8e3])


def test_a_store_sends_after_its_days_of_release_and_the_way() -> None:
    held = data(stock("JPN", "mine", tonnes=10.0), stock("USA", tonnes=3.0), worth=WORTH)
    i = found(event(cut("CHN", "mine", "refine", share=0.9)), of=held).middle
    assert i.stores == (("JPN", "mine", "national"), ("USA", "refine", "national"))
    assert i.stock == pytest.approx([5.0, 3.0])
    # from Japan: 8 days at home, 30 more to the United States
    assert i.release_lag == pytest.approx(np.array([[8.0, 8.0, 38.0], [38.0, 38.0, 8.0]]))
    assert (i.handling, i.mutual.tolist(), i.lendable.tolist()) == (0.25, [0.3, 0.3], [1.0, 1.0])


def test_swaps_are_between_parties_that_use_the_same_product() -> None:
    i = found().middle
    nan = np.nan
    lag = np.array([[nan, nan, nan], [nan, nan, 30.0], [nan, 30.0, nan]])
    assert i.swap_lag == pytest.approx(lag, nan_ok=True)


def test_makers_and_plants_are_those_of_the_stage_struck() -> None:
    i = found().middle
    assert i.makers == (("CHN", "refine"), ("DEU", "refine"), ("JPN", "refine"))
    assert i.idle == pytest.approx([0.0, 0.5, 0.0])
    assert i.projects == (("plant", "DEU"),)
    assert i.project_rate == pytest.approx([3.0])
    assert i.project_lead == pytest.approx(91.25)
    assert i.ramp_months == 6.0
    assert i.lag == pytest.approx(i.reroute_lag, nan_ok=True)


FREED = 5.0 * (1.0 - 7.0 / GRID.end) + 2.5 * (1.0 - 14.0 / GRID.end)
"""0.6 of 100 t and half of 60 t a year, but for the week and the two that are on their way."""


def test_what_is_freed_is_what_all_users_lose_in_the_mean_of_all_periods() -> None:
    # all of 0.8 a month that Germany can exchange
    aimed = event(cut(buyers=("JPN", "USA")))
    assert found(aimed).middle.others == pytest.approx([0.0, 1.0, 0.0])
    slight = event(cut(buyers=("JPN", "USA"), share=0.04))
    assert found(slight).middle.others == pytest.approx([0.0, 0.2 + 0.04 * FREED, 0.0])
    # what ends soon frees little
    short = replace(slight, end=DAY0 + timedelta(days=73))
    part = 73.0 / GRID.end
    assert found(short).middle.others == pytest.approx([0.0, 0.2 + 0.04 * 7.5 * part, 0.0])


def test_later_periods_count_by_chance_and_discount() -> None:
    i = found(discount_rate=0.1).middle
    # the middle of the first month after the quarter is 3.49 months from now
    month = 91 / MONTH + 0.5
    assert i.weight[0] == pytest.approx(1.0 - 0.1 * 3.5 / MONTH)
    chance = 0.9**3 * (1.0 - 0.1 * (month - 3.0))
    assert i.weight[13] == pytest.approx(chance * 1.1 ** (-91 / 365))
    known = found(event(end=DAY0 + timedelta(days=60)), discount_rate=0.1).middle
    assert known.weight == pytest.approx(1.1 ** (-GRID.start / 365))


def test_the_other_readings_free_their_own_cargoes_of_other_buyers() -> None:
    # of what China sends 0.02, 0.04 and 0.08 are freed beyond 0.2
    told = found(event(cut(buyers=("JPN", "USA"), share=0.04, low=0.02, high=0.08)))
    others = [each.others[1] for each in (told.low, told.middle, told.high)]
    assert others == pytest.approx([0.2 + part * FREED for part in (0.02, 0.04, 0.08)])


def test_ore_replaces_what_the_parties_own_plants_lost_of_their_feed() -> None:
    # of Australian ore Japan loses 0.15 at home and 0.22 in the metal of others, America 0.25 and
    # 0.1; who uses ore can take all of it
    i = found(event(cut("AUS", "mine"))).middle
    assert i.fed == pytest.approx([1.0, 0.15 / 0.37, 0.25 / 0.35])
    assert found().middle.fed == pytest.approx([1.0, 1.0, 1.0])


def test_what_comes_from_a_supplier_that_struck_some_buyers_only_is_not_passed_on() -> None:
    assert found(event(cut(buyers=("JPN",)))).middle.own_right == pytest.approx([1.0, 0.4, 0.5])
    assert found().middle.own_right == pytest.approx([1.0, 1.0, 1.0])


def test_only_events_that_strike_the_material_say_how_long_it_lasts() -> None:
    # 0.9 a month of what strikes it; the other event lasts for ever
    other = event(cut(materials=("otherium",)), name="other", law="forever")
    laws = data(worth=WORTH)
    laws = replace(laws, laws={**laws.laws, "forever": law("forever", 1.0)})
    both, alone = found(event(), other, of=laws), found()
    assert both.middle.weight == pytest.approx(alone.middle.weight)
    assert both.alive == pytest.approx(alone.alive)
    assert alone.alive[13] == pytest.approx(0.9**3 * (1.0 - 0.1 * (91 / MONTH + 0.5 - 3.0)))


def test_the_chance_that_it_lasts_is_not_discounted() -> None:
    dear, free = found(discount_rate=0.1), found()
    assert dear.alive == pytest.approx(free.alive)
    assert free.alive == pytest.approx(free.middle.weight)
    assert (dear.middle.weight[1:] < dear.alive[1:]).all()


def test_a_country_that_nothing_more_is_bought_from_has_nothing_to_send() -> None:
    told = replace(setting(), without=("DEU",)).situation(chain())
    assert told is not None
    assert told.middle.makers == found().middle.makers
    assert told.middle.idle.tolist() == told.middle.others.tolist() == [0.0] * 3


def test_a_plant_that_was_decided_on_before_keeps_its_day() -> None:
    # day 546 of 2027: a year on, 365 + 91.25 is later than the 363.5 that were won at first
    late = replace(setting(), now=DAY0 + timedelta(days=365))
    for committed, first in (((), 365 + 91.25), (("plant",), 363.5)):
        told = replace(late, committed=committed).situation(chain())
        assert told is not None
        assert told.middle.project_first == pytest.approx([first])


def test_a_protected_use_counts_at_least_what_the_dearest_does() -> None:
    uses = ["defence_aerospace", "lamps", "motors"]
    assert PROTECTED == ("defence_aerospace",)
    assert ranked(np.array([1.0, 5.0, 3.0]), uses) == pytest.approx([5.0, 5.0, 3.0])
    assert ranked(np.array([9.0, 5.0, 3.0]), uses) == pytest.approx([9.0, 5.0, 3.0])
    assert ranked(np.array([5.0, 3.0]), uses[1:]) == pytest.approx([5.0, 3.0])
    assert ranked(np.zeros(0), []).shape == (0,)
