"""Past events to hazards and duration laws, as the tables of these names hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from supplypact.hazarding.delays import estimate_delays
from supplypact.hazarding.durations import Fit, Spell, exponential, survival
from supplypact.hazarding.events import Event, read_events
from supplypact.hazarding.governance import Band, strong_suppliers
from supplypact.hazarding.kinds import GROUPS, KINDS, WINDOW_END, Reach
from supplypact.hazarding.links import Link, chains, links_at_risk
from supplypact.hazarding.rates import spread_of_suppliers
from supplypact.hazarding.record import Record

SOURCE = "hazard-estimates"
"""Stands in the table ``sources``."""

YEAR = int(WINDOW_END[:4])


@dataclass(frozen=True, kw_only=True)
class Target:
    """What one class of events hits."""

    name: str
    supplier: str
    stage: str
    materials: tuple[str, ...]
    part: float
    """Part of the rate of the supplier's unit of risk."""


def records(tables: Mapping[str, pl.DataFrame], since: str = "") -> tuple[Record, ...]:
    """Return the record of each kind of hazard.

    Args:
        tables: ``hazard_events``, ``production``, ``stages`` and ``countries``.
        since: Month from which events count, if later than the kind's own window.
    """
    links, stages = links_at_risk(tables["production"]), chains(tables["stages"])
    events = [each for each in read_events(tables["hazard_events"]) if not each.left_out]
    found = [
        Record(
            kind=kind,
            since=max(kind.since, since),
            events=tuple(each for each in events if each.kind == kind.id),
            links=links,
            stages=stages,
        )
        for kind in KINDS
    ]
    band = band_of(found, strong_suppliers(tables["countries"]))
    return tuple(replace(each, band=band) if each.kind.deliberate else each for each in found)


def band_of(found: Sequence[Record], strong: frozenset[str]) -> Band:
    """Return what the actions of governments tell of governance, their kinds together."""
    acts = Counter[str]()
    for record in found:
        if record.kind.deliberate:
            acts.update({who: len(events) for who, events in record.counted.items()})
    units = found[0].units
    mine = sum(acts[supplier] for supplier in strong)
    return Band(
        strong=strong,
        events=mine,
        others=acts.total() - mine,
        share=sum(units[supplier] for supplier in strong) / units.total(),
    )


def spread_of(found: Sequence[Record]) -> float:
    """Return how much suppliers differ: measured on acts of governments, taken for every kind."""
    return spread_of_suppliers(
        [list(each.counts.values()) for each in found if each.kind.deliberate]
    )


def estimate_hazards(tables: Mapping[str, pl.DataFrame], since: str = "") -> pl.DataFrame:
    """Return the table ``hazards``, estimated from ``hazard_events`` on the links at risk."""
    found = records(tables, since)
    spread = spread_of(found)
    rows = [row for record in found for row in _rows(record, spread)]
    return pl.DataFrame(rows, infer_schema_length=None).sort("hazard")


def spells(events: tuple[Event, ...]) -> dict[str, list[Spell]]:
    """Return how long the events of each duration law lasted."""
    law = {kind.id: kind.law for kind in KINDS}
    found: dict[str, list[Spell]] = {kind.law: [] for kind in KINDS}
    for event in events:
        if spell := event.spell():
            found[law[event.kind]].append(spell)
    return found


