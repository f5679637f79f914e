"""Forecasts of imports by origin: the model's and the naive ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from supplypact.algebra.response_sides import Rules
from supplypact.algebra.sets import Array
from supplypact.backtesting.incident import Assumed, Bound, incident_of
from supplypact.domain.backtest import CUT_ONLY, NO_CHANGE, PROPORTIONAL, PastEvent, Trade
from supplypact.domain.incident import MONTH, Grid, MaterialIncident
from supplypact.responding.solve import IncidentLp

ALONE = Rules(apart=True, waived=False, swaps=False)
"""Each buyer answers for itself, as it was."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Forecast:
    """What the model says of the scored year.  Tonnes."""

    imports: Array
    """Shape (importer, origin)."""
    lost: float
    surge: float
    reroute: float
    missing: float


def forecast(event: PastEvent, trade: Trade, assumed: Assumed, bound: Bound = "share") -> Forecast:
    """Return what the model says of the scored year, knowing the year before and the cut.

    The model's costs do not tell makers apart: what a buyer orders comes from all that can send in
    time, in proportion to what they can.
    """
    incident = incident_of(event, trade, assumed, bound)
    orders = IncidentLp(incident).solve(incident, ALONE).orders
    inside = _inside(event, incident.grid)
    surged = _spread(incident, orders.surge, incident.lag, incident.idle, inside)
    won = _spread(incident, orders.reroute, incident.reroute_lag, incident.others, inside)
    taken = (incident.loss * inside).sum(axis=1)
    imports = trade.before.copy()
    imports[:, trade.origins.index(event.supplier)] -= taken
    places = [trade.origins.index(code) for code, _ in incident.makers]
    imports[:, places] += (surged + won).T
    return Forecast(
        imports=imports,
        lost=float(taken.sum()),
        surge=float(surged.sum()),
        reroute=float(won.sum()),
        missing=float(taken.sum() - surged.sum() - won.sum()),
    )


def naive(event: PastEvent, trade: Trade, assumed: Assumed) -> dict[str, Array]:
    """Return the naive forecasts by name.

    Where the cut is made up by shares, an importer that has no other origin goes without.
    """
    incident = incident_of(event, trade, assumed)
    taken = (incident.loss * _inside(event, incident.grid)).sum(axis=1)
    supplier = trade.origins.index(event.supplier)
    cut = trade.before.copy()
    cut[:, supplier] -= taken
    rest = trade.before.copy()
    rest[:, supplier] = 0.0
    total = rest.sum(axis=1, keepdims=True)
    share = np.divide(rest, total, out=np.zeros_like(rest), where=total > 0)
    return {
        NO_CHANGE: trade.before,
        PROPORTIONAL: cut + share * taken[:, None],
        CUT_ONLY: cut,
    }


def _inside(event: PastEvent, grid: Grid) -> Array:
    """Return the part of each period that lies in the scored year."""
    first = float((date(event.year, 1, 1) - event.first_day).days)
    part: Array = grid.overlap(max(first, 0.0), grid.end) / grid.days * MONTH
    return part


def _spread(
    incident: MaterialIncident, orders: Array, lag: Array, able: Array, inside: Array
) -> Array:
    """Return what arrives in the scored year, shape (maker, user), by what makers can send."""
    known = np.isfinite(lag)
    due = np.where(known[..., None], incident.grid.arrival(np.where(known, lag, 0.0)), -1)
    counted = np.where(due >= 0, inside[due], 0.0)
    arriving = (orders * counted).sum(axis=(0, 2))
    weight = able[:, None] * counted.sum(axis=2)
    total = weight.sum(axis=0, keepdims=True)
    spread: Array = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0) * arriving
    return spread
