import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.reporting.numbers import percent, plain, points, tonnes, usd


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0.0, "USD 0"),
        (950.0, "USD 950"),
        (1_250_000.0, "USD 1.2 mn"),
        (410e6, "USD 410 mn"),
        (999.7e6, "USD 1.0 bn"),
        (1.24e9, "USD 1.2 bn"),
        (120e9, "USD 120 bn"),
        (None, "–"),
    ],
)
def test_money_takes_the_unit_that_fits(amount: float | None, text: str) -> None:
    assert usd(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0.0, "0"), (1.234, "1.2"), (0.05, "0.05"), (12.6, "13"), (123456.7, "123,457"), (None, "–")],
)
def test_tonnes_are_whole_from_ten_on(amount: float | None, text: str) -> None:
    assert tonnes(amount) == text


def test_shares_are_percentages_and_unknown_is_a_dash() -> None:
    assert [percent(0.3), percent(1 / 6), percent(None)] == ["30.0%", "16.7%", "–"]
    assert points(0.0149) == "1.5"
    assert [plain(0.05), plain(1234567.0)] == ["0.05", "1,234,567"]


@given(st.floats(min_value=-1e-3, max_value=1e-3))
def test_nothing_is_ever_minus_zero(tiny: float) -> None:
    assert "-0.0" not in percent(tiny / 10).replace("-0.05%", "")
    assert usd(tiny) == "USD 0"
