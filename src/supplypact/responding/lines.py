"""From orders to lines that people can carry out, and the masks that allow these lines only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.algebra.sets import Array, Mask, Numbers
from supplypact.domain.incident import MaterialIncident, Orders
from supplypact.responding.solve import Solved

TINY = 1e-9
"""A smaller part of a month's use of all users is no order."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """Orders of one material that one party gives as one action; ``Orders`` names ``order``."""

    kind: str
    """As in ``Action``."""
    order: str
    place: tuple[Mask, int]
    """Which givers (or steps, end uses), and the user; of ``swap`` the giver's mask."""
    tonnes: Array
    """Counted, by giver and period of order.  Shape (giver, period)."""
    part: float = 1.0
    """Part of the orders that is this line: what a store owes, and what goes beyond."""

    @property
    def givers(self) -> Mask:
        """Which givers, steps or end uses."""
        return self.place[0]

    @property
    def user(self) -> int:
        """Place of the user that is helped."""
        return self.place[1]

    @property
    def orders(self) -> tuple[str, int, bytes]:
        """Which orders it is of; what a store owes and what it gives beyond share theirs."""
        return self.order, self.user, self.givers.tobytes()


def lines_of(incident: MaterialIncident, orders: Orders) -> list[Line]:
    """Return every line of the orders, small ones too.

    A line takes together: all makers that one party buys from in one manner, all its classes of
    use that give up, all steps of its substitution.  Stores, swaps and plants stand alone.
    """
    least = TINY * float(incident.use.sum())
    return [
        line
        for user in range(len(incident.users))
        for line in _of_user(incident, orders, user)
        if line.tonnes.sum() * line.part > least
    ]


def _of_user(i: MaterialIncident, orders: Orders, user: int) -> Iterator[Line]:
    everyone = np.ones(len(i.makers), dtype=bool)
    for order, kind in (("surge", "surge"), ("reroute", "re-route")):
        tonnes = getattr(orders, order)[:, user]
        yield _line(kind, order, ~i.barred & everyone, user, tonnes)
        yield _line("waive", order, i.barred, user, tonnes)
    for store in range(len(i.stores)):
        yield from _of_store(i, orders, store, user)
    for giver in range(len(i.users)):
        yield _line("swap", "swap", _one(giver, len(i.users)), user, orders.swap[:, user])
    steps = np.ones(len(i.substitute_share), dtype=bool)
    yield _line("substitute", "substitute", steps, user, orders.substitute[user])
    uses = np.ones(len(i.end_uses), dtype=bool)
    yield _line("restrain", "restrain", uses, user, orders.restrain[user])
    won = i.grid.overlap(i.project_first, i.project_last)
    for project in range(len(i.projects)):
        tonnes = orders.expedite[:, user, None] * won
        yield _line("expedite", "expedite", _one(project, len(i.projects)), user, tonnes)


def _of_store(i: MaterialIncident, orders: Orders, store: int, user: int) -> Iterator[Line]:
    """Return what a store gives a user: what it owes, and what it gives beyond that."""
    givers, tonnes = _one(store, len(i.stores)), orders.release[:, user]
    lent = float(orders.release[store][~i.own[store]].sum())
    owed = float(i.mutual[store] * i.stock[store])
    if i.own[store, user] or lent <= owed * (1.0 + 1e-6):
        yield _line("release", "release", givers, user, tonnes)
    else:
        yield _line("release", "release", givers, user, tonnes, part=owed / lent)
        yield _line("waive", "release", givers, user, tonnes, part=1.0 - owed / lent)


def _line(
    kind: str, order: str, givers: Mask, user: int, tonnes: Array, *, part: float = 1.0
) -> Line:
    return Line(
        kind=kind,
        order=order,
        place=(givers, user),
        tonnes=np.where(givers[:, None], tonnes, 0.0),
        part=part,
    )


def _one(place: int, count: int) -> Mask:
    mask = np.zeros(count, dtype=bool)
    mask[place] = True
    return mask


