"""What may strike: each hazard in each year, and the tail of a year over what strikes first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from supplypact.algebra.sets import Array
from supplypact.decomposition.parts import Scenarios, Tail
from supplypact.domain.hazard import LATE
from supplypact.domain.risk import LEVEL
from supplypact.planning.risk.families import MaterialRisk
from supplypact.planning.risk.scaled import THOUSAND


def scenarios(
    materials: Sequence[MaterialRisk], discount: Array, *, weight: float, money: float
) -> tuple[Scenarios, tuple[Tail, ...]]:
    """Return the scenarios (hazard, year), and the tail of each year over what strikes first.

    A hazard strikes all its materials at once.  The year is calm with the chance that no hazard
    strikes; otherwise the first one is each with a chance in proportion to its rate.  A project
    that is late is no strike: it counts by its expected cost, whatever the weight of the tail.

    Args:
        materials: The families of each material.
        discount: Worth today of a dollar in each year.
        weight: Of the tail.
        money: USD of a unit of the two-stage problem.

    """
    number: dict[tuple[str, int], int] = {}
    rates: list[float] = []
    late: list[bool] = []
    entries: list[tuple[int, int, int, float]] = []
    family = 0
    for each in materials:
        for events in each.events:
            for rhs, (hazard, year) in enumerate(events):
                key = hazard.id, year
                if key not in number:
                    number[key] = len(rates)
                    rates.append(hazard.rate)
                    late.append(hazard.kind == LATE)
                entries.append((number[key], family, rhs, each.money * THOUSAND / money))
            family += 1
    year_of = np.array([year for _, year in number], dtype=int)
    rate, is_late = np.array(rates), np.array(late, dtype=bool)
    expected = np.where(is_late, 1.0, 1.0 - weight) * rate * discount[year_of]
    tails = [
        _tail(rate, (year_of == year) & ~is_late, weight * float(worth))
        for year, worth in enumerate(discount)
    ]
    table = np.array(entries, dtype=float).reshape(-1, 4)
    return (
        Scenarios(
            weight=np.append(expected, 0.0),
            scenario=table[:, 0].astype(np.int32),
            family=table[:, 1].astype(np.int32),
            rhs=table[:, 2].astype(np.int32),
            times=table[:, 3],
        ),
        tuple(tails),
    )


def _tail(rate: Array, mine: Array, weight: float) -> Tail:
    """Return the tail over the scenarios ``mine``; the calm one stands last of all."""
    return Tail(
        weight=weight,
        level=LEVEL,
        scenarios=np.append(np.flatnonzero(mine), len(rate)).astype(np.int32),
        probability=first_strike(rate[mine]),
    )


def first_strike(rate: Array) -> Array:
    """Return the chance that each hazard is the first of the year, and last that none strikes."""
    total = float(rate.sum())
    calm = float(np.exp(-total))
    part = rate / total if total > 0 else rate
    first = (1.0 - calm) * part
    return np.append(first, 1.0 - first.sum())
