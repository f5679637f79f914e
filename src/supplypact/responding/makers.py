"""Who else makes what is cut, what that maker can send, and plants that can come earlier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from supplypact.algebra.sets import CONCERN, Array, Chain, Mask
from supplypact.domain.incident import MONTH
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.planning.risk.stocks import MONTHS_A_YEAR, scale
from supplypact.responding.lost import Strike, feed_lost

FIRST_OUTPUT = (7, 1)
"""Month and day of the first output of a plant of which the year is known."""
Days = Callable[[str, str], float]
"""Days at sea from a seller to a buyer."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Makers:
    """Arrays over the makers that may help, in counted tonnes a month."""

    names: tuple[tuple[str, str], ...]
    """Country and stage."""
    barred: Mask
    idle: Array
    others: Array
    lag: Array
    """Shape (maker, user); NaN where a maker does not help a user."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Plants:
    """Arrays over the plants under way; days count from the day of decision."""

    names: tuple[tuple[str, str], ...]
    """Project and country."""
    rate: Array
    """Counted tonnes a month."""
    first: Array
    last: Array
    lead: float
    """Days from the decision until the first can begin."""
    lag: Array
    """Shape (plant, user)."""


@dataclass(frozen=True, eq=False)
class Helpers:
    """The suppliers of one material under some strikes."""

    pact: Pact
    chain: Chain
    bought: Sequence[Array]
    """What ``look_through.bought_from`` returned."""
    strikes: Sequence[Strike]
    users: Sequence[tuple[int, int]]
    """Country and stage."""
    days: Days
    without: Sequence[str] = ()
    """Countries that nothing more is bought from."""

    def makers(self, lost: float) -> Makers:
        """Return the makers of the stages struck; those struck themselves have nothing to send.

        Args:
            lost: What all users lose in a month on average, counted.

        """
        stages = sorted({self._stage(last) for _, last in self.users} - {-1})
        found = [
            (stage, int(country))
            for stage in stages
            for country in np.unique(self.chain.stages[stage].exporter)
        ]
        able = np.array([self._able(s, c) for s, c in found], dtype=float)
        return Makers(
            names=tuple((self.chain.countries[c], self.chain.stages[s].id) for s, c in found),
            barred=np.array([self.chain.origin[c] == CONCERN for _, c in found], dtype=bool),
            idle=np.array([self._idle(s, c) for s, c in found], dtype=float) * able,
            others=self._others(found, lost, able),
            lag=self._lags(found),
        )

    def plants(
        self, network: Network, day0: date, now: date, *, committed: Sequence[str] = ()
    ) -> Plants:
        """Return the plants of the base that begin after ``now``.

        A plant can begin ``expedite_months`` earlier, but no earlier than half of that from the
        decision; in that time it makes what it makes in its first year.

        Args:
            network: Knows the plants.
            day0: First day of the grid.
            now: Day of decision.
            committed: Plants that were decided on at ``day0``.

        """
        chain, pact = self.chain, self.pact
        stages = [stage.id for stage in chain.stages]
        won = pact.assume("expedite_months") * MONTH
        lead, passed = won / 2.0, float((now - day0).days)
        found = []
        rows = network.addition.select("project", "material", "stage", "country", "year", "tonnes")
        for name, material, stage, country, year, tonnes in rows.iter_rows():
            last = float((date(year, *FIRST_OUTPUT) - day0).days)
            first = max(last - won, lead + (0.0 if name in committed else passed))
            if material == chain.material and first < last:
                place = stages.index(stage), chain.countries.index(country)
                found.append((name, place, tonnes * pact.assume("ramp_first"), first, last))
        return Plants(
            names=tuple((name, chain.countries[c]) for name, (_, c), *_ in found),
            rate=np.array(
                [self._counted(s, t / chain.unit) for _, (s, _), t, *_ in found], dtype=float
            )
            * pact.assume("surge_access"),
            first=np.array([first for *_, first, _ in found], dtype=float),
            last=np.array([last for *_, last in found], dtype=float),
            lead=lead,
            lag=self._lags([place for _, place, *_ in found], ordered=False),
        )

    def _stage(self, last: int) -> int:
        """Return the latest stage struck that a user of stage ``last`` draws on, or -1."""
        return max((each.stage for each in self.strikes if each.stage <= last), default=-1)

    def _lags(self, places: Sequence[tuple[int, int]], *, ordered: bool = True) -> Array:
        first = self.pact.assume("order_days") if ordered else 0.0
        names = self.chain.countries
        rows = [
            [
                first + self.days(names[country], names[user])
                if stage == self._stage(last)
                else np.nan
                for user, last in self.users
            ]
            for stage, country in places
        ]
        return np.array(rows, dtype=float).reshape(len(places), len(self.users))

    def _counted(self, stage: int, units: float) -> float:
        """Return counted tonnes a month of units of a stage a year."""
        return units * self.chain.unit * float(scale(self.chain)[stage]) / MONTHS_A_YEAR

    def _idle(self, stage: int, country: int) -> float:
        given = self.chain.stages[stage]
        made = float(given.reference[given.exporter == country, :, -1].sum())
        idle = max(float(given.capacity[country, -1]) - made, 0.0)
        return self._counted(stage, idle) * self.pact.assume("surge_access")

    def _able(self, stage: int, country: int) -> float:
        """Return the part of a maker that can help: it is not struck, and has its feed.

        Who stops its exports does not send more; a strike or an accident leaves the rest.
        """
        if self.chain.countries[country] in self.without:
            return 0.0
        struck = [each for each in self.strikes if (each.stage, each.supplier) == (stage, country)]
        left = min(((1.0 - e.share) * e.event.at_home for e in struck), default=1.0)
        return left * (1.0 - feed_lost(self.chain, self.bought, self.strikes, stage, country))

    def _others(self, makers: Sequence[tuple[int, int]], lost: float, able: Array) -> Array:
        """Return what can be won of the cargoes of other buyers.

        Where a cut strikes some buyers only, the others can take what is freed, and give as much
        of theirs in exchange.
        """
        abroad = np.array([self._abroad(s, c) for s, c in makers], dtype=float) * able
        base = self.pact.assume("reroute_share") * abroad
        if not all(each.buyers for each in self.strikes):
            return base
        more = np.maximum(self.pact.assume("exchange_share") * abroad - base, 0.0)
        total = float(more.sum())
        others: Array = base + more * (min(1.0, lost / total) if total > 0 else 0.0)
        return others

    def _abroad(self, stage: int, country: int) -> float:
        """Return what a maker exports to others than parties in a month."""
        given = self.chain.stages[stage]
        arcs = (given.exporter == country) & (given.importer != country)
        arcs &= ~self.chain.party[given.importer]
        return self._counted(stage, float(given.reference[arcs, :, -1].sum()))
