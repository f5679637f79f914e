"""A small plan worked by hand, to speak of in reports.

Testium is mined and refined.  In 2030 the US and Japan use 30 t each, all bought refined.

    refined in      USA buys   Japan buys      with the plan, US and Japan
    China           28         22              24, 18
    Japan            2          8               2,  8
    Australia        -          -               4,  4    (project Opal, 8 t)

So 10 of 60 t come from outside China without the plan and 18 of 60 t with it: 16.7% and 30%.
All ore of Japan is Australian; China's ore is to 4/9 its own: of 50 t that China refines for the
parties 20 are mined there, with the plan 16.8 of 42.
"""

from dataclasses import replace

import polars as pl

from supplypact.domain.network import Network, Source
from supplypact.domain.pact import Pact, Reading
from supplypact.domain.plan import (
    Binding,
    CostLine,
    ModelSize,
    Plan,
    PlannedOutput,
    PlannedProject,
    PlanOptions,
    TargetResult,
)
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.plan.view import View
from supplypact.units import Share, TonnesPerYear, Usd, Year
from tests import given as world

YEARS = tuple(Year(year) for year in range(2028, 2032))
REFINED = {
    "base": {("CHN", "USA"): 28.0, ("CHN", "JPN"): 22.0, ("JPN", "USA"): 2.0, ("JPN", "JPN"): 8.0},
    "plan": {
        ("CHN", "USA"): 24.0,
        ("CHN", "JPN"): 18.0,
        ("JPN", "USA"): 2.0,
        ("JPN", "JPN"): 8.0,
        ("AUS", "USA"): 4.0,
        ("AUS", "JPN"): 4.0,
    },
}
MINED_IN_CHINA = {"base": 20.0, "plan": 16.8}


def network() -> Network:
    opal = world.project("opal", "AUS", {("testium", "refine"): 8.0}, capex=2e9, start=2028, lead=2)
    return replace(
        world.two_stages(opal),
        sources=(
            Source(
                id="survey",
                publisher="Geological Survey",
                title="Yearbook",
                year="2024",
                licence="public domain",
                url="https://example.org/yearbook",
                sha256="ab" * 32,
            ),
            Source(
                id="test",
                publisher="",
                title="Company release",
                year="2024",
                licence="single fact, cited",
                url="",
                sha256="",
            ),
        ),
    )


def pact(*, budget: float = 20e9) -> Pact:
    return replace(
        world.pact(world.target("testium"), budget=budget),
        text='[sources]\narticle = "Daily: the article"\n',
    )


def target(
    *,
    planned: float = 0.30,
    base: float = 10 / 60,
    goal: float = 0.3,
    binding: bool = True,
    relaxed: float | None = None,
) -> TargetResult:
    return TargetResult(
        id="sourcing:testium",
        target="sourcing",
        material="testium",
        stage="refine",
        year=Year(2030),
        reading=Reading.EMBODIED,
        binding=binding,
        goal=Share(goal),
        base_share=Share(base),
        planned_share=Share(planned),
        met=planned >= goal,
        nearest_goal=None if relaxed is None else Share(relaxed),
    )


def project(name: str = "Opal", *, capex: float = 2e9, estimate: bool = False) -> PlannedProject:
    return PlannedProject(
        id=name.lower(),
        name=name,
        host="AUS",
        owners="Gem Ltd",
        part=Share(1.0),
        start_year=Year(2028),
        first_output_year=Year(2030),
        capex=Usd(capex),
        capex_is_estimate=estimate,
        price_floor=Usd(0.1 * capex),
        support_by_party={"USA": 0.25 * capex, "JPN": 0.25 * capex},
        outputs=(PlannedOutput(material="testium", stage="refine", capacity=TonnesPerYear(8.0)),),
    )


def plan(
    *targets: TargetResult,
    projects: tuple[PlannedProject, ...] | None = None,
    bindings: tuple[Binding, ...] | None = None,
    options: PlanOptions | None = None,
    obstacles: tuple[str, ...] = (),
) -> Plan:
    chosen = (project(),) if projects is None else projects
    price = Binding(
        name="T1_target(sourcing,testium,2030)",
        value=5e6,
        unit="USD per percentage point",
        sentence="A further point costs USD 5.0 million.",
    )
    return Plan(
        pact="test",
        options=options or PlanOptions(first_year=YEARS[0], last_year=YEARS[-1]),
        years=YEARS,
        status="nearest" if obstacles else "optimal",
        objective=Usd(2e9 if chosen else 0.0),
        bound=Usd(2e9 if chosen else 0.0),
        gap=0.0,
        targets=targets or (target(),),
        projects=chosen,
        costs=_costs(paid=bool(chosen)),
        bindings=(price,) if bindings is None else bindings,
        obstacles=obstacles,
        sourcing=_sourcing(),
        readings=_readings(),
        flows=_flows(),
        routes=_routes(),
        support=_support(sum(each.capex for each in chosen)),
        unannounced=pl.DataFrame(
            {"material": ["testium"], "stage": ["refine"], "year": [2030], "tonnes": [10.0]}
        ),
        size=ModelSize(materials=1, rows=20, columns=30, nonzeros=60, binaries=4),
        timings={"load": 0.1, "build": 0.1, "solve": 0.1},
    )


