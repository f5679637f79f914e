from __future__ import annotations

import math

import pytest

from supplypact.formats.toml_kinds import Range

GOAL = Range(low=0, high=1, above=True)


def test_a_range_holds_its_ends_unless_the_low_one_is_refused() -> None:
    assert [value in GOAL for value in (0, 0.001, 1, 1.001)] == [False, True, True, False]
    assert 0 in Range(low=0, high=1)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_in_no_range(value: float) -> None:
    assert value not in Range(low=-1e18, high=1e18)


@pytest.mark.parametrize(
    ("value", "fix"), [(30, "0.30"), (2.5, "0.025"), (100, "1.00"), (33.3, "0.333")]
)
def test_a_share_in_percent_is_mended_by_a_hundredth(value: float, fix: str) -> None:
    assert GOAL.fix(value) == f"write {fix}"


def test_other_numbers_are_mended_by_telling_the_range() -> None:
    assert GOAL.fix(-1) == "write a number that is more than 0 and at most 1"
    assert Range(low=0, high=0.3).fix(5) == "write a number that is at least 0 and at most 0.3"
