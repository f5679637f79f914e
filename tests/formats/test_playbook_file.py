"""What an earlier playbook decided is read from its JSON; mistakes are told with a mend."""

import json
from datetime import date
from typing import Any

import pytest

from supplypact.formats.playbook_file import FIX, ORDERS, read_decided

ORDER = {
    "material": "gallium",
    "order": "release",
    "giver": "JPN,refine,national",
    "user": "USA,refine",
    "period": 3,
    "tonnes": 1.25,
}


def document(**changes: Any) -> dict[str, Any]:
    whole = {
        "schema_version": "1.0",
        "pact": {"id": "us-japan-2025", "title_en": "Pact"},
        "options": {"as_of": None, "mode": "pact", "lines": 7, "materials": []},
        "day0": "2026-01-01",
        "as_of": "2026-02-01",
        "edges": [0.0, 7.0, 14.5],
        "materials": ["gallium", "cobalt"],
        "orders": [ORDER],
    }
    return {**whole, **changes}


def told(text: str) -> str:
    decided, faults = read_decided(text, where="playbook.json")
    assert decided is None
    (fault,) = faults
    assert (fault.where, fault.fix) == ("playbook.json", FIX)
    return fault.what


def test_pact_days_materials_mode_lines_and_orders_are_read() -> None:
    decided, faults = read_decided(json.dumps(document()), where="playbook.json")
    assert faults == []
    assert decided is not None
    assert (decided.day0, decided.mode, decided.lines) == (date(2026, 1, 1), "pact", 7)
    assert (decided.pact, decided.edges) == ("us-japan-2025", (0.0, 7.0, 14.5))
    assert decided.materials == ("gallium", "cobalt")
    assert decided.orders.rows() == [tuple(ORDER.values())]
    assert dict(decided.orders.schema) == ORDERS


def test_no_orders_are_an_empty_frame_of_the_same_columns() -> None:
    decided, faults = read_decided(json.dumps(document(orders=[])), where="playbook.json")
    assert faults == []
    assert decided is not None
    assert decided.orders.is_empty()
    assert dict(decided.orders.schema) == ORDERS


@pytest.mark.parametrize("text", ["", "{", "not a playbook"])
def test_what_is_not_json_is_told(text: str) -> None:
    assert told(text).startswith("not valid JSON: ")


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "null"])
def test_json_that_is_no_object_is_told(text: str) -> None:
    assert told(text) == "it is no playbook"


def test_what_is_missing_is_named_all_at_once() -> None:
    assert told("{}") == (
        "it is no playbook: pact, options, day0, edges, materials, orders missing"
    )
    part = document()
    del part["orders"]
    assert told(json.dumps(part)) == "it is no playbook: orders missing"


@pytest.mark.parametrize(
    "changes",
    [
        {"options": {"mode": "pact"}},
        {"options": {"mode": "both", "lines": 3}},
        {"options": []},
        {"options": {"mode": "pact", "lines": "many"}},
        {"day0": "yesterday"},
        {"day0": 3},
        {"day0": None},
        {"pact": {}},
        {"pact": "us-japan-2025"},
        {"edges": []},
        {"edges": [0.0]},
        {"edges": [7.0, 14.0]},
        {"edges": [0.0, 14.0, 7.0]},
        {"edges": [0.0, 7.0, 7.0]},
        {"edges": [0.0, float("nan")]},
        {"edges": [0.0, float("inf")]},
        {"edges": [0.0, None]},
        {"edges": None},
        {"materials": None},
        {"orders": [{**ORDER, "tonnes": -1.0}]},
        {"orders": [{**ORDER, "tonnes": None}]},
        {"orders": [{**ORDER, "tonnes": float("nan")}]},
        {"orders": [{**ORDER, "tonnes": float("inf")}]},
        {"orders": [{**ORDER, "period": None}]},
        {"orders": [{**ORDER, "period": "soon"}]},
        {"orders": [{"material": "gallium"}]},
        {"orders": "none"},
        {"orders": None},
        {"orders": 3},
    ],
)
def test_what_cannot_be_carried_on_is_told(changes: dict[str, Any]) -> None:
    assert told(json.dumps(document(**changes))).startswith(
        "it is no playbook that can be carried on: "
    )
