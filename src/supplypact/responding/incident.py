"""The state of a material on a day, and what events do to it: a ``MaterialIncident``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from supplypact.algebra.sets import Array, Chain
from supplypact.domain.event import Event
from supplypact.domain.incident import MONTH, Grid, MaterialIncident
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.planning.risk.given import end_use_shares, end_uses
from supplypact.planning.risk.look_through import bought_from
from supplypact.planning.risk.stocks import MONTHS_A_YEAR, scale
from supplypact.responding.clock import chance, weights
from supplypact.responding.given import ResponseData, worth_of
from supplypact.responding.lost import fed_part, lost_part, own_right, strikes_of
from supplypact.responding.makers import Helpers
from supplypact.responding.stores import Stores, stores_of

STEPS = 3
"""Steps of substitution."""


PROTECTED = ("defence_aerospace",)
"""Uses that give up last, as in the order of demands for the US National Defense Stockpile."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Situation:
    """One material under the events, in three readings."""

    low: MaterialIncident
    """The cut and the worth of a tonne as low as the data allow."""
    middle: MaterialIncident
    high: MaterialIncident
    stores: Stores
    chain: Chain
    alive: Array
    """Chance that the event still lasts.  Shape (period)."""


def ranked(worth: Array, uses: Sequence[str]) -> Array:
    """Return what a missing tonne counts: a protected use at least what the dearest use does."""
    protected = np.isin(uses, PROTECTED)
    counted: Array = np.where(protected, worth.max(initial=0.0), worth)
    return counted


@dataclass(frozen=True, eq=False)
class Setting:
    """What all materials of a response share."""

    pact: Pact
    network: Network
    data: ResponseData
    events: Sequence[Event]
    day0: date
    """First day of the grid."""
    now: date
    """Day of decision."""
    grid: Grid
    without: Sequence[str] = ()
    """Countries that nothing more is bought from."""
    committed: Sequence[str] = ()
    """Plants that were brought forward on the first day."""

    def days(self, seller: str, buyer: str) -> float:
        """Return the days at sea."""
        return self.data.days(self.pact, seller, buyer)

    def situation(self, chain: Chain) -> Situation | None:
        """Return the situation of one material, or None where no party loses anything."""
        found = _Material(self, chain)
        lost = {bound: found.lost(bound) for bound in ("low", "share", "high")}
        if not lost["high"].any():
            return None
        uses = end_uses(self.network)
        low, middle, high = worth_of(self.data, self.pact, self.network, chain.material, uses)
        incident = found.incident(lost["share"], middle)
        return Situation(
            low=found.other_reading(incident, lost["low"], low),
            middle=incident,
            high=found.other_reading(incident, lost["high"], high),
            stores=found.stores,
            chain=chain,
            alive=found.alive(),
        )


