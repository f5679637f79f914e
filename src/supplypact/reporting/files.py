"""The files that a run leaves behind, as bytes by name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import FrontierPoint, Plan
from supplypact.reporting.frontier import frontier_table
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.report import render_frontier, render_report
from supplypact.reporting.tables import plan_tables
from supplypact.reporting.workbook import write_workbook


def plan_files(plan: Plan, pact: Pact, network: Network) -> dict[str, bytes]:
    """Return report, workbook and tables of a plan."""
    return {
        "report.html": render_report(plan, pact, network).encode(),
        "plan.xlsx": write_workbook(plan, pact, network),
        "plan.json": _json(plan_tables(plan, pact, network)),
    }


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
        "frontier.json": _json({"pact": pact.id, "frontier": table.to_json()}),
    }


def _json(data: dict[str, object]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
