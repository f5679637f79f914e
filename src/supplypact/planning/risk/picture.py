"""The plan as plain arrays for the simulation: what disruptions meet, and what is done then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from supplypact.algebra.model import Values
from supplypact.algebra.sets import Array
from supplypact.domain.hazard import LATE, MONTHS, DurationLaw
from supplypact.domain.picture import MaterialPicture, Picture
from supplypact.planning.risk.answer import BOTH, NOTHING, cases
from supplypact.planning.risk.course import Acts, Task, answer_all, task
from supplypact.planning.risk.families import MaterialRisk
from supplypact.planning.risk.met import Met
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.recourse_set import Stores
from supplypact.planning.risk.stocks import MONTHS_A_YEAR

YEARS = 10
"""Years of a history: the last ones of the plan."""
CASES = (NOTHING, BOTH)


def pictures(
    model: RiskModel,
    column: Values,
    laws: Sequence[DurationLaw],
    *,
    workers: int = 1,
    progress: Callable[[float], None] | None = None,
) -> dict[str, Picture]:
    """Return the pictures with nothing, and with stocks and projects.

    Args:
        model: The plan under risk.
        column: Values of all columns of its whole model.
        laws: Duration laws of the hazards.
        workers: Processes that solve the disruptions.
        progress: Called with the part done so far, 0 to 1.

    """
    years = range(len(model.built.projects.years))[-YEARS:]
    struck = [each for each in model.materials if each.families]
    every = {name: values for name, values in cases(model, column).items() if name in CASES}
    tasks = [
        _task(each, law, values, years)
        for values in every.values()
        for each in struck
        for law in range(len(each.families))
    ]
    solved = answer_all(tasks, workers=workers, progress=progress or (lambda _part: None))
    return {
        name: _picture(model, struck, values, laws, years, solved) for name, values in every.items()
    }


def _task(each: MaterialRisk, law: int, column: Values, years: range) -> Task:
    wanted = [rhs for rhs, (_, year) in enumerate(each.events[law]) if year in years]
    return task(each.families[law], each.columns[law], column, wanted)


def _picture(
    model: RiskModel,
    struck: Sequence[MaterialRisk],
    column: Values,
    laws: Sequence[DurationLaw],
    years: range,
    solved: Iterator[Acts],
) -> Picture:
    hazards = {
        hazard.id: hazard
        for each in struck
        for hazard, year in chain.from_iterable(each.events)
        if year in years
    }
    place = {name: number for number, name in enumerate(hazards)}
    materials = tuple(
        _Material(model, each, column, years, place).picture(solved) for each in struck
    )
    alive = {law.id: law.alive for law in laws}
    return Picture(
        years=tuple(model.built.projects.years[year] for year in years),
        parties=model.stocks.holders,
        hazards=tuple(hazards),
        kinds=tuple(hazard.kind for hazard in hazards.values()),
        rate=_rates(struck, materials, years, place),
        alive=np.array([alive[hazard.law] for hazard in hazards.values()]).reshape(-1, MONTHS + 1),
        monthly_discount=_monthly_discount(struck, alive),
        materials=materials,
    )


def _monthly_discount(
    struck: Sequence[MaterialRisk], alive: Mapping[str, Sequence[float]]
) -> float:
    """Return what the weights of the recourse hold beside the chance to be still on."""
    for each in struck:
        for given, events in zip(each.given, each.events, strict=True):
            still_on = alive[events[0][0].law][1]
            if still_on > 0:
                return float(given.weight[1] / still_on)
    return 1.0


def _rates(
    struck: Sequence[MaterialRisk],
    materials: Sequence[MaterialPicture],
    years: range,
    place: Mapping[str, int],
) -> Array:
    """Return strikes a year, shape (hazard, year); a project that the plan lacks is never late."""
    rate = np.zeros((len(place), len(years)))
    for each, picture in zip(struck, materials, strict=True):
        row = {int(hazard): number for number, hazard in enumerate(picture.hazard)}
        for hazard, year in chain.from_iterable(each.events):
            if year in years:
                at = place[hazard.id], year - years.start
                if hazard.kind != LATE or picture.loss[row[at[0]], at[1]].any():
                    rate[at] = hazard.rate
    return rate


@dataclass(frozen=True, eq=False)
class _Material:
    """One material at the columns ``column`` of the whole model."""

    model: RiskModel
    each: MaterialRisk
    column: Values
    years: range
    place: dict[str, int]

    def picture(self, solved: Iterator[Acts]) -> MaterialPicture:
        """Return the picture, with the next answers of ``solved``, one for each family."""
        each, given = self.each, self.each.given[0]
        met = Met(each, self.years)
        for law, acts in zip(range(len(each.families)), solved, strict=False):
            met.act(law, acts)
            met.meet(law, self.column)
        stock, buying = self._stores()
        used = np.flatnonzero(given.end_use_share.any(axis=0))
        scale = each.scale[each.state.user_stage]
        holders = self.model.stocks.holders
        stages = each.base.chain.stages
        return MaterialPicture(
            material=each.base.chain.material,
            users=each.users,
            stores=tuple(
                (holders[holder], name.rpartition(",")[2])
                for holder, name in zip(given.store_holder, given.stores, strict=True)
            ),
            use=np.array(
                [
                    [stages[s].demand[c, year] for year in self.years]
                    for c, s in zip(each.state.user, each.state.user_stage, strict=True)
                ]
            ).T
            * scale
            / MONTHS_A_YEAR,
            stock=stock,
            buying=buying,
            lag=np.array([lags for _, lags in met.pools], dtype=np.int32),
            maker_pool=met.maker_pool,
            spare=met.spare,
            hazard=np.array([self.place[name] for name in met.hazards], dtype=np.int32),
            helps=met.helps,
            reaches=met.reaches,
            loss=met.loss,
            first=met.first,
            takes=met.takes,
            ramp_months=given.ramp_months,
            handling=given.handling,
            mutual=given.mutual,
            surge_cost=given.surge_cost * each.money,
            release_cost=given.release_cost * each.money,
            response_share=given.response_share,
            response_cost=given.response_cost * each.money,
            end_use_share=given.end_use_share[:, used],
            shortage_cost=np.broadcast_to(given.shortage_cost, given.end_use_share.shape)[:, used]
            * each.money,
            tonnes=each.base.chain.unit / scale,
            course=met.course(),
        )

    def _stores(self) -> tuple[Array, Array]:
        """Return stock and yearly purchases in units at the last stage, shape (year, store)."""
        stocks, material = self.model.stocks, self.each.base.chain.material
        stores = Stores.of(stocks, self.model.stock, self.each.base.chain)
        unit = self.each.scale[np.array(stores.forms)][stores.form]
        mine = [n for n, each in enumerate(stocks.materials) if each == material]
        held = np.maximum(self.column[stores.columns[:, self.years]], 0.0)
        buying = stocks.buying[mine].reshape(held.shape[0], -1)[:, self.years]
        return held.T * unit, buying.T * unit
