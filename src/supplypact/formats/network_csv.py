"""Typed tables to the ``Network``: what the planner needs, with unknown figures left out.

Expects tables that passed ``formats.tables``.  Row ``i`` of a frame is line ``i + 2`` of its file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from supplypact.domain.network import BASE_YEAR, Country, Material, Network, Source, Stage
from supplypact.errors import Fault, did_you_mean
from supplypact.formats.projects_csv import read_additions, read_projects
from supplypact.formats.tables import shorten
from supplypact.units import Share

Tables = Mapping[str, pl.DataFrame]
Row = dict[str, Any]

NETWORK_TABLES = (
    "sources",
    "materials",
    "stages",
    "countries",
    "production",
    "demand",
    "demand_growth",
    "flows",
    "projects",
    "project_outputs",
)
"""The tables that make a network; the others are evidence beside it."""


def read_network(tables: Tables) -> tuple[Network | None, list[Fault]]:
    """Return the network of the tables, or None and what is wrong with them.

    Args:
        tables: The frames of ``NETWORK_TABLES`` by name.
    """
    faults = _limit_faults(tables["materials"], tables["stages"])
    materials, found = _materials(tables["materials"], tables["stages"])
    faults += found
    for name in ("production", "demand", "flows", "project_outputs"):
        faults += _stage_faults(tables[name], tables["stages"], where=f"{name}.csv")
    projects, found = read_projects(tables["projects"], tables["project_outputs"])
    demand = _of_base_year(tables["demand"], ["material", "stage", "country", "end_use"])
    flow = _of_base_year(tables["flows"], ["material", "stage", "exporter", "importer"])
    faults += [*found, *_unserved(demand, flow)]
    if faults:
        return None, faults
    network = Network(
        materials=materials,
        countries=tuple(_country(row) for row in tables["countries"].iter_rows(named=True)),
        projects=projects,
        output=_output(tables["production"]),
        capacity=_capacity(tables["production"]),
        addition=read_additions(tables["projects"], tables["project_outputs"]),
        demand=demand,
        growth=tables["demand_growth"].select("material", "year", "index").drop_nulls(),
        flow=flow,
        sources=tuple(_source(row) for row in tables["sources"].iter_rows(named=True)),
    )
    return network, []


def _materials(
    materials: pl.DataFrame, stages: pl.DataFrame
) -> tuple[tuple[Material, ...], list[Fault]]:
    """Return the materials with their stages in order, and what is wrong with the stages."""
    faults = []
    found = []
    chains = stages.sort("position").partition_by("material", as_dict=True)
    for line, row in enumerate(materials.iter_rows(named=True), start=2):
        chain = chains.get((row["material"],))
        if chain is None or chain["position"].to_list() != [*range(1, chain.height + 1)]:
            faults.append(
                Fault(
                    what=f"the stages of {row['material']} do not stand at positions 1, 2, ...",
                    where=f"materials.csv, line {line}, with stages.csv",
                    fix="give the material its stages from ore to product, counted from 1",
                )
            )
        elif row["price_stage"] and row["price_stage"] not in chain["stage"]:
            faults.append(
                Fault(
                    what=f"{row['material']} has no stage '{row['price_stage']}'",
                    where=f"materials.csv, line {line}, column price_stage",
                    fix=did_you_mean(row["price_stage"], chain["stage"].to_list()),
                )
            )
        else:
            found.append(_material(row, chain))
    return tuple(found), faults


def _material(row: Row, chain: pl.DataFrame) -> Material:
    """Return one material with the stages of ``chain``."""
    return Material(
        id=row["material"],
        name_en=row["name_en"],
        name_ja=row["name_ja"] or "",
        symbol=row["symbol"] or "",
        basis=row["basis"] or "",
        part_of=row["part_of"] or "",
        price=row["price_usd_per_tonne"],
        stages=tuple(_stage(each) for each in chain.iter_rows(named=True)),
        price_stage=row["price_stage"] or "",
    )


def _stage(row: Row) -> Stage:
    """Return one stage; blank recovery means that none is lost, blank other feed that none is."""
    return Stage(
        id=row["stage"],
        product_en=row["product_en"] or "",
        product_ja=row["product_ja"] or "",
        recovery=Share(1.0 if row["recovery"] is None else row["recovery"]),
        other_feed_share=Share(row["other_feed_share"] or 0.0),
    )


def _country(row: Row) -> Country:
    """Return one country."""
    return Country(
        id=row["country"],
        name_en=row["name_en"],
        name_ja=row["name_ja"] or "",
        latitude=row["latitude"],
        longitude=row["longitude"],
        governance=row["governance"],
    )


def _source(row: Row) -> Source:
    """Return one publication."""
    return Source(
        id=row["source"],
        publisher=row["publisher"] or "",
        title=row["title"],
        year="" if row["year"] is None else str(row["year"]),
        licence=row["licence"],
        url=row["url"] or "",
        sha256=row["sha256"] or "",
    )


def _output(production: pl.DataFrame) -> pl.DataFrame:
    """Return output from the base year on: production where known, else the projection."""
    key = ["material", "stage", "country", "year"]
    return (
        production.filter(
            pl.col("measure").is_in(["production", "projection"]),
            pl.col("year") >= BASE_YEAR,
            pl.col("tonnes").is_not_null(),
        )
        .sort("measure", maintain_order=True)  # production before projection
        .unique(key, keep="first", maintain_order=True)
        .select(*key, "tonnes", _is_estimate())
        .sort(key)
    )


def _capacity(production: pl.DataFrame) -> pl.DataFrame:
    """Return the capacity last published, where it is known and above zero."""
    known = production.filter(pl.col("measure") == "capacity", pl.col("tonnes") > 0)
    key = ["material", "stage", "country"]
    return known.sort("year").unique(key, keep="last", maintain_order=True).select(*key, "tonnes")


def _of_base_year(table: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Return the known tonnes of the base year by ``key``."""
    known = table.filter(pl.col("year") == BASE_YEAR, pl.col("tonnes").is_not_null())
    return known.select(*key, "tonnes", _is_estimate())


