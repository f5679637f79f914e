"""What waiting costs, and what orders that stand allow, worked by hand."""

import pytest

from supplypact.algebra.response_sides import Rules
from supplypact.domain.incident import MONTH, MaterialIncident
from supplypact.responding.solve import Held, IncidentLp
from tests.responding.by_hand import (
    JPN,
    USA,
    friendly_store,
    incident,
    maker,
    ordered,
    other_buyers,
    own_store,
    plant,
    substitutes,
    swaps,
    unlike_uses,
)

# 420 less 24 x 4 x the weights of the first two months that are open
LATE = 4 * (1 - 1 / MONTH)
"""What the store gives in a month of which a day is gone; what is left comes two months later."""
STORE = (
    (0.0, 420 - 24 * (4 * 1.0 + 4 * 0.8)),
    (1.0, 420 - 24 * (LATE * 1.0 + 4 * 0.8 + (4 - LATE) * 0.6)),
    (MONTH, 420 - 24 * (4 * 0.8 + 4 * 0.6)),
    (MONTH + 1, 420 - 24 * (LATE * 0.8 + 4 * 0.6 + (4 - LATE) * 0.4)),
    (4 * MONTH, 420.0),
)


def cost(of: MaterialIncident, days: float) -> float:
    return IncidentLp(of).solve(of, Rules(delay=days)).cost


@pytest.mark.parametrize(("days", "dollars"), STORE)
def test_a_store_gives_in_what_the_wait_leaves_of_a_period(days: float, dollars: float) -> None:
    assert cost(own_store(), days) == pytest.approx(dollars)


def test_a_maker_comes_up_from_its_first_order_on() -> None:
    # 1 and 2 are ordered in the second and third month: 25 x 0.6 - 5 x 0.8, 25 x 0.4 - 5 x 0.6
    assert cost(maker(), MONTH) == pytest.approx(420.0 - 11.0 - 2 * 7.0)
    assert cost(maker(), 2 * MONTH) == pytest.approx(420.0 - 7.0)


def test_other_buyers_are_outbid_later() -> None:
    assert cost(other_buyers(), MONTH) == pytest.approx(324.8 + 2 * 17)


def test_swaps_are_made_later() -> None:
    # the first one brings 25 x 0.8 for 7
    assert cost(swaps(), MONTH) == pytest.approx(250.8 + 6 * 13)


def test_nothing_is_saved_or_given_up_meanwhile() -> None:
    assert cost(substitutes(), MONTH) == pytest.approx(335.2 + 21)
    assert cost(unlike_uses(), MONTH) == pytest.approx(112.0 + 4 * 15)


def test_a_plant_that_is_decided_on_later_wins_less_time() -> None:
    # it can begin 30 days after the decision, on day 45.6 at the earliest and on day 106.5 anyway:
    # at once 22 x (1 x 0.8 + 2 x 0.6 + 1 x 0.4), then that part of it that is left of two months
    first, last = 1.5 * MONTH, 3.5 * MONTH
    for days in (1.0, 15.0):
        assert cost(plant(), days) == pytest.approx(420.0 - 52.8)
    for days in (20.0, 45.0, 70.0):
        left = (last - days - 30.0) / (last - first)
        assert cost(plant(), days) == pytest.approx(420.0 - 52.8 * left)
    assert cost(plant(), last - 30.0) == pytest.approx(420.0)


def test_who_waits_to_the_end_has_done_nothing() -> None:
    assert cost(incident(), 0.0) == pytest.approx(420.0)
    for of in (own_store(), maker(), other_buyers(), swaps(), substitutes(), plant()):
        assert cost(of, 4 * MONTH) == pytest.approx(of.nothing)


def test_what_a_holder_kept_for_itself_before_is_not_lent() -> None:
    # 5 of 10 went to itself in the first month, more than it hands out now; 3 are still owed
    i = friendly_store()
    held = Held(orders=ordered(i, release={(0, USA, 0): 5.0}), past=1)
    found = IncidentLp(i).solve(i, Rules(waived=False), held=held)
    assert found.orders.release[0, JPN] == pytest.approx([0.0, 2.5, 0.5, 0.0])


def test_what_was_lent_before_counts_for_what_is_owed() -> None:
    # 4 of 10 went to Japan: more than the 3 that are owed, so no more goes
    i = friendly_store()
    held = Held(orders=ordered(i, release={(0, JPN, 0): 4.0}), past=1)
    found = IncidentLp(i).solve(i, Rules(waived=False), held=held)
    assert found.orders.release[0, JPN] == pytest.approx([4.0, 0.0, 0.0, 0.0])
    held = Held(orders=ordered(i, release={(0, JPN, 0): 1.0}), past=1)
    found = IncidentLp(i).solve(i, Rules(waived=False), held=held)
    assert found.orders.release[0, JPN].sum() == pytest.approx(3.0)
