"""What lines bring: when it arrives, what it saves, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.algebra.sets import Array, Numbers
from supplypact.domain.incident import MaterialIncident, Orders
from supplypact.responding.lines import Line
from supplypact.responding.solve import Solved


@dataclass(frozen=True, kw_only=True, eq=False)
class Effect:
    """What a line brings; money is expected USD."""

    arrived: Array
    """Counted tonnes that arrive or are saved in each period.  Shape (period)."""
    avoided: float
    """Loss avoided, before cost."""
    cost: float


def effects(incident: MaterialIncident, lines: Sequence[Line]) -> list[Effect]:
    """Return what each line brings; together they avoid what the answer saves, and its cost.

    A tonne that arrives avoids the mean loss of a missing one; a restraint avoids that less what
    the use that gives up is worth.  What a user covers beyond its own loss, because it gave a
    cargo away, counts for the swap, not for what covers it.
    """
    arrived = [_arrived(incident, line) for line in lines]
    gross = [_gross(incident, line, came) for line, came in zip(lines, arrived, strict=True)]
    given = _given(incident, lines)
    part = given / np.maximum(incident.loss + given, np.finfo(float).tiny)
    passed_on = np.zeros_like(given)
    for line, each in zip(lines, gross, strict=True):
        passed_on[line.user] += part[line.user] * each
    return [
        Effect(
            arrived=came,
            avoided=_avoided(incident, line, (1.0 - part[line.user]) * each, given, passed_on),
            cost=_cost(incident, line),
        )
        for line, came, each in zip(lines, arrived, gross, strict=True)
    ]


def _avoided(i: MaterialIncident, line: Line, own: Array, given: Array, passed_on: Array) -> float:
    """Return what a line avoids; of a swap, with what covers the giver's need in its place."""
    if line.order != "swap":
        return float(own.sum())
    giver = line.giver
    tonnes = line.tonnes.sum(axis=0)
    share = np.divide(tonnes, given[giver], out=np.zeros_like(tonnes), where=given[giver] > 0)
    gone = tonnes * i.weight * i.mean_shortage_cost[giver]
    return float((own + share * passed_on[giver] - gone).sum())


def _given(i: MaterialIncident, lines: Sequence[Line]) -> Array:
    """Return what each user gives away in swaps.  Shape (user, period)."""
    given = np.zeros_like(i.loss)
    for line in lines:
        if line.order == "swap":
            given[line.giver] += line.tonnes.sum(axis=0)
    return given


def _arrived(i: MaterialIncident, line: Line) -> Array:
    arrival, arrived = _arrivals(i, line), np.zeros(len(i.weight))
    came = arrival >= 0
    np.add.at(arrived, arrival[came], (line.tonnes * line.part)[came])
    return arrived


def _gross(i: MaterialIncident, line: Line, arrived: Array) -> Array:
    """Return the loss that a line avoids where it arrives, USD.  Shape (period)."""
    saved: Array = arrived * i.weight * i.mean_shortage_cost[line.user]
    if line.order == "restrain":
        saved = saved - i.shortage_cost[line.user] @ line.tonnes * i.weight
    return saved


def _cost(i: MaterialIncident, line: Line) -> float:
    ordered = (line.tonnes * line.part) @ i.weight
    if line.order == "restrain":
        return 0.0
    if line.order == "substitute":
        return float(ordered @ i.substitute_cost[line.user])
    unit = {
        "surge": i.surge_cost,
        "reroute": i.reroute_cost,
        "release": i.release_cost,
        "swap": i.swap_cost,
        "expedite": i.expedite_cost,
    }[line.order]
    return float(ordered.sum()) * unit


def _arrivals(i: MaterialIncident, line: Line) -> Numbers:
    """Return the period in which each order arrives, -1 if after all.  Shape (giver, period)."""
    if line.order in ("substitute", "restrain"):
        periods = np.arange(len(i.weight), dtype=np.int32)
        return np.broadcast_to(periods, line.tonnes.shape)
    lag = lags(i, line)
    known = np.isfinite(lag)
    arrival = i.grid.arrival(np.where(known, lag, 0.0))
    comes: Numbers = np.where(known[:, None], arrival, -1).astype(np.int32)
    return comes


def lags(i: MaterialIncident, line: Line) -> Array:
    """Return the days from each giver of a line to its user; NaN where there is no way."""
    by_order = {
        "surge": i.lag,
        "reroute": i.reroute_lag,
        "release": i.release_lag,
        "swap": i.swap_lag,
        "expedite": i.project_lag,
    }
    return by_order[line.order][:, line.user]


def costs_by_party(incident: MaterialIncident, solved: Solved) -> dict[str, Array]:
    """Return what a response costs each party: USD, USD of shortage, tonnes short (expected).

    Who is helped pays: for orders, for what it gives up and what it misses.
    """
    i = incident
    restrain = solved.orders.restrain
    lost = (restrain * i.shortage_cost[:, :, None]).sum(axis=1)
    lost = (lost + solved.short * i.mean_shortage_cost[:, None]) @ i.weight
    missing = (restrain.sum(axis=1) + solved.short) @ i.weight * i.tonnes
    paid = _paid(i, solved.orders)
    found: dict[str, Array] = {}
    for n, (party, _) in enumerate(i.users):
        row = np.array([paid[n] + lost[n], lost[n], missing[n]])
        found[party] = found.get(party, np.zeros(3)) + row
    return found


def _paid(i: MaterialIncident, orders: Orders) -> Array:
    """Return the expected cost of the orders of each user."""
    bought = (
        i.surge_cost * orders.surge.sum(axis=0)
        + i.reroute_cost * orders.reroute.sum(axis=0)
        + i.release_cost * orders.release.sum(axis=0)
        + i.swap_cost * orders.swap.sum(axis=0)
        + (i.substitute_cost[:, :, None] * orders.substitute).sum(axis=1)
    )
    won = i.grid.overlap(i.project_first, i.project_last) @ i.weight
    paid: Array = bought @ i.weight + i.expedite_cost * won @ orders.expedite
    return paid
