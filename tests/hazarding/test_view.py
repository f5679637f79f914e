"""Hazards in words."""

from dataclasses import replace

import polars as pl
import pytest

from supplypact.domain.hazard import DurationLaw, Hazard
from supplypact.hazarding.durations import survival
from supplypact.hazarding.view import (
    event_lines,
    listed,
    materials_in_words,
    shown,
    sort_by_loss,
    years_in_words,
)
from supplypact.units import Share

CURVE = survival(1 / 8)
LAW = DurationLaw(id="medium", alive=CURVE, low=CURVE, high=CURVE)
HAZARD = Hazard(
    id="embargo-CHN-refine-gallium",
    kind="embargo",
    supplier="CHN",
    stage="refine",
    materials=("antimony", "gallium"),
    target="parties",
    severity=Share(0.47),
    severity_low=Share(0.06),
    severity_high=Share(0.88),
    rate=1 / 57,
    rate_low=1 / 127,
    rate_high=1 / 33,
    law="medium",
    events=("gage2024",),
)


def test_a_rate_is_told_as_once_in_so_many_years() -> None:
    assert years_in_words(HAZARD) == "57 (33-130)"


@pytest.mark.parametrize(
    ("rate", "low", "told"), [(0.0, 0.0, "never"), (0.1, 1e-9, "10 (10->10,000)")]
)
def test_rates_near_zero_are_told_in_words(rate: float, low: float, told: str) -> None:
    assert years_in_words(replace(HAZARD, rate=rate, rate_low=low, rate_high=rate)) == told


def test_a_row_fits_the_screen_and_names_the_material_asked_for_first() -> None:
    (row,) = shown([HAZARD], [LAW], "gallium").rows()
    assert row == (
        "embargo (parties)",
        "CHN refine",
        "gallium + 1",
        "57 (33-130)",
        "47 (6-88)",
        "6 mo",
        "gage2024",
    )


def test_a_single_material_stands_alone() -> None:
    assert materials_in_words(("magnet_rare_earths",)) == "magnet rare earths"


def test_the_largest_yearly_cut_stands_first() -> None:
    small = replace(HAZARD, id="small", severity=Share(0.01))
    assert sort_by_loss([small, HAZARD]) == [HAZARD, small]


def test_events_behind_are_listed_with_their_titles_and_dates() -> None:
    events = pl.DataFrame(
        {
            "event": ["gage2024", "other"],
            "start": ["2024-12", "2020-01"],
            "end": ["2025-11", None],
            "state": ["ended", "ongoing"],
            "title": ["A ban on the US", "Another"],
        }
    )
    assert event_lines([HAZARD], events) == ["gage2024   2024-12 to 2025-11  A ban on the US"]
    titles = {"gage2024": "A ban on the US"}
    (row,) = listed([HAZARD], [LAW], titles).to_dicts()
    assert row["events"] == [{"event": "gage2024", "title": "A ban on the US"}]
    assert row["once_in_years"] == pytest.approx(57)
