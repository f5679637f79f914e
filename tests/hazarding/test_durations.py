"""Durations with events that are still on, worked by hand."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.domain.hazard import MONTHS, DurationLaw
from supplypact.errors import DataError
from supplypact.hazarding.durations import Spell, exponential, kaplan_meier, survival


def spell(months: float, *, ended: bool = True) -> Spell:
    return Spell(months=months, ended=ended)


SPELLS = [spell(2), spell(3, ended=False), spell(4), spell(6, ended=False)]


def law(rate: float) -> DurationLaw:
    curve = survival(rate)
    return DurationLaw(id="l", alive=curve, low=curve, high=curve)


def test_events_still_on_count_with_the_time_they_have_lasted() -> None:
    """Two ends in 2 + 3 + 4 + 6 = 15 months; chi square of 4 and 6 degrees: 0.7107, 12.592."""
    fit = exponential(SPELLS)
    assert fit.mean == pytest.approx(7.5)
    assert fit.rate_low == pytest.approx(0.7107 / 30, rel=1e-3)
    assert fit.rate_high == pytest.approx(12.592 / 30, rel=1e-4)


def test_kaplan_meier_takes_each_end_from_those_still_on() -> None:
    """One of four ends at 2, one of the two left at 4: 3/4, then 3/4 times 1/2."""
    assert kaplan_meier(SPELLS, 1.9) == 1.0
    assert kaplan_meier(SPELLS, 2.0) == pytest.approx(3 / 4)
    assert kaplan_meier(SPELLS, 24.0) == pytest.approx(3 / 8)


def test_a_law_without_a_known_end_is_refused() -> None:
    with pytest.raises(DataError, match="no event with a known end"):
        exponential([spell(5, ended=False)])


def test_half_have_ended_after_the_mean_times_the_logarithm_of_two() -> None:
    assert law(1 / 4).median() == pytest.approx(4 * math.log(2), abs=0.05)
    assert law(1 / 100).median() is None


@given(st.floats(1e-4, 5.0))
def test_survival_starts_at_one_and_never_rises(rate: float) -> None:
    curve = survival(rate)
    assert curve[0] == 1.0
    assert len(curve) == MONTHS + 1
    assert all(later <= sooner for sooner, later in pairwise(curve))