def view(*targets: TargetResult, projects: tuple[PlannedProject, ...] | None = None) -> View:
    return View(plan(*targets, projects=projects), pact(), network(), load_phrases("en"))


def _costs(*, paid: bool) -> tuple[CostLine, ...]:
    building, switching = (1.5e9, 0.5e9) if paid else (0.0, 0.0)
    return (
        CostLine(
            id="capex",
            label="building projects",
            discounted=Usd(building),
            undiscounted=Usd(building),
        ),
        CostLine(
            id="switching",
            label="changing suppliers",
            discounted=Usd(switching),
            undiscounted=Usd(switching),
        ),
    )


def _support(capex: float) -> pl.DataFrame:
    """Half of the capex is public, half of that each party's, in the first two years."""
    rows = [
        (party, year, 0.125 * capex if year < 2030 else 0.0, 1e9)
        for party in ("USA", "JPN")
        for year in YEARS
    ]
    return pl.DataFrame(rows, schema=["party", "year", "support_usd", "limit_usd"], orient="row")


def _flows() -> pl.DataFrame:
    rows = []
    for case, sold in REFINED.items():
        made = {"CHN": 0.0, "JPN": 0.0, "AUS": 0.0}
        for (exporter, importer), tonnes in sold.items():
            made[exporter] += tonnes
            rows.append((case, "testium", "refine", exporter, importer, 2030, tonnes))
        rows.append((case, "testium", "refine", "CHN", "CHN", 2030, 40.0))
        ore = {
            ("AUS", "CHN"): made["CHN"] - MINED_IN_CHINA[case],
            ("CHN", "CHN"): MINED_IN_CHINA[case] + 40.0,
            ("AUS", "JPN"): made["JPN"],
            ("AUS", "AUS"): made["AUS"],
        }
        rows += [
            (case, "testium", "mine", exporter, importer, 2030, tonnes)
            for (exporter, importer), tonnes in ore.items()
            if tonnes > 0
        ]
    names = ["case", "material", "stage", "exporter", "importer", "year", "tonnes"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _routes() -> pl.DataFrame:
    """All that is refined for the parties is used by them; the ore of it goes on."""
    flows = _flows().with_columns(
        used=pl.when(pl.col("stage") == "refine").then("tonnes").otherwise(0.0)
    )
    own = (pl.col("exporter") == "CHN") & (pl.col("importer") == "CHN")
    ore = own & (pl.col("stage") == "mine")
    return flows.filter(~own | ore).with_columns(
        tonnes=pl.when(ore).then(pl.col("tonnes") - 40.0).otherwise("tonnes")
    )


def _sourcing() -> pl.DataFrame:
    """Both stages, each party and all together, in every year as in 2030."""
    origin = {"CHN": "concern", "JPN": "party", "AUS": "partner"}
    rows = []
    for case, sold in REFINED.items():
        for buyer in ("USA", "JPN", "*"):
            refined = dict.fromkeys(("concern", "party", "partner", "other"), 0.0)
            for (exporter, importer), tonnes in sold.items():
                if buyer in {importer, "*"}:
                    refined[origin[exporter]] += tonnes
            whole = sum(refined.values())
            in_china = refined["concern"] * 0.4
            mined = {"concern": in_china, "party": 0.0, "partner": whole - in_china, "other": 0.0}
            rows += [
                (case, "testium", stage, buyer, kind, year, tonnes)
                for stage, parts in (("mine", mined), ("refine", refined))
                for kind, tonnes in parts.items()
                for year in YEARS
            ]
    names = ["case", "material", "stage", "party", "origin", "year", "tonnes"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _readings() -> pl.DataFrame:
    """World: 10 and 18 of 100 t; the parties buy nothing but refined testium."""
    share = {
        "base": {"world": 0.10, "direct": 10 / 60, "embodied": 10 / 60},
        "plan": {"world": 0.18, "direct": 0.30, "embodied": 0.30},
    }
    rows = [
        (case, "testium", "refine", reading, year, share["base"][reading] if year < 2030 else part)
        for case, parts in share.items()
        for reading, part in parts.items()
        for year in YEARS
    ]
    names = ["case", "material", "stage", "reading", "year", "share"]
    return pl.DataFrame(rows, schema=names, orient="row")
