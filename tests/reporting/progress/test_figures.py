from datetime import date
from decimal import Decimal

import pytest

from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.progress import figures
from supplypact.reporting.progress.view import PROGRESS

EN, JA = (load_phrases(each, PROGRESS) for each in ("en", "ja"))


@pytest.mark.parametrize(
    ("amount", "english", "japanese"),
    [
        ("36000000000", "USD 36.0 bn", "360億ドル"),
        ("456450000000", "USD 456.5 bn", "4,564.5億ドル"),
        ("550000000000", "USD 550.0 bn", "5,500億ドル"),
        ("600000000", "USD 600 mn", "6億ドル"),
        ("350000000", "USD 350 mn", "3.5億ドル"),
        ("999999999", "USD 1.0 bn", "10億ドル"),
        ("1500000", "USD 2 mn", "150万ドル"),
        ("0", "USD 0", "0ドル"),
        ("-25000000", "minus USD 25 mn", "マイナス2,500万ドル"),
    ],
)
def test_money_is_told_in_billions_and_in_oku(amount: str, english: str, japanese: str) -> None:
    assert figures.money(Decimal(amount), EN) == english
    assert figures.money(Decimal(amount), JA) == japanese


def test_what_is_not_known_is_a_dash_and_never_zero() -> None:
    assert figures.money(None, EN) == "–"
    assert figures.share(None) == "–"
    assert figures.part(Decimal(1), Decimal(0)) == "–"
    assert figures.tonnes(None, EN) == "–"
    assert figures.day(None, EN) == "–"


def test_an_amount_is_told_to_its_last_digit_without_exponent() -> None:
    assert figures.plain(Decimal("1E+9")) == "1000000000"
    assert figures.plain(Decimal("1500000000.50")) == "1500000000.5"
    assert figures.original(Decimal("33300000000.25"), "JPY") == "JPY 33,300,000,000.25"


def test_days_and_spans_read_as_a_sentence() -> None:
    assert figures.day(date(2029, 1, 19), EN) == "19 January 2029"
    assert figures.day(date(2029, 1, 19), JA) == "2029年1月19日"
    assert figures.left(1, EN) == "in 1 day"
    assert figures.left(-210, EN) == "210 days overdue"
    assert figures.left(0, EN) == "due today"
    assert figures.months(9.2, EN) == "+9 months"
    assert figures.months(-0.2, EN) == "as first planned"
