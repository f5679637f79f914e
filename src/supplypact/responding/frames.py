"""The frames of a response."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

import numpy as np
import polars as pl

from supplypact.algebra.sets import Array
from supplypact.domain.incident import Grid, MaterialIncident
from supplypact.domain.response import ACTIONS, ANSWER, NOTHING
from supplypact.responding.playbook import Kept, Told

SAVING = tuple(kind for kind in ACTIONS if kind != "restrain")
"""Kinds that make a shortage smaller."""


def periods(as_of: date, grid: Grid, alive: Array) -> pl.DataFrame:
    """Return ``Response.periods``."""
    edge = [as_of + timedelta(days=round(float(day))) for day in (*grid.start, grid.end)]
    return pl.DataFrame(
        {
            "period": range(len(grid.start)),
            "start": edge[:-1],
            "end": edge[1:],
            "days": grid.days,
            "alive": alive,
        }
    )


def balance(kept: Sequence[Kept]) -> pl.DataFrame:
    """Return ``Response.balance``."""
    return _joined([part for each in kept for part in _balance_of(each)], BALANCE)


def short(kept: Sequence[Kept]) -> pl.DataFrame:
    """Return ``Response.short``."""
    return _joined([part for each in kept for part in _short_of(each)], SHORT)


BALANCE = pl.Schema(
    {
        "path": pl.String,
        "material": pl.String,
        "party": pl.String,
        "stage": pl.String,
        "period": pl.Int64,
        "use": pl.Float64,
        "lost": pl.Float64,
        **dict.fromkeys(SAVING, pl.Float64),
        "restrain": pl.Float64,
        "short": pl.Float64,
    }
)
SHORT = pl.Schema(
    {
        "path": pl.String,
        "material": pl.String,
        "party": pl.String,
        "stage": pl.String,
        "end_use": pl.String,
        "period": pl.Int64,
        "tonnes": pl.Float64,
        "usd": pl.Float64,
    }
)
STOCKS = pl.Schema(
    {
        **dict.fromkeys(("holder", "material", "form", "kind"), pl.String),
        **dict.fromkeys(("tonnes", "days", "left_tonnes"), pl.Float64),
        **dict.fromkeys(("as_of", "source", "quality"), pl.String),
    }
)
ORDERS = pl.Schema(
    {
        "material": pl.String,
        "order": pl.String,
        "giver": pl.String,
        "user": pl.String,
        "period": pl.Int64,
        "tonnes": pl.Float64,
    }
)


Part = dict[str, Sequence[Any] | Array]
"""Columns of some rows, all of one length."""


def _joined(parts: Sequence[Part], schema: pl.Schema) -> pl.DataFrame:
    """Return the rows of all parts as one frame; to build one of each takes far longer."""
    columns = {
        name: list(chain.from_iterable(part[name] for part in parts))
        if kind == pl.String
        else np.concatenate([np.zeros(0), *(part[name] for part in parts)])
        for name, kind in schema.items()
    }
    return pl.DataFrame(columns, schema=schema, strict=False)


def _balance_of(kept: Kept) -> list[Part]:
    i = kept.question.situation.middle
    shape = i.loss.shape
    by_kind = {kind: np.zeros(shape) for kind in SAVING}
    for line, brought in zip(kept.lines, kept.effects, strict=True):
        if line.kind != "restrain":
            by_kind[line.kind][line.user] += brought.arrived
        if line.order == "swap":
            by_kind["swap"][line.giver] -= line.tonnes.sum(axis=0)
    restrain = kept.solved.orders.restrain.sum(axis=1)
    zero = np.zeros(shape)
    nothing = {**dict.fromkeys(SAVING, zero), "restrain": zero, "short": i.loss}
    answer = {**by_kind, "restrain": restrain, "short": kept.solved.short}
    use = i.use[:, None] * i.grid.months
    return [
        _by_user(i, path, {"use": use, "lost": i.loss, **values})
        for path, values in ((NOTHING, nothing), (ANSWER, answer))
    ]


def _by_user(i: MaterialIncident, path: str, values: dict[str, Array]) -> Part:
    users, count = i.loss.shape
    return {
        "path": [path] * (users * count),
        "material": [i.material] * (users * count),
        "party": [party for party, _ in i.users for _ in range(count)],
        "stage": [stage for _, stage in i.users for _ in range(count)],
        "period": np.tile(np.arange(count), users),
        **{name: (each * i.tonnes[:, None]).ravel() for name, each in values.items()},
    }


def _short_of(kept: Kept) -> list[Part]:
    i = kept.question.situation.middle
    missing = i.end_use_share[:, :, None] * kept.solved.short[:, None]
    return [
        _by_use(i, path, tonnes)
        for path, tonnes in (
            (NOTHING, i.end_use_share[:, :, None] * i.loss[:, None]),
            (ANSWER, missing + kept.solved.orders.restrain),
        )
    ]


def _by_use(i: MaterialIncident, path: str, tonnes: Array) -> Part:
    users, uses, count = tonnes.shape
    each = uses * count
    return {
        "path": [path] * (users * each),
        "material": [i.material] * (users * each),
        "party": [party for party, _ in i.users for _ in range(each)],
        "stage": [stage for _, stage in i.users for _ in range(each)],
        "end_use": [use for _ in i.users for use in i.end_uses for _ in range(count)],
        "period": np.tile(np.arange(count), users * uses),
        "tonnes": (tonnes * i.tonnes[:, None, None]).ravel(),
        "usd": (tonnes * i.shortage_cost[:, :, None] * i.weight).ravel(),
    }


def schedule(told: Sequence[Told]) -> pl.DataFrame:
    """Return ``Response.schedule``."""
    rows = [
        (each.action.number, period, float(tonnes))
        for each in told
        for period, tonnes in enumerate(
            each.line.tonnes.sum(axis=0)
            * each.line.part
            * each.incident.product_tonnes[each.action.stage]
        )
        if tonnes > 0
    ]
    schema = {"line": pl.Int64, "period": pl.Int64, "tonnes": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def stocks(kept: Sequence[Kept]) -> pl.DataFrame:
    """Return ``Response.stocks``."""
    frames = []
    for each in kept:
        stores, i = each.question.situation.stores, each.question.situation.middle
        used = dict(zip(stores.names, each.solved.orders.release.sum(axis=(1, 2)), strict=True))
        held = dict(zip(stores.names, i.stock, strict=True))
        left = [
            row["tonnes"] * max(1.0 - used[key] / held[key], 0.0)
            if held.get(key := (row["holder"], row["form"], row["kind"]), 0.0) > 0
            else row["tonnes"]
            for row in stores.frame.iter_rows(named=True)
        ]
        frames.append(
            stores.frame.select("holder", "material", "form", "kind", "tonnes", "days")
            .hstack([pl.Series("left_tonnes", left, dtype=pl.Float64)])
            .hstack(stores.frame.select("as_of", "source", "quality"))
        )
    return pl.concat([pl.DataFrame(schema=STOCKS), *frames], how="vertical_relaxed")
