"""How full a brief is, so that its type is set as small as one page takes, and no smaller."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from typing import Any

ROOM = 62.0
"""Lines of the page at full size."""
SIZES = (1.0, 0.92, 0.85, 0.78)
"""Scales of the style sheet, by density."""
TITLE, HEADLINE, WHOLE, ACTION, HALF, SMALL = 80, 95, 150, 96, 72, 185
"""Signs that a line holds: of the title, of the bold sentence, over the whole width, in the column
of actions, in half of the width, in the footer."""


def density(told: Mapping[str, Any]) -> int:
    """Return the first scale at which what a page tells should fit, the smallest if none.

    Smaller type takes fewer lines as well as lower ones, so that lines count twice.
    """
    lines = height(told)
    return next((at for at, size in enumerate(SIZES) if lines * size**2 <= ROOM), len(SIZES) - 1)


def height(told: Mapping[str, Any]) -> float:
    """Return about how many lines a page takes at full size."""
    actions = [each.action for each in (*told["now"], *told["then"], *told["before"])]
    texts = [told["waiting"], " ".join(told["together"]), " ".join(told["sure"])]
    beside = [*told["needed"], *texts, *told["notes"]]
    return (
        3.0
        + 1.6 * _lines(told["title"], TITLE)
        + 2.2
        + 1.4 * _lines(told["headline"], HEADLINE)
        + 2.0
        + sum(_lines(each, WHOLE) for each in told["happened"])
        + (3.5 + 2.35 * len(told["rows"]) if told["rows"] else 0.0)
        + (5.2 + sum(_lines(each, ACTION) + 0.2 for each in actions) if actions else 0.0)
        + (6.0 + sum(_lines(each, HALF) for each in beside)) / 2
        + 2.0
        + 0.8 * _lines("; ".join(told["sources"]), SMALL)
    )


def _lines(text: str, room: int) -> int:
    """Return how many lines a text takes; a Japanese sign is twice as wide."""
    wide = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
    return max(1, math.ceil(wide / room))
