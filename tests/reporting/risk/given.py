"""A small plan under risk worked by hand, to speak of in reports; the world of ``reporting.given``.

By 2030 Japan holds 10 t of refined testium (122 days of its 30 t a year), the US none.  A ban by
China comes once in 10 years and costs 100 million USD, with the plan 20; a strike in Australia
comes every second year and costs 10 million, with the plan 10.  Expected: 10 + 5 = 15 million a
year now, 2 + 5 = 7 with the plan.
"""

import numpy as np
import polars as pl

from supplypact.domain.risk import RiskOptions, RiskResult, RiskSize
from supplypact.domain.risk_study import RiskPoint, RiskStudy, Simulated, Together, Tornado
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.risk.view import Risk, RiskView
from supplypact.units import Share, Usd
from tests.reporting.given import YEARS, network, pact, project

BAN, STRIKE = "export_control-CHN-refine-testium", "strike"
RATE = {BAN: 0.1, STRIKE: 0.5}
COST = {
    "nothing": {BAN: 100e6, STRIKE: 10e6},
    "stocks": {BAN: 30e6, STRIKE: 10e6},
    "projects": {BAN: 80e6, STRIKE: 10e6},
    "both": {BAN: 20e6, STRIKE: 10e6},
}
TAIL = {"nothing": 90e6, "stocks": 28e6, "projects": 75e6, "both": 19e6}
POLICIES = pl.DataFrame({"country": ["JPN"], "label": ["rare metals"], "days": [60.0]})


def result(*, held: float = 10.0, options: RiskOptions | None = None) -> RiskResult:
    return RiskResult(
        pact="test",
        options=options or RiskOptions(),
        status="optimal",
        objective=Usd(2.2e9),
        bound=Usd(2.199e9),
        gap=0.0005,
        calm_cost=Usd(1.9e9),
        plan_cost=Usd(2e9),
        stock_cost=Usd(4e6),
        projects=(project(),),
        calm_projects=("pearl",),
        stocks=stocks(held),
        losses=_losses(),
        short=_short(),
        hazards=pl.DataFrame(
            [
                (case, 2030, hazard, RATE[hazard], cost)
                for case, costs in COST.items()
                for hazard, cost in costs.items()
            ],
            schema=["case", "year", "hazard", "rate", "cost_usd"],
            orient="row",
        ),
        estimates=("testium",),
        size=RiskSize(
            hazards=2,
            families=2,
            right_hand_sides=8,
            first_rows=20,
            first_columns=30,
            lps=40,
            passes=3,
            pool=5,
        ),
        finished=True,
        timings={"build": 0.1, "solve": 0.2, "read": 0.1},
    )


