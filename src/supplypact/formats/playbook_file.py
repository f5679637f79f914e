"""Read what an earlier ``playbook.json`` decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from math import isfinite
from typing import Any

import polars as pl

from supplypact.domain.response import MODES, Decided
from supplypact.errors import Fault

FIX = "give a playbook.json that 'supplypact respond --out DIR' wrote"
NEEDED = ("pact", "options", "day0", "edges", "materials", "orders")
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
    missing = [name for name in NEEDED if name not in document]
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
    if not isinstance(document["orders"], list):
        raise TypeError("the orders are no list")
    rows = pl.DataFrame(document["orders"], schema=ORDERS, orient="row")
    finite = rows["tonnes"].is_finite() & (rows["tonnes"] >= 0)
    if rows.null_count().sum_horizontal().item() or not finite.all():
        raise ValueError("an order is blank, below 0 or without end")
    return Decided(
        pact=str(document["pact"]["id"]),
        day0=date.fromisoformat(document["day0"]),
        edges=_edges(document["edges"]),
        materials=tuple(map(str, document["materials"])),
        mode=options["mode"],
        lines=int(options["lines"]),
        orders=rows,
    )


def _edges(days: list[float]) -> tuple[float, ...]:
    edges = tuple(float(day) for day in days)
    rising = all(a < b for a, b in pairwise(edges))
    if len(edges) < 2 or edges[0] != 0 or not rising or not isfinite(edges[-1]):
        raise ValueError("the edges of the periods do not rise from 0")
    return edges
