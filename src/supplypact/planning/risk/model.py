"""The plan's model with stocks and the state that a disruption meets, and its recourse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from supplypact.algebra.model import Index, Matrix, Model, Values
from supplypact.algebra.recourse import State, add_state
from supplypact.algebra.reduction import Reduction, hold
from supplypact.algebra.sets import Array
from supplypact.algebra.stock import StockColumns, StockSet, add_stock
from supplypact.decomposition.linear import Linear, OwnEntries
from supplypact.decomposition.parts import Family, Scenarios, Tail
from supplypact.decomposition.problem import Problem
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.risk import LEVEL, RiskOptions
from supplypact.planning.base_columns import base_columns, untouched_columns
from supplypact.planning.model import PlanModel
from supplypact.planning.reference import Base
from supplypact.planning.risk.families import MaterialRisk, Place, material_risk
from supplypact.planning.risk.given import RiskData

MONEY = 0.01
"""The two-stage problem counts money in this part of a year's use of the parties, at its price:
objective and costs are then of order 1 to 1,000, whatever the size of the world."""
THOUSAND = 1e3
"""The two-stage problem counts quantities in thousands of units of the chain, and support in
billions of USD: the decomposition solves to 1e-9, which no solver holds beside values of 20,000."""
ROUNDING = 1e-12
"""A smaller bound of a row is 0."""
PARTS = ("start", "running", "miss")
"""Columns between 0 and 1, which keep their unit."""
OF_PARTS = ("P1_once", "P2_running")
"""Rows of these columns only."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RiskModel:
    """The two-stage problem of one pact."""

    built: PlanModel
    """Its model holds the stocks and the state as well."""
    stocks: StockSet
    stock: StockColumns
    states: tuple[State, ...]
    materials: tuple[MaterialRisk, ...]
    reduction: Reduction
    unit: Values
    """Of each column left: its unit in the two-stage problem."""
    base: Values
    """The base case, with no stock.  Shape (column of the whole model)."""
    money: float
    """USD of a unit of the two-stage problem's objective."""
    problem: Problem

    def columns(self, x: Values) -> Values:
        """Return the values of all columns of the whole model for a first-stage ``x``."""
        return self.reduction.whole_columns(x * self.unit)


def build_risk_model(
    pact: Pact,
    network: Network,
    built: PlanModel,
    data: RiskData,
    options: RiskOptions,
    *,
    allowed_miss: Values,
) -> RiskModel:
    """Build the two-stage problem on top of a plan's model, which it extends.

    Args:
        pact: Assumptions and parties.
        network: End uses.
        built: A fresh model of the plan.
        data: Hazards and what a disruption needs.
        options: Weight of the tail, mutual stocks, rates.
        allowed_miss: Largest value of each ``miss`` column, in the order of the targets.

    """
    states = tuple(
        add_state(built.model, base.chain, columns, built.starts.running)
        for base, columns in zip(built.bases, built.operation, strict=True)
    )
    stocks = stock_set(pact, built.bases, built.projects.years)
    stock = add_stock(built.model, stocks, discount=built.discount, funded=_funded(built))
    mutual = 0.0 if options.alone else pact.assume("mutual_share")
    wanted = replace(data, hazards=_asked(data, options))
    materials = tuple(
        material_risk(
            pact,
            network,
            wanted,
            base,
            state,
            Place(columns=stock, number=number, holders=stocks.holders),
            mutual=mutual,
        )
        for number, (base, state) in enumerate(zip(built.bases, states, strict=True))
        if not options.materials or base.chain.material in options.materials
    )
    start = with_state(built, states, base_columns(built))
    reduction = hold(built.model.matrix(), _held(built, states), start)
    unit, row_unit = _units(built.model, reduction)
    yearly = float(np.sum(stocks.use.max(axis=2) * stocks.price[:, None]))
    money = MONEY * yearly if yearly > 0 else 1.0
    first = _first(built, reduction, allowed_miss, (unit, row_unit, money))
    families = tuple(
        _reduced(family, reduction, unit) for each in materials for family in each.families
    )
    scenarios, tails = _risk(materials, built, options, money)
    return RiskModel(
        built=built,
        stocks=stocks,
        stock=stock,
        states=states,
        materials=materials,
        reduction=reduction,
        unit=unit,
        base=start,
        money=money,
        problem=Problem(first=first, families=families, scenarios=scenarios, tails=tails),
    )


