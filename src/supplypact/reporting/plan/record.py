"""The decision record: what went in, what came out, and how sure the solver is.

Its schema is published as ``record.schema.json``.  Two runs on the same inputs give the same
record but for ``created`` and ``timings_s``.
"""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict
from datetime import datetime
from importlib import metadata, resources
from typing import Any

import polars as pl

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import Plan, PlannedProject, TargetResult
from supplypact.reporting.risk.data import risk_record
from supplypact.reporting.risk.view import Risk

SCHEMA_VERSION = "1.0"


def decision_record(
    plan: Plan, pact: Pact, network: Network, *, created: datetime, risk: Risk | None = None
) -> dict[str, Any]:
    """Return the record of ``plan`` as JSON-ready data, with what it says of the risk."""
    record = _record(plan, pact, network, created)
    return record if risk is None else record | {"risk": risk_record(risk)}


def _record(plan: Plan, pact: Pact, network: Network, created: datetime) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "created": created.isoformat(timespec="seconds"),
        "versions": {
            "supplypact": metadata.version("supplypact"),
            "highspy": metadata.version("highspy"),
            "python": platform.python_version(),
        },
        "inputs": {
            "pact": {"id": pact.id, "sha256": hashlib.sha256(pact.text.encode()).hexdigest()},
            "tables": dict(sorted(network.digest.items())),
            "replaced_tables": list(network.replaced),
            "options": json.loads(json.dumps(asdict(plan.options))),
            "assumptions": {name: each.value for name, each in pact.assumptions.items()},
        },
        "status": plan.status,
        "objective_usd": plan.objective,
        "bound_usd": plan.bound,
        "gap": plan.gap,
        "model": asdict(plan.size),
        "timings_s": {name: round(seconds, 4) for name, seconds in plan.timings.items()},
        "targets": [_target(each) for each in plan.targets],
        "projects": [_project(each) for each in plan.projects],
        "costs": [
            {
                "id": line.id,
                "label": line.label,
                "discounted_usd": line.discounted,
                "undiscounted_usd": line.undiscounted,
            }
            for line in plan.costs
        ],
        "support": _rows(plan.support),
        "bindings": [asdict(each) for each in plan.bindings],
        "readings": _rows(plan.readings),
        "sourcing": _rows(plan.sourcing.filter(pl.col("tonnes") > 0)),
        "unannounced": _rows(plan.unannounced.filter(pl.col("tonnes") > 0)),
    }


def _target(target: TargetResult) -> dict[str, Any]:
    return {**asdict(target), "reading": target.reading.value}


def _project(project: PlannedProject) -> dict[str, Any]:
    main = project.outputs[-1]
    return {
        "id": project.id,
        "name": project.name,
        "material": main.material,
        "stage": main.stage,
        "country": project.host,
        "owners": project.owners,
        "part": project.part,
        "start_year": project.start_year,
        "first_output_year": project.first_output_year,
        "capex_usd": project.capex,
        "capex_is_estimate": project.capex_is_estimate,
        "support_usd_by_party": project.support_by_party,
        "outputs": [
            {"material": o.material, "stage": o.stage, "tonnes_per_year": o.capacity}
            for o in project.outputs
        ],
    }


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return a frame as rows, numbers to nine significant digits so that runs compare."""
    floats = pl.selectors.float()
    return frame.with_columns(floats.round_sig_figs(9)).to_dicts()


def record_schema() -> dict[str, Any]:
    """Return the published JSON Schema of the record."""
    text = resources.files("supplypact.reporting").joinpath("record.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def record_bytes(record: dict[str, Any]) -> bytes:
    """Return the record as UTF-8 JSON, keys in order of meaning, with a final newline."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
