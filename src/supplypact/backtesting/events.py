"""Past events from their table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from supplypact.domain.backtest import PastCut, PastEvent
from supplypact.errors import UsageError, did_you_mean
from supplypact.units import Share

Row = Mapping[str, Any]


def past_events(tables: Mapping[str, pl.DataFrame]) -> tuple[PastEvent, ...]:
    """Return the events of ``backtest_events``, by scored year and id."""
    told = tables["hazard_events"].filter(pl.col("cut").is_not_null())["event"].to_list()
    cuts = tables["backtest_events"].sort("scored_year", "event", "part")
    return tuple(
        _event(rows.to_dicts(), frozenset(told))
        for rows in cuts.partition_by("event", maintain_order=True)
    )


def chosen_events(events: tuple[PastEvent, ...], wanted: str | None) -> tuple[PastEvent, ...]:
    """Return the event that is wanted, or all; raises UsageError for an unknown one."""
    if wanted is None:
        return events
    known = [event.id for event in events]
    if wanted not in known:
        fix = did_you_mean(wanted, known)
        raise UsageError(f"no past event '{wanted}' can be scored", where="--event", fix=fix)
    return tuple(event for event in events if event.id == wanted)


def _event(rows: list[dict[str, Any]], told: frozenset[str]) -> PastEvent:
    first = rows[0]
    same = ("title_en", "title_ja", "material", "product_en", "product_ja", "hs", "supplier")
    return PastEvent(
        id=first["event"],
        year=first["scored_year"],
        cuts=tuple(_cut(row, told) for row in rows),
        **{name: first[name] for name in same},
    )


def _cut(row: Row, told: frozenset[str]) -> PastCut:
    return PastCut(
        part=row["part"],
        kind=row["kind"],
        buyers=tuple((row["buyers"] or "").split(";")) if row["buyers"] else (),
        start=date.fromisoformat(row["start"]),
        end=date.fromisoformat(row["end"]) if row["end"] else None,
        delay_days=row["delay_days"],
        share=Share(row["cut"]),
        low=Share(row["cut_low"]),
        high=Share(row["cut_high"]),
        note=row["cut_note"],
        source=row["source"],
        hazard_event=row["hazard_event"] or "",
        tuned=row["hazard_event"] in told,
    )
