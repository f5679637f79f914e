"""Trade since 1995 by code, from BACI, and which codes stand for which stage of a material."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions
from tools.build_data.reference import ROW
from tools.build_data.sources import BACI
from tools.build_data.table import PROVENANCE, Field, Source, Table
from tools.build_data.trade import read_areas, with_contents

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

LEAST_SHARE = 0.002
"""Flows below this share of the value that the importer buys of the code in the year go."""
LEAST_IMPORTS = 100_000.0
"""Importers that buy less of a code in a year (US dollars) go."""

CUSTOMS_UNION, SOUTH_AFRICA = "ZA1", "ZAF"
AS_SOUTH_AFRICA = (
    "BACI counts the Southern African Customs Union as one area until 1999; it stands for "
    "South Africa"
)
AS_REST = "BACI's area is no country of today; it stands for the rest of the world"

FLOW = ("hs", "year", "exporter", "importer")
HS = Field(name="hs", description="Six-digit code, HS of 1992", required=True)
SHIPMENT = (
    HS,
    Field(name="exporter", description="Who sells", required=True),
    Field(name="importer", description="Who buys", required=True),
    Field(
        name="tonnes_gross",
        type="number",
        description="Weight as declared; blank where not declared",
        unit="t",
        minimum=0,
    ),
    Field(
        name="value_usd",
        type="number",
        description="Value at the border of the exporter",
        unit="USD",
        minimum=0,
        required=True,
    ),
)
"""What goes from whom to whom."""

TABLES = (
    Table(
        name="trade_history",
        title="Trade between countries by code since 1995",
        description=(
            "Imports of the codes in trade_codes, 1995 to 2024.  Left out: flows below 0.2 % of "
            "the value that the importer buys of the code in the year, and importers that buy "
            "less than USD 100,000 of it.  That is 45 % of the rows and 0.5 % of the value; the "
            "concentration (HHI) of the imports that stay moves by 0.0004 in the median and "
            "0.025 at most, the largest share by 1.3 points at most.  The Southern African "
            "Customs Union (until 1999) stands as South Africa; exports of former areas (Serbia "
            "and Montenegro, Netherlands Antilles, US Pacific islands) as the rest of the world, "
            "their imports are left out.  Belgium holds Luxembourg until 1998, Sudan holds South "
            "Sudan until 2011."
        ),
        compressed=True,
        fields=(
            *SHIPMENT,
            *PROVENANCE,
        ),
        primary_key=FLOW,
        foreign_keys=(
            ("hs", "trade_codes.hs"),
            ("exporter", "countries.country"),
            ("importer", "countries.country"),
        ),
    ),
    Table(
        name="trade_codes",
        title="Which stage of a material a code of trade_history stands for",
        fields=(
            Field(name="material", description="Material", required=True),
            Field(
                name="stage",
                description="Stage; a code of two stages stands at the later one only",
                required=True,
            ),
            HS,
            Field(
                name="content",
                type="number",
                description="Tonnes contained per tonne declared; blank where unknown",
                unit="t/t",
                minimum=0,
                maximum=1,
            ),
            Field(name="note", description="What the content means, and what else is counted"),
            *PROVENANCE,
        ),
        primary_key=("material", "hs"),
        foreign_keys=(("material", "materials.material"),),
    ),
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the tables trade_history and trade_codes and their source."""
    codes = trade_codes(with_contents(definitions.rows("baci_codes")))
    flows = read_history(raw / "raw/cepii_baci", set(built["countries"]["country"]))
    wanted = flows.filter(pl.col("hs").is_in(codes["hs"].unique().implode()))
    return {"trade_history": without_small(wanted), "trade_codes": codes}, [BACI]


def trade_codes(listed: pl.DataFrame) -> pl.DataFrame:
    """Return each code once for each material, at the stage where it is listed last."""
    first = pl.col("stage").first().over("material", "hs")
    both = pl.concat_str(
        "note", pl.lit("; counted once, here, though it stands for "), first, pl.lit(" too")
    )
    part = pl.col("content") < 1
    taken = pl.lit("the content of the substance in the note is taken for all goods of the code")
    return (
        listed.with_columns(note=pl.when(first != pl.col("stage")).then(both).otherwise("note"))
        .unique(["material", "hs"], keep="last", maintain_order=True)
        .with_columns(
            source=pl.lit(BACI.source),
            year=pl.lit(BACI.year, pl.Int64),
            quality=pl.when(part).then(pl.lit("estimate")).otherwise(pl.lit("reported")),
            method=pl.when(part).then(taken),
        )
    )


def without_small(flows: pl.DataFrame) -> pl.DataFrame:
    """Return the flows without those that are small for the importer, and small importers."""
    imports = pl.col("value_usd").sum().over("hs", "year", "importer")
    return flows.filter(imports >= LEAST_IMPORTS, pl.col("value_usd") >= LEAST_SHARE * imports)


def read_history(folder: Path, countries: Container[str]) -> pl.DataFrame:
    """Return the flows of all years; what an area becomes is said in the table's description.

    Areas that become one exporter are added up; their weight is blank unless each has one.
    """
    areas = read_areas(folder)
    exporters = {code: _country_of(area, countries) for code, area in areas.items()}
    importers = {code: country for code, country in exporters.items() if country != ROW}
    flows = pl.read_csv(
        folder / "baci_hs92_minerals_1995_2024.csv.gz",
        schema_overrides=dict.fromkeys("ijk", pl.String) | dict.fromkeys("vq", pl.Float64),
    )
    weighed = pl.col("q").is_not_null().all()
    union = [code for code, area in areas.items() if area == CUSTOMS_UNION]
    method = (
        pl.when(pl.col("i").is_in(union).any() | pl.col("j").is_in(union).any())
        .then(pl.lit(AS_SOUTH_AFRICA))
        .when(pl.col("exporter") == ROW)
        .then(pl.lit(AS_REST))
    )
    return (
        flows.with_columns(
            hs="k",
            year="t",
            exporter=pl.col("i").replace_strict(exporters),
            importer=pl.col("j").replace_strict(importers, default=None),
        )
        .drop_nulls("importer")
        .group_by(FLOW)
        .agg(
            tonnes_gross=pl.when(weighed).then(pl.col("q").sum()),
            value_usd=pl.col("v").sum() * 1000,
            method=method.first(),
        )
        .with_columns(
            source=pl.lit(BACI.source),
            quality=pl.when(pl.col("method").is_null())
            .then(pl.lit("reported"))
            .otherwise(pl.lit("estimate")),
        )
    )


def _country_of(area: str, countries: Container[str]) -> str:
    """Return the country that an area of BACI stands for, or the rest of the world."""
    if area == CUSTOMS_UNION:
        return SOUTH_AFRICA
    return area if area in countries else ROW
