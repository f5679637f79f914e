"""The recourse of one material: a family of disruptions for each duration law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from supplypact.algebra.model import Model, Values
from supplypact.algebra.recourse import (
    Factors,
    RecourseColumns,
    RecourseSet,
    State,
    Terms,
    add_recourse,
)
from supplypact.algebra.sets import CONCERN, Array, Chain, Mask, Numbers
from supplypact.algebra.stock import StockColumns
from supplypact.decomposition.linear import Entries, Linear, OwnEntries
from supplypact.decomposition.parts import Family
from supplypact.domain.hazard import PARTIES, DurationLaw, Hazard
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.planning.reference import Base
from supplypact.planning.risk.given import RiskData, end_use_shares, end_uses
from supplypact.planning.risk.look_through import LookThrough

AT_HOME = ("conflict", "outage")
"""Kinds that strike all that a country makes; the others cut what it exports."""
MONTHS_A_YEAR = 12.0
STEPS = 3
"""Steps of the demand response."""
SMALLEST = 1e-4
"""A hazard that takes a smaller part of a class is left out for that user."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MaterialRisk:
    """The families of one material, and how to read them."""

    base: Base
    state: State
    users: tuple[tuple[str, str], ...]
    """(country, stage) of each user."""
    given: tuple[RecourseSet, ...]
    columns: tuple[RecourseColumns, ...]
    families: tuple[Family, ...]
    """One for each duration law in use; ``own`` counts the columns of the whole model."""
    events: tuple[tuple[tuple[Hazard, int], ...], ...]
    """Hazard and place of the year of each right-hand side, by family."""
    money: float
    """USD of one unit of the families' costs."""
    scale: Array
    """Units at the last stage of a unit at each stage.  Shape (stage)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Place:
    """Where a material's stocks stand among the stock columns."""

    columns: StockColumns
    number: int
    holders: tuple[str, ...]


def material_risk(
    pact: Pact,
    network: Network,
    data: RiskData,
    base: Base,
    state: State,
    place: Place,
    *,
    mutual: float,
) -> MaterialRisk:
    """Return the families of one material.

    Args:
        pact: Assumptions.
        network: End uses.
        data: Hazards, transit and shortage values.
        base: The base case of the material.
        state: Columns that ``add_state`` returned.
        place: Its stocks.
        mutual: Part of its stock that a holder gives to others at most.

    """
    chain = base.chain
    users = tuple(
        (chain.countries[c], chain.stages[s].id)
        for c, s in zip(state.user, state.user_stage, strict=True)
    )
    recovery = [stage.recovery for stage in chain.stages]
    scale = np.array([np.prod(recovery[n + 1 :]) for n in range(len(recovery))])
    whole = _Whole(pact, network, data, chain, state, users, place, scale, mutual)
    given, columns, families, events = [], [], [], []
    for law in data.laws:
        struck = whole.events(law)
        if struck:
            made = whole.family(law, struck)
            given.append(made[0])
            columns.append(made[1])
            families.append(made[2])
            events.append(tuple((hazard, year) for hazard, year, _ in struck))
    return MaterialRisk(
        base=base,
        state=state,
        users=users,
        given=tuple(given),
        columns=tuple(columns),
        families=tuple(families),
        events=tuple(events),
        money=chain.price * chain.unit,
        scale=scale,
    )


Struck = tuple[Hazard, int, Array]
"""Hazard, year, and the part of its class that it takes from each user."""


