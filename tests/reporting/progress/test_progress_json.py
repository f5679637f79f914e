import json
from typing import Any

import jsonschema

from supplypact.reporting.progress.progress_json import progress_json, progress_schema
from tests.reporting.progress import crowded, given
from tools.progress_schema import FILE, schema_text


def document(*more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(progress_json(given.view("en", *more)))
    return found


def test_the_document_follows_its_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(progress_schema())
    for text in (
        progress_json(given.view("en", *given.paid())),
        progress_json(given.view("ja", since=None)),
        progress_json(crowded.view()),
    ):
        jsonschema.validate(
            json.loads(text),
            progress_schema(),
            format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
        )


def test_the_schema_is_what_the_domain_says() -> None:
    assert FILE.read_bytes() == schema_text().encode()


def test_every_total_names_its_entries_and_they_are_in_the_document() -> None:
    told = document(*given.paid())
    known = {each["entry"]["id"] for each in told["records"]}
    assert told["totals"]
    for total in told["totals"]:
        assert total["entries"]
        assert set(total["entries"]) <= known


def test_amounts_are_text_to_their_last_digit() -> None:
    told = document(*given.paid())
    paid = [each for each in told["totals"] if each["measure"] == "disbursed"]
    assert {each["usd"] for each in paid} == {"1500000000.5"}
    assert told["envelope"][1]["firm"] == "38350000000"


def test_the_same_progress_gives_the_same_bytes() -> None:
    assert progress_json(given.view()) == progress_json(given.view())


def test_the_root_of_the_record_stands_in_the_document() -> None:
    assert document()["ledger"] == {
        "origin": "bundled",
        "size": 19,
        "root": bytes(range(32)).hex(),
        "begins": "2026-11-02",
    }
