"""Hazards as people read them: once in so many years, how deep, how long, what is behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from supplypact.domain.hazard import EVERYONE, MONTHS, DurationLaw, Hazard

OVER = 10_000
"""Years beyond which a range is only said to be long."""


def sort_by_loss(hazards: Iterable[Hazard]) -> list[Hazard]:
    """Return the hazards, those first that cut most of a supplier's shipments in a mean year."""
    return sorted(hazards, key=lambda each: (-each.rate * each.severity, each.id))


def shown(
    hazards: Iterable[Hazard], laws: Iterable[DurationLaw], material: str = ""
) -> pl.DataFrame:
    """Return the hazards in words, for a screen of 120 columns; ``material`` is named first."""
    half = {law.id: law.median() for law in laws}
    rows = [
        {
            "kind": _kind(each),
            "supplier": f"{each.supplier} {each.stage}",
            "materials": materials_in_words(each.materials, material),
            "once in years": years_in_words(each),
            "cut, %": _cut(each),
            "half over": months_in_words(half[each.law]),
            "events": ", ".join(each.events) or "-",
        }
        for each in hazards
    ]
    return pl.DataFrame(rows)


def listed(
    hazards: Iterable[Hazard], laws: Iterable[DurationLaw], titles: Mapping[str, str]
) -> pl.DataFrame:
    """Return the hazards with all figures, years between events, months and titles of events."""
    half = {law.id: law.median() for law in laws}
    rows = [
        {
            "hazard": each.id,
            **{name: getattr(each, name) for name in ("kind", "supplier", "stage")},
            "materials": list(each.materials),
            "target": each.target,
            **{name: getattr(each, name) for name in ("rate", "rate_low", "rate_high")},
            "once_in_years": years(each.rate),
            **{f"severity{end}": getattr(each, f"severity{end}") for end in ("", "_low", "_high")},
            "law": each.law,
            "median_months": half[each.law],
            "events": [{"event": event, "title": titles[event]} for event in each.events],
            "note": each.note or None,
        }
        for each in hazards
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def event_lines(hazards: Iterable[Hazard], events: pl.DataFrame) -> list[str]:
    """Return a line for each past event behind the hazards: id, when, what, how it stands."""
    behind = {event for hazard in hazards for event in hazard.events}
    told = events.filter(pl.col("event").is_in(list(behind))).sort("start")
    return [
        f"{row['event']:<11}{_when(row['start'], row['end'], row['state']):<20}{row['title']}"
        for row in told.iter_rows(named=True)
    ]


def years(rate: float) -> float | None:
    """Return the mean years from one event to the next, None if there is never one."""
    return 1.0 / rate if rate > 0.0 else None


def years_in_words(hazard: Hazard) -> str:
    """Return how often a hazard strikes: 57 (33-130)."""
    if hazard.rate <= 0.0:
        return "never"
    ends = _years(hazard.rate_high), _years(hazard.rate_low)
    return f"{_years(hazard.rate)} ({ends[0]}-{ends[1]})"


def months_in_words(median: float | None) -> str:
    """Return the months after which half of the events are over."""
    return f">{MONTHS} mo" if median is None else f"{median:.0f} mo"


def materials_in_words(materials: tuple[str, ...], first: str = "") -> str:
    """Return the material, or the first of several and how many others are hit with it."""
    words = [each.replace("_", " ") for each in sorted(materials, key=lambda each: each != first)]
    return words[0] if len(words) == 1 else f"{words[0]} + {len(words) - 1}"


def _kind(hazard: Hazard) -> str:
    """Return the kind, and that it cuts the parties alone where it does."""
    words = hazard.kind.replace("_", " ")
    return words if hazard.target == EVERYONE else f"{words} ({hazard.target})"


def _cut(hazard: Hazard) -> str:
    """Return the severity in percent: 84 (49-100)."""
    middle, low, high = (
        f"{100 * part:.0f}" for part in (hazard.severity, hazard.severity_low, hazard.severity_high)
    )
    return f"{middle} ({low}-{high})"


def _years(rate: float) -> str:
    """Return the years between events in two digits."""
    if rate * OVER < 1.0:
        return f">{OVER:,}"
    return f"{float(f'{1.0 / rate:.2g}'):,.0f}"


def _when(start: str, end: str | None, state: str) -> str:
    """Return when an event was on."""
    last = {"ended": end or "", "ongoing": "on", "unknown": "?"}[state]
    return f"{start} to {last}"
