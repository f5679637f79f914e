"""Read a stocks file: what holders have, in tonnes or in days of their own use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from supplypact.errors import Fault, did_you_mean
from supplypact.formats.csv_rows import split_rows
from supplypact.formats.tables import read_table, shorten
from supplypact.formats.text import decode_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

KINDS = ("national", "industry", "given")
"""Whose stock: the government's, of firms, or as the user gives it."""
GIVEN = "given"
STOCK_COLUMNS = (
    "holder",
    "material",
    "form",
    "kind",
    "tonnes",
    "days",
    "as_of",
    "source",
    "quality",
)
"""Columns of a frame of stocks; of ``tonnes`` and ``days`` (of the holder's use) one is null."""

_TEXT = {"type": "string", "constraints": {"required": True}}
_AMOUNT = {"type": "number"}
_REQUIRED: Mapping[str, Mapping[str, Any]] = {
    name: {"name": name, **_TEXT} for name in ("holder", "material", "form")
}
_OPTIONAL: Mapping[str, Mapping[str, Any]] = {
    "tonnes": {"name": "tonnes", **_AMOUNT},
    "days": {"name": "days", **_AMOUNT},
    "kind": {"name": "kind", "type": "string", "constraints": {"enum": list(KINDS)}},
    "as_of": {"name": "as_of", "type": "string"},
}
_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def read_stocks(
    raw: bytes,
    *,
    where: str,
    countries: Collection[str],
    materials: Mapping[str, Collection[str]],
) -> tuple[pl.DataFrame | None, list[Fault]]:
    """Return the stocks as a frame of ``STOCK_COLUMNS``, or None and everything that is wrong.

    Args:
        raw: the file: columns holder, material, form (stage whose product it is), and tonnes
            (contained, in the material's basis) or days, one of the two in each row; optional
            kind (``given`` if blank) and as_of (YYYY, YYYY-MM or YYYY-MM-DD).
        where: name of the file, for messages and as the source.
        countries: codes that a holder may have.
        materials: stages of each material.
    """
    header = _header(raw, where)
    frame, faults = read_table(raw, _resource(header), where=where)
    if frame is None:
        return None, faults
    blank = [name for name in _OPTIONAL if name not in frame.columns]
    types = {"tonnes": pl.Float64, "days": pl.Float64}
    filled = frame.with_columns(
        pl.lit(None, types.get(name, pl.String)).alias(name) for name in blank
    ).with_columns(
        pl.col("kind").fill_null(GIVEN), source=pl.lit(where), quality=pl.lit("reported")
    )
    faults = shorten(list(_faults(filled, where, countries, materials)), where)
    return (None if faults else filled.select(STOCK_COLUMNS)), faults


def _header(raw: bytes, where: str) -> list[str]:
    """Return the names of the columns; none if the file is no text."""
    text, _ = decode_text(raw, where=where)
    return split_rows(text.partition("\n")[0], where=where)[0]


def _resource(header: list[str]) -> dict[str, Any]:
    """Return what the file must look like: optional columns count only where they stand."""
    optional = [field for name, field in _OPTIONAL.items() if name in header]
    if not {"tonnes", "days"} & set(header):
        optional.append(_OPTIONAL["tonnes"])
    return {"name": "stocks", "schema": {"fields": [*_REQUIRED.values(), *optional]}}


def _faults(
    stocks: pl.DataFrame,
    where: str,
    countries: Collection[str],
    materials: Mapping[str, Collection[str]],
) -> Iterator[Fault]:
    """Yield what is wrong with the rows, line by line."""
    lines: dict[tuple[str, ...], int] = {}
    for line, row in enumerate(stocks.iter_rows(named=True), start=2):
        place = f"{where}, line {line}"
        for what, fix in _row_faults(row, countries, materials):
            yield Fault(what=what, where=place, fix=fix)
        key = (row["holder"], row["material"], row["form"], row["kind"])
        first = lines.setdefault(key, line)
        if first != line:
            what = f"the row for {', '.join(key)} repeats line {first}"
            yield Fault(what=what, where=place, fix="keep one of the two")


def _row_faults(
    row: Mapping[str, Any], countries: Collection[str], materials: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with one row, and the mend."""
    if row["holder"] not in countries:
        yield f"unknown holder '{row['holder']}'", did_you_mean(row["holder"], countries)
    if row["material"] not in materials:
        yield f"unknown material '{row['material']}'", did_you_mean(row["material"], materials)
    elif row["form"] not in (forms := materials[row["material"]]):
        yield f"{row['material']} has no form '{row['form']}'", did_you_mean(row["form"], forms)
    for name in ("tonnes", "days"):
        if row[name] is not None and row[name] < 0:
            yield f"{name} is {row[name]:g}, below 0", "write 0 or more"
    if row["tonnes"] is not None and row["days"] is not None:
        yield "the row gives both tonnes and days", "keep one of the two"
    if row["tonnes"] is None and row["days"] is None:
        yield "the row gives neither tonnes nor days", "give one, or delete the row"
    if row["as_of"] is not None and not _DATE.fullmatch(row["as_of"]):
        yield f"cannot read as_of '{row['as_of']}'", "write it as 2026, 2026-03 or 2026-03-31"
