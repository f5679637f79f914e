"""Measure ``supplypact assess``: the cold command, its phases, and growth with size.

python -m benchmarks.assess
"""

from __future__ import annotations

import statistics
import tempfile
from functools import partial

from benchmarks.grow import (
    evidence_of_more_countries,
    more_countries,
    more_evidence,
    more_materials,
)
from benchmarks.measure import cpu_of, cpu_of_command
from supplypact.assessing.assess import assess
from supplypact.domain.assessment import AssessOptions
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.planning.plan import plan
from supplypact.reporting.assessment.files import assessment_files
from supplypact.workspace.workspace import Workspace

PACT = "us-japan-2025"
RUNS = 3


def main() -> None:
    """Print all measurements."""
    workspace = Workspace()
    network = workspace.open_network()
    pact = workspace.open_pact(PACT, network)
    evidence = workspace.open_evidence()
    cold()
    phases(pact, network, evidence)
    growth(pact, network, evidence)


def cold() -> None:
    """Print CPU and memory of whole commands in fresh processes."""
    print(f"cold runs of 'supplypact assess {PACT}', median of {RUNS}: CPU s, peak MB")
    with tempfile.TemporaryDirectory() as folder:
        plan_run = f"{folder}/plan"
        cpu_of_command(["plan", PACT, "--out", plan_run])
        for name, options in (
            ("table, no draws", ["--draws", "0"]),
            ("table, 1,000 draws", []),
            ("page, workbook, JSON", ["--plan", plan_run, "--out", f"{folder}/assessment"]),
        ):
            runs = [cpu_of_command(["assess", PACT, *options]) for _ in range(RUNS)]
            cpu = statistics.median(each for each, _ in runs)
            print(f"  {name:24} {cpu:6.2f} {max(memory for _, memory in runs):7.0f}")


def phases(pact: Pact, network: Network, evidence: Evidence) -> None:
    """Print the CPU seconds of the parts."""
    planned = plan(pact, network).shares()
    made = assess(pact, network, evidence, planned=planned)
    print(f"phases, median of {RUNS}: CPU s")
    for name, work in (
        ("load", _load),
        ("every indicator, no draws", lambda: _assess(pact, network, evidence, 0)),
        ("every indicator, 1,000 draws", lambda: _assess(pact, network, evidence, 1000)),
        ("page, workbook, JSON", lambda: assessment_files(made, pact, network, evidence)),
    ):
        print(f"  {name:32} {statistics.median(cpu_of(work) for _ in range(RUNS)):6.2f}")


def _load() -> None:
    """Read the tables afresh: a workspace reads each only once."""
    workspace = Workspace()
    workspace.open_network()
    workspace.open_evidence()


def growth(pact: Pact, network: Network, evidence: Evidence) -> None:
    """Print how the assessment grows with materials, countries and draws."""
    keep = (*pact.party_codes, *pact.concern, *pact.hosts, "ROW")
    print("growth, one run each: CPU s without draws, with")
    for name, world, tables, draws in (
        ("bundled", network, evidence, 1000),
        ("draws x4", network, evidence, 4000),
        ("materials x2", more_materials(network, 2), more_evidence(evidence, 2), 1000),
        ("materials x4", more_materials(network, 4), more_evidence(evidence, 4), 1000),
        (
            "countries x2",
            more_countries(network, 2, keep),
            evidence_of_more_countries(evidence, 2, keep),
            1000,
        ),
    ):
        central, drawn = (
            cpu_of(partial(_assess, pact, world, tables, count)) for count in (0, draws)
        )
        print(f"  {name:16} {central:6.2f} {drawn:6.2f}")


def _assess(pact: Pact, network: Network, evidence: Evidence, draws: int) -> object:
    return assess(pact, network, evidence, AssessOptions(draws=draws))


if __name__ == "__main__":
    main()
