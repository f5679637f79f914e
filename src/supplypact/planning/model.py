"""The plan's model: the blocks of the algebra put together for one pact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from supplypact.algebra.budget import BudgetInputs, add_budget
from supplypact.algebra.columns import OperationColumns
from supplypact.algebra.model import Index, Model
from supplypact.algebra.operation import add_operation
from supplypact.algebra.project import ProjectColumns, add_projects
from supplypact.algebra.sets import Array, ProjectSet
from supplypact.algebra.target import ShareTerms, add_target, share_terms
from supplypact.algebra.trade import add_trade
from supplypact.domain.network import Network, Project
from supplypact.domain.pact import Pact, Reading, Target
from supplypact.domain.plan import TOGETHER, PlanOptions
from supplypact.errors import UsageError, did_you_mean
from supplypact.planning.candidates import build_project_set
from supplypact.planning.reference import Base


@dataclass(frozen=True, kw_only=True, eq=False)
class TargetRows:
    """One binding share in the model."""

    target: Target
    material: str
    """Material id, or ``together``."""
    reading: Reading
    goal: float
    first: int
    """Place of the first year in which it holds."""
    materials: tuple[str, ...]
    shares: tuple[tuple[ShareTerms, float], ...]
    """Terms and weight of each of ``materials``."""
    rows: Index
    miss: Index


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanModel:
    """The model with the places of what matters in it."""

    model: Model
    bases: tuple[Base, ...]
    projects: ProjectSet
    candidates: tuple[Project, ...]
    budget: BudgetInputs
    discount: Array
    """Worth today of a dollar in each year."""
    operation: tuple[OperationColumns, ...]
    starts: ProjectColumns
    support: Index
    targets: tuple[TargetRows, ...]


def build_model(
    pact: Pact,
    network: Network,
    bases: list[Base],
    candidates: tuple[Project, ...],
    options: PlanOptions,
    *,
    level: float | None = None,
) -> PlanModel:
    """Build F1-F6, P1-P4 and T1 for all materials at once.

    Args:
        pact: Targets, money and assumptions.
        network: Names of the materials.
        bases: The base case of each material.
        candidates: The projects to decide on, as in ``bases``.
        options: What this run asks.
        level: Goal for every binding target in place of its own.

    """
    model = Model()
    projects = build_project_set(pact, network, candidates, options)
    discount = (1.0 + pact.assume("discount_rate")) ** -np.arange(len(projects.years), dtype=float)
    starts = add_projects(model, projects, discount=discount, relaxed=options.relaxed)
    budget = _budget(pact, options, projects.years)
    support = add_budget(model, projects, starts, budget)
    operation = []
    for base in bases:
        chain = base.chain
        worth = chain.price * chain.unit * discount
        columns = add_operation(
            model,
            chain,
            starts.running,
            shortage_cost=worth * pact.assume("shortage_price_multiple"),
            switching_cost=worth * pact.assume("switching_cost"),
        )
        add_trade(model, chain, columns, starts.running, growth=pact.assume("trade_growth"))
        operation.append(columns)
    built = PlanModel(
        model=model,
        bases=tuple(bases),
        projects=projects,
        candidates=candidates,
        budget=budget,
        discount=discount,
        operation=tuple(operation),
        starts=starts,
        support=support,
        targets=(),
    )
    return _with_targets(built, pact, network, options, level)


def _budget(pact: Pact, options: PlanOptions, years: tuple[int, ...]) -> BudgetInputs:
    """Return the funding lines by party; parties share costs as they share the lines."""
    parties = pact.party_codes
    changed = dict(options.budgets)
    funded = {line.party for line in pact.envelope}
    for party in changed:
        if party not in parties:
            raise UsageError(
                f"'{party}' is not a party of this pact",
                where="--budget",
                fix=did_you_mean(party, parties),
            )
        if party not in funded:
            raise UsageError(
                f"'{party}' has no funding line in this pact, so no years to spend in",
                where="--budget",
                fix="add a [[funding]] table for it to the pact",
            )
    per_year = np.zeros((len(parties), len(years)))
    for line in pact.envelope:
        spread = [float(line.per_year) * (line.first_year <= y <= line.last_year) for y in years]
        per_year[parties.index(line.party)] += spread
    given = np.array(
        [
            sum((float(line.amount) for line in pact.envelope if line.party == party), start=0.0)
            for party in parties
        ]
    )
    lines = zip(parties, given, strict=True)
    total = np.array([changed.get(party, amount) for party, amount in lines])
    per_year *= np.divide(total, given, out=np.zeros_like(total), where=given > 0)[:, None]
    every = total.sum()
    equal = np.full(len(parties), 1.0 / len(parties))
    return BudgetInputs(
        parties=parties,
        cost_share=total / every if every > 0 else equal,
        public_share=pact.assume("public_share_of_capex"),
        per_year=per_year,
        total=total,
    )


def _with_targets(
    built: PlanModel, pact: Pact, network: Network, options: PlanOptions, level: float | None
) -> PlanModel:
    goals = dict(options.goals)
    known = {name for target in pact.targets for name in target.materials}
    for material in goals:
        if material not in known:
            raise UsageError(
                f"the pact has no target for '{material}'",
                where="--target",
                fix=did_you_mean(material, known),
            )
    rows: list[TargetRows] = []
    for target in pact.targets:
        reading = options.reading or target.reading
        bound = [m for m in target.materials if target.binding or m in goals]
        for material in bound:
            goal = goals.get(material, float(target.goal)) if level is None else level
            rows.append(_rows(built, target, material, (material,), reading, goal, (1.0,)))
        if target.together and target.binding:
            goal = float(target.goal) if level is None else level
            apart = [m for m in bound if network.material(m).part_of not in bound]
            worth = _worth(built, apart)
            rows.append(_rows(built, target, TOGETHER, tuple(apart), reading, goal, worth))
    return replace(built, targets=tuple(rows))


def _worth(built: PlanModel, materials: Sequence[str]) -> tuple[float, ...]:
    """Return the value of one unit of each material, the largest as 1."""
    chains = {base.chain.material: base.chain for base in built.bases}
    worth = [chains[material].price * chains[material].unit for material in materials]
    return tuple(each / max(worth) for each in worth)


def _rows(
    built: PlanModel,
    target: Target,
    name: str,
    materials: tuple[str, ...],
    reading: Reading,
    goal: float,
    weights: tuple[float, ...],
) -> TargetRows:
    years = built.projects.years
    first = min(max(target.year - years[0], 0), len(years))
    shares = tuple(
        (share_of(built, material, target.stage, reading), weight)
        for material, weight in zip(materials, weights, strict=True)
    )
    rows, miss = add_target(
        built.model, f"{target.id},{name}", shares, years=years, first=first, goal=goal
    )
    return TargetRows(
        target=target,
        material=name,
        materials=materials,
        reading=reading,
        goal=goal,
        first=first,
        shares=shares,
        rows=rows,
        miss=miss,
    )


def indicator_rows(built: PlanModel, target: Target, material: str) -> TargetRows:
    """Return a target that is shown but not in the model."""
    none = np.zeros(0, dtype=np.int32)
    return TargetRows(
        target=target,
        material=material,
        materials=(material,),
        reading=target.reading,
        goal=float(target.goal),
        first=built.projects.years.index(target.year),
        shares=((share_of(built, material, target.stage, target.reading), 1.0),),
        rows=none,
        miss=none,
    )


def share_of(built: PlanModel, material: str, stage: str, reading: Reading) -> ShareTerms:
    """Return the terms of a share in ``built``."""
    for base, columns in zip(built.bases, built.operation, strict=True):
        if base.chain.material == material:
            number = [each.id for each in base.chain.stages].index(stage)
            return share_terms(base.chain, columns, number, reading)
    raise UsageError(f"unknown material '{material}'", where="targets", fix="add it to the tables")
