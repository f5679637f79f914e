"""Check built tables against their own description."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.build_data.table import Field, Table

    Built = Mapping[str, pl.DataFrame]


class TableFaultError(ValueError):
    """Built tables break their own description; the message lists every fault."""


def faults(table: Table, built: Built) -> list[str]:
    """Return what is wrong with a tidied table, one line for each fault."""
    frame = built[table.name]
    found = [fault for field in table.fields for fault in _field_faults(field, frame[field.name])]
    found += _key_faults(table, frame)
    found += _method_faults(table, frame)
    found += _reference_faults(table, built)
    return [f"{table.name}: {fault}" for fault in found]


def _key_faults(table: Table, frame: pl.DataFrame) -> list[str]:
    """Return blanks in the key and keys that repeat."""
    key = list(table.primary_key)
    if not key:
        return []
    keys = frame.select(key)
    blank = keys.filter(pl.any_horizontal(pl.all().is_null()))
    repeated = keys.filter(keys.is_duplicated()).unique(maintain_order=True)
    return [
        *(f"blank in key {row!r}" for row in blank.rows()),
        *(f"key repeats {row!r}" for row in repeated.rows()),
    ]


def _method_faults(table: Table, frame: pl.DataFrame) -> list[str]:
    """Return the estimates that do not say how, and the other rows that say so."""
    if "method" not in frame.columns:
        return []
    odd = frame.filter((pl.col("quality") == "estimate") != pl.col("method").is_not_null())
    rows = odd.select(table.primary_key or ("source",)).rows()
    return [f"method is for estimates, and each needs one {row!r}" for row in rows]


def _reference_faults(table: Table, built: Built) -> list[str]:
    """Return the values that should stand in another table and do not."""
    references = table.foreign_keys
    if table.name != "sources" and any(field.name == "source" for field in table.fields):
        references = (*references, ("source", "sources.source"))
    found = []
    for field, target in references:
        other, _, other_field = target.partition(".")
        missing = set(built[table.name][field].drop_nulls()) - set(built[other][other_field])
        found += [f"{field} {value!r} is not in {other}" for value in sorted(missing)]
    return found


def _field_faults(field: Field, column: pl.Series) -> list[str]:
    """Return the faults of one column: blanks, values outside limits or lists, not a number."""
    found = []
    if field.required and column.null_count():
        found.append(f"{field.name} is blank in {column.null_count()} rows")
    values = column.drop_nulls()
    if field.enum:
        odd = sorted(set(values) - set(field.enum))
        found += [f"{field.name} {value!r} is not one of {', '.join(field.enum)}" for value in odd]
    if field.type == "number" and not values.is_finite().all():
        found.append(f"{field.name} holds a value that is not finite")
    if field.minimum is not None and (values < field.minimum).any():
        found.append(f"{field.name} has {values.min()!r} below {field.minimum}")
    if field.maximum is not None and (values > field.maximum).any():
        found.append(f"{field.name} has {values.max()!r} above {field.maximum}")
    return found
