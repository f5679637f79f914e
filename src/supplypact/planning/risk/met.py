"""What the disruptions of one material meet, filled in family by family."""

from __future__ import annotations

import numpy as np

from supplypact.algebra.model import Values
from supplypact.algebra.recourse import Factors
from supplypact.algebra.sets import Array, Mask, Numbers
from supplypact.decomposition.factors import Factors as Moved
from supplypact.domain.hazard import Hazard
from supplypact.domain.picture import Course
from supplypact.planning.risk.course import Acts
from supplypact.planning.risk.families import MaterialRisk
from supplypact.planning.risk.recourse_set import Lags

Pool = tuple[int, Lags]
"""A stage, and the months of transit to each user."""


class Met:
    """Arrays of ``MaterialPicture`` and ``Course`` that differ between disruptions."""

    def __init__(self, each: MaterialRisk, years: range) -> None:
        self._each, self._years = each, years
        self._stages = [stage.id for stage in each.base.chain.stages]
        struck = [hazard for events in each.events for hazard, year in events if year in years]
        self.hazards: tuple[str, ...] = tuple(dict.fromkeys(hazard.id for hazard in struck))
        self.pools: tuple[Pool, ...] = tuple(
            sorted(
                {
                    (self._stage(hazard), lags)
                    for events, given in zip(each.events, each.given, strict=True)
                    for hazard, _ in events
                    for lags in map(tuple, given.lag.tolist())
                }
            )
        )
        count, users, makers = len(self.hazards), len(each.users), sum(map(len, each.state.maker))
        stores = len(each.given[0].stores)
        shape = (count, len(years), each.given[0].months)
        self.maker_pool: Numbers = np.zeros(makers, dtype=np.int32)
        self.spare: Array = np.zeros((len(years), makers))
        self.helps: Mask = np.ones((count, makers), dtype=bool)
        self.reaches: Mask = np.zeros((count, len(self.pools)), dtype=bool)
        self.loss: Array = np.zeros((count, len(years), users))
        self.first: Numbers = np.zeros((count, users), dtype=np.int32)
        self.takes: Array = np.zeros((count, len(years), stores, users))
        self._surge: Array = np.zeros((*shape, len(self.pools), users))
        self._release: Array = np.zeros((*shape, stores, users))
        self._response, self._short = np.zeros((2, *shape, users))

    def course(self) -> Course:
        """Return what is done about every disruption."""
        return Course(
            surge=self._surge, release=self._release, response=self._response, short=self._short
        )

    def act(self, law: int, acts: Acts) -> None:
        """Take in the answers of one family, for its disruptions of these years in order."""
        pools = {pool: number for number, pool in enumerate(self.pools)}
        lags = [tuple(each) for each in self._each.given[law].lag.tolist()]
        wanted = (event for event in self._each.events[law] if event[1] in self._years)
        for number, (hazard, year) in enumerate(wanted):
            at = self.hazards.index(hazard.id), year - self._years.start
            stage = self._stage(hazard)
            for group, each in enumerate(lags):
                self._surge[at][:, pools[stage, each]] = acts.surge[number, :, group]
            self._release[at] = acts.release[number]
            self._response[at] = acts.response[number]
            self._short[at] = acts.short[number]

    def meet(self, law: int, column: Values) -> None:
        """Take in what the disruptions of one family meet at the columns of the whole model."""
        each = self._each
        given, family = each.given[law], each.families[law]
        factors = Factors.of(given)
        links = np.unique(family.own.column).astype(np.int32)
        moved = Moved(family, links).at(column[links])
        for rhs, (hazard, year) in enumerate(each.events[law]):
            if year in self._years:
                row, place = self.hazards.index(hazard.id), year - self._years.start
                loss = np.maximum(moved[rhs, factors.loss], 0.0)
                self.loss[row, place] = loss.sum(axis=1)
                begins = np.array(given.first_months)[loss.argmax(axis=1)]
                self.first[row] = np.where(loss.any(axis=1), begins, self.first[row])
                self.takes[row, place] = moved[rhs, factors.takes][given.store_form]
                self._help(law, rhs, factors, column)

    def _help(self, law: int, rhs: int, factors: Factors, column: Values) -> None:
        """Take in who helps: those whose idle output moves the spare of a group."""
        each = self._each
        own, (hazard, year) = each.families[law].own, each.events[law][rhs]
        stage, row = self._stage(hazard), self.hazards.index(hazard.id)
        first = sum(map(len, each.state.maker[:stage]))
        makers = np.arange(first, first + len(each.state.maker[stage]))
        spare = each.state.spare[stage][:, year]
        mine = np.flatnonzero((own.rhs == rhs) & np.isin(own.row, factors.spare))
        order = np.argsort(spare)
        helper = makers[order[np.searchsorted(spare[order], own.column[mine])]]
        self.helps[row, makers] = np.isin(makers, helper)
        amount = own.value[mine] * column[own.column[mine]]
        self.spare[year - self._years.start, helper] = np.maximum(amount, 0.0)
        for maker, factor in zip(helper, own.row[mine], strict=True):
            lags = tuple(each.given[law].lag[factor - factors.spare[0]].tolist())
            self.maker_pool[maker] = self.pools.index((stage, lags))
        self.reaches[row] = [pool[0] == stage for pool in self.pools]

    def _stage(self, hazard: Hazard) -> int:
        return self._stages.index(hazard.stage)