def stock_set(pact: Pact, bases: Sequence[Base], years: tuple[int, ...]) -> StockSet:
    """Return who may hold what: each party, the product of the last stage.

    Opening stocks are 0: what the parties hold is largely secret, and policies are no stocks.
    """
    holders = pact.party_codes
    use = np.zeros((len(bases), len(holders), len(years)))
    for number, base in enumerate(bases):
        demand = base.chain.stages[-1].demand
        for place, holder in enumerate(holders):
            if holder in base.chain.countries:
                use[number, place] = demand[base.chain.countries.index(holder)]
    monthly: Array = use / 12.0
    return StockSet(
        materials=tuple(base.chain.material for base in bases),
        holders=holders,
        years=years,
        use=use,
        opening=np.zeros(use.shape[:2]),
        storage=pact.assume("stock_limit_months") * monthly,
        buying=pact.assume("stock_buying_months") * monthly,
        price=np.array([base.chain.price * base.chain.unit for base in bases]),
        premium=pact.assume("stock_premium"),
        holding=pact.assume("stock_holding"),
        salvage=pact.assume("stock_salvage"),
    )


def with_state(built: PlanModel, states: Sequence[State], column: Values) -> Values:
    """Return ``column`` with the state columns that follow from its flows and projects."""
    full = column.copy()
    running = full[built.starts.running]
    for base, operation, state in zip(built.bases, built.operation, states, strict=True):
        chain = base.chain
        for number, (stage, own) in enumerate(zip(chain.stages, operation.stages, strict=True)):
            room = stage.capacity.copy()
            np.add.at(
                room, stage.project_country, stage.project_output[:, None] * running[stage.project]
            )
            np.subtract.at(room, own.make_country, full[own.make])
            full[state.spare[number]] = np.maximum(room[state.maker[number]], 0.0)
    return _passing(built.model, full)


def _passing(model: Model, full: Values) -> Values:
    """Fill the ``passing`` columns from their rows R0."""
    matrix = model.matrix()
    rows = _block_rows(model, "R0_passing")
    columns = np.concatenate(
        [
            np.arange(block.start, block.start + _size(block.labels), dtype=np.int32)
            for block in model.column_blocks
            if block.name == "passing"
        ]
    )
    full[columns] = 0.0
    owner = np.repeat(np.arange(len(matrix.cost)), np.diff(matrix.start))
    brought = np.bincount(matrix.index, matrix.value * full[owner], minlength=len(matrix.row_lower))
    full[columns] = -brought[rows]
    return full


def _block_rows(model: Model, name: str) -> Index:
    return np.concatenate(
        [
            np.arange(block.start, block.start + _size(block.labels), dtype=np.int32)
            for block in model.row_blocks
            if block.name == name
        ]
    )


def _size(labels: Sequence[Sequence[str | int]]) -> int:
    return int(np.prod([len(each) for each in labels]))


def _funded(built: PlanModel) -> Index:
    """Return the rows P3, shape (party, year)."""
    rows = _block_rows(built.model, "P3_support")
    return rows.reshape(len(built.budget.parties), len(built.projects.years))


def _asked(data: RiskData, options: RiskOptions) -> tuple:  # type: ignore[type-arg]
    return tuple(
        replace(hazard, rate=hazard.rate * options.rates)
        for hazard in data.hazards
        if hazard.rate > 0
    )


def _held(built: PlanModel, states: Sequence[State]) -> Index:
    """Return the columns held at the base case, with the state that only they decide."""
    held = untouched_columns(built)
    fixed = np.zeros(built.model.column_count, dtype=bool)
    fixed[held] = True
    more = []
    for base, operation, state in zip(built.bases, built.operation, states, strict=True):
        for number, (stage, own) in enumerate(
            zip(base.chain.stages, operation.stages, strict=True)
        ):
            moved = np.isin(state.maker[number], stage.project_country)
            still = np.ones((len(state.maker[number]), len(base.chain.years)), dtype=bool)
            np.logical_and.at(
                still, np.searchsorted(state.maker[number], own.make_country), fixed[own.make]
            )
            more.append(state.spare[number][still & ~moved[:, None]])
        for place, last in enumerate(state.user_stage):
            own = operation.stages[last]
            mine = own.use[own.use_country == state.user[place]]
            years = fixed[mine].all(axis=0)
            more.append(state.passing[place, : last + 1][:, :, years].ravel())
    return np.concatenate([held, *more]).astype(np.int32)


