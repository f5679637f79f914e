"""A small assessment worked by hand, to speak of in reports.

Three materials for the US and Japan, China the country of concern.

- Testium is mined and refined.  What the parties buy refined is to 83.3% Chinese (50 of 60 t), of
  its content 33.3% was mined in China (20 of 60 t): see ``tests.reporting.given``.
- Solium is refined only, to 98% in China.
- Orium is mined only; Japan uses none of it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from supplypact.domain.assessment import INDICATORS, Assessment, AssessOptions
from supplypact.domain.evidence import EVIDENCE_TABLES, Evidence
from supplypact.domain.network import Network
from supplypact.domain.pact import Claim, Pact
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.phrases import load_phrases
from supplypact.units import Share
from tests import given as world
from tests.reporting.given import network as one_material
from tests.reporting.given import pact as without_claims

BUYERS = ("*", "USA", "JPN")
PLACES = {"AUS": (-25.7, 134.5), "CHN": (36.6, 103.8), "JPN": (36.8, 138.0), "USA": (39.0, -99.0)}
TRACED = {
    ("testium", "refine"): {"*": 50 / 60, "USA": 28 / 30, "JPN": 22 / 30},
    ("testium", "mine"): {"*": 20 / 60, "USA": 11.2 / 30, "JPN": 8.8 / 30},
    ("solium", "refine"): {"*": 0.98, "USA": 0.98, "JPN": 0.98},
    ("orium", "mine"): {"*": 0.25, "USA": 0.25},
}
"""Share of the country of concern, content traced."""
SHARES = {"traced_concern_share", "concern_share"}
WITHHELD = "at most: own output is withheld, and counted as none"
NONE_USED = "it receives none at this stage and uses none made from it"


def network() -> Network:
    base = one_material()
    solium = replace(world.material("solium", world.stage("refine")), basis="contained So")
    orium = world.material("orium", world.stage("mine"), price=None)
    countries = tuple(
        replace(each, latitude=PLACES[each.id][0], longitude=PLACES[each.id][1])
        for each in base.countries
    )
    return replace(base, materials=(*base.materials, solium, orium), countries=countries)


def pact() -> Pact:
    claim = Claim(
        id="testium-refining",
        material="testium",
        stage="refine",
        share=Share(0.8),
        definition="over 80 percent of testium refining",
        year=None,
        at_least=True,
        clause=world.CLAUSE,
    )
    return replace(without_claims(), claims=(claim,))


def view(made: Assessment | None = None) -> AssessmentView:
    return AssessmentView(made or assessment(), pact(), network(), load_phrases("en"))


def assessment(**changes: Any) -> Assessment:
    frames = {
        "indicators": frame("indicators", indicator_rows()),
        "sourcing": frame("sourcing", sourcing_rows()),
        "routes": routes(),
        "choke_points": frame("choke_points", choke_rows()),
        "ranking": frame(
            "ranking",
            [
                ("solium", "refine", 1, 1, 1, 0.99),
                ("testium", "refine", 2, 2, 3, 0.8),
                ("testium", "mine", 3, 2, 3, 0.6),
                ("orium", "mine", 4, 4, 4, None),
            ],
        ),
        "targets": frame(
            "targets",
            [
                (
                    "sourcing",
                    "testium",
                    "refine",
                    2030,
                    "embodied",
                    True,
                    0.3,
                    1 / 6,
                    0.14,
                    0.2,
                    "fail",
                    0.0,
                    1 / 6,
                    0.3,
                    None,
                ),
                (
                    "sourcing",
                    "orium",
                    "refine",
                    2030,
                    "world",
                    False,
                    0.3,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    "the tables have no such stage",
                ),
            ],
        ),
        "history": frame("history", history_rows()),
        "history_suppliers": frame(
            "history_suppliers",
            [
                ("testium", "refine", party, year, code, part)
                for party in BUYERS
                for year in (1995, 1996)
                for code, part in (("CHN", 0.4 + (year - 1995) / 10), ("AUS", 0.3), ("other", 0.2))
            ],
        ),
        "outlook": frame(
            "outlook",
            [
                ("testium", "refine", party, year, 1 / 6, 0.3 if year >= 2030 else 1 / 6)
                for party in BUYERS
                for year in (2028, 2029, 2030, 2031)
            ],
        ),
        "claims": frame(
            "claims",
            [
                (
                    "testium-refining",
                    "testium",
                    "refine",
                    "over 80 percent of refining",
                    0.8,
                    None,
                    "article",
                    "A lower bound.",
                    year,
                    share,
                    "production",
                    "survey",
                    share - 0.8,
                    "at least",
                    True,
                )
                for year, share in ((2023, 0.85), (2024, 0.9))
            ],
        ),
        "reliance": frame(
            "reliance",
            [
                ("testium", "refine", 2024, 0.9, "", 0.91, 0.97, 0.01, None, 0.07, "one stage"),
                ("orium", "mine", 2024, 0.5, ">", 0.62, 0.6, 0.12, "ore is gross", 0.0, None),
            ],
        ),
    }
    return Assessment(
        pact="test",
        options=AssessOptions(),
        parties=("USA", "JPN", "*"),
        inputs={
            "pact": {"id": "test", "sha256": "aa"},
            "tables": {"flows": "bb", "production": "cc"},
            "replaced": ["flows"],
            "plan": {"pact": "test", "record_sha256": "dd"},
        },
        timings={"load": 0.1, "centre": 0.1, "draws": 1.0},
        **(frames | changes),
    )


STAGES = {"testium": ("mine", "refine"), "solium": ("refine",), "orium": ("mine",)}


def indicator_rows() -> Iterator[tuple[object, ...]]:
    """A share of 50% where nothing else is known, and bands of 4 points to each side."""
    for name in [each.id for each in INDICATORS]:
        for material, stages in STAGES.items():
            whole = name in {"months_of_cover", "eu_economic_importance", "eu_recycling"}
            for stage in ("",) if whole else stages:
                for party in (*BUYERS, "world"):
                    yield (name, material, stage, party, *_value(name, material, stage, party))


def _value(name: str, material: str, stage: str, party: str) -> tuple[object, ...]:
    if party == "world" and name not in {"top_1", "top_3", "hhi", "governance_hhi"}:
        return (None, None, None, None, None, None, "of parties only", None, None, None)
    if (material, party) == ("orium", "JPN"):
        return (None, None, None, None, None, None, NONE_USED, None, None, None)
    if name in {"eu_recycling", "months_of_cover"}:
        reason = "not computable: recycled output is not published"
        return (None, None, None, None, None, None, reason, None, None, None)
    value = {"top_1": 0.6, "top_3": 0.9, "hhi": 0.42}.get(name, 0.5)
    if name in SHARES:
        value = TRACED.get((material, stage), {}).get(party, 0.5)
    if name == "published_concern_share" and party != "USA":
        return (None, None, None, None, None, None, "not published", None, None, None)
    if name == "concern_share" and (material, stage) == ("testium", "mine"):
        return (None, None, None, None, None, None, "it receives none", None, None, None)
    note = WITHHELD if name in SHARES and (material, party) == ("solium", "USA") else None
    verdict = ("pass" if value >= 0.4 else "fail") if name == "eu_processing" else None
    supplier = "CHN" if name in {"top_1", "n_minus_1", "traced_concern_share"} else None
    driver = f"output/{stage or STAGES[material][-1]}/CHN/estimate"
    return (value, value - 0.04, value, value + 0.04, supplier, verdict, None, note, driver, 0.7)


def sourcing_rows() -> Iterator[tuple[object, ...]]:
    for (material, stage), by_party in TRACED.items():
        for party, concern in by_party.items():
            use = 60.0 if party == "*" else 30.0
            home = "JPN" if stage == "refine" else "AUS"
            for reading in ("direct", "traced"):
                if (material, stage, reading) == ("testium", "mine", "direct"):
                    continue
                for supplier, part in (("CHN", concern), (home, 1 - concern), ("other_feed", 0.0)):
                    band = (max(part - 0.04, 0.0), part, min(part + 0.04, 1.0))
                    if reading == "traced" or supplier != "other_feed":
                        yield (reading, material, stage, party, supplier, part * use, part, *band)


def routes() -> pl.DataFrame:
    rows = [
        ("testium", "USA", "mine", "AUS", "CHN", 16.8, 0.0),
        ("testium", "USA", "mine", "CHN", "CHN", 11.2, 0.0),
        ("testium", "USA", "mine", "AUS", "JPN", 2.0, 0.0),
        ("testium", "USA", "refine", "CHN", "USA", 28.0, 28.0),
        ("testium", "USA", "refine", "JPN", "USA", 2.0, 2.0),
        ("testium", "JPN", "mine", "AUS", "CHN", 13.2, 0.0),
        ("testium", "JPN", "mine", "CHN", "CHN", 8.8, 0.0),
        ("testium", "JPN", "mine", "AUS", "JPN", 8.0, 0.0),
        ("testium", "JPN", "refine", "CHN", "JPN", 22.0, 22.0),
        ("testium", "JPN", "refine", "JPN", "JPN", 8.0, 8.0),
        ("solium", "USA", "refine", "CHN", "USA", 29.4, 29.4),
        ("solium", "USA", "refine", "JPN", "USA", 0.6, 0.6),
    ]
    both = frame("routes", rows)
    sums = both.group_by("material", "stage", "exporter", "importer", maintain_order=True).agg(
        pl.col("tonnes", "used").sum()
    )
    return pl.concat([sums.with_columns(party=pl.lit("*")).select(both.columns), both])


def choke_rows() -> Iterator[tuple[object, ...]]:
    for (material, stage), by_party in TRACED.items():
        for party, share in by_party.items():
            value = None if material == "orium" else share * 60_000.0
            yield (
                *(material, stage, "country", "CHN", None, party, share, share - 0.04)[:8],
                min(share + 0.04, 1.0),
                share * 60,
                value,
                0.9,
            )
    yield ("testium", "mine", "facility", "AUS", "Mount Test", "*", 0.4, 0.3, 0.5, 24.0, 2.4e4, 0.6)


def history_rows() -> Iterator[tuple[object, ...]]:
    for party in BUYERS:
        for year in (1995, 1996):
            share = 0.4 + (year - 1995) / 10
            yield ("testium", "refine", party, year, 60.0, 6e4, 0.02, share, "CHN", share, 0.3)


COLUMNS = {
    "indicators": "indicator material stage party value low median high supplier verdict reason "
    "note driver driver_share",
    "sourcing": "reading material stage party supplier tonnes share low median high",
    "routes": "material party stage exporter importer tonnes used",
    "choke_points": "material stage kind supplier facility party share low high tonnes value_usd "
    "world_share",
    "ranking": "material stage rank rank_low rank_high stays_ahead",
    "targets": "target material stage year reading binding goal value low high verdict chance "
    "base_share plan_share reason",
    "history": "material stage party year tonnes value_usd unweighed_share concern_share supplier "
    "top_1 hhi",
    "history_suppliers": "material stage party year supplier share",
    "outlook": "material stage party year base_share plan_share",
    "claims": "claim material stage definition stated_share stated_year source note year share "
    "basis data_source difference bound consistent",
    "reliance": "material stage year published bound components network difference reason "
    "network_difference network_reason",
}
"""As ``domain.assessment`` names them."""
WORDS = {
    "indicator",
    "material",
    "stage",
    "party",
    "supplier",
    "verdict",
    "reason",
    "driver",
    "reading",
    "exporter",
    "importer",
    "kind",
    "facility",
    "target",
    "claim",
    "text",
    "source",
    "definition",
    "basis",
    "bound",
    "note",
    "data_source",
    "network_reason",
}
COUNTS = {"year", "stated_year", "rank", "rank_low", "rank_high"}


def frame(name: str, rows: Any) -> pl.DataFrame:
    schema = {
        column: pl.String
        if column in WORDS
        else pl.Int64
        if column in COUNTS
        else pl.Boolean
        if column in {"binding", "consistent"}
        else pl.Float64
        for column in COLUMNS[name].split()
    }
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def evidence() -> Evidence:
    rows = pl.DataFrame(
        {
            "material": ["testium", "testium", "solium"],
            "stage": ["mine", "refine", "refine"],
            "source": ["survey", "test", "survey"],
            "quality": ["official", "estimate", "reported"],
        }
    )
    codes = pl.DataFrame(
        {
            "material": ["testium"],
            "stage": ["refine"],
            "hs": ["123456"],
            "content": [0.5],
            "note": ["Te in oxide"],
            "source": ["survey"],
            "quality": ["official"],
        }
    )
    none = dict.fromkeys(EVIDENCE_TABLES, rows.clear())
    listed = dict.fromkeys(
        ("stockpiles", "facilities"), pl.DataFrame(schema={"materials": pl.String})
    )
    known = {"production": rows, "demand": rows.head(1), "flows": rows, "trade_codes": codes}
    frames: dict[str, Any] = none | listed | known
    return Evidence(**frames)
