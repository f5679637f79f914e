"""The replay of an incident, worked by hand."""

from dataclasses import replace

import numpy as np
import pytest

from supplypact.domain.incident import DAY, MONTH
from supplypact.simulation.possible import ramped
from supplypact.simulation.replay import replay
from tests.responding.by_hand import (
    JPN,
    MONTHS,
    USA,
    friendly_store,
    incident,
    maker,
    months,
    ordered,
    other_buyers,
    own_store,
    plant,
    substitutes,
    swaps,
    unlike_uses,
    weeks_then_months,
)
from tests.responding.by_hand_cases import Case, cases


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_each_kind_of_action_does_what_was_worked_by_hand(case: Case) -> None:
    result = replay(case.incident, case.orders)
    assert result.short == pytest.approx(np.array(case.short))
    assert result.cost == pytest.approx(case.cost)
    assert result.loss == pytest.approx(case.loss)
    assert sum(result.refused.values()) == pytest.approx(0)
    assert result.residual == pytest.approx(np.zeros(MONTHS), abs=1e-9)


def test_nothing_ordered_leaves_short_what_is_lost() -> None:
    of = incident()
    result = replay(of, ordered(of))
    assert (result.short == of.loss).all()
    assert result.total == of.nothing == pytest.approx(420)


def test_goods_are_told_by_kind_in_the_month_in_which_they_arrive() -> None:
    of = replace(maker(), others=np.array([2.0]))
    result = replay(of, ordered(of, surge={(0, JPN, 0): 1}, reroute={(0, JPN, 2): 2}))
    assert result.arrived["surge"][JPN] == pytest.approx([0, 1, 0, 0])
    assert result.arrived["re-route"][JPN] == pytest.approx([0, 0, 2, 0])
    assert result.arrived["release"].sum() == 0


def test_what_arrives_after_the_last_month_is_lost_and_still_paid() -> None:
    # Australia sends 3 in the last month: 5 x 3 x 0.4.
    of = maker()
    result = replay(of, ordered(of, surge={(0, JPN, 3): 3}))
    assert result.late["surge"] == pytest.approx(3)
    assert result.cost == pytest.approx(6)
    assert (result.short == of.loss).all()


def test_more_than_is_needed_is_wasted() -> None:
    # Japan loses 6 and gets 9.
    of = own_store(100.0, 1.0)
    result = replay(of, ordered(of, release={(0, JPN, 0): 9}))
    assert result.wasted[JPN] == pytest.approx([3, 0, 0, 0])
    assert result.short[JPN] == pytest.approx([0, 6, 6, 6])
    assert result.cost == pytest.approx(9)


def test_a_maker_sends_all_users_together_no_more_than_its_idle_output_that_runs() -> None:
    # In the second month 2 of 3 run; Japan asks for 3 and the United States for 1.
    of = maker()
    result = replay(of, ordered(of, surge={(0, JPN, 1): 3, (0, USA, 1): 1}))
    assert result.done.surge[0, :, 1] == pytest.approx([1.5, 0.5])
    assert result.refused["surge"] == pytest.approx(2)


def test_other_buyers_give_all_users_together_no_more_than_they_have() -> None:
    of = other_buyers()
    result = replay(of, ordered(of, reroute={(0, JPN, 1): 6, (0, USA, 1): 2}))
    assert result.done.reroute[0, :, 1] == pytest.approx([1.5, 0.5])
    assert result.refused["re-route"] == pytest.approx(6)


def test_a_store_hands_out_no_more_than_it_can_handle_and_then_than_it_has() -> None:
    # Half of 8 a month: 4, 4, and nothing is left.
    of = own_store()
    result = replay(of, ordered(of, release={(0, JPN, month): 5 for month in range(3)}))
    assert result.done.release[0, JPN] == pytest.approx([4, 4, 0, 0])
    assert result.level[0] == pytest.approx([4, 0, 0, 0])
    assert result.refused["release"] == pytest.approx(7)


