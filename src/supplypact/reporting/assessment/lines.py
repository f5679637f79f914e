"""What all line charts of a profile share: the option, percentages, and spans of years."""

from __future__ import annotations

from collections.abc import Sequence

from supplypact.reporting.chart import (
    NARROW,
    Option,
    category_axis,
    legend,
    rounded,
    text,
    value_axis,
)
from supplypact.reporting.phrases import Phrases

LINE_HEIGHT = 280


def spans(say: Phrases, years: Sequence[int]) -> str:
    """Return years in words, those in a row as a span: 1995, 1997 to 1999 and 2004."""
    found: list[list[int]] = []
    for year in sorted(years):
        if found and found[-1][1] == year - 1:
            found[-1][1] = year
        else:
            found.append([year, year])
    return say.listed(
        [
            str(first) if first == last else say["page.years"].format(first=first, last=last)
            for first, last in found
        ]
    )


def line_option(years: list[int], series: list[Option], *, legend_height: int) -> Option:
    """Return lines of percentages over the years."""
    base: Option = {
        "grid": {"left": 44, "right": 14, "top": legend_height, "bottom": 24},
        "legend": legend(series),
        "tooltip": {"trigger": "axis"},
        "xAxis": {**category_axis(years), "boundaryGap": False},
        "yAxis": value_axis("%", most=100),
        "series": series,
    }
    narrow = {"grid": {"top": legend_height + 30}, "legend": {"itemGap": 8, "textStyle": text(11)}}
    return {"baseOption": base, "media": [{"query": NARROW, "option": narrow}]}


def hundred(shares: list[float | None]) -> list[float | None]:
    """Return shares as percentages with one decimal."""
    return rounded([None if share is None else share * 100 for share in shares], 1)
