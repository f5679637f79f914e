"""Measure ``supplypact plan``: a cold run, its phases, and growth with size.

python -m benchmarks.plan            everything
python -m benchmarks.plan --quick    the cold run and the phases only
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.grow import more_countries, more_materials
from benchmarks.measure import cpu_of, cpu_of_command
from supplypact.algebra.solve import Solver
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlanOptions
from supplypact.planning.plan import build, plan
from supplypact.reporting.plan.files import plan_files
from supplypact.units import Year
from supplypact.workspace.workspace import Workspace

PACT = "us-japan-2025"
RUNS = 5


def main() -> None:
    """Print all that is asked for."""
    cold()
    phases()
    if "--quick" not in sys.argv:
        growth()


def cold() -> None:
    """Print CPU and memory of the whole command in a fresh process, report included."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [cpu_of_command(["plan", PACT, "--out", f"{folder}/{run}"]) for run in range(RUNS)]
        size = json.loads((Path(folder) / "0" / "record.json").read_text("utf-8"))["model"]
    cpu = [each for each, _ in runs]
    print(f"cold run of 'supplypact plan {PACT} --out DIR', {RUNS} runs")
    print(f"  CPU s: median {statistics.median(cpu):.2f}, {min(cpu):.2f} to {max(cpu):.2f}")
    print(f"  peak memory {max(memory for _, memory in runs):.0f} MB; model {size}")


def phases() -> None:
    """Print the CPU of each phase in a warm process."""
    workspace = Workspace()
    network = workspace.open_network()
    pact = workspace.open_pact(PACT, network)
    made = plan(pact, network)
    print(f"phases, CPU s, median of {RUNS}")
    for name, work in (
        ("load", _load),
        ("build", lambda: Solver(build(pact, network, PlanOptions()).model)),
        ("build and solve", lambda: plan(pact, network)),
        ("report", lambda: plan_files(made, pact, network)),
    ):
        print(f"  {name:16} {statistics.median(cpu_of(work) for _ in range(RUNS)):.2f}")


def _load() -> None:
    """Read the tables afresh: a workspace reads each only once."""
    workspace = Workspace()
    workspace.open_pact(PACT, workspace.open_network())


def growth() -> None:
    """Print how build and solve grow with materials, countries and years."""
    workspace = Workspace()
    network = workspace.open_network()
    pact = workspace.open_pact(PACT, network)
    print("growth (one run each): columns, build CPU s, build and solve CPU s, peak MB so far")
    keep = (*pact.party_codes, *pact.concern, *pact.hosts)
    for name, world, last in (
        ("bundled", network, 2035),
        ("countries x2", more_countries(network, 2, keep), 2035),
        ("years x2", network, 2046),
        ("years x4", network, 2068),
        ("materials x2", more_materials(network, 2), 2035),
        ("materials x4", more_materials(network, 4), 2035),
    ):
        grown = _follow(pact, world)
        options = PlanOptions(last_year=Year(last))
        building = cpu_of(partial(_build, grown, world, options))
        started = time.process_time()
        made = plan(grown, world, options)
        whole = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = f"{made.size.columns:>9,}"
        print(f"  {name:24} {size} {building:7.2f} {whole:7.2f} {peak:7.0f}  {made.status}")


def _build(pact: Pact, network: Network, options: PlanOptions) -> Solver:
    return Solver(build(pact, network, options).model)


def _follow(pact: Pact, network: Network) -> Pact:
    """Let the targets speak of the copies of their materials too."""
    return replace(
        pact,
        targets=tuple(
            replace(
                target,
                materials=tuple(
                    each.id
                    for each in network.materials
                    if any(each.id == m or each.id.startswith(f"{m}_") for m in target.materials)
                    and each.stage_index(target.stage) is not None
                ),
            )
            for target in pact.targets
        ),
    )


if __name__ == "__main__":
    main()