def test_a_user_takes_no_more_of_a_form_from_all_its_stores_than_it_works_on() -> None:
    # Japan works on 3 a month of what both stores hold, and asks each for 3.
    of = replace(
        own_store(100.0, 1.0),
        stores=(("JPN", "refine", "national"), ("JPN", "refine", "industry")),
        stock=np.array([100.0, 100.0]),
        mutual=np.zeros(2),
        lendable=np.zeros(2),
        takes=np.array([[3.0, 20.0]] * 2),
        release_lag=np.zeros((2, 2)),
    )
    result = replay(of, ordered(of, release={(0, JPN, 0): 3, (1, JPN, 0): 3}))
    assert result.done.release[:, JPN, 0] == pytest.approx([1.5, 1.5])


def test_stores_of_another_form_do_not_share_what_a_user_works_on() -> None:
    of = replace(
        own_store(100.0, 1.0),
        stores=(("JPN", "refine", "national"), ("JPN", "mine", "national")),
        stock=np.array([100.0, 100.0]),
        mutual=np.zeros(2),
        lendable=np.zeros(2),
        takes=np.array([[3.0, 20.0]] * 2),
        release_lag=np.zeros((2, 2)),
    )
    result = replay(of, ordered(of, release={(0, JPN, 0): 3, (1, JPN, 0): 3}))
    assert result.done.release[:, JPN, 0] == pytest.approx([3, 3])


def test_a_giver_keeps_what_the_event_takes_from_it() -> None:
    # The United States uses 20 and loses 15, so it can turn 5 away.
    of = replace(swaps(), loss=np.array([[6.0] * MONTHS, [15.0] * MONTHS]))
    result = replay(of, ordered(of, swap={(USA, JPN, 0): 6}))
    assert result.done.swap[USA, JPN, 0] == pytest.approx(5)
    assert result.short[USA] == pytest.approx([20, 15, 15, 15])
    assert result.short[JPN] == pytest.approx([6, 1, 6, 6])
    assert result.refused["swap"] == pytest.approx(1)


def test_what_is_given_away_can_be_made_good_by_what_arrives() -> None:
    # The United States gives 6 and draws 6 from its own store at once.
    store = friendly_store()
    of = replace(store, handling=1.0, swap_lag=swaps().swap_lag)
    result = replay(of, ordered(of, swap={(USA, JPN, 0): 6}, release={(0, USA, 0): 6}))
    assert result.need[USA] == pytest.approx([6, 0, 0, 0])
    assert result.short[USA] == pytest.approx([0, 0, 0, 0])


def test_a_cargo_is_not_turned_where_there_is_no_way() -> None:
    of = incident()
    result = replay(of, ordered(of, swap={(USA, JPN, 0): 6}))
    assert result.refused["swap"] == pytest.approx(6)
    assert result.cost == pytest.approx(0)


def test_a_substitute_cannot_be_had_before_its_day() -> None:
    # Day 45 is within the second month, so the step begins with the third.
    of = substitutes()
    result = replay(of, ordered(of, substitute={(JPN, 1, month): 3 for month in range(MONTHS)}))
    assert result.done.substitute[JPN, 1] == pytest.approx([0, 0, 2, 2])
    assert result.refused["substitute"] == pytest.approx(8)


def test_savings_that_nobody_needs_are_not_made() -> None:
    # The United States loses nothing.
    of = replace(substitutes(), shortage_cost=unlike_uses().shortage_cost)
    result = replay(of, ordered(of, substitute={(USA, 0, 0): 2}, restrain={(USA, 0, 0): 3}))
    assert result.unneeded[USA] == pytest.approx([5, 0, 0, 0])
    assert result.done.substitute.sum() == result.done.restrain.sum() == 0
    assert sum(result.refused.values()) == pytest.approx(0)


def test_an_end_use_gives_up_no_more_than_it_uses() -> None:
    # Lamps use 5; what they cannot give up is missing, and only motors are left: 10 x 5 + 40 x 1.
    of = replace(unlike_uses(6.0), weight=np.array([1.0, 0, 0, 0]))
    result = replay(of, ordered(of, restrain={(JPN, 0, 0): 6}))
    assert result.refused["restrain"] == pytest.approx(1)
    assert result.short_by_use[JPN, :, 0] == pytest.approx([0, 1])
    assert result.loss == pytest.approx(90)


