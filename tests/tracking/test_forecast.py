"""Reference classes and the day on which the money is drawn, worked by hand."""

import math
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.domain.hazard import DurationLaw
from supplypact.domain.position import Measure
from supplypact.domain.progress import Drawn
from supplypact.tracking.envelope import envelope
from supplypact.tracking.forecast import drawn, quantile, reference_classes
from tests.given import pact
from tests.tracking.given import money, position


def _law(mean: float) -> DurationLaw:
    alive = tuple(math.exp(-month / mean) for month in range(25))
    return DurationLaw(id="late", alive=alive, low=alive, high=alive)


@given(mean=st.floats(1.0, 200.0), part=st.floats(0.01, 0.99))
def test_quantiles_of_an_exponential_law_are_exact_within_and_past_its_months(
    mean: float, part: float
) -> None:
    assert quantile(_law(mean), part) == pytest.approx(-mean * math.log(1.0 - part))


def test_quantiles_of_a_law_that_ends() -> None:
    law = DurationLaw(id="late", alive=(1.0, 0.5, 0.0), low=(), high=())
    assert quantile(law, 0.5) == 1.0
    assert quantile(law, 0.75) == 1.5
    never = DurationLaw(id="late", alive=(1.0, 1.0), low=(), high=())
    assert quantile(never, 0.5) is None


COSTS = pl.DataFrame(
    {
        "project": ["A", "B", "C"],
        "measure": ["capex growth factor"] * 3,
        "value": [1.6, 1.3, 1.5],
        "low": [None, None, None],
    }
)
TABLES = {"costs": COSTS, "projects": pl.DataFrame({"lead_time_years": [2.0, 3.0, 4.0, None]})}


def test_the_classes_name_their_members_and_say_that_they_are_biased() -> None:
    delay, overrun = reference_classes(TABLES, [_law(20.0)])
    assert delay.members == overrun.members == ("A", "B", "C")
    # 36 months x 0.3 and x 0.6
    assert [delay.low, delay.high] == pytest.approx([10.8, 21.6])
    assert delay.half == pytest.approx(20 * math.log(2))
    assert delay.nine_of_ten == pytest.approx(20 * math.log(10))
    assert (overrun.half, overrun.low, overrun.high) == (1.5, 1.3, 1.6)
    # three members say nothing of nine of ten
    assert overrun.nine_of_ten is None
    assert delay.only_overran
    assert overrun.only_overran


def test_without_a_law_of_delays_no_delay_is_told() -> None:
    assert [each.id for each in reference_classes(TABLES, [])] == ["overrun"]


def _drawn(*paid: tuple[str, date]) -> Drawn:
    lines = [money(Measure.DISBURSED, usd, day=day) for usd, day in paid]
    given = position(as_of=date(2028, 1, 1), money=lines)
    scope = envelope(pact(budget=1000.0), given)[2]
    delay, _ = reference_classes(TABLES, [_law(12.0)])
    found = drawn(given, scope, delay)
    assert found is not None
    return found


def test_the_envelope_is_drawn_at_the_pace_so_far() -> None:
    # 100 in the 730 days to 2028-01-01: 50.03 a year; the other 900 take 17.989 years, 6570.6 days
    found = _drawn(("60", date(2026, 1, 1)), ("40", date(2027, 1, 1)))
    assert found.pace == Decimal("50.03")
    assert found.central == date(2045, 12, 28)
    # 12 x ln 10 = 27.63 months later
    assert found.late is not None
    assert (found.late - found.central).days == pytest.approx(841, abs=2)
    # 900 in the 2921 days to 2035-12-31
    assert found.needed == Decimal("112.54")


def test_without_a_payment_there_is_no_pace_and_no_day() -> None:
    found = _drawn()
    assert found.pace == 0
    assert (found.central, found.late) == (None, None)


def test_a_pace_that_takes_more_than_a_century_is_no_forecast() -> None:
    assert _drawn(("1", date(2026, 1, 1))).central is None


def test_a_first_payment_of_yesterday_is_no_year() -> None:
    # a quarter counts: 100 in 91 days is 401.37 a year
    assert _drawn(("100", date(2027, 12, 31))).pace == Decimal("401.37")


def test_an_envelope_that_is_full_was_drawn_on_the_day_of_the_payment_that_filled_it() -> None:
    found = _drawn(("600", date(2026, 1, 1)), ("400", date(2027, 3, 1)), ("1", date(2027, 9, 1)))
    assert (found.central, found.late) == (date(2027, 3, 1), date(2027, 3, 1))
    assert found.needed == 0
