"""What is given of the recourse of one material and one duration law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.algebra.model import Index
from supplypact.algebra.recourse import RecourseSet, State
from supplypact.algebra.sets import Array, Chain, Numbers
from supplypact.algebra.stock import StockColumns, StockSet
from supplypact.domain.hazard import DurationLaw
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.planning.risk.given import RiskData, end_use_shares, end_uses
from supplypact.planning.risk.stocks import MONTHS_A_YEAR, forms, scale

STEPS = 3
"""Steps of the demand response."""
Lags = tuple[int, ...]
"""Months from a maker to each user."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Stores:
    """The stores of one material: each holder in each form."""

    holders: tuple[str, ...]
    forms: tuple[int, ...]
    """Number of the stage whose product each form is."""
    columns: Index
    """Columns of the stock.  Shape (store, year)."""
    holder: Numbers
    """Place of the holder of each store.  Shape (store)."""
    form: Numbers
    """Place of the form of each store.  Shape (store)."""

    @classmethod
    def of(cls, stocks: StockSet, columns: StockColumns, chain: Chain) -> Stores:
        """Return the stores of the material of ``chain`` among the stock columns."""
        items = [n for n, each in enumerate(stocks.materials) if each == chain.material]
        count = len(stocks.holders)
        place = np.arange(len(items) * count, dtype=np.int32)
        return cls(
            holders=stocks.holders,
            forms=tuple(forms(chain)),
            columns=columns.stock[items].reshape(len(place), -1),
            holder=place % count,
            form=place // count,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Surroundings:
    """What all laws of one material share."""

    pact: Pact
    network: Network
    data: RiskData
    chain: Chain
    state: State
    users: tuple[tuple[str, str], ...]
    """(country, stage) of each user."""
    stores: Stores
    mutual: float
    """Part of its stock that a holder gives to others at most."""

    @property
    def scale(self) -> Array:
        """Units of the last product from a unit of each stage.  Shape (stage)."""
        return scale(self.chain)

    def use(self, year: int) -> Array:
        """Return what each user uses in a month, at the last stage."""
        state, stages = self.state, self.chain.stages
        use = [
            stages[s].demand[c, year] * self.scale[s]
            for c, s in zip(state.user, state.user_stage, strict=True)
        ]
        return np.array(use) / MONTHS_A_YEAR

    def lags(self, country: int) -> Lags:
        """Return the months from a country to each user."""
        seller = self.chain.countries[country]
        return tuple(self.data.lag(self.pact, seller, buyer) for buyer, _ in self.users)

    def groups(self, stages: Sequence[int]) -> tuple[list[Lags], dict[tuple[int, int], int]]:
        """Group makers by their months of transit: within a group only the sum matters."""
        lags = {
            (stage, int(country)): self.lags(int(country))
            for stage in stages
            for country in self.state.maker[stage]
        }
        found = sorted(set(lags.values()))
        return found, {key: found.index(each) for key, each in lags.items()}

    def given(self, law: DurationLaw, groups: Sequence[Lags], first: Sequence[int]) -> RecourseSet:
        """Return the recourse of one law.

        Args:
            law: How long disruptions last.
            groups: Months of transit of each group of makers.
            first: Months in which a loss may begin.

        """
        pact, stores, stages = self.pact, self.stores, self.chain.stages
        names = end_uses(self.network)
        at_use = self.scale[self.state.user_stage][:, None]
        at_price = self.scale[self.chain.priced]
        released = pact.assume("stock_premium") + pact.assume("stock_handling_cost")
        alive = np.array(law.alive[:-1])
        monthly = (1.0 + pact.assume("discount_rate")) ** (-1.0 / MONTHS_A_YEAR)
        steps = np.arange(1, STEPS + 1, dtype=float)
        return RecourseSet(
            users=tuple(f"{country},{stage}" for country, stage in self.users),
            stores=tuple(
                f"{holder},{stages[form].id}" for form in stores.forms for holder in stores.holders
            ),
            groups=tuple("transit" + "_".join(map(str, lags)) for lags in groups),
            end_uses=names,
            owner=np.array([stores.holders.index(c) for c, _ in self.users], dtype=np.int32),
            store_holder=stores.holder,
            store_form=stores.form,
            lag=np.array(groups, dtype=np.int32).reshape(len(groups), len(self.users)),
            first_months=tuple(first),
            weight=alive * monthly ** np.arange(len(alive)),
            ramp_months=pact.assume("surge_ramp_months"),
            handling=pact.assume("stock_handling"),
            mutual=self.mutual,
            surge_cost=pact.assume("surge_premium") / at_price,
            release_cost=np.full(len(stores.form), released / at_price),
            response_share=np.full(STEPS, pact.assume("response_share")),
            response_cost=pact.assume("response_multiple") ** steps / at_use,
            end_use_share=end_use_shares(self.network, self.chain.material, self.users, names),
            shortage_cost=self._shortage(names) / at_use,
        )

    def _shortage(self, names: Sequence[str]) -> Array:
        """Return the worth of a tonne that is missing, in prices.  Shape (1, end use)."""
        usual = self.pact.assume("shortage_price_multiple") * self.chain.price
        known: Mapping[tuple[str, str], float] = self.data.shortage
        worth = [known.get((self.chain.material, use), usual) for use in names]
        return np.array([worth]) / self.chain.price