@dataclass(frozen=True, eq=False)
class _Whole:
    """What all families of a material share."""

    pact: Pact
    network: Network
    data: RiskData
    chain: Chain
    state: State
    users: tuple[tuple[str, str], ...]
    place: Place
    scale: Array
    mutual: float

    def events(self, law: DurationLaw) -> list[Struck]:
        """Return the disruptions of this law that take something, in the order (hazard, year)."""
        look, found = LookThrough(self.chain), []
        for hazard in self.data.hazards:
            if hazard.law != law.id or not self._concerns(hazard):
                continue
            parts = self._struck(look, hazard)
            found += [
                (hazard, year, parts[:, year])
                for year in range(len(self.chain.years))
                if parts[:, year].max(initial=0.0) > SMALLEST
            ]
        return found

    def _concerns(self, hazard: Hazard) -> bool:
        stages = [stage.id for stage in self.chain.stages]
        return (
            self.chain.material in hazard.materials
            and hazard.stage in stages
            and hazard.supplier in self.chain.countries
        )

    def _stage(self, hazard: Hazard) -> int:
        return [stage.id for stage in self.chain.stages].index(hazard.stage)

    def _struck(self, look: LookThrough, hazard: Hazard) -> Array:
        """Return the part of the class that is taken, times severity.  Shape (user, year)."""
        stage, supplier = self._stage(hazard), self.chain.countries.index(hazard.supplier)
        aimed: Mask = np.ones(len(self.chain.countries), dtype=bool)
        if hazard.target == PARTIES:
            aimed = self.chain.party
        buyers = None if hazard.kind in AT_HOME else aimed
        parts = np.zeros((len(self.users), len(self.chain.years)))
        state = self.state
        for n, (user, last) in enumerate(zip(state.user, state.user_stage, strict=True)):
            if stage <= last:
                taken = look.struck(int(user), int(last), stage, supplier, buyers=buyers)
                parts[n] = float(hazard.severity) * taken
        return parts

    def family(
        self, law: DurationLaw, struck: Sequence[Struck]
    ) -> tuple[RecourseSet, RecourseColumns, Family]:
        """Return the recourse of one law with its right-hand sides."""
        groups, member = self._groups(sorted({self._stage(hazard) for hazard, _, _ in struck}))
        first = sorted({self._first(h, u) for h, _, _ in struck for u, _ in self.users})
        given = self._set(law, groups, first)
        model = Model()
        columns = add_recourse(model, given)
        factors = Factors.of(given)
        base = np.zeros((len(struck), factors.count))
        own = _Own()
        for rhs, (hazard, year, taken) in enumerate(struck):
            base[rhs, factors.use] = self._use(year)
            self._add_losses(own, rhs, hazard, year, taken, factors, first)
            self._add_spare(own, rhs, hazard, year, factors, member)
            stock = self.place.columns.stock[self.place.number, :, year]
            own.add(rhs, factors.stock, stock, 1.0)
        family = Family(
            name=f"{self.chain.material}, {law.id}",
            recourse=Linear(**vars(model.matrix())),
            row_sides=_entries(columns.row_sides),
            lower_sides=Entries.none(),
            upper_sides=_entries(columns.upper_sides),
            base=base,
            shared=Entries.none(),
            own=own.entries(),
            labels=tuple(
                f"{hazard.id}, {self.chain.material}, {self.chain.years[year]}"
                for hazard, year, _ in struck
            ),
        )
        return given, columns, family

    def _first(self, hazard: Hazard, buyer: str) -> int:
        return self.data.lag(self.pact, hazard.supplier, buyer)

    def _lags(self, country: int) -> tuple[int, ...]:
        seller = self.chain.countries[country]
        return tuple(self.data.lag(self.pact, seller, buyer) for buyer, _ in self.users)

    def _groups(
        self, stages: Sequence[int]
    ) -> tuple[list[tuple[int, ...]], dict[tuple[int, int], int]]:
        """Group makers by their months of transit: within a group only the sum matters."""
        lags = {
            (stage, int(country)): self._lags(int(country))
            for stage in stages
            for country in self.state.maker[stage]
        }
        groups = sorted(set(lags.values()))
        return groups, {key: groups.index(each) for key, each in lags.items()}

    def _set(
        self, law: DurationLaw, groups: Sequence[tuple[int, ...]], first: Sequence[int]
    ) -> RecourseSet:
        pact, holders = self.pact, self.place.holders
        monthly = (1.0 + pact.assume("discount_rate")) ** (-1.0 / MONTHS_A_YEAR)
        alive = np.array(law.alive[:-1])
        names = end_uses(self.network)
        steps = np.arange(1, STEPS + 1, dtype=float)
        scale = self.scale[self.state.user_stage][:, None]
        return RecourseSet(
            users=tuple(f"{country},{stage}" for country, stage in self.users),
            holders=holders,
            groups=tuple("transit" + "_".join(map(str, lags)) for lags in groups),
            end_uses=names,
            owner=np.array([holders.index(country) for country, _ in self.users], dtype=np.int32),
            served=np.array(self.state.user_stage == len(self.chain.stages) - 1),
            lag=np.array(groups, dtype=np.int32).reshape(len(groups), len(self.users)),
            first_months=tuple(first),
            weight=alive * monthly ** np.arange(len(alive)),
            ramp_months=pact.assume("surge_ramp_months"),
            handling=pact.assume("stock_handling"),
            mutual=self.mutual,
            surge_cost=pact.assume("surge_premium"),
            release_cost=pact.assume("stock_premium") + pact.assume("stock_handling_cost"),
            response_share=np.full(STEPS, pact.assume("response_share")),
            response_cost=pact.assume("response_multiple") ** steps / scale,
            end_use_share=end_use_shares(self.network, self.chain.material, self.users, names),
            shortage_cost=self._shortage(names) / scale,
        )

    def _shortage(self, names: Sequence[str]) -> Array:
        """Return the worth of a tonne that is missing, in prices.  Shape (1, end use)."""
        usual = self.pact.assume("shortage_price_multiple") * self.chain.price
        worth = [self.data.shortage.get((self.chain.material, use), usual) for use in names]
        return np.array([worth]) / self.chain.price

    def _use(self, year: int) -> Array:
        """Return what each user uses in a month, at the last stage."""
        state, stages = self.state, self.chain.stages
        use = [
            stages[s].demand[c, year] * self.scale[s]
            for c, s in zip(state.user, state.user_stage, strict=True)
        ]
        return np.array(use) / MONTHS_A_YEAR

    def _add_losses(
        self,
        own: _Own,
        rhs: int,
        hazard: Hazard,
        year: int,
        taken: Array,
        factors: Factors,
        first: Sequence[int],
    ) -> None:
        stage = self._stage(hazard)
        kind = self.chain.origin[self.chain.countries.index(hazard.supplier)]
        for n, (buyer, _) in enumerate(self.users):
            if taken[n] > SMALLEST:
                factor = factors.loss[n, first.index(self._first(hazard, buyer))]
                unit = self.scale[self.state.user_stage[n]] / MONTHS_A_YEAR
                column = self.state.passing[n, stage, kind, year]
                own.add(rhs, factor, column, taken[n] * unit)

    def _add_spare(
        self,
        own: _Own,
        rhs: int,
        hazard: Hazard,
        year: int,
        factors: Factors,
        member: dict[tuple[int, int], int],
    ) -> None:
        """Let all makers of the stage but the one struck help.

        No country of concern helps where one of them is the cause.
        """
        stage, chain = self._stage(hazard), self.chain
        unit = self.scale[stage] * self.pact.assume("surge_access") / MONTHS_A_YEAR
        concerned = hazard.supplier in self.pact.concern
        for n, country in enumerate(self.state.maker[stage]):
            helps = chain.countries[country] != hazard.supplier
            if helps and not (concerned and chain.origin[country] == CONCERN):
                factor = factors.spare[member[stage, int(country)]]
                own.add(rhs, factor, self.state.spare[stage][n, year], unit)


class _Own:
    """Terms of single right-hand sides, gathered one after the other."""

    def __init__(self) -> None:
        self._parts: list[tuple[Numbers, Numbers, Numbers, Values]] = []

    def add(self, rhs: int, factor: ArrayLike, column: ArrayLike, value: float) -> None:
        """Add one term, or one for each of ``factor`` and ``column``."""
        parts = np.broadcast_arrays(rhs, factor, column, float(value))
        at, row, place, size = (np.atleast_1d(part).ravel() for part in parts)
        self._parts.append((at, row, place, size))

    def entries(self) -> OwnEntries:
        """Return them all."""
        if not self._parts:
            return OwnEntries.none()
        at, row, place, size = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        return OwnEntries(
            at.astype(np.int32), row.astype(np.int32), place.astype(np.int32), size.astype(float)
        )


def _entries(terms: Terms) -> Entries:
    row, factor, value = terms
    return Entries(row.astype(np.int32), factor.astype(np.int32), value)
