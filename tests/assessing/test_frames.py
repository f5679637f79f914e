"""Bands of the draws."""

import numpy as np
import pytest

from supplypact.assessing.frames import bands, sourcing_frame
from supplypact.assessing.measures.sourcing import party_measures
from tests.assessing.blended import larger, tables
from tests.assessing.given import exposed

NONE = (None, None, None)


def test_a_band_has_the_5_50_and_95_percent_points_of_the_draws() -> None:
    # Draw 0, the tables as they stand, is not among the 101 draws of 0.00 to 1.00.
    values = np.concatenate([[7.0], np.arange(101) / 100])
    assert bands(values[None, :]) == [pytest.approx((0.05, 0.5, 0.95))]


def test_a_value_that_no_draw_moves_has_no_band() -> None:
    values = np.array([[0.3] * 5, [1.0] * 5, [0.3, 0.2, 0.4, 0.3, 0.3]])
    assert bands(values) == [NONE, NONE, pytest.approx((0.215, 0.3, 0.385))]


def test_a_value_that_is_unknown_in_one_draw_has_no_band() -> None:
    assert bands(np.array([[0.3, 0.2, np.nan, 0.4]])) == [NONE]


def test_without_draws_there_is_no_band() -> None:
    assert bands(np.array([[0.3], [0.4]])) == [NONE, NONE]


def test_a_supplier_of_everything_has_a_share_of_one_and_no_band() -> None:
    stands = exposed(tables(spread={"flow": 0.3, "output": 0.3}), larger(), draws=50)
    rows = sourcing_frame(stands)
    # All ore that Japan's refinery receives is Australian; its metal has three suppliers.
    ore = rows.filter(reading="direct", stage="mine", party="JPN").row(0, named=True)
    assert (ore["supplier"], ore["share"]) == ("AUS", 1.0)
    assert (ore["low"], ore["median"], ore["high"]) == NONE
    metal = rows.filter(reading="direct", stage="refine", party="JPN", supplier="CHN")
    low, high = metal.select("low", "high").row(0)
    assert low < metal["share"][0] < high


def test_measures_have_draw_0_first() -> None:
    stands = exposed(tables(spread={"flow": 0.3}), larger(), draws=20)
    for each in party_measures(stands):
        assert each.values.shape == (21,)
