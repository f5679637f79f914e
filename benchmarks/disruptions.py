"""Synthetic two-stage problems of the planner's kind, drawn from a seed.

A material is mined, refined and bought over 24 months after an event; an event cuts a mine or a
refiner; ten years differ in demand and in what the funded projects have reached.  x holds
capacities (or yes-or-no projects) and stocks; a budget joins the materials.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.decomposition.linear import (
    Entries,
    Linear,
    Numbers,
    OwnEntries,
    Values,
    add_up,
    compress,
)
from supplypact.decomposition.problem import Family, Problem, Scenarios, Tail

MINES, REFINERS, BUYERS, USES, HOLDERS = 10, 8, 6, 3, 2
ORE_ARCS, REFINED_ARCS = 41, 33
FACTORS = MINES + REFINERS + ORE_ARCS + REFINED_ARCS + BUYERS + HOLDERS
LONGEST, YEARS = 24, 10


@dataclass(frozen=True)
class Size:
    """How large an instance is."""

    materials: int = 1
    events: int = 26
    months: int = LONGEST
    integers: bool = False
    tail: float = 0.0


@dataclass(frozen=True, eq=False)
class _Trade:
    """Who can ship to whom, and how much in a calm month."""

    ore_from: Numbers
    ore_to: Numbers
    refined_from: Numbers
    refined_to: Numbers
    ore: Values
    refined: Values
    demand: Values


def instance(seed: int, size: Size) -> Problem:
    """Return the problem drawn from ``seed``."""
    rng = np.random.default_rng(seed)
    width = REFINERS + HOLDERS
    families = tuple(_family(rng, number, size, number * width) for number in range(size.materials))
    rate = rng.gamma(1.0, 0.04, (size.materials, size.events))
    year = np.arange(YEARS)
    weight = (rate[:, :, None] * 1.05**-year).reshape(size.materials, -1)
    cost = np.tile(
        np.r_[rng.uniform(9, 16, REFINERS), rng.uniform(1.5, 3.0, HOLDERS)], size.materials
    )
    cost *= rng.uniform(0.8, 1.25, len(cost))
    first = Linear.dense(
        cost,
        cost[None, :] * (np.arange(len(cost)) % width < REFINERS),
        row_upper=60.0 * size.materials,
        upper=np.tile(
            np.r_[np.full(REFINERS, 1.0 if size.integers else 4.0), np.full(HOLDERS, 40.0)],
            size.materials,
        ),
        integer=np.tile(np.arange(width) < REFINERS, size.materials) & size.integers,
    )
    count = size.events * YEARS
    scenarios = Scenarios(
        weight=np.append(weight.ravel() * (1 - size.tail), 0.0),
        scenario=np.arange(size.materials * count, dtype=np.int32),
        family=np.repeat(np.arange(size.materials), count).astype(np.int32),
        rhs=np.tile(np.arange(count), size.materials).astype(np.int32),
        times=np.ones(size.materials * count),
    )
    chance = np.append(np.repeat(rate.ravel() / YEARS, YEARS), 0.0)
    chance *= min(1.0, 0.5 / chance.sum())
    chance[-1] = 1 - chance.sum()
    tails: tuple[Tail, ...] = ()
    if size.tail:
        each = np.arange(len(chance), dtype=np.int32)
        tails = (Tail(weight=size.tail, level=0.95, scenarios=each, probability=chance),)
    return Problem(first=first, families=families, scenarios=scenarios, tails=tails)


class _Rows:
    """Triplets of the recourse model."""

    def __init__(self) -> None:
        self.row: list[Numbers] = []
        self.column: list[Numbers] = []
        self.value: list[Values] = []

    def add(self, row: Numbers, column: Numbers, value: Values | float) -> None:
        """Add terms; row, column and value broadcast together."""
        rows, columns, values = np.broadcast_arrays(row, column, np.asarray(value, float))
        self.row.append(rows.ravel())
        self.column.append(columns.ravel())
        self.value.append(values.ravel())


def _trade(rng: np.random.Generator) -> _Trade:
    ore = rng.choice(MINES * REFINERS, ORE_ARCS, replace=False)
    ore[:MINES] = np.arange(MINES) * REFINERS + np.arange(MINES) % REFINERS
    refined = rng.choice(REFINERS * BUYERS, REFINED_ARCS, replace=False)
    refined[:REFINERS] = np.arange(REFINERS) * BUYERS + np.arange(REFINERS) % BUYERS
    flow = rng.lognormal(0, 1.2, REFINED_ARCS)
    flow /= flow.sum() / 10
    refiner = np.bincount(refined // BUYERS, flow, minlength=REFINERS)
    share = rng.lognormal(0, 1.2, ORE_ARCS)
    into = np.bincount(ore % REFINERS, share, minlength=REFINERS)
    shipped = share / np.maximum(into, 1e-9)[ore % REFINERS] * refiner[ore % REFINERS]
    demand = add_up(refined % BUYERS, flow, BUYERS)
    return _Trade(
        ore // REFINERS, ore % REFINERS, refined // BUYERS, refined % BUYERS, shipped, flow, demand
    )


def _family(  # noqa: PLR0915  one model, block after block
    rng: np.random.Generator, number: int, size: Size, first: int
) -> Family:
    months = size.months
    trade = _trade(rng)
    alive = np.exp(-np.arange(months + 1) / 8.0)
    month = np.arange(months)
    widths = [ORE_ARCS, REFINED_ARCS, BUYERS * USES, HOLDERS, HOLDERS, HOLDERS]
    start = np.concatenate([[0], np.cumsum(widths)]) * months
    ore, refined, short, deficit, release, refill = (
        start[place] + np.arange(width)[:, None] * months + month
        for place, width in enumerate(widths)
    )
    heights = [MINES, REFINERS, REFINERS, BUYERS, HOLDERS, HOLDERS]
    at = np.concatenate([[0], np.cumsum(heights)]) * months
    mine, input_, made, bought, stock, room = (
        at[place] + np.arange(height)[:, None] * months + month
        for place, height in enumerate(heights)
    )
    rows = _Rows()
    rows.add(mine[trade.ore_from], ore, 1.0)
    rows.add(input_[trade.ore_to][:, 1:], ore[:, :-1], 1.0)
    rows.add(input_[trade.refined_from], refined, -1.0)
    rows.add(made[trade.refined_from], refined, 1.0)
    rows.add(bought[trade.refined_to][:, 1:], refined[:, :-1], 1.0)
    rows.add(bought[np.arange(BUYERS * USES) // USES], short, 1.0)
    rows.add(bought[np.array([0, 1])], release, 1.0)
    rows.add(stock, deficit, 1.0)
    rows.add(stock[:, 1:], deficit[:, :-1], -1.0)
    rows.add(stock, release, -1.0)
    rows.add(stock, refill, 1.0)
    rows.add(room, deficit, 1.0)
    rows.add(bought[np.array([0, 1])], refill, -1.0)
    discount = alive[:-1] * 1.05 ** (-month / 12)
    value = rng.uniform(4, 40, (BUYERS, USES)) * np.array([0.3, 1.0, 3.0])
    ore_cost = rng.uniform(0.2, 1.0, ORE_ARCS)
    refined_cost = rng.uniform(0.2, 1.0, REFINED_ARCS)
    cost = np.zeros(start[-1])
    cost[ore] = ore_cost[:, None] * discount
    cost[refined] = refined_cost[:, None] * discount
    cost[short] = value.reshape(-1, 1) * discount
    cost[deficit] = 1.5 * (alive[:-1] - alive[1:])
    cost[release] = 0.05 * discount
    cost[refill] = 0.05 * discount
    upper = np.zeros(start[-1])
    surge_ore, surge_refined = 0.05 * trade.ore + 0.01, 0.05 * trade.refined + 0.01
    ramp = np.minimum(month + 1, 12)
    upper[ore] = surge_ore[:, None] * ramp
    upper[refined] = surge_refined[:, None] * ramp
    upper[release] = 2.0
    upper[refill] = 1.0
    share = np.array([0.3, 0.4, 0.3])
    total = int(at[-1])
    row_lower, row_upper = np.zeros(total), np.zeros(total)
    row_lower[np.r_[mine.ravel(), made.ravel(), room.ravel()]] = -np.inf
    row_lower[bought.ravel()] = 0.0
    row_upper[bought.ravel()] = np.inf
    row_lower[input_.ravel()] = 0.0
    row_upper[input_.ravel()] = np.inf
    begin, index, entry = compress(
        int(start[-1]),
        np.concatenate(rows.row),
        np.concatenate(rows.column),
        np.concatenate(rows.value),
    )
    recourse = Linear(
        cost=cost,
        column_lower=np.zeros(start[-1]),
        column_upper=upper,
        integer=np.zeros(start[-1], bool),
        row_lower=row_lower,
        row_upper=row_upper,
        start=begin,
        index=index,
        value=entry,
    )
    places = np.cumsum([0, MINES, REFINERS, ORE_ARCS, REFINED_ARCS, BUYERS])
    f_mine, f_made, f_ore, f_refined, f_demand = (
        place + np.arange(width)
        for place, width in zip(
            places, [MINES, REFINERS, ORE_ARCS, REFINED_ARCS, BUYERS], strict=False
        )
    )
    f_stock = places[5] + np.arange(HOLDERS)
    sides = _Rows()
    sides.add(mine, f_mine[:, None], 1.0)
    sides.add(made, f_made[:, None], 1.0)
    sides.add(input_[trade.ore_to, 0], f_ore, -1.0)
    sides.add(bought, f_demand[:, None], 1.0)
    sides.add(bought[trade.refined_to, 0], f_refined, -1.0)
    sides.add(room, f_stock[:, None], 1.0)
    upper_sides = _Rows()
    upper_sides.add(ore, f_ore[:, None], 1.0)
    upper_sides.add(refined, f_refined[:, None], 1.0)
    upper_sides.add(
        short,
        f_demand[np.arange(BUYERS * USES) // USES][:, None],
        np.tile(share, BUYERS)[:, None],
    )
    upper_sides.add(deficit, f_stock[:, None], 1.0)
    base, own = _cases(rng, trade, size, first)
    return Family(
        name=f"material {number}",
        recourse=recourse,
        row_sides=_entries(sides),
        lower_sides=Entries.none(),
        upper_sides=_entries(upper_sides),
        base=base,
        shared=Entries(
            f_stock.astype(np.int32),
            (first + REFINERS + np.arange(HOLDERS)).astype(np.int32),
            np.ones(HOLDERS),
        ),
        own=own,
        labels=tuple(
            f"event {event}, year {year}" for event in range(size.events) for year in range(YEARS)
        ),
    )


def _cases(
    rng: np.random.Generator, trade: _Trade, size: Size, first: int
) -> tuple[Values, OwnEntries]:
    """Return base factors and how x moves them, by event and year."""
    ore_made = add_up(trade.ore_from, trade.ore, MINES)
    refined_made = add_up(trade.refined_from, trade.refined, REFINERS)
    big = np.argsort(-np.r_[ore_made, refined_made])[: max(4, size.events // 3)]
    struck = big[np.arange(size.events) % len(big)]
    severity = rng.uniform(0.3, 1.0, size.events)
    year = np.arange(YEARS)
    growth = 1.04**year
    base = np.zeros((size.events, YEARS, FACTORS))
    mine_cut = np.ones((size.events, MINES))
    refiner_cut = np.ones((size.events, REFINERS))
    for event in range(size.events):
        if struck[event] < MINES:
            mine_cut[event, struck[event]] -= severity[event]
        else:
            refiner_cut[event, struck[event] - MINES] -= severity[event]
    place = np.cumsum([0, MINES, REFINERS, ORE_ARCS, REFINED_ARCS, BUYERS])
    base[:, :, place[0] : place[1]] = 1.2 * (ore_made * mine_cut)[:, None] * growth[:, None]
    base[:, :, place[1] : place[2]] = 1.1 * (refined_made * refiner_cut)[:, None] * growth[:, None]
    base[:, :, place[2] : place[3]] = trade.ore * growth[:, None]
    base[:, :, place[3] : place[4]] = trade.refined * growth[:, None]
    base[:, :, place[4] : place[5]] = trade.demand * growth[:, None]
    # projects add to refiners, and to the arcs out of them and into them
    reach = np.minimum(1.0, np.maximum(0.0, (year - 1) / 4))
    refiner = np.arange(REFINERS)
    rhs, row, column, value = [], [], [], []

    def move(factor: Numbers, project: Numbers, amount: Values) -> None:
        for event in range(size.events):
            for each in year[reach > 0]:
                rhs.append(np.full(len(factor), event * YEARS + each))
                row.append(factor)
                column.append(first + project)
                value.append(amount * reach[each] * refiner_cut[event, project])

    move(place[1] + refiner, refiner, np.ones(REFINERS))
    out = np.bincount(trade.refined_from, minlength=REFINERS)[trade.refined_from]
    move(place[3] + np.arange(REFINED_ARCS), trade.refined_from, 1.0 / out)
    into = np.bincount(trade.ore_to, minlength=REFINERS)[trade.ore_to]
    move(place[2] + np.arange(ORE_ARCS), trade.ore_to, 1.0 / into)
    own = OwnEntries(
        np.concatenate(rhs).astype(np.int32),
        np.concatenate(row).astype(np.int32),
        np.concatenate(column).astype(np.int32),
        np.concatenate(value),
    )
    return base.reshape(-1, FACTORS), own


def _entries(rows: _Rows) -> Entries:
    return Entries(
        np.concatenate(rows.row).astype(np.int32),
        np.concatenate(rows.column).astype(np.int32),
        np.concatenate(rows.value),
    )
