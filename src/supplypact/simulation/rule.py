"""What is done about a loss that no course foresaw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.simulation.kinds import Array
from supplypact.simulation.tables import Tables


@dataclass(frozen=True, kw_only=True, eq=False)
class Left:
    """What is left of the stores after the courses; changed in place."""

    stock: Array
    """What a store can still hand out this month.  Shape (store, row)."""
    gifts: Array
    """What it may still give to other parties.  Shape (store, row)."""
    takes: Array
    """What a user can still take from it this month.  Shape (store, user, row)."""


def from_stores(tables: Tables, left: Left, missing: Array) -> Array:
    """Release for what is missing: a user's own stores first, then those of other parties.

    Args:
        tables: Whose store is whose.
        left: What is left; changed in place.
        missing: Shape (user, row); changed in place.

    Returns:
        Released.  Shape (store, user, row).

    """
    released = np.zeros_like(left.takes)
    for foreign in (False, True):
        for store, served in enumerate(tables.foreign == foreign):
            users = np.flatnonzero(served)
            if len(users):
                most = left.stock[store]
                if foreign:
                    most = np.minimum(most, left.gifts[store])
                want = np.minimum(missing[users], np.maximum(left.takes[store, users], 0.0))
                gave = want * shrink(want.sum(axis=0), most)
                released[store, users] += gave
                missing[users] -= gave
                left.takes[np.ix_(tables.same_form[store] > 0, users)] -= gave
                total = gave.sum(axis=0)
                left.stock[store] -= total
                if foreign:
                    left.gifts[store] -= total
    return released


def further_orders(tables: Tables, missing: Array, coming: Array, room: Array) -> Array:
    """Order what is missing now for each later month in which it would be missing again.

    Args:
        tables: Months of transit.
        missing: What courses do not meet this month, before earlier such orders.  Shape
            (user, row).
        coming: What earlier such orders bring at each month of transit.  Shape (lag, user, row);
            changed in place.
        room: What each pool can still send.  Shape (pool, row).

    Returns:
        Ordered.  Shape (pool, user, row).

    """
    lag = tables.given.lag
    users = np.arange(lag.shape[1])
    ordered = np.zeros((len(lag), *missing.shape))
    for pool in np.argsort(lag.max(axis=1), kind="stable"):
        place = tables.lag_place[pool]
        want = np.maximum(missing - coming[place, users], 0.0)
        ordered[pool] = want * shrink(want.sum(axis=0), room[pool])
        coming[place, users] += ordered[pool]
    return ordered


def shrink(wanted: Array, most: Array) -> Array:
    """Return the part of ``wanted`` that ``most`` allows, 0 to 1."""
    most = np.maximum(most, 0.0)
    over = wanted > most
    part: Array = np.divide(most, wanted, out=np.ones_like(wanted), where=over)
    return part
