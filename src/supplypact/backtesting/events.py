"""Past events from their table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from supplypact.domain.backtest import PastCut, PastEvent
from supplypact.errors import DataError, Fault, UsageError, did_you_mean
from supplypact.units import Share

Row = Mapping[str, Any]
SAME = ("title_en", "title_ja", "material", "product_en", "product_ja", "hs", "supplier")
"""What all rows of an event share, beside its year."""
DAY_FIX = "write it as 2014-01-12"


def past_events(tables: Mapping[str, pl.DataFrame]) -> tuple[PastEvent, ...]:
    """Return the events of ``backtest_events``, by scored year and id.

    Raises:
        DataError: dates or shares that cannot be, or two rows of an event that differ in what it
            is; every fault is told.

    """
    faults = [fault for line, row in _lines(tables) for fault in _faults(line, row)]
    faults += _unlike(tables["backtest_events"])
    if faults:
        raise DataError(faults, where="backtest_events")
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


def _lines(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[int, Row]]:
    """Yield line number and row."""
    yield from enumerate(tables["backtest_events"].iter_rows(named=True), start=2)


def _faults(line: int, row: Row) -> Iterator[Fault]:
    """Yield what is wrong with a row."""
    where = f"backtest_events.csv, line {line}"
    days = {name: _day(row[name]) for name in ("start", "end") if row[name]}
    for name, day in days.items():
        if day is None:
            yield Fault(what=f"{name} '{row[name]}' is no day", where=where, fix=DAY_FIX)
    start, end = days.get("start"), days.get("end")
    if start and end and end <= start:
        fix = "give the first day after the event, or none"
        yield Fault(what="the event ends before it begins", where=where, fix=fix)
    last = date(row["scored_year"], 12, 31)
    if start and not date(row["scored_year"] - 1, 1, 1) <= start <= last:
        what = f"{row['start']} is not in the scored year or the year before"
        yield Fault(what=what, where=where, fix="give the year whose trade it struck")
    if not row["cut_low"] <= row["cut"] <= row["cut_high"]:
        what = "the cut does not lie between cut_low and cut_high"
        yield Fault(what=what, where=where, fix="give low, cut and high in this order")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unlike(cuts: pl.DataFrame) -> list[Fault]:
    """Return the events whose rows do not agree on what it is."""
    kinds = cuts.select("event", "scored_year", *SAME).unique()["event"]
    return [
        Fault(
            what=f"the rows of event '{event}' differ in more than the cut",
            where="backtest_events.csv",
            fix="give them the same year, code, supplier and names, or two ids",
        )
        for event in sorted(kinds.filter(kinds.is_duplicated()).unique())
    ]


def _event(rows: list[dict[str, Any]], told: frozenset[str]) -> PastEvent:
    first = rows[0]
    return PastEvent(
        id=first["event"],
        year=first["scored_year"],
        cuts=tuple(_cut(row, told) for row in rows),
        **{name: first[name] for name in SAME},
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
