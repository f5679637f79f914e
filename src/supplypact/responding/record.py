"""Every order of a response as rows, and back: how a later plan takes up what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from supplypact.algebra.sets import Array
from supplypact.domain.incident import Grid, MaterialIncident, Orders
from supplypact.errors import UsageError
from supplypact.responding.frames import ORDERS
from supplypact.responding.playbook import Kept

TINY = 1e-9
"""A smaller part of a period is rounding."""


def _names(i: MaterialIncident) -> dict[str, tuple[list[str], list[str]]]:
    """Return the names of givers and of users of each order."""
    users, makers = [",".join(user) for user in i.users], [",".join(each) for each in i.makers]
    stores, steps = [",".join(each) for each in i.stores], range(len(i.substitute_share))
    return {
        "surge": (makers, users),
        "reroute": (makers, users),
        "release": (stores, users),
        "swap": (users, users),
        "substitute": ([f"step{step + 1}" for step in steps], users),
        "restrain": (list(i.end_uses), users),
        "expedite": ([name for name, _ in i.projects], users),
    }


def _by_giver(name: str, orders: Array) -> Array:
    """Return orders as (giver, user, period)."""
    if name in ("substitute", "restrain"):
        return np.swapaxes(orders, 0, 1)
    return orders[..., None] if name == "expedite" else orders


def orders_frame(kept: Sequence[Kept]) -> pl.DataFrame:
    """Return ``Response.orders``; ``expedite`` counts a month, in period 0."""
    rows = []
    for each in kept:
        i = each.question.situation.middle
        for name, (givers, users) in _names(i).items():
            tonnes = _by_giver(name, getattr(each.solved.orders, name))
            rows += [
                (i.material, name, givers[g], users[u], int(t), float(tonnes[g, u, t]))
                for g, u, t in np.argwhere(tonnes > 0)
            ]
    return pl.DataFrame(rows, schema=ORDERS, orient="row")


def orders_of(i: MaterialIncident, frame: pl.DataFrame) -> Orders:
    """Return the orders of one material from rows.

    Raises:
        UsageError: a row names an order, giver, user or period that the incident does not know.

    """
    names, periods = _names(i), len(i.weight)
    found: dict[str, Array] = {
        name: np.zeros((len(givers), len(users), 1 if name == "expedite" else periods))
        for name, (givers, users) in names.items()
    }
    rows = frame.filter(pl.col("material") == i.material)
    for _, name, giver, user, period, tonnes in rows.iter_rows():
        givers, users = names.get(name, ([], []))
        if giver not in givers or user not in users or not 0 <= period < periods:
            _unknown(i.material, name, giver, user)
        found[name][givers.index(giver), users.index(user), period] = tonnes
    return _orders(found)


def _orders(found: Mapping[str, Array]) -> Orders:
    return Orders(
        surge=found["surge"],
        reroute=found["reroute"],
        release=found["release"],
        swap=found["swap"],
        substitute=np.swapaxes(found["substitute"], 0, 1),
        restrain=np.swapaxes(found["restrain"], 0, 1),
        expedite=found["expedite"][..., 0],
    )


def _unknown(material: str, name: str, giver: str, user: str) -> None:
    raise UsageError(
        f"the earlier playbook has '{name}' of {material} from {giver} to {user}, which there is "
        "no longer",
        where="--after",
        fix="give the stocks and the pact of the earlier playbook, or start anew without --after",
    )


def regridded(orders: pl.DataFrame, before: Grid, after: Grid) -> pl.DataFrame:
    """Return the rows of ``orders_frame`` by the periods of another grid that parts the first.

    What was ordered in a period that is parted is ordered evenly over its days.
    """
    part = before.overlap(after.start, after.start + after.days).T / before.months[:, None]
    period, new = np.nonzero(part > TINY)
    table = pl.DataFrame(
        {"period": period, "new": new, "part": part[period, new]},
        schema={"period": pl.Int64, "new": pl.Int64, "part": pl.Float64},
    )
    over_time = orders.filter(pl.col("order") != "expedite").join(table, on="period")
    parted = over_time.with_columns(
        period=pl.col("new"), tonnes=pl.col("tonnes") * pl.col("part")
    ).select(orders.columns)
    return pl.concat([parted, orders.filter(pl.col("order") == "expedite")])
