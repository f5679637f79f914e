import base64
import hashlib
import io
import json
import re
from dataclasses import replace

import openpyxl
import pytest

from supplypact.domain.assessment import Assessment
from supplypact.reporting.assessment.files import assessment_files
from tests.reporting.assessment.given import assessment, evidence, network, pact
from tests.reporting.assessment.test_words import without_flows


def files(made: Assessment | None = None) -> dict[str, bytes]:
    return assessment_files(made or assessment(), pact(), network(), evidence())


def page(made: Assessment | None = None) -> str:
    return files(made)["assessment.html"].decode()


def test_the_page_allows_exactly_its_own_scripts_and_no_network() -> None:
    html = page()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    allowed = re.findall(r"sha256-([^&]+)&#39;", policy)
    assert allowed == hashes
    assert policy.startswith("default-src &#39;none&#39;")
    assert not re.findall(r'(?:src|href)="(?!#|https:)', html)


def test_every_link_within_the_page_has_its_place() -> None:
    html = page()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_every_profile_stands_in_the_page_with_its_sources() -> None:
    html = page()
    assert re.findall(r'class="profile" id="(\w+)"', html) == ["solium", "testium", "orium"]
    assert "Geological Survey" in html
    assert 'href="https://example.org/yearbook"' in html
    assert "≈ estimate: 2 rows" in html


def test_the_claim_stands_beside_what_the_tables_say() -> None:
    html = page()
    assert "over 80 percent of refining" in html
    assert "The tables are 10.0 points higher than what is reported." in html
    assert "✓ consistent" in html
    assert "Why they differ: A lower bound." in html


def test_inputs_stand_in_head_method_and_json() -> None:
    html = page()
    assert "Own tables in place of the bundled ones: flows." in html
    assert "test, SHA-256 of its record dd" in html
    assert json.loads(files()["assessment.json"])["inputs"]["tables"]["flows"] == "bb"
    inputs = {**assessment().inputs, "replaced": [], "plan": None}
    assert "Own tables in place" not in page(replace(assessment(), inputs=inputs))


def test_an_upper_bound_is_a_number_with_its_sign_in_the_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(files()["assessment.xlsx"]))
    (cell,) = (
        row[3]
        for row in book["Bought against traced"].iter_rows()
        if (row[0].value, row[2].value) == ("Solium", "USA")
    )
    assert (cell.value, cell.number_format) == (0.98, '"≤ "0.0%')


def test_reasons_stand_where_there_is_no_figure() -> None:
    html = page()
    assert "the tables have no such stage" in html
    assert "recycled output is not published" in html


def test_names_from_the_data_are_escaped() -> None:
    names = tuple(replace(each, name_en="<b>&") for each in network().countries)
    made = assessment_files(assessment(), pact(), replace(network(), countries=names), evidence())
    assert "<b>" not in made["assessment.html"].decode()


def test_the_json_has_columns_with_units_and_rows() -> None:
    data = json.loads(files()["assessment.json"])
    assert (data["pact"], data["year"], data["draws"]) == ("test", 2024, 1000)
    made = data["tables"]["assess_sourcing"]
    units = {column["name"]: column["unit"] for column in made["columns"]}
    assert (units["share"], units["tonnes"]) == ("%", "t")
    first = made["rows"][0]
    assert (first["material"], first["supplier"]) == ("Testium", "CHN")
    assert first["share"] == pytest.approx(50 / 60)


def test_the_workbook_has_a_sheet_a_table() -> None:
    book = openpyxl.load_workbook(io.BytesIO(files()["assessment.xlsx"]))
    assert book.sheetnames[0] == "The answer"
    assert book.sheetnames[-2:] == ["Method", "Sources"]
    rows = list(book["Choke points"].iter_rows(values_only=True))
    assert rows[0][:4] == ("Material", "Stage", "Kind", "Supplier")
    assert rows[2][:4] == ("Testium", "Refine", "country", "CHN")


def test_a_year_without_flows_shows_world_output_in_place_of_the_matrix() -> None:
    html = page(without_flows().assessment)
    assert "World output and imports" in html
    assert 'class="matrix"' not in html
    assert 'id="choke"' in html


def test_without_routes_history_and_outlook_the_page_still_stands() -> None:
    made = assessment()
    empty = {
        name: getattr(made, name).clear()
        for name in ("routes", "history", "history_suppliers", "outlook", "claims", "reliance")
    }
    html = page(assessment(**empty))
    assert "the trade table has no code for mine and refine" in html
    assert 'id="claims"' not in html


def test_one_party_has_no_together() -> None:
    html = page(replace(assessment(), parties=("USA",)))
    assert 'data-choose="*"' not in html
    assert 'data-choose="USA"' in html
    assert "In 2024 USA depends on CHN" in html
