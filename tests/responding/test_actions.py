"""Lines told as dated actions, and what limits each."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from supplypact.algebra.response_sides import Rules
from supplypact.domain.incident import MaterialIncident
from supplypact.domain.response import Action
from supplypact.responding.actions import Teller
from supplypact.responding.lines import lines_of
from supplypact.responding.playbook import Kept, Told, numbered
from supplypact.responding.solve import IncidentLp, Solved
from tests.responding.by_hand import (
    JPN,
    USA,
    Placed,
    friendly_store,
    incident,
    maker,
    ordered,
    other_buyers,
    own_store,
    plant,
    rich,
    substitutes,
    swaps,
    unlike_uses,
)
from tests.responding.given import question

AS_OF = date(2026, 1, 1)
ALIVE = np.array([1.0, 0.9, 0.8, 0.7])
"""Not the weights, which are discounted."""
PACT = Rules(waived=False, swaps=False)


def numbered_of(of: MaterialIncident, solved: Solved, decided: int = 0) -> list[Told]:
    """Return the actions of an answer."""
    kept = Kept(
        question=question(of),
        exact=solved,
        exact_lines=0,
        lines=tuple(lines_of(of, solved.orders)),
        solved=solved,
    )
    return numbered([kept], lambda _kept: Teller(of, solved, ALIVE, AS_OF, decided))


def told(of: MaterialIncident, rules: Rules | None = None) -> list[Action]:
    """Return the actions of the best answer."""
    solved = IncidentLp(of).solve(of, rules or Rules())
    return [each.action for each in numbered_of(of, solved)]


def given_orders(of: MaterialIncident, decided: int = 0, /, **placed: Placed) -> list[Action]:
    """Return the actions of some orders."""
    solved = IncidentLp(of).solve(of, Rules())
    solved = replace(solved, orders=ordered(of, **placed))
    return [each.action for each in numbered_of(of, solved, decided)]


def only(of: MaterialIncident, kind: str, rules: Rules | None = None) -> Action:
    (found,) = [each for each in told(of, rules) if each.kind == kind]
    return found


def limit(of: MaterialIncident, kind: str, rules: Rules | None = None) -> tuple[str, str]:
    found = only(of, kind, rules)
    return found.limit, found.limit_place


def test_a_release_is_told_with_dates_tonnes_and_worth() -> None:
    # 4 in the first month, 4 in the second (days 0 to 61)
    found = only(own_store(), "release")
    assert (found.owner, found.source, found.user, found.stage) == ("JPN", "JPN", "JPN", "refine")
    assert (found.ordered, found.effect, found.until) == (AS_OF, AS_OF, date(2026, 3, 3))
    assert (found.tonnes, found.peak) == pytest.approx((8, 4))
    assert found.expected_tonnes == pytest.approx(4 + 4 * 0.9)
    assert found.avoided_tonnes == found.expected_tonnes
    assert (found.cost, found.avoided) == pytest.approx((7.2, 25 * 7.2))
    assert (found.end_use, found.project, found.decided) == ("", "", False)


def test_who_holds_the_stock_has_to_act_for_the_one_who_is_helped() -> None:
    # 2.5 at once and 0.5 a month later, each 40 days on its way: day 40, and until day 91
    found = only(friendly_store(), "release", PACT)
    assert (found.owner, found.source, found.user) == ("USA", "USA", "JPN")
    assert (found.ordered, found.effect) == (AS_OF, date(2026, 2, 10))
    assert found.until == date(2026, 4, 2)
    assert (found.tonnes, found.peak) == pytest.approx((3, 2.5))


def test_a_waiver_is_told_beside_what_is_owed() -> None:
    release, waive = (each for each in told(friendly_store()) if each.kind != "restrain")
    assert (release.kind, waive.kind, waive.owner) == ("release", "waive", "USA")
    assert (release.tonnes, release.peak, waive.tonnes) == pytest.approx((3, 1, 4.5))
    assert (release.number, waive.number) == (1, 2)


def test_the_buyer_acts_where_a_maker_sends_more() -> None:
    # 1, 2 and 3 ordered month by month, each 35 days on its way
    found = only(maker(), "surge")
    assert (found.owner, found.source, found.user) == ("JPN", "AUS", "JPN")
    assert (found.ordered, found.effect, found.until) == (
        AS_OF,
        date(2026, 2, 5),
        date(2026, 5, 3),
    )
    assert (found.tonnes, found.peak) == pytest.approx((6, 3))
    assert found.avoided == pytest.approx(25 * (0.8 + 2 * 0.6 + 3 * 0.4))
    assert found.cost == pytest.approx(22)


def test_a_swap_is_the_givers_to_order() -> None:
    found = only(swaps(), "swap")
    assert (found.owner, found.source, found.user) == ("USA", "USA", "JPN")
    assert found.ordered == AS_OF


def test_a_restraint_names_the_uses_and_avoids_no_tonnes() -> None:
    found = only(unlike_uses(), "restrain")
    assert (found.owner, found.source, found.user, found.end_use) == ("JPN", "", "JPN", "lamps")
    assert found.tonnes == pytest.approx(16)
    assert found.avoided_tonnes == 0.0
    assert found.avoided == pytest.approx(4 * 15 * 2.8)


def test_both_uses_are_named_the_larger_first() -> None:
    # 8 are missing of 10: lamps give up all of 5, motors 3 at 40, which is no better than missing
    i = replace(unlike_uses(8.0), shortage_cost=np.array([[10.0, 20.0], [10.0, 20.0]]))
    (found,) = given_orders(i, restrain={(JPN, 0, 0): 5, (JPN, 1, 0): 3, (JPN, 1, 1): 3})
    assert found.end_use == "motors;lamps"


def test_a_plant_is_told_from_today_with_its_project() -> None:
    # half of the second month, day 46, to half of the fourth
    found = only(plant(), "expedite")
    assert (found.owner, found.source, found.project) == ("JPN", "", "plant")
    assert (found.ordered, found.effect, found.until) == (
        AS_OF,
        date(2026, 2, 16),
        date(2026, 5, 3),
    )
    assert found.tonnes == pytest.approx(4)


def test_tonnes_are_of_the_product_that_moves_and_what_is_avoided_of_that_used() -> None:
    # a counted tonne is four of what is released and two of what the user takes
    i = replace(
        own_store(),
        stores=(("JPN", "mine", "national"),),
        tonnes=np.array([2.0, 2.0]),
        product_tonnes={"mine": 4.0, "refine": 2.0},
    )
    found = only(i, "release")
    assert found.stage == "mine"
    assert (found.tonnes, found.peak) == pytest.approx((32, 16))
    assert found.expected_tonnes == pytest.approx(4 * 7.6)
    assert found.avoided_tonnes == pytest.approx(2 * 7.6)
    assert found.avoided == pytest.approx(25 * 7.2)


def test_the_stage_is_that_of_the_product_that_moves() -> None:
    ore = {"makers": (("AUS", "mine"),), "product_tonnes": {"mine": 4.0, "refine": 1.0}}
    for of, kind in ((maker(), "surge"), (other_buyers(), "re-route"), (plant(), "expedite")):
        found = only(replace(of, **ore), kind)  # type: ignore[arg-type]
        plain = only(of, kind)
        assert (found.stage, plain.stage) == ("mine", "refine")
        assert found.tonnes == pytest.approx(4 * plain.tonnes)
        assert found.avoided_tonnes == pytest.approx(plain.avoided_tonnes)
    for of, kind in ((substitutes(), "substitute"), (unlike_uses(), "restrain")):
        assert only(replace(of, **ore), kind).stage == "refine"  # type: ignore[arg-type]


def test_dust_is_not_the_begin_the_end_or_a_giver() -> None:
    # 0.05 of a highest rate of 3 is less than 2 %
    i = replace(maker(), makers=(("AUS", "refine"), ("CHL", "refine")), barred=np.zeros(2, bool))
    i = replace(i, idle=np.array([3.0, 3.0]), others=np.zeros(2))
    i = replace(i, lag=np.zeros((2, 2)), reroute_lag=np.zeros((2, 2)))
    (found,) = given_orders(i, surge={(0, JPN, 0): 0.05, (0, JPN, 1): 3, (1, JPN, 2): 0.05})
    assert found.source == "AUS"
    assert (found.ordered, found.effect, found.until) == (
        date(2026, 1, 31),
        date(2026, 1, 31),
        date(2026, 3, 3),
    )
    assert found.tonnes == pytest.approx(3.1)


def test_what_came_before_now_does_not_count_and_was_decided() -> None:
    # a month is over: of 6 t, 3 arrive later, the first of them on day 30 + 15
    i = replace(other_buyers(), weight=np.array([0.0, 1.0, 0.8, 0.6]))
    (found,) = given_orders(i, 1, reroute={(0, JPN, 0): 3, (0, JPN, 1): 1, (0, JPN, 2): 2})
    assert found.decided
    assert found.tonnes == pytest.approx(3)
    assert found.expected_tonnes == pytest.approx(0.9 + 2 * 0.8)
    assert (found.ordered, found.effect) == (AS_OF, date(2026, 2, 15))
    (later,) = given_orders(i, 1, reroute={(0, JPN, 1): 1})
    assert not later.decided


def test_what_has_nothing_left_to_bring_is_left_out() -> None:
    i = other_buyers()
    assert given_orders(i, 1, reroute={(0, JPN, 0): 3}) == []


def test_actions_are_numbered_by_order_then_effect_then_kind_then_worth() -> None:
    i = replace(own_store(), others=np.array([2.0]), reroute_lag=np.zeros((1, 2)))
    placed: dict[str, Placed] = {
        "release": {(0, JPN, 0): 1, (0, USA, 0): 1},
        "reroute": {(0, JPN, 0): 1, (0, USA, 1): 1},
        "restrain": {(USA, 0, 0): 1, (JPN, 0, 0): 3},
    }
    actions = given_orders(i, **placed)
    assert [(each.number, each.kind, each.user) for each in actions] == [
        (1, "release", "JPN"),
        (2, "re-route", "JPN"),
        (3, "restrain", "JPN"),
        (4, "restrain", "USA"),
        (5, "release", "USA"),
        (6, "re-route", "USA"),
    ]
    # lamps at 20 of a mean of 25 avoid more the more of them give up
    worth = np.array([[20.0, 30.0], [20.0, 30.0]])
    for japan, america, users in ((3, 1, ["JPN", "USA"]), (1, 3, ["USA", "JPN"])):
        actions = given_orders(
            replace(i, shortage_cost=worth), restrain={(JPN, 0, 0): japan, (USA, 0, 0): america}
        )
        assert [each.user for each in actions] == users


def test_each_number_goes_with_its_line() -> None:
    i = rich()
    solved = IncidentLp(i).solve(i, Rules())
    found = numbered_of(i, solved)
    assert [each.action.number for each in found] == list(range(1, len(found) + 1))
    for each in found:
        assert each.action.kind == each.line.kind
        assert each.action.user == i.users[each.line.user][0]


def test_all_that_is_held_is_the_limit_of_a_small_store() -> None:
    # a tonne more is worth 14.4 or more, faster handling 4.8 at most for each of the two months
    assert limit(own_store(), "release") == ("stock", "JPN")


def test_slow_handling_is_the_limit_of_a_large_store() -> None:
    assert limit(own_store(100.0, 0.01), "release") == ("handling", "JPN")


def test_what_is_owed_is_the_limit_without_a_waiver() -> None:
    assert limit(friendly_store(), "release", PACT) == ("mutual", "USA")


def test_what_is_worked_on_is_the_limit_of_an_earlier_form() -> None:
    i = replace(own_store(100.0, 1.0), takes=np.array([[2.0, 2.0]]))
    assert limit(i, "release") == ("worked", "JPN")


def test_two_stores_of_a_form_share_what_is_worked_on() -> None:
    # 2 a month are worked on, whichever store they come from: 4 of 6 stay missing
    one = replace(own_store(100.0, 1.0), takes=np.array([[2.0, 2.0]]))
    two = replace(
        one,
        stores=(("JPN", "refine", "national"), ("JPN", "refine", "industry")),
        stock=np.full(2, 100.0),
        mutual=np.full(2, 0.3),
        lendable=np.ones(2),
        takes=np.full((2, 2), 2.0),
        release_lag=np.zeros((2, 2)),
    )
    for i in (one, two):
        found = IncidentLp(i).solve(i, Rules())
        assert found.orders.release.sum(axis=(0, 1)) == pytest.approx([2.0] * 4)
        assert found.loss == pytest.approx(25 * 4 * 2.8)


def test_what_own_plants_work_on_is_the_limit_of_ore_that_makers_send() -> None:
    i = replace(other_buyers(), others=np.array([5.0]), fed=np.array([0.5, 1.0]))
    assert limit(i, "re-route") == ("worked", "JPN")


def test_idle_output_that_comes_up_slowly_is_limited_by_its_ramp() -> None:
    # 15 and 22 a month are lost to the ramp, then 21 to what is idle
    assert limit(maker(), "surge") == ("ramp", "AUS")
    assert limit(replace(maker(), ramp_months=1.0), "surge") == ("idle", "AUS")


def test_other_buyers_cargoes_are_the_limit_of_a_reroute() -> None:
    assert limit(other_buyers(), "re-route") == ("others", "AUS")


def test_a_limit_that_it_would_hardly_pay_to_relax_is_none() -> None:
    # a cargo at 23 or 24.9 saves 25: 8 % and 0.4 % of what it avoids
    assert limit(replace(other_buyers(), reroute_cost=23.0), "re-route") == ("others", "AUS")
    assert limit(replace(other_buyers(), reroute_cost=24.9), "re-route") == ("need", "")


def test_the_place_is_the_giver_that_limits_most() -> None:
    i = incident(
        makers=(("AUS", "refine"), ("CHL", "refine")),
        barred=np.zeros(2, dtype=bool),
        lag=np.full((2, 2), 15.0),
        reroute_lag=np.full((2, 2), 15.0),
        idle=np.zeros(2),
        others=np.array([1.0, 2.0]),
    )
    found = only(i, "re-route")
    assert (found.source, found.limit, found.limit_place) == ("CHL;AUS", "others", "CHL")


def test_the_use_is_the_limit_of_what_can_be_saved_or_given_up() -> None:
    assert limit(substitutes(), "substitute") == ("use", "JPN")
    assert limit(unlike_uses(6.0), "restrain") == ("use", "JPN")


def test_what_the_giver_gets_is_the_limit_of_a_large_swap() -> None:
    i = replace(swaps(), use=np.array([10.0, 3.0]))
    assert limit(i, "swap") == ("use", "USA")
    # of 20 it loses 15 itself: 5 a month for three months
    i = replace(swaps(), loss=np.array([[6.0] * 4, [15.0] * 4]))
    assert limit(i, "swap") == ("use", "USA")
    assert only(i, "swap").tonnes == pytest.approx(15.0)


def test_a_plant_is_limited_by_its_size() -> None:
    assert limit(plant(), "expedite")[0] == "project"


def test_what_comes_after_the_first_shortage_is_limited_by_time_alone() -> None:
    i = replace(own_store(100.0, 1.0), release_lag=np.array([[40.0, 0.0]]))
    assert limit(i, "release") == ("late", "")


def test_what_meets_all_of_the_need_is_limited_by_nothing_else() -> None:
    assert limit(own_store(100.0, 1.0), "release") == ("need", "")
    assert limit(unlike_uses(4.0), "restrain") == ("need", "")
    # what saves is never late
    i = replace(substitutes(), substitute_share=np.array([0.6, 0.2]))
    later = replace(i, substitute_day=np.array([45.0, 45.0]))
    assert limit(later, "substitute") == ("need", "")
