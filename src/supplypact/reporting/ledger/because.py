"""The entries for which a line of money counts less than it states."""

from __future__ import annotations

from collections.abc import Iterable

from supplypact.domain.entry import Entry
from supplypact.domain.position import MoneyLine

PARTS = "parts"


def because(line: MoneyLine, entries: Iterable[Entry]) -> str:
    """Return the entry that ``line.why`` points to; of a whole, all of its parts."""
    if line.why != PARTS or line.other:
        return line.other
    return "; ".join(each.id for each in entries if getattr(each, "parent", "") == line.entry)