def allowed(incident: MaterialIncident, lines: Sequence[Line]) -> dict[str, Array]:
    """Return which orders ``lines`` allow, by name: 1 or 0, to be multiplied with their bounds."""
    i, users = incident, len(incident.users)
    may = {
        "surge": np.zeros((len(i.makers), users, 1)),
        "reroute": np.zeros((len(i.makers), users, 1)),
        "release": np.zeros((len(i.stores), users, 1)),
        "swap": np.zeros((users, users, 1)),
        "substitute": np.zeros((users, len(i.substitute_share), 1)),
        "restrain": np.zeros((users, len(i.end_uses), 1)),
        "expedite": np.zeros((len(i.projects), users)),
    }
    for line in lines:
        if line.order in ("substitute", "restrain"):
            may[line.order][line.user, line.givers] = 1.0
        else:
            may[line.order][line.givers, line.user] = 1.0
    return may


@dataclass(frozen=True, kw_only=True, eq=False)
class Effect:
    """What a line brings."""

    arrival: Numbers
    """Period in which each order arrives, -1 if after all.  Shape (giver, period)."""
    arrived: Array
    """Counted tonnes that arrive or are saved in each period.  Shape (period)."""
    avoided: float
    """Expected USD, before cost."""
    cost: float
    """Expected USD."""


def effect(incident: MaterialIncident, line: Line) -> Effect:
    """Return what a line brings; the lines of an answer add up to what it saves."""
    i, periods = incident, len(incident.weight)
    mean, tonnes = i.mean_shortage_cost, line.tonnes * line.part
    arrival = _arrivals(i, line)
    arrived = np.zeros(periods)
    came = arrival >= 0
    np.add.at(arrived, arrival[came], tonnes[came])
    saved = float(arrived @ i.weight) * mean[line.user]
    ordered = tonnes @ i.weight
    if line.order == "restrain":
        given_up = float(ordered @ i.shortage_cost[line.user])
        return Effect(arrival=arrival, arrived=arrived, avoided=saved - given_up, cost=0.0)
    if line.order == "substitute":
        cost = float(ordered @ i.substitute_cost[line.user])
        return Effect(arrival=arrival, arrived=arrived, avoided=saved, cost=cost)
    total = float(ordered.sum())
    if line.order == "swap":
        saved -= total * mean[int(np.flatnonzero(line.givers)[0])]
    unit = {
        "surge": i.surge_cost,
        "reroute": i.reroute_cost,
        "release": i.release_cost,
        "swap": i.swap_cost,
        "expedite": i.expedite_cost,
    }[line.order]
    return Effect(arrival=arrival, arrived=arrived, avoided=saved, cost=total * unit)


def _arrivals(i: MaterialIncident, line: Line) -> Numbers:
    """Return the period in which each order arrives.  Shape (giver, period)."""
    if line.order in ("substitute", "restrain"):
        periods = np.arange(len(i.weight), dtype=np.int32)
        return np.broadcast_to(periods, line.tonnes.shape)
    lag = {
        "surge": i.lag,
        "reroute": i.reroute_lag,
        "release": i.release_lag,
        "swap": i.swap_lag,
        "expedite": i.project_lag,
    }[line.order][:, line.user]
    known = np.isfinite(lag)
    arrival = i.grid.arrival(np.where(known, lag, 0.0))
    comes: Numbers = np.where(known[:, None], arrival, -1).astype(np.int32)
    return comes


def costs_by_party(incident: MaterialIncident, solved: Solved) -> dict[str, Array]:
    """Return what a response costs each party: USD, USD of shortage, tonnes short (expected).

    Who is helped pays: for orders, for what it gives up and what it misses.
    """
    i = incident
    restrain = solved.orders.restrain
    lost = (restrain * i.shortage_cost[:, :, None]).sum(axis=1)
    lost = (lost + solved.short * i.mean_shortage_cost[:, None]) @ i.weight
    missing = (restrain.sum(axis=1) + solved.short) @ i.weight * i.tonnes
    paid = np.zeros(len(i.users))
    for line in lines_of(i, solved.orders):
        paid[line.user] += effect(i, line).cost
    found: dict[str, Array] = {}
    for n, (party, _) in enumerate(i.users):
        row = np.array([paid[n] + lost[n], lost[n], missing[n]])
        found[party] = found.get(party, np.zeros(3)) + row
    return found
