"""Who may do what in each mode, and what the emergency sharing rule moves."""

from __future__ import annotations

import numpy as np

from supplypact.algebra.response_sides import Rules, spared
from supplypact.algebra.sets import Array, Chain
from supplypact.domain.incident import MaterialIncident
from supplypact.domain.response import FULL, PACT, SHARING
from supplypact.planning.risk.stocks import MONTHS_A_YEAR, scale
from supplypact.sharing.emergency import share

SAFE = 1.0 - 1e-9
"""Keeps a transfer within what its giver has left."""


def rules_of(mode: str, incident: MaterialIncident, chain: Chain) -> Rules:
    """Return the rules of a mode.

    Each feasible answer of ``alone`` is one of ``pact``, and each of any mode one of ``full``: so
    acting together never costs more.
    """
    if mode == FULL:
        return Rules()
    moved = shared(incident, chain) if mode == SHARING else None
    return Rules(apart=mode != PACT, waived=False, swaps=False, transfers=moved)


def shared(incident: MaterialIncident, chain: Chain) -> Array:
    """Return what the emergency sharing rule has users give each other.

    It is applied to the users of each stage by themselves, with their use as base consumption.
    What would arrive after the last period or beyond the loss, or may not be passed on, is not
    sent.

    Returns:
        Counted tonnes.  Shape (giver, taker, period).

    """
    i, months = incident, incident.grid.months
    made = _made(incident, chain)
    supply = (i.use[:, None] - i.loss / months).T
    moved = np.zeros((len(i.users), len(i.users), len(months)))
    stage = np.array([stage for _, stage in i.users])
    for each in np.unique(stage):
        mine = np.flatnonzero(stage == each)
        ruled = share(
            base_consumption=i.use[mine],
            base_net_imports=i.use[mine] - made[mine],
            production=np.broadcast_to(made[mine], supply[:, mine].shape),
            net_imports=supply[:, mine] - made[mine],
        )
        moved[np.ix_(mine, mine)] = np.moveaxis(ruled.transfers(), 0, -1) * months * SAFE
    given, most = moved.sum(axis=1), spared(i) * SAFE
    moved *= np.divide(most, given, out=np.ones_like(given), where=given > most)[:, None]
    known = np.isfinite(i.swap_lag)
    arrival = i.grid.arrival(np.where(known, i.swap_lag, 0.0))
    sent = moved * (known[:, :, None] & (arrival >= 0))
    taker = np.broadcast_to(np.arange(len(i.users))[None, :, None], arrival.shape)
    coming = np.zeros_like(i.loss)
    np.add.at(coming, (taker, arrival), sent)
    part = np.divide(i.loss * SAFE, coming, out=np.ones_like(coming), where=coming > i.loss * SAFE)
    needed: Array = sent * part[taker, arrival]
    return needed


def _made(incident: MaterialIncident, chain: Chain) -> Array:
    """Return what each user's country makes of what it uses, a month, counted.  Shape (user)."""
    stages = [stage.id for stage in chain.stages]
    made = np.zeros(len(incident.users))
    for place, (country, stage) in enumerate(incident.users):
        number = stages.index(stage)
        given = chain.stages[number]
        own = given.exporter == chain.countries.index(country)
        output = float(given.reference[own, :, -1].sum()) * chain.unit / MONTHS_A_YEAR
        made[place] = output * scale(chain)[number]
    return made
