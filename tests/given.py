"""Small worlds for tests, given as a sentence would give them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from supplypact.domain.network import Country, Material, Network, Project, ProjectOutput, Stage
from supplypact.domain.pact import (
    Assumption,
    Clause,
    FundingLine,
    Pact,
    Party,
    PriceFloor,
    Reading,
    Target,
)
from supplypact.units import Share, TonnesPerYear, Usd, UsdPerTonne, Year

CLAUSE = Clause(source="test")

ASSUMPTIONS = {
    "public_share_of_capex": 0.5,
    "discount_rate": 0.0,
    "trade_growth": 0.1,
    "switching_cost": 0.05,
    "shortage_price_multiple": 10.0,
    "existing_utilisation": 0.9,
    "ramp_first": 1.0,
    "ramp_second": 1.0,
    "surge_access": 0.3,
    "surge_ramp_months": 6.0,
    "surge_premium": 0.5,
    "transit_days": 30.0,
    "stock_premium": 0.05,
    "stock_holding": 0.05,
    "stock_salvage": 0.8,
    "stock_limit_months": 12.0,
    "stock_buying_months": 3.0,
    "stock_handling": 0.25,
    "stock_handling_cost": 0.01,
    "mutual_share": 0.3,
    "response_share": 0.05,
    "response_multiple": 3.0,
    "project_late_chance": 0.0,
    "order_days": 14.0,
    "reroute_share": 0.1,
    "exchange_share": 0.5,
    "reroute_premium": 1.0,
    "release_days": 8.0,
    "swap_premium": 0.05,
    "substitution_months": 3.0,
    "expedite_months": 6.0,
    "expedite_premium": 1.0,
}


def stage(name: str, *, recovery: float = 1.0, other: float = 0.0) -> Stage:
    return Stage(
        id=name,
        product_en=name,
        product_ja=name,
        recovery=Share(recovery),
        other_feed_share=Share(other),
    )


def material(
    name: str,
    *stages: Stage,
    price: float | None = 1000.0,
    part_of: str = "",
    price_stage: str = "",
) -> Material:
    return Material(
        id=name,
        name_en=name.title(),
        name_ja=name,
        symbol=name[:2],
        basis="t",
        part_of=part_of,
        price=None if price is None else UsdPerTonne(price),
        stages=stages,
        price_stage=price_stage,
    )


def project(
    name: str,
    host: str,
    outputs: dict[tuple[str, str], float],
    *,
    capex: float = 1e6,
    start: int = 2026,
    lead: int = 2,
    in_projection: bool = False,
    concern_owned: bool = False,
) -> Project:
    return Project(
        id=name,
        name=name.title(),
        host=host,
        status="feasibility",
        owners="",
        concern_owned=concern_owned,
        capex=Usd(capex),
        capex_is_estimate=False,
        capex_method="",
        earliest_start=Year(start),
        lead_time=lead,
        outputs=tuple(
            ProjectOutput(
                material=m,
                stage=s,
                capacity=TonnesPerYear(tonnes),
                in_projection=in_projection,
            )
            for (m, s), tonnes in outputs.items()
        ),
        source="test",
    )


def network(
    materials: tuple[Material, ...],
    *,
    output: dict[tuple[str, str, str, int], float],
    demand: dict[tuple[str, str, str], float],
    flow: dict[tuple[str, str, str, str], float],
    projects: tuple[Project, ...] = (),
    growth: dict[tuple[str, int], float] | None = None,
    addition: dict[tuple[str, str, str, int], float] | None = None,
    capacity: dict[tuple[str, str, str], float] | None = None,
) -> Network:
    codes = {c for _, _, c, _ in output} | {c for _, _, c in demand}
    return Network(
        materials=materials,
        countries=tuple(
            Country(
                id=code,
                name_en=code,
                name_ja=code,
                latitude=None,
                longitude=None,
                governance=None,
            )
            for code in sorted(codes)
        ),
        projects=projects,
        output=_frame(("material", "stage", "country", "year", "tonnes"), output),
        capacity=_frame(("material", "stage", "country", "tonnes"), capacity or {}),
        addition=_additions(addition or {}),
        demand=_frame(("material", "stage", "country", "tonnes"), demand).with_columns(
            end_use=pl.lit("industry_other")
        ),
        growth=_frame(("material", "year", "index"), growth or {}),
        flow=_frame(("material", "stage", "exporter", "importer", "tonnes"), flow),
    )


def _frame(names: tuple[str, ...], rows: Mapping[Any, float]) -> pl.DataFrame:
    kinds = {"year": pl.Int64, names[-1]: pl.Float64}
    schema = {name: kinds.get(name, pl.String) for name in names}
    data = [(*key, float(value)) for key, value in rows.items()]
    return pl.DataFrame(data, schema=schema, orient="row").with_columns(
        estimate=pl.lit(value=False)
    )


def _additions(rows: Mapping[Any, float]) -> pl.DataFrame:
    """Return plants under way, each named after its country."""
    frame = _frame(("material", "stage", "country", "year", "tonnes"), rows)
    named = frame.with_columns(project=pl.col("country"), name=pl.col("country"))
    return named.select("project", "name", *frame.columns)


def target(
    *materials: str,
    stage: str = "refine",
    year: int = 2030,
    goal: float = 0.3,
    reading: Reading = Reading.EMBODIED,
    binding: bool = True,
    together: bool = False,
) -> Target:
    return Target(
        id="sourcing",
        materials=materials,
        stage=stage,
        year=Year(year),
        goal=Share(goal),
        reading=reading,
        binding=binding,
        together=together,
        clause=CLAUSE,
    )


def pact(
    *targets: Target,
    budget: float = 1e9,
    floors: dict[tuple[str, str], float] | None = None,
    **assumptions: float,
) -> Pact:
    """Return a pact of the US and Japan with Australia as host and China as the concern."""
    return Pact(
        id="test",
        title_en="Test",
        title_ja="",
        signed=date(2025, 10, 28),
        summary="",
        parties=tuple(
            Party(country=code, name_en=code, name_ja=code, clause=CLAUSE)
            for code in ("USA", "JPN")
        ),
        hosts=("AUS",),
        observers=(),
        concern=("CHN",),
        partners=(),
        avoided=(),
        envelope=tuple(
            FundingLine(
                id=f"{code}-line",
                party=code,
                kind="incentive",
                amount=Usd(budget / 2),
                first_year=Year(2026),
                last_year=Year(2035),
                sectors=(),
                clause=CLAUSE,
            )
            for code in ("USA", "JPN")
        ),
        sectors=(),
        targets=targets,
        indicators=(),
        mechanisms=(),
        price_floors=tuple(
            PriceFloor(material=m, stage=s, floor=UsdPerTonne(usd), clause=CLAUSE)
            for (m, s), usd in (floors or {}).items()
        ),
        milestones=(),
        claims=(),
        assumptions={
            name: Assumption(value=value, clause=CLAUSE)
            for name, value in (ASSUMPTIONS | assumptions).items()
        },
        text="",
    )


def two_stages(*projects: Project) -> Network:
    """Two stages.  Mined: AUS 60, CHN 40.  Refined: CHN 90, JPN 10.  Used: USA 30, JPN 30, CHN 40.

    Japan refines Australian ore; the US buys 28 from China and 2 from Japan, Japan 22 and 8.
    """
    return network(
        (material("testium", stage("mine"), stage("refine")),),
        output={
            ("testium", "mine", "AUS", 2024): 60,
            ("testium", "mine", "CHN", 2024): 40,
            ("testium", "refine", "CHN", 2024): 90,
            ("testium", "refine", "JPN", 2024): 10,
        },
        demand={
            ("testium", "refine", "USA"): 30,
            ("testium", "refine", "JPN"): 30,
            ("testium", "refine", "CHN"): 40,
        },
        flow={
            ("testium", "mine", "AUS", "CHN"): 50,
            ("testium", "mine", "AUS", "JPN"): 10,
            ("testium", "mine", "CHN", "CHN"): 40,
            ("testium", "refine", "CHN", "USA"): 28,
            ("testium", "refine", "JPN", "USA"): 2,
            ("testium", "refine", "CHN", "JPN"): 22,
            ("testium", "refine", "JPN", "JPN"): 8,
            ("testium", "refine", "CHN", "CHN"): 40,
        },
        projects=projects,
    )
