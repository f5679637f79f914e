"""A world with the rest of the world as supplier, scrap as feed, losses and two materials."""

from typing import Any

import polars as pl

from supplypact.domain.evidence import Evidence
from supplypact.domain.network import Material, Network
from tests.assessing.given import evidence
from tests.given import material, network, stage

SCORES = {"CHN": -0.5, "AUS": 1.5, "JPN": 1.5, "USA": 1.0}
"""Of all four dimensions; the rest of the world has none."""


def blended(part_of: str = "testium") -> Network:
    """Return testium at USD 1,000 a tonne and partium, ``part_of`` it, at USD 5,000.

    Testium.  Mined: AUS 60, ROW 40.  Refined, a fifth of it from scrap, with a recovery of 0.8 (so
    a tonne takes a tonne of ore): CHN 50, JPN 20, ROW 30.  China's ore is Australian by four
    fifths, Japan's is all Australian, the rest of the world's its own.  The US uses 40 (CHN 20, ROW
    20), Japan 40 (CHN 10, JPN 20, ROW 10), China 20 of its own.  In 2023 China refined 40, ROW 60.

    Partium.  Mined in China.  Refined: CHN 8, JPN 2.  The US uses 6 (CHN 6), Japan 4 (CHN 2, JPN
    2).
    """
    testium = material(
        "testium", stage("mine"), stage("refine", recovery=0.8, other=0.2), price=1000.0
    )
    partium = material("partium", stage("mine"), stage("refine"), price=5000.0, part_of=part_of)
    return network(
        (testium, partium),
        output={
            ("testium", "mine", "AUS", 2024): 60,
            ("testium", "mine", "ROW", 2024): 40,
            ("testium", "refine", "CHN", 2023): 40,
            ("testium", "refine", "ROW", 2023): 60,
            ("testium", "refine", "CHN", 2024): 50,
            ("testium", "refine", "JPN", 2024): 20,
            ("testium", "refine", "ROW", 2024): 30,
            ("partium", "mine", "CHN", 2024): 10,
            ("partium", "refine", "CHN", 2024): 8,
            ("partium", "refine", "JPN", 2024): 2,
        },
        demand={
            ("testium", "refine", "USA"): 40,
            ("testium", "refine", "JPN"): 40,
            ("testium", "refine", "CHN"): 20,
            ("partium", "refine", "USA"): 6,
            ("partium", "refine", "JPN"): 4,
        },
        flow={
            ("testium", "mine", "AUS", "CHN"): 40,
            ("testium", "mine", "AUS", "JPN"): 20,
            ("testium", "mine", "ROW", "CHN"): 10,
            ("testium", "mine", "ROW", "ROW"): 30,
            ("testium", "refine", "CHN", "USA"): 20,
            ("testium", "refine", "CHN", "JPN"): 10,
            ("testium", "refine", "CHN", "CHN"): 20,
            ("testium", "refine", "JPN", "JPN"): 20,
            ("testium", "refine", "ROW", "USA"): 20,
            ("testium", "refine", "ROW", "JPN"): 10,
            ("partium", "mine", "CHN", "CHN"): 8,
            ("partium", "mine", "CHN", "JPN"): 2,
            ("partium", "refine", "CHN", "USA"): 6,
            ("partium", "refine", "CHN", "JPN"): 2,
            ("partium", "refine", "JPN", "JPN"): 2,
        },
    )


def larger() -> Material:
    """Return testium, of which partium is a part."""
    return blended().materials[0]


def tables(**changed: Any) -> Evidence:
    """Return the tables behind it, the US holding 5 t of testium in 2020 and 10 t in 2024."""
    given: dict[str, Any] = {
        "governance": SCORES,
        "stockpiles": stocks(("USA", "2024-12", 10.0), ("USA", "2020-06", 5.0)),
        "import_reliance": us_reliance(),
    }
    return evidence(blended(), **(given | changed))


def stocks(*rows: tuple[str, str, float]) -> pl.DataFrame:
    """Return stockpiles of testium: country, as of, tonnes."""
    return pl.DataFrame(
        rows, schema={"country": pl.String, "as_of": pl.String, "value": pl.Float64}, orient="row"
    ).with_columns(
        materials=pl.lit("testium"),
        kind=pl.lit("actual"),
        measure=pl.lit("inventory"),
        unit=pl.lit("t"),
        quality=pl.lit("official"),
    )


def us_reliance() -> pl.DataFrame:
    """Return what the USGS says of testium: 12 t from scrap, an apparent consumption of 40."""
    words = dict.fromkeys(("bound", "withheld", "reason"), pl.String)
    empty = dict.fromkeys(("production_primary", "imports", "exports", "stock_change"), pl.Float64)
    return pl.DataFrame(
        {
            "material": ["testium"],
            "stage": ["refine"],
            "year": [2024],
            "production_secondary": [12.0],
            "apparent_consumption": [40.0],
            "published": [0.7],
        }
    ).with_columns(pl.lit(None, kind).alias(name) for name, kind in (words | empty).items())


def capacities(*rows: tuple[str, int, float]) -> pl.DataFrame:
    """Return the output of ``tables`` and capacities to refine testium: country, year, tonnes."""
    more = pl.DataFrame(
        rows, schema={"country": pl.String, "year": pl.Int64, "tonnes": pl.Float64}, orient="row"
    ).with_columns(
        material=pl.lit("testium"),
        stage=pl.lit("refine"),
        measure=pl.lit("capacity"),
        quality=pl.lit("official"),
        source=pl.lit("test"),
    )
    return pl.concat([evidence(blended()).production, more], how="diagonal")
