"""Typed tables to hazards and duration laws, with every fault in them at once.

Expects tables that passed ``formats.tables``, which knows the limits of single cells (rates 0 to
12 a year, shares 0 to 1).  Row ``i`` of a frame is line ``i + 2`` of its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from supplypact.domain.hazard import MONTHS, DurationLaw, Hazard
from supplypact.errors import Fault, did_you_mean
from supplypact.formats.tables import shorten

HAZARD_TABLES = ("sources", "countries", "stages", "hazard_events", "hazards", "duration_laws")
"""The tables that make hazards."""

Row = dict[str, Any]
Tables = Mapping[str, pl.DataFrame]
Found = tuple[tuple[Hazard, ...], tuple[DurationLaw, ...]]

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

ROUNDING = 1e-6
"""Figures are written with six digits, so that equal ones may come out in the wrong order."""


def read_hazards(tables: Tables) -> tuple[Found | None, list[Fault]]:
    """Return the hazards and the duration laws, or None and what is wrong with them.

    Args:
        tables: The frames of ``HAZARD_TABLES`` by name.
    """
    laws, faults = _laws(tables["duration_laws"])
    faults += shorten(list(_event_faults(tables["hazard_events"])), "hazard_events.csv")
    faults += shorten(list(_hazard_faults(tables)), "hazards.csv")
    if faults:
        return None, faults
    hazards = tuple(_hazard(row) for row in tables["hazards"].iter_rows(named=True))
    return (hazards, laws), []


def _hazard(row: Row) -> Hazard:
    """Return one hazard."""
    plain = ("kind", "supplier", "stage", "target", "severity", "rate", "law")
    ends = (f"{name}_{end}" for name in ("severity", "rate") for end in ("low", "high"))
    return Hazard(
        id=row["hazard"],
        materials=_words(row["materials"]),
        events=_words(row["events"]),
        note=row["note"] or "",
        **{name: row[name] for name in (*plain, *ends)},
    )


def _hazard_faults(tables: Tables) -> Iterator[Fault]:
    """Yield what is wrong with each hazard beyond its single cells."""
    chains: dict[str, list[str]] = {}
    for material, stage in tables["stages"].sort("position").select("material", "stage").rows():
        chains.setdefault(material, []).append(stage)
    laws = tables["duration_laws"]["law"].unique().to_list()
    events = tables["hazard_events"]["event"].to_list()
    for line, row in enumerate(tables["hazards"].iter_rows(named=True), start=2):
        where = f"hazards.csv, line {line}"
        yield from _material_faults(row, chains, where)
        yield from _order_faults(row, ("severity_low", "severity", "severity_high"), where)
        yield from _order_faults(row, ("rate_low", "rate", "rate_high"), where)
        if row["law"] not in laws:
            fix = did_you_mean(row["law"], laws)
            yield Fault(what=f"unknown law '{row['law']}'", where=f"{where}, column law", fix=fix)
        for event in _words(row["events"]):
            if event not in events:
                fix = did_you_mean(event, events)
                place = f"{where}, column events"
                yield Fault(what=f"unknown event '{event}'", where=place, fix=fix)


def _material_faults(row: Row, chains: Mapping[str, list[str]], where: str) -> Iterator[Fault]:
    """Yield a fault for each material of a row that is unknown, told twice or without the stage."""
    told = _words(row["materials"])
    for number, material in enumerate(told):
        place = f"{where}, column materials"
        if material not in chains:
            fix = did_you_mean(material, chains)
            yield Fault(what=f"unknown material '{material}'", where=place, fix=fix)
        elif material in told[:number]:
            yield Fault(what=f"'{material}' stands twice", where=place, fix="keep one of them")
        elif row["stage"] not in chains[material]:
            what = f"{material} has no stage '{row['stage']}'"
            fix = did_you_mean(row["stage"], chains[material])
            yield Fault(what=what, where=f"{where}, column stage", fix=fix)


def _laws(table: pl.DataFrame) -> tuple[tuple[DurationLaw, ...], list[Fault]]:
    """Return the laws and what is wrong with them."""
    faults: list[Fault] = []
    lines: dict[str, list[tuple[int, Row]]] = {}
    for line, row in enumerate(table.iter_rows(named=True), start=2):
        lines.setdefault(row["law"], []).append((line, row))
    laws = []
    for law, given in lines.items():
        ordered = sorted(given, key=lambda each: int(each[1]["month"]))
        faults += _law_faults(law, ordered)
        curves = {name: tuple(row[name] for _, row in ordered) for name in ("alive", "low", "high")}
        laws.append(DurationLaw(id=law, **curves))
    return tuple(laws), shorten(faults, "duration_laws.csv")


def _law_faults(law: str, ordered: Sequence[tuple[int, Row]]) -> Iterator[Fault]:
    """Yield what is wrong with one law, its rows being in the order of months."""
    missing = sorted(set(range(MONTHS + 1)) - {row["month"] for _, row in ordered})
    if missing:
        months = ", ".join(map(str, missing))
        what = f"law {law} lacks the months {months}"
        fix = f"give it a row for each month from 0 to {MONTHS}"
        yield Fault(what=what, where=f"duration_laws.csv, line {ordered[0][0]}", fix=fix)
    for line, row in ordered:
        where = f"duration_laws.csv, line {line}"
        yield from _order_faults(row, ("low", "alive", "high"), where)
        if row["month"] == 0 and row["alive"] != 1:
            what = f"law {law} starts at {row['alive']:g}"
            fix = "write 1 at month 0: every event lasts at first"
            yield Fault(what=what, where=f"{where}, column alive", fix=fix)
    for (_, before), (line, row) in pairwise(ordered):
        for name in ("alive", "low", "high"):
            if row[name] > before[name]:
                what = f"law {law} rises from {before[name]:g} to {row[name]:g}"
                place = f"duration_laws.csv, line {line}, column {name}"
                fix = "the chance that an event is still on never rises: write less, or as much"
                yield Fault(what=what, where=place, fix=fix)


def _event_faults(table: pl.DataFrame) -> Iterator[Fault]:
    """Yield what is wrong with the dates and the cut of each past event."""
    for line, row in enumerate(table.iter_rows(named=True), start=2):
        where = f"hazard_events.csv, line {line}"
        wrong = [name for name in ("start", "end") if row[name] and not _is_month(row[name])]
        for name in wrong:
            what = f"'{row[name]}' is not a month"
            yield Fault(what=what, where=f"{where}, column {name}", fix="write it as 2025-04")
        if not wrong and row["state"] == "ended" and not (row["end"] and row["start"] < row["end"]):
            fix = "give an end in a later month, or write the state 'unknown'"
            yield Fault(what="it ended, but not after its start", where=where, fix=fix)
        cut = [row[name] for name in ("cut_low", "cut", "cut_high")]
        if None not in cut:
            yield from _order_faults(row, ("cut_low", "cut", "cut_high"), where)
        elif any(each is not None for each in cut):
            fix = "give cut, cut_low and cut_high, or none of them"
            yield Fault(what="a part of the cut is blank", where=where, fix=fix)


def _order_faults(row: Row, names: Sequence[str], where: str) -> Iterator[Fault]:
    """Yield a fault where the figures of these columns do not rise from the first to the last."""
    for (low, small), (high, large) in pairwise((name, row[name]) for name in names):
        if small > large * (1 + ROUNDING) + ROUNDING:
            what = f"{low} {small:g} is above {high} {large:g}"
            yield Fault(what=what, where=where, fix=f"write them so that {low} is the smaller")


def _is_month(text: str) -> bool:
    """Return whether a text is a month, YYYY-MM."""
    return MONTH.fullmatch(text) is not None


def _words(cell: str | None) -> tuple[str, ...]:
    """Return the words of a cell, which are separated by semicolons."""
    return tuple(word.strip() for word in cell.split(";")) if cell else ()
