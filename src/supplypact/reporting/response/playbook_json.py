"""A response as one JSON document for other programs, and to plan on from.

Its schema is published as ``playbook.schema.json``.  The same response gives the same bytes:
keys stand in the order of their meaning, and numbers have nine
significant digits, but for the orders: a later plan takes them up as they are.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from importlib import metadata, resources
from typing import Any

import polars as pl

from supplypact.domain.event import Event
from supplypact.domain.response import Action, Response
from supplypact.reporting.response.figures import rounded
from supplypact.reporting.response.view import ResponseView

SCHEMA_VERSION = "1.0"
DIGITS = 9
FIELD_KINDS = {
    "int": pl.Int64,
    "float": pl.Float64,
    "Usd": pl.Float64,
    "bool": pl.Boolean,
    "str": pl.String,
    "date": pl.String,
}
"""Kind of a column by the type of the field of ``Action``."""
FRAMES = (
    "periods",
    "balance",
    "short",
    "modes",
    "delays",
    "stocks",
    "schedule",
    "prices",
    "losses",
    "published",
)


def playbook_json(response: Response, view: ResponseView) -> str:
    """Return ``playbook.json``: events, actions, every table, and the inputs by hash."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "versions": {name: metadata.version(name) for name in ("supplypact", "highspy")},
        "marking": view.marking,
        "exercise": view.exercise,
        "pact": {"id": response.pact, "sha256": _hash(view.pact.text)},
        "tables": view.tables,
        "inputs_sha256": inputs_hash(response, view),
        "events": [_event(each) for each in response.events],
        "options": asdict(response.options),
        "as_of": response.as_of,
        "day0": response.day0,
        "parties": response.parties,
        "concern": response.concern,
        "materials": response.materials,
        "unused": response.unused,
        "expected_usd": {
            name: getattr(response, name)
            for name in (
                "nothing",
                "nothing_low",
                "nothing_high",
                "answer",
                "answer_low",
                "answer_high",
            )
        },
        "rounding": asdict(response.rounding),
        "actions": action_rows(response),
        "changes": [asdict(each) for each in response.changes],
        "unknown_stocks": [
            {"holder": holder, "material": material} for holder, material in response.unknown_stocks
        ],
        "estimates": response.estimates,
        "notes": [asdict(each) for each in response.notes],
        **{name: _rows(getattr(response, name)) for name in FRAMES},
    }
    exact = {"edges": response.edges, "orders": response.orders.to_dicts()}
    plain = _plain(document) | exact
    return json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def action_rows(response: Response) -> list[dict[str, Any]]:
    """Return the lines of the playbook as plain rows, one key a field of ``Action``."""
    return [_plain(asdict(each)) for each in response.actions]


def action_frame(response: Response) -> pl.DataFrame:
    """Return the lines of the playbook as a table, one column a field of ``Action``."""
    kinds = {field.name: FIELD_KINDS[str(field.type)] for field in fields(Action)}
    return pl.DataFrame(action_rows(response), schema=kinds)


def inputs_hash(response: Response, view: ResponseView) -> str:
    """Return one sha256 over pact, events and tables; the same inputs have the same."""
    named = {f"table {name}": digest for name, digest in view.tables.items()}
    named |= {f"event {each.id}": _hash(each.text) for each in response.events}
    named[f"pact {response.pact}"] = _hash(view.pact.text)
    return _hash("".join(f"{name} {digest}\n" for name, digest in sorted(named.items())))


def playbook_schema() -> dict[str, Any]:
    """Return the published JSON Schema of the playbook."""
    files = resources.files("supplypact.reporting")
    schema: dict[str, Any] = json.loads(files.joinpath("playbook.schema.json").read_text("utf-8"))
    return schema


def _event(event: Event) -> dict[str, Any]:
    told = asdict(event)
    text = told.pop("text")
    return {**told, "sha256": _hash(text)}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().fill_nan(None)).to_dicts()


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it: dates as ISO 8601, numbers to nine digits."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return rounded(value, DIGITS)
    return value.isoformat() if hasattr(value, "isoformat") else value
