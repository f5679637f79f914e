"""A past event as an incident: buyers of one trade code, and what the model assumes of the rest.

Trade alone is known: no stocks, no output at home, no end uses.  A buyer's use is its imports of
the year before.  What others can send is assumed as in a response (idle output, part of it that
can be won, cargoes of other buyers), with exports for output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from supplypact.algebra.sets import Array
from supplypact.domain.backtest import PastCut, PastEvent, Trade
from supplypact.domain.incident import MONTH, Grid, MaterialIncident
from supplypact.domain.pact import Pact
from supplypact.planning.risk.given import sea_days
from supplypact.planning.risk.stocks import MONTHS_A_YEAR
from supplypact.responding.clock import WEEK, WEEKS, depth
from supplypact.responding.incident import STEPS

Bound = Literal["share", "low", "high"]
ALL = "all"
"""The one end use."""


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """What the model assumes: a pact's assumptions, and days at sea."""

    pact: Pact
    transit: Mapping[tuple[str, str], float]

    def value(self, name: str) -> float:
        """Return an assumption."""
        return self.pact.assume(name)

    def days(self, seller: str, buyer: str) -> float:
        """Return the days at sea."""
        return sea_days(self.pact, self.transit, seller, buyer)


def grid_until(days: float) -> Grid:
    """Return a quarter of weeks, then months, the last cut off after so many days."""
    quarter = WEEK * WEEKS
    months = np.arange(quarter, max(days, quarter), MONTH)
    start = np.concatenate([np.arange(WEEKS) * WEEK, months])
    start = start[start < days - 1e-9]
    return Grid(start=start, days=np.diff(np.append(start, days)))


def incident_of(
    event: PastEvent, trade: Trade, assumed: Assumed, bound: Bound = "share"
) -> MaterialIncident:
    """Return the incident from the first day of the event to the end of the scored year.

    Args:
        event: What was cut.
        trade: Who bought from whom the year before.
        assumed: What the model assumes.
        bound: Which of a cut's shares counts.

    """
    users = len(trade.importers)
    grid = grid_until(float((date(event.year + 1, 1, 1) - event.first_day).days))
    helping = _helping(event, trade)
    names = [trade.origins[place] for place in helping]
    lag = _lags(names, trade.importers, assumed)
    price = trade.usd_per_tonne
    none = np.zeros(0)
    steps = np.arange(1.0, STEPS + 1.0)
    return MaterialIncident(
        material=event.material,
        grid=grid,
        weight=np.ones(len(grid.start)),
        users=tuple((code, event.hs) for code in trade.importers),
        tonnes=np.ones(users),
        use=trade.before.sum(axis=1) / MONTHS_A_YEAR,
        loss=lost(event, trade, assumed, grid, bound),
        fed=np.ones(users),
        own_right=np.ones(users),
        makers=tuple((code, event.hs) for code in names),
        barred=np.zeros(len(names), dtype=bool),
        lag=lag,
        idle=idle_of(trade.exports[helping], assumed),
        ramp_months=assumed.value("surge_ramp_months"),
        others=assumed.value("reroute_share") * _to_others(trade, helping) / MONTHS_A_YEAR,
        reroute_lag=lag,
        stores=(),
        stock=none,
        handling=assumed.value("stock_handling"),
        mutual=none,
        lendable=none,
        takes=np.zeros((0, users)),
        release_lag=np.zeros((0, users)),
        swap_lag=np.full((users, users), np.nan),
        substitute_share=np.full(STEPS, assumed.value("response_share")),
        substitute_day=np.floor(steps * assumed.value("substitution_months") * MONTH),
        end_uses=(ALL,),
        end_use_share=np.ones((users, 1)),
        projects=(),
        project_rate=none,
        project_first=none,
        project_last=none,
        project_lead=0.0,
        project_lag=np.zeros((0, users)),
        product_tonnes={event.hs: 1.0},
        surge_cost=assumed.value("surge_premium") * price,
        reroute_cost=assumed.value("reroute_premium") * price,
        release_cost=0.0,
        swap_cost=0.0,
        expedite_cost=0.0,
        substitute_cost=np.tile(price * assumed.value("response_multiple") ** steps, (users, 1)),
        shortage_cost=np.full((users, 1), price * assumed.value("shortage_price_multiple")),
    )


def idle_of(exports: Array, assumed: Assumed) -> Array:
    """Return what makers can send a month beyond what they exported in a year."""
    idle = 1.0 / assumed.value("existing_utilisation") - 1.0
    return exports / MONTHS_A_YEAR * idle * assumed.value("surge_access")


def lost(
    event: PastEvent, trade: Trade, assumed: Assumed, grid: Grid, bound: Bound = "share"
) -> Array:
    """Return what does not arrive of the supplier's shipments.  Shape (importer, period).

    A cut is felt as long after its start, and its end, as goods are at sea; where two cuts take
    the same shipments the deeper counts.
    """
    supplier = trade.origins.index(event.supplier)
    sea = np.array([assumed.days(event.supplier, code) for code in trade.importers])
    deepest = np.zeros((len(trade.importers), len(grid.start)))
    for cut in event.cuts:
        hit = np.array([not cut.buyers or code in cut.buyers for code in trade.importers])
        share = float(getattr(cut, bound))
        deepest = np.maximum(deepest, _depth(event, cut, share, sea, grid) * hit[:, None])
    taken: Array = deepest * trade.before[:, [supplier]] / MONTHS_A_YEAR * grid.months
    return taken


def _depth(event: PastEvent, cut: PastCut, share: float, sea: Array, grid: Grid) -> Array:
    """Return the part of the shipments that a cut takes in each period."""
    first = (cut.start - event.first_day).days + sea
    last = np.inf if cut.end is None else (cut.end - event.first_day).days + sea
    return depth(grid, first, last, delay=cut.delay_days, share=share)


def _helping(event: PastEvent, trade: Trade) -> list[int]:
    """Return the places of the origins that can send more: all that sold, but the struck one."""
    return [
        place
        for place, code in enumerate(trade.origins)
        if code != event.supplier and trade.exports[place] > 0
    ]


def _to_others(trade: Trade, helping: list[int]) -> Array:
    """Return what makers sent to those who are not scored, in the year before."""
    rest: Array = np.maximum(trade.exports - trade.before.sum(axis=0), 0.0)[helping]
    return rest


def _lags(makers: list[str], buyers: tuple[str, ...], assumed: Assumed) -> Array:
    """Return days from an order to its arrival; NaN from a country to itself."""
    order = assumed.value("order_days")
    rows = [
        [np.nan if maker == buyer else order + assumed.days(maker, buyer) for buyer in buyers]
        for maker in makers
    ]
    return np.array(rows, dtype=float).reshape(len(makers), len(buyers))
