"""Measure the plan under risk of the bundled pact.

python -m benchmarks.risk            every comparison, 5 seeds each (over an hour)
python -m benchmarks.risk case       one of: case, classes, monolith, plain, workers

A seed draws every hazard's severity (0.8 to 1 of its own) and rate (log-normal, sigma 0.2) anew, so
that seeds are problems of their own; seed 0 is the bundled case as it is.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import TypeVar

import numpy as np

from benchmarks.decomposition import plain_loop
from benchmarks.measure import cpu_of_all, spread
from supplypact.decomposition.monolith import monolith
from supplypact.decomposition.options import Options, Solution
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.solve import solve
from supplypact.domain.hazard import Hazard
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.errors import SupplypactError
from supplypact.planning.risk.given import RISK_TABLES, RiskData, gather_risk
from supplypact.planning.risk.stockpile import prepare
from supplypact.units import Share
from supplypact.workspace.workspace import Workspace

Result = TypeVar("Result")
SEEDS = range(5)
LONGEST = 600.0
"""Seconds that one model may take."""
GROWING = (
    ("gallium",),
    ("gallium", "germanium", "tungsten"),
    ("gallium", "germanium", "tungsten", "graphite", "tellurium"),
    ("gallium", "germanium", "tungsten", "graphite", "tellurium", "lithium", "nickel"),
)
SOLVERS: dict[str, dict[str, float | str]] = {
    "simplex": {"solver": "simplex", "time_limit": LONGEST},
    "interior point": {"solver": "ipm", "run_crossover": "off", "time_limit": LONGEST},
}


def main() -> None:
    """Print what is asked for."""
    asked = sys.argv[1:2]
    for work in (case, classes, against_one_model, against_plain_loop, workers):
        if not asked or asked[0] == NAMES[work.__name__]:
            work()


NAMES = {
    "case": "case",
    "classes": "classes",
    "against_one_model": "monolith",
    "against_plain_loop": "plain",
    "workers": "workers",
}


def case() -> None:
    """Print the bundled case, relaxed and with whole starts."""
    print("bundled case, 2 workers: wall s; CPU s; gap; recourse LPs; vertices")
    for relaxed, gap in ((True, 1e-3), (True, 1e-4), (False, 1e-3)):
        _print_runs("relaxed" if relaxed else "whole starts", gap, relaxed=relaxed)


def classes() -> None:
    """Print how time grows with the number of event classes."""
    print("event classes x N, relaxed, gap 1e-3, 2 workers")
    for times in (1, 2, 4):
        _print_runs(f"x{times}", 1e-3, times=times)


def against_one_model() -> None:
    """Print times of decomposition, simplex and interior point on the same problems."""
    print("against one model, relaxed: CPU s; ratio; largest relative difference")
    slow: set[str] = set()
    for materials in GROWING:
        problems = [problem_of(seed, materials=materials) for seed in SEEDS]
        size = sum(family.size for family in problems[0].families)
        runs = [_run(problem, Options(gap=1e-5)) for problem in problems]
        ours = [cpu for _, cpu, _ in runs]
        print(f"  {size} disruptions: decomposition, gap 1e-5, {spread(ours)}", flush=True)
        for name, options in SOLVERS.items():
            if name not in slow and not _against(name, options, problems, runs):
                slow.add(name)


def against_plain_loop() -> None:
    """Print solves and times of a loop that solves every recourse problem at each point."""
    print("against a plain loop, relaxed, gap 1e-3, 1 worker: recourse LPs; CPU s")
    materials = GROWING[-1]
    rows = []
    for seed in SEEDS:
        problem = problem_of(seed, materials=materials)
        _, cpu, found = _run(problem, Options(gap=1e-3))
        (lps, _), theirs = _timed(partial(plain_loop, problem, gap=1e-3))
        rows.append((found.counts.lps, lps, cpu, theirs))
    ours, others, mine, theirs_ = zip(*rows, strict=True)
    print(f"  decomposition {spread(ours)} LPs, {spread(mine)} s")
    print(f"  plain loop    {spread(others)} LPs, {spread(theirs_)} s")
    print(f"  ratio         {spread([b / a for a, b, *_ in rows])} LPs, ", end="")
    print(f"{spread([d / c for *_, c, d in rows])} s")


def workers() -> None:
    """Print the bundled case for 1 and 2 workers: the same answer, less time."""
    print("bundled case, relaxed, gap 1e-3: wall s; objective")
    for count in (1, 2):
        wall, _, found = _run(problem_of(0), Options(gap=1e-3, workers=count))
        print(f"  {count} workers: {wall:.1f}; {found.objective:.6f}", flush=True)


@cache
def _given() -> tuple[Pact, Network, RiskData]:
    workspace = Workspace(None)
    network = workspace.open_network()
    pact = workspace.open_pact("us-japan-2025", network)
    hazards, laws = workspace.open_hazards()
    return pact, network, gather_risk(hazards, laws, workspace.open_tables(RISK_TABLES))


def problem_of(
    seed: int, *, relaxed: bool = True, times: int = 1, materials: tuple[str, ...] = ()
) -> Problem:
    """Return the two-stage problem of a seed.

    Args:
        seed: 0 is the bundled case.
        relaxed: Whether projects may start in parts.
        times: Each hazard is split into so many of other severities; their rates add up to its own.
        materials: Hazards of these only.

    """
    pact, network, data = _given()
    draw = np.random.default_rng(seed)
    hazards = tuple(
        _drawn(hazard, part, times, draw, as_is=seed == 0 and times == 1)
        for hazard in data.hazards
        for part in range(times)
    )
    model, _ = prepare(
        pact,
        network,
        replace(data, hazards=hazards),
        RiskOptions(materials=materials),
        PlanOptions(relaxed=relaxed),
        progress=lambda _what, _part: None,
    )
    return model.problem


def _drawn(
    hazard: Hazard, part: int, times: int, draw: np.random.Generator, *, as_is: bool
) -> Hazard:
    if as_is:
        return hazard
    severity, rate = draw.uniform(0.8, 1.0), draw.lognormal(0.0, 0.2)
    return replace(
        hazard,
        id=f"{hazard.id}-{part}",
        severity=Share(float(hazard.severity) * severity),
        rate=hazard.rate * rate / times,
    )


def _print_runs(name: str, gap: float, *, relaxed: bool = True, times: int = 1) -> None:
    runs = []
    for seed in SEEDS:
        problem = problem_of(seed, relaxed=relaxed, times=times)
        runs.append(_run(problem, Options(gap=gap, workers=2)))
    size = sum(family.size for family in problem.families)
    wall, cpu, found = zip(*runs, strict=True)
    print(
        f"  {name}, {size:,} disruptions, gap {gap:g}: {spread(wall)}; {spread(cpu)}; "
        f"{max(each.gap for each in found):.1e}; {spread([each.counts.lps for each in found])}; "
        f"{spread([sum(each.counts.pool) for each in found])}",
        flush=True,
    )


def _against(
    name: str,
    options: dict[str, float | str],
    problems: list[Problem],
    runs: list[tuple[float, float, Solution]],
) -> bool:
    """Print one solver beside ours; return whether every run ended in time."""
    times, apart = [], 0.0
    for problem, (_, _, found) in zip(problems, runs, strict=True):
        try:
            whole, seconds = _timed(partial(monolith, problem, options=options))
        except SupplypactError as stopped:
            print(f"    {name:15} no answer: {stopped}", flush=True)
            return False
        times.append(seconds)
        apart = max(apart, abs(found.objective / whole.objective - 1))
    ratios = [theirs / ours for theirs, (_, ours, _) in zip(times, runs, strict=True)]
    print(f"    {name:15} {spread(times)}   {spread(ratios)}x   {apart:.1e}", flush=True)
    return True


def _run(problem: Problem, options: Options) -> tuple[float, float, Solution]:
    """Return wall and CPU seconds, workers included, and the solution."""
    started, before = time.monotonic(), cpu_of_all()
    found = solve(problem, options)
    return time.monotonic() - started, cpu_of_all() - before, found


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    started = time.process_time()
    done = work()
    return done, time.process_time() - started


if __name__ == "__main__":
    main()
