import polars as pl

from supplypact.reporting.response import worth_words
from tests.reporting.response.given import nothing_struck, response, view

EN = view()


def test_a_price_is_headed_as_an_order_of_magnitude_and_followed_by_the_warning() -> None:
    head, line, record, warning = worth_words.prices(response(), EN)
    assert head == "Prices, order of magnitude only:"
    assert line.startswith("Gallium: price 1.9 times what it was (1.3 to 4.8 times)")
    assert record.startswith("Of six past prices one")
    assert "dysprosium oxide cost 26 times as much" in warning
    assert worth_words.prices(nothing_struck(), EN) == []


def test_a_price_at_the_cap_is_that_or_more_and_one_that_hardly_moves_is_not_told() -> None:
    def told(low: float, middle: float, high: float) -> list[str]:
        ends = {name: pl.lit(each) for name, each in zip("lmh", (low, middle, high), strict=True)}
        frame = response().prices.with_columns(low=ends["l"], middle=ends["m"], high=ends["h"])
        return worth_words.prices(response(prices=frame), EN)

    assert "price 5.7 times what it was (2.4 to 26 times or more)" in told(2.4, 5.7, 26.0)[1]
    assert "price 26 times or more what it was, where 21%" in told(26.0, 26.0, 26.0)[1]
    assert told(1.0, 1.04, 1.3) == []


def test_published_figures_stand_beside_ours_with_their_source() -> None:
    *_, told, beside = worth_words.losses(response(), EN, most=8)
    assert beside == "They are for full stops where they name no part; this event cuts 88%."
    assert told == (
        "Published beside it: United States, GDP loss of a full stop for one year, USD 3.1 bn "
        "(USD 1.7 bn to USD 8.2 bn) (Geological Survey, 2024)."
    )
    row = response().published.with_columns(
        low_usd=None, middle_usd=None, high_usd=None, share_of_gdp=0.013
    )
    assert "1.3% of GDP" in worth_words.losses(response(published=row), EN, most=8)[-2]
