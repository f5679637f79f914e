"""The answer to one incident (docs/algebra/response.md).

    A1_need      sum over arrivals in t of surge, reroute, release, swap and expedite for d
                 - sum_e swap[d,e,t] + sum_n substitute[d,n,t] + sum_v restrain[d,v,t] + short[d,t]
                 >= loss[d,t]
    A2_idle      sum_d surge[g,d,t] <= ramp[t] * idle[g] * months[t]
    A3_others    sum_d reroute[g,d,t] <= others[g] * months[t]
    A4_stock     sum_d,t release[k,d,t] <= stock[k]
    A5_handling  sum_d release[k,d,t] <= handling * stock[k] * months[t]
    A6_mutual    sum_d,t release[k,d,t] <= mutual[k] * stock[k]   over users d of other parties
    A7_spared    sum_e swap[d,e,t] <= use[d] * months[t] - loss[d,t]
    A8_project   sum_d expedite[p,d] <= rate[p]
    A9_worked    sum_k release[k,d,t] <= takes[f,d] * months[t]   over the stores k of each form f
    A10_given_up restrain[d,v,t] + share[d,v] * short[d,t] <= share[d,v] * use[d] * months[t]

d, e are users, g a maker, k a store, n a step of substitution, v an end use, p a project, t a
period.  Quantities are in parts of the largest use of a month, costs in parts of the dearest
shortage.  The matrix depends on the grid and the lags only: other incidents of the material and
other rules move bounds and costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.algebra.model import Index, Model, Values
from supplypact.algebra.sets import Array, Mask
from supplypact.domain.incident import MONTH, Grid, MaterialIncident, Orders

SMALLEST = 1e-300


@dataclass(frozen=True, kw_only=True, eq=False)
class Rules:
    """Who may do what, and from when."""

    apart: bool = False
    """Each party alone: it has its part, by use, of what others can send, and its own stores."""
    waived: bool = True
    """Stores may lend beyond what they owe, and barred makers may help."""
    swaps: bool = True
    delay: float = 0.0
    """Days in which nothing is ordered."""
    transfers: Array | None = None
    """Swaps that have to be made, shape (user, user, period); none may be made beside them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ResponseColumns:
    """Columns and rows of an incident.  Shapes as in ``Orders``."""

    surge: Index
    reroute: Index
    release: Index
    swap: Index
    substitute: Index
    restrain: Index
    expedite: Index
    short: Index
    """Shape (user, period)."""
    need: Index
    """Rows A1.  Shape (user, period)."""

    @property
    def orders(self) -> dict[str, Index]:
        """The columns that are orders, by name."""
        return {name: getattr(self, name) for name in Orders.__dataclass_fields__}


@dataclass(frozen=True, kw_only=True, eq=False)
class Sides:
    """Costs and bounds of an incident under some rules; rows of A1 have a lower side only."""

    cost: Values
    lower: Values
    """Of columns."""
    upper: Values
    row_lower: Values
    row_upper: Values


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


def ramp(grid: Grid, ramp_months: float) -> Array:
    """Return the part of idle output that runs, a step each month, as mean over each period."""
    steps = np.arange(np.ceil(grid.end / MONTH) + 1.0)
    part = np.minimum(1.0, (steps + 1.0) / ramp_months)
    during = grid.overlap(steps * MONTH, (steps + 1.0) * MONTH)
    mean: Array = part @ during / grid.months
    return mean


def add_response(model: Model, incident: MaterialIncident) -> ResponseColumns:
    """Add the columns and the rows A1 to A10, all bounds open; ``sides`` has them."""
    i, periods = incident, range(len(incident.grid.start))
    users = [",".join(user) for user in i.users]
    makers = [",".join(maker) for maker in i.makers]
    stores = [",".join(store) for store in i.stores]
    steps = [f"step{number + 1}" for number in range(len(i.substitute_share))]
    projects = [name for name, _ in i.projects]
    columns = ResponseColumns(
        surge=model.columns("surge", (makers, users, periods)),
        reroute=model.columns("reroute", (makers, users, periods)),
        release=model.columns("release", (stores, users, periods)),
        swap=model.columns("swap", (users, users, periods)),
        substitute=model.columns("substitute", (users, steps, periods)),
        restrain=model.columns("restrain", (users, i.end_uses, periods)),
        expedite=model.columns("expedite", (projects, users)),
        short=model.columns("short", (users, periods)),
        need=model.rows("A1_need", (users, periods)),
    )
    _needs(model, incident, columns)
    _limits(model, incident, columns, (makers, stores, users, projects))
    return columns


