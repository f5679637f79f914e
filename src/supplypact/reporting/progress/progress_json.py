"""Progress as one JSON document for other programs.

Its schema is published as ``progress.schema.json``.  Keys are the fields of the domain in their
order; amounts and tonnes are text, so that no digit is lost; every total names its entries.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from importlib import metadata, resources
from typing import Any

from supplypact.domain.plan import Plan
from supplypact.domain.record import Record
from supplypact.reporting.progress import figures, sentences
from supplypact.reporting.progress.promises import Promise, promises
from supplypact.reporting.progress.sums import Total, totals
from supplypact.reporting.progress.view import ProgressView

SCHEMA_VERSION = "1.0"
DIGITS = 9
"""Behind the point, of shares and other numbers of the model."""
PARTS = (
    "envelope",
    "targets",
    "milestones",
    "projects",
    "stocks",
    "stocks_without_account",
    "indicators",
    "drawn",
    "classes",
    "reported",
    "changes",
)
"""Fields of ``Progress`` that the document has as they are."""
POSITION = ("money", "costs", "outputs", "loans", "calls", "revenue")
"""Fields of its position that stand beside them."""


def progress_json(view: ProgressView) -> str:
    """Return ``progress.json``: verdicts, totals with their entries, and the record itself."""
    progress, pact = view.progress, view.pact
    document = {
        "schema_version": SCHEMA_VERSION,
        "versions": {"supplypact": metadata.version("supplypact")},
        "marking": view.marking,
        "pact": {"id": pact.id, "sha256": hashlib.sha256(pact.text.encode()).hexdigest()},
        "options": progress.options,
        "ledger": {
            "origin": progress.origin,
            "size": progress.size,
            "root": progress.root.hex(),
            "begins": progress.begins,
        },
        "headline": sentences.headline(view),
        "promises": [_promise(each, view) for each in promises(view)],
        "totals": [_total(each) for each in totals(progress)],
        **{name: getattr(progress, name) for name in PARTS},
        **{name: getattr(progress.position, name) for name in POSITION},
        "records": [_record(each) for each in progress.position.records],
        "plan": _plan(progress.plan),
    }
    return json.dumps(plain(document), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def progress_schema() -> dict[str, Any]:
    """Return the published JSON Schema of the document."""
    files = resources.files("supplypact.reporting")
    schema: dict[str, Any] = json.loads(files.joinpath("progress.schema.json").read_text("utf-8"))
    return schema


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: amounts as text, days as ISO 8601, records as objects."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        kind = getattr(value, "kind", None)
        return told if kind is None else {"kind": kind, **told}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return figures.plain(value)
    if isinstance(value, float):
        return round(value, DIGITS)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _promise(promise: Promise, view: ProgressView) -> dict[str, Any]:
    return {
        "group": promise.group,
        "id": promise.id,
        "name": promise.name,
        "by": promise.by,
        "stands": promise.stands,
        "status": promise.verdict.status,
        "rule": promise.verdict.rule,
        "rule_text": view.rule(promise.verdict.rule),
        "who": promise.verdict.who,
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "scope": total.scope,
        "measure": total.measure,
        "usd": total.usd,
        "entries": total.entries,
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "seq": record.seq,
        "recorded_at": record.recorded_at,
        "actor": record.actor,
        "entry": record.entry,
    }


def _plan(plan: Plan | None) -> dict[str, Any] | None:
    """Return what a new plan would start; the whole of it is for ``supplypact plan``."""
    if plan is None:
        return None
    names = ("id", "part", "start_year", "first_output_year")
    started = [{name: getattr(each, name) for name in names} for each in plan.projects]
    return {"status": plan.status, "projects": started}
