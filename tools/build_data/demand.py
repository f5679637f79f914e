"""Demand by country and use in 2024, its growth, and the published figures behind it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions, demand_growth, demand_uses, trade
from tools.build_data.definitions import BASE_YEAR
from tools.build_data.demand_batteries import BATTERIES, direct_graphite, like_lithium
from tools.build_data.demand_ladder import (
    COUNTRIES,
    ELECTRONIC,
    LIKE_USA,
    NO_BALANCE,
    VALUE_ADDED,
    VALUE_YEAR,
    Use,
    balance,
    close,
    known,
    last_resort,
    like_usa,
    published,
)
from tools.build_data.demand_magnets import LEADER, magnet_uses
from tools.build_data.demand_tables import DEMAND, EVIDENCE, GROWTH, PARTY
from tools.build_data.rare_earths import RareEarths
from tools.build_data.reference import read_rows
from tools.build_data.sources import BACI, IEA_2025, curated_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tools.build_data.table import Source

    Row = dict[str, str]
    Stage = tuple[str, str]

TABLES = (DEMAND, GROWTH, EVIDENCE, PARTY)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return demand, its growth, and the evidence on uses and on consumption."""
    party = read_rows(raw / "curated" / "party_demand.csv")
    uses = read_rows(raw / "curated" / "end_uses.csv")
    economics = read_rows(raw / "curated" / "economics.csv")
    magnets = read_rows(raw / "curated" / "magnets.csv")
    materials = built["materials"]["material"].to_list()
    made = production(built["production"])
    last = last_stages(built["stages"])
    world = {
        material: sum(known(made[material, stage]).values()) for material, stage in last.items()
    }
    told, sources = published(definitions.rows("consumption"), party, world)
    countries = set(built["countries"]["country"])
    observed = trade.read_baci(raw / "raw" / "cepii_baci", countries)
    flows = contained_trade(observed, definitions.rows("baci_codes"))
    added = value_added(economics)
    gdp = dict(built["countries"].select("country", "gdp_usd").drop_nulls().iter_rows())
    ladder = {
        (material, stage): by_country(
            (material, stage), world[material], made[material, stage], told, flows, added, gdp
        )
        for material, stage in last.items()
        if stage != "magnet"
    }
    for place, share in BATTERIES.items():
        ladder[place] = like_lithium(
            ladder["lithium", "refine"], ladder[place], world[place[0]], share
        )
    ladder["graphite", "mine"] = direct_graphite(made, built["stages"], flows, party)
    for material in (name for name, stage in last.items() if stage == "magnet"):
        finished = {name: known(made[name, "magnet"]) for name in (material, LEADER)}
        ladder[material, "magnet"] = magnet_uses(
            magnets, finished, material, gdp, RareEarths(raw).content
        )
    iea = demand_growth.read(raw / IEA_2025.file)
    frames = {
        DEMAND.name: demand_rows(ladder, uses),
        GROWTH.name: demand_growth.growth(iea, world),
        EVIDENCE.name: demand_uses.evidence(uses, materials),
        PARTY.name: party_rows(party, materials),
    }
    cited = [curated_source(row) for row in (*party, *uses, *economics, *magnets)]
    return (
        {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in frames.items()},
        [*sources, *cited, BACI, IEA_2025],
    )


def production(frame: pl.DataFrame) -> dict[Stage, dict[str, float | None]]:
    """Return tonnes produced in the base year by stage and country, None where withheld."""
    found: dict[Stage, dict[str, float | None]] = defaultdict(dict)
    rows = frame.filter(pl.col("year") == BASE_YEAR, pl.col("measure") == "production")
    for material, stage, country, tonnes in rows.select(
        "material", "stage", "country", "tonnes"
    ).iter_rows():
        found[material, stage][country] = tonnes
    return found


def last_stages(stages: pl.DataFrame) -> dict[str, str]:
    """Return the last stage of each material."""
    ordered = stages.sort("position")
    return dict(ordered.select("material", "stage").iter_rows())


