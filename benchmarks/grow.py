"""Larger worlds made from the bundled one, to see how time grows with size."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from supplypact.domain.evidence import Evidence
from supplypact.domain.network import Network


def more_materials(network: Network, times: int) -> Network:
    """Return ``times`` copies of every material under names of their own, projects included."""
    return replace(
        network,
        materials=tuple(
            replace(m, id=_named(m.id, copy), part_of=_named(m.part_of, copy) if m.part_of else "")
            for copy in range(times)
            for m in network.materials
        ),
        projects=tuple(
            replace(
                p,
                id=_named(p.id, copy),
                outputs=tuple(replace(o, material=_named(o.material, copy)) for o in p.outputs),
            )
            for copy in range(times)
            for p in network.projects
        ),
        output=_copied(network.output, times),
        capacity=_copied(network.capacity, times),
        addition=_copied(network.addition, times),
        demand=_copied(network.demand, times),
        growth=_copied(network.growth, times),
        flow=_copied(network.flow, times),
    )


def more_evidence(evidence: Evidence, times: int) -> Evidence:
    """Return the tables behind ``more_materials``."""
    return replace(
        evidence,
        production=_copied(evidence.production, times),
        demand=_copied(evidence.demand, times),
        flows=_copied(evidence.flows, times),
        stages=_copied(evidence.stages, times),
        prices=_copied(evidence.prices, times),
        eu_crm=_copied(evidence.eu_crm, times),
        trade_codes=_copied(evidence.trade_codes, times),
    )


def more_countries(network: Network, times: int, keep: tuple[str, ...]) -> Network:
    """Return a world where each country but those to ``keep`` falls into ``times`` equal parts."""
    return replace(
        network,
        output=_split(network.output, "country", times, keep),
        capacity=_split(network.capacity, "country", times, keep),
        addition=_split(network.addition, "country", times, keep),
        demand=_split(network.demand, "country", times, keep),
        flow=_split(_split(network.flow, "exporter", times, keep), "importer", times, keep),
    )


def evidence_of_more_countries(evidence: Evidence, times: int, keep: tuple[str, ...]) -> Evidence:
    """Return the tables behind ``more_countries``."""
    return replace(
        evidence,
        production=_split(evidence.production, "country", times, keep),
        demand=_split(evidence.demand, "country", times, keep),
        flows=_split(_split(evidence.flows, "exporter", times, keep), "importer", times, keep),
    )


def _named(name: str, copy: int) -> str:
    return name if copy == 0 else f"{name}_{copy}"


def _copied(frame: pl.DataFrame, times: int) -> pl.DataFrame:
    suffix = pl.concat_str(pl.col("material"), pl.lit("_"), pl.col("copy").cast(pl.String))
    copies = pl.DataFrame({"copy": range(times)})
    name = pl.when(pl.col("copy") == 0).then(pl.col("material")).otherwise(suffix)
    return copies.join(frame, how="cross").with_columns(material=name).select(frame.columns)


def _split(frame: pl.DataFrame, column: str, times: int, keep: tuple[str, ...]) -> pl.DataFrame:
    kept = pl.col(column).is_in(keep)
    name = pl.concat_str(pl.col(column), pl.lit("_"), pl.col("part").cast(pl.String))
    apart = frame.filter(~kept).join(pl.DataFrame({"part": range(times)}), how="cross")
    first = pl.when(pl.col("part") == 0).then(pl.col(column)).otherwise(name)
    apart = apart.with_columns(first.alias(column), pl.col("tonnes") / times)
    return pl.concat([frame.filter(kept), apart.select(frame.columns)])