class _Material:
    """One material; countries and stages by their places in the chain."""

    def __init__(self, setting: Setting, chain: Chain) -> None:
        self._of, self._chain = setting, chain
        self._scale = scale(chain)
        self._bought = bought_from(chain)
        self._users = [
            (int(country), number)
            for number, stage in enumerate(chain.stages)
            for country in np.flatnonzero(chain.party & (stage.demand[:, -1] > 0))
        ]
        strikes = self._strikes = strikes_of(setting.events, chain)
        self._events = list({each.event.id: each.event for each in strikes}.values())
        self._helpers = Helpers(
            setting.pact,
            chain,
            self._bought,
            strikes,
            self._users,
            setting.days,
            setting.without,
        )
        self.stores = stores_of(
            setting.pact,
            chain,
            self._bought,
            setting.data.stocks,
            self._users,
            min((each.stage for each in strikes), default=len(chain.stages)),
            self._scale,
        )

    def alive(self) -> Array:
        """Return the chance that the events that strike this material still last."""
        of = self._of
        return chance(self._events, of.data.laws, of.day0, of.now, of.grid)

    def lost(self, bound: str) -> Array:
        """Return the part of each use that does not arrive.  Shape (user, period)."""
        given = self._of
        strikes = strikes_of(given.events, self._chain, bound=bound)
        parts = [
            lost_part(
                self._chain,
                self._bought,
                strikes,
                user,
                day0=given.day0,
                grid=given.grid,
                lag=given.days,
            )
            for user in self._users
        ]
        return np.array(parts).reshape(len(self._users), len(given.grid.start))

    def incident(self, lost: Array, worth: Array) -> MaterialIncident:
        """Return the incident where the part ``lost`` of each use does not arrive.

        Args:
            lost: Shape (user, period).
            worth: USD of a tonne that each end use misses.  Shape (end use).

        """
        given, chain = self._of, self._chain
        grid, assume = given.grid, given.pact.assume
        at_use = self._scale[[stage for _, stage in self._users]]
        use = self._use() * at_use
        names = tuple((chain.countries[c], chain.stages[s].id) for c, s in self._users)
        uses = end_uses(given.network)
        shares = end_use_shares(given.network, chain.material, names, uses)
        used = np.flatnonzero(shares.any(axis=0))
        makers = self._helpers.makers(self._mean(lost * use[:, None]))
        plants = self._helpers.plants(
            given.network, given.day0, given.now, committed=given.committed
        )
        price = chain.price / float(self._scale[chain.priced])
        steps = np.arange(1, STEPS + 1, dtype=float)
        return MaterialIncident(
            material=chain.material,
            grid=grid,
            weight=weights(
                self._events,
                given.data.laws,
                day0=given.day0,
                now=given.now,
                grid=grid,
                discount_rate=assume("discount_rate"),
            ),
            users=names,
            tonnes=1.0 / at_use,
            use=use,
            loss=lost * use[:, None] * grid.months,
            fed=np.array(
                [fed_part(chain, self._bought, self._strikes, user) for user in self._users]
            ),
            own_right=np.array(
                [own_right(chain, self._bought, self._strikes, user) for user in self._users]
            ),
            makers=makers.names,
            barred=makers.barred,
            lag=makers.lag,
            idle=makers.idle,
            ramp_months=assume("surge_ramp_months"),
            others=makers.others,
            reroute_lag=makers.lag,
            stores=self.stores.names,
            stock=self.stores.stock,
            handling=assume("stock_handling"),
            mutual=self.stores.mutual,
            lendable=self.stores.lendable,
            takes=self.stores.takes,
            release_lag=self._release_lag(),
            swap_lag=self._swap_lag(),
            substitute_share=np.full(STEPS, assume("response_share")),
            substitute_day=np.floor(steps * assume("substitution_months") * MONTH),
            end_uses=tuple(uses[n] for n in used),
            end_use_share=shares[:, used],
            projects=plants.names,
            project_rate=plants.rate,
            project_first=plants.first,
            project_last=plants.last,
            project_lead=plants.lead,
            project_lag=plants.lag,
            product_tonnes={
                stage.id: 1.0 / float(each)
                for stage, each in zip(chain.stages, self._scale, strict=True)
            },
            surge_cost=assume("surge_premium") * price,
            reroute_cost=assume("reroute_premium") * price,
            release_cost=(assume("stock_premium") + assume("stock_handling_cost")) * price,
            swap_cost=assume("swap_premium") * price,
            expedite_cost=assume("expedite_premium") * price,
            substitute_cost=chain.price * assume("response_multiple") ** steps / at_use[:, None],
            shortage_cost=ranked(worth[used], [uses[n] for n in used]) / at_use[:, None],
        )

    def other_reading(
        self, incident: MaterialIncident, lost: Array, worth: Array
    ) -> MaterialIncident:
        """Return the incident with another part lost and another worth, as in ``incident``."""
        uses = end_uses(self._of.network)
        used = [uses.index(use) for use in incident.end_uses]
        a_month = lost * incident.use[:, None]
        return replace(
            incident,
            loss=a_month * incident.grid.months,
            others=self._helpers.makers(self._mean(a_month)).others,
            shortage_cost=ranked(worth[used], incident.end_uses) * incident.tonnes[:, None],
        )

    def _mean(self, a_month: Array) -> float:
        """Return what all users together lose in a month, the mean over all periods."""
        months = self._of.grid.months
        return float(a_month.sum(axis=0) @ months / months.sum())

    def _use(self) -> Array:
        """Return what each user uses in a month, in tonnes."""
        use = [self._chain.stages[s].demand[c, -1] for c, s in self._users]
        return np.array(use, dtype=float) * self._chain.unit / MONTHS_A_YEAR

    def _release_lag(self) -> Array:
        first, names = self._of.pact.assume("release_days"), self._chain.countries
        rows = [
            [first + self._of.days(holder, names[country]) for country, _ in self._users]
            for holder, _, _ in self.stores.names
        ]
        return np.array(rows, dtype=float).reshape(len(rows), len(self._users))

    def _swap_lag(self) -> Array:
        names, lag = self._chain.countries, np.full((len(self._users),) * 2, np.nan)
        for giver, (country, stage) in enumerate(self._users):
            for taker, (other, same) in enumerate(self._users):
                if country != other and stage == same:
                    lag[giver, taker] = self._of.days(names[country], names[other])
        return lag
