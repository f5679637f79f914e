"""How small a page has to be set so that it is one sheet of paper, told from its words alone.

A browser could measure it, but pages are made without one: the height is estimated from the lines
that each cell takes in columns of fixed width, a little high rather than low.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence

WIDTHS = {
    "targets": (33, 14, 12, 9, 9, 9, 14),
    "asks": (17, 36, 20, 12, 15),
    "milestones": (44, 13, 28, 15),
    "projects": (27, 12, 16, 13, 17, 15),
    "stocks": (59, 13, 13, 15),
    "reported": (24, 13, 12, 12, 39),
}
"""Columns of each table, in per cent of the width of the page."""
SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""Of the letters, as parts of the usual size; the style sheet has the same."""
SIGNS = 118.0
"""Narrow signs on a line as wide as the page, at the usual size."""
FIRST, SECOND = 70.0, 80.5
"""Estimated lines that the first and the second page hold at the usual size (measured)."""
PADDING = 0.32
"""Lines of space that a row of a table takes beside its text."""
HEADING = 3.1
"""Lines that a table takes for its heading, the heads of its columns, and the space below."""
FUNNEL = 6.4
"""Lines of one drawing of money."""


def size_of(lines: Sequence[tuple[float, float]], height: float) -> int:
    """Return which of ``SIZES`` makes a page fit: 0 the usual one, the last if none does.

    Args:
        lines: Blocks of the page: signs of text on lines as wide as one unit of signs, and what
            else they take in lines.
        height: Lines that the page holds.

    """
    for at, size in enumerate(SIZES):
        if sum(_lines(signs, size) + rest for signs, rest in lines) * size <= height:
            return at
    return len(SIZES) - 1


def row(name: str, cells: Iterable[str]) -> tuple[float, float]:
    """Return a row of a table as a block: the fullest of its cells rules."""
    full = max(
        (
            signs(cell) / (SIGNS * width / 100)
            for cell, width in zip(cells, WIDTHS[name], strict=False)
        ),
        default=0.0,
    )
    return full, PADDING


def paragraph(text: str, share: float = 1.0) -> tuple[float, float]:
    """Return a paragraph as a block, on lines that are ``share`` of the page's width."""
    return signs(text) / (SIGNS * share), 0.25


def signs(text: str) -> float:
    """Return how wide a text is, in narrow signs; those of East Asia count double."""
    return float(sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text))


def _lines(full: float, size: float) -> float:
    """Return the lines that a text takes at a size: words break, so a little more than it fills."""
    return float(max(1, math.ceil(full * size * 1.12))) if full else 0.0
