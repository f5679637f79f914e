"""The package against our own list of what OC4IDS asks for, and against its schema if there is one.

The official schema (repository open-contracting/infrastructure, schema/project-level) is not part
of this one; name a copy in SUPPLYPACT_OC4IDS_SCHEMA.
"""

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from supplypact.domain.entry import Tlp
from supplypact.reporting.progress.exports import Publisher, export
from supplypact.reporting.progress.oc4ids import oc4ids_package
from tests.reporting.progress import given

ROOT = Path(__file__).resolve().parents[3]
OFFICIAL = Path(
    os.environ.get("SUPPLYPACT_OC4IDS_SCHEMA")
    or ROOT.parent / "shared" / "validation" / "oc4ids-schema.json"
)
STATUS = {
    "identification",
    "preparation",
    "implementation",
    "completion",
    "maintenance",
    "decommissioning",
    "decommissioned",
    "cancelled",
}
MILESTONE = {"scheduled", "met", "notMet", "partiallyMet"}
DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
PACKAGE = {"uri", "publishedDate", "version", "publisher", "projects"}


def package(*more: Any, level: Tlp = Tlp.CLEAR) -> dict[str, Any]:
    made = export(given.view("en", *more), level, Publisher())
    found: dict[str, Any] = json.loads(oc4ids_package(made))
    return found


def project(name: str, *more: Any) -> dict[str, Any]:
    return next(each for each in package(*more)["projects"] if each["id"].endswith(name))


def texts(value: Any) -> list[Any]:
    """Return every list, object and text in a document."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(each for inner in inside for each in texts(inner))]


def test_the_package_has_what_its_schema_requires() -> None:
    found = package()
    assert set(found) == PACKAGE
    assert found["version"] == "0.9"
    assert DAY.fullmatch(found["publishedDate"])
    names = [each["id"] for each in found["projects"]]
    assert len(names) == len(set(names)) == 4


def test_nothing_in_it_is_empty() -> None:
    """The standard refuses empty texts, lists and objects, and null."""
    assert not [each for each in texts(package(*given.paid())) if each in ("", [], {}, None)]


def test_statuses_are_of_the_codelists() -> None:
    found = package(*given.paid())["projects"]
    assert {each["status"] for each in found} <= STATUS
    told = [step["status"] for each in found for step in each.get("milestones", [])]
    assert told == ["scheduled"]
    assert set(told) <= MILESTONE


def test_a_project_is_identified_until_money_is_committed() -> None:
    assert project("ohio-gas")["status"] == "identification"
    base = given.progress(*given.paid())
    ohio = replace(base.projects[0], committed=given.BN)
    view = replace(given.view(), progress=replace(base, projects=(ohio,)))
    (found,) = json.loads(oc4ids_package(export(view, Tlp.CLEAR, Publisher())))["projects"]
    assert found["status"] == "implementation"


def test_what_each_kind_of_list_requires_is_there() -> None:
    ohio = project("ohio-gas", *given.paid())
    for name in ("locations", "milestones", "transactions"):
        assert all(each["id"] for each in ohio[name])
    assert ohio["locations"][0]["geometry"] == {"type": "Point", "coordinates": [-82.9, 40.4]}
    assert ohio["budget"]["finance"][0]["value"] == {"amount": 10_000_000_000, "currency": "USD"}
    known = {each["id"] for each in ohio["parties"]}
    for each in ohio["transactions"]:
        assert (each.get("payer") or each["payee"])["id"] in known
    assert DAY.fullmatch(ohio["milestones"][0]["dueDate"])


def test_pledges_are_no_budget() -> None:
    assert "budget" not in project("ohio-gas")
    assert project("diamond-grit")["budget"] == {
        "amount": {"amount": 600_000_000, "currency": "USD"}
    }


def test_the_sector_of_the_pact_stands_as_a_classification() -> None:
    grit = project("diamond-grit")
    assert "sector" not in grit
    assert grit["additionalClassifications"][0]["id"] == "critical_minerals"
    assert project("ohio-gas")["sector"] == ["energy"]


def test_the_projects_follow_the_official_schema() -> None:
    if not OFFICIAL.exists():
        pytest.skip("the schema of OC4IDS is not here; name it in SUPPLYPACT_OC4IDS_SCHEMA")
    schema = json.loads(OFFICIAL.read_text("utf-8"))
    check = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    for each in package(*given.paid())["projects"]:
        assert not [str(error.message) for error in check.iter_errors(each)]
