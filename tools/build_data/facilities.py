"""Capacity of plants in the basis of the network, where the unit converts with certainty.

``definitions/facility_capacities.csv`` lists them with the factors to apply. Not listed, and left
blank, are plants that do not run, company totals, feed instead of product, intermediates that are
refined elsewhere, mixed rare earths, and stages that the network does not have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions
from tools.build_data.definitions import BASE_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = dict[str, object]
    Output = Mapping[tuple[str, str, str], float | None]

LISTED = "facility_capacities"

ABOVE = 1.2
"""Capacity over the country's output from which a plant is remarked on."""


def output_of(production: pl.DataFrame) -> dict[tuple[str, str, str], float | None]:
    """Return the output of the base year by material, stage and country."""
    made = production.filter(pl.col("year") == BASE_YEAR, pl.col("measure") == "production")
    rows = made.select("material", "stage", "country", "tonnes").iter_rows()
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def converted(rows: Iterable[Row], factors: Sequence[Row], output: Output) -> list[Row]:
    """Return the plants with ``tonnes_per_year`` and how it was found in ``conversion``.

    Raises KeyError where the definitions name a factor that is not in ``factors``.
    """
    listed: dict[tuple[object, object], dict[str, str]] = {
        (row["facility"], row["material"]): row for row in definitions.rows(LISTED)
    }
    known = {str(row["id"]): row for row in factors}
    return [
        row | _conversion(row, listed.get((row["facility"], row["materials"])), known, output)
        for row in rows
    ]


def _conversion(
    row: Row, wanted: dict[str, str] | None, factors: Mapping[str, Row], output: Output
) -> Row:
    """Return the two columns of one plant, blank where its unit is not listed."""
    if wanted is None:
        return {"tonnes_per_year": None, "conversion": ""}
    used = [factors[name] for name in wanted["factors"].split(";") if name]
    ratio = sum(_ratio(factor) for factor in used) if used else 1.0
    tonnes = float(str(row["capacity"])) * ratio
    how = f"times {ratio:.4g} ({wanted['factors']})" if used else "same basis"
    made = output.get((wanted["material"], wanted["stage"], str(row["country"])))
    if made is None:
        beside = f"no output of the country is known for {BASE_YEAR}"
    elif tonnes > ABOVE * made:
        beside = f"above the country's output of {BASE_YEAR}, {made:.4g} t"
    else:
        beside = ""
    said = "; ".join(part for part in (how, wanted["remark"], beside) if part)
    return {"tonnes_per_year": tonnes, "conversion": said}


def _ratio(factor: Row) -> float:
    """Return a factor in tonnes per tonne."""
    value = float(str(factor["value"]))
    return value / 100 if str(factor["unit"]).startswith("%") else value
