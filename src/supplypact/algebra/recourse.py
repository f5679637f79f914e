"""A disruption, month by month (docs/algebra/recourse.md).

State that the plan has reached, in its own model:

    R0_spare    spare[s,i,y] = capacity[s,i,y] + sum_p output[p] * running[p,y]
                               - sum_t make[s,i,t,y]
    R0_passing  passing[d,s,c,y] = sum_t use[d,t,y] over tags t that passed stage s in class c

Recourse of one material and one duration law, on the path where the disruption is still on:

    R1_balance   sum_g surge[g,d,t-lag[g,d]] + sum_k release[k,d,t] + sum_n response[d,n,t]
                 + sum_v short[d,v,t] >= loss[d] in month t
    R2_surge     sum_d surge[g,d,t] <= min(1, (t+1) / ramp) * spare[g]
    R3_stock     sum_d,t release[k,d,t] <= stock[k]
    R4_handling  sum_d release[k,d,t] <= handling * stock[k]
    R5_mutual    sum_d,t release[k,d,t] <= mutual * stock[k]   over users d of other parties
    R6_worked    sum_k release[k,d,t] <= takes[f,d]   over the stores k of each form f but the last
    bound        release[k,d,t] <= takes[f,d]

d is a user at a stage, g a group of suppliers with the same months of transit, k a store (a holder
and a form f, the stage whose product it holds), v an end use.  Quantities are monthly, in units of
the chain at its last stage.  What differs between disruptions are only bounds: each moves with the
factors loss, spare, use, takes and stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from supplypact.algebra.columns import OperationColumns
from supplypact.algebra.model import Index, Model, Values
from supplypact.algebra.sets import CLASSES, Array, Chain, Mask, Numbers, passed

LETTERS = "cpao"


@dataclass(frozen=True, kw_only=True, eq=False)
class State:
    """Columns of what a disruption meets."""

    user: Numbers
    """Country of each user.  Shape (user)."""
    user_stage: Numbers
    """Stage whose product it uses.  Shape (user)."""
    spare: tuple[Index, ...]
    """A stage each, shape (maker, year); the makers are ``maker``."""
    maker: tuple[Numbers, ...]
    passing: Index
    """Shape (user, stage, class, year); -1 for stages after that of the user."""


def add_state(model: Model, chain: Chain, columns: OperationColumns, running: Index) -> State:
    """Add R0 for the parties of ``chain``.

    Args:
        model: Receives the block.
        chain: The given quantities.
        columns: What ``add_operation`` returned.
        running: Columns of the running part of each project.  Shape (project, year).

    """
    spare, makers = [], []
    for stage, own in zip(chain.stages, columns.stages, strict=True):
        maker, place = np.unique(own.make_country, return_inverse=True)
        labels = [f"{chain.material},{stage.id},{chain.countries[i]}" for i in maker]
        capacity = stage.capacity[maker]
        most = stage.capacity.copy()
        np.add.at(most, stage.project_country, stage.project_output[:, None])
        column = model.columns("spare", (labels, chain.years), upper=most[maker])
        rows = model.rows("R0_spare", (labels, chain.years), lower=capacity, upper=capacity)
        model.terms(rows, column)
        model.terms(rows[place], own.make)
        fed = np.isin(stage.project_country, maker)
        added = np.searchsorted(maker, stage.project_country[fed])
        model.terms(rows[added], running[stage.project[fed]], -stage.project_output[fed, None])
        spare.append(column)
        makers.append(maker.astype(np.int32))
    users = [
        (int(country), number)
        for number, stage in enumerate(chain.stages)
        for country in np.flatnonzero(chain.party & np.any(stage.demand > 0, axis=1))
    ]
    passing = np.full((len(users), len(chain.stages), CLASSES, len(chain.years)), -1, np.int32)
    for row, (country, number) in enumerate(users):
        passing[row, : number + 1] = _passing(model, chain, columns, country, number)
    return State(
        user=np.array([country for country, _ in users], dtype=np.int32),
        user_stage=np.array([number for _, number in users], dtype=np.int32),
        spare=tuple(spare),
        maker=tuple(makers),
        passing=passing,
    )


def _passing(
    model: Model, chain: Chain, columns: OperationColumns, country: int, number: int
) -> Index:
    """Return columns by stage, class and year of what one country uses of one stage."""
    own = columns.stages[number]
    name = f"{chain.material},{chain.stages[number].id},{chain.countries[country]}"
    labels = (
        [f"{name},{chain.stages[s].id}" for s in range(number + 1)],
        tuple(LETTERS),
        chain.years,
    )
    demand = chain.stages[number].demand[country]
    column = model.columns("passing", labels, upper=demand)
    rows = model.rows("R0_passing", labels, lower=0.0, upper=0.0)
    model.terms(rows, column)
    mine = np.flatnonzero(own.use_country == country)
    for s in range(number + 1):
        at = passed(own.use_tag[mine], s, number + 1)
        model.terms(rows[s, at], own.use[mine], -1.0)
    return column


@dataclass(frozen=True, kw_only=True, eq=False)
class RecourseSet:
    """What is given of one material and one duration law."""

    users: tuple[str, ...]
    stores: tuple[str, ...]
    groups: tuple[str, ...]
    end_uses: tuple[str, ...]
    owner: Numbers
    """Holder that each user belongs to.  Shape (user)."""
    store_holder: Numbers
    """Shape (store)."""
    store_form: Numbers
    """Place of each store's form among the forms.  Shape (store)."""
    lag: Numbers
    """Months from a group to a user.  Shape (group, user)."""
    first_months: tuple[int, ...]
    """The months in which a loss may begin, as goods on their way still arrive."""
    weight: Array
    """Chance that the disruption is still on, times the discount.  Shape (month)."""
    ramp_months: float
    handling: float
    mutual: float
    surge_cost: float
    """All costs are per unit, in a money of order 1."""
    release_cost: Array
    """Shape (store)."""
    response_share: Array
    """Part of the use that each step of the demand response gives up.  Shape (step)."""
    response_cost: Array
    """Shape (user, step)."""
    end_use_share: Array
    """Shape (user, end use)."""
    shortage_cost: Array
    """Shape (user, end use)."""

    @property
    def months(self) -> int:
        """Number of months."""
        return len(self.weight)

    @property
    def forms(self) -> int:
        """Number of forms."""
        return int(self.store_form.max(initial=-1)) + 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Factors:
    """Places of the factors that move the bounds."""

    loss: Numbers
    """Shape (user, first month)."""
    spare: Numbers
    """Shape (group)."""
    use: Numbers
    """Shape (user)."""
    takes: Numbers
    """What a user can take of a form.  Shape (form, user)."""
    stock: Numbers
    """Shape (store)."""
    count: int

    @classmethod
    def of(cls, given: RecourseSet) -> Factors:
        """Return the factors of ``given``, numbered."""
        users, shape = len(given.users), (len(given.users), len(given.first_months))
        sizes = (
            users * shape[1],
            len(given.groups),
            users,
            given.forms * users,
            len(given.stores),
        )
        edge = np.concatenate([[0], np.cumsum(sizes)])
        parts = [np.arange(a, b, dtype=np.int32) for a, b in pairwise(edge)]
        return cls(
            loss=parts[0].reshape(shape),
            spare=parts[1],
            use=parts[2],
            takes=parts[3].reshape(given.forms, users),
            stock=parts[4],
            count=int(edge[-1]),
        )


