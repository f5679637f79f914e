"""Tables for small worlds, made from a network as a sentence would give it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from supplypact.assessing.checks import read_spreads
from supplypact.assessing.exposure import Exposure, expose
from supplypact.assessing.measures.measured import Measured
from supplypact.assessing.sheet import SCORES, draw_score, draw_sheet
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import BASE_YEAR, Material, Network
from supplypact.units import UsdPerTonne, Year
from tests.given import pact, two_stages

QUALITIES = ("official", "reported", "estimate")
FIGURES = ("output", "demand", "flow", "price", "stock", "recovery", "other_feed")


def evidence(
    network: Network,
    *,
    quality: str = "official",
    spread: dict[str, float] | None = None,
    withheld: tuple[tuple[str, str, str], ...] = (),
    governance: dict[str, float] | None = None,
    **tables: pl.DataFrame,
) -> Evidence:
    """Return the tables behind a network, all of one quality.

    ``spread`` is by figure, 0 otherwise; ``withheld`` are (material, stage, country) whose output
    is unknown; ``governance`` is the score of countries, without error.
    """
    made = _rows(network.output, quality).with_columns(measure=pl.lit("production"))
    unknown = pl.DataFrame(
        [(m, s, c, BASE_YEAR, None) for m, s, c in withheld],
        schema=made.select("material", "stage", "country", "year", "tonnes").schema,
        orient="row",
    ).with_columns(quality=pl.lit(quality), source=pl.lit("test"), measure=pl.lit("production"))
    scores = governance or {}
    given: dict[str, Any] = {
        "production": pl.concat([made, unknown], how="diagonal"),
        "demand": _rows(network.demand, quality).with_columns(year=pl.lit(BASE_YEAR)),
        "flows": _rows(network.flow, quality).with_columns(year=pl.lit(BASE_YEAR)),
        "stages": pl.DataFrame(
            [(m.id, s.id, quality) for m in network.materials for s in m.stages],
            schema=["material", "stage", "quality"],
            orient="row",
        ),
        "trade_shares": pl.DataFrame(
            schema=dict.fromkeys(("material", "stage", "exporter", "importer"), pl.String)
            | {"share": pl.Float64, "year": pl.Int64}
        ),
        "prices": pl.DataFrame(
            schema={"material": pl.String, "year": pl.Int64, "quality": pl.String}
        ),
        "governance": pl.DataFrame(
            {
                "country": [*scores],
                "year": [2023] * len(scores),
                **{
                    column: values
                    for name in ("governance", "political_stability", "voice")
                    for column, values in (
                        (name, [*scores.values()]),
                        (f"{name}_error", [0.0] * len(scores)),
                    )
                },
            },
            schema_overrides={"country": pl.String, "year": pl.Int64},
        ),
        "stockpiles": pl.DataFrame(
            schema=dict.fromkeys(
                ("materials", "country", "kind", "measure", "unit", "as_of", "quality"), pl.String
            )
            | {"value": pl.Float64}
        ),
        "facilities": pl.DataFrame(
            schema=dict.fromkeys(("facility", "materials", "stages", "country"), pl.String)
            | {"tonnes_per_year": pl.Float64}
        ),
        "eu_crm": pl.DataFrame(
            schema={"material": pl.String, "label": pl.String}
            | dict.fromkeys(("eol_rir", "si_sr", "economic_importance"), pl.Float64)
        ),
        "import_reliance": pl.DataFrame(
            schema={"material": pl.String, "stage": pl.String}
            | dict.fromkeys(("production_secondary", "apparent_consumption"), pl.Float64)
        ),
        "uncertainty": pl.DataFrame(
            [(q, f, (spread or {}).get(f, 0.0)) for q in QUALITIES for f in FIGURES],
            schema=["grade", "figure", "spread"],
            orient="row",
        ).with_columns(rule=pl.lit("any")),
        "trade_history": pl.DataFrame(
            schema={
                "hs": pl.String,
                "year": pl.Int64,
                "exporter": pl.String,
                "importer": pl.String,
                "tonnes_gross": pl.Float64,
                "value_usd": pl.Float64,
            }
        ),
        "trade_codes": pl.DataFrame(
            schema={
                "material": pl.String,
                "stage": pl.String,
                "hs": pl.String,
                "content": pl.Float64,
            }
        ),
    }
    return Evidence(**(given | tables))


def _rows(frame: pl.DataFrame, quality: str) -> pl.DataFrame:
    return frame.drop("estimate").with_columns(
        quality=pl.lit(quality), source=pl.lit("test"), method=pl.lit(None, pl.String)
    )


def exposure(
    world: Network | None = None,
    *,
    draws: int = 0,
    price: float | None = 1000.0,
    withheld: tuple[tuple[str, str, str], ...] = (),
    governance: dict[str, float] | None = None,
    **spread: float,
) -> Exposure:
    """Return how the US and Japan stand in ``world``, otherwise ``tests.given.two_stages``."""
    world = two_stages() if world is None else world
    material = replace(world.materials[0], price=None if price is None else UsdPerTonne(price))
    tables = evidence(world, spread=spread, withheld=withheld, governance=governance)
    return exposed(tables, material, draws)


def exposed(tables: Evidence, material: Material, draws: int = 0) -> Exposure:
    """Return how the US and Japan stand in a material, as these tables have it."""
    spreads = read_spreads(tables)
    generator = np.random.default_rng(1)
    codes = ("USA", "JPN")
    return expose(
        pact(),
        tables,
        material,
        spreads,
        draws,
        generator,
        {name: draw_score(tables, name, Year(BASE_YEAR), draws, generator) for name in SCORES},
        draw_sheet(tables, material, codes, spreads, draws, generator),
    )


def one(found: Iterable[Measured], indicator: str, stage: str, party: str) -> Measured:
    """Return the only measure of this indicator, stage and party."""
    (only,) = [
        each
        for each in found
        if (each.indicator, each.stage, each.party) == (indicator, stage, party)
    ]
    return only


def value(found: Iterable[Measured], indicator: str, stage: str, party: str) -> float:
    """Return what the tables say of it, without draws."""
    return float(one(found, indicator, stage, party).values[0])
