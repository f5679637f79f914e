"""Larger worlds made from the bundled one, to see how time grows with size."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from supplypact.domain.network import Network


def more_materials(network: Network, times: int) -> Network:
    """Return ``times`` copies of every material under names of their own, projects included."""

    def named(material: str, copy: int) -> str:
        return material if copy == 0 else f"{material}_{copy}"

    def copied(frame: pl.DataFrame) -> pl.DataFrame:
        suffix = pl.concat_str(pl.col("material"), pl.lit("_"), pl.col("copy").cast(pl.String))
        copies = pl.DataFrame({"copy": range(times)})
        name = pl.when(pl.col("copy") == 0).then(pl.col("material")).otherwise(suffix)
        return copies.join(frame, how="cross").with_columns(material=name).select(frame.columns)

    return replace(
        network,
        materials=tuple(
            replace(m, id=named(m.id, copy), part_of=named(m.part_of, copy) if m.part_of else "")
            for copy in range(times)
            for m in network.materials
        ),
        projects=tuple(
            replace(
                p,
                id=named(p.id, copy),
                outputs=tuple(replace(o, material=named(o.material, copy)) for o in p.outputs),
            )
            for copy in range(times)
            for p in network.projects
        ),
        output=copied(network.output),
        capacity=copied(network.capacity),
        addition=copied(network.addition),
        demand=copied(network.demand),
        growth=copied(network.growth),
        flow=copied(network.flow),
    )


def more_countries(network: Network, times: int, keep: tuple[str, ...]) -> Network:
    """Return a world where each country but those to ``keep`` falls into ``times`` equal parts."""
    parts = pl.DataFrame({"part": range(times)})

    def split(frame: pl.DataFrame, column: str) -> pl.DataFrame:
        kept = pl.col(column).is_in(keep)
        name = pl.concat_str(pl.col(column), pl.lit("_"), pl.col("part").cast(pl.String))
        apart = frame.filter(~kept).join(parts, how="cross")
        first = pl.when(pl.col("part") == 0).then(pl.col(column)).otherwise(name)
        apart = apart.with_columns(first.alias(column), pl.col("tonnes") / times)
        return pl.concat([frame.filter(kept), apart.select(frame.columns)])

    return replace(
        network,
        output=split(network.output, "country"),
        capacity=split(network.capacity, "country"),
        addition=split(network.addition, "country"),
        demand=split(network.demand, "country"),
        flow=split(split(network.flow, "exporter"), "importer"),
    )
