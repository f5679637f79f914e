"""Yearly operation: what is made, shipped and used (docs/algebra/operation.md).

    F1  sum_t make[s,i,t,y] <= capacity[s,i,y] + sum_p output[p] * running[p,y]
    F2  arrivals[s,j,t,y] = use[s,j,t,y] + (make[s+1,j,t,y] - other[s+1,j,y]) / recovery[s+1]
    F2_other  other[s,j,y] <= other_feed_share[s] * sum_t make[s,j,t,y]
    F2_home   other[s,j,y] <= make[s,j,t,y]  at the home tag t
    F3  make[s,i,t,y] = sum_j ship[s,i,j,t,y]
    F4  sum_t use[s,k,t,y] + unmet[s,k,y] = demand[s,k,y]   (unmet = 0 but for parties)

``ship`` is ``keep`` plus ``shift``: the flow of the base case, and what goes beyond it at the
cost of changing supplier or lot.  ``arrivals`` at tag (t, c) sums ``ship`` at tag t from
exporters of class c.  ``other`` is feed from scrap, synthetic or by-product sources; it carries
its own country's tag and enters F2 at that tag only.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from supplypact.algebra.columns import (
    OperationColumns,
    StageColumns,
    add_columns,
    pairs,
    reachable,
    tag_labels,
)
from supplypact.algebra.model import Index, Model
from supplypact.algebra.sets import CLASSES, Array, Chain, Numbers, own_tag


def add_operation(
    model: Model, chain: Chain, running: Index, *, shortage_cost: Array, switching_cost: Array
) -> OperationColumns:
    """Add F1-F4 of ``chain``.

    Args:
        model: Receives the block.
        chain: The given quantities.
        running: Columns of the running part of each project.  Shape (project, year).
        shortage_cost: USD per unit of demand that is not met.  Shape (year).
        switching_cost: USD per unit that is shipped beyond its base flow.  Shape (year).

    """
    reach = reachable(chain)
    columns = tuple(
        add_columns(model, chain, number, reach[number], shortage_cost, switching_cost)
        for number in range(len(chain.stages))
    )
    for number, own in enumerate(columns):
        _add_capacity(model, chain, number, own, running)
        _add_shipping(model, chain, number, own)
        _add_demand(model, chain, number, own)
        following = columns[number + 1] if number + 1 < len(columns) else None
        _add_arrivals(model, chain, number, own, following)
    return OperationColumns(stages=columns)


def _add_capacity(
    model: Model, chain: Chain, number: int, own: StageColumns, running: Index
) -> None:
    stage = chain.stages[number]
    makers, place = np.unique(own.make_country, return_inverse=True)
    labels = [f"{chain.material},{stage.id},{chain.countries[i]}" for i in makers]
    rows = model.rows("F1_capacity", (labels, chain.years), upper=stage.capacity[makers])
    model.terms(rows[place], own.make)
    fed = np.isin(stage.project_country, makers)
    added = np.searchsorted(makers, stage.project_country[fed])
    model.terms(rows[added], running[stage.project[fed]], -stage.project_output[fed, None])


def _add_shipping(model: Model, chain: Chain, number: int, own: StageColumns) -> None:
    stage = chain.stages[number]
    labels = [
        f"{chain.material},{stage.id},{chain.countries[i]},{tag}"
        for i, tag in zip(own.make_country, tag_labels(own.make_tag, number), strict=True)
    ]
    rows = model.rows("F3_ship", (labels, chain.years), lower=0.0, upper=0.0)
    model.terms(rows, own.make)
    place = _lookup(own.make_country, own.make_tag, stage.tags)
    exporter = stage.exporter[own.ship_arc]
    model.terms(rows[place(exporter, own.ship_tag)], own.ship, -1.0)


def _add_demand(model: Model, chain: Chain, number: int, own: StageColumns) -> None:
    stage, users = chain.stages[number], own.unmet_country
    labels = [f"{chain.material},{stage.id},{chain.countries[k]}" for k in users]
    demand = stage.demand[users]
    rows = model.rows("F4_demand", (labels, chain.years), lower=demand, upper=demand)
    model.terms(rows, own.unmet)
    model.terms(rows[np.searchsorted(users, own.use_country)], own.use)


def _add_arrivals(
    model: Model,
    chain: Chain,
    number: int,
    own: StageColumns,
    following: StageColumns | None,
) -> None:
    """Join what arrives with its use and with what the next stage makes of it: F2."""
    stage, tags = chain.stages[number], chain.stages[number].tags * CLASSES
    made = np.zeros((len(chain.countries), tags), dtype=bool)
    if following is not None:
        made[following.make_country, following.make_tag] = True
    used = np.zeros_like(made)
    used[own.use_country, own.use_tag] = True
    country, tag = pairs(made | used)
    labels = [
        f"{chain.material},{stage.id},{chain.countries[j]},{text}"
        for j, text in zip(country, tag_labels(tag, number + 1), strict=True)
    ]
    rows = model.rows("F2_input", (labels, chain.years), lower=0.0, upper=0.0)
    place = _lookup(country, tag, tags)
    arriving_tag = own.ship_tag * CLASSES + chain.origin[stage.exporter[own.ship_arc]]
    importer = stage.importer[own.ship_arc]
    wanted = (made | used)[importer, arriving_tag]
    model.terms(rows[place(importer[wanted], arriving_tag[wanted])], own.ship[wanted])
    model.terms(rows[place(own.use_country, own.use_tag)], own.use, -1.0)
    if following is not None:
        after = chain.stages[number + 1]
        fed = rows[place(following.make_country, following.make_tag)]
        model.terms(fed, following.make, -1.0 / after.recovery)
        _add_other_feed(model, chain, number + 1, following, fed)


def _add_other_feed(model: Model, chain: Chain, number: int, own: StageColumns, fed: Index) -> None:
    """Let part of the output come from scrap, synthetic or by-product feed: F2_other, F2_home."""
    if own.other is None:
        return
    stage, makers = chain.stages[number], own.other_country
    home = np.array([own_tag(int(c), number) for c in chain.origin], dtype=np.int32)
    at_home = own.make_tag == home[own.make_country]
    model.terms(fed[at_home], own.other, 1.0 / stage.recovery)
    labels = [f"{chain.material},{stage.id},{chain.countries[i]}" for i in makers]
    rows = model.rows("F2_other", (labels, chain.years), upper=0.0)
    model.terms(rows, own.other)
    place = np.searchsorted(makers, own.make_country)
    model.terms(rows[place], own.make, -stage.other_feed_share)
    local = model.rows("F2_home", (labels, chain.years), upper=0.0)
    model.terms(local, own.other)
    model.terms(local, own.make[at_home], -1.0)


def _lookup(first: Numbers, second: Numbers, width: int) -> Callable[[Numbers, Numbers], Numbers]:
    """Return a function from pairs to their place among the pairs given here."""
    keys = first.astype(np.int64) * width + second
    order = np.argsort(keys)

    def place(a: Numbers, b: Numbers) -> Numbers:
        wanted = a.astype(np.int64) * width + b
        return order[np.searchsorted(keys, wanted, sorter=order)].astype(np.int32)

    return place