Terms = tuple[Index, Index, Values]
"""Row or column, factor, and how far the bound moves with it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RecourseColumns:
    """Columns of a recourse model, month last, and how its bounds move."""

    surge: Index
    """Shape (group, user, month)."""
    release: Index
    """Shape (store, user, month)."""
    response: Index
    """Shape (user, step, month)."""
    short: Index
    """Shape (user, end use, month)."""
    row_sides: Terms
    upper_sides: Terms


def add_recourse(model: Model, given: RecourseSet) -> RecourseColumns:
    """Add R1-R5 where all factors are 0, and say how they move the bounds."""
    factors, months = Factors.of(given), range(given.months)
    weight = given.weight
    steps = [f"step{number + 1}" for number in range(len(given.response_share))]
    surge = model.columns(
        "surge", (given.groups, given.users, months), upper=0.0, cost=given.surge_cost * weight
    )
    release = model.columns(
        "release",
        (given.stores, given.users, months),
        upper=0.0,
        cost=given.release_cost[:, None, None] * weight,
    )
    response = model.columns(
        "response",
        (given.users, steps, months),
        upper=0.0,
        cost=given.response_cost[:, :, None] * weight,
    )
    short = model.columns(
        "short",
        (given.users, given.end_uses, months),
        upper=0.0,
        cost=given.shortage_cost[:, :, None] * weight,
    )
    columns = (surge, release, response, short)
    rows = [_balance(model, given, factors, columns), *_limits(model, given, factors, columns)]
    uppers = [
        _moves(surge, factors.use[None, :, None], 1.0),
        _moves(release, factors.takes[given.store_form][:, :, None], 1.0),
        _moves(response, factors.use[:, None, None], given.response_share[None, :, None]),
        _moves(short, factors.use[:, None, None], given.end_use_share[:, :, None]),
    ]
    return RecourseColumns(
        surge=surge,
        release=release,
        response=response,
        short=short,
        row_sides=_join(rows),
        upper_sides=_join(uppers),
    )


def _balance(model: Model, given: RecourseSet, factors: Factors, columns: Sequence[Index]) -> Terms:
    """Add R1; a loss that begins in month n moves the rows from n on."""
    surge, release, response, short = columns
    rows = model.rows("R1_balance", (given.users, range(given.months)), lower=0.0)
    for group, user in np.ndindex(given.lag.shape):
        late = int(given.lag[group, user])
        sent = given.months - late
        model.terms(rows[user, late:], surge[group, user, :sent])
    model.terms(rows[None], release)
    model.terms(rows[:, None], response)
    model.terms(rows[:, None], short)
    lost = [
        _moves(rows[:, first:], factors.loss[:, place, None], 1.0)
        for place, first in enumerate(given.first_months)
    ]
    return _join(lost)


def _limits(
    model: Model, given: RecourseSet, factors: Factors, columns: Sequence[Index]
) -> list[Terms]:
    """Add R2-R6."""
    surge, release = columns[:2]
    months = range(given.months)
    ramp = np.minimum(1.0, (np.arange(given.months) + 1.0) / given.ramp_months)
    able = model.rows("R2_surge", (given.groups, months), upper=0.0)
    model.terms(able[:, None], surge)
    held = model.rows("R3_stock", (given.stores,), upper=0.0)
    model.terms(held[:, None, None], release)
    handled = model.rows("R4_handling", (given.stores, months), upper=0.0)
    model.terms(handled[:, None], release)
    shared = model.rows("R5_mutual", (given.stores,), upper=0.0)
    foreign = given.owner[None, :] != given.store_holder[:, None]
    model.terms(shared[:, None, None], release, foreign[:, :, None].astype(float))
    earlier = max(given.forms - 1, 0)
    worked = model.rows("R6_worked", (range(earlier), given.users, months), upper=0.0)
    for form in range(earlier):
        model.terms(worked[form][None], release[given.store_form == form])
    return [
        _moves(worked, factors.takes[:earlier, :, None], 1.0),
        _moves(able, factors.spare[:, None], ramp[None, :]),
        _moves(held, factors.stock, 1.0),
        _moves(handled, factors.stock[:, None], given.handling),
        _moves(shared, factors.stock, given.mutual),
    ]


def _moves(places: Index, factor: Numbers, value: Array | float | Mask) -> Terms:
    place, which, size = np.broadcast_arrays(places, factor, np.asarray(value, float))
    keep = size.ravel() != 0.0
    return place.ravel()[keep], which.ravel()[keep], size.ravel()[keep]


def _join(parts: Sequence[Terms]) -> Terms:
    first, second, third = zip(*parts, strict=True)
    return np.concatenate(first), np.concatenate(second), np.concatenate(third)
