from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.reporting.phrases import RESPONSE, load_phrases
from supplypact.reporting.response import figures

EN, JA = load_phrases("en", RESPONSE), load_phrases("ja", RESPONSE)


@pytest.mark.parametrize(
    ("amount", "english", "japanese"),
    [
        (0.0, "USD 0", "0ドル"),
        (-0.2, "USD 0", "0ドル"),
        (950.0, "USD 950", "950ドル"),
        (12_345.0, "USD 12,000", "1.2万ドル"),
        (999_999.0, "USD 1 mn", "100万ドル"),
        (12.3e6, "USD 12 mn", "1,200万ドル"),
        (434e6, "USD 430 mn", "4.3億ドル"),
        (999.9e6, "USD 1 bn", "10億ドル"),
        (3.14e9, "USD 3.1 bn", "31億ドル"),
        (2.5e12, "USD 2.5 tn", "2.5兆ドル"),
        (-12.3e6, "minus USD 12 mn", "マイナス1,200万ドル"),
    ],
)
def test_money_has_two_digits_and_the_unit_of_the_language(
    amount: float, english: str, japanese: str
) -> None:
    assert figures.usd(amount, EN) == english
    assert figures.usd(amount, JA) == japanese


def test_what_is_not_known_is_no_number() -> None:
    assert figures.usd(None, EN) == "–"
    assert figures.usd(float("nan"), EN) == "–"
    assert figures.tonnes(None, EN) == "–"


@pytest.mark.parametrize(
    ("amount", "told"),
    [(0.0, "0 t"), (0.0427, "0.043 t"), (4.256, "4.26 t"), (12_345.0, "12,300 t"), (40.0, "40 t")],
)
def test_tonnes_have_at_most_three_digits(amount: float, told: str) -> None:
    assert figures.tonnes(amount, EN) == told


@given(st.floats(-1e15, 1e15))
def test_no_amount_is_shown_as_minus_zero_or_with_more_digits_than_it_has(amount: float) -> None:
    told = figures.usd(amount, EN)
    assert "-" not in told
    number = told.split()[-2] if told.split()[-1].isalpha() else told.split()[-1]
    digits = number.replace(",", "").replace(".", "").lstrip("0")
    assert len(digits.rstrip("0")) <= 2
    assert told != "minus USD 0"


def test_dates_follow_the_language() -> None:
    when = date(2025, 4, 4)
    assert figures.day(when, EN) == "4 April 2025"
    assert figures.day(when, JA) == "2025年4月4日"
    assert figures.short_day(when, EN) == "4 Apr"
    assert figures.short_day(when, JA) == "4月4日"
    assert figures.short_day(when, JA, "tick") == "4/4"


def test_a_long_list_says_how_many_it_leaves_out() -> None:
    assert figures.few(["a", "b"], 3, EN) == "a and b"
    assert figures.few(["a", "b", "c", "d"], 2, EN) == "a, b and 2 more"
    assert figures.few(["a", "b", "c", "d"], 2, JA) == "a、bほか2件"
