"""Read a plan under risk: stocks, losses by party and end use, what drives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
import polars as pl

from supplypact.algebra.model import Values
from supplypact.algebra.sets import Array
from supplypact.decomposition.risk import worst_weights
from supplypact.domain.hazard import LATE
from supplypact.domain.risk import LEVEL, SHOWN_YEARS
from supplypact.planning.base_columns import base_columns
from supplypact.planning.risk.evaluate import Strike, strikes
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.scenarios import first_strike
from supplypact.planning.risk.state import with_state

ALL = "*"
NOTHING, STOCKS, PROJECTS, BOTH = "nothing", "stocks", "projects", "both"
CASES = (NOTHING, STOCKS, PROJECTS, BOTH)
DAYS = 365.0


def stocks(model: RiskModel, column: Values) -> pl.DataFrame:
    """Return material, form, holder, year and what is held; see ``RiskResult.stocks``."""
    given = model.stocks
    units = {base.chain.material: base.chain.unit for base in model.built.bases}
    unit = np.array([units[material] for material in given.materials])[:, None, None]
    held, bought = (column[block] for block in (model.stock.stock, model.stock.buy))
    buying, holding = (each[:, None, None] for each in given.outlay())
    first = [given.items(material)[0] for material in given.materials]
    use = np.where(given.use > 0, given.use[first], np.inf) / given.feed[:, None, None]
    shape = held.shape
    names = np.indices(shape).reshape(3, -1)
    return pl.DataFrame(
        {
            "material": np.array(given.materials)[names[0]],
            "form": np.array(given.forms)[names[0]],
            "holder": np.array(given.holders)[names[1]],
            "year": np.array(given.years)[names[2]],
            "tonnes": (held * unit).ravel(),
            "days": (held / use * DAYS).ravel(),
            "value_usd": (held * given.price[:, None, None]).ravel(),
            "bought_usd": (bought * buying).ravel(),
            "holding_usd": (held * holding).ravel(),
            "storage_tonnes": (given.storage * unit).ravel(),
            "use_tonnes": (given.use * unit).ravel(),
        }
    )


def cases(model: RiskModel, column: Values) -> dict[str, Values]:
    """Return the columns with nothing, with the stocks only, the projects only, and both."""
    bare = with_state(model.built, model.states, base_columns(model.built))
    stock = model.stock.stock
    stocked, built = bare.copy(), column.copy()
    stocked[stock] = column[stock]
    built[stock] = 0.0
    return {NOTHING: bare, STOCKS: stocked, PROJECTS: built, BOTH: column}


def strike_all(model: RiskModel, column: Values) -> dict[str, list[Strike]]:
    """Return every disruption of the years shown, by case."""
    years = [place for place, year in enumerate(model.built.projects.years) if year in SHOWN_YEARS]
    return {
        case: [strike for each in model.materials for strike in strikes(each, values, years)]
        for case, values in cases(model, column).items()
    }


def losses(model: RiskModel, struck: Mapping[str, Sequence[Strike]]) -> pl.DataFrame:
    """Return expected loss and tail by case, year, party and material."""
    rows = []
    for case, every in struck.items():
        by_material = _by(every, lambda strike: (strike.year, strike.material))
        for (year, material), mine in by_material.items():
            rows += _loss_rows(model, case, year, material, mine)
        for year, mine in _by(every, lambda strike: strike.year).items():
            rows += _loss_rows(model, case, year, ALL, mine)
    names = ("expected_usd", "tail_usd", "expected_tonnes", "tail_tonnes")
    schema = ["case", "year", "party", "material", *names]
    return pl.DataFrame(rows, schema=schema, orient="row")


Key = TypeVar("Key")


def _by(every: Sequence[Strike], key: Callable[[Strike], Key]) -> dict[Key, list[Strike]]:
    groups: dict[Key, list[Strike]] = defaultdict(list)
    for strike in every:
        groups[key(strike)].append(strike)
    return groups


def _loss_rows(
    model: RiskModel, case: str, year: int, material: str, mine: Sequence[Strike]
) -> list[tuple[object, ...]]:
    """Return the rows of one material (or all) in one year: each party, and all together."""
    hazards = {strike.hazard.id: strike.hazard for strike in mine}
    place = {name: number for number, name in enumerate(hazards)}
    rate = np.array([hazard.rate for hazard in hazards.values()])
    parties = model.stocks.holders
    usd, tonnes = np.zeros((2, len(hazards), len(parties)))
    users = {each.base.chain.material: each.users for each in model.materials}
    for strike in mine:
        for number, (party, _) in enumerate(users[strike.material]):
            at = place[strike.hazard.id], parties.index(party)
            usd[at] += strike.cost[number]
            tonnes[at] += strike.tonnes[number].sum()
    strikes = np.array([hazard.kind != LATE for hazard in hazards.values()])
    chance = first_strike(rate[strikes])
    name = model.built.projects.years[year]
    rows: list[tuple[object, ...]] = []
    for party, money, mass in (
        *zip(parties, usd.T, tonnes.T, strict=True),
        (ALL, usd.sum(axis=1), tonnes.sum(axis=1)),
    ):
        weighed = (
            float(rate @ money),
            tail(money[strikes], chance),
            float(rate @ mass),
            tail(mass[strikes], chance),
        )
        rows.append((case, name, party, material, *weighed))
    return rows


def tail(loss: Array, chance: Array) -> float:
    """Return the mean of the worst twentieth of a year's first strike; a calm year costs nothing.

    Args:
        loss: Of each hazard.
        chance: Of each hazard, and last of a calm year.

    """
    value = np.append(loss, 0.0)
    return float(worst_weights(value, chance, LEVEL) @ value)


def short(
    model: RiskModel, struck: Mapping[str, Sequence[Strike]], names: Sequence[str]
) -> pl.DataFrame:
    """Return what is missing by party, material and end use; see ``RiskResult.short``."""
    rows = []
    for case, every in struck.items():
        for (year, material), mine in _by(every, lambda each: (each.year, each.material)).items():
            key = case, model.built.projects.years[year]
            rows += [(*key, *row) for row in _short_rows(model, material, mine, names)]
    texts = dict.fromkeys(("party", "material", "end_use"), pl.String)
    figures = ("expected_tonnes", "expected_usd", "tail_tonnes", "tail_usd")
    schema = {"case": pl.String, "year": pl.Int64, **texts, **dict.fromkeys(figures, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _short_rows(
    model: RiskModel, material: str, mine: Sequence[Strike], names: Sequence[str]
) -> Iterator[tuple[object, ...]]:
    """Yield party, material, end use, and what is missing: expected and in the tail."""
    (users,) = (each.users for each in model.materials if each.base.chain.material == material)
    parties = model.stocks.holders
    missing = np.zeros((2, len(mine), len(parties), len(names)))
    for place, strike in enumerate(mine):
        for number, (party, _) in enumerate(users):
            at = place, parties.index(party)
            missing[0][at] += strike.tonnes[number]
            missing[1][at] += strike.worth[number]
    rate = np.array([strike.hazard.rate for strike in mine])
    strikes = np.array([strike.hazard.kind != LATE for strike in mine])
    chance = first_strike(rate[strikes])
    for party, use in np.argwhere(missing[0].any(axis=0)):
        lost = missing[:, :, party, use]
        yield (
            parties[party],
            material,
            names[use],
            *(float(rate @ each) for each in lost),
            *(tail(each[strikes], chance) for each in lost),
        )


def hazards(model: RiskModel, struck: Mapping[str, Sequence[Strike]]) -> pl.DataFrame:
    """Return case, year, hazard, rate and what it costs if it strikes, all materials together."""
    years = model.built.projects.years
    total: dict[tuple[str, int, str, float], float] = defaultdict(float)
    for case, every in struck.items():
        for strike in every:
            hazard = strike.hazard
            key = (case, years[strike.year], hazard.id, hazard.rate)
            total[key] += float(strike.cost.sum())
    rows = [(*key, value) for key, value in total.items()]
    schema = ["case", "year", "hazard", "rate", "cost_usd"]
    return pl.DataFrame(rows, schema=schema, orient="row")
