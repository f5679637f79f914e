"""Read a CSV table and check it against its schema: every fault at once, each with its line.

A row stands on one line, so that row ``i`` of the frame (from 0) is line ``i + 2`` of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from supplypact.errors import Fault, did_you_mean
from supplypact.formats.csv_cells import split_cells
from supplypact.formats.packed import unpack
from supplypact.formats.schema import Field, Schema, read_schema
from supplypact.formats.text import decode_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_FAULTS = 20
"""Faults of one table that are listed; the rest is counted."""

TYPES = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
}
"""Polars type by Data Package type."""

_EXPECTED = {
    "integer": ("is not a whole number", "write digits only, such as 2030"),
    "number": ("is not a number", "write digits with a decimal point, such as 1250.5, no unit"),
    "boolean": ("is neither true nor false", "write true or false"),
}


def read_table(
    raw: bytes, resource: Mapping[str, Any], *, where: str
) -> tuple[pl.DataFrame | None, list[Fault]]:
    """Return the table with typed columns (blank is null), or None and what is wrong with it.

    Args:
        raw: The file as it stands on disk, packed with gzip or not.
        resource: The table's resource in ``datapackage.json``.
        where: Name of the file for messages.
    """
    schema = read_schema(resource)
    unpacked, faults = unpack(raw, where=where)
    if faults:
        return None, faults
    text, faults = decode_text(unpacked, where=where)
    if faults:
        return None, faults
    header, cells, faults = split_cells(text, where=where)
    if not header and faults:
        return None, shorten(faults, where)
    faults = _header_faults(header, schema, where) + faults
    if faults:
        return None, shorten(faults, where)
    columns = []
    for field in schema.fields:
        column, found = _read_column(field, cells[header.index(field.name)], where)
        columns.append(column.alias(field.name))
        faults += found
    frame = pl.DataFrame(columns)
    faults += _key_faults(frame, schema, where)
    return (None if faults else frame), shorten(faults, where)


def shorten(faults: Sequence[Fault], where: str) -> list[Fault]:
    """Return the first faults and, if there are more, one that says how many."""
    if len(faults) <= MOST_FAULTS:
        return list(faults)
    rest = Fault(
        what=f"and {len(faults) - MOST_FAULTS} more",
        where=where,
        fix="mend those listed, then check again",
    )
    return [*faults[:MOST_FAULTS], rest]


def _header_faults(header: list[str], schema: Schema, where: str) -> list[Fault]:
    """Return a fault for each missing, unknown or repeated column."""
    place = f"{where}, line 1"
    known = [field.name for field in schema.fields]
    missing = [name for name in known if name not in header]
    unknown = [name for name in header if name.strip() and name not in known]
    faults = [
        Fault(
            what=f"missing column '{name}'",
            where=place,
            fix="add it, or mend the name of the column that stands for it",
        )
        for name in missing
    ]
    faults += [
        Fault(what=f"unknown column '{name}'", where=place, fix=did_you_mean(name, known))
        for name in unknown
    ]
    faults += [
        Fault(what=f"column '{name}' stands twice", where=place, fix="keep one of them")
        for name in known
        if header.count(name) > 1
    ]
    return faults + _nameless(header, place)


def _nameless(header: list[str], place: str) -> list[Fault]:
    """Return a fault if columns have no name, as spreadsheets write empty ones."""
    empty = [number for number, name in enumerate(header, start=1) if not name.strip()]
    if not empty:
        return []
    if empty == [*range(empty[0], len(header) + 1)]:
        one = ("an empty column at the end", "delete it")
        what, fix = one if len(empty) == 1 else ("empty columns at the end", "delete them")
        return [Fault(what=what, where=place, fix=fix)]
    what = f"column {empty[0]} has no name"
    return [Fault(what=what, where=place, fix="give it its name, or delete it")]


def _read_column(field: Field, given: pl.Series, where: str) -> tuple[pl.Series, list[Fault]]:
    """Return the column in its type and a fault for each cell that may not stand there."""
    if field.type != "string":
        given = given.str.strip_chars()
    cells = given.set(given == "", None)
    if field.type == "boolean":
        truth = {"true": True, "false": False}
        values = cells.replace_strict(truth, default=None, return_dtype=pl.Boolean)
    else:
        values = cells.cast(TYPES[field.type], strict=False)
    faults = []
    for odd, what, fix in _column_rules(field, cells, values):
        for row in odd.arg_true():
            said = f"'{cells[row]}' {what}" if cells[row] is not None else what
            place = f"{where}, line {row + 2}, column {field.name}"
            faults.append(Fault(what=said, where=place, fix=fix or _nearest(cells[row], field)))
    return values, faults


def _nearest(cell: str | None, field: Field) -> str:
    """Return the mend for a cell that is not in the field's list."""
    return did_you_mean(cell or "", field.enum)


def _column_rules(
    field: Field, cells: pl.Series, values: pl.Series
) -> list[tuple[pl.Series, str, str]]:
    """Return, for each rule of the field: the rows that break it, what is wrong, how to mend."""
    rules = []
    if field.required:
        rules.append((cells.is_null(), "the cell is blank", "fill it in, or delete the row"))
    if field.type in _EXPECTED:
        rules.append((values.is_null() & cells.is_not_null(), *_EXPECTED[field.type]))
    if field.type == "number":
        unknown = "leave the cell blank where the figure is unknown"
        rules.append((~values.is_finite().fill_null(value=True), "is not a finite number", unknown))
    if field.minimum is not None:
        low = (values < field.minimum).fill_null(value=False) & values.is_finite()
        rules.append((low, f"is below {field.minimum:g}", f"write {field.minimum:g} or more"))
    if field.maximum is not None:
        high = (values > field.maximum).fill_null(value=False) & values.is_finite()
        rules.append((high, f"is above {field.maximum:g}", f"write {field.maximum:g} or less"))
    if field.enum:
        odd = cells.is_not_null() & ~cells.is_in(list(field.enum))
        rules.append((odd, f"is not a known {field.name}", ""))
    return rules


def _key_faults(frame: pl.DataFrame, schema: Schema, where: str) -> list[Fault]:
    """Return a fault for each row whose key stands on an earlier line."""
    if not schema.key or not frame.select(schema.key).is_duplicated().any():
        return []
    lines: dict[tuple[object, ...], int] = {}
    faults = []
    for line, key in enumerate(frame.select(schema.key).iter_rows(), start=2):
        first = lines.setdefault(key, line)
        if first != line:
            named = ", ".join(
                f"{name} {value}" for name, value in zip(schema.key, key, strict=True)
            )
            faults.append(
                Fault(
                    what=f"the row for {named} repeats line {first}",
                    where=f"{where}, line {line}",
                    fix="keep one of the two",
                )
            )
    return faults
