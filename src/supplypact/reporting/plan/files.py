"""The files that a run leaves behind, as bytes by name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import FrontierPoint, Plan
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.plan.frontier import frontier_table
from supplypact.reporting.plan.report import render_frontier, render_report
from supplypact.reporting.plan.tables import plan_tables
from supplypact.reporting.plan.workbook import plan_workbook
from supplypact.reporting.risk.data import risk_data, study_data
from supplypact.reporting.risk.view import Risk


def plan_files(
    plan: Plan, pact: Pact, network: Network, *, risk: Risk | None = None
) -> dict[str, bytes]:
    """Return report, workbook and tables of a plan, and what it says of the risk."""
    files = {
        "report.html": render_report(plan, pact, network, risk=risk).encode(),
        "plan.xlsx": plan_workbook(plan, pact, network, risk=risk),
        "plan.json": json_bytes(plan_tables(plan, pact, network)),
    }
    if risk is not None:
        files["risk.json"] = json_bytes(risk_data(risk.result) | study_data(risk.study))
    return files


def frontier_files(points: Sequence[FrontierPoint], pact: Pact) -> dict[str, bytes]:
    """Return page, CSV and JSON of a frontier."""
    table = frontier_table(points, load_phrases("en"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.id for column in table.columns])
    writer.writerows(table.rows)
    return {
        "frontier.html": render_frontier(points, pact).encode(),
        "frontier.csv": text.getvalue().encode(),
        "frontier.json": json_bytes({"pact": pact.id, "frontier": table.to_json()}),
    }


def json_bytes(data: dict[str, object], *, indent: int | None = 1) -> bytes:
    """Return data as a JSON file; without ``indent`` on one line, for large tables."""
    return (json.dumps(data, ensure_ascii=False, indent=indent) + "\n").encode()
