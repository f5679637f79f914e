"""A Dask cluster of two workers against two local processes: ``python -m benchmarks.cluster``.

Wall seconds, since the work is done elsewhere; all three ways run in turn on the same problem.
"""

from __future__ import annotations

import time
from typing import Any

from distributed import LocalCluster

from benchmarks.disruptions import Size, instance
from benchmarks.measure import spread
from supplypact.decomposition.options import Options, Solution
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.solve import solve

SEEDS = range(5)
GAP = 1e-4
SIZE = Size(materials=2, events=26)


def main() -> None:
    """Print seconds of each way, ratios seed by seed, and by how much objectives differ."""
    make: Any = LocalCluster
    started = time.perf_counter()
    with make(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as cluster:
        print(f"cluster ready after {time.perf_counter() - started:.1f} s")
        ways = {
            "this process": Options(gap=GAP),
            "2 local processes": Options(gap=GAP, workers=2),
            "2 workers of a cluster": Options(gap=GAP, cluster=cluster.scheduler_address),
        }
        runs = [_runs(instance(seed, SIZE), ways) for seed in SEEDS]
    for way in ways:
        print(f"{way}: {spread([each[way][0] for each in runs])} s")
    local, remote = list(ways)[1:]
    over = [each[remote][0] - each[local][0] for each in runs]
    print(f"cluster over local: {spread([each[remote][0] / each[local][0] for each in runs])}")
    points = [float(each[remote][1].counts.points) for each in runs]
    print(f"more seconds: {spread(over)}, for {spread(points)} points")
    apart = [
        abs(each[way][1].objective / each["this process"][1].objective - 1)
        for each in runs
        for way in (local, remote)
    ]
    print(f"objectives differ by at most {max(apart):.1e}")


def _runs(problem: Problem, ways: dict[str, Options]) -> dict[str, tuple[float, Solution]]:
    found = {}
    for way, options in ways.items():
        started = time.perf_counter()
        solution = solve(problem, options)
        found[way] = time.perf_counter() - started, solution
    return found


if __name__ == "__main__":
    main()
