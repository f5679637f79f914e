"""Variants of one plan under risk: made one after the other, each from what the last found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from supplypact.algebra.model import Index, Values
from supplypact.algebra.solve import Solver
from supplypact.decomposition.options import Options, Solution
from supplypact.decomposition.options import Progress as Bounds
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.solve import solve
from supplypact.domain.hazard import Hazard
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import SHOWN_YEARS, RiskOptions
from supplypact.planning.answer import projects
from supplypact.planning.base_columns import base_columns, untouched_columns
from supplypact.planning.plan import build
from supplypact.planning.relax import NOTHING, SLACK, Solved, solve_nearest
from supplypact.planning.risk.given import RiskData
from supplypact.planning.risk.model import RiskModel, build_risk_model
from supplypact.units import Usd

Progress = Callable[[str, float], None]
"""Called with what is being done and the part done so far, 0 to 1."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """What a plan under risk is made of."""

    pact: Pact
    network: Network
    data: RiskData
    options: RiskOptions
    plan_options: PlanOptions

    def calm(self, starts: Values | None = None) -> Solved:
        """Return the plan without regard to risk; ``starts``, if given, holds the projects."""
        built = build(self.pact, self.network, self.plan_options)
        solver = Solver(built.model, held=untouched_columns(built), at=base_columns(built))
        if starts is not None and starts.size:
            solver.bound_columns(built.starts.start, lower=starts, upper=starts)
        return solve_nearest(built, solver, self.plan_options)

    def model(self, allowed: Values) -> RiskModel:
        """Return the two-stage problem in which targets may be missed as far as ``allowed``."""
        return build_risk_model(
            self.pact,
            self.network,
            build(self.pact, self.network, self.plan_options),
            self.data,
            self.options,
            allowed_miss=allowed,
        )


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a plan under risk costs and leaves to lose."""

    plan: Usd
    """Discounted cost of projects and trade."""
    stock: Usd
    """Discounted cost of buying and holding, less what is left at the end."""
    risk: Usd
    """Discounted cost of disruptions: expected loss and tail by the weight of the tail."""
    worth: Usd
    """Of the stocks in the year shown."""
    expected: Usd
    """Expected loss in the year shown."""
    tail: Usd
    """Mean of the worst twentieth in that year."""
    slack: Usd
    """How far the objective that was minimised may lie above the least."""

    @property
    def cost(self) -> Usd:
        """All of it, discounted."""
        return Usd(self.plan + self.stock + self.risk)


@dataclass(frozen=True, kw_only=True, eq=False)
class Variant:
    """One plan under risk."""

    model: RiskModel
    found: Solution
    pools: bytes | None
    """What the next variant can start from."""

    @property
    def column(self) -> Values:
        """Values of all columns of the whole model."""
        return self.model.columns(self.found.x)

    @property
    def started(self) -> tuple[str, ...]:
        """Ids of the projects."""
        return tuple(each.id for each in projects(self.model.built, self.column))

    def figures(self) -> Figures:
        """Return what it costs, and what is left to lose in the year shown."""
        model, found = self.model, self.found
        money, year, column = model.units.money, shown_year(model), self.column
        cost = model.built.model.matrix().cost
        blocks = np.concatenate([model.stock.stock.ravel(), model.stock.buy.ravel()])
        stock = float(cost[blocks] @ column[blocks])
        held = column[model.stock.stock[:, :, year]]
        here = np.array([place == year for _, place in strikes_of(model)])
        rate = np.array([hazard.rate for hazard, _ in strikes_of(model)])
        loss = found.scenario[: len(rate)] * money
        return Figures(
            plan=Usd(float(cost @ column) - stock),
            stock=Usd(stock),
            risk=Usd(self._risk() * money),
            worth=Usd(float(model.stocks.price @ held.sum(axis=1))),
            expected=Usd(float(rate[here] @ loss[here])) if len(rate) else Usd(0.0),
            tail=Usd(found.tails[year] * money),
            slack=Usd(max(found.objective - found.bound, 0.0) * money),
        )

    def _risk(self) -> float:
        """Return the cost of disruptions by the model's own weights, whichever were minimised."""
        problem, found = self.model.problem, self.found
        tails = zip(problem.tails, found.tails, strict=True)
        expected = float(problem.scenarios.weight @ found.scenario)
        return expected + sum(tail.weight * value for tail, value in tails)


def shown_year(model: RiskModel) -> int:
    """Return the place of the first year shown, or of the last year where none is covered."""
    years = model.built.projects.years
    shown = [years.index(year) for year in SHOWN_YEARS if year in years]
    return shown[0] if shown else len(years) - 1


def strikes_of(model: RiskModel) -> tuple[tuple[Hazard, int], ...]:
    """Return hazard and place of the year of each scenario but the calm one, in their order."""
    found: dict[tuple[str, int], tuple[Hazard, int]] = {}
    for each in model.materials:
        for events in each.events:
            for hazard, year in events:
                found.setdefault((hazard.id, year), (hazard, year))
    return tuple(found.values())


def make(
    model: RiskModel,
    options: RiskOptions,
    *,
    problem: Problem | None = None,
    pools: bytes | None = None,
    tell: Callable[[str], None] = lambda _what: None,
) -> Variant:
    """Return the plan of a model.

    Args:
        model: The two-stage problem with its meaning.
        options: Gap, time and workers.
        problem: Solved in place of the model's own: the same columns, other weights or bounds.
        pools: What another variant found out.
        tell: Told bounds and gap.

    """
    kept: list[bytes] = []
    asked = Options(
        gap=options.gap,
        seconds=options.seconds,
        workers=options.workers,
        cluster=options.cluster,
        fall_back=options.fall_back,
        resume=pools,
        checkpoint=kept.append,
        checkpoint_seconds=float("inf"),
    )
    found = solve(problem or model.problem, asked, lambda bounds: tell(_words(bounds)))
    return Variant(model=model, found=found, pools=kept[-1] if kept else pools)


def saying(tell: Progress, what: str, part: float) -> Callable[[str], None]:
    """Return what tells the gap of ``what``."""
    return lambda words: tell(f"{what}: {words}", part)


def _words(bounds: Bounds) -> str:
    gap = f"{bounds.gap:.2%}" if np.isfinite(bounds.gap) else "unknown"
    return f"gap {gap}, {bounds.lps:,} disruptions solved"


def allowed(solved: Solved) -> Values:
    """Return how far each target may be missed: not at all, or as far as the calm plan does."""
    if not solved.built.targets:
        return np.zeros(0)
    given = solved.solution.column[np.concatenate([rows.miss for rows in solved.built.targets])]
    return np.where(given > NOTHING, given + SLACK, 0.0) if solved.nearest else 0.0 * given


def weighed(problem: Problem, times: float) -> Problem:
    """Return the problem in which disruptions count ``times`` as much."""
    tails = tuple(replace(tail, weight=tail.weight * times) for tail in problem.tails)
    scenarios = replace(problem.scenarios, weight=problem.scenarios.weight * times)
    return replace(problem, scenarios=scenarios, tails=tails)


def with_bounds(
    problem: Problem, place: Index, *, lower: Values | None = None, upper: Values | None = None
) -> Problem:
    """Return the problem with other bounds of the columns at ``place``, -1 for none."""
    first, mine = problem.first, place >= 0
    low, high = first.column_lower.copy(), first.column_upper.copy()
    if lower is not None:
        low[place[mine]] = lower[mine]
    if upper is not None:
        high[place[mine]] = upper[mine]
    return replace(problem, first=replace(first, column_lower=low, column_upper=high))
