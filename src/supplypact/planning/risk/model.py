"""The plan's model with stocks and the state that a disruption meets, and its recourse."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from supplypact.algebra.model import Index, Values
from supplypact.algebra.recourse import State, add_state
from supplypact.algebra.reduction import Reduction, hold
from supplypact.algebra.stock import StockColumns, StockSet, add_stock
from supplypact.decomposition.problem import Problem
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.risk import RiskOptions
from supplypact.errors import UsageError
from supplypact.planning.base_columns import base_columns
from supplypact.planning.model import PlanModel
from supplypact.planning.reference import Base
from supplypact.planning.risk.families import MaterialRisk, Plants, material_risk
from supplypact.planning.risk.given import RiskData
from supplypact.planning.risk.late import LAW, late_projects, steps_due
from supplypact.planning.risk.recourse_set import Stores, Surroundings
from supplypact.planning.risk.scaled import Units, first_stage, reduced, units
from supplypact.planning.risk.scenarios import scenarios
from supplypact.planning.risk.state import block, held_columns, with_state
from supplypact.planning.risk.stocks import stock_set

MOST_RATE = 12.0
"""Strikes a year of one hazard; more are no disruptions but a state of things."""


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
    units: Units
    base: Values
    """The base case, with no stock.  Shape (column of the whole model)."""
    problem: Problem

    def columns(self, x: Values) -> Values:
        """Return the values of all columns of the whole model for a first-stage ``x``."""
        return self.reduction.whole_columns(x * self.units.column)


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
        options: Weight of the tail, mutual stocks, rates, covers.
        allowed_miss: Largest value of each ``miss`` column, in the order of the targets.

    Raises:
        UsageError: a cover cannot be held, or no law says how late projects are.

    """
    states = tuple(
        add_state(built.model, base.chain, columns, built.starts.running)
        for base, columns in zip(built.bases, built.operation, strict=True)
    )
    stocks = stock_set(pact, built.bases, built.projects.years, options.covers)
    stock = add_stock(built.model, stocks, discount=built.discount, funded=_funded(built))
    held = held_columns(built, states)
    asked = _Asked(
        pact, network, built, _wanted(pact, network, built, data, options), options, held
    )
    materials = tuple(
        asked.risk(base, state, Stores.of(stocks, stock, base.chain))
        for base, state in zip(built.bases, states, strict=True)
        if not options.materials or base.chain.material in options.materials
    )
    start = with_state(built, states, base_columns(built))
    reduction = hold(built.model.matrix(), held, start)
    given = units(built.model, reduction, stocks)
    families = tuple(
        reduced(family, reduction, given) for each in materials for family in each.families
    )
    each, tails = scenarios(materials, built.discount, weight=options.weight, money=given.money)
    return RiskModel(
        built=built,
        stocks=stocks,
        stock=stock,
        states=states,
        materials=materials,
        reduction=reduction,
        units=given,
        base=start,
        problem=Problem(
            first=first_stage(built, reduction, allowed_miss, given),
            families=families,
            scenarios=each,
            tails=tails,
        ),
    )


def _funded(built: PlanModel) -> Index:
    """Return the rows P3, shape (party, year)."""
    rows = block(built.model.row_blocks, "P3_support")
    return rows.reshape(len(built.budget.parties), len(built.projects.years))


def _wanted(
    pact: Pact, network: Network, built: PlanModel, data: RiskData, options: RiskOptions
) -> RiskData:
    """Return the data with the hazards that may strike, late projects among them."""
    hazards = [
        replace(hazard, rate=hazard.rate * options.rates)
        for hazard in data.hazards
        if hazard.rate > 0
    ]
    for hazard in hazards:
        if hazard.rate > MOST_RATE:
            raise UsageError(
                f"{hazard.id} would strike {hazard.rate:g} times a year",
                where="--rates",
                fix=f"give a factor with which no hazard strikes more than {MOST_RATE:.0f} times",
            )
    late = late_projects(pact, network, built.candidates)
    if late and LAW not in [law.id for law in data.laws]:
        raise UsageError(
            f"no duration law '{LAW}' says how late projects are",
            where="duration_laws.csv",
            fix=f"give it the law '{LAW}', or the pact a project_late_chance of 0",
        )
    return replace(data, hazards=(*hazards, *late))


@dataclass(frozen=True, eq=False)
class _Asked:
    pact: Pact
    network: Network
    built: PlanModel
    data: RiskData
    options: RiskOptions
    held: Index
    """Columns held at the base case."""

    def risk(self, base: Base, state: State, stores: Stores) -> MaterialRisk:
        chain = base.chain
        around = Surroundings(
            pact=self.pact,
            network=self.network,
            data=self.data,
            chain=chain,
            state=state,
            users=tuple(
                (chain.countries[c], chain.stages[s].id)
                for c, s in zip(state.user, state.user_stage, strict=True)
            ),
            stores=stores,
            mutual=0.0 if self.options.alone else self.pact.assume("mutual_share"),
        )
        plants = Plants(
            running=self.built.starts.running,
            due=steps_due(self.built.projects) & self._moves(base),
            ids=self.built.projects.ids,
        )
        return material_risk(base, around, plants)

    def _moves(self, base: Base) -> bool:
        """Whether flows may follow a project; where they are held it adds idle output only."""
        operation = self.built.operation[self.built.bases.index(base)]
        made = np.concatenate([stage.make.ravel() for stage in operation.stages])
        return not np.isin(made, self.held).all()
