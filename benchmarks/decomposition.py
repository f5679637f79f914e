"""Measure the decomposition against the same problem as one model and against a plain loop.

python -m benchmarks.decomposition           every comparison, 5 seeds each
python -m benchmarks.decomposition growth    one of: monolith, plain, growth, integers, gbd FOLDER

Times are CPU seconds of one thread (workers: wall seconds); medians, least to most in brackets.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.disruptions import Size, instance
from benchmarks.measure import spread
from supplypact.decomposition.master import Master
from supplypact.decomposition.monolith import monolith
from supplypact.decomposition.options import Options, relative_gap
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.search import STEP
from supplypact.decomposition.solve import solve
from supplypact.decomposition.team import Alone, Archive
from supplypact.decomposition.valuer import Point, Valuer

Result = TypeVar("Result")
SEEDS = range(5)
GAP = 1e-5
SOLVERS: dict[str, dict[str, float | str]] = {
    "simplex": {"solver": "simplex"},
    "interior point": {"solver": "ipm", "run_crossover": "off"},
}


def main() -> None:
    """Print what is asked for."""
    asked = sys.argv[1:2]
    for name, work in (
        ("monolith", against_one_model),
        ("plain", against_plain_loop),
        ("growth", growth),
        ("integers", integers),
    ):
        if not asked or asked[0] == name:
            work()
    if asked == ["gbd"]:
        gbd(Path(sys.argv[2]))


def against_one_model() -> None:
    """Print times of decomposition, simplex and interior point on the same problems."""
    print(f"against one model, gap {GAP:g}: CPU s; ratio; largest relative difference")
    for events in (3, 6):
        problems = [instance(seed, Size(events=events)) for seed in SEEDS]
        runs = [_timed(partial(solve, problem, Options(gap=GAP))) for problem in problems]
        ours = [seconds for seconds, _ in runs]
        print(f"  {events * 10} right-hand sides: decomposition {spread(ours)}")
        for name, options in SOLVERS.items():
            whole = [_timed(partial(monolith, problem, options=options)) for problem in problems]
            times = [seconds for seconds, _ in whole]
            ratios = [theirs / mine for theirs, mine in zip(times, ours, strict=True)]
            apart = max(
                abs(solution.objective / optimum.objective - 1)
                for (_, solution), (_, optimum) in zip(runs, whole, strict=True)
            )
            print(f"    {name:15} {spread(times)}   {spread(ratios)}x   {apart:.1e}")


def against_plain_loop() -> None:
    """Print solves and times of a loop that solves every recourse problem at each point."""
    print(f"against a plain loop, 260 right-hand sides, gap {GAP:g}: recourse LPs; CPU s; ratios")
    rows = []
    for seed in SEEDS:
        problem = instance(seed, Size())
        seconds, solution = _timed(partial(solve, problem, Options(gap=GAP)))
        theirs, (lps, upper) = _timed(partial(plain_loop, problem, gap=GAP))
        assert abs(upper / solution.objective - 1) < 2 * GAP  # noqa: S101
        rows.append((solution.counts.lps, lps, seconds, theirs))
    ours, others, seconds_, theirs_ = zip(*rows, strict=True)
    print(f"  decomposition {spread(ours)} LPs, {spread(seconds_)} s")
    print(f"  plain loop    {spread(others)} LPs, {spread(theirs_)} s")
    print(f"  ratio         {spread([b / a for a, b, _, _ in rows])} LPs, ", end="")
    print(f"{spread([d / c for _, _, c, d in rows])} s")


def growth() -> None:
    """Print how time grows with the number of events."""
    print("growth with events, 2 materials, gap 1e-4: CPU s; recourse LPs; vertices")
    for events in (13, 26, 52, 104):
        problems = [instance(seed, Size(materials=2, events=events)) for seed in SEEDS]
        runs = [_timed(partial(solve, problem, Options(gap=1e-4))) for problem in problems]
        lps = [solution.counts.lps for _, solution in runs]
        pool = [sum(solution.counts.pool) for _, solution in runs]
        times = spread([seconds for seconds, _ in runs])
        print(f"  {events:4} events: {times}; {spread(lps)}; {spread(pool)}")


def integers() -> None:
    """Print the whole size: 22 materials, 260 event-years each, yes-or-no projects."""
    print("22 materials x 260 right-hand sides, 2 workers: wall s, gap reached, recourse LPs")
    for name, size, gap in (
        ("relaxed", Size(materials=22), 1e-3),
        ("relaxed", Size(materials=22), 1e-4),
        ("integer", Size(materials=22, integers=True), 1e-3),
        ("integer, tail", Size(materials=22, integers=True, tail=0.5), 1e-3),
    ):
        runs = []
        for seed in SEEDS:
            started = time.monotonic()
            solution = solve(instance(seed, size), Options(gap=gap, workers=2))
            runs.append((time.monotonic() - started, solution))
        lps = [solution.counts.lps for _, solution in runs]
        reached = max(solution.gap for _, solution in runs)
        times = spread([seconds for seconds, _ in runs])
        print(f"  {name:14} gap {gap:g}: {times}; {reached:.1e}; {spread(lps)}")


def gbd(folder: Path) -> None:
    """Print the run on gbd (646,425 scenarios), whose SMPS files lie in ``folder``."""
    from tests.decomposition.smps import problem_of, published  # noqa: PLC0415  only here

    seconds, solution = _timed(
        lambda: solve(
            problem_of(published("gbd.cor", "gbd.tim", "gbd.sto", folder=folder)),
            Options(gap=1e-7),
        )
    )
    print(f"gbd: {solution.objective:.6f}, published 1655.628; {seconds:.0f} CPU s")
    print(f"  {solution.counts}")


def plain_loop(problem: Problem, *, gap: float) -> tuple[int, float]:
    """Solve ``problem`` with every recourse problem solved at every point.

    Cuts, stabilisation and starting bases are those of the library, so only the choice of what to
    solve differs.

    Returns:
        Recourse problems solved, and the cost of the best point.

    """
    archive, master = Archive.empty(problem), Master(problem, {})
    valuer = Valuer(problem, Alone(problem, archive), archive, master)
    centre: Point | None = None
    lower, stuck = -np.inf, False
    while True:
        answer = master.solve()
        if master.bounded:
            stuck = answer.objective <= lower
            lower = max(lower, answer.objective)
        if centre is not None and relative_gap(centre.cost, lower) <= gap:
            return valuer.tally.lps, centre.cost
        x = answer.column
        if centre is not None and not stuck:
            x = centre.x + STEP * (x - centre.x)
        point = valuer.point(x)
        valuer.solve(point, [np.flatnonzero(each).astype(np.int32) for each in valuer.used()])
        point = valuer.point(x)
        valuer.cut(point)
        if centre is None or point.cost < centre.cost:
            centre = point


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started = time.process_time()
    done = work()
    return time.process_time() - started, done


if __name__ == "__main__":
    main()
