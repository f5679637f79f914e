"""What a reader must know of a response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

import polars as pl

from supplypact.domain.event import Cut, Event
from supplypact.domain.network import BASE_YEAR, Network
from supplypact.domain.pact import Pact
from supplypact.domain.response import Note

FAR = 0.15
"""Difference of two shares from which it is told."""


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
        both = sorted(_struck_twice(one, other))
        if both and not apart:
            values = {"one": one.id, "other": other.id, "materials": ";".join(both)}
            yield Note(key="overlap", values=values)


def _struck_twice(one: Event, other: Event) -> set[str]:
    """Return the materials of which both cut the same shipments."""
    return {
        material
        for a in one.cuts
        for b in other.cuts
        if a.supplier == b.supplier and set(a.stages) & set(b.stages)
        if _everyone(one, a) or _everyone(other, b) or set(a.buyers) & set(b.buyers)
        for material in set(a.materials) & set(b.materials)
    }


def _everyone(event: Event, cut: Cut) -> bool:
    return event.at_home or not cut.buyers


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


def days_apart(events: Sequence[Event], ended: Sequence[Event], now: date) -> Iterator[Note]:
    """Yield notes on events that are over, not begun, or old enough to be in the flows."""
    for event in ended:
        last = str(event.end - timedelta(days=1)) if event.end is not None else ""
        yield Note(key="ended", values={"event": event.id, "date": last})
    for event in events:
        if event.start > now:
            yield Note(key="foreknown", values={"date": event.start.isoformat()})
        elif event.start.year <= BASE_YEAR:
            yield Note(key="in_flows", values={"event": event.id, "year": str(BASE_YEAR)})


def shares_apart(
    events: Sequence[Event],
    network: Network,
    published: pl.DataFrame,
    pact: Pact,
    materials: Sequence[str],
) -> Iterator[Note]:
    """Yield a note where the flows of a supplier to a party are far from published import shares.

    Args:
        events: As declared.
        network: Its flows.
        published: The table ``trade_shares``.
        pact: Parties.
        materials: Those struck.

    """
    struck = {
        (cut.supplier, material, stage, party)
        for event in events
        for cut in event.cuts
        for party in pact.party_codes
        if _everyone(event, cut) or party in cut.buyers
        for material in set(cut.materials) & set(materials)
        for stage in cut.stages
    }
    rows = published.select("exporter", "material", "stage", "importer", "share").iter_rows()
    known = {(exporter, m, stage, importer): share for exporter, m, stage, importer, share in rows}
    for supplier, material, stage, party in sorted(struck):
        told = known.get((supplier, material, stage, party))
        ours = _import_share(network, supplier, material, stage, party)
        if told is not None and ours is not None and abs(ours - told) > FAR:
            values = {"ours": f"{ours:.0%}", "published": f"{told:.0%}"}
            yield Note(key="share_apart", values={"materials": f"{party}:{material}", **values})


def _import_share(
    network: Network, supplier: str, material: str, stage: str, party: str
) -> float | None:
    """Return the supplier's part of what a party imports, None if that is nothing."""
    bought = network.flow.filter(
        (pl.col("material") == material)
        & (pl.col("stage") == stage)
        & (pl.col("importer") == party)
        & (pl.col("exporter") != party)
    )
    total = float(bought["tonnes"].sum())
    mine = float(bought.filter(pl.col("exporter") == supplier)["tonnes"].sum())
    return mine / total if total > 0 else None
