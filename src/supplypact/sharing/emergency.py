"""The emergency sharing rule of the International Energy Agency, for any good.

Source: Agreement on an International Energy Program (1974), Articles 2 (commitment), 7 (rights and
obligations), 8 and 17 (one country short), 13 and 14 (triggers).  Written for oil; nothing in it
depends on the good.  All rates have one unit, whichever it is: tonnes a month, say.

Three things go beyond the text, which does not meet them.  Nobody has to draw down more than it
may consume, nor has to give what brings it down to where it would have a right itself; the others
take over what that leaves.  If nobody has a reserve commitment, the shortfall is shared by
permissible consumption: as further restraint, since nothing else is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from supplypact.errors import DataError, Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Levels = NDArray[np.int8]

RESERVE_DAYS = 90.0
"""Days of net imports that each party commits to hold (Article 2)."""
FIRST_TRIGGER, FIRST_RESTRAINT = 0.07, 0.07
"""Part of its base consumption that the group lacks; part that everyone gives up (Article 13)."""
SECOND_TRIGGER, SECOND_RESTRAINT = 0.12, 0.10
"""The same of Article 14."""
ONE_PARTY_TRIGGER = 0.07
"""Part of its base consumption that one party bears alone before it has a right (Article 17)."""
ROUNDING = 1e-12
"""A trigger is met if no larger part is lacking to it."""


class Level(IntEnum):
    """Which part of the rule is on."""

    NONE = 0
    ONE_PARTY = 1
    """The group is not short, a party is (Article 17)."""
    FIRST = 2
    SECOND = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Sharing:
    """Who has a right to what, and who owes it; rates in the unit of the consumption.

    Over all parties the supply rights add up to the supply, and the allocation rights to the
    allocation obligations.
    """

    level: Levels
    """A ``Level``.  Shape (period)."""
    permissible: Array
    """Consumption that restraint leaves.  Shape (period, party)."""
    shortfall: Array
    """Permissible consumption of all that is not supplied; 0 unless the group is short.  Shape
    (period)."""
    commitment: Array
    """Reserve that each party is bound to hold: the rate times days.  Shape (party)."""
    drawdown: Array
    """What each must take from its reserve or save beyond its restraint.  Shape (period, party)."""
    supply_right: Array
    """Shape (period, party)."""
    allocation_right: Array
    """What each gets from others.  Shape (period, party)."""
    allocation_obligation: Array
    """What each gives to others.  Shape (period, party)."""

    def transfers(self) -> Array:
        """Return who gives how much to whom.  Shape (period, giver, taker)."""
        return transfers(self.allocation_right, self.allocation_obligation)


def share(
    *,
    base_consumption: Array,
    base_net_imports: Array,
    production: Array,
    net_imports: Array,
    reserve_days: float | Array = RESERVE_DAYS,
) -> Sharing:
    """Return what the rule gives each party and asks of it.

    A reduction is measured from base consumption, so supply of the base period has to equal it:
    consumption that was met from stock then would count as reduced.

    Args:
        base_consumption: Final consumption of the base period.  Shape (party).
        base_net_imports: Imports less exports of the base period.  Shape (party).
        production: Own production now.  Shape (period, party).
        net_imports: What still arrives less what leaves; exports count below 0.  Shape (period,
            party).
        reserve_days: Days of net imports that are committed, one number or shape (party).  The
            rule asks for the ratio between the parties only.

    Raises:
        DataError: a figure is not finite, or a consumption, supply or number of days is below 0.

    """
    base = np.asarray(base_consumption, dtype=float)
    supply = np.asarray(production, dtype=float) + np.asarray(net_imports, dtype=float)
    imports = np.asarray(base_net_imports, dtype=float)
    days = np.broadcast_to(np.asarray(reserve_days, dtype=float), base.shape)
    _check(base=base, supply=supply, imports=imports, days=days)
    commitment = days * np.maximum(imports, 0.0)
    level = _levels(base, supply)
    permissible = base * (1.0 - _restraint(level)[:, None])
    short = np.maximum((permissible - supply).sum(axis=1), 0.0)
    shortfall = np.where(level >= Level.FIRST, short, 0.0)
    drawdown = _spread(shortfall, np.broadcast_to(commitment, supply.shape), permissible)
    right = np.where((level >= Level.FIRST)[:, None], permissible - drawdown, supply)
    right += _one_party(level, base, supply)
    return Sharing(
        level=level,
        permissible=permissible,
        shortfall=shortfall,
        commitment=commitment,
        drawdown=drawdown,
        supply_right=right,
        allocation_right=np.maximum(right - supply, 0.0),
        allocation_obligation=np.maximum(supply - right, 0.0),
    )


def transfers(rights: Array, obligations: Array) -> Array:
    """Return who gives how much to whom: each giver serves all rights in proportion.

    Args:
        rights: What each gets.  Shape (..., party).
        obligations: What each gives; the sum is that of the rights.  Shape (..., party).

    Returns:
        Shape (..., giver, taker).

    """
    moved: Array = obligations[..., :, None] * _parts(rights)[..., None, :]
    return moved


def _check(*, base: Array, supply: Array, imports: Array, days: Array) -> None:
    figures = {"base_consumption": base, "supply": supply, "reserve_days": days}
    faults = [
        Fault(what="a figure is below 0", where=name, fix="give 0 or more")
        for name, each in figures.items()
        if (each < 0).any()
    ]
    faults += [
        Fault(what="a figure is not a number", where=name, fix="give a finite figure")
        for name, each in (*figures.items(), ("base_net_imports", imports))
        if not np.isfinite(each).all()
    ]
    if faults:
        raise DataError(faults, where="emergency sharing")


def _levels(base: Array, supply: Array) -> Levels:
    """Return the level of each period."""
    whole = base.sum()
    lacking = (whole - supply.sum(axis=1)) / whole if whole > 0 else np.zeros(len(supply))
    one = (base - supply > (ONE_PARTY_TRIGGER + ROUNDING) * base).any(axis=1)
    level = np.where(one, Level.ONE_PARTY, Level.NONE)
    level = np.where(lacking >= FIRST_TRIGGER - ROUNDING, Level.FIRST, level)
    return np.where(lacking >= SECOND_TRIGGER - ROUNDING, Level.SECOND, level).astype(np.int8)


def _restraint(level: Levels) -> Array:
    """Return the part of its consumption that each gives up."""
    parts = {Level.FIRST: FIRST_RESTRAINT, Level.SECOND: SECOND_RESTRAINT}
    return np.array([parts.get(each, 0.0) for each in Level])[level]


def _one_party(level: Levels, base: Array, supply: Array) -> Array:
    """Return what Articles 8 and 17 add to the supply of each party; it adds up to 0."""
    kept = (1.0 - ONE_PARTY_TRIGGER) * base
    gets = np.where((level == Level.ONE_PARTY)[:, None], np.maximum(kept - supply, 0.0), 0.0)
    givers = np.where(gets > 0, 0.0, base)
    return gets - _spread(gets.sum(axis=1), givers, np.maximum(supply - kept, 0.0))


def _spread(total: Array, weight: Array, room: Array) -> Array:
    """Return ``total`` shared by weight, nobody beyond its room.

    What the weights leave over is shared by the room that is left.

    Args:
        total: At most the sum of the room.  Shape (period).
        weight: Shape (period, party).
        room: Shape (period, party).

    Returns:
        Shape (period, party).

    """
    given = np.zeros_like(room)
    for _ in range(room.shape[1]):
        left = np.maximum(total - given.sum(axis=1), 0.0)[:, None]
        given = np.minimum(room, given + left * _parts(np.where(given < room, weight, 0.0)))
    left = np.maximum(total - given.sum(axis=1), 0.0)[:, None]
    spread: Array = given + left * _parts(room - given)
    return spread


def _parts(weight: Array) -> Array:
    """Return weights as parts of their sum; 0 where all are 0."""
    whole = weight.sum(axis=-1, keepdims=True)
    parts: Array = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
    return parts
