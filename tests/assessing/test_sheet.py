"""Scores, stocks and prices: which row counts, and how far it is drawn."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from supplypact.assessing.checks import read_spreads
from supplypact.assessing.sheet import Score, Sheet, draw_score, draw_sheet
from supplypact.units import Year
from tests.assessing.blended import larger, stocks, tables


def _score(year: int = 2024, draws: int = 0) -> Score:
    """Return the score of China and Japan: to 2021 -0.5 and 1.0, from 2023 -0.3 and 1.5."""
    scores = pl.DataFrame(
        [
            ("CHN", 2023, -0.3, 0.2),
            ("JPN", 2023, 1.5, None),
            ("CHN", 2021, -0.5, 0.4),
            ("JPN", 2021, 1.0, None),
        ],
        schema=["country", "year", "voice", "voice_error"],
        orient="row",
    )
    generator = np.random.default_rng(1)
    changed = replace(tables(), governance=scores)
    return draw_score(changed, "voice", Year(year), draws, generator)


def _sheet(*rows: tuple[str, str, float], draws: int = 0, **spread: float) -> Sheet:
    given = tables(stockpiles=stocks(*rows), spread=spread)
    generator = np.random.default_rng(1)
    return draw_sheet(given, larger(), ("USA", "JPN"), read_spreads(given), draws, generator)


@pytest.mark.parametrize(
    ("year", "china", "japan"),
    [(2024, -0.3, 1.5), (2023, -0.3, 1.5), (2022, -0.5, 1.0), (2021, -0.5, 1.0)],
)
def test_a_score_is_of_the_last_year_up_to_the_one_asked(
    year: int, china: float, japan: float
) -> None:
    found = _score(year)
    assert found.countries == ("CHN", "JPN")
    assert found.values[0] == pytest.approx([china, japan])


def test_a_year_before_any_score_has_none() -> None:
    assert np.isnan(_score(2020).of(("CHN",)).values).all()


def test_a_score_is_drawn_with_its_standard_error_and_stands_still_without_one() -> None:
    found = _score(draws=20_000).values
    assert found[0] == pytest.approx([-0.3, 1.5])
    assert found[1:, 0].mean() == pytest.approx(-0.3, abs=0.005)
    assert found[1:, 0].std() == pytest.approx(0.2, rel=0.02)
    assert (found[:, 1] == 1.5).all()


def test_scores_of_countries_that_have_none_are_unknown_in_every_draw() -> None:
    found = _score(draws=3).of(("JPN", "ROW", "CHN"))
    assert found.values[0] == pytest.approx([1.5, np.nan, -0.3], nan_ok=True)
    assert np.isnan(found.values[:, 1]).all()
    assert [datum.country for datum in found.noise.data] == ["JPN", "CHN"]


def test_the_stock_of_the_last_date_counts_wherever_it_stands_in_the_table() -> None:
    new, old = ("USA", "2024-12", 10.0), ("USA", "2020-06", 5.0)
    for rows in ((new, old), (old, new)):
        assert _sheet(*rows).stock[0, 0] == 10.0


def test_the_stock_of_all_is_the_sum_and_unknown_if_one_is() -> None:
    both = _sheet(("USA", "2024-12", 10.0), ("JPN", "2023-12", 20.0))
    assert both.stock[0] == pytest.approx([10.0, 20.0, 30.0])
    alone = _sheet(("USA", "2024-12", 10.0))
    assert alone.stock[0] == pytest.approx([10.0, np.nan, np.nan], nan_ok=True)


def test_stocks_and_prices_are_drawn_with_the_spread_of_their_grade() -> None:
    found = _sheet(("USA", "2024-12", 10.0), draws=20_000, stock=0.3, price=0.2)
    assert np.log(found.stock[1:, 0]).std() == pytest.approx(0.3, rel=0.02)
    assert np.log(found.price[1:]).std() == pytest.approx(0.2, rel=0.02)
    assert found.price[0] == 1000.0
