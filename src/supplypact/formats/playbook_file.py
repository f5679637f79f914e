"""Read what an earlier ``playbook.json`` decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from supplypact.domain.response import MODES, Decided
from supplypact.errors import Fault

FIX = "give a playbook.json that 'supplypact respond --out DIR' wrote"
ORDERS = {
    "material": pl.String,
    "order": pl.String,
    "giver": pl.String,
    "user": pl.String,
    "period": pl.Int64,
    "tonnes": pl.Float64,
}


def read_decided(text: str, *, where: str) -> tuple[Decided | None, list[Fault]]:
    """Return what the playbook decided, or None and what is wrong with the file."""
    try:
        document = json.loads(text)
    except ValueError as error:
        return None, [Fault(what=f"not valid JSON: {error}", where=where, fix=FIX)]
    if not isinstance(document, dict):
        return None, [Fault(what="it is no playbook", where=where, fix=FIX)]
    missing = [name for name in ("options", "day0", "orders") if name not in document]
    if missing:
        what = f"it is no playbook: {', '.join(missing)} missing"
        return None, [Fault(what=what, where=where, fix=FIX)]
    try:
        return _decided(document), []
    except (KeyError, TypeError, ValueError, IndexError, pl.exceptions.PolarsError) as error:
        what = f"it is no playbook that can be carried on: {error}"
        return None, [Fault(what=what, where=where, fix=FIX)]


def _decided(document: Mapping[str, Any]) -> Decided:
    options = document["options"]
    if options["mode"] not in MODES:
        raise ValueError(options["mode"])
    rows = pl.DataFrame(document["orders"], schema=ORDERS, orient="row")
    if rows.null_count().sum_horizontal().item() or (rows["tonnes"] < 0).any():
        raise ValueError("an order is blank or below 0")
    return Decided(
        day0=date.fromisoformat(document["day0"]),
        mode=options["mode"],
        lines=int(options["lines"]),
        orders=rows,
    )
