"""What tables refer to: each value of a reference must occur in the other table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.errors import Fault, did_you_mean, nearest
from supplypact.formats.tables import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from supplypact.formats.schema import Reference, Schema


def check_references(
    frame: pl.DataFrame, schema: Schema, tables: Mapping[str, pl.DataFrame], *, where: str
) -> list[Fault]:
    """Return a fault for each value that refers to a row of another table that is not there.

    References to tables that are not among ``tables`` are passed over.
    """
    faults = [
        Fault(
            what=f"unknown {reference.field} '{value}'",
            where=f"{where}, line {row + 2}",
            fix=_mend(value, reference, tables),
        )
        for reference in schema.references
        for row, value in _unknown_values(frame, reference, tables)
    ]
    return shorten(faults, where)


def check_bundled_references(
    frame: pl.DataFrame, schema: Schema, tables: Mapping[str, pl.DataFrame], *, where: str
) -> list[Fault]:
    """Return one fault for each reference of a bundled table that the user's own tables break.

    The user cannot mend the rows of the bundled table, only replace it or keep what it needs.
    """
    faults = []
    for reference in schema.references:
        missing = [value for _, value in _unknown_values(frame, reference, tables)]
        if missing:
            faults.append(_left_behind(schema.name, reference, missing, where))
    return faults


def _left_behind(table: str, reference: Reference, missing: list[str], where: str) -> Fault:
    """Return the fault of a bundled table whose rows need what is gone from another table."""
    other, count = reference.table, len(missing)
    others = f" and {count - 1} more" if count > 1 else ""
    return Fault(
        what=f"the bundled table needs rows that {other}.csv does not have: '{missing[0]}'{others}",
        where=where,
        fix=f"bring an own {table}.csv too, with the sources that it names in an own sources.csv, "
        f"or keep those rows in {other}.csv (supplypact data show {other} --csv)",
    )


def _unknown_values(
    frame: pl.DataFrame, reference: Reference, tables: Mapping[str, pl.DataFrame]
) -> list[tuple[int, str]]:
    """Return row and value of each distinct value that the other table does not have."""
    if reference.table not in tables:
        return []
    column = frame[reference.field]
    known = tables[reference.table][reference.target].unique()
    odd = column.is_not_null() & ~column.is_in(known.implode()) & column.is_first_distinct()
    return [(row, str(column[row])) for row in odd.arg_true()]


def _mend(value: str, reference: Reference, tables: Mapping[str, pl.DataFrame]) -> str:
    """Return how to mend an unknown value; sources are too many to be listed."""
    known = [str(each) for each in tables[reference.table][reference.target]]
    if reference.table != "sources":
        return did_you_mean(value, known)
    near = nearest(value, known)
    add = "add it to an own sources.csv, started from: supplypact data show sources --csv"
    return f"did you mean '{near}'? else {add}" if near else add
