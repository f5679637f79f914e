"""A past event as an incident: what is lost when, and what others can send."""

from datetime import date

import numpy as np
import pytest

from supplypact.backtesting.incident import grid_until, idle_of, incident_of, lost
from supplypact.domain.incident import MONTH
from tests.backtesting.given import assumed, cut, event, trade


def test_the_grid_has_a_quarter_of_weeks_then_months_and_ends_with_the_year() -> None:
    grid = grid_until(365.0)
    assert grid.days[:13].tolist() == [7.0] * 13
    assert grid.start[13] == 91.0
    assert grid.days[13] == pytest.approx(MONTH)
    assert grid.end == pytest.approx(365.0)
    assert grid.days.sum() == pytest.approx(365.0)


def test_an_event_late_in_the_year_leaves_a_few_weeks() -> None:
    # 10 days: a week and three days
    assert grid_until(10.0).days.tolist() == [7.0, 3.0]


def test_a_ban_of_a_year_takes_all_that_was_bought() -> None:
    given = trade([[120.0, 60.0, 0.0]], [120.0, 120.0, 0.0])
    taken = lost(event(), given, assumed(), grid_until(365.0))
    assert taken.sum() == pytest.approx(120.0)  # 10 t a month for 12 months of 365/12 days


def test_a_cut_is_felt_after_the_time_at_sea_and_as_long_after_its_end() -> None:
    # half of 10 t a month, from day 73 to day 146, felt 30 days later: 73 days are 2.4 months
    struck = event(cut(0.5, start=date(2019, 3, 15), end=date(2019, 5, 27)))
    far = trade([[120.0, 60.0, 0.0]], [120.0, 120.0, 0.0], importers=("DEU",))
    grid = grid_until(292.0)  # from 15 March to the end of the year
    taken = lost(struck, far, assumed(), grid)[0]
    assert taken.sum() == pytest.approx(0.5 * 10.0 * 2.4)
    felt = taken > 0
    assert grid.start[felt][0] == 28.0  # the week that holds day 30
    assert (grid.start + grid.days)[felt][-1] >= 103.0


def test_a_late_end_does_not_reach_beyond_the_year() -> None:
    struck = event(cut(start=date(2019, 12, 2), end=date(2019, 12, 30)))
    far = trade([[120.0, 0.0, 0.0]], [120.0, 0.0, 0.0], importers=("DEU",))
    # 30 days at sea: the first missing ship is due on 1 January
    assert lost(struck, far, assumed(), grid_until(30.0)).sum() == 0.0


def test_of_two_cuts_of_the_same_shipments_the_deeper_counts() -> None:
    quota, ban = cut(0.4), cut(1.0, buyers=("JPN",))
    given = trade([[120.0, 0.0, 0.0]] * 2, [240.0, 0.0, 0.0], importers=("USA", "JPN"))
    taken = lost(event(quota, ban), given, assumed(), grid_until(365.0))
    assert taken.sum(axis=1) == pytest.approx([48.0, 120.0])


def test_nothing_leaves_while_licences_are_asked_for_and_then_a_part() -> None:
    # 73 days of nothing (2.4 months), 292 days (9.6 months) of half: 24 + 48 of 120
    given = trade([[120.0, 0.0, 0.0]], [120.0, 0.0, 0.0])
    taken = lost(event(cut(0.5, delay=73.0)), given, assumed(), grid_until(365.0))
    assert taken.sum() == pytest.approx(24.0 + 48.0)


def test_idle_output_is_what_plants_at_three_quarters_could_add_and_buyers_win() -> None:
    # 120 t a year at 0.75 leave 40 t idle, 0.3 of it is won: 12 t a year
    assert idle_of(np.array([120.0]), assumed()) == pytest.approx([1.0])


def test_the_struck_supplier_does_not_help_and_a_country_does_not_buy_from_itself() -> None:
    given = trade(
        [[120.0, 60.0, 0.0]],
        [120.0, 120.0, 24.0],
        importers=("ZAF",),
        origins=("CHN", "AUS", "ZAF"),
    )
    made = incident_of(event(), given, assumed())
    assert [country for country, _ in made.makers] == ["AUS", "ZAF"]
    assert made.lag[0, 0] == 14.0
    assert np.isnan(made.lag[1, 0])


def test_cargo_is_won_from_buyers_that_are_not_scored_only() -> None:
    given = trade([[120.0, 60.0, 0.0]], [120.0, 120.0, 24.0])
    made = incident_of(event(), given, assumed(reroute_share=0.1))
    # a tenth of (120 - 60) and of 24 t a year
    assert made.others == pytest.approx([0.5, 0.2])
