"""From orders to lines that people can carry out, and the masks that allow these lines only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.algebra.sets import Array, Mask
from supplypact.domain.incident import MaterialIncident, Orders

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
    def giver(self) -> int:
        """Place of the first giver; of a store, a swap or a plant the only one."""
        return int(np.flatnonzero(self.givers)[0])

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
    for order, kind in (("surge", "surge"), ("reroute", "re-route")):
        tonnes = getattr(orders, order)[:, user]
        yield _line(kind, order, ~i.barred, user, tonnes)
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