def test_what_is_missing_falls_on_end_uses_by_their_share() -> None:
    # 2 of 4 are given up by lamps, 1 is missing from each: 10 x 3 + 40 x 1.
    of = replace(unlike_uses(), weight=np.array([1.0, 0, 0, 0]))
    result = replay(of, ordered(of, restrain={(JPN, 0, 0): 2}))
    assert result.short_by_use[JPN, :, 0] == pytest.approx([1, 1])
    assert result.loss == pytest.approx(70)


def test_a_plant_gives_all_users_together_no_more_than_its_rate() -> None:
    # 2 a month, of which Japan asks for three quarters; 2 a month too much over 2 months.
    of = plant()
    result = replay(of, ordered(of, expedite={(0, JPN): 3, (0, USA): 1}))
    assert result.done.expedite[0] == pytest.approx([1.5, 0.5])
    assert result.arrived["expedite"][JPN] == pytest.approx([0, 0.75, 1.5, 0.75])
    assert result.refused["expedite"] == pytest.approx(4)


def test_an_order_below_zero_is_none() -> None:
    of = maker()
    result = replay(of, ordered(of, surge={(0, JPN, 0): -1}))
    assert result.done.surge.sum() == 0
    assert result.refused["surge"] == pytest.approx(1)


def test_idle_output_comes_in_monthly_steps() -> None:
    assert ramped(months(), 3.0) == pytest.approx([1 / 3, 2 / 3, 1, 1])
    assert ramped(months(), 2.5) == pytest.approx([0.4, 0.8, 1, 1])
    assert ramped(months(), 0.0) == pytest.approx([1, 1, 1, 1])


def test_a_period_in_which_a_step_falls_has_the_mean_of_its_days() -> None:
    # The fifth period has 29 / 12 days of the first month and 28 of the second, of 365 / 12 days.
    part = (29 / 12 * 1 / 3 + 28 * 2 / 3) / (365 / 12)
    found = ramped(weeks_then_months(), 3.0)
    assert found[:4] == pytest.approx([1 / 3] * 4)
    assert found[4] == pytest.approx(part)


def test_weeks_and_then_months() -> None:
    # A cargo of ten days that leaves in the weeks 0 to 3 arrives in the weeks 1 to 3 and in the
    # month from day 28 on; one that leaves on day 28 arrives in that month as well.
    grid = weeks_then_months()
    lost = 6 * grid.months
    of = replace(
        maker(),
        grid=grid,
        weight=np.ones(6),
        loss=np.stack([lost, 0 * lost]),
        lag=np.full((1, 2), 10.0),
    )
    result = replay(of, ordered(of, surge={(0, JPN, period): 9 for period in range(5)}))
    week, month = 7 * DAY, DAY * (29 / 12 + 2 * 28)
    assert result.done.surge[0, JPN] == pytest.approx([week] * 4 + [month, 0])
    assert result.arrived["surge"][JPN] == pytest.approx([0, *[week] * 3, week + month, 0])
    assert result.short[JPN] == pytest.approx(lost - result.arrived["surge"][JPN])


def test_a_plant_counts_only_the_days_of_the_time_won() -> None:
    # From day 14 on to day 28 + half a month: two weeks and half a month, 5 days on the way.
    grid = weeks_then_months()
    of = replace(
        plant(),
        grid=grid,
        weight=np.ones(6),
        loss=np.stack([6 * grid.months, 0 * grid.months]),
        project_first=np.array([14.0]),
        project_last=np.array([28.0 + MONTH / 2]),
        project_lag=np.full((1, 2), 5.0),
    )
    result = replay(of, ordered(of, expedite={(0, JPN): 2}))
    assert result.arrived["expedite"][JPN] == pytest.approx([0, 0, 14 * DAY, 14 * DAY, 1, 0])
    assert result.cost == pytest.approx(3 * 2 * (14 * DAY + 0.5))
