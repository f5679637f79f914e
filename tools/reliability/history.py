"""R4: whether a history of appends and reads could have happened one after the other.

Each operation has a start and an end on one clock.  A ledger gives every append a place, and every
read a size, so the only order that can explain a history is known: appends by place, each read
after the append at its last place.  It remains to see that this order keeps to real time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Operation(NamedTuple):
    """An append that took the place ``at``, or a read that saw ``at`` records."""

    start: int
    end: int
    at: int
    root: str = ""
    """Of a read: the root of what it saw."""


def anomalies(
    appends: Sequence[Operation], reads: Sequence[Operation], roots: Sequence[str]
) -> Iterator[str]:
    """Yield what contradicts one order; ``roots`` are those of each size of the final ledger."""
    for each in reads:
        if each.at >= len(roots) or each.root != roots[each.at]:
            yield f"a read saw {each.at} records that are not the first of the ledger"
    # An append at place p comes after reads of at most p records, before reads of more;
    # reads of as many may come in any order, so in that of their starts.
    points = [(each.at, 1, each) for each in appends] + [(each.at, 0, each) for each in reads]
    ordered = [
        each for _, _, each in sorted(points, key=lambda point: (*point[:2], point[2].start))
    ]
    kinds = {id(each): "append" for each in appends} | {id(each): "read" for each in reads}
    soonest = None
    for each in reversed(ordered):
        if soonest is not None and soonest.end < each.start:
            yield (
                f"{kinds[id(soonest)]} at {soonest.at} ended before {kinds[id(each)]} at {each.at} "
                "began, and stands after it"
            )
        if soonest is None or each.end < soonest.end:
            soonest = each
