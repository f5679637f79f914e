"""How world demand grows: the IEA's total, or clean technologies and an assumed rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tools.build_data.definitions import BASE_YEAR
from tools.build_data.sources import IEA_2025

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCENARIO = "STEPS"
YEARS = (BASE_YEAR, 2030, 2035)

OTHER_GROWTH = 0.02
"""Assumed yearly growth of every use that no scenario covers, about that of world industry."""

TOTALS = {
    "copper": "Copper",
    "cobalt": "Cobalt",
    "lithium": "Lithium",
    "nickel": "Nickel",
    "magnet_rare_earths": "Rare Earth Elements",
}
"""Names of the minerals whose total demand the IEA gives."""

CLEAN = {
    "graphite": ("Battery-grade graphite",),
    "dysprosium_terbium": ("Dysprosium", "Terbium"),
    "platinum": (),
    "palladium": (),
    "aluminium": (),
}
"""Names in the table of clean technologies where they are not the material's own name."""

TONNES_PER_KT = 1000.0


def growth(
    data: Mapping[str, Mapping[str, object]], world: Mapping[str, float]
) -> list[dict[str, object]]:
    """Return the index of demand of each material of ``world`` (tonnes in the base year).

    Where the IEA gives total demand, its growth; else its demand of clean technologies grows as
    in the scenario, at most all of the world's, and the rest by ``OTHER_GROWTH`` a year.
    """
    rows: list[dict[str, object]] = []
    for material, tonnes in world.items():
        series, method = _series(data, material, tonnes)
        rows += [
            {
                "material": material,
                "index": series[year] / series[BASE_YEAR],
                "scenario": SCENARIO,
                "source": IEA_2025.source,
                "year": year,
                "quality": "estimate" if method else "reported",
                "method": method,
            }
            for year in YEARS
        ]
    return rows


def _series(
    data: Mapping[str, Mapping[str, object]], material: str, tonnes: float
) -> tuple[dict[int, float], str]:
    if material in TOTALS:
        block = data["totalDemand"][TOTALS[material]]
        return _years(block["totalDemand"]), ""  # type: ignore[index]
    names = CLEAN.get(material, (material.capitalize(),))
    blocks = [
        data["cleantechByMineral"][name] for name in names if name in data["cleantechByMineral"]
    ]
    clean = {year: sum(_years(block)[year] for block in blocks) for year in YEARS}
    rest = max(0.0, tonnes - clean[BASE_YEAR])
    series = {year: clean[year] + rest * (1 + OTHER_GROWTH) ** (year - BASE_YEAR) for year in YEARS}
    share = 1 - rest / (rest + clean[BASE_YEAR])
    return series, (
        f"{share:.1%} of use is clean technologies and grows as in the scenario, the rest by "
        f"an assumed {OTHER_GROWTH:.0%} a year"
    )


def _years(block: object) -> dict[int, float]:
    """Return tonnes by year of a block with the base year and one object per scenario."""
    known = block[SCENARIO] | {str(BASE_YEAR): block[str(BASE_YEAR)]}  # type: ignore[index]
    return {year: float(known[str(year)]) * TONNES_PER_KT for year in YEARS}


def read(path: Path) -> dict[str, dict[str, object]]:
    """Return the converted workbook."""
    found: dict[str, dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    return found
