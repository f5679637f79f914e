"""Costs and bounds of the answer to an incident: what differs between incidents and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from supplypact.algebra.model import Index, Values
from supplypact.algebra.sets import Array, Mask
from supplypact.domain.incident import MONTH, Grid, MaterialIncident

SMALLEST = 1e-300


@dataclass(frozen=True, kw_only=True, eq=False)
class Rules:
    """Who may do what, and from when."""

    apart: bool = False
    """Each party alone: it has its own plants and stores, and of what others can send the part
    that it has in the loss."""
    waived: bool = True
    """Stores may lend beyond what they owe, and barred makers may help."""
    shunned: bool = False
    """Barred makers do not help, waiver or not."""
    swaps: bool = True
    delay: float = 0.0
    """Days in which nothing is ordered."""
    running: bool = False
    """Whether idle plants have been coming up since the first day, whatever the delay."""
    transfers: Array | None = None
    """Swaps that have to be made, shape (user, user, period); none may be made beside them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sides:
    """Of each block of columns and rows, in the order in which ``add_response`` adds them."""

    cost: dict[str, Array]
    lower: dict[str, Array]
    """Of columns."""
    upper: dict[str, Array]
    row_lower: dict[str, Array]
    row_upper: dict[str, Array]

    def column(self, name: str) -> dict[str, Any]:
        """Return cost and bounds of a block of columns."""
        return {"cost": self.cost[name], "lower": self.lower[name], "upper": self.upper[name]}

    def row(self, name: str) -> dict[str, Any]:
        """Return the bounds of a block of rows."""
        return {"lower": self.row_lower[name], "upper": self.row_upper[name]}