def contained_trade(
    flows: pl.DataFrame, codes: Sequence[Row]
) -> dict[Stage, list[tuple[str, str, float]]]:
    """Return exporter, importer and tonnes of the stages whose codes all have a known content."""
    unknown = {(code["material"], code["stage"]) for code in codes if not code["content"]}
    found: dict[Stage, list[tuple[str, str, float]]] = defaultdict(list)
    for code in codes:
        place = code["material"], code["stage"]
        if place not in unknown:
            rows = flows.filter(pl.col("hs") == code["hs"]).drop_nulls("tonnes_gross")
            found[place] += [
                (exporter, importer, gross * float(code["content"]))
                for exporter, importer, gross in rows.select(
                    "exporter", "importer", "tonnes_gross"
                ).iter_rows()
            ]
    return found


def value_added(rows: Sequence[Row]) -> dict[str, dict[str, tuple[float, str]]]:
    """Return each country's share of the world's value added and its source, by item."""
    regions = {"US": "USA", "Japan": "JPN", "Korea": "KOR", "India": "IND", "China": "CHN"}
    shares: dict[str, dict[str, tuple[float, str]]] = {}
    for item in VALUE_ADDED.values():
        values = {
            row["region"]: row
            for row in rows
            if row["topic"] == "value added" and row["item"] == item and row["year"] == VALUE_YEAR
        }
        total = float(values["world (75 economies)"]["value"])
        shares[item] = {
            code: (float(values[name]["value"]) / total, curated_source(values[name]).source)
            for name, code in regions.items()
        }
    return shares


def by_country(
    place: Stage,
    world: float,
    made: Mapping[str, float | None],
    told: Mapping[Stage, Use],
    flows: Mapping[Stage, Sequence[tuple[str, str, float]]],
    added: Mapping[str, Mapping[str, tuple[float, str]]],
    gdp: Mapping[str, float],
) -> dict[str, Use]:
    """Return the use of one stage by country, each by the first rung that holds.

    Published consumption; production with net trade; as much per income as the United States
    (Australia, Canada); the share of the world's value added.
    """
    material = place[0]
    item = VALUE_ADDED[material in ELECTRONIC]
    uses: dict[str, Use] = {}
    for country in COUNTRIES:
        use = told.get((material, country))
        if use is None and place in flows and (material, country) not in NO_BALANCE:
            use = balance(country, made.get(country, 0.0), flows[place])
        if use is None and country not in LIKE_USA:
            share, source = added[item][country]
            use = last_resort(world, share, f"{item} value added of {VALUE_YEAR}", source)
        uses[country] = use or like_usa(country, uses["USA"], gdp)
    listed = sum(share for share, _ in added[item].values())
    return close(uses, world, 1 - listed)


def demand_rows(
    ladder: Mapping[Stage, Mapping[str, Use]], uses: Sequence[Row]
) -> list[dict[str, object]]:
    """Return one row per country and class of use."""
    rows: list[dict[str, object]] = []
    for (material, stage), countries in ladder.items():
        for country, use in countries.items():
            split = demand_uses.split(uses, material, stage, country)
            quality = use.quality if split.quality != "estimate" else "estimate"
            method = "; ".join(filter(None, (use.method or "published consumption", split.method)))
            rows += [
                {
                    "material": material,
                    "stage": stage,
                    "country": country,
                    "end_use": name,
                    "tonnes": use.tonnes * share,
                    "source": use.source,
                    "year": BASE_YEAR,
                    "quality": quality,
                    "method": method if quality == "estimate" else "",
                }
                for name, share in split.shares.items()
                if use.tonnes * share > 0
            ]
    return rows


def party_rows(rows: Sequence[Row], materials: Sequence[str]) -> list[dict[str, object]]:
    """Return the published consumption and net imports of the materials."""
    return [
        {
            "material": material,
            "country": demand_uses.region_of(row["party"]),
            "measure": row["measure"],
            "form": row["form"],
            "tonnes": float(row["value_t"]) if row["value_t"] else None,
            "note": row["note"],
            "source": curated_source(row).source,
            "year": int(row["year"]) if row["year"] else None,
            "quality": row["quality"],
            "method": (row["note"] or "derived") if row["quality"] == "estimate" else "",
        }
        for row in rows
        for material in demand_uses.materials_of(row["material"], materials)
    ]
