"""What the plan itself expects: every disruption alone, by the course, with all its stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.domain.hazard import LATE
from supplypact.domain.picture import Picture
from supplypact.simulation.kinds import MONTHS_A_YEAR, Array
from supplypact.simulation.tables import Tables


@dataclass(frozen=True, kw_only=True, eq=False)
class Claim:
    """Expected USD a year, by the year in which disruptions begin.  Shape (year) each."""

    claimed: Array
    """As the planner counts: within a disruption, later months count less."""
    undiscounted: Array
    """The same with all months counting in full."""
    within: Array
    """Of that, what falls before the end of the last year."""
    late: Array
    """Of that, what comes of late projects."""


def planned_cost(tables: Tables) -> Array:
    """Return USD of each month of each disruption where all goes by the course.

    Shape (hazard, year, month, user).
    """
    given = tables.given
    count, years, users = given.loss.shape
    planned = tables.split(tables.rows[: len(tables.rows) // 2])
    shape = (users, count, years, tables.months + 1)
    use = np.broadcast_to(given.use.T[:, None, :, None], shape).reshape(users, -1)
    cost = tables.costs.of_month(
        use, planned.surge.sum(axis=0), planned.release, planned.response, planned.meant
    )
    by_month: Array = np.moveaxis(cost.reshape(shape), 0, -1)[:, :, :-1]
    return by_month


def claim_of(picture: Picture, every: Sequence[Tables]) -> Claim:
    """Return what the plan claims for all materials together."""
    years = len(picture.years)
    total = np.zeros((4, years))
    for tables in every:
        cost = planned_cost(tables).sum(axis=3)
        months = cost.shape[2]
        hazards = tables.given.hazard
        weight = picture.alive[hazards, None, :months]
        discounted = weight * picture.monthly_discount ** np.arange(months)
        inside = weight * _inside(years, months)
        late = np.array([picture.kinds[hazard] == LATE for hazard in hazards], dtype=bool)
        of_late = inside * late[:, None, None]
        rate = picture.rate[hazards]
        for place, each in enumerate((discounted, weight, inside, of_late)):
            total[place] += (rate * (cost * each).sum(axis=2)).sum(axis=0)
    return Claim(claimed=total[0], undiscounted=total[1], within=total[2], late=total[3])


def _inside(years: int, months: int) -> Array:
    """Return the part of onsets of a year whose later months fall before the end of all years.

    Shape (year, month).
    """
    begun = MONTHS_A_YEAR * np.arange(years)[:, None, None] + np.arange(MONTHS_A_YEAR)[:, None]
    falls = begun + np.arange(months) < years * MONTHS_A_YEAR
    part: Array = falls.mean(axis=1)
    return part
