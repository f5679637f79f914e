"""Plan a pact: build the model, solve it, and tell the answer."""

from __future__ import annotations

import time
from collections.abc import Callable

import polars as pl

from supplypact.algebra.model import Values
from supplypact.algebra.solve import Solver
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import ModelSize, Plan, PlanOptions, TargetResult
from supplypact.planning import answer, readout
from supplypact.planning.base_columns import base_columns, untouched_columns
from supplypact.planning.bindings import bindings, obstacles
from supplypact.planning.candidates import choose_candidates
from supplypact.planning.model import PlanModel, TargetRows, build_model, indicator_rows
from supplypact.planning.reference import build_bases
from supplypact.planning.relax import Solved, solve_nearest
from supplypact.planning.routes import routes
from supplypact.units import Share, Usd, Year

MET = 1e-6
"""A share this close to its goal meets it."""

Progress = Callable[[str, float], None]
"""Called with what is being done and the part done so far, 0 to 1."""


def plan(
    pact: Pact,
    network: Network,
    options: PlanOptions | None = None,
    *,
    progress: Progress | None = None,
) -> Plan:
    """Return the cheapest plan that meets the pact's binding targets.

    Where a target cannot be met, the plan meets the nearest goals that can be.

    Raises:
        DataError: the tables lack what the plan needs.
        UsageError: an option names something unknown.
        InfeasibleError: no plan exists even so.

    """
    return plan_and_model(pact, network, options or PlanOptions(), progress=progress)[0]


def plan_and_model(
    pact: Pact, network: Network, options: PlanOptions, *, progress: Progress | None = None
) -> tuple[Plan, Solved]:
    """Return the plan and the solved model behind it."""
    tell = progress or (lambda _what, _part: None)
    started = time.perf_counter()
    tell("building the model", 0.1)
    built = build(pact, network, options)
    base = base_columns(built)
    solver = Solver(built.model, held=untouched_columns(built), at=base)
    ready = time.perf_counter()
    tell("solving", 0.3)
    solved = solve_nearest(built, solver, options)
    finished = time.perf_counter()
    timings = {"build": ready - started, "solve": finished - ready}
    tell("reading the answer", 0.7)
    return told(pact, network, options, solved, base, timings), solved


def build(pact: Pact, network: Network, options: PlanOptions) -> PlanModel:
    """Return the model of ``pact`` without solving it."""
    years = tuple(range(options.first_year, options.last_year + 1))
    candidates = choose_candidates(network, options)
    bases = build_bases(pact, network, candidates, years)
    return build_model(pact, network, bases, candidates, options)


def told(
    pact: Pact,
    network: Network,
    options: PlanOptions,
    solved: Solved,
    base: Values,
    timings: dict[str, float],
) -> Plan:
    """Return the plan that a solved model tells, beside the base case ``base`` of its columns."""
    built, solution = solved.built, solved.solution
    column = solution.column
    rows, columns, nonzeros, binaries = solved.solver.size
    return Plan(
        pact=pact.id,
        options=options,
        years=tuple(Year(year) for year in built.projects.years),
        status="optimal" if solved.met else "nearest",
        objective=Usd(solution.objective),
        bound=Usd(solution.bound),
        gap=solution.gap,
        targets=_targets(pact, solved, base),
        projects=answer.projects(built, column),
        costs=answer.costs(built, column, solved.solver.cost),
        bindings=bindings(built, network, solved.priced) if solved.met else (),
        obstacles=obstacles(built, network, solved.nearest) if solved.nearest else (),
        sourcing=_both(readout.sourcing, built, base, column),
        readings=pl.concat(
            [
                readout.readings(built, pact, base, "base"),
                readout.readings(built, pact, column, "plan"),
            ]
        ),
        flows=_both(readout.flows, built, base, column),
        routes=pl.concat([routes(built, pact, base, "base"), routes(built, pact, column, "plan")]),
        support=answer.support(built, column),
        unannounced=answer.unannounced(built),
        size=ModelSize(
            materials=len(built.bases),
            rows=rows,
            columns=columns,
            nonzeros=nonzeros,
            binaries=binaries,
        ),
        timings=timings,
    )


def _both(
    read: Callable[[PlanModel, Values, str], pl.DataFrame],
    built: PlanModel,
    base: Values,
    column: Values,
) -> pl.DataFrame:
    return pl.concat([read(built, base, "base"), read(built, column, "plan")])


def _targets(pact: Pact, solved: Solved, base: Values) -> tuple[TargetResult, ...]:
    built = solved.built
    bound = [_result(solved, rows, base, binding=True) for rows in built.targets if rows.rows.size]
    named = {(result.target, result.material) for result in bound}
    years = built.projects.years
    shown = [
        _result(solved, indicator_rows(built, target, material), base, binding=False)
        for target in pact.targets
        if target.year in years
        for material in target.materials
        if (target.id, material) not in named
    ]
    return (*bound, *shown)


def _result(solved: Solved, rows: TargetRows, base: Values, *, binding: bool) -> TargetResult:
    """Return one target: its shares in its year; met only if it is met in each later year too."""
    target, years = rows.target, solved.built.projects.years
    before, planned = (
        readout.share(rows.shares, column)[rows.first :]
        for column in (base, solved.solution.column)
    )
    worst = float(planned.min())
    met = worst >= rows.goal - MET
    return TargetResult(
        id=f"{target.id}:{rows.material}",
        target=target.id,
        material=rows.material,
        stage=target.stage,
        year=Year(years[rows.first]),
        reading=rows.reading,
        binding=binding,
        goal=Share(rows.goal),
        base_share=Share(float(before[0])),
        planned_share=Share(float(planned[0])),
        met=met,
        nearest_goal=None if met or not binding else Share(worst),
    )
