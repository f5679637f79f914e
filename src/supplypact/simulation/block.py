"""A block of histories of one material, and what each cause of a difference does to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.domain.picture import Picture
from supplypact.simulation.claim import planned_cost
from supplypact.simulation.draws import Draws
from supplypact.simulation.kinds import MONTHS_A_YEAR, Array, Mask
from supplypact.simulation.run import Lives, join, run, taking
from supplypact.simulation.tables import Tables, tables_of

LATE, BEYOND, REFILL, OVERLAP = (
    "late projects",
    "disruptions beyond the planner's months",
    "stocks not yet refilled",
    "overlapping disruptions",
)
CAUSES = (LATE, BEYOND, REFILL, OVERLAP)
"""What is switched off, one after the other."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A picture, ready to be simulated."""

    picture: Picture
    materials: tuple[Tables, ...]

    @classmethod
    def of(cls, picture: Picture) -> Case:
        """Lay out every material."""
        hazards = len(picture.hazards)
        return cls(
            picture=picture,
            materials=tuple(tables_of(each, hazards) for each in picture.materials),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """What a block of histories loses of one material, or of all."""

    usd: Array
    """Shape (year, party, history)."""
    tonnes: Array
    """Missing.  Shape (year, party, history)."""
    without: Array
    """USD with the causes of ``CAUSES`` gone, one after the other.  Shape (cause, history)."""

    @classmethod
    def nothing(cls, picture: Picture, histories: int) -> Told:
        """Return that nothing is lost."""
        shape = (len(picture.years), len(picture.parties), histories)
        return cls(
            usd=np.zeros(shape), tonnes=np.zeros(shape), without=np.zeros((len(CAUSES), histories))
        )

    def add(self, other: Told) -> Told:
        """Return both together."""
        return Told(
            usd=self.usd + other.usd,
            tonnes=self.tonnes + other.tonnes,
            without=self.without + other.without,
        )


def live(parties: tuple[str, ...], tables: Tables, drawn: Draws) -> Told:
    """Live through a block of histories of one material.

    Histories that a cause can change are lived through once more without it, beside the others.
    """
    draws = drawn.select(taking(tables, drawn))
    known = draws.select(~draws.late)
    short = known.at_most(tables.months)
    longest = tables.months - int(tables.lags.max(initial=0))
    several = short.count() > 1
    chosen = (
        np.ones(draws.histories, dtype=bool),
        draws.count() > known.count(),
        known.select(known.months > longest).count() > 0,
        several if tables.given.stores else np.zeros_like(several),
    )
    every = (
        Lives.of(_apart(draws, chosen[0])),
        Lives.of(_apart(known, chosen[1])),
        Lives.of(_apart(short, chosen[2]), beyond=False),
        Lives.of(_apart(short, chosen[3]), beyond=False, refill=False),
    )
    lost = run(tables, join(every))
    total = lost.usd.sum(axis=(0, 1))
    edges = np.cumsum([each.draws.histories for each in every])
    parts = np.split(total, edges[:-1])
    levels = [parts[0]]
    for mine, part in zip(chosen[1:], parts[1:], strict=True):
        levels.append(levels[-1].copy())
        levels[-1][mine] = part
    party = np.array([[user == name for user, _ in tables.given.users] for name in parties])
    return Told(
        usd=_by_party(party, lost.usd[:, :, : edges[0]]),
        tonnes=_by_party(party, lost.tonnes[:, :, : edges[0]]),
        without=np.stack([*levels[1:], alone(tables, short)]),
    )


def _apart(draws: Draws, chosen: Mask) -> Draws:
    """Return the chosen histories, without strikes of a hazard that is on already."""
    mine = draws.of(chosen)
    return mine.select(~mine.again())


def _by_party(party: Mask, values: Array) -> Array:
    summed: Array = np.einsum("yuh,pu->yph", values, party.astype(float))
    return summed


def alone(tables: Tables, draws: Draws) -> Array:
    """Return the USD of each history if every disruption went by the course.

    Nothing is left out but what falls after the last year.  Shape (history).
    """
    cost = planned_cost(tables).sum(axis=3)
    so_far = np.concatenate([np.zeros_like(cost[:, :, :1]), np.cumsum(cost, axis=2)], axis=2)
    months = np.minimum(draws.months, cost.shape[1] * MONTHS_A_YEAR - draws.onset)
    place = tables.place[draws.hazard]
    each = so_far[place, draws.onset // MONTHS_A_YEAR, months]
    total: Array = np.bincount(draws.history, each, minlength=draws.histories).astype(float)
    return total