def _needs(model: Model, incident: MaterialIncident, columns: ResponseColumns) -> None:
    need, i = columns.need, incident
    for column, lag in (
        (columns.surge, i.lag),
        (columns.reroute, i.reroute_lag),
        (columns.release, i.release_lag),
        (columns.swap, i.swap_lag),
    ):
        arrival = _arrival(i.grid, lag)
        comes = arrival >= 0
        user = np.broadcast_to(np.arange(len(i.users))[None, :, None], arrival.shape)
        model.terms(need[user[comes], arrival[comes]], column[comes])
    model.terms(need[:, None], columns.swap, -1.0)
    model.terms(need[:, None], columns.substitute)
    model.terms(need[:, None], columns.restrain)
    model.terms(need, columns.short)
    won = i.grid.overlap(i.project_first, i.project_last)
    arrival = _arrival(i.grid, i.project_lag)
    for project, user, period in np.argwhere(arrival >= 0):
        model.terms(
            need[user, arrival[project, user, period]],
            columns.expedite[project, user],
            won[project, period],
        )


def _arrival(grid: Grid, lag: Array) -> Index:
    """Return the period of arrival of each order; -1 where it does not come or has no way."""
    known = np.isfinite(lag)
    return np.where(known[..., None], grid.arrival(np.where(known, lag, 0.0)), -1)


def _limits(
    model: Model,
    incident: MaterialIncident,
    columns: ResponseColumns,
    labels: tuple[list[str], list[str], list[str], list[str]],
) -> None:
    makers, stores, users, projects = labels
    periods = range(len(incident.grid.start))
    model.terms(model.rows("A2_idle", (makers, periods))[:, None], columns.surge)
    model.terms(model.rows("A3_others", (makers, periods))[:, None], columns.reroute)
    model.terms(model.rows("A4_stock", (stores,))[:, None, None], columns.release)
    model.terms(model.rows("A5_handling", (stores, periods))[:, None], columns.release)
    lent = model.rows("A6_mutual", (stores,))[:, None, None]
    model.terms(lent, columns.release, (~incident.own)[:, :, None].astype(float))
    model.terms(model.rows("A7_spared", (users, periods))[:, None], columns.swap)
    model.terms(model.rows("A8_project", (projects,))[:, None], columns.expedite)
    forms = _forms(incident)
    worked = model.rows("A9_worked", (list(forms), users, periods))
    for place, mine in enumerate(forms.values()):
        model.terms(worked[place][None], columns.release[mine])
    given_up = model.rows("A10_given_up", (users, incident.end_uses, periods))
    model.terms(given_up, columns.restrain)
    model.terms(given_up, columns.short[:, None], incident.end_use_share[:, :, None])


def _forms(incident: MaterialIncident) -> dict[str, list[int]]:
    """Return the stores of each form."""
    forms: dict[str, list[int]] = {}
    for number, (_, form, _) in enumerate(incident.stores):
        forms.setdefault(form, []).append(number)
    return forms


def sides(incident: MaterialIncident, rules: Rules) -> Sides:
    """Return costs and bounds in the order in which ``add_response`` adds columns and rows."""
    i, scale = incident, Scale.of(incident)
    upper = _uppers(incident, rules)
    lower = [np.zeros_like(each) for each in upper]
    if rules.transfers is not None:
        lower[3] = upper[3] = rules.transfers
    below = [np.full(size, -np.inf) for size in _row_sizes(incident)]
    below[0] = i.loss.ravel()
    cost = [each / scale.cost for each in _costs(incident)]
    return Sides(
        cost=_flat(cost),
        lower=_flat(lower) / scale.quantity,
        upper=_flat(upper) / scale.quantity,
        row_lower=_flat(below) / scale.quantity,
        row_upper=_flat(_row_uppers(incident, rules)) / scale.quantity,
    )