def estimate_laws(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the table ``duration_laws``; raises DataError for a law without a known end.

    Args:
        tables: ``hazard_events``, ``costs`` and ``projects``.
    """
    rows: list[dict[str, Any]] = [
        row | _provenance(row["method"]) for row in estimate_delays(tables).iter_rows(named=True)
    ]
    for law, found in spells(read_events(tables["hazard_events"])).items():
        fit = exponential(found)
        curves = (survival(fit.rate), survival(fit.rate_high), survival(fit.rate_low))
        rows += [
            {"law": law, "month": month, "alive": alive, "low": low, "high": high}
            | _provenance(_law_method(fit, found))
            for month, (alive, low, high) in enumerate(zip(*curves, strict=True))
        ]
    return pl.DataFrame(rows)


def _rows(record: Record, spread: float) -> Iterator[dict[str, Any]]:
    """Yield the hazards of one kind."""
    severity, low, high = record.severity()
    for target in _targets(record):
        rate = record.rate(target.supplier, spread).times(target.part)
        own = _own_events(record, target)
        yield {
            "hazard": f"{record.kind.id}-{target.supplier}-{target.stage}-{target.name}",
            "kind": record.kind.id,
            "supplier": target.supplier,
            "stage": target.stage,
            "materials": ";".join(target.materials),
            "target": record.kind.target,
            "severity": severity,
            "severity_low": low,
            "severity_high": high,
            "rate": rate.mean,
            "rate_low": rate.low,
            "rate_high": rate.high,
            "law": record.kind.law,
            "events": ";".join(own) or None,
            "note": None if own else "no event of its own in the records; drawn from its kind",
        } | _provenance(_method(record, spread))


def _own_events(record: Record, target: Target) -> tuple[str, ...]:
    """Return the events that count for the target's supplier, or for the route."""
    supplier = "" if record.kind.reach is Reach.ROUTE else target.supplier
    return record.counted.get(supplier, ())


def _targets(record: Record) -> Iterator[Target]:
    """Yield what the classes of one kind hit, by supplier and stage."""
    sites: dict[tuple[str, str], list[Link]] = {}
    for link in record.links:
        sites.setdefault((link.supplier, link.stage), []).append(link)
    for (supplier, stage), links in sites.items():
        made = tuple(link.material for link in links)
        if record.kind.reach in {Reach.COUNTRY, Reach.ROUTE}:
            yield Target(name="all", supplier=supplier, stage=stage, materials=made, part=1.0)
        else:
            together = record.together if record.kind.reach is Reach.SET else 0.0
            for name, materials, part in _sets(made, together):
                yield Target(
                    name=name, supplier=supplier, stage=stage, materials=materials, part=part
                )


def _sets(made: tuple[str, ...], together: float) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Yield each set of materials that is hit at once, its name, and its part of the rate.

    A material is hit alone in a part ``1 - together`` of its events, with its group in the others;
    always alone if the supplier makes nothing else of the group at the stage.
    """
    grouped = {name: tuple(each for each in made if each in of) for name, of in GROUPS.items()}
    sets = {name: members for name, members in grouped.items() if len(members) > 1}
    if together > 0.0:
        yield from ((name, members, together) for name, members in sets.items())
    in_sets = {each for members in sets.values() for each in members}
    for material in made:
        part = 1.0 - together if material in in_sets else 1.0
        if part > 0.0:
            yield material, (material,), part


def _provenance(method: str) -> dict[str, Any]:
    """Return the last columns of an estimated row."""
    return {"source": SOURCE, "year": YEAR, "quality": "estimate", "method": method}


def _method(record: Record, spread: float) -> str:
    """Return how the rates and severities of one kind were estimated."""
    per = {Reach.COUNTRY: "supplier-years", Reach.ROUTE: "route-years"}
    unit = per.get(record.kind.reach, "years of a supplier's material and stage")
    known = sum(each.cut is not None for each in record.events)
    cut = f"mean of {known} records" if known else "judgement"
    drawn = (
        ""
        if record.kind.reach is Reach.ROUTE
        else f"; suppliers drawn together, shape {spread:.2g}"
    )
    band = f"; strong governance times {record.band.factor:.2g}" if record.band else ""
    return (
        f"gamma-Poisson: {len(record.struck)} events, {record.total_hits} hits in "
        f"{record.exposure:,.0f} {unit} since {record.since}{drawn}{band}; severity: {cut}"
    )


def _law_method(fit: Fit, found: list[Spell]) -> str:
    """Return how a duration law was estimated."""
    return (
        f"exponential by maximum likelihood: {fit.ends} ends in {fit.time:g} months of "
        f"{len(found)} events, {len(found) - fit.ends} of them still on"
    )
