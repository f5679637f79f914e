"""The balanced network of the base year: who shipped how much of each stage to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.build_data.balance import BalanceError, balance, thin
from tools.build_data.definitions import BASE_YEAR
from tools.build_data.flow_inputs import market, of_stage
from tools.build_data.seeds import METHODS, Market, Origin, plant
from tools.build_data.table import PROVENANCE, Field, Source, Table
from tools.build_data.trade import ARC, ARC_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Built = Mapping[str, pl.DataFrame]
    Arc = tuple[str, str]
    Record = dict[str, object]

LEAST_SHARE = 0.001
"""Arcs below this share of the importer's need are dropped."""

UNMOVED = 0.2
"""An observed flow that balancing moved by less than this share stays an observation."""

TABLES = (
    Table(
        name="flows",
        title="Who shipped what to whom in 2024, balanced; own use included",
        fields=(
            *(Field(name=name, description=name.capitalize(), required=True) for name in ARC),
            Field(
                name="tonnes",
                type="number",
                description="Contained tonnes of the material's basis. From a country: its output "
                "scaled so that the stage's total meets the total need; to a country: its use, or "
                "the feed of its next stage",
                unit="t",
                required=True,
                minimum=0,
            ),
            *PROVENANCE,
        ),
        primary_key=(*ARC, "year"),
        foreign_keys=ARC_KEYS,
    ),
)


def build(raw: Path, built: Built) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the flows of every material and stage; they cite the sources of their inputs."""
    del raw
    rows: list[Record] = []
    balanced: dict[Arc, dict[Arc, float]] = {}
    for material, stage, part_of in stages(built):
        place = market(built, material, stage, balanced.get((part_of, stage)))
        tonnes, origin = solve(place)
        arcs = {
            (place.exporters[i], place.importers[j]): (float(tonnes[i, j]), Origin(origin[i, j]))
            for i, j in np.argwhere(tonnes > 0)
        }
        balanced[material, stage] = {arc: amount for arc, (amount, _) in arcs.items()}
        made = _sources(built["production"], material, stage, ["country"])
        evidence = {
            Origin.SHARE: _sources(
                built["trade_shares"], material, stage, ["exporter", "importer"]
            ),
            Origin.TRADE: _sources(built["trade"], material, stage, ["exporter", "importer"]),
        }
        seen = reported(built["trade"], material, stage)
        for arc, (amount, seed) in arcs.items():
            kept = seed is Origin.TRADE and abs(amount - seen.get(arc, 0.0)) < UNMOVED * amount
            rows.append(
                dict(zip(ARC, (material, stage, *arc), strict=True))
                | {"tonnes": amount, "year": BASE_YEAR}
                | {"source": evidence.get(seed, {}).get(arc, made[arc[:1]])}
                | {"quality": "reported" if kept else "estimate"}
                | {"method": "" if kept else METHODS[seed]}
            )
    return {"flows": pl.DataFrame(rows)}, []


def solve(place: Market) -> tuple[Array, NDArray[np.int64]]:
    """Return the balanced flows without small arcs, and where the seed of each comes from.

    Published shares are held where all sums can be met so; else they are a seed like the others.
    """
    seed = plant(place)
    known = seed.known
    try:
        flow = balance(seed.flow, place.supply, place.need, known)
    except BalanceError:
        known = np.full_like(known, np.nan)
        flow = balance(seed.flow, place.supply, place.need, known)
    return thin(flow, place.supply, place.need, known, LEAST_SHARE), seed.origin


def stages(built: Built) -> Iterator[tuple[str, str, str]]:
    """Return material, stage and the whole it is part of (or blank), wholes before parts."""
    joined = (
        built["stages"]
        .join(built["materials"].select("material", "part_of"), on="material")
        .with_columns(pl.col("part_of").fill_null(""))
        .sort(pl.col("part_of") != "", "material", "position")
    )
    return joined.select("material", "stage", "part_of").iter_rows()


def reported(trade: pl.DataFrame, material: str, stage: str) -> dict[Arc, float]:
    """Return contained tonnes by arc where they were reported, not estimated, for every code."""
    arcs = of_stage(trade, material, stage).group_by("exporter", "importer")
    sums = arcs.agg(pl.col("tonnes").sum(), sure=(pl.col("quality") == "reported").all())
    whole = arcs.agg(whole=pl.col("tonnes").is_not_null().all())
    sure = sums.join(whole, on=["exporter", "importer"]).filter("sure", "whole")
    return {(row[0], row[1]): row[2] for row in sure.iter_rows()}


def _sources(
    frame: pl.DataFrame, material: str, stage: str, key: list[str]
) -> dict[tuple[str, ...], str]:
    """Return the source of the base year's figure for each key."""
    rows = of_stage(frame, material, stage).filter(pl.col("year") <= BASE_YEAR).sort("year")
    return {row[:-1]: row[-1] for row in rows.select(*key, "source").iter_rows()}
