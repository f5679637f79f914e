import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import jsonschema
import openpyxl
import pytest

from supplypact.domain.plan import CostLine
from supplypact.domain.risk_study import RiskStudy
from supplypact.reporting.plan.compare import comparison_lines
from supplypact.reporting.plan.files import plan_files
from supplypact.reporting.plan.record import decision_record, record_schema
from supplypact.units import Usd
from tests.reporting.given import network, pact, plan
from tests.reporting.risk.given import result, risk

NOW = datetime(2025, 1, 1, tzinfo=UTC)


def test_a_plan_without_regard_to_risk_leaves_no_word_of_it() -> None:
    files = plan_files(plan(), pact(), network())
    assert "risk.json" not in files
    assert b'id="risk' not in files["report.html"]


def test_risk_json_holds_plan_and_studies() -> None:
    files = plan_files(plan(), pact(), network(), risk=risk())
    told = json.loads(files["risk.json"])
    assert told["stocks"][0]["form"] == "refine"
    assert told["options"]["weight"] == 0.5
    assert told["tornado"]["bars"][0]["what"] == "all hazards"
    assert told["together"][0]["levels"][3]["saved_usd"] == 30e6
    bare = json.loads(
        plan_files(plan(), pact(), network(), risk=risk(study=RiskStudy()))["risk.json"]
    )
    assert not bare.keys() & {"tornado", "simulated", "together", "frontier"}


def test_what_a_run_is_resumed_from_is_not_written() -> None:
    kept: list[bytes] = []
    options = replace(result().options, resume=b"\x00", checkpoint=kept.append)
    plan_under_risk = risk(result=replace(result(), options=options))
    told = json.loads(plan_files(plan(), pact(), network(), risk=plan_under_risk)["risk.json"])
    assert not told["options"].keys() & {"resume", "checkpoint"}


def test_the_workbook_has_the_answer_and_a_sheet_for_each_table() -> None:
    raw = plan_files(plan(), pact(), network(), risk=risk())["plan.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    for name in ("Stocks", "Losses", "Who pays what", "Loss at other rates"):
        assert name in book.sheetnames
    terms = [row[0] for row in book["Method"].iter_rows(values_only=True)]
    assert {"Risk", "Search under risk"} <= set(terms)
    answer = [row[0] for row in book["The answer"].iter_rows(values_only=True)]
    assert "What to hold?" in answer


def test_the_record_holds_options_and_figures_and_keeps_to_its_schema() -> None:
    digest = {"hazards": "0" * 64}
    made = plan()
    made.timings.update(read=0.1, report=0.1)
    record = decision_record(made, pact(), network(), created=NOW, risk=risk(digest=digest))
    jsonschema.validate(record, record_schema())
    assert record["risk"]["options"]["weight"] == 0.5
    assert record["risk"]["tables"] == digest
    assert "risk" not in decision_record(plan(), pact(), network(), created=NOW)
    json.dumps(record)


def test_runs_are_compared_by_what_is_spent_not_by_what_is_lost() -> None:
    line = CostLine(id="disruptions", label="losses", discounted=Usd(3e9), undiscounted=Usd(3e9))
    calm = plan()
    under_risk = replace(calm, objective=Usd(5.1e9), costs=(*calm.costs, line))
    earlier = decision_record(calm, pact(), network(), created=NOW)
    later = decision_record(under_risk, pact(), network(), created=NOW, risk=risk())
    assert "  cost +100 USD million, now 2,100" in comparison_lines(earlier, later)


def test_the_method_tells_the_search_and_the_tables_by_hash() -> None:
    made = risk(digest={"hazards": "ab" * 32})
    page = plan_files(plan(), pact(), network(), risk=made)["report.html"].decode()
    assert "2 hazards, 8 disruptions of a material in a year, solved 40 times in all" in page
    assert f"hazards {'ab' * 32}" in page


@pytest.mark.parametrize("held", [0.0, 10.0])
def test_the_report_says_it_first(held: float) -> None:
    page = plan_files(plan(), pact(), network(), risk=risk(result=result(held=held)))["report.html"]
    text = page.decode()
    verdict = text.index("hold no stocks" if held == 0 else "hold USD 10,000 of stocks by 2030")
    assert verdict < text.index('id="risk"') < text.index('id="targets"')
