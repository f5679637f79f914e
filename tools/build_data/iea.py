"""Reader of the two editions of the IEA Critical Minerals Dataset."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tools.build_data.reference import ROW, country_code, read_sheet

if TYPE_CHECKING:
    from pathlib import Path

TONNES_PER_KT = 1_000.0
WORLD = "WORLD"

MATERIALS = {
    "Copper": "copper",
    "Cobalt": "cobalt",
    "Lithium": "lithium",
    "Nickel": "nickel",
    "Graphite": "graphite",
    "Rare Earth Elements": "magnet_rare_earths",
    "Magnet rare earth elements": "magnet_rare_earths",
}
STAGES = {
    "mining": "mine",
    "refining": "refine",
    "chemicals": "refine",
    "battery grade": "refine",
    "mining (natural)": "mine",
}
SUPPLY_SHEET = "2 Total supply for key minerals"
BLOCKS = (0, 6)
"""First columns of the two blocks of the supply sheet, mining and refining."""


@dataclass(frozen=True, kw_only=True)
class Supply:
    """Supply of one stage of a material in a country in a year, base case."""

    material: str
    stage: str
    country: str
    """ISO alpha-3, ROW, or WORLD for the total."""
    year: int
    tonnes: float


def read_2025(path: Path) -> list[Supply]:
    """Return the supply of the May 2025 edition: 2024, and projections to 2040.

    Two note lines of the sheet became countries in the conversion; they hold no figures.
    """
    minerals = json.loads(path.read_text(encoding="utf-8"))["supply"]
    found = []
    for mineral, stages in minerals.items():
        for stage, block in stages.items():
            lines = {
                country_code(name): values
                for name, values in block["countries"].items()
                if any(value is not None for value in values.values())
            }
            found += [
                Supply(
                    material=MATERIALS[mineral],
                    stage=STAGES[stage],
                    country=country,
                    year=int(year),
                    tonnes=kt * TONNES_PER_KT,
                )
                for country, values in (lines | {WORLD: block["total"]}).items()
                for year, kt in values.items()
            ]
    return _rest_without_named(found)


def read_demand_2024(path: Path, mineral: str) -> float:
    """Return the world's total demand for a mineral in 2024, May 2025 edition, in tonnes."""
    total = json.loads(path.read_text(encoding="utf-8"))["totalDemand"][mineral]
    return float(total["totalDemand"]["2024"]) * TONNES_PER_KT


def read_2024(path: Path, year: int) -> list[Supply]:
    """Return the supply of the May 2024 edition in one of its years."""
    lines = read_sheet(path, SUPPLY_SHEET)
    found = []
    for left in BLOCKS:
        offset = lines[3][left:].index(year)
        material = stage = ""
        for line in lines[4:]:
            label, value = line[left], line[left + offset] if len(line) > left + offset else None
            if isinstance(label, str) and " - " in label and value is None:
                mineral, kind = label.split(" - ")
                material, stage = MATERIALS[mineral], STAGES[kind.lower()]
            elif isinstance(value, int | float) and not str(label).startswith("Top 3"):
                place = WORLD if str(label).startswith("Total") else country_code(str(label))
                found.append(
                    Supply(
                        material=material,
                        stage=stage,
                        country=place,
                        year=year,
                        tonnes=value * TONNES_PER_KT,
                    )
                )
    return _rest_without_named(found)


def _rest_without_named(supply: list[Supply]) -> list[Supply]:
    """Return the supply with the rest of the world as the total less every named country.

    Where a sheet names one country more than its ranking holds, the printed rest counts it again:
    nickel (Australia at the mine, Canada refined) and graphite (Tanzania, Germany).
    """
    named: dict[tuple[str, str, int], float] = defaultdict(float)
    for line in supply:
        if line.country not in (ROW, WORLD):
            named[line.material, line.stage, line.year] += line.tonnes
    total = {(s.material, s.stage, s.year): s.tonnes for s in supply if s.country == WORLD}
    return [
        replace(line, tonnes=max(0.0, total[key] - named[key])) if line.country == ROW else line
        for line in supply
        for key in [(line.material, line.stage, line.year)]
    ]
