"""Histories month by month: worked by hand, and what holds in all of them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.domain.picture import Course, MaterialPicture
from supplypact.simulation.block import alone, live
from supplypact.simulation.claim import planned_cost
from supplypact.simulation.month import Month
from supplypact.simulation.run import Lives, run
from supplypact.simulation.tables import tables_of
from tests.simulation.given import MONTHS, YEARS, material, nothing_planned
from tests.simulation.test_draws import strikes

Strikes = list[tuple[int, int, int, int]]
ONLY_JAPAN = np.tile(np.array([6.0, 0.0]), (2, len(YEARS), 1))


def lived(
    given_: MaterialPicture, rows: Sequence[tuple[int, int, int, int]], *, beyond: bool = True
) -> list[Month]:
    """Return the months with a disruption."""
    months: list[Month] = []
    run(tables_of(given_, 2), Lives.of(strikes(*sorted(rows)), beyond=beyond), months.append)
    return months


def test_three_months_worked_by_hand() -> None:
    # Japan loses 6 a month; it holds 3, the US 10, of which it gives 3.  Maker 0 is struck, so
    # only pool 1 helps, two months away: it can send 1 in the first month and 2 later.
    # 1: 1 ordered, 6 released.                 0.5 + 0.6           =  1.1
    # 2: 2 ordered, 2 saved (3 and 9), 4 short. 1 + 12 + 4 x 10     = 53
    # 3: 2 ordered, 1 arrives, 2 saved, 3 short 1 + 12 + 3 x 10     = 43
    given_ = material(stock=(3.0, 10.0), handling=1.0, loss=6.0)
    given_ = replace(given_, loss=ONLY_JAPAN)
    first, second, third = lived(given_, [(0, 0, 0, 3)])
    assert first.released[:, 0, 0] == pytest.approx([3, 3])
    assert [each.ordered.sum() for each in (first, second, third)] == pytest.approx([1, 2, 2])
    assert third.arrived[:, 0] == pytest.approx([1, 0])
    assert [each.response[0, 0] for each in (first, second, third)] == pytest.approx([0, 2, 2])
    assert [each.short[0, 0] for each in (first, second, third)] == pytest.approx([0, 4, 3])
    assert [each.cost[0, 0] for each in (first, second, third)] == pytest.approx([1.1, 53, 43])
    assert [each.cost[1, 0] for each in (first, second, third)] == pytest.approx([0, 0, 0])


def test_the_months_of_a_year_and_the_tonnes_add_up() -> None:
    given_ = replace(
        material(stock=(3.0, 10.0), handling=1.0), loss=ONLY_JAPAN, tonnes=np.array([0.5, 1.0])
    )
    # Three months from December on: 1.1 falls in the first year, 96 in the second.
    lost = run(tables_of(given_, 2), Lives.of(strikes((0, 0, 11, 3))))
    assert lost.usd[:, 0, 0] == pytest.approx([1.1, 96, 0])
    assert lost.tonnes[:, 0, 0] == pytest.approx([0, 3.5, 0])


def test_what_was_released_is_bought_back_month_by_month_and_may_then_be_given_again() -> None:
    # After a month of 6, stores of 3 and 10 are at 0 and 7.  Each month brings one unit back, so
    # two months later they are at 2 and 9, and the US may give 2 again, and 1 of the 3 is owed.
    given_ = replace(material(stock=(3.0, 10.0), handling=1.0), loss=ONLY_JAPAN)
    first, second = lived(given_, [(0, 0, 0, 1), (0, 0, 3, 1)])
    assert first.level[:, 0] == pytest.approx([0, 7])
    assert second.released[:, 0, 0] == pytest.approx([2, 2])
    assert second.short[0, 0] == pytest.approx(0)


def test_stores_that_fill_at_once_meet_the_next_disruption_full() -> None:
    given_ = replace(material(stock=(3.0, 10.0), handling=1.0), loss=ONLY_JAPAN)
    draws = strikes((0, 0, 0, 1), (0, 0, 3, 1))
    months: list[Month] = []
    run(tables_of(given_, 2), Lives.of(draws, refill=False), months.append)
    assert months[1].released[:, 0, 0] == pytest.approx([3, 3])


def test_a_party_empties_its_own_store_before_it_asks_another() -> None:
    # Japan loses 4 and holds 3, so it asks for one of the 3 that the US may give.
    given_ = replace(
        material(stock=(3.0, 10.0), handling=1.0), loss=ONLY_JAPAN * 4 / 6, spare=np.zeros((3, 2))
    )
    (month,) = lived(given_, [(0, 0, 0, 1)])
    assert month.released[:, 0, 0] == pytest.approx([3, 1])


def test_a_store_that_helps_in_one_of_two_disruptions_helps_in_both() -> None:
    # Each takes 3; the product held stands in for the first only, but whoever holds it has it.
    given_ = replace(material(stock=(20.0, 0.0), handling=1.0), loss=ONLY_JAPAN / 2)
    given_.takes[1] = 0.0
    (apart,) = lived(given_, [(0, 1, 0, 1)])
    assert apart.released.sum() == 0.0
    (month,) = lived(given_, [(0, 0, 0, 1), (0, 1, 0, 1)])
    assert month.released[0, 0, 0] == pytest.approx(6)


def test_stores_of_one_form_share_what_a_user_can_take_of_it() -> None:
    given_ = replace(material(stock=(20.0, 20.0), handling=1.0), loss=ONLY_JAPAN)
    given_.takes[:] = 2.0
    (month,) = lived(given_, [(0, 0, 0, 1)])
    assert month.released[:, 0, 0] == pytest.approx([2, 0])


def test_a_course_of_two_stores_gets_no_more_of_their_form_than_a_user_can_take() -> None:
    # Planned are 2 and 1, but Japan can take 2 in all; the rule finds nothing left to take.
    plan = nothing_planned(2, len(YEARS))
    plan.release[..., 0, 0], plan.release[..., 1, 0] = 2.0, 1.0
    given_ = replace(material(stock=(20.0, 20.0), handling=1.0, course=plan), loss=ONLY_JAPAN)
    given_.takes[:] = 2.0
    (month,) = lived(given_, [(0, 0, 0, 1)])
    assert month.released[:, 0, 0] == pytest.approx([4 / 3, 2 / 3])


def test_what_stores_lack_that_are_not_yet_refilled_is_told_as_such() -> None:
    # Stores of 3 and 10 would give 6 each time.  The second time they give 4, as above, and two
    # units are saved for 3 and 9 in place of 0.1 each.
    given_ = replace(material(stock=(3.0, 10.0), handling=1.0), loss=ONLY_JAPAN)
    draws = strikes((0, 0, 0, 1), (0, 0, 3, 1))
    told = live(("JPN", "USA"), tables_of(given_, 2), draws)
    late, beyond, refill, _ = told.without[:, 0]
    assert late == beyond == pytest.approx(told.usd.sum())
    assert beyond - refill == pytest.approx(12 - 0.2)


def test_two_disruptions_take_no_more_than_the_use_and_both_suppliers_are_missing() -> None:
    # 6 and 6 of 10; makers 0 and 1 are struck, so nobody sends anything.
    months = lived(material(stock=(0.0, 0.0)), [(0, 0, 0, 4), (0, 1, 0, 4)])
    for month in months:
        assert month.need == pytest.approx(10.0)
        assert month.ordered == pytest.approx(0.0)
        assert month.short == pytest.approx(8.0)


def test_goods_ordered_in_a_disruption_keep_coming_at_a_steady_pace() -> None:
    # Maker 1 sends up to 20 after a month: from then on nothing is missing and orders stay even.
    given_ = material(stock=(0.0, 0.0), spare=20.0, ramp_months=1.0, lag=(1, 1))
    months = lived(given_, [(0, 0, 0, 6)])
    assert months[0].short == pytest.approx(4.0)
    for month in months[1:]:
        assert month.arrived == pytest.approx(6.0)
        assert month.ordered[1] == pytest.approx(np.full((2, 1), 6.0))


def test_the_policy_does_not_see_how_long_a_disruption_will_last() -> None:
    short, long = (lived(foreseen(), [(0, 0, 2, months)]) for months in (5, 17))
    for one, other in zip(short, long[:5], strict=True):
        for name in ("ordered", "released", "response", "short", "level"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_by_the_course_a_lone_disruption_costs_what_was_planned() -> None:
    given_ = foreseen()
    planned = planned_cost(tables_of(given_, 2))
    for hazard in (0, 1):
        months = lived(given_, [(0, hazard, 0, MONTHS)], beyond=False)
        cost = [month.cost[:, 0] for month in months]
        np.testing.assert_allclose(cost[:12], planned[hazard, 0, :12], atol=1e-9)
        np.testing.assert_allclose(cost, planned[hazard, 0], atol=1e-9)


def test_disruptions_that_do_not_meet_cost_what_they_cost_alone() -> None:
    given_ = foreseen(buying=np.full((3, 2), 1e6))
    draws = strikes((0, 0, 0, 5), (0, 1, 9, 4), (1, 0, 20, 30))
    within = draws.at_most(MONTHS)
    tables = tables_of(given_, 2)
    lost = run(tables, Lives.of(within, beyond=False))
    np.testing.assert_allclose(lost.usd.sum(axis=(0, 1)), alone(tables, within), atol=1e-9)


def test_beyond_the_course_orders_that_still_help_go_on() -> None:
    # The plan orders 2 a month until they would arrive after its last month; savings of 1 and a
    # shortage of 3 make up the rest.  Who must go on, goes on.
    months = lived(foreseen(stock=(0.0, 0.0)), [(0, 0, 0, 30)])
    assert [month.ordered.sum() for month in months[20:]] == pytest.approx([4.0] * 10)
    for month in months[MONTHS:]:
        assert month.arrived == pytest.approx(2.0)
        assert month.response == pytest.approx(1.0)
        assert month.short == pytest.approx(3.0)


def test_what_the_plan_leaves_missing_on_purpose_is_not_taken_from_its_stock() -> None:
    months = lived(foreseen(), [(0, 0, 0, 12)], beyond=False)
    assert months[11].short.sum() > 0
    assert months[11].level.sum() > 0


def foreseen(**changes: object) -> MaterialPicture:
    """Return a material whose course meets the loss of 6 of each user.

    Orders of 2 arrive after two months, until then 3 come from the own store; 1 is saved; the rest
    is left missing.  Stocks of 30 are never used up.
    """
    plan = nothing_planned(2, 3)
    surge, release, response = plan.surge.copy(), plan.release.copy(), plan.response.copy()
    surge[:, :, : MONTHS - 2, 1] = 2.0
    for user in (0, 1):
        release[:, :, :2, user, user] = 3.0
    response[:] = 1.0
    arrived = np.zeros_like(response)
    arrived[:, :, 2:] = 2.0
    short = 6.0 - arrived - release.sum(axis=3) - response
    given_: dict[str, object] = {
        "stock": (30.0, 30.0),
        "helps": np.ones((2, 2), dtype=bool),
        "ramp_months": 1.0,
        "spare": 4.0,
        "course": Course(surge=surge, release=release, response=response, short=short),
    }
    return material(**{**given_, **changes})  # type: ignore[arg-type]


rows = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 35), st.integers(1, 30)),
    min_size=1,
    max_size=8,
)
once = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 35), st.integers(1, 30)),
    min_size=1,
    max_size=3,
    unique_by=lambda struck: struck[0],
)
stocks = st.tuples(st.floats(0, 60), st.floats(0, 60))


def some_material(seed: int, stock: tuple[float, float], *, planned: bool) -> MaterialPicture:
    """Return a material with losses, spare, limits and, if asked, a course drawn at random."""
    stream = np.random.default_rng(seed)
    lag = (int(stream.integers(3)), int(stream.integers(3)))
    given_ = material(
        stock=stock,
        lag=lag,
        spare=float(stream.uniform(0, 6)),
        handling=float(stream.uniform(0.05, 1)),
        mutual=float(stream.uniform(0, 1)),
        ramp_months=float(stream.uniform(1, 8)),
    )
    shape = given_.course.response.shape
    plan = Course(
        surge=stream.uniform(0, 2, (*shape[:3], 2, 2)),
        release=stream.uniform(0, 3, (*shape[:3], 2, 2)),
        response=stream.uniform(0, 3, shape),
        short=stream.uniform(0, 3, shape),
    )
    return replace(
        given_,
        loss=stream.uniform(0, 10, given_.loss.shape),
        first=stream.integers(0, 3, given_.first.shape).astype(np.int32),
        takes=np.repeat(stream.uniform(0, 10, given_.takes[:, :, :1].shape), 2, axis=2),
        buying=stream.uniform(1, 40, given_.buying.shape),
        course=plan if planned else given_.course,
    )


@given(seed=st.integers(0, 9999), struck=rows, stock=stocks, planned=st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_month_balances_and_no_store_is_overdrawn(
    seed: int, struck: Strikes, stock: tuple[float, float], *, planned: bool
) -> None:
    given_ = some_material(seed, stock, planned=planned)
    kept = [each for each, value in zip((0, 1), stock, strict=True) if value > 0]
    target = np.array(stock)[kept][:, None]
    for month in lived(given_, struck):
        for name in ("ordered", "arrived", "released", "response", "short", "bought"):
            assert getattr(month, name).min(initial=0.0) >= -1e-9
        met = month.arrived + month.released.sum(axis=0) + month.response + month.short
        np.testing.assert_allclose(met, month.need, atol=1e-9)
        assert np.all(month.need <= 10.0 + 1e-9)
        assert np.all(month.level >= 0.0)
        assert np.all(month.level <= target + 1e-9)
        out = month.released.sum(axis=1)
        assert np.all(out <= given_.handling * target + 1e-9)
        drawn = np.zeros_like(month.bought)
        drawn[:, month.rows] = out
        assert not np.any((drawn > 0) & (month.bought > 0))


@given(seed=st.integers(0, 9999), struck=once, stock=stocks, more=stocks)
@settings(max_examples=80, deadline=None)
def test_more_stock_never_leaves_more_missing_in_the_first_disruption(
    seed: int, struck: Strikes, stock: tuple[float, float], more: tuple[float, float]
) -> None:
    """In a second one it may: filling a larger store again can hold up the other one."""
    larger = (stock[0] + more[0], stock[1] + more[1])
    missing = []
    for held in (stock, larger):
        given_ = replace(some_material(seed, held, planned=False), release_cost=np.zeros(2))
        lost = run(tables_of(given_, 2), Lives.of(strikes(*sorted(struck))))
        missing.append(lost.tonnes.sum(axis=(0, 1)))
    assert np.all(missing[1] <= missing[0] + 1e-9)


@given(seed=st.integers(0, 9999), struck=rows, stock=stocks)
@settings(max_examples=30, deadline=None)
def test_histories_do_not_touch_each_other(
    seed: int, struck: Strikes, stock: tuple[float, float]
) -> None:
    tables = tables_of(some_material(seed, stock, planned=True), 2)
    whole = strikes(*sorted(struck))
    together = run(tables, Lives.of(whole)).usd
    for history in range(whole.histories):
        chosen = np.arange(whole.histories) == history
        apart = run(tables, Lives.of(whole.of(chosen))).usd[:, :, 0]
        np.testing.assert_allclose(together[:, :, history], apart, atol=1e-9)
