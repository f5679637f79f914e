"""The periods of an incident, and the chance that the event still lasts in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from supplypact.algebra.sets import Array
from supplypact.domain.event import Event
from supplypact.domain.hazard import MONTHS, DurationLaw
from supplypact.domain.incident import MONTH, Grid
from supplypact.domain.risk import DAYS

WEEKS = 13
"""Weeks of the first quarter; months follow."""
WEEK = 7.0
NEAR = 0.5
"""Days by which an edge may be off, since a day of decision is a whole one."""
LATEST = 12
"""The last months of a law tell how it goes on after them."""


def grid_of(months: int = MONTHS) -> Grid:
    """Return a quarter of weeks, then months, up to about so many months."""
    quarter = WEEKS * WEEK
    start = np.concatenate([np.arange(WEEKS) * WEEK, quarter + MONTH * np.arange(months - 3)])
    days = np.concatenate([np.full(WEEKS, WEEK), np.full(months - 3, MONTH)])
    return Grid(start=start, days=days)


def of_edges(edges: Sequence[float]) -> Grid:
    """Return the periods between days that rise."""
    return Grid(start=np.array(edges[:-1]), days=np.diff(edges))


def with_edge(edges: Sequence[float], day: float) -> tuple[float, ...]:
    """Return the edges with one more, unless a period begins on that day anyway."""
    near = any(abs(day - edge) < NEAR for edge in edges)
    return tuple(edges) if near or day > edges[-1] else tuple(sorted((*edges, day)))


def depth(
    grid: Grid, start: Array | float, end: Array | float, *, delay: float, share: float
) -> Array:
    """Return the part of shipments that a cut takes in each period.

    Args:
        grid: The periods.
        start: Day from which it is felt, any shape.
        end: Day from which it is over, infinite while none is known.
        delay: Days from the start in which nothing leaves at all.
        share: Part that is cut after those.

    Returns:
        Shape (*start, period).

    """
    stop = np.minimum(np.asarray(start) + delay, end)
    part: Array = grid.overlap(start, stop) + share * grid.overlap(stop, end)
    return part / grid.months


def still_on(law: DurationLaw, months: Array) -> Array:
    """Return the chance that an event lasts longer than ``months``; beyond the law it decays on."""
    alive = np.array(law.alive)
    known: Array = np.interp(months, np.arange(MONTHS + 1.0), alive)
    if alive[-1] <= 0:
        return known
    rate = np.log(alive[-1 - LATEST] / alive[-1]) / LATEST
    beyond: Array = alive[-1] * np.exp(-rate * np.maximum(months - MONTHS, 0.0))
    return np.where(months > MONTHS, beyond, known)


def chance(
    events: Sequence[Event], laws: Mapping[str, DurationLaw], day0: date, now: date, grid: Grid
) -> Array:
    """Return the chance that any event of unknown end still lasts in each period.

    It is that of the middle of the period, given that the events that have begun last ``now``; of
    periods before that it is 1.  Where every end is known it is 1: what is lost ends by itself.
    """
    middle = np.maximum(grid.start + grid.days / 2.0, (now - day0).days)
    chances = [
        _given_now(laws[event.law], event, middle + _age(event, day0), now)
        for event in events
        if event.end is None
    ]
    longest: Array = np.max(chances or [np.ones(len(middle))], axis=0)
    return longest


def _age(event: Event, day: date) -> int:
    return (day - event.start).days


def _given_now(law: DurationLaw, event: Event, age: Array, now: date) -> Array:
    """Return the chance to last longer than ``age`` days, given that the event lasts now."""
    today = max(_age(event, now), 0) / MONTH
    begun = float(still_on(law, np.array([today]))[0])
    given: Array = still_on(law, np.maximum(age, 0.0) / MONTH) / max(begun, 1e-12)
    return given


def weights(
    events: Sequence[Event],
    laws: Mapping[str, DurationLaw],
    *,
    day0: date,
    now: date,
    grid: Grid,
    discount_rate: float,
) -> Array:
    """Return what a dollar of each period counts now: chance and discount, 0 if it is past."""
    days = grid.start - (now - day0).days
    discount = (1.0 + discount_rate) ** (-np.maximum(days, 0.0) / DAYS)
    worth: Array = chance(events, laws, day0, now, grid) * discount * (days > -NEAR)
    return worth
