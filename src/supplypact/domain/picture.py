"""What disruptions meet, as plain arrays: all that the simulation is told (docs/simulation.md)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Numbers = NDArray[np.int32]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """What the plan does in each month of a disruption, as long as it lasts.

    Quantities a month, in the unit of the material.  A disruption is known by its hazard and the
    year in which it began.
    """

    surge: Array
    """Ordered from a pool for a user.  Shape (hazard, year, month, pool, user)."""
    release: Array
    """Shape (hazard, year, month, store, user)."""
    response: Array
    """Use given up in an orderly way, all steps.  Shape (hazard, year, month, user)."""
    short: Array
    """What the plan leaves missing, knowing that.  Shape (hazard, year, month, user)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MaterialPicture:
    """One material, in its own unit.

    A pool is a stage and the suppliers there whose goods are on their way for the same months.
    """

    material: str
    users: tuple[tuple[str, str], ...]
    """Party and stage whose product it uses."""
    stores: tuple[tuple[str, str], ...]
    """Holder and form, the stage whose product it holds."""
    use: Array
    """What a user uses in a month.  Shape (year, user)."""
    stock: Array
    """What the plan holds.  Shape (year, store)."""
    buying: Array
    """What can be bought back in a year.  Shape (year, store)."""
    lag: Numbers
    """Months from a pool to a user.  Shape (pool, user)."""
    maker_pool: Numbers
    """Shape (maker)."""
    spare: Array
    """What a maker can send in a month beyond its usual output.  Shape (year, maker)."""
    hazard: Numbers
    """Place of each hazard that strikes this material among those of ``Picture``."""
    helps: Mask
    """Whether a maker may help when the hazard strikes.  Shape (hazard, maker)."""
    reaches: Mask
    """Whether a pool makes what the hazard takes.  Shape (hazard, pool)."""
    loss: Array
    """What a disruption takes in a month, by the year it began.  Shape (hazard, year, user)."""
    first: Numbers
    """Month of the disruption in which the loss begins.  Shape (hazard, user)."""
    takes: Array
    """What a user can take from a store in a month.  Shape (hazard, year, store, user)."""
    ramp_months: float
    """Months until idle suppliers send all that they can."""
    handling: float
    """Part of its stock that a store can hand out in a month."""
    mutual: float
    """Part of its stock that a holder gives to other parties at most."""
    surge_cost: float
    """All costs are USD per unit."""
    release_cost: Array
    """Shape (store)."""
    response_share: Array
    """Part of the use that each step gives up at most.  Shape (step), cheapest first."""
    response_cost: Array
    """Shape (user, step)."""
    end_use_share: Array
    """Shape (user, end use)."""
    shortage_cost: Array
    """Shape (user, end use)."""
    tonnes: Array
    """Tonnes of a unit that a user misses.  Shape (user)."""
    course: Course

    @property
    def own(self) -> Mask:
        """Whether a store belongs to the party of a user.  Shape (store, user)."""
        same = [[holder == party for party, _ in self.users] for holder, _ in self.stores]
        return np.array(same, dtype=bool).reshape(len(self.stores), len(self.users))


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """What the disruptions of some years meet under one plan."""

    years: tuple[int, ...]
    parties: tuple[str, ...]
    hazards: tuple[str, ...]
    kinds: tuple[str, ...]
    """Kind of each hazard, as in ``Hazard``."""
    rate: Array
    """Strikes a year.  Shape (hazard, year)."""
    alive: Array
    """Chance that a disruption is still on after so many months.  Shape (hazard, month), one
    month more than the course has."""
    monthly_discount: float
    """Worth at the start of a disruption of a dollar spent a month later."""
    materials: tuple[MaterialPicture, ...]

    def frozen(self, year: int) -> Picture:
        """Return the picture in which every year is like that at place ``year``."""
        return replace(
            self,
            rate=_frozen(self.rate, 1, year),
            materials=tuple(_frozen_material(each, year) for each in self.materials),
        )


def _frozen(values: Array, axis: int, year: int) -> Array:
    return np.repeat(np.take(values, [year], axis=axis), values.shape[axis], axis=axis)


def _frozen_material(given: MaterialPicture, year: int) -> MaterialPicture:
    plan = given.course
    return replace(
        given,
        use=_frozen(given.use, 0, year),
        stock=_frozen(given.stock, 0, year),
        buying=_frozen(given.buying, 0, year),
        spare=_frozen(given.spare, 0, year),
        loss=_frozen(given.loss, 1, year),
        takes=_frozen(given.takes, 1, year),
        course=Course(
            surge=_frozen(plan.surge, 1, year),
            release=_frozen(plan.release, 1, year),
            response=_frozen(plan.response, 1, year),
            short=_frozen(plan.short, 1, year),
        ),
    )
