"""One material laid out for quick look-up: what each month of each disruption brings and plans."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from supplypact.domain.picture import MaterialPicture
from supplypact.simulation.costs import Costs
from supplypact.simulation.kinds import Array, Mask, Numbers


@dataclass(frozen=True, kw_only=True, eq=False)
class Planned:
    """What disruptions bring and what the course does in a month.

    A row is a disruption, or the sum of those that are on in a history.
    """

    loss: Array
    """Shape (user, row)."""
    surge: Array
    """Orders.  Shape (pool, user, row)."""
    release: Array
    """Shape (store, user, row)."""
    response: Array
    """Shape (user, row)."""
    meant: Array
    """What the plan leaves missing.  Shape (user, row)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tables:
    """The months of every disruption of one material, one row each."""

    given: MaterialPicture
    """Without stores that never hold anything."""
    costs: Costs
    rows: Array
    """The parts of ``Planned`` side by side, by whether the disruption may outlast the course,
    hazard, year of onset and month; the last month stands for all that follow.
    Shape (2 * hazard * year * (months + 1), width)."""
    months: int
    """Months of the course."""
    place: Numbers
    """Place of each hazard of the picture in this material, or -1."""
    foreign: Mask
    """Whether a store belongs to another party than the user's.  Shape (store, user)."""
    same_form: Array
    """Whether two stores hold the same form.  Shape (store, store)."""
    lags: Numbers
    """The months of transit that occur."""
    lag_place: Numbers
    """Place of each pool's months among ``lags``.  Shape (pool, user)."""
    by_lag: Array
    """Sums orders to a user by months of transit.  Shape (lag * user, pool * user)."""
    pool_of: Array
    """Sums makers to pools.  Shape (pool, maker)."""
    most_response: float
    """Part of the use that can be given up in an orderly way."""

    def row_of(self, beyond: Mask, hazard: Numbers, year: Numbers, age: Numbers) -> Numbers:
        """Return the row of a disruption of some age."""
        hazards, years = self.given.loss.shape[:2]
        row = (beyond * hazards + hazard) * years + year
        found: Numbers = row * (self.months + 1) + np.minimum(age, self.months)
        return found

    def split(self, rows: Array) -> Planned:
        """Return the parts of rows of this table, or of sums of them."""
        pools, users = self.given.lag.shape
        stores = len(self.given.stores)
        edges = np.cumsum([users, pools * users, stores * users, users])
        turned = np.ascontiguousarray(rows.T)
        loss, surge, release, response, meant = np.split(turned, edges)
        return Planned(
            loss=loss,
            surge=surge.reshape(pools, users, len(rows)),
            release=release.reshape(stores, users, len(rows)),
            response=response,
            meant=meant,
        )


def tables_of(given: MaterialPicture, hazards: int) -> Tables:
    """Lay out a material.

    Args:
        given: The material.
        hazards: Number of hazards of the whole picture.

    """
    given = _without_empty(given)
    count, pools = len(given.hazard), len(given.lag)
    months = given.course.surge.shape[2]
    place = np.full(hazards, -1, dtype=np.int64)
    place[given.hazard] = np.arange(count)
    lags = np.unique(given.lag).astype(np.int64)
    lag_place = np.searchsorted(lags, given.lag).astype(np.int64)
    return Tables(
        given=given,
        costs=Costs.of(given),
        rows=np.concatenate([_rows(given, beyond=False), _rows(given, beyond=True)]),
        months=months,
        place=place,
        foreign=~given.own,
        same_form=_same_form(given),
        lags=lags,
        lag_place=lag_place,
        by_lag=_by_lag(lag_place, len(lags)),
        pool_of=np.ascontiguousarray(np.eye(pools)[given.maker_pool].T),
        most_response=float(given.response_share.sum()),
    )


def _rows(given: MaterialPicture, *, beyond: bool) -> Array:
    """Return the rows of all disruptions.

    The plan orders nothing that would arrive after its last month.  For disruptions that may go
    on, its last orders that arrive in time go on too.
    """
    plan = given.course
    count, years, months, pools, users = plan.surge.shape
    surge = _and_then(plan.surge, 0.0)
    if beyond:
        for pool, user in np.ndindex(pools, users):
            last = max(months - int(given.lag[pool, user]), 1)
            surge[:, :, last:, pool, user] = surge[:, :, last - 1 : last, pool, user]
    age = np.arange(months + 1)
    begun = age[None, None, :, None] >= given.first[:, None, None, :]
    parts = (
        given.loss[:, :, None, :] * begun,
        surge,
        _and_then(plan.release, 0.0),
        _and_then(plan.response, 1.0),
        _and_then(plan.short, 1.0),
    )
    rows = [each.reshape(count * years * (months + 1), -1) for each in parts]
    return np.concatenate(rows, axis=1)


def _without_empty(given: MaterialPicture) -> MaterialPicture:
    used = np.flatnonzero(given.stock.any(axis=0))
    return replace(
        given,
        stores=tuple(given.stores[store] for store in used),
        stock=given.stock[:, used],
        buying=given.buying[:, used],
        takes=given.takes[:, :, used],
        release_cost=given.release_cost[used],
        course=replace(given.course, release=given.course.release[:, :, :, used]),
    )


def _same_form(given: MaterialPicture) -> Array:
    same = [[mine == other for _, other in given.stores] for _, mine in given.stores]
    return np.array(same, dtype=float).reshape(len(given.stores), len(given.stores))


def _and_then(actions: Array, times: float) -> Array:
    """Return the actions with one more month: the last one's, times ``times``."""
    return np.concatenate([actions, actions[:, :, -1:] * times], axis=2)


def _by_lag(lag_place: Numbers, lags: int) -> Array:
    pools, users = lag_place.shape
    table = np.zeros((lags, users, pools, users))
    for pool, user in np.ndindex(pools, users):
        table[lag_place[pool, user], user, pool, user] = 1.0
    return table.reshape(lags * users, pools * users)
