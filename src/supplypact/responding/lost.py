"""What events take from a user: the part of its use that passed the suppliers struck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from supplypact.algebra.sets import Array, Chain, Mask
from supplypact.domain.event import Event
from supplypact.domain.incident import Grid
from supplypact.planning.balance import ratio
from supplypact.responding.clock import depth

Lag = Callable[[str, str], float]
"""Days from a seller to a buyer."""


@dataclass(frozen=True, kw_only=True)
class Strike:
    """A cut of one event on one stage of a material."""

    event: Event
    supplier: int
    """Place among the countries of the chain."""
    stage: int
    buyers: tuple[str, ...]
    share: float


def strikes_of(events: Sequence[Event], chain: Chain, *, bound: str = "share") -> list[Strike]:
    """Return what the events cut of a material.

    Args:
        events: As declared.
        chain: The material in the base case.
        bound: ``share``, ``low`` or ``high`` of each cut.

    """
    stages = [stage.id for stage in chain.stages]
    return [
        Strike(
            event=event,
            supplier=chain.countries.index(cut.supplier),
            stage=stages.index(stage),
            buyers=cut.buyers,
            share=float(getattr(cut, bound)),
        )
        for event in events
        for cut in event.cuts
        if chain.material in cut.materials and cut.supplier in chain.countries
        for stage in stages
        if stage in cut.stages
    ]


def lost_part(
    chain: Chain,
    bought: Sequence[Array],
    strikes: Sequence[Strike],
    user: tuple[int, int],
    *,
    day0: date,
    grid: Grid,
    lag: Lag,
) -> Array:
    """Return the part of a use that does not arrive in each period.

    A cut is felt by the user as long after its start, and its end, as goods are on their way.
    Where two events cut the same shipments, the deeper one counts.

    Args:
        chain: The material in the base case; its last year counts.
        bought: What ``look_through.bought_from`` returned.
        strikes: What is cut.
        user: Country and stage whose product it uses.
        day0: First day of the grid.
        grid: The periods.
        lag: Days at sea between two countries.

    """
    country, last = user
    mine = [each for each in strikes if each.stage <= last]
    depths = np.zeros((len(mine), len(grid.start)))
    for row, each in enumerate(mine):
        depths[row] = _depth(each, day0, _way(chain, bought, each, user, lag), grid)
    unlike, place = np.unique(depths, axis=1, return_inverse=True)
    parts = [taken(chain, bought, mine, each, country, last) for each in unlike.T]
    lost: Array = np.array(parts, dtype=float)[place.ravel()]
    return lost


def fed_part(
    chain: Chain, bought: Sequence[Array], strikes: Sequence[Strike], user: tuple[int, int]
) -> float:
    """Return the part of a loss that goods of the latest stage struck can replace.

    A user that takes these goods itself can use them all; otherwise only the parties' own plants of
    the next stage can, as far as they lost their feed.
    """
    country, last = user
    mine = [each for each in strikes if each.stage <= last]
    shares = np.array([each.share for each in mine])
    latest = max((each.stage for each in mine), default=last)
    if latest == last:
        return 1.0
    lost = taken(chain, bought, mine, shares, country, last)
    at_home = taken(chain, bought, mine, shares, country, last, buyers=chain.party)
    return at_home / lost if lost > 0 else 1.0


def own_right(
    chain: Chain, bought: Sequence[Array], strikes: Sequence[Strike], user: tuple[int, int]
) -> float:
    """Return the part of a use that does not come from suppliers who struck some buyers only."""
    country, last = user
    aimed = [
        replace(each, share=1.0, buyers=())
        for each in strikes
        if each.buyers and each.stage <= last
    ]
    return 1.0 - taken(chain, bought, aimed, np.ones(len(aimed)), country, last)


def feed_lost(
    chain: Chain, bought: Sequence[Array], strikes: Sequence[Strike], stage: int, country: int
) -> float:
    """Return the part of what a maker makes that it cannot make, as its own feed is cut."""
    earlier = [each for each in strikes if each.stage < stage]
    if not earlier:
        return 0.0
    shares = np.array([each.share for each in earlier])
    lost = taken(chain, bought, earlier, shares, country, stage - 1)
    return lost * (1.0 - chain.stages[stage].other_feed_share)


def _way(
    chain: Chain, bought: Sequence[Array], strike: Strike, user: tuple[int, int], lag: Lag
) -> float:
    """Return the mean days at sea from the supplier to a user, by the ways that goods take."""
    names = chain.countries
    days = np.array([[lag(seller, buyer) for buyer in names] for seller in names])
    holding, behind = np.zeros(len(names)), np.zeros(len(names))
    holding[user[0]] = 1.0
    for stage in range(user[1], strike.stage, -1):
        shipped = bought[stage][:, :, -1] * holding
        total = shipped.sum(axis=1)
        behind = ratio((shipped * (behind + days)).sum(axis=1), total)
        holding = total * (1.0 - chain.stages[stage].other_feed_share)
    row = bought[strike.stage][strike.supplier, :, -1] * holding * _reached(chain, strike)
    if row.sum() <= 0:
        return float(days[strike.supplier, user[0]])
    return float(row @ (behind + days[strike.supplier]) / row.sum())


def _depth(each: Strike, day0: date, lag: float, grid: Grid) -> Array:
    """Return the part of the supplier's shipments that is missing in each period."""
    event = each.event
    start = (event.start - day0).days + lag
    end = np.inf if event.end is None else (event.end - day0).days + lag
    return depth(grid, start, end, delay=event.delay_days, share=each.share)


def taken(
    chain: Chain,
    bought: Sequence[Array],
    strikes: Sequence[Strike],
    depths: Array,
    country: int,
    last: int,
    *,
    buyers: Mask | None = None,
) -> float:
    """Return the part of a use that cuts take.

    Args:
        chain: The material in the base case.
        bought: What ``look_through.bought_from`` returned.
        strikes: What is cut.
        depths: How much of it.  Shape (strike).
        country: Who uses.
        last: Stage whose product it uses.
        buyers: Count only what these buy of the stages before; all if not given.

    """
    holding = np.zeros(len(chain.countries))
    holding[country] = 1.0
    lost = 0.0
    for stage in range(last, -1, -1):
        shipped = bought[stage][:, :, -1] * holding
        cut = np.zeros_like(shipped)
        for each, part in zip(strikes, depths, strict=True):
            if each.stage == stage:
                reached = part * _reached(chain, each)
                cut[each.supplier] = np.maximum(cut[each.supplier], reached)
        counted = 1.0 if buyers is None or stage == last else buyers
        lost += float((shipped * cut * counted).sum())
        holding = (shipped * (1.0 - cut)).sum(axis=1)
        holding *= 1.0 - chain.stages[stage].other_feed_share
    return lost


def _reached(chain: Chain, each: Strike) -> Mask:
    """Return whose purchases a cut reaches: at home all, else those abroad that it is aimed at."""
    if each.event.at_home:
        return np.ones(len(chain.countries), dtype=bool)
    reached: Mask = np.arange(len(chain.countries)) != each.supplier
    if each.buyers:
        reached &= np.isin(chain.countries, each.buyers)
    return reached