def _units(model: Model, reduction: Reduction) -> tuple[Values, Values]:
    """Return the units of the columns and the rows left in the two-stage problem."""
    units = []
    for blocks, whole, left in (
        (model.column_blocks, PARTS, reduction.column),
        (model.row_blocks, OF_PARTS, reduction.row),
    ):
        each = [
            np.full(_size(block.labels), 1.0 if block.name in whole else THOUSAND)
            for block in blocks
        ]
        units.append(np.concatenate(each)[left])
    return units[0], units[1]


def _first(
    built: PlanModel,
    reduction: Reduction,
    allowed_miss: Values,
    units: tuple[Values, Values, float],
) -> Linear:
    """Return the first stage in the units of columns, rows and money of the two-stage problem."""
    unit, row_unit, money = units
    matrix: Matrix = reduction.matrix
    upper = matrix.column_upper.copy()
    if built.targets:
        miss = np.concatenate([rows.miss for rows in built.targets])
        upper[reduction.place[miss]] = allowed_miss
    owner = np.repeat(np.arange(len(unit)), np.diff(matrix.start))
    return Linear(
        cost=matrix.cost * unit / money,
        column_lower=matrix.column_lower / unit,
        column_upper=upper / unit,
        integer=matrix.integer,
        row_lower=_plain(matrix.row_lower / row_unit),
        row_upper=_plain(matrix.row_upper / row_unit),
        start=matrix.start,
        index=matrix.index,
        value=matrix.value * unit[owner] / row_unit[matrix.index],
    )


def _plain(bound: Values) -> Values:
    """Return ``bound`` without what rounding left of nothing, on which a solver stumbles."""
    return np.where(np.abs(bound) < ROUNDING, 0.0, bound)


def _reduced(family: Family, reduction: Reduction, unit: Values) -> Family:
    """Return the family in these units, with terms of held columns taken into its constants."""
    own, base = family.own, family.base.copy()
    place = reduction.place[own.column]
    gone = place < 0
    np.add.at(
        base,
        (own.rhs[gone], own.row[gone]),
        own.value[gone] * reduction.held[own.column[gone]],
    )
    value = own.value[~gone] * unit[place[~gone]] / THOUSAND
    left = OwnEntries(own.rhs[~gone], own.row[~gone], place[~gone], value)
    return replace(family, base=base / THOUSAND, own=left)


def _risk(
    materials: Sequence[MaterialRisk], built: PlanModel, options: RiskOptions, money: float
) -> tuple[Scenarios, tuple[Tail, ...]]:
    """Return the scenarios (hazard, year), and the tail of each year over what strikes first.

    A hazard strikes all its materials at once.  The year is calm with the chance that no hazard
    strikes; otherwise the first one is each with a chance in proportion to its rate.
    """
    number: dict[tuple[str, int], int] = {}
    rates: list[float] = []
    entries: list[tuple[int, int, int, float]] = []
    family = 0
    for each in materials:
        for events in each.events:
            for rhs, (hazard, year) in enumerate(events):
                key = hazard.id, year
                if key not in number:
                    number[key] = len(rates)
                    rates.append(hazard.rate)
                entries.append((number[key], family, rhs, each.money * THOUSAND / money))
            family += 1
    calm = len(rates)
    year_of = np.array([year for _, year in number], dtype=int)
    rate = np.array(rates)
    weight = (1.0 - options.weight) * rate * built.discount[year_of]
    tails = []
    for year, discount in enumerate(built.discount):
        mine = np.flatnonzero(year_of == year).astype(np.int32)
        tails.append(
            Tail(
                weight=options.weight * float(discount),
                level=LEVEL,
                scenarios=np.append(mine, calm).astype(np.int32),
                probability=first_strike(rate[mine]),
            )
        )
    table = np.array(entries, dtype=float).reshape(-1, 4)
    return (
        Scenarios(
            weight=np.append(weight, 0.0),
            scenario=table[:, 0].astype(np.int32),
            family=table[:, 1].astype(np.int32),
            rhs=table[:, 2].astype(np.int32),
            times=table[:, 3],
        ),
        tuple(tails),
    )


def first_strike(rate: Array) -> Array:
    """Return the chance that each hazard is the first of the year, and last that none strikes."""
    total = float(rate.sum())
    calm = float(np.exp(-total))
    part = rate / total if total > 0 else rate
    first = (1.0 - calm) * part
    return np.append(first, 1.0 - first.sum())
