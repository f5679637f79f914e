from __future__ import annotations

import math

import polars as pl
import pytest

from tools.build_data.spreads import Measured, markets


def test_a_band_of_five_to_ninety_five_percent_holds_nine_of_ten_pairs() -> None:
    logs = tuple(number / 10 for number in range(11))
    # nine tenths of 0, 0.1 ... 1 lie up to 0.9; 0.9 / 1.645 = 0.547
    assert Measured(logs=logs).spread == pytest.approx(0.9 / 1.645)


def test_the_direction_of_a_pair_does_not_matter() -> None:
    logs = (0.1, -0.2, 0.3, -0.4)
    assert Measured(logs=logs).spread == Measured(logs=tuple(-log for log in logs)).spread


def test_figures_that_agree_have_no_spread() -> None:
    assert Measured(logs=(0.0, 0.0, 0.0)).spread == 0.0


def test_the_words_tell_pairs_factor_and_both_deviations() -> None:
    said = Measured(logs=(-math.log(2), math.log(2))).said
    # both pairs differ twice; deviation with n - 1: 0.693 sqrt(2) = 0.98; 1.4826 x 0.693 = 1.03
    assert said == (
        "2 pairs; nine of ten within a factor of 2 (plain standard deviation 0.98, robust 1)"
    )


def test_prices_are_compared_within_a_material_and_year_and_only_official_ones() -> None:
    prices = pl.DataFrame(
        [
            ("zinc", 2023, 100.0, "official"),
            ("zinc", 2024, 100.0, "official"),
            ("zinc", 2024, 200.0, "official"),
            ("zinc", 2024, 900.0, "reported"),
            ("antimony", 2024, 1.0, "official"),
            ("antimony", 2024, 9.0, "official"),
        ],
        schema=["material", "year", "price_usd_per_tonne", "quality"],
        orient="row",
    )
    (log,) = markets({"prices": prices}).logs
    assert abs(log) == pytest.approx(math.log(2))
