"""The plan under risk as a plan: what stands in a report in place of the calm one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from supplypact.algebra.model import Values
from supplypact.algebra.solve import Solution, Solver
from supplypact.decomposition.linear import add_up
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import CostLine, Plan, PlanOptions
from supplypact.domain.risk import RiskOptions, RiskResult
from supplypact.planning.answer import cost_line
from supplypact.planning.plan import told
from supplypact.planning.relax import Solved
from supplypact.planning.risk.given import RiskData
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.prices import prices
from supplypact.planning.risk.stockpile import Answered, Progress, answer_risk

DISRUPTIONS = "disruptions"
"""Cost line of what disruptions cost; the others are spent in any case."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Joint:
    """A plan under risk in every form that is asked for."""

    plan: Plan
    """Its objective holds what disruptions cost, as the options weigh it."""
    result: RiskResult
    model: RiskModel
    column: Values
    """Values of all columns of the whole model."""


def plan_and_risk(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    plan_options: PlanOptions,
    *,
    export_to: Path | None = None,
    progress: Progress | None = None,
) -> Joint:
    """Return the plan under risk as a plan; arguments and errors as ``stockpile``."""
    answered = answer_risk(
        pact, network, data, options, plan_options, export_to=export_to, progress=progress
    )
    column = answered.model.columns(answered.found.x)
    return Joint(
        plan=_plan(pact, network, plan_options, answered, column),
        result=answered.result,
        model=answered.model,
        column=column,
    )


def _plan(
    pact: Pact, network: Network, options: PlanOptions, answered: Answered, column: Values
) -> Plan:
    model, result, calm = answered.model, answered.result, answered.calm
    held = np.flatnonzero(model.reduction.place < 0).astype(np.int32)
    solver = Solver(model.built.model, held=held, at=model.base)
    solution = Solution(
        column=column,
        row_dual=np.zeros(solver.size[0]),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
    )
    solved = Solved(
        built=model.built, solver=solver, solution=solution, priced=solution, nearest=calm.nearest
    )
    made = told(pact, network, options, solved, model.base, result.timings)
    return replace(
        made,
        costs=(*made.costs, _stocks(model, column, solver.cost), _disruptions(answered)),
        bindings=prices(model, network, answered.found) if calm.met else (),
    )


def _stocks(model: RiskModel, column: Values, cost: Values) -> CostLine:
    stock, buy = model.stock.stock, model.stock.buy
    paid = (column[stock] * cost[stock] + column[buy] * cost[buy]).sum(axis=(0, 1))
    label = "buying and holding stocks, less their worth at the end"
    return cost_line("stocks", label, paid, model.built.discount)


def _disruptions(answered: Answered) -> CostLine:
    """Return what disruptions cost in each year, expected and tail as they are weighed."""
    model, found = answered.model, answered.found
    given = model.problem.scenarios
    events = [law for each in model.materials for law in each.events]
    year_of = np.zeros(len(given.weight), dtype=int)
    for number, family, rhs in zip(given.scenario, given.family, given.rhs, strict=True):
        year_of[number] = events[family][rhs][1]
    years = len(model.built.discount)
    yearly = add_up(year_of, given.weight * found.scenario, years)
    for year, (tail, worst) in enumerate(zip(model.problem.tails, found.tails, strict=True)):
        yearly[year] += tail.weight * worst
    label = "weighed losses to disruptions"
    return cost_line(DISRUPTIONS, label, yearly * model.units.money, model.built.discount)
