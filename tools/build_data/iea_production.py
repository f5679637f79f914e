"""Production of the materials whose two stages the IEA counts on one basis."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tools.build_data import definitions, iea
from tools.build_data.reference import ROW
from tools.build_data.sources import IEA_2024, IEA_2025

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.build_data.table import Source

    Record = dict[str, object]

FIRST_YEAR = 2023
LATEST_USGS_YEAR = 2025
SAME_BASIS = 0.05
"""The USGS series continues the IEA's where their world totals of 2024 differ by less."""


def iea_production(raw: Path, surveyed: list[Record]) -> list[Record]:
    """Return production and projections of the IEA's materials.

    ``surveyed`` are the USGS rows; they name countries within the IEA's rest of the world in
    2023 and 2024, and give 2025 where both count alike.
    """
    rows: list[Record] = []
    by_key = _by_stage_and_year(surveyed)
    for key, lines in _by_line(raw).items():
        material, stage, year = key
        named = [_iea_row(line) for line in lines if line.country not in (ROW, iea.WORLD)]
        rest = sum(line.tonnes for line in lines if line.country == ROW)
        known = {row["country"] for row in named}
        inside = [row for row in by_key[key] if row["country"] not in known | {ROW}]
        rows += [*named, *split_rest(material, stage, year, rest, inside)]
    return rows + _latest(raw, by_key)


def split_rest(
    material: str, stage: str, year: int, rest: float, surveyed: Iterable[Record]
) -> list[Record]:
    """Return the IEA's rest of the world with the countries that the USGS names taken out of it.

    Each takes its USGS tonnes, scaled down together where they exceed the rest; withheld figures
    stay in the rest as rows without tonnes.
    """
    listed = list(surveyed)
    sums = sum(float(str(row["tonnes"])) for row in listed if row["tonnes"] is not None)
    scale = min(1.0, rest / sums) if sums else 0.0
    rows: list[Record] = []
    for row in listed:
        tonnes = row["tonnes"]
        if tonnes is None:
            rows.append(row | {"note": f"{row['note']}; within ROW"})
        elif tonnes:
            rows.append(
                row
                | {
                    "tonnes": float(str(tonnes)) * scale,
                    "note": "",
                    "quality": "estimate",
                    "method": f"named within the IEA's rest of the world with its USGS figure "
                    f"times {scale:.3g}",
                }
            )
    base = {"material": material, "stage": stage, "country": ROW, "tonnes": rest - sums * scale}
    return [*rows, _labelled(base, year, "what remains of the rest of the world" if rows else "")]


def iea_totals(raw: Path) -> list[Record]:
    """Return the IEA's world totals."""
    return [
        {name: value for name, value in row.items() if name not in ("country", "measure")}
        for lines in _by_line(raw).values()
        for line in lines
        if line.country == iea.WORLD
        for row in [_iea_row(line)]
    ]


def _by_line(raw: Path) -> dict[tuple[str, str, int], list[iea.Supply]]:
    """Return the IEA's lines by material, stage and year; 2023 is in the older edition only."""
    supply = iea.read_2025(raw / IEA_2025.file) + iea.read_2024(raw / IEA_2024.file, FIRST_YEAR)
    lines = defaultdict(list)
    for line in supply:
        lines[line.material, line.stage, line.year].append(line)
    return lines


def _by_stage_and_year(rows: list[Record]) -> defaultdict[tuple[str, str, int], list[Record]]:
    """Return the rows by material, stage and year."""
    found = defaultdict(list)
    for row in rows:
        found[str(row["material"]), str(row["stage"]), int(str(row["year"]))].append(row)
    return found


def _latest(raw: Path, by_key: dict[tuple[str, str, int], list[Record]]) -> list[Record]:
    """Return the USGS rows of the latest year where they count as the IEA does."""
    rows = []
    base = definitions.BASE_YEAR
    for (material, stage, year), lines in _by_line(raw).items():
        if year != base:
            continue
        counted = sum(line.tonnes for line in lines if line.country == iea.WORLD)
        surveyed = by_key.get((material, stage, base), [])
        sums = sum(float(str(row["tonnes"] or 0)) for row in surveyed)
        if abs(sums / counted - 1) < SAME_BASIS:
            rows += by_key[material, stage, LATEST_USGS_YEAR]
    return rows


def _iea_row(line: iea.Supply) -> Record:
    """Return a line as a row."""
    base = {
        "material": line.material,
        "stage": line.stage,
        "country": line.country,
        "tonnes": line.tonnes,
    }
    return _labelled(base, line.year, "")


def _labelled(row: Record, year: int, note: str) -> Record:
    """Return the row with its measure and provenance: the IEA, projected after the base year."""
    projected = year > definitions.BASE_YEAR
    source: Source = IEA_2024 if year == FIRST_YEAR else IEA_2025
    return row | {
        "measure": "projection" if projected else "production",
        "note": note,
        "source": source.source,
        "year": year,
        "quality": "estimate" if projected else "official",
        "method": "base case of the IEA: operating and announced projects" if projected else "",
    }