def _is_estimate() -> pl.Expr:
    """Return whether a row is an estimate."""
    return (pl.col("quality") == "estimate").alias("estimate")


def _limit_faults(materials: pl.DataFrame, stages: pl.DataFrame) -> list[Fault]:
    """Return a fault for each known figure of a chain that is outside its limits."""
    recovery, other = pl.col("recovery"), pl.col("other_feed_share")
    price = pl.col("price_usd_per_tonne")
    rules = (
        (
            "stages.csv",
            stages.select(recovery, wrong=~((recovery > 0) & (recovery <= 1))),
            "not above 0 and at most 1",
            "write the tonnes that come out per tonne that goes in, such as 0.9",
        ),
        (
            "stages.csv",
            stages.select(other, wrong=~((other >= 0) & (other < 1))),
            "not 0 or more and below 1",
            "write the part of the output that is not made from the stage before, such as 0.15",
        ),
        (
            "materials.csv",
            materials.select(price, wrong=~(price > 0)),
            "not above 0",
            "write the price, or leave it blank where it is unknown",
        ),
    )
    return [
        Fault(
            what=f"{figures.columns[0]} {figures[row, 0]:g} is {what}",
            where=f"{table}, line {row + 2}, column {figures.columns[0]}",
            fix=fix,
        )
        for table, figures, what, fix in rules
        for row in figures["wrong"].fill_null(value=False).arg_true()
    ]


def _stage_faults(table: pl.DataFrame, stages: pl.DataFrame, *, where: str) -> list[Fault]:
    """Return a fault for each pair of material and stage that ``stages`` does not have."""
    known = set(stages.select("material", "stage").iter_rows())
    faults = {}
    for line, pair in enumerate(table.select("material", "stage").iter_rows(), start=2):
        if pair not in known and pair not in faults:
            material, stage = pair
            own = [each for of, each in known if of == material]
            faults[pair] = Fault(
                what=f"{material} has no stage '{stage}'",
                where=f"{where}, line {line}",
                fix=did_you_mean(stage, own),
            )
    return shorten([*faults.values()], where)


def _unserved(demand: pl.DataFrame, flow: pl.DataFrame) -> list[Fault]:
    """Return a fault for each use that no flow of the base year reaches."""
    used = demand.filter(pl.col("tonnes") > 0).select("material", "stage", "country").unique()
    served = flow.filter(pl.col("tonnes") > 0).select(
        "material", "stage", pl.col("importer").alias("country")
    )
    faults = [
        Fault(
            what=f"{country} uses {material} at {stage}, but no flow of {BASE_YEAR} gets there",
            where="demand.csv with flows.csv",
            fix="add the flows that serve this use, or delete the use",
        )
        for material, stage, country in used.join(
            served, on=["material", "stage", "country"], how="anti"
        )
        .sort("material", "stage", "country")
        .iter_rows()
    ]
    return shorten(faults, "demand.csv with flows.csv")
