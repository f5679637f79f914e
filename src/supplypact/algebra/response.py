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
    A11_fed      arrivals in t of surge, reroute, expedite, and releases of an earlier form, for d
                 <= fed[d] * loss[d,t]

d, e are users, g a maker, k a store, n a step of substitution, v an end use, p a project, t a
period.  Quantities are in parts of the largest use of a month, costs in parts of the dearest
shortage.  The matrix depends on the grid and the lags only: other incidents of the material and
other rules move bounds and costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.algebra.model import Index, Model
from supplypact.algebra.response_sides import Rules, arrival_of, forms_of, sides
from supplypact.algebra.sets import Array, Mask
from supplypact.domain.incident import MaterialIncident, Orders


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


def add_response(model: Model, incident: MaterialIncident, rules: Rules) -> ResponseColumns:
    """Add the columns and the rows A1 to A11 with the sides of these rules."""
    i, given, periods = incident, sides(incident, rules), range(len(incident.grid.start))
    users = [",".join(user) for user in i.users]
    makers = [",".join(maker) for maker in i.makers]
    stores = [",".join(store) for store in i.stores]
    steps = [f"step{number + 1}" for number in range(len(i.substitute_share))]
    projects = [name for name, _ in i.projects]
    labels = {
        "surge": (makers, users, periods),
        "reroute": (makers, users, periods),
        "release": (stores, users, periods),
        "swap": (users, users, periods),
        "substitute": (users, steps, periods),
        "restrain": (users, i.end_uses, periods),
        "expedite": (projects, users),
        "short": (users, periods),
    }
    made = {
        name: model.columns(name, label, **given.column(name)) for name, label in labels.items()
    }
    need = model.rows("A1_need", (users, periods), **given.row("A1_need"))
    columns = ResponseColumns(**made, need=need)
    _needs(model, i, columns)
    idle = model.rows("A2_idle", (makers, periods), **given.row("A2_idle"))
    model.terms(idle[:, None], columns.surge)
    others = model.rows("A3_others", (makers, periods), **given.row("A3_others"))
    model.terms(others[:, None], columns.reroute)
    stock = model.rows("A4_stock", (stores,), **given.row("A4_stock"))
    model.terms(stock[:, None, None], columns.release)
    handling = model.rows("A5_handling", (stores, periods), **given.row("A5_handling"))
    model.terms(handling[:, None], columns.release)
    mutual = model.rows("A6_mutual", (stores,), **given.row("A6_mutual"))
    foreign = (~i.own)[:, :, None].astype(float)
    model.terms(mutual[:, None, None], columns.release, foreign)
    spared = model.rows("A7_spared", (users, periods), **given.row("A7_spared"))
    model.terms(spared[:, None], columns.swap)
    project = model.rows("A8_project", (projects,), **given.row("A8_project"))
    model.terms(project[:, None], columns.expedite)
    forms = forms_of(i)
    worked = model.rows("A9_worked", (list(forms), users, periods), **given.row("A9_worked"))
    for place, mine in enumerate(forms.values()):
        model.terms(worked[place][None], columns.release[mine])
    labelled = (users, i.end_uses, periods)
    given_up = model.rows("A10_given_up", labelled, **given.row("A10_given_up"))
    model.terms(given_up, columns.restrain)
    model.terms(given_up, columns.short[:, None], i.end_use_share[:, :, None])
    fed = model.rows("A11_fed", (users, periods), **given.row("A11_fed"))
    _goods(model, fed, i, columns)
    return columns


def _needs(model: Model, incident: MaterialIncident, columns: ResponseColumns) -> None:
    need, i = columns.need, incident
    _goods(model, need, i, columns)
    _arrives(model, need, i, columns.release, np.where(_early(i), np.nan, i.release_lag))
    _arrives(model, need, i, columns.swap, i.swap_lag)
    model.terms(need[:, None], columns.swap, -1.0)
    model.terms(need[:, None], columns.substitute)
    model.terms(need[:, None], columns.restrain)
    model.terms(need, columns.short)


def _goods(model: Model, rows: Index, i: MaterialIncident, columns: ResponseColumns) -> None:
    """Add what makers, plants and stores of earlier forms send, to rows (user, period)."""
    _arrives(model, rows, i, columns.surge, i.lag)
    _arrives(model, rows, i, columns.reroute, i.reroute_lag)
    _arrives(model, rows, i, columns.release, np.where(_early(i), i.release_lag, np.nan))
    won = i.grid.overlap(i.project_first, i.project_last)
    arrival = arrival_of(i.grid, i.project_lag)
    for project, user, period in np.argwhere(arrival >= 0):
        model.terms(
            rows[user, arrival[project, user, period]],
            columns.expedite[project, user],
            won[project, period],
        )


def _early(i: MaterialIncident) -> Mask:
    """Return whether a store's form is an earlier one than a user takes.  Shape (store, user)."""
    early = [[form != stage for _, stage in i.users] for _, form, _ in i.stores]
    return np.array(early, dtype=bool).reshape(len(i.stores), len(i.users))


def _arrives(model: Model, rows: Index, i: MaterialIncident, column: Index, lag: Array) -> None:
    """Add orders to the rows (user, period) of their arrival."""
    arrival = arrival_of(i.grid, lag)
    comes = arrival >= 0
    user = np.broadcast_to(np.arange(len(i.users))[None, :, None], arrival.shape)
    model.terms(rows[user[comes], arrival[comes]], column[comes])
