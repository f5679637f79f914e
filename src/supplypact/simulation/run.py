"""One material through a block of histories, month by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.simulation.active import Active
from supplypact.simulation.draws import Draws
from supplypact.simulation.kinds import MONTHS_A_YEAR, Array, Mask
from supplypact.simulation.month import Actions, Month
from supplypact.simulation.state import State
from supplypact.simulation.tables import Tables


@dataclass(frozen=True, kw_only=True, eq=False)
class Lost:
    """What disruptions cost and what is missing.  Shape (year, user, history) each."""

    usd: Array
    tonnes: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Lives:
    """Histories to be lived through together."""

    draws: Draws
    beyond: Mask
    """Whether the disruption may outlast the course.  Shape (strike)."""
    refill: Mask
    """Whether buying back takes time; otherwise stores are full after a disruption.
    Shape (history)."""

    @classmethod
    def of(cls, draws: Draws, *, beyond: bool = True, refill: bool = True) -> Lives:
        """Return histories that are all alike."""
        return cls(
            draws=draws,
            beyond=np.full(len(draws.history), beyond),
            refill=np.full(draws.histories, refill),
        )


def join(every: Sequence[Lives]) -> Lives:
    """Return all histories, one after the other."""
    first = np.cumsum([0, *(each.draws.histories for each in every)])
    draws = Draws(
        histories=int(first[-1]),
        history=np.concatenate(
            [each.draws.history + n for each, n in zip(every, first[:-1], strict=True)]
        ),
        hazard=np.concatenate([each.draws.hazard for each in every]),
        onset=np.concatenate([each.draws.onset for each in every]),
        months=np.concatenate([each.draws.months for each in every]),
        late=np.concatenate([each.draws.late for each in every]),
    )
    return Lives(
        draws=draws,
        beyond=np.concatenate([each.beyond for each in every]),
        refill=np.concatenate([each.refill for each in every]),
    )


def run(tables: Tables, lives: Lives, told: Callable[[Month], None] | None = None) -> Lost:
    """Live through histories.

    Args:
        tables: The material.
        lives: Histories; strikes that take nothing of the material are passed over.
        told: Called with every month that has a disruption.

    """
    given, histories = tables.given, lives.draws.histories
    years = len(given.use)
    usd, tonnes = np.zeros((2, years, len(given.users), histories))
    kept = taking(tables, lives.draws)
    strikes, beyond = lives.draws.select(kept), lives.beyond[kept]
    state = State(tables, lives.refill)
    for month in range(years * MONTHS_A_YEAR):
        state.begin(month)
        on = np.flatnonzero((strikes.onset <= month) & (month < strikes.end))
        calm = np.ones(histories, dtype=bool)
        if len(on) == 0:
            state.finish(month, calm)
            continue
        active = Active(tables, strikes.select(on), beyond[on], month)
        calm[active.rows] = False
        done = Actions(tables, state, active)
        usd[active.year][:, active.rows] += done.cost
        tonnes[active.year][:, active.rows] += done.short * given.tonnes[:, None]
        bought = state.finish(month, calm)
        if told is not None:
            told(done.month(bought))
    return Lost(usd=usd, tonnes=tonnes)


def taking(tables: Tables, draws: Draws) -> Mask:
    """Return which strikes take something of the material.  Shape (strike)."""
    takes = tables.given.loss.sum(axis=2) > 0
    taken: Mask = (tables.place >= 0)[draws.hazard]
    mine = np.flatnonzero(taken)
    year = draws.onset[mine] // MONTHS_A_YEAR
    taken[mine] = takes[tables.place[draws.hazard[mine]], year]
    return taken
