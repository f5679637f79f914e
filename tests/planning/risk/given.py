"""Disruptions of the small world of ``tests.given.two_stages``."""

import numpy as np

from supplypact.algebra.model import Model
from supplypact.algebra.recourse import Factors, RecourseSet, add_recourse
from supplypact.decomposition.linear import Entries, Linear, OwnEntries
from supplypact.decomposition.parts import Family
from supplypact.domain.hazard import MONTHS, DurationLaw, Hazard
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.planning.risk.evaluate import answers
from supplypact.planning.risk.given import RiskData
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.stockpile import prepare
from supplypact.units import Share, Year
from tests.given import pact, project, target, two_stages

PLAN = PlanOptions(first_year=Year(2029), last_year=Year(2031))


def law(name: str = "months", stay: float = 0.8) -> DurationLaw:
    alive = tuple(stay**month for month in range(MONTHS + 1))
    return DurationLaw(id=name, alive=alive, low=alive, high=alive)


def hazard(
    name: str,
    supplier: str,
    stage: str,
    *,
    kind: str = "export_control",
    severity: float = 0.5,
    rate: float = 0.1,
    duration: str = "months",
) -> Hazard:
    return Hazard(
        id=name,
        kind=kind,
        supplier=supplier,
        stage=stage,
        materials=("testium",),
        target="all",
        severity=Share(severity),
        severity_low=Share(severity),
        severity_high=Share(severity),
        rate=rate,
        rate_low=rate,
        rate_high=rate,
        law=duration,
        events=(),
    )


BAN = hazard("ban", "CHN", "refine")
STRIKE = hazard("strike", "AUS", "mine", kind="outage", severity=0.9, rate=0.3, duration="short")


def data(*hazards: Hazard) -> RiskData:
    return RiskData(
        hazards=hazards or (BAN, STRIKE),
        laws=(law(), law("short", 0.4), law("late", 0.9)),
        transit={("CHN", "JPN"): 4.0, ("CHN", "USA"): 15.0},
        shortage={},
    )


def small(
    *hazards: Hazard,
    options: RiskOptions | None = None,
    terms: Pact | None = None,
    lead: int = 2,
) -> RiskModel:
    """Return the two-stage problem of three years; Australia may build a refinery of 20."""
    world = two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=lead))
    agreed = terms or pact(target("testium", goal=0.3))
    asked = options or RiskOptions()
    return prepare(agreed, world, data(*hazards), asked, PLAN, progress=lambda _what, _part: None)[
        0
    ]


def one_user(**changes: object) -> RecourseSet:
    """Three months at weights 1, 0.5, 0.25; USA holds abroad, JPN at home; a shortage costs 10."""
    given: dict[str, object] = {
        "users": ("JPN,refine",),
        "stores": ("USA,refine", "JPN,refine"),
        "groups": ("near",),
        "end_uses": ("all",),
        "owner": np.array([1], dtype=np.int32),
        "store_holder": np.array([0, 1], dtype=np.int32),
        "store_form": np.array([0, 0], dtype=np.int32),
        "lag": np.array([[0]], dtype=np.int32),
        "first_months": (0, 1),
        "weight": np.array([1.0, 0.5, 0.25]),
        "ramp_months": 2.0,
        "handling": 1.0,
        "mutual": 0.3,
        "surge_cost": 0.5,
        "release_cost": np.full(2, 0.1),
        "response_share": np.zeros(1),
        "response_cost": np.array([[3.0]]),
        "end_use_share": np.array([[1.0]]),
        "shortage_cost": np.array([[10.0]]),
    }
    return RecourseSet(**{**given, **changes})  # type: ignore[arg-type]


def worth(
    given: RecourseSet,
    *,
    loss: float = 1.0,
    late: float = 0.0,
    spare: float = 0.0,
    abroad: float = 0.0,
    home: float = 0.0,
    takes: float = 1.0,
) -> float:
    """Return what a disruption costs; the user uses 1 a month, and can take so much of a form.

    Stores beyond the first two are empty.
    """
    model, factors = Model(), Factors.of(given)
    columns = add_recourse(model, given)
    base = np.zeros((1, factors.count))
    base[0, factors.loss[0]] = loss, late
    base[0, factors.spare[0]] = spare
    base[0, factors.use] = 1.0
    base[0, factors.takes] = takes
    base[0, factors.stock[:2]] = abroad, home
    sides = [
        Entries(row.astype(np.int32), factor.astype(np.int32), value)
        for row, factor, value in (columns.row_sides, columns.upper_sides)
    ]
    family = Family(
        name="test",
        recourse=Linear(**vars(model.matrix())),
        row_sides=sides[0],
        lower_sides=Entries.none(),
        upper_sides=sides[1],
        base=base,
        shared=Entries.none(),
        own=OwnEntries.none(),
        labels=("disruption",),
    )
    return next(answers(family, np.zeros(1), [0])).objective