def _flat(parts: list[Array]) -> Values:
    return np.concatenate([np.zeros(0), *(np.ravel(each) for each in parts)])


def _costs(i: MaterialIncident) -> list[Array]:
    users, periods = len(i.users), len(i.weight)
    makers, stores = len(i.makers), len(i.stores)

    def alike(cost: float, givers: int) -> Array:
        return np.broadcast_to(cost * i.weight, (givers, users, periods))

    won = i.grid.overlap(i.project_first, i.project_last)
    return [
        alike(i.surge_cost, makers),
        alike(i.reroute_cost, makers),
        alike(i.release_cost, stores),
        alike(i.swap_cost, users),
        i.substitute_cost[:, :, None] * i.weight,
        i.shortage_cost[:, :, None] * i.weight,
        np.repeat((i.expedite_cost * won @ i.weight)[:, None], users, axis=1),
        i.mean_shortage_cost[:, None] * i.weight,
    ]


def _uppers(i: MaterialIncident, rules: Rules) -> list[Array]:
    """Return the most of each column, 0 where it may not be or comes too late."""
    months, use = i.grid.months, i.use[:, None, None]
    shape = (len(i.makers), len(i.users), len(months))
    now = (i.grid.start >= rules.delay - 1e-9).astype(float)
    part = i.use / i.use.sum() if rules.apart else np.ones(len(i.users))
    may = np.ones(len(i.makers)) if rules.waived and not rules.apart else (~i.barred).astype(float)
    sent = may[:, None, None] * part[:, None] * months * now
    foreign = 0.0 if rules.apart else 1.0
    kept = np.where(i.own, 1.0, foreign)
    swap = np.broadcast_to(_spared(i)[:, None], (shape[1], *shape[1:])) * now
    started = i.grid.start >= i.substitute_day[:, None] - 1e-9
    expedite = i.project_rate[:, None] * part * (i.project_first[:, None] >= rules.delay)
    return [
        (i.idle[:, None] * ramp(i.grid, i.ramp_months))[:, None] * sent * _comes(i.grid, i.lag),
        i.others[:, None, None] * sent * _comes(i.grid, i.reroute_lag),
        (i.takes * kept)[:, :, None] * months * now * _comes(i.grid, i.release_lag),
        swap * _comes(i.grid, i.swap_lag) * float(rules.swaps and not rules.apart),
        i.substitute_share[:, None] * use * months * started * now,
        i.end_use_share[:, :, None] * use * months * now,
        np.broadcast_to(expedite, (len(i.projects), shape[1])),
        i.use[:, None] * months,
    ]


def _comes(grid: Grid, lag: Array) -> Mask:
    comes: Mask = _arrival(grid, lag) >= 0
    return comes


def _spared(i: MaterialIncident) -> Array:
    """Return what a user still gets.  Shape (user, period)."""
    return np.maximum(i.use[:, None] * i.grid.months - i.loss, 0.0)


def _row_sizes(i: MaterialIncident) -> list[int]:
    makers, stores, users = len(i.makers), len(i.stores), len(i.users)
    periods = len(i.weight)
    per_store = [stores, stores * periods, stores]
    forms = len(_forms(i)) * users * periods
    of_makers = [makers * periods] * 2
    of_uses = users * len(i.end_uses) * periods
    return [
        users * periods,
        *of_makers,
        *per_store,
        users * periods,
        len(i.projects),
        forms,
        of_uses,
    ]


def _row_uppers(i: MaterialIncident, rules: Rules) -> list[Array]:
    months, stock = i.grid.months, i.stock
    lent = np.zeros_like(stock) if rules.apart else i.lendable if rules.waived else i.mutual
    takes = [i.takes[mine].max(axis=0) for mine in _forms(i).values()]
    worked = np.array(takes).reshape(len(takes), len(i.users), 1)
    return [
        np.full(len(i.users) * len(months), np.inf),
        i.idle[:, None] * ramp(i.grid, i.ramp_months) * months,
        i.others[:, None] * months,
        stock,
        i.handling * stock[:, None] * months,
        lent * stock,
        _spared(i),
        i.project_rate,
        worked * months,
        i.end_use_share[:, :, None] * i.use[:, None, None] * months,
    ]
