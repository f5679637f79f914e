"""What holders are known to have in stock, in tonnes of contained material.

National stocks are the rows of ``stockpiles`` that state tonnes of one material.  Stocks of US
industry are lines of the USGS's chapters (``definitions/stocks.csv`` says which, and the content
where the chapter counts gross weight); a line that is withheld leaves no row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from supplypact.formats.stocks_csv import KINDS
from tools.build_data import definitions, usgs
from tools.build_data.reference import read_rows
from tools.build_data.sources import USGS_2026
from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Row = dict[str, object]
    Texts = dict[str, str]

LAST_YEAR = 2025
"""Newest year of the USGS's figures."""
NATIONAL_MEASURES = ("inventory", "estimated stock")
"""Measures of ``stockpiles`` that are tonnes held; purchases and targets are not."""
REFINED = "refine"
FORM_NOT_STATED = "form not stated; taken as refined"
ESTIMATED = " (estimated by the USGS)"
ONLY_STAGE = "; the only stage of the tables stands for all forms"

TABLES = (
    Table(
        name="stocks",
        title="What holders are known to have in stock",
        description="Not complete: most national stocks are secret, and most of industry's are "
        "withheld or not counted.  No row means unknown, 0 means none.",
        fields=(
            Field(name="holder", description="Country of the holder", required=True),
            Field(name="material", description="Material", required=True),
            Field(name="form", description="Stage whose product is held", required=True),
            Field(name="kind", description="Whose stock it is", required=True, enum=KINDS[:2]),
            Field(
                name="tonnes",
                type="number",
                description="Stock, in the material's basis",
                unit="t",
                minimum=0,
            ),
            Field(name="as_of", description="Date of the figure: YYYY or YYYY-MM", required=True),
            Field(name="note", description="What is held and by whom; what is left out"),
            *PROVENANCE,
        ),
        primary_key=("holder", "material", "form", "kind"),
        foreign_keys=(("holder", "countries.country"), ("material", "materials.material")),
    ),
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the table; raises KeyError where the definitions name a line that is not there."""
    chains: dict[str, list[str]] = {}
    for material, stage in built["stages"].select("material", "stage").iter_rows():
        chains.setdefault(material, []).append(stage)
    held = built["stockpiles"].iter_rows(named=True)
    rows = national(held, chains) + industry(read_rows(raw / USGS_2026.file, "cp1252"))
    return {"stocks": pl.DataFrame(rows, infer_schema_length=None)}, [USGS_2026]


def national(stockpiles: Iterable[Row], chains: Mapping[str, list[str]]) -> list[Row]:
    """Return the stocks of governments that are stated in tonnes of one material."""
    return [
        {
            "holder": row["country"],
            "material": row["materials"],
            "form": _form(chains[str(row["materials"])]),
            "kind": "national",
            "tonnes": row["value"],
            "as_of": row["as_of"],
            "note": f"{row['body']}; {FORM_NOT_STATED}"
            + (ONLY_STAGE if REFINED not in chains[str(row["materials"])] else ""),
            **{name: row[name] for name in ("source", "year", "quality", "method")},
        }
        for row in stockpiles
        if row["measure"] in NATIONAL_MEASURES and row["unit"] == "t" and row["materials"] in chains
    ]


def industry(chapters: Iterable[Texts]) -> list[Row]:
    """Return the stocks of US industry at the end of the last year, in contained tonnes."""
    lines = {
        (row["Commodity"].strip(), row["Statistics_detail"].strip()): row
        for row in chapters
        if row["Section"].startswith("Salient") and int(row["Year"]) == LAST_YEAR
    }
    wanted: dict[tuple[str, str], list[Texts]] = {}
    for part in definitions.rows("stocks"):
        wanted.setdefault((part["material"], part["form"]), []).append(part)
    rows = [_row(parts, lines) for parts in wanted.values()]
    return [row for row in rows if row is not None]


def _row(parts: list[Texts], lines: Mapping[tuple[str, str], Texts]) -> Row | None:
    """Return one stock, the sum of its lines; None if one of them prints no number."""
    tonnes, notes = 0.0, []
    for part in parts:
        line = lines[part["commodity"], part["detail"]]
        value = usgs.number(line["Value"])
        if value is None:
            return None
        tonnes += value * usgs.TONNES[line["Unit"].strip()] * float(part["content"])
        notes.append(part["note"] + (ESTIMATED if "stimated" in line["Notes"] else ""))
    methods = [part["content_method"] for part in parts if part["content_method"]]
    return {
        "holder": "USA",
        "material": parts[0]["material"],
        "form": parts[0]["form"],
        "kind": "industry",
        "tonnes": tonnes,
        "as_of": f"{LAST_YEAR}-12",
        "note": "; ".join(notes),
        "source": USGS_2026.source,
        "year": LAST_YEAR,
        "quality": "estimate" if methods else "official",
        "method": "; ".join(methods),
    }


def _form(chain: list[str]) -> str:
    """Return the refined product of a chain, or what stands for it."""
    return REFINED if REFINED in chain else chain[-1]
