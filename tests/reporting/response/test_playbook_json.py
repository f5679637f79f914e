import json
from dataclasses import fields, replace

import jsonschema
import polars as pl
import pytest

from supplypact.domain.response import Action
from supplypact.reporting.response.playbook_json import (
    inputs_hash,
    playbook_json,
    playbook_schema,
)
from tests.reporting.response.given import event, nothing_struck, response, view

CHECK = jsonschema.Draft202012Validator(
    playbook_schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


@pytest.mark.parametrize("answer", [response(), nothing_struck()])
def test_the_playbook_is_valid_against_its_published_schema(answer: object) -> None:
    CHECK.validate(json.loads(playbook_json(answer, view())))  # type: ignore[arg-type]


def test_the_schema_allows_nothing_that_it_does_not_name() -> None:
    jsonschema.Draft202012Validator.check_schema(playbook_schema())
    told = json.loads(playbook_json(response(), view()))
    told["actions"][0]["mood"] = "good"
    assert not CHECK.is_valid(told)
    told = json.loads(playbook_json(response(), view()))
    told["actions"][0]["kind"] = "pray"
    assert not CHECK.is_valid(told)


def test_the_same_response_gives_the_same_bytes() -> None:
    assert playbook_json(response(), view()) == playbook_json(response(), view())


def test_actions_and_schedule_hold_all_that_a_later_plan_needs() -> None:
    told = json.loads(playbook_json(response(), view()))
    assert set(told["actions"][0]) == {each.name for each in fields(Action)}
    assert told["actions"][0]["ordered"] == "2024-12-05"
    assert told["schedule"][1] == {"line": 1, "period": 1, "tonnes": 4.345}
    assert len(told["actions"]) == 8


def test_what_is_not_known_is_null_and_never_a_number() -> None:
    nan = response().stocks.with_columns(left_tonnes=pl.lit(float("nan")))
    told = json.loads(playbook_json(response(stocks=nan), view()))
    assert [row["left_tonnes"] for row in told["stocks"]] == [None, None]


def test_the_hash_of_the_inputs_follows_pact_events_and_tables() -> None:
    first = inputs_hash(response(), view())
    other = response(events=(replace(event(), text="id = 'other'\n"),))
    assert inputs_hash(other, view()) != first
    assert inputs_hash(response(), view(digest={"prices": "ef" * 32})) != first
    assert inputs_hash(response(as_of=event().start), view()) == first
