"""The materials, stages, codes and series that the tables hold, as kept in ``definitions/``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "definitions"

BASE_YEAR = 2024
"""Year of the balanced network; shares and recoveries are of this year."""

TROY_OUNCES_PER_TONNE = 32_150.7
POUNDS_PER_TONNE = 2_204.62

UNITS_PER_TONNE = {
    "USD/t": 1.0,
    "USD/kg": 1_000.0,
    "USD/lb": POUNDS_PER_TONNE,
    "US cent/lb": POUNDS_PER_TONNE / 100,
    "USD/troy oz": TROY_OUNCES_PER_TONNE,
    "USD/mtu": 100.0,
}
"""What a price in this unit is multiplied by to be in USD per tonne; mtu is 10 kg of content."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """Where the USGS tables hold a stage of a material."""

    material: str
    stage: str
    commodity: str
    production: str
    """Start of the detail text of its production rows; likewise capacity and reserves."""
    capacity: str
    reserves: str
    content: float
    """Tonnes of the basis per tonne that the table gives."""
    reserves_scale: float
    """Correction where the unit column of the reserves is wrong."""
    commodity_2025: str
    type_2025: str
    """Start of the type text in the edition of 2025; likewise of 2024."""
    file_2024: str
    type_2024: str


@dataclass(frozen=True, kw_only=True)
class PriceSeries:
    """A yearly price in the USGS tables."""

    material: str
    commodity: str
    detail: str
    unit: str
    content: float
    """Tonnes of the material's basis per tonne that is priced."""
    chosen: bool
    """Whether it is the price of the material; the others stand beside it."""


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a definition file as text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def series() -> list[Series]:
    """Return the USGS series of every stage that has one."""
    return [
        Series(
            material=row["material"],
            stage=row["stage"],
            commodity=row["commodity"],
            production=row["production"],
            capacity=row["capacity"],
            reserves=row["reserves"],
            content=float(row["content"]),
            reserves_scale=float(row["reserves_scale"]),
            commodity_2025=row["commodity_2025"],
            type_2025=row["type_2025"],
            file_2024=row["file_2024"],
            type_2024=row["type_2024"],
        )
        for row in rows("series")
    ]


def price_series() -> list[PriceSeries]:
    """Return the yearly USGS prices of every material."""
    return [
        PriceSeries(
            material=row["material"],
            commodity=row["commodity"],
            detail=row["detail"],
            unit=row["unit"],
            content=float(row["content"]),
            chosen=row["chosen"] == "1",
        )
        for row in rows("prices")
    ]
