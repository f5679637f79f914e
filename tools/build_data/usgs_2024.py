"""Reader of the world tables of the USGS Mineral Commodity Summaries 2024: one file a chapter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.build_data.reference import read_rows
from tools.build_data.table import Source
from tools.build_data.usgs import Figure, place

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "raw/usgs_mcs/2024_world"
YEARS = (2022, 2023)
"""Years that the edition gives; the later one is its first estimate."""

FORM = ", concentrate"
"""What is counted, where it stands behind a country's name."""

UNITS = {"kg": "kilograms", "t": "metric tons", "kt": "thousand metric tons"}
_COLUMN = re.compile(
    r"Prod_(?:Sponge_)?(?P<unit>kg|kt|t)_(?P<est>est_)?(?P<year>20\d\d)", re.IGNORECASE
)


def source(file: str) -> Source:
    """Return the source of one chapter, by the name of its file."""
    chapter = file.lower().removeprefix("mcs2024-").removesuffix("_world.csv")
    return Source(
        source=f"usgs-mcs-2024-{chapter}",
        publisher="U.S. Geological Survey",
        title=f"Mineral Commodity Summaries 2024 data release (ver. 2.0), world table '{chapter}'",
        year=2024,
        licence="US public domain",
        status="OPEN",
        url="https://doi.org/10.5066/P144BA54",
        file=f"{FOLDER}/{file}",
    )


def read(path: Path) -> list[Figure]:
    """Return the production of both years in a chapter, its file's name standing for it.

    Rows without a country are padding.  A figure is noted as estimated where its column says so,
    unless its row says "Reported", and where an ``e`` stands before it.
    """
    rows = [row for row in read_rows(path, "utf-8-sig") if (row["Country"] or "").strip()]
    figures = []
    for name in rows[0]:
        column = _COLUMN.fullmatch(name or "")
        if column is None:
            continue
        for row in rows:
            text, note = row[name].strip(), row.get("Prod_notes") or row.get("Prod_note") or ""
            marked = text.startswith("e")
            estimated = marked or (column["est"] and f"eported in {column['year']}" not in note)
            figures.append(
                Figure(
                    commodity=path.name,
                    country=place(row["Country"].removesuffix(FORM)),
                    statistic="Production",
                    detail=_detail(row),
                    unit=UNITS[column["unit"].lower()],
                    year=int(column["year"]),
                    text=text.removeprefix("e"),
                    note=f"Estimated. {note}" if estimated else note,
                )
            )
    return figures


def _detail(row: dict[str, str]) -> str:
    """Return what the row counts; totals of several series start with ``World``."""
    text = (row.get("Type") or "").strip()
    return re.sub(r"^World (total )?m", "M", text)
