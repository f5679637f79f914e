"""Reader of the USGS Mineral Commodity Summaries data releases and their quirks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.build_data.reference import UnknownCountryError, country_code, read_rows

if TYPE_CHECKING:
    from pathlib import Path

TONNES = {
    "kilograms": 1e-3,
    "metric tons": 1.0,
    "thousand metric tons": 1e3,
    "thousand metric dry tons": 1e3,
    "million metric tons": 1e6,
}
"""Tonnes per unit of a table."""

WITHHELD = "W"
DASHES = frozenset("-–—")
"""What the tables print for zero."""

WORLD = "WORLD"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One cell of a table: a country's production, capacity, reserves or price in a year."""

    commodity: str
    country: str
    """ISO alpha-3, ROW, WORLD, or blank where the row names several countries."""
    statistic: str
    detail: str
    unit: str
    year: int
    text: str
    note: str

    @property
    def tonnes(self) -> float | None:
        """The figure in tonnes; None where it is withheld, not available or only a bound."""
        value = number(self.text)
        return None if value is None else value * TONNES[self.unit]


def number(text: str) -> float | None:
    """Return the number a cell prints; a dash is zero.

    W (withheld), NA, XX, s (less than half a unit), Large, bounds (``>50``), ranges (``50-300``)
    and blanks are None: unknown, never zero.
    """
    plain = text.strip().replace(",", "")
    if plain in DASHES:
        return 0.0
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def remark(figure: Figure) -> str:
    """Return a short note on a figure: why it is blank, or that the USGS estimated it."""
    if figure.tonnes is None:
        reasons = {WITHHELD: "withheld by the source", "NA": "not available", "": "not available"}
        return reasons.get(figure.text.strip(), f"source prints {figure.text.strip()}")
    parts = ["estimated by the USGS"] if "stimated" in figure.note else []
    if ":" in figure.detail and figure.country != WORLD:
        parts.append(figure.detail.split(":", 1)[1].strip())
    if "xcludes U.S." in figure.note:
        parts.append("excludes United States production")
    return "; ".join(parts)


def read_2026(path: Path) -> list[Figure]:
    """Return the world tables and the price rows of the 2026 release (a Windows-1252 file)."""
    return [
        Figure(
            commodity=row["Commodity"].strip(),
            country=place(row["Country"]),
            statistic=row["Statistics"].strip(),
            detail=row["Statistics_detail"].strip(),
            unit=row["Unit"].strip(),
            year=int(row["Year"]),
            text=row["Value"],
            note=row["Notes"],
        )
        for row in read_rows(path, "cp1252")
        if "World" in row["Section"] or row["Statistics"].strip() == "Price"
    ]


def read_2025(path: Path, *, year: int = 2023) -> list[Figure]:
    """Return the production of 2023, or the first estimate of 2024, in the 2025 release.

    The 2026 release revises the estimate. Blanks are figures without text, withheld where the
    notes say ``W``.
    """
    column = {2023: "PROD_2023", 2024: "PROD_EST_ 2024"}[year]
    return [
        Figure(
            commodity=row["COMMODITY"].strip(),
            country=place(row["COUNTRY"]),
            statistic="Production",
            detail=row["TYPE"].strip(),
            unit=row["UNIT_MEAS"].strip(),
            year=year,
            text=_text_2025(row, column),
            note=row["PROD_NOTES"],
        )
        for row in read_rows(path)
    ]


def _text_2025(row: dict[str, str], column: str) -> str:
    """Return the figure of a column; W where only the notes tell that it was withheld."""
    if row[column].strip():
        return row[column]
    return WITHHELD if re.match(r"W\b", row["PROD_NOTES"]) else ""


def place(name: str) -> str:
    """Return the country id of a row, WORLD for a total, blank where several are named."""
    if name.strip().lower().startswith("world total"):
        return WORLD
    try:
        return country_code(name)
    except UnknownCountryError:
        return ""
