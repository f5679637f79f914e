"""The dimensions of the model and the given quantities of one material's chain.

Letters: m material, s stage, i exporter, j importer, y year, p project, t tag.  A tag is the
tuple of origin classes of the countries where a flow passed the stages *before* the one that
made it; the class of the exporter itself completes it on arrival.  Tags are numbered in base
``CLASSES``, the first stage in the highest place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supplypact.domain.pact import Origin

ORIGINS: tuple[Origin, ...] = tuple(Origin)
"""Origin classes; their place here is their number in a tag."""
CLASSES = len(ORIGINS)
CONCERN = ORIGINS.index(Origin.CONCERN)
ALLIED = (ORIGINS.index(Origin.PARTY), ORIGINS.index(Origin.PARTNER))
"""Classes whose plants keep feed of different origin apart under contract."""

Array = NDArray[np.float64]
Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]


def own_tag(origin: int, stages: int) -> int:
    """Return the tag of a flow whose ``stages`` earlier stages all had the class ``origin``."""
    return sum(origin * CLASSES**place for place in range(stages))


def passed(tag: Numbers, stage: int, stages: int) -> Numbers:
    """Return the class at ``stage`` (from 0) of tags over ``stages`` stages."""
    digit: Numbers = (tag // CLASSES ** (stages - 1 - stage)) % CLASSES
    return digit


def tag_label(tag: int, stages: int) -> str:
    """Return a tag as one letter a stage: c concern, p party, a partner (ally), o other."""
    letters = "cpao"
    return "".join(
        letters[(tag // CLASSES ** (stages - 1 - place)) % CLASSES] for place in range(stages)
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class StageSet:
    """One stage of a chain.  Quantities are in units of the chain (see ``Chain.unit``)."""

    id: str
    recovery: float
    other_feed_share: float
    capacity: Array
    """Largest output without new projects.  Shape (country, year)."""
    demand: Array
    """Final use of this stage's product.  Shape (country, year)."""
    exporter: Numbers
    """Country number at the start of each arc.  Shape (arc)."""
    importer: Numbers
    """Country number at the end of each arc.  Shape (arc)."""
    reference: Array
    """Flow on each arc by tag in the base case.  Shape (arc, tag, year)."""
    composition: Array
    """Tags of each country's output in the base case, sums to 1.  Shape (country, tag, year)."""
    project: Numbers
    """Number of the project behind each addition to capacity.  Shape (addition)."""
    project_country: Numbers
    """Country where it adds.  Shape (addition)."""
    project_output: Array
    """What it adds at full output.  Shape (addition)."""

    @property
    def tags(self) -> int:
        """Number of tags that flows of this stage may carry."""
        return int(self.reference.shape[1])


@dataclass(frozen=True, kw_only=True, eq=False)
class Chain:
    """One material from its first to its last stage, among the countries that take part."""

    material: str
    unit: float
    """Tonnes in one unit of every quantity: keeps gallium and copper on one scale."""
    price: float
    """USD per tonne of the material's basis."""
    priced: int
    """Number of the stage whose product has this price."""
    countries: tuple[str, ...]
    origin: Numbers
    """Class of each country.  Shape (country)."""
    party: Mask
    """Which countries are parties.  Shape (country)."""
    years: tuple[int, ...]
    stages: tuple[StageSet, ...]

    def steps(self, stage: int, target: int) -> float:
        """Return the tonnes at stage ``target`` behind one tonne of a later ``stage``."""
        tonnes = 1.0
        for each in self.stages[target + 1 : stage + 1]:
            tonnes /= each.recovery
        return tonnes


@dataclass(frozen=True, kw_only=True, eq=False)
class ProjectSet:
    """The candidates: when each may start, what that brings and costs."""

    ids: tuple[str, ...]
    years: tuple[int, ...]
    may_start: Mask
    """Shape (project, year)."""
    ramp: Array
    """Part of full output in a year, by start.  Shape (project, start year, year)."""
    spending: Array
    """Capex in USD by year, by start.  Shape (project, start year, year)."""
    premium: Array
    """Price floor payments in USD by year, by start.  Shape (project, start year, year)."""
