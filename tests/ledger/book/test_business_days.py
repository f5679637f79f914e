from datetime import date

import pytest

from supplypact.domain.pact import Clause, FundingTerm
from supplypact.errors import UsageError
from supplypact.ledger.book.business_days import earliest, is_business_day


def term(days: int, *calendars: str) -> FundingTerm:
    return FundingTerm(business_days=days, calendars=calendars, clause=Clause(source="test"))


def test_45_business_days_over_new_year_as_counted_by_hand() -> None:
    # notice Monday 1 December 2025; closed: 25 Dec (US), 31 Dec to 2 Jan (banks of Japan; 1 Jan
    # in both), 12 Jan (Japan), 19 Jan (US).  2-5 Dec: 4, -12: 9, -19: 14, -26: 18, 29-30: 20,
    # 5-9 Jan: 25, 13-16: 29, 20-23: 33, -30: 38, 2-6 Feb: 43, 9-10 Feb: 45
    assert earliest(date(2025, 12, 1), term(45, "USA", "JPN")) == date(2026, 2, 10)


def test_45_business_days_over_golden_week_as_counted_by_hand() -> None:
    # notice Monday 2 March 2026; closed: 20 Mar, 29 Apr, 4, 5 and 6 May (Japan; the 6th for the
    # 3rd, a Sunday).  3-6 Mar: 4, -13: 9, 16-19: 13, -27: 18, -3 Apr: 23, -10: 28, -17: 33,
    # -24: 38, 27-28 and 30 Apr, 1 May: 42, 7-8 May: 44, 11 May: 45
    assert earliest(date(2026, 3, 2), term(45, "USA", "JPN")) == date(2026, 5, 11)


def test_the_day_of_the_notice_does_not_count() -> None:
    assert earliest(date(2026, 3, 2), term(1, "USA")) == date(2026, 3, 3)
    assert earliest(date(2026, 3, 6), term(1, "USA")) == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("day", "calendars", "open_"),
    [
        (date(2026, 11, 26), ("USA",), False),  # Thanksgiving
        (date(2026, 11, 26), ("JPN",), True),
        (date(2026, 11, 26), ("USA", "JPN"), False),
        (date(2026, 7, 3), ("USA",), False),  # for the 4th, a Saturday
        (date(2027, 12, 31), ("USA",), False),  # for 1 January 2028, a Saturday
        (date(2025, 12, 31), ("JPN",), False),
        (date(2026, 1, 2), ("JPN",), False),
        (date(2026, 1, 2), ("USA",), True),
        (date(2026, 1, 5), ("USA", "JPN"), True),
        (date(2026, 1, 4), ("USA", "JPN"), False),  # Sunday
    ],
)
def test_business_is_done_only_where_no_calendar_is_closed(
    day: date, calendars: tuple[str, ...], open_: bool
) -> None:
    assert is_business_day(day, calendars) is open_


def test_a_country_without_a_calendar_is_told() -> None:
    with pytest.raises(UsageError, match="the holidays of 'XXX' are not known"):
        earliest(date(2026, 3, 2), term(1, "XXX"))
