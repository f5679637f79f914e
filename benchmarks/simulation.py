"""Measure the simulation: time and memory by the number of ten-year histories.

python -m benchmarks.simulation            make the plan under risk, then every number of histories
python -m benchmarks.simulation FILE       keep the plan's pictures in FILE, or take them from it

Each run is a fresh process with two workers; its CPU is that of all processes together, its memory
the peak of the largest.  Wall seconds mean little on a machine that does other things.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.planning.risk.given import RISK_TABLES, gather_risk
from supplypact.planning.risk.picture import pictures
from supplypact.planning.risk.stockpile import answer_risk
from supplypact.simulation.simulate import simulate
from supplypact.workspace.workspace import Workspace

PACT = "us-japan-2025"
HISTORIES = (1_000, 10_000, 40_000)
TOLD = 10_000
"""Histories whose answer is printed too."""
WORKERS = 2
GAP = 1e-2
COMMAND = (sys.executable, "-m", "benchmarks.simulation")
PLAN, CHILD = "--plan", "--child"
"""Parts that run in processes of their own, so that none inherits the memory of another."""


def main() -> None:
    """Print time and memory for each number of histories."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "pictures"
        if not kept.exists():
            subprocess.run([*COMMAND, PLAN, str(kept)], check=True)
        print(f"histories of {PACT}, {WORKERS} workers: CPU s, wall s, peak MB of a process")
        for histories in HISTORIES:
            cpu, wall, memory = _measured(kept, histories)
            print(f"  {histories:7,}: {cpu:6.1f} {wall:6.1f} {memory:6.0f}")


def _keep(path: Path) -> None:
    """Make the plan under risk and write what the simulation is told of it."""
    workspace = Workspace()
    network = workspace.open_network()
    hazards, laws = workspace.open_hazards()
    data = gather_risk(hazards, laws, workspace.open_tables(RISK_TABLES))
    pact = workspace.open_pact(PACT, network)
    options = RiskOptions(gap=GAP, workers=WORKERS)
    answered = answer_risk(pact, network, data, options, PlanOptions(relaxed=True))
    column = answered.model.columns(answered.found.x)
    started = time.perf_counter()
    made = pictures(answered.model, column, laws, workers=WORKERS)
    print(f"courses of both cases, {WORKERS} workers: {time.perf_counter() - started:.1f} s")
    path.write_bytes(pickle.dumps(made))


def _measured(path: Path, histories: int) -> tuple[float, float, float]:
    started = time.perf_counter()
    command = [*COMMAND, CHILD, str(path), str(histories)]
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command} left with {child.returncode}")
    wall = time.perf_counter() - started
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024


def _child(path: Path, histories: int) -> None:
    made = pickle.loads(path.read_bytes())  # noqa: S301  our own file
    found = simulate(made, histories=histories, workers=WORKERS)
    if histories == TOLD:
        whole = found.losses.filter((pl.col("year") == 0) & (pl.col("party") == "*"))
        claims = dict(found.claim.group_by("case").agg(pl.col("claimed_usd").mean()).iter_rows())
        print("  billion USD a year: claimed, simulated (95 %)")
        for row in whole.iter_rows(named=True):
            billions = (claims[row["case"]], row["mean_usd"], row["low_usd"], row["high_usd"])
            claimed, mean, low, high = (each / 1e9 for each in billions)
            print(f"    {row['case']:8} {claimed:.2f} {mean:.2f} ({low:.2f} to {high:.2f})")
        for case, reason, usd in found.reasons.iter_rows():
            print(f"      {case}: {reason}: {usd / 1e9:+.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == [CHILD]:
        _child(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == [PLAN]:
        _keep(Path(sys.argv[2]))
    else:
        main()
