"""Materials, their stages in the chain, and the trade codes of each stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions, iea
from tools.build_data.prices import chosen_prices
from tools.build_data.rare_earths import IEA_FILE, RareEarths
from tools.build_data.reference import read_rows
from tools.build_data.sources import BACI, IEA_2025, USGS_2026, curated_source
from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Record = dict[str, object]

MATERIAL = Field(name="material", description="Material id", required=True)
STAGE = Field(
    name="stage",
    description="Stage of the chain; refine is separated oxide, refined metal or chemical",
    required=True,
    enum=("mine", "refine", "magnet"),
)

TABLES = (
    Table(
        name="materials",
        title="Materials and what their tonnes count",
        fields=(
            MATERIAL,
            Field(name="name_en", description="English name", required=True),
            Field(name="name_ja", description="Japanese name", required=True),
            Field(name="symbol", description="Chemical symbols", required=True),
            Field(name="basis", description="What a tonne is a tonne of", required=True),
            Field(name="part_of", description="Material that includes this one"),
            Field(
                name="price_usd_per_tonne",
                type="number",
                description="Price of a tonne of the basis in the year",
                unit="USD/t",
                minimum=0,
            ),
            Field(
                name="price_stage",
                description="Stage whose product is priced; blank: the last",
                enum=("mine", "refine", "magnet"),
            ),
            *PROVENANCE,
        ),
        primary_key=("material",),
        foreign_keys=(("part_of", "materials.material"),),
    ),
    Table(
        name="stages",
        title="Stages of each material's chain",
        fields=(
            MATERIAL,
            STAGE,
            Field(
                name="position",
                type="integer",
                description="Place in the chain, from 1",
                required=True,
                minimum=1,
            ),
            Field(name="product_en", description="Product, English", required=True),
            Field(name="product_ja", description="Product, Japanese", required=True),
            Field(
                name="recovery",
                type="number",
                description="Tonnes contained out per tonne contained in from the stage before; "
                "blank at position 1",
                minimum=0,
                maximum=1,
            ),
            Field(
                name="other_feed_share",
                type="number",
                description="Share of the stage's world output in 2024 that does not come from "
                "the stage before (secondary, synthetic, by-product, stock); blank at position 1",
                minimum=0,
                maximum=1,
            ),
            *PROVENANCE,
        ),
        primary_key=("material", "stage"),
        foreign_keys=(("material", "materials.material"),),
    ),
    Table(
        name="hs_codes",
        title="Harmonized System codes of each stage",
        fields=(
            MATERIAL,
            STAGE,
            Field(name="hs", description="Six-digit code", required=True),
            Field(
                name="hs_edition",
                description="Edition of the Harmonized System",
                required=True,
                enum=("HS1992", "HS2022"),
            ),
            Field(
                name="scope",
                description="exact: the code is this product; part: some of it, among other "
                "codes; shared: other materials are in the code too",
                required=True,
                enum=("exact", "part", "shared"),
            ),
            Field(name="note", description="What the code covers"),
            *PROVENANCE,
        ),
        primary_key=("material", "stage", "hs", "hs_edition"),
        foreign_keys=(("material", "materials.material"),),
    ),
)

BALANCED = ("copper", "cobalt", "lithium", "nickel", "magnet_rare_earths")
"""Materials whose refining stage is balanced with the mine by world totals."""

CHAINS = (*BALANCED, "dysprosium_terbium", "graphite")
"""Materials with more than one stage."""

HARMONIZED_SYSTEM = Source(
    source="wco-hs-2022",
    publisher="World Customs Organization",
    title="Harmonized System, 2022 edition",
    year=2022,
    licence="single facts, cited",
    status="FACTS",
    url="https://www.wcoomd.org/en/topics/nomenclature/instrument-and-tools/"
    "hs-nomenclature-2022-edition.aspx",
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the tables materials, stages and hs_codes."""
    del built
    prices, sources = chosen_prices(raw)
    materials = [row | prices[row["material"]] for row in definitions.rows("materials")]
    linked, stage_sources = _links(raw)
    stages = [
        row | linked.get((row["material"], row["stage"]), _first_stage(row["material"]))
        for row in definitions.rows("stages")
    ]
    codes = [row | _code_origin(row["hs_edition"]) for row in definitions.rows("hs_codes")]
    frames = {"materials": materials, "stages": stages, "hs_codes": codes}
    return (
        {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in frames.items()},
        [*sources, *stage_sources, HARMONIZED_SYSTEM, BACI, IEA_2025, USGS_2026],
    )


