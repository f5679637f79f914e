"""One material of an incident as plain arrays: all that the optimiser and the replay are told.

Quantities are *counted tonnes*: tonnes of the last product of the chain that they become.  Money
is USD.  A period is a week or a month; the first begins on the day of decision, day 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Numbers = NDArray[np.int32]
    Mask = NDArray[np.bool_]

MONTH = 365.0 / 12.0
"""Days of a month, wherever a rate is a month's."""
DAY = 1.0 / MONTH


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """The periods of an incident."""

    start: Array
    """Day on which each begins; the first is 0.  Shape (period)."""
    days: Array
    """Shape (period)."""

    @property
    def months(self) -> Array:
        """Length of each period in months."""
        return self.days * DAY

    @property
    def end(self) -> float:
        """Day after the last period."""
        return float(self.start[-1] + self.days[-1])

    def holding(self, day: Array | float) -> Numbers:
        """Return the period that holds each day; -1 for a day after the last period."""
        day = np.asarray(day, dtype=float)
        place = np.searchsorted(self.start, day + 1e-9, side="right") - 1
        found: Numbers = np.where(day + 1e-9 >= self.end, -1, place).astype(np.int32)
        return found

    def arrival(self, lag: Array) -> Numbers:
        """Return the period in which a thing ordered in each period arrives, -1 if after all.

        Args:
            lag: Days on the way, any shape.

        Returns:
            Shape (*lag, period).

        """
        return self.holding(np.asarray(lag, dtype=float)[..., None] + self.start)

    def overlap(self, first: Array | float, last: Array | float) -> Array:
        """Return the months of each period between two days.  Shape (*first, period)."""
        first, last = np.asarray(first, float)[..., None], np.asarray(last, float)[..., None]
        inside = np.minimum(last, self.start + self.days) - np.maximum(first, self.start)
        months: Array = np.maximum(inside, 0.0) * DAY
        return months


@dataclass(frozen=True, kw_only=True, eq=False)
class MaterialIncident:
    """One material that an event strikes."""

    material: str
    grid: Grid
    weight: Array
    """Chance that the event still lasts, times the discount.  Shape (period)."""
    users: tuple[tuple[str, str], ...]
    """Party and stage whose product it uses."""
    tonnes: Array
    """Tonnes of its own product of a counted tonne.  Shape (user)."""
    use: Array
    """A month.  Shape (user)."""
    loss: Array
    """What the event takes in each period.  Shape (user, period)."""
    fed: Array
    """Part of the loss that goods of an earlier stage than the user's own can replace: what the
    parties' own plants lost of their feed; 1 where makers make what the user takes.  Shape
    (user)."""
    own_right: Array
    """Part of the use that may be turned over to others: what a supplier that struck some buyers
    only still sends may not be passed on to these.  Shape (user)."""
    makers: tuple[tuple[str, str], ...]
    """Country and stage of each supplier that may help."""
    barred: Mask
    """Whether buying more from it takes a waiver (countries of concern).  Shape (maker)."""
    lag: Array
    """Days from a maker to a user, its lead time included; NaN where it does not help.  Shape
    (maker, user)."""
    idle: Array
    """What a maker can send a month beyond its output, when all runs.  Shape (maker)."""
    ramp_months: float
    """Months until all of ``idle`` runs, in equal monthly steps."""
    others: Array
    """What can be won a month from a maker's other buyers.  Shape (maker)."""
    reroute_lag: Array
    """Days until such cargo arrives.  Shape (maker, user)."""
    stores: tuple[tuple[str, str, str], ...]
    """Holder, form (stage whose product it is) and kind (national, industry, given)."""
    stock: Array
    """Shape (store)."""
    handling: float
    """Part of its stock that a store hands out in a month at most."""
    mutual: Array
    """Part of its stock that a store owes the other parties.  Shape (store)."""
    lendable: Array
    """Part that it may give them with a waiver.  Shape (store)."""
    takes: Array
    """What a user can take of a store's form in a month.  Shape (store, user)."""
    release_lag: Array
    """Days from a store to a user.  Shape (store, user)."""
    swap_lag: Array
    """Days by which a cargo is later if it is turned from one user to another; NaN where it cannot
    be (same party, another product).  Shape (user, user)."""
    substitute_share: Array
    """Part of the use that each step saves.  Shape (step), cheapest first."""
    substitute_day: Array
    """Day from which each step can be had.  Shape (step)."""
    end_uses: tuple[str, ...]
    end_use_share: Array
    """Adds up to 1.  Shape (user, end use)."""
    projects: tuple[tuple[str, str], ...]
    """Id and country of plants under way that can be brought forward."""
    project_rate: Array
    """What each sends a month in the time won.  Shape (project)."""
    project_first: Array
    """Day of the first tonne if it is brought forward.  Shape (project)."""
    project_last: Array
    """Day on which it would have begun anyway.  Shape (project)."""
    project_lead: float
    """Days from the decision until a plant can begin at the earliest."""
    project_lag: Array
    """Days to each user; NaN where it does not help.  Shape (project, user)."""
    product_tonnes: Mapping[str, float]
    """Tonnes of each stage's product of a counted tonne."""
    surge_cost: float
    """All costs are USD per counted tonne beyond a normal purchase."""
    reroute_cost: float
    release_cost: float
    swap_cost: float
    expedite_cost: float
    substitute_cost: Array
    """Shape (user, step)."""
    shortage_cost: Array
    """Shape (user, end use)."""

    @property
    def mean_shortage_cost(self) -> Array:
        """Loss of a counted tonne that is missing from all uses alike.  Shape (user)."""
        mean: Array = (self.end_use_share * self.shortage_cost).sum(axis=1)
        return mean

    @property
    def own(self) -> Mask:
        """Whether a store belongs to the party of a user.  Shape (store, user)."""
        same = [[holder == party for party, _ in self.users] for holder, _, _ in self.stores]
        return np.array(same, dtype=bool).reshape(len(self.stores), len(self.users))

    @property
    def nothing(self) -> float:
        """Expected loss in USD if nobody does anything."""
        return float((self.mean_shortage_cost[:, None] * self.loss * self.weight).sum())


@dataclass(frozen=True, kw_only=True, eq=False)
class Orders:
    """What is ordered in each period, in counted tonnes; it arrives after its lag."""

    surge: Array
    """Shape (maker, user, period)."""
    reroute: Array
    """Shape (maker, user, period)."""
    release: Array
    """Shape (store, user, period)."""
    swap: Array
    """From the first user to the second, by the period in which the first goes without.  Shape
    (user, user, period)."""
    substitute: Array
    """Shape (user, step, period)."""
    restrain: Array
    """Given up in an orderly way.  Shape (user, end use, period)."""
    expedite: Array
    """A month, in the time won.  Shape (project, user)."""
