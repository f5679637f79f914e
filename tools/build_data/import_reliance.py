"""US net import reliance as the USGS publishes it, with the components that it names.

``definitions/import_reliance.csv`` says which lines of the chapter each component is; several
lines, separated by ``|``, are added up. A line that the chapter's definition does not count is
left blank there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions, usgs
from tools.build_data.definitions import BASE_YEAR
from tools.build_data.materials import MATERIAL, STAGE
from tools.build_data.reference import read_rows
from tools.build_data.sources import USGS_2026
from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Row = dict[str, str]
    Lines = dict[tuple[str, str, int], Row]

PARTS = ("primary", "secondary", "imports", "exports")
NET_EXPORTER = "E"


def _amount(name: str, description: str, *, minimum: float | None = 0) -> Field:
    return Field(name=name, type="number", description=description, minimum=minimum)


TABLES = (
    Table(
        name="import_reliance",
        title="Net import reliance of the United States: as published, and its components",
        description="A blank component is not counted by the definition of the chapter, or listed "
        "under withheld. Nothing is filled in.",
        fields=(
            MATERIAL,
            STAGE,
            _amount("production_primary", "Output from ore, in the unit of the row"),
            _amount("production_secondary", "Output from scrap, old scrap where told apart"),
            _amount("imports", "Imports of the forms that are counted"),
            _amount("exports", "Exports of the same forms"),
            _amount(
                "stock_change", "Stocks at the end of the year less a year before", minimum=None
            ),
            _amount("apparent_consumption", "Apparent consumption as published"),
            Field(
                name="published",
                type="number",
                description="Net import reliance as published, 0 for a net exporter",
                unit="1",
                minimum=0,
                maximum=1,
            ),
            Field(
                name="bound",
                description="> or <: a bound is published; E: a net exporter",
                enum=(">", "<", NET_EXPORTER),
            ),
            Field(name="unit", description="Unit of the components", required=True),
            Field(name="form", description="What is counted", required=True),
            Field(
                name="withheld",
                description="Components that the definition counts and that are not published, "
                "separated by ;",
            ),
            Field(name="reason", description="Why the components give another figure"),
            Field(name="note", description="Remark"),
            *PROVENANCE,
        ),
        primary_key=("material", "stage", "year"),
        foreign_keys=(("material", "materials.material"),),
    ),
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the table; raises KeyError where the definitions name a line that is not there."""
    del built
    lines = _lines(read_rows(raw / USGS_2026.file, "cp1252"))
    rows = [_row(wanted, lines) for wanted in definitions.rows("import_reliance")]
    return {"import_reliance": pl.DataFrame(rows, infer_schema_length=None)}, [USGS_2026]


def published(text: str) -> tuple[float | None, str]:
    """Return a printed percentage as a share, and its bound: ``>``, ``<``, ``E`` or blank."""
    plain = text.strip()
    if plain == NET_EXPORTER:
        return 0.0, NET_EXPORTER
    found = re.fullmatch(r"([<>]?)(\d+)", plain)
    return (int(found[2]) / 100, found[1]) if found else (None, "")


def _lines(rows: list[Row]) -> Lines:
    """Return the US lines of the chapters by commodity, text and year."""
    return {
        (row["Commodity"].strip(), row["Statistics_detail"].strip(), int(row["Year"])): row
        for row in rows
        if row["Section"].startswith("Salient")
    }


def _row(wanted: Row, lines: Lines) -> dict[str, object]:
    """Return one material; a component is withheld if a line of it prints no number."""
    commodity = wanted["commodity"]
    parts = {name: _sum(wanted[name], commodity, lines, BASE_YEAR) for name in PARTS}
    before, after = (
        _sum(wanted["stocks"], commodity, lines, year) for year in (BASE_YEAR - 1, BASE_YEAR)
    )
    change = None if before is None or after is None else after - before
    counted = parts | {"stocks": change}
    missing = [name for name, value in counted.items() if wanted[name] and value is None]
    share, bound = published(lines[commodity, wanted["reliance"], BASE_YEAR]["Value"])
    first = next(wanted[name] for name in ("imports", "primary") if wanted[name])
    return {
        "material": wanted["material"],
        "stage": wanted["stage"],
        "production_primary": parts["primary"],
        "production_secondary": parts["secondary"],
        "imports": parts["imports"],
        "exports": parts["exports"],
        "stock_change": change,
        "apparent_consumption": _sum(wanted["consumption"], commodity, lines, BASE_YEAR),
        "published": share,
        "bound": bound,
        "unit": lines[commodity, first.split("|")[0], BASE_YEAR]["Unit"].strip(),
        "form": wanted["form"],
        "withheld": ";".join(missing),
        "reason": wanted["reason"],
        "note": wanted["note"],
        "source": USGS_2026.source,
        "year": BASE_YEAR,
        "quality": "official",
        "method": "",
    }


def _sum(wanted: str, commodity: str, lines: Lines, year: int) -> float | None:
    """Return the sum of some lines; None where there is none, or one prints no number."""
    values = [
        usgs.number(lines[commodity, text, year]["Value"]) for text in wanted.split("|") if text
    ]
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None