def other_feed_share(mined: float, recovery: float, output: float) -> float:
    """Return the share of a stage's output that what was mined for it cannot have given."""
    return max(0.0, 1 - mined * recovery / output)


def _first_stage(material: str) -> Record:
    """Return the links of a first stage: none, as nothing stands before it."""
    source = IEA_2025 if material in CHAINS else USGS_2026
    return {"recovery": None, "other_feed_share": None, **_origin(source, "official", "")}


def _links(raw: Path) -> tuple[dict[tuple[str, str], Record], list[Source]]:
    """Return recovery and other feed of every later stage, by material and stage."""
    world = {
        (line.material, line.stage): line.tonnes
        for line in iea.read_2025(raw / IEA_FILE)
        if line.country == iea.WORLD and line.year == definitions.BASE_YEAR
    }
    links = {
        (material, "refine"): _balanced(world[material, "mine"], world[material, "refine"])
        for material in BALANCED
    }
    links["graphite", "refine"], graphite_sources = _graphite(raw)
    figures = RareEarths(raw)
    links["dysprosium_terbium", "refine"] = {
        "recovery": 1.0,
        "other_feed_share": 0.0,
        **_origin(
            curated_source(figures.dysprosium),
            "estimate",
            "mine figures are recoverable content as in the IEA's magnet rare earths, so refined "
            "output equals them",
        ),
    }
    for material in ("magnet_rare_earths", "dysprosium_terbium"):
        links[material, "magnet"] = _magnet(figures)
    return links, [
        *graphite_sources,
        curated_source(figures.dysprosium),
        curated_source(figures.machining_yield),
    ]


def _balanced(mined: float, refined: float) -> Record:
    """Return the links of a refining stage whose losses are what the world totals leave open."""
    recovery = min(1.0, refined / mined)
    return {
        "recovery": recovery,
        "other_feed_share": other_feed_share(mined, recovery, refined),
        **_origin(
            IEA_2025,
            "estimate",
            "world totals of 2024: recovery is refined / mined, at most 1 as the mine figures are "
            "recoverable content; refined output beyond what was mined is other feed (secondary, "
            "stock)",
        ),
    }


def _graphite(raw: Path) -> tuple[Record, list[Source]]:
    """Return the links of battery-grade graphite: most of it is synthetic."""
    synthetic = next(
        row
        for row in read_rows(raw / "curated/refining_shares.csv")
        if row["product"] == "synthetic share of battery anode shipments of China"
    )
    spherical = next(
        row
        for row in read_rows(raw / "curated/yields.csv")
        if row["to_stage"] == "spherical purified graphite"
    )
    source = curated_source(synthetic)
    record: Record = {
        "recovery": float(spherical["value"]) / 100,
        "other_feed_share": float(synthetic["value"]) / 100,
        **_origin(
            source,
            "estimate",
            f"other feed is the synthetic share of China's anode shipments; recovery is the "
            f"midpoint of {spherical['low']} to {spherical['high']} % from flake to spherical "
            "graphite; natural graphite not needed for it is direct use at the mine stage",
        ),
    }
    return record, [source]


def _magnet(figures: RareEarths) -> Record:
    """Return the links of the magnet stage."""
    return {
        "recovery": figures.recovery,
        "other_feed_share": figures.secondary_share,
        **_origin(
            curated_source(figures.machining_yield),
            "estimate",
            f"recovery: oxide to metal with {figures.metal_yield['value']} % loss of mass of "
            f"which the oxygen is no loss of metal, times {figures.machining_yield['value']} % "
            "from blanks to finished magnets; other feed: IEA demand of 2024 beyond refined "
            "output (swarf and old magnets)",
        ),
    }


def _code_origin(edition: str) -> Record:
    """Return the provenance of a code: the nomenclature itself or BACI's list of 1992 codes."""
    source = BACI if edition == "HS1992" else HARMONIZED_SYSTEM
    return _origin(source, "official", "") | {"year": int(edition[2:])}


def _origin(source: Source, quality: str, method: str) -> Record:
    """Return the provenance columns of a row of the base year."""
    return {
        "source": source.source,
        "year": definitions.BASE_YEAR,
        "quality": quality,
        "method": method,
    }
