"""The optimal reserve of Teisberg as an outside check of stock rules.

A market is calm or cut in each period; a holder chooses the stock of the next period knowing only
the present one.  Source: T. J. Teisberg 1981, Bell Journal of Economics 12(2):526-546; figures as
in the GAMS Model Library, model markov (82).  Quantities and money in that model's units.

Levels are on the market's grid.  A rule gives the next level for each level and state; arrays over
states have the shape (level, state).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from supplypact.sharing.game import Values
from supplypact.sharing.linear import solve

CALM, CUT = 0, 1


@dataclass(frozen=True, kw_only=True)
class Market:
    """Demand is ``floor + scale * price**-elasticity``; the holder's country has a part of it."""

    levels: tuple[float, ...] = (0, 3, 6, 9, 12, 15, 18, 21)
    supply: float = 110
    lost: float = 11
    """Supply that a cut takes away in each period that it lasts."""
    strikes: float = 0.2
    """Chance that a cut begins after a calm period."""
    lasts: float = 0.5
    """Chance that a cut lasts another period: its survival is ``lasts**t``."""
    own_share: float = 0.25
    floor: float = -130
    scale: float = 342
    elasticity: float = 0.1
    normal_price: float = 34.526
    storage: float = 0.32
    """Cost of a unit held for a period."""
    discount: float = 0.95

    @property
    def chance(self) -> Values:
        """Chance of the next state.  Shape (state, next state)."""
        return np.array([[1 - self.strikes, self.strikes], [1 - self.lasts, self.lasts]])


@dataclass(frozen=True, kw_only=True, eq=False)
class Optimum:
    """What the best rule costs from each state on, discounted."""

    ahead: Values

    @property
    def cost(self) -> float:
        """Mean over all levels and states to start from: the published objective."""
        return float(self.ahead.mean())


def prices(market: Market) -> Values:
    """Return the price at which the market clears.  Shape (level, next level, state)."""
    level = np.array(market.levels, dtype=float)
    step = level[None, :, None] - level[:, None, None]
    supplied = market.supply - np.array([0.0, market.lost]) - step
    clearing: Values = (market.scale / (supplied - market.floor)) ** (1 / market.elasticity)
    return clearing


def costs(market: Market) -> Values:
    """Return the cost of a period: lost surplus, purchase (or sale), storage.

    Shape (level, next level, state); infinite where stock would be built in a cut.
    """
    price, power = prices(market), 1 - market.elasticity
    level = np.array(market.levels, dtype=float)
    step = level[None, :, None] - level[:, None, None]
    area = market.scale * (price**power - market.normal_price**power) / power
    surplus = market.floor * (price - market.normal_price) + area
    cost: Values = market.own_share * surplus + price * step + market.storage * level[None, :, None]
    cost[:, :, CUT][step[:, :, 0] > 0] = np.inf
    return cost


def by_values(market: Market) -> Optimum:
    """Find the optimum by value iteration, to rounding."""
    ahead = np.zeros((len(market.levels), 2))
    while True:
        better = _each_choice(market, ahead).min(axis=1)
        if np.abs(better - ahead).max() < 1e-10:
            return Optimum(ahead=better)
        ahead = better


def by_lp(market: Market) -> Optimum:
    """Find the optimum by the linear programme over costs ahead, dual to the published one.

    Maximise their mean so that none exceeds the cost of a choice plus what lies ahead of it.
    """
    cost, count = costs(market), 2 * len(market.levels)
    rows, upper = [], []
    for level, after, state in np.argwhere(np.isfinite(cost)):
        row = np.zeros((len(market.levels), 2))
        row[level, state] += 1
        row[after] -= market.discount * market.chance[state]
        rows.append(row.ravel())
        upper.append(cost[level, after, state])
    lower = np.full(len(rows), -np.inf)
    ahead, _ = solve(np.full(count, -1 / count), np.array(rows), lower, np.array(upper))
    return Optimum(ahead=ahead.reshape(-1, 2))


def best_rule(market: Market, optimum: Optimum) -> Values:
    """Return the next level of the optimum."""
    best = _each_choice(market, optimum.ahead).argmin(axis=1)
    rule: Values = np.array(market.levels, dtype=np.float64)[best]
    return rule


def cost_of_rule(market: Market, rule: Values) -> Values:
    """Return what a rule costs from each state on; never below the optimum's ``ahead``.

    Raises:
        ValueError: the rule leaves the grid, or builds stock in a cut.

    """
    place, cost = _place(market, rule), costs(market)
    system, now = np.eye(rule.size), np.empty(rule.size)
    for row, (level, state) in enumerate(np.ndindex(rule.shape)):
        after = place[level, state]
        now[row] = cost[level, after, state]
        system[row, [2 * after, 2 * after + 1]] -= market.discount * market.chance[state]
    if not np.isfinite(now).all():
        raise ValueError("the rule builds stock in a cut")
    return np.linalg.solve(system, now).reshape(rule.shape).astype(np.float64)


def cost_of_path(market: Market, optimum: Optimum, start: float, path: Sequence[float]) -> float:
    """Return the cost of a cut that strikes at ``start`` and is met by the levels of ``path``.

    One path serves all durations, each period weighted by the chance that the cut still lasts;
    after the path the level stays, after the cut the optimum takes over.  Never below the
    optimum's ``ahead`` of ``start`` in a cut.  Infinite if the path builds stock.

    Raises:
        ValueError: the path leaves the grid.

    """
    place = _place(market, [start, *path])
    weight, total = 1.0, 0.0
    cost, goes_on = costs(market), market.discount * market.lasts
    ends = market.discount * (1 - market.lasts)
    for level, after in pairwise(place):
        total += weight * (cost[level, after, CUT] + ends * optimum.ahead[after, CALM])
        weight *= goes_on
    last = place[-1]
    stays = cost[last, last, CUT] + ends * optimum.ahead[last, CALM]
    return float(total + weight / (1 - goes_on) * stays)


def rule_of_plan(market: Market, target: float, fill: float, path: Sequence[float]) -> Values:
    """Return the rule of a plan: fill up to ``target`` in calm, release along ``path`` in a cut.

    Args:
        market: The market; levels between those of its grid go to the nearest.
        target: Stock that the plan holds; more is kept, not sold.
        fill: The most it adds in a period.
        path: Stock after each period of a cut that finds the target in store.  From any other
            level the plan releases what it would at the highest level of the path not above it.

    """
    grid, planned = np.array(market.levels, dtype=float), np.array([target, *path])
    released = np.append(planned[:-1] - planned[1:], 0.0)
    rule = np.empty((len(grid), 2))
    for place, level in enumerate(grid):
        rule[place, CALM] = max(level, min(target, level + fill))
        under = np.flatnonzero(planned <= level)
        rule[place, CUT] = level - (released[under[0]] if under.size else 0.0)
    nearest: Values = grid[np.abs(rule[..., None] - grid).argmin(axis=-1)]
    return nearest


def _place(market: Market, levels: ArrayLike) -> NDArray[np.intp]:
    away = np.abs(np.asarray(levels, dtype=np.float64)[..., None] - np.array(market.levels))
    if (away.min(axis=-1) > 1e-9).any():
        raise ValueError("a level is not on the market's grid")
    place: NDArray[np.intp] = away.argmin(axis=-1)
    return place


def _each_choice(market: Market, ahead: Values) -> Values:
    choice: Values = costs(market) + market.discount * (ahead @ market.chance.T)[None]
    return choice
