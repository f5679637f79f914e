"""The periods of an incident, and the chance that the event still lasts in each."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.domain.hazard import MONTHS, DurationLaw
from supplypact.domain.incident import MONTH, Grid
from supplypact.responding.clock import chance, grid_of, of_edges, still_on, weights, with_edge
from tests.responding.given import DAY0, event, law

LAWS = {"long": law("long", 0.9), "short": law("short", 0.5)}
TWO = Grid(start=np.array([0.0, MONTH]), days=np.array([MONTH, MONTH]))
"""Two months; their middles are half a month and one and a half."""


def test_a_quarter_of_weeks_is_followed_by_months_up_to_two_years() -> None:
    grid = grid_of()
    assert grid.start[:14] == pytest.approx([7.0 * week for week in range(14)])
    assert grid.days[:14] == pytest.approx([7.0] * 13 + [MONTH])
    assert len(grid.days) == 13 + 21
    assert grid.start[1:] == pytest.approx(grid.start[:-1] + grid.days[:-1])
    assert grid.end == pytest.approx(91 + 21 * 365 / 12)


def test_a_day_within_a_period_parts_it() -> None:
    assert with_edge((0.0, 7.0, 14.0), 10.0) == (0.0, 7.0, 10.0, 14.0)
    grid = of_edges(with_edge((0.0, 7.0, 14.0), 10.0))
    assert grid.start.tolist() == [0.0, 7.0, 10.0]
    assert grid.days.tolist() == [7.0, 3.0, 4.0]


def test_a_day_on_which_a_period_begins_anyway_or_after_all_parts_nothing() -> None:
    # periods of months begin within a day
    for day in (0.0, 7.0, 37.0, 38.0):
        assert with_edge((0.0, 7.0, 37.4), day) == (0.0, 7.0, 37.4)
    assert len(with_edge((0.0, 7.0, 37.4), 36.0)) == 4


def test_a_law_is_read_between_its_months() -> None:
    # half-way from 1 to 0.9, and from 0.81 to 0.729
    told = still_on(law("long", 0.9), np.array([0.0, 0.5, 1.0, 2.5, 24.0]))
    assert told == pytest.approx([1.0, 0.95, 0.9, 0.7695, 0.9**24])


def test_beyond_its_months_a_law_decays_as_in_its_last_year() -> None:
    # 0.64 after a year, 0.6 half a year later, 0.16 after two: a quarter in twelve months
    alive = tuple(
        float(np.interp(month, [0, 12, 18, 24], [1.0, 0.64, 0.6, 0.16]))
        for month in range(MONTHS + 1)
    )
    known = DurationLaw(id="x", alive=alive, low=alive, high=alive)
    told = still_on(known, np.array([24.0, 30.0, 36.0, 48.0]))
    assert told == pytest.approx([0.16, 0.08, 0.04, 0.01])


def test_a_law_that_ends_stays_at_nothing() -> None:
    alive = (1.0, 0.5, *[0.0] * (MONTHS - 1))
    known = DurationLaw(id="x", alive=alive, low=alive, high=alive)
    assert still_on(known, np.array([1.5, 24.0, 40.0])) == pytest.approx([0.25, 0.0, 0.0])


@given(stay=st.floats(0.5, 1.0), months=st.lists(st.floats(0.0, 80.0), min_size=2))
def test_the_chance_never_rises(stay: float, months: list[float]) -> None:
    told = still_on(law("x", stay), np.sort(months))
    assert (np.diff(told) <= 1e-12).all()
    assert ((told >= 0) & (told <= 1)).all()


def test_an_event_that_begins_on_the_day_counts_at_the_middle_of_each_period() -> None:
    told = chance([event(kind="ban")], LAWS, DAY0, DAY0, TWO)
    assert told == pytest.approx([0.95, 0.855])


def test_the_chance_is_given_that_the_event_lasts_on_the_day_of_decision() -> None:
    # two years before: 730 days are 24 months; one month on: 0.9 for each, whatever came before
    begun = event(kind="ban", start=DAY0 - timedelta(days=730))
    whole = Grid(start=np.array([-0.5, 0.5]) * MONTH + 1.0, days=np.array([MONTH, MONTH]))
    told = chance([begun], LAWS, DAY0, DAY0, whole)
    rate = 0.9 ** (1.0 / MONTH)
    assert told == pytest.approx([rate, rate * 0.9])


def test_an_event_to_come_is_certain_until_it_begins() -> None:
    # it begins with the second month, whose middle is half a month after
    told = chance([event(start=DAY0 + timedelta(days=30))], LAWS, DAY0, DAY0, TWO)
    age = (1.5 * MONTH - 30) / MONTH
    assert told == pytest.approx([1.0, 1.0 - 0.1 * age])


def test_the_likelier_of_two_events_counts() -> None:
    short = event(kind="strike")
    assert chance([short], LAWS, DAY0, DAY0, TWO) == pytest.approx([0.75, 0.375])
    both = chance([short, event(kind="ban")], LAWS, DAY0, DAY0, TWO)
    assert both == pytest.approx([0.95, 0.855])


def test_a_known_end_leaves_no_doubt() -> None:
    ended = event(kind="strike", end=DAY0 + timedelta(days=10))
    assert chance([ended], LAWS, DAY0, DAY0, TWO) == pytest.approx([1.0, 1.0])
    mixed = chance([ended, event(kind="ban")], LAWS, DAY0, DAY0, TWO)
    assert mixed == pytest.approx([0.95, 0.855])


def test_what_is_past_is_certain_and_counts_for_nothing() -> None:
    # decided one month on (30 of 30.4 days): the first month is past; the event lasts now
    now = DAY0 + timedelta(days=30)
    grid = Grid(start=np.array([0.0, 30.0]), days=np.array([30.0, 30.0]))
    ban = [event(kind="ban")]
    today = 1.0 - 0.1 * 30 / MONTH
    later = 0.9 - 0.09 * (45 - MONTH) / MONTH
    alive = chance(ban, LAWS, DAY0, now, grid)
    assert alive == pytest.approx([1.0, later / today])
    worth = weights(ban, LAWS, day0=DAY0, now=now, grid=grid, discount_rate=0.1)
    assert worth == pytest.approx([0.0, later / today])


def test_a_dollar_of_later_counts_less_by_the_discount_of_a_year() -> None:
    grid = Grid(start=np.array([0.0, 365.0, 730.0]), days=np.full(3, 365.0))
    known = event(end=date(2030, 1, 1))
    worth = weights([known], LAWS, day0=DAY0, now=DAY0, grid=grid, discount_rate=0.25)
    assert worth == pytest.approx([1.0, 0.8, 0.64])
    later = DAY0 + timedelta(days=365)
    worth = weights([known], LAWS, day0=DAY0, now=later, grid=grid, discount_rate=0.25)
    assert worth == pytest.approx([0.0, 1.0, 0.8])
