"""One disruption by hand: a unit a month is lost for three months at weights 1, 0.5 and 0.25."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from tests.planning.risk.given import one_user, worth

AMOUNTS = st.floats(min_value=0.0, max_value=4.0)


def test_without_help_all_that_is_lost_is_missing() -> None:
    assert worth(one_user()) == pytest.approx(10 * 1.75)


def test_goods_at_sea_still_arrive() -> None:
    assert worth(one_user(), loss=0.0, late=1.0) == pytest.approx(10 * 0.75)


def test_a_stock_is_released_in_the_shock() -> None:
    # One unit, all in the first month, where the weight is largest: 0.1 + 10 * 0.75.
    assert worth(one_user(), home=1.0) == pytest.approx(7.6)


def test_a_store_is_emptied_no_faster_than_it_can_be_handled() -> None:
    # 0.4, 0.4 and 0.2 are released: 10 * (0.6 + 0.3 + 0.2) + 0.1 * (0.4 + 0.2 + 0.05).
    assert worth(one_user(handling=0.4), home=1.0) == pytest.approx(11.065)


def test_a_holder_gives_others_no_more_than_their_entitlement() -> None:
    # 0.3 of a unit abroad: 10 * (0.7 + 0.75) + 0.1 * 0.3.
    assert worth(one_user(), abroad=1.0) == pytest.approx(14.53)


def test_parties_that_act_alone_give_nothing() -> None:
    assert worth(one_user(mutual=0.0), abroad=5.0) == pytest.approx(17.5)


def test_other_suppliers_come_up_step_by_step() -> None:
    # 0.5, 1 and 1 at half the price: 10 * 0.5 + 0.5 * (0.5 + 0.5 + 0.25).
    assert worth(one_user(), spare=1.0) == pytest.approx(5.625)


def test_a_far_supplier_is_paid_when_asked_and_helps_a_month_later() -> None:
    # Missing 1, 0.5, 0: 10 + 2.5; ordered 0.5 and 1: 0.5 * (0.5 + 0.5).
    far = one_user(lag=np.array([[1]], dtype=np.int32))
    assert worth(far, spare=1.0) == pytest.approx(13.0)


def test_users_save_a_little_before_they_go_short() -> None:
    # 0.05 at 3 and the rest at 10, in every month.
    saving = one_user(response_share=np.array([0.05]))
    assert worth(saving) == pytest.approx((0.15 + 9.5) * 1.75)


def test_the_end_use_of_the_least_worth_goes_short_first() -> None:
    # Half is lost; lamps are half of the use and cost 4 a unit, chips 10.
    two = one_user(
        end_uses=("chips", "lamps"),
        end_use_share=np.array([[0.5, 0.5]]),
        shortage_cost=np.array([[10.0, 4.0]]),
    )
    assert worth(two, loss=0.5) == pytest.approx(0.5 * 4 * 1.75)


def test_a_stock_of_another_form_does_not_help() -> None:
    assert worth(one_user(), home=3.0, takes=0.0) == pytest.approx(17.5)


def test_a_stock_of_feed_helps_as_far_as_it_is_worked_on_at_home() -> None:
    # A quarter of the use: 10 * 0.75 * 1.75 missing, 0.1 * 0.25 * 1.75 released.
    assert worth(one_user(), home=3.0, takes=0.25) == pytest.approx(13.16875)


def test_stocks_of_feed_of_two_holders_share_what_is_worked_on() -> None:
    # As above: a quarter of the use in all, whoever gives it.
    feed = one_user(
        stores=("USA,mine", "JPN,mine", "JPN,refine"),
        store_holder=np.array([0, 1, 1], dtype=np.int32),
        store_form=np.array([0, 0, 1], dtype=np.int32),
        release_cost=np.full(3, 0.1),
    )
    assert worth(feed, abroad=10.0, home=3.0, takes=0.25) == pytest.approx(13.16875)


def _some(handling: float, lag: int) -> Any:
    return one_user(
        handling=handling,
        lag=np.array([[lag]], dtype=np.int32),
        response_share=np.array([0.05]),
    )


@settings(max_examples=40, deadline=None)
@drawn(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.floats(0.1, 1.0), st.integers(0, 2))
def test_more_stock_or_more_idle_capacity_never_costs_more(
    spare: float, home: float, abroad: float, more: float, handling: float, lag: int
) -> None:
    given = _some(handling, lag)
    before = worth(given, spare=spare, home=home, abroad=abroad)
    assert worth(given, spare=spare + more, home=home, abroad=abroad) <= before + 1e-9
    assert worth(given, spare=spare, home=home + more, abroad=abroad) <= before + 1e-9
    assert worth(given, spare=spare, home=home, abroad=abroad + more) <= before + 1e-9


@settings(max_examples=40, deadline=None)
@drawn(AMOUNTS, AMOUNTS, st.floats(0.1, 1.0), st.floats(0.05, 0.95), st.integers(0, 2))
def test_not_knowing_how_long_it_lasts_never_costs_less(
    spare: float, home: float, handling: float, stay: float, lag: int
) -> None:
    alive = np.array([1.0, stay, stay**2, 0.0])
    given = _some(handling, lag)
    hidden = worth(_with_weight(given, alive[:3]), spare=spare, home=home)
    known = 0.0
    for last in range(3):
        chance = alive[last] - alive[last + 1]
        months = (np.arange(3) <= last).astype(float)
        known += chance * worth(_with_weight(given, months), spare=spare, home=home)
    assert hidden >= known - 1e-9


def _with_weight(given: Any, weight: Any) -> Any:
    return one_user(**{**vars(given), "weight": weight})
