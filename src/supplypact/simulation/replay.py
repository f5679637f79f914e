"""Carries out the orders for an incident and tells what comes of them, without the optimiser."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from supplypact.domain.incident import Grid, MaterialIncident, Orders
from supplypact.simulation.kinds import Array
from supplypact.simulation.possible import possible
from supplypact.simulation.rule import shrink
from supplypact.units import Usd

SENT = ("surge", "re-route", "release", "swap", "expedite")
"""Kinds that send goods."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Replayed:
    """What happens if the event lasts; counted tonnes, USD weighted as the incident says."""

    done: Orders
    """What is carried out of the orders."""
    arrived: dict[str, Array]
    """By kind of action, with what arrives unneeded.  Shape (user, period)."""
    need: Array
    """What the event takes and what is given away in swaps.  Shape (user, period)."""
    wasted: Array
    """What arrives beyond the need.  Shape (user, period)."""
    unneeded: Array
    """Savings ordered beyond what is open after all arrivals; not made.  Shape (user, period)."""
    short: Array
    """Missing without order.  Shape (user, period)."""
    short_by_use: Array
    """The same by end use.  Shape (user, end use, period)."""
    level: Array
    """In the stores at the end of each period.  Shape (store, period)."""
    refused: dict[str, float]
    """Ordered by kind of action, and impossible."""
    late: dict[str, float]
    """Sent by kind of action, and due after the last period."""
    cost: Usd
    """Of what is carried out, beyond normal purchases; substitution included."""
    loss: Usd
    """Of what is given up (restraint) or missing."""
    residual: Array
    """What the balances of users and stores leave unexplained.  Shape (period)."""

    @property
    def restrained(self) -> Array:
        """Given up in an orderly way.  Shape (user, end use, period)."""
        return self.done.restrain

    @property
    def total(self) -> Usd:
        """Cost and loss."""
        return Usd(self.cost + self.loss)


def replay(incident: MaterialIncident, orders: Orders) -> Replayed:
    """Carry out the orders as far as physics allows; goods move in the periods of the incident.

    Need is met by what arrives, then by substitution, then by restraint; the rest is missing.
    Waivers are not asked for: barred makers sell, and stores give as much as is ordered.
    """
    able, level = possible(incident, orders)
    sent = _sent(incident, able)
    arrived = {kind: _arrived(incident.grid, *sent[kind]) for kind in SENT}
    came = np.sum(list(arrived.values()), axis=0)
    need = incident.loss + able.swap.sum(axis=1)
    open_ = np.maximum(need - came, 0.0)
    substitute = _needed(able.substitute, open_)
    after = np.maximum(open_ - substitute.sum(axis=1), 0.0)
    restrain = _needed(able.restrain, after)
    short = np.maximum(after - restrain.sum(axis=1), 0.0)
    done = replace(able, substitute=substitute, restrain=restrain)
    short_by_use = _spread(incident, short, restrain)
    wasted = np.maximum(came - need, 0.0)
    saved = substitute.sum(axis=1) + restrain.sum(axis=1)
    savings = able.substitute.sum(axis=1) + able.restrain.sum(axis=1)
    covered = came - wasted + saved + short_by_use.sum(axis=1)
    return Replayed(
        done=done,
        arrived=arrived,
        need=need,
        wasted=wasted,
        unneeded=savings - saved,
        short=short,
        short_by_use=short_by_use,
        level=level,
        refused=_refused(incident, orders, able),
        late={kind: float(sent[kind][0].sum() - arrived[kind].sum()) for kind in SENT},
        cost=_cost(incident, done),
        loss=_loss(incident, short_by_use + restrain),
        residual=np.abs(need - covered).sum(axis=0) + _unexplained(incident, done, level),
    )


def _sent(incident: MaterialIncident, done: Orders) -> dict[str, tuple[Array, Array]]:
    """Return what is sent in each period, shape (sender, user, period), and its lags."""
    window = incident.grid.overlap(incident.project_first, incident.project_last)
    early = done.expedite[..., None] * window[:, None]
    return {
        "surge": (done.surge, incident.lag),
        "re-route": (done.reroute, incident.reroute_lag),
        "release": (done.release, incident.release_lag),
        "swap": (done.swap, incident.swap_lag),
        "expedite": (early, incident.project_lag),
    }


def _arrived(grid: Grid, sent: Array, lag: Array) -> Array:
    """Return what arrives of what is sent, by the period that holds its day.

    Shape (user, period).
    """
    arrived = np.zeros(sent.shape[1:])
    due = grid.arrival(lag)
    sender, user, period = np.nonzero(due >= 0)
    np.add.at(arrived, (user, due[sender, user, period]), sent[sender, user, period])
    return arrived


def _needed(savings: Array, open_: Array) -> Array:
    """Cut savings, shape (user, step or end use, period), to what is open."""
    cut: Array = savings * shrink(savings.sum(axis=1), open_)[:, None]
    return cut


def _spread(incident: MaterialIncident, short: Array, restrain: Array) -> Array:
    """Return what is missing by end use: by their shares, as far as a use has not given up all.

    Shape (user, end use, period).
    """
    share = incident.end_use_share[..., None]
    room = share * incident.use[:, None, None] * incident.grid.months - restrain
    spread = np.zeros_like(restrain)
    for _ in incident.end_uses:
        left = np.maximum(short - spread.sum(axis=1), 0.0)[:, None]
        weight = share * (room - spread > 0.0)
        whole = weight.sum(axis=1, keepdims=True)
        part = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
        spread += np.minimum(part * left, np.maximum(room - spread, 0.0))
    rest = np.maximum(short - spread.sum(axis=1), 0.0)[:, None]
    spread += share * rest
    return spread


def _refused(incident: MaterialIncident, orders: Orders, able: Orders) -> dict[str, float]:
    """Return the tonnes by kind of action that were ordered and are not possible."""
    asked, sent = _sent(incident, orders), _sent(incident, able)
    differ = {kind: asked[kind][0] - sent[kind][0] for kind in SENT}
    differ["substitute"] = orders.substitute - able.substitute
    differ["restrain"] = orders.restrain - able.restrain
    return {kind: float(np.abs(tonnes).sum()) for kind, tonnes in differ.items()}


def _cost(incident: MaterialIncident, done: Orders) -> Usd:
    """Return USD of what is carried out, weighted by the period of the order."""
    sent, weight = _sent(incident, done), incident.weight
    rates = {
        "surge": incident.surge_cost,
        "re-route": incident.reroute_cost,
        "release": incident.release_cost,
        "swap": incident.swap_cost,
        "expedite": incident.expedite_cost,
    }
    moved = sum(rate * float((sent[kind][0] * weight).sum()) for kind, rate in rates.items())
    saved = (incident.substitute_cost[..., None] * done.substitute * weight).sum()
    return Usd(moved + float(saved))


def _loss(incident: MaterialIncident, missing: Array) -> Usd:
    """Return USD of what end uses go without.  Shape (user, end use, period)."""
    return Usd(float((incident.shortage_cost[..., None] * missing * incident.weight).sum()))


def _unexplained(incident: MaterialIncident, done: Orders, level: Array) -> Array:
    """Return what the levels of stores do not tell of what they hand out.  Shape (period)."""
    before = np.concatenate([incident.stock[:, None], level[:, :-1]], axis=1)
    gap: Array = np.abs(before - done.release.sum(axis=1) - level).sum(axis=0)
    return gap
