"""Measure a cold run of ``supplypact import-risk`` and how it grows.

    python -m benchmarks.import_risk

CPU seconds and peak memory of fresh processes, import of the program and all tables included.
"""

from __future__ import annotations

import statistics

import polars as pl

from benchmarks.measure import cpu_of_command
from supplypact.workspace.workspace import Workspace

RUNS = 5
SEVEN = "USA,JPN,DEU,KOR,GBR,FRA,ITA"
FIVE = "lithium,nickel,manganese,cobalt,graphite"
THREE = "2022,2023,2024"
EVERY_YEAR = ",".join(str(year) for year in range(1995, 2025))


def main() -> None:
    """Print the case of a published peer, then more importers, materials and years."""
    print(f"cold runs of 'supplypact import-risk', CPU s, median (least to most) of {RUNS}")
    seventy = ",".join(largest_importers(70))
    tell("7 importers, 5 materials, 3 years", SEVEN, FIVE, THREE)
    tell("70 importers, 5 materials, 3 years", seventy, FIVE, THREE)
    tell("7 importers, all materials, 3 years", SEVEN, "", THREE)
    tell("7 importers, 5 materials, 30 years", SEVEN, FIVE, EVERY_YEAR)
    tell("70 importers, all materials, 30 years", seventy, "", EVERY_YEAR)


def largest_importers(count: int) -> list[str]:
    """Return the countries that buy most, by value in all years."""
    trade = Workspace().open_table("trade_history")
    bought = trade.group_by("importer").agg(pl.col("value_usd").sum())
    return bought.sort("value_usd", "importer")["importer"].tail(count).to_list()


def tell(case: str, importers: str, materials: str, years: str) -> None:
    """Print CPU and memory of one case."""
    command = ["import-risk", "--csv", "--importer", importers, "--year", years]
    command += ["--material", materials] if materials else []
    cpu, memory = zip(*(cpu_of_command(command) for _ in range(RUNS)), strict=True)
    spread = f"{statistics.median(cpu):.2f} ({min(cpu):.2f} to {max(cpu):.2f})"
    print(f"  {case:38} {spread}, peak {max(memory):.0f} MB")


if __name__ == "__main__":
    main()
