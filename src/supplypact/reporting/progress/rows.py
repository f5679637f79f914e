"""A row of the report's tables: cells in words, a status, and what of a text a cell holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from supplypact.domain.progress import Verdict
from supplypact.reporting.progress import fit
from supplypact.reporting.progress.promises import SYMBOLS
from supplypact.reporting.progress.view import ProgressView

MOST = {"targets": 12, "asks": 7, "milestones": 5, "projects": 6, "stocks": 4, "reported": 5}
"""Rows of each table that the two pages hold."""
LENGTH = 88
"""Narrow signs of a text that a cell holds; the workbook has all of it."""


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A status as the page shows it."""

    style: str
    symbol: str
    word: str
    rule: str


NONE = Badge(style="", symbol="", word="", rule="")
"""Of a row that is no promise."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """Cells in words, a status, and numbers to draw (shares of 1, None if unknown)."""

    cells: tuple[str, ...]
    badge: Badge = NONE
    drawn: dict[str, float | None] = field(default_factory=dict)
    spread: tuple[str, ...] = ()
    """Texts of the columns where they are not the cells one by one."""

    @property
    def cut(self) -> bool:
        """Whether the last cell has more than the column shows."""
        return bool(self.spread) and self.cells[-1] != self.spread[-1]

    @property
    def laid(self) -> tuple[str, ...]:
        """The texts of the columns, for their lengths."""
        return self.spread or self.cells


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of one table, and how many more there are."""

    rows: tuple[Row, ...]
    more: int


def badge(verdict: Verdict, view: ProgressView) -> Badge:
    """Return a verdict as the page shows it."""
    return Badge(
        style=verdict.status.value,
        symbol=SYMBOLS[verdict.status],
        word=view.say[f"status.{verdict.status}"],
        rule=verdict.rule,
    )


def short(text: str, most: int = LENGTH) -> str:
    """Return a text cut to so many narrow signs; those of East Asia count double.

    It is cut behind a word; a text without spaces behind any sign.
    """
    if fit.signs(text) <= most:
        return text
    kept = text
    while fit.signs(kept) > most - 1:
        kept = kept[:-1]
    head, _, last = kept.rpartition(" ")
    if text[len(kept)] != " " and last.isascii() and fit.signs(head) > most / 2:
        kept = head
    return f"{kept.rstrip(' ,;:.（(')}…"


def kept(name: str, rows: list[Row]) -> Rows:
    """Return as many rows of a table as the pages hold, and how many more there are."""
    most = MOST[name]
    return Rows(rows=tuple(rows[:most]), more=max(0, len(rows) - most))
