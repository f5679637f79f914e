"""What a reader must know of a response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

import polars as pl

from supplypact.domain.event import Event
from supplypact.domain.network import Network
from supplypact.domain.response import Note


def notes_of(events: Sequence[Event], network: Network, materials: Sequence[str]) -> list[Note]:
    """Return the notes of a response.

    Args:
        events: As declared.
        network: Knows which material contains which.
        materials: Those struck.

    """
    return [*_overlaps(events), *_parts(network, materials)]


def _overlaps(events: Sequence[Event]) -> Iterator[Note]:
    """Yield a note for each two events that cut the same shipments at the same time."""
    for one, other in combinations(events, 2):
        apart = (one.end or date.max) <= other.start or (other.end or date.max) <= one.start
        both = sorted(_shipments(one) & _shipments(other))
        if both and not apart:
            names = ";".join(dict.fromkeys(material for _, material, _ in both))
            yield Note(key="overlap", values={"one": one.id, "other": other.id, "materials": names})


def _shipments(event: Event) -> set[tuple[str, str, str]]:
    return {
        (cut.supplier, material, stage)
        for cut in event.cuts
        for material in cut.materials
        for stage in cut.stages
    }


def later_stocks(stocks: pl.DataFrame, now: date) -> Iterator[Note]:
    """Yield a note if stocks are of a later month or year than the decision.

    Args:
        stocks: As ``Response.stocks``.
        now: Day of decision.

    """
    later = [
        f"{row['holder']}:{row['material']}"
        for row in stocks.iter_rows(named=True)
        if row["as_of"] and row["as_of"] > now.isoformat()[: len(row["as_of"])]
    ]
    if later:
        values = {"stocks": ";".join(dict.fromkeys(later)), "date": now.isoformat()}
        yield Note(key="later_stocks", values=values)


def _parts(network: Network, materials: Sequence[str]) -> Iterator[Note]:
    for name in materials:
        whole = network.material(name).part_of
        if whole in materials:
            yield Note(key="part", values={"whole": whole, "part": name})
