import csv
import io
import json

from supplypact.reporting.plan.files import frontier_files, plan_files
from tests.reporting.given import network, pact, plan
from tests.reporting.plan.test_frontier import points


def test_a_plan_leaves_report_workbook_and_tables() -> None:
    files = plan_files(plan(), pact(), network())
    assert sorted(files) == ["plan.json", "plan.xlsx", "report.html"]
    assert json.loads(files["plan.json"])["pact"] == "test"
    assert files["plan.xlsx"][:2] == b"PK"
    assert files["report.html"].startswith(b"<!doctype html>")


def test_a_frontier_leaves_page_csv_and_json() -> None:
    files = frontier_files(points(), pact())
    found = list(csv.DictReader(io.StringIO(files["frontier.csv"].decode())))
    assert [row["goal"] for row in found] == ["0.3", "0.5", "0.7"]
    assert len(json.loads(files["frontier.json"])["frontier"]["rows"]) == 3
    assert b"can be met together up to a goal of 50.0%" in files["frontier.html"]