def flat(blocks: dict[str, Array]) -> Values:
    """Return all blocks one after the other."""
    return np.concatenate([np.zeros(0), *(np.ravel(each) for each in blocks.values())])


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Units in which the model counts."""

    quantity: float
    """Counted tonnes."""
    cost: float
    """USD per counted tonne."""

    @classmethod
    def of(cls, incident: MaterialIncident) -> Scale:
        """Return the units of an incident."""
        return cls(
            quantity=max(float(incident.use.max(initial=0.0)), SMALLEST),
            cost=max(float(incident.shortage_cost.max(initial=0.0)), SMALLEST),
        )


def ramp(grid: Grid, ramp_months: float, begin: float = 0.0) -> Array:
    """Return the part of idle output that runs, a step each month, as mean over each period.

    Args:
        grid: The periods.
        ramp_months: Months until all runs.
        begin: Day of the first order.

    """
    steps = np.arange(np.ceil(grid.end / MONTH) + 1.0)
    part = np.minimum(1.0, (steps + 1.0) / ramp_months)
    during = grid.overlap(begin + steps * MONTH, begin + (steps + 1.0) * MONTH)
    mean: Array = part @ during / grid.months
    return mean


def arrival_of(grid: Grid, lag: Array) -> Index:
    """Return the period of arrival of each order; -1 where it does not come or has no way."""
    known = np.isfinite(lag)
    return np.where(known[..., None], grid.arrival(np.where(known, lag, 0.0)), -1)


def forms_of(incident: MaterialIncident) -> dict[str, list[int]]:
    """Return the stores of each form."""
    forms: dict[str, list[int]] = {}
    for number, (_, form, _) in enumerate(incident.stores):
        forms.setdefault(form, []).append(number)
    return forms


def sides(incident: MaterialIncident, rules: Rules) -> Sides:
    """Return the costs and the bounds of an incident under some rules."""
    i, unit = incident, Scale.of(incident)
    upper = {name: each / unit.quantity for name, each in _uppers(i, rules).items()}
    lower = {name: np.zeros_like(each) for name, each in upper.items()}
    if rules.transfers is not None:
        lower["swap"] = upper["swap"] = rules.transfers / unit.quantity
    row_upper = {name: each / unit.quantity for name, each in _row_uppers(i, rules).items()}
    row_lower = {name: np.full(each.shape, -np.inf) for name, each in row_upper.items()}
    row_lower["A1_need"] = i.loss / unit.quantity
    cost = {name: each / unit.cost for name, each in _costs(i).items()}
    return Sides(cost=cost, lower=lower, upper=upper, row_lower=row_lower, row_upper=row_upper)


def _costs(i: MaterialIncident) -> dict[str, Array]:
    users, makers, stores = len(i.users), len(i.makers), len(i.stores)

    def alike(cost: float, givers: int) -> Array:
        return np.broadcast_to(cost * i.weight, (givers, users, len(i.weight)))

    won = i.grid.overlap(i.project_first, i.project_last)
    return {
        "surge": alike(i.surge_cost, makers),
        "reroute": alike(i.reroute_cost, makers),
        "release": alike(i.release_cost, stores),
        "swap": alike(i.swap_cost, users),
        "substitute": i.substitute_cost[:, :, None] * i.weight,
        "restrain": i.shortage_cost[:, :, None] * i.weight,
        "expedite": np.repeat((i.expedite_cost * won @ i.weight)[:, None], users, axis=1),
        "short": i.mean_shortage_cost[:, None] * i.weight,
    }


def _uppers(i: MaterialIncident, rules: Rules) -> dict[str, Array]:
    """Return the most of each column, 0 where it may not be or comes too late."""
    months, use, users = i.grid.months, i.use[:, None, None], len(i.users)
    now = _open(i, rules)
    part = _part(i) if rules.apart else np.ones((len(i.makers), users))
    help_all = rules.waived and not rules.shunned
    may = np.ones(len(i.makers)) if help_all else (~i.barred).astype(float)
    sent = may[:, None, None] * part[:, :, None] * months * now
    kept = np.where(i.own, 1.0, 0.0 if rules.apart else 1.0)
    turned = np.broadcast_to(spared(i)[:, None], (users, users, len(months))) * now
    started = i.grid.start >= i.substitute_day[:, None] - 1e-9
    of_all = by_loss(i) if rules.apart else np.ones(users)
    idle = i.idle[:, None] * ramp(i.grid, i.ramp_months, _begin(rules))
    return {
        "surge": idle[:, None] * sent * _comes(i.grid, i.lag),
        "reroute": i.others[:, None, None] * sent * _comes(i.grid, i.reroute_lag),
        "release": (i.takes * kept)[:, :, None] * months * now * _comes(i.grid, i.release_lag),
        "swap": turned * _comes(i.grid, i.swap_lag) * float(rules.swaps),
        "substitute": i.substitute_share[:, None] * use * months * started * now,
        "restrain": i.end_use_share[:, :, None] * use * months * now,
        "expedite": (i.project_rate * _left(i, rules.delay))[:, None] * of_all,
        "short": i.use[:, None] * months,
    }


def _open(i: MaterialIncident, rules: Rules) -> Array:
    """Return the part of each period in which orders may be given."""
    part: Array = np.clip((i.grid.start + i.grid.days - rules.delay) / i.grid.days, 0.0, 1.0)
    return part


def _begin(rules: Rules) -> float:
    """Return the day from which idle plants come up."""
    return 0.0 if rules.running else rules.delay


def by_loss(i: MaterialIncident) -> Array:
    """Return the part of each user in what all lose, or use if nobody does.  Shape (user)."""
    lost = i.loss.sum(axis=1)
    weight = lost if lost.sum() > 0 else i.use
    part: Array = weight / weight.sum()
    return part


def _part(i: MaterialIncident) -> Array:
    """Return what each user has of a maker if parties act apart.  Shape (maker, user).

    Of its own all, of others its part of the loss.
    """
    part = np.tile(by_loss(i), (len(i.makers), 1))
    parties = {party for party, _ in i.users}
    for n, (country, _) in enumerate(i.makers):
        if country in parties:
            own = np.array([party == country for party, _ in i.users])
            mine = np.where(own, part[n], 0.0)
            part[n] = mine / mine.sum() if mine.sum() > 0 else own / own.sum()
    return part


def _left(i: MaterialIncident, delay: float) -> Array:
    """Return what is left of the time that each plant can win if it is decided on later."""
    first = np.maximum(i.project_first, np.where(delay > 0, delay + i.project_lead, 0.0))
    won = i.project_last - i.project_first
    left = np.maximum(i.project_last - first, 0.0)
    part: Array = np.divide(left, won, out=np.zeros_like(won), where=won > 0)
    return part


def _comes(grid: Grid, lag: Array) -> Mask:
    comes: Mask = arrival_of(grid, lag) >= 0
    return comes


def spared(i: MaterialIncident) -> Array:
    """Return what a user still gets and may turn over.  Shape (user, period)."""
    use = i.use[:, None] * i.grid.months
    left: Array = np.clip(use - i.loss, 0.0, i.own_right[:, None] * use)
    return left


def _row_uppers(i: MaterialIncident, rules: Rules) -> dict[str, Array]:
    months, stock = i.grid.months, i.stock
    open_ = months * _open(i, rules)
    lent = np.zeros_like(stock) if rules.apart else i.lendable if rules.waived else i.mutual
    takes = [i.takes[mine].max(axis=0) for mine in forms_of(i).values()]
    worked = np.array(takes).reshape(len(takes), len(i.users), 1)
    return {
        "A1_need": np.full(i.loss.shape, np.inf),
        "A2_idle": i.idle[:, None] * ramp(i.grid, i.ramp_months, _begin(rules)) * open_,
        "A3_others": i.others[:, None] * open_,
        "A4_stock": stock,
        "A5_handling": i.handling * stock[:, None] * open_,
        "A6_mutual": lent * stock,
        "A7_spared": spared(i),
        "A8_project": i.project_rate,
        "A9_worked": worked * months,
        "A10_given_up": i.end_use_share[:, :, None] * i.use[:, None, None] * months,
        "A11_fed": np.where(i.fed[:, None] < 1.0, i.fed[:, None] * i.loss, np.inf),
    }
