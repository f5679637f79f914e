"""Plan a pact under risk: the calm plan first, then stocks and projects against disruptions."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from supplypact.algebra.model import Values
from supplypact.algebra.solve import Solver
from supplypact.decomposition.options import Options, Solution
from supplypact.decomposition.options import Progress as Bounds
from supplypact.decomposition.solve import solve
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions, RiskResult, RiskSize
from supplypact.errors import InfeasibleError, UsageError, did_you_mean
from supplypact.planning import answer as calm
from supplypact.planning.base_columns import base_columns, untouched_columns
from supplypact.planning.plan import build
from supplypact.planning.relax import NOTHING, SLACK, Solved, solve_nearest
from supplypact.planning.risk import answer
from supplypact.planning.risk.export import export
from supplypact.planning.risk.given import RiskData, end_uses
from supplypact.planning.risk.model import RiskModel, build_risk_model
from supplypact.units import Usd

Progress = Callable[[str, float], None]
"""Called with what is being done and the part done so far, 0 to 1."""


def stockpile(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    plan_options: PlanOptions,
    *,
    export_to: Path | None = None,
    progress: Progress | None = None,
) -> RiskResult:
    """Return stocks and projects that keep the cost of disruptions and their own cost low.

    Args:
        pact: Targets, money and assumptions.
        network: The tables.
        data: Hazards and what a disruption needs.
        options: What this run asks of the risk.
        plan_options: What it asks of the plan.
        export_to: File for the whole model, MPS or LP; none if not given.
        progress: Told what is being done.

    Raises:
        DataError: the tables lack what the plan needs.
        UsageError: an option names something unknown.
        InfeasibleError: no plan exists.

    """
    answered = answer_risk(
        pact, network, data, options, plan_options, export_to=export_to, progress=progress
    )
    return answered.result


@dataclass(frozen=True, kw_only=True, eq=False)
class Answered:
    """A plan under risk with the problem that it solves."""

    result: RiskResult
    model: RiskModel
    calm: Solved
    """The plan without regard to risk."""
    found: Solution


def answer_risk(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    plan_options: PlanOptions,
    *,
    export_to: Path | None = None,
    progress: Progress | None = None,
) -> Answered:
    """Return what ``stockpile`` returns, and what is behind it; arguments and errors as there."""
    tell = progress or (lambda _what, _part: None)
    started = time.perf_counter()
    model, solved = prepare(pact, network, data, options, plan_options, progress=tell)
    if export_to is not None:
        export(model, export_to)
    ready = time.perf_counter()
    asked = Options(
        gap=options.gap,
        seconds=options.seconds,
        workers=options.workers,
        cluster=options.cluster,
        fall_back=options.fall_back,
        resume=options.resume,
        checkpoint=options.checkpoint,
    )
    found = _solve(model, asked, options, tell)
    finished = time.perf_counter()
    tell("reading the answer", 0.8)
    timings = {"build": ready - started, "solve": finished - ready}
    plain = replace(options, resume=None, checkpoint=None)
    result = _told(pact, network, data, plain, model, solved, found, timings)
    timings["read"] = time.perf_counter() - finished
    return Answered(result=result, model=model, calm=solved, found=found)


def _solve(model: RiskModel, asked: Options, options: RiskOptions, tell: Progress) -> Solution:
    try:
        return solve(model.problem, asked, lambda bounds: tell(_words(bounds), 0.3))
    except InfeasibleError as error:
        if not options.covers:
            raise
        listed = ", ".join(
            f"{each.days:g} days of {each.material} in {each.holder}" for each in options.covers
        )
        raise InfeasibleError(
            f"the funding lines cannot carry {listed} beside the targets",
            where="--hold",
            fix="ask for fewer days, or give the holder funding lines that last to the end of the "
            "plan",
        ) from error


def prepare(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    plan_options: PlanOptions,
    *,
    progress: Progress,
) -> tuple[RiskModel, Solved]:
    """Solve the plan without regard to risk, and build the two-stage problem on its targets."""
    _check(network, data, options)
    progress("planning without regard to risk", 0.1)
    built = build(pact, network, plan_options)
    solver = Solver(built.model, held=untouched_columns(built), at=base_columns(built))
    solved = solve_nearest(built, solver, plan_options)
    progress("building the disruptions", 0.2)
    model = build_risk_model(
        pact,
        network,
        build(pact, network, plan_options),
        data,
        options,
        allowed_miss=_allowed(solved),
    )
    return model, solved


def _check(network: Network, data: RiskData, options: RiskOptions) -> None:
    known = [each.id for each in network.materials]
    for material in options.materials:
        if material not in known:
            raise UsageError(
                f"unknown material '{material}'",
                where="--material",
                fix=did_you_mean(material, known),
            )
    if not data.hazards:
        raise UsageError(
            "there is no hazard to plan against",
            where="hazards.csv",
            fix="add rows, or plan without regard to risk with 'supplypact plan'",
        )


def _allowed(solved: Solved) -> Values:
    """Return how far each target may be missed: not at all, or as far as the calm plan does."""
    if not solved.built.targets:
        return np.zeros(0)
    given = solved.solution.column[np.concatenate([rows.miss for rows in solved.built.targets])]
    return np.where(given > NOTHING, given + SLACK, 0.0) if solved.nearest else 0.0 * given


def _words(bounds: Bounds) -> str:
    gap = f"{bounds.gap:.2%}" if np.isfinite(bounds.gap) else "unknown"
    return f"{bounds.stage}: gap {gap}, {bounds.lps:,} disruptions solved"


def _told(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    model: RiskModel,
    solved: Solved,
    found: Solution,
    timings: dict[str, float],
) -> RiskResult:
    column = model.columns(found.x)
    struck = answer.strike_all(model, column)
    cost = model.built.model.matrix().cost
    blocks = np.concatenate([model.stock.stock.ravel(), model.stock.buy.ravel()])
    stock_cost = float(cost[blocks] @ column[blocks])
    families = model.problem.families
    used = {hazard.id for each in model.materials for law in each.events for hazard, _ in law}
    return RiskResult(
        pact=pact.id,
        options=options,
        status="optimal" if solved.met else "nearest",
        objective=Usd(found.objective * model.units.money),
        bound=Usd(found.bound * model.units.money),
        gap=found.gap,
        calm_cost=Usd(solved.solution.objective),
        plan_cost=Usd(float(cost @ column) - stock_cost),
        stock_cost=Usd(stock_cost),
        projects=calm.projects(model.built, column),
        calm_projects=tuple(
            each.id for each in calm.projects(solved.built, solved.solution.column)
        ),
        stocks=answer.stocks(model, column),
        losses=answer.losses(model, struck),
        short=answer.short(model, struck, end_uses(network)),
        hazards=answer.hazards(model, struck),
        estimates=_priced(network, data, model),
        size=RiskSize(
            hazards=len(used),
            families=len(families),
            right_hand_sides=sum(family.size for family in families),
            first_rows=model.problem.first.rows,
            first_columns=model.problem.first.columns,
            lps=found.counts.lps,
            passes=found.counts.passes,
            pool=sum(found.counts.pool),
            solved_by=found.counts.solved_by,
            resumed=found.counts.resumed,
        ),
        finished=found.finished,
        timings=timings,
    )


def _priced(network: Network, data: RiskData, model: RiskModel) -> tuple[str, ...]:
    """Return the materials with an end use that no shortage value covers."""
    shown = [each.base.chain.material for each in model.materials if each.families]
    rows = network.demand.select("material", "end_use").unique().sort("material").iter_rows()
    missing = {material for material, use in rows if (material, use) not in data.shortage}
    return tuple(material for material in shown if material in missing)
