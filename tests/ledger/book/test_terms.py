from datetime import date
from decimal import Decimal

import pytest

from supplypact.errors import DataError
from supplypact.ledger.book.terms import NoRateError, rates_of

RATES = rates_of(
    [
        ("JPY", date(2025, 10, 1), "0.0067"),
        ("JPY", date(2025, 1, 1), "0.0064"),
        ("AUD", date(2025, 12, 31), "0.65"),
    ]
)


@pytest.mark.parametrize(
    ("currency", "day", "usd"),
    [
        ("USD", date(1990, 1, 1), "100"),
        ("JPY", date(2025, 1, 1), "0.64"),
        ("JPY", date(2025, 9, 30), "0.64"),
        ("JPY", date(2025, 10, 1), "0.67"),
        ("JPY", date(2026, 10, 2), "0.67"),
    ],
)
def test_an_amount_counts_at_the_last_rate_before_its_day(
    currency: str, day: date, usd: str
) -> None:
    assert RATES.usd(Decimal(100), currency, day) == Decimal(usd)


def test_a_rate_holds_for_366_days_and_not_for_one_more() -> None:
    # 2025-10-01 and 366 days are 2026-10-02
    with pytest.raises(NoRateError) as caught:
        RATES.usd(Decimal(100), "JPY", date(2026, 10, 3))

    assert caught.value.what == "currency JPY has no rate on 2026-10-03"
    assert caught.value.fix == (
        "there are rates of 2025-01-01, 2025-10-01; "
        "add a row for JPY on 2026-10-03 or before to exchange_rates.csv"
    )


def test_before_the_first_rate_there_is_none() -> None:
    with pytest.raises(NoRateError, match="currency AUD has no rate on 2025-12-30"):
        RATES.usd(Decimal(1), "AUD", date(2025, 12, 30))


def test_an_unknown_currency_offers_the_nearest_one() -> None:
    with pytest.raises(NoRateError, match="did you mean 'JPY'"):
        RATES.usd(Decimal(1), "JYP", date(2026, 1, 1))


def test_all_faults_of_rates_are_told_at_once() -> None:
    day = date(2026, 1, 1)
    rows = [("JPY", day, "0"), ("EUR", day, "nan"), ("AUD", day, "0.6"), ("AUD", day, "0.7")]

    with pytest.raises(DataError) as caught:
        rates_of([*rows, ("CAD", day, "x")])

    assert [str(each) for each in caught.value.faults] == [
        (
            "exchange_rates.csv, JPY of 2026-01-01: rate '0' is no positive number; "
            "write the USD for one unit, such as 0.0067"
        ),
        (
            "exchange_rates.csv, EUR of 2026-01-01: rate 'nan' is no positive number; "
            "write the USD for one unit, such as 0.0067"
        ),
        "exchange_rates.csv, AUD of 2026-01-01: there are two rates; keep one of them",
        (
            "exchange_rates.csv, CAD of 2026-01-01: rate 'x' is no positive number; "
            "write the USD for one unit, such as 0.0067"
        ),
    ]