def stocks(held: float) -> pl.DataFrame:
    """All bought in 2029 at 1,050 USD a tonne and held for 50 USD a year."""
    rows = []
    for holder, tonnes in (("USA", 0.0), ("JPN", held)):
        for year in YEARS:
            now = tonnes if year >= 2029 else 0.0
            bought = tonnes * 1050.0 if year == 2029 else 0.0
            days = now / 30.0 * 365.0
            rows.append(
                ("testium", "refine", holder, year, now, days, now * 1e3, bought, now * 50, 30, 30)
            )
    names = ["material", "form", "holder", "year", "tonnes", "days", "value_usd", "bought_usd"]
    names += ["holding_usd", "storage_tonnes", "use_tonnes"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _losses() -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for case, costs in COST.items():
        whole = sum(RATE[hazard] * cost for hazard, cost in costs.items())
        for party, part in (("USA", 0.6), ("JPN", 0.4), ("*", 1.0)):
            for material in ("testium", "*"):
                tonnes = whole * part / 1e6
                usd = whole * part, TAIL[case] * part
                rows.append((case, 2030, party, material, *usd, tonnes, 5 * tonnes))
    names = ["case", "year", "party", "material", "expected_usd", "tail_usd"]
    names += ["expected_tonnes", "tail_tonnes"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _short() -> pl.DataFrame:
    rows = [
        (case, 2030, party, "testium", "industry_other", part, part * 1e6, 4 * part, part * 4e6)
        for case, whole in (("nothing", 10.0), ("both", 2.0))
        for party, part in (("USA", 0.6 * whole), ("JPN", 0.4 * whole))
    ]
    figures = ["expected_tonnes", "expected_usd", "tail_tonnes", "tail_usd"]
    names = ["case", "year", "party", "material", "end_use", *figures]
    return pl.DataFrame(rows, schema=names, orient="row")


def together(members: tuple[str, ...] = ("USA", "JPN"), *, excess: float = -5e6) -> Together:
    """Each alone pays 100 million USD, mutual stocks save 10 in all, the full pact 30."""
    alone = 100e6
    joint = alone * len(members) - 30e6
    costs = [(each, 1, alone) for each in members]
    if len(members) > 1:
        costs.append(("+".join(members), len(members), joint))
    return Together(
        members=members,
        materials=("testium",),
        costs=pl.DataFrame(
            [(*row, 5e5, 1e6, 2e6, 3e6, True) for row in costs],
            schema=[
                "coalition",
                "members",
                "cost_usd",
                "plan_usd",
                "stock_usd",
                "expected_usd",
                "tail_usd",
                "targets_met",
            ],
            orient="row",
        ),
        levels=pl.DataFrame(
            {
                "level": ["alone", "shared risk", "mutual stock", "full pact"],
                "cost_usd": [joint + 30e6, joint + 25e6, joint + 20e6, joint],
                "saved_usd": [0.0, 5e6, 10e6, 30e6],
            }
        ),
        split=pl.DataFrame(
            {
                "party": members,
                "alone_usd": [alone] * len(members),
                "shapley_usd": [joint / len(members)] * len(members),
                "saved_usd": [30e6 / len(members)] * len(members),
                "core_usd": [joint / len(members)] * len(members),
            }
        ),
        worst=members[0],
        excess=Usd(excess),
        in_core=excess <= 0,
        least_excess=Usd(min(excess, -5e6)),
        gap=Usd(1e5),
        projects=len(members) == 2,
        missed=Share(0.02),
    )


def frontier() -> tuple[RiskPoint, ...]:
    return tuple(
        RiskPoint(
            weight=0.5,
            times=times,
            cost=Usd(cost),
            stock=Usd(cost / 2),
            expected=Usd(8e6 - 1e6 * times),
            risk=Usd(10 * tail),
            tail=Usd(tail),
            projects=("opal",),
        )
        for times, cost, tail in ((0.0, 0.0, 90e6), (1.0, 100e6, 19e6), (4.0, 200e6, 12e6))
    )


def tornado() -> Tornado:
    return Tornado(
        low=0.5,
        high=2.0,
        bars=pl.DataFrame(
            {
                "what": ["all hazards", "export_control", "outage"],
                "low_usd": [3.5e6, 6e6, 4.5e6],
                "base_usd": [7e6, 7e6, 7e6],
                "high_usd": [14e6, 9e6, 12e6],
            }
        ),
        plans=pl.DataFrame(
            {
                "factor": [0.5, 1.0, 2.0],
                "cost_usd": [60e6, 100e6, 180e6],
                "stock_usd": [5e3, 1e4, 2e4],
                "expected_usd": [4e6, 7e6, 11e6],
                "tail_usd": [12e6, 19e6, 25e6],
            }
        ),
        conclusions=pl.DataFrame(
            {
                "conclusion": ["hold testium in the US"],
                "low": ["no"],
                "base": ["no"],
                "high": ["30 days"],
            }
        ),
        kept=3,
    )


def simulated(*, before: float = 15e6, after: float = 8e6, tail: float = 90e6) -> Simulated:
    chances = np.geomspace(1e-4, 1.0, 200)
    falling = -np.log(chances) / 3.0
    curves = {"nothing": tail * falling, "both": tail * falling * after / before}
    curve = pl.concat(
        pl.DataFrame({"case": [case] * len(chances), "chance": chances, "loss_usd": loss})
        for case, loss in curves.items()
    )
    rows = [
        (case, year, party, mean, 0.9 * mean, 1.1 * mean, 5 * mean, mean / 1e6)
        for case, mean in (("nothing", before), ("both", after))
        for year in (0, *YEARS)
        for party in ("*", "USA", "JPN")
    ]
    names = ["case", "year", "party", "mean_usd", "low_usd", "high_usd", "tail_usd", "mean_tonnes"]
    return Simulated(
        histories=10_000,
        seed=7,
        years=tuple(YEARS),
        losses=pl.DataFrame(rows, schema=names, orient="row"),
        curve=curve,
        totals=curve,
        claim=pl.DataFrame(
            [
                (case, year, mean * 0.9, mean, 0.9 * mean, 1.1 * mean)
                for case, mean in (("nothing", before), ("both", after))
                for year in YEARS
            ],
            schema=["case", "year", "claimed_usd", "simulated_usd", "low_usd", "high_usd"],
            orient="row",
        ),
        reasons=pl.DataFrame(
            {
                "case": ["both", "both"],
                "reason": ["overlapping disruptions", "what is left"],
                "usd": [0.6e6, 0.2e6],
            }
        ),
        seconds=1.0,
    )


def study(**changes: object) -> RiskStudy:
    whole: dict[str, object] = {
        "together": (together(),),
        "frontier": frontier(),
        "tornado": tornado(),
        "simulated": simulated(),
    }
    return RiskStudy(**{**whole, **changes})  # type: ignore[arg-type]


def risk(**changes: object) -> Risk:
    whole: dict[str, object] = {"result": result(), "study": study(), "policies": POLICIES}
    return Risk(**{**whole, **changes})  # type: ignore[arg-type]


def view(**changes: object) -> RiskView:
    return RiskView(risk(**changes), pact(), network(), load_phrases("en"))
