"""What can be carried out of the orders of an incident."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from supplypact.domain.incident import MONTH, Grid, MaterialIncident, Orders
from supplypact.simulation.kinds import Array, Mask
from supplypact.simulation.rule import shrink

TODAY = 1e-9
"""Days by which a date may be off."""


def ramped(grid: Grid, ramp_months: float) -> Array:
    """Return the part of a maker's idle output that runs, the mean over the days of each period.

    In month m from day 0 on (m = 0, 1, ...) it is (m + 1) / ``ramp_months``, 1 at most.

    Returns:
        Shape (period).

    """
    month: Array = np.arange(np.ceil(grid.end / MONTH), dtype=np.float64)
    part = np.minimum((month + 1) / max(ramp_months, 1.0), 1.0)
    spent = grid.overlap(month * MONTH, (month + 1) * MONTH)
    mean: Array = part @ spent / grid.months
    return mean


def possible(incident: MaterialIncident, orders: Orders) -> tuple[Orders, Array]:
    """Return what makers, stores, givers and projects can send of what is ordered.

    What is asked of one of them beyond its means is cut in the same proportion for all who asked.
    Nothing comes where the way has no lag (NaN), and an order below zero is none.  Savings
    (substitution, restraint) keep to the use; whether they are needed is not asked here.

    Returns:
        Orders that are carried out, and what is in the stores at the end of each period, shape
        (store, period).

    """
    months = incident.grid.months
    running = ramped(incident.grid, incident.ramp_months) * months
    spare = np.maximum(incident.use[:, None] * months - incident.loss, 0.0)
    since = incident.grid.start >= incident.substitute_day[:, None] - TODAY
    release, level = _released(incident, orders.release)
    done = replace(
        orders,
        surge=_shared(orders.surge, incident.lag, incident.idle[:, None] * running),
        reroute=_shared(orders.reroute, incident.reroute_lag, incident.others[:, None] * months),
        release=release,
        swap=_shared(orders.swap, incident.swap_lag, spare),
        substitute=_up_to(orders.substitute, incident.substitute_share[:, None] * since, incident),
        restrain=_up_to(orders.restrain, incident.end_use_share[..., None], incident),
        expedite=_expedited(incident, orders.expedite),
    )
    return done, level


def _asked(orders: Array, lag: Array) -> Array:
    """Return orders for which there is a way.  Shape (sender, user, period)."""
    way: Mask = ~np.isnan(lag)
    asked: Array = np.where(way[..., None], np.maximum(orders, 0.0), 0.0)
    return asked


def _shared(orders: Array, lag: Array, most: Array) -> Array:
    """Cut orders to what each sender has for all users.  ``most`` has shape (sender, period)."""
    asked = _asked(orders, lag)
    cut: Array = asked * shrink(asked.sum(axis=1), most)[:, None]
    return cut


def _up_to(orders: Array, share: Array, incident: MaterialIncident) -> Array:
    """Cut savings to a share of the use, shape (step or user and end use, period or 1)."""
    most = share * incident.use[:, None, None] * incident.grid.months
    cut: Array = np.clip(orders, 0.0, most)
    return cut


def _expedited(incident: MaterialIncident, orders: Array) -> Array:
    """Cut what projects send to their rate.  Shape (project, user)."""
    asked = _asked(orders[..., None], incident.project_lag)[..., 0]
    cut: Array = asked * shrink(asked.sum(axis=1), incident.project_rate)[:, None]
    return cut


def _released(incident: MaterialIncident, orders: Array) -> tuple[Array, Array]:
    """Empty the stores period by period.

    Returns:
        Released, shape (store, user, period), and levels, shape (store, period).

    """
    months, stock = incident.grid.months, incident.stock
    released = _asked(orders, incident.release_lag)
    forms = np.array([form for _, form, _ in incident.stores])
    of_form = np.tensordot(forms[:, None] == forms, released, 1)
    released *= shrink(of_form, incident.takes[..., None] * months)
    handled = incident.handling * stock[:, None] * months
    released *= shrink(released.sum(axis=1), handled)[:, None]
    level = np.zeros((len(stock), len(months)))
    left = stock
    for period in range(len(months)):
        now = released[..., period]
        now *= shrink(now.sum(axis=1), left)[:, None]
        left = np.maximum(left - now.sum(axis=1), 0.0)
        level[:, period] = left
    return released, level
