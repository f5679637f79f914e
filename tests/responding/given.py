"""A small world for responses: ore of two countries, metal of three, used by two parties.

Tonnes a year.  Two tonnes of ore make one of metal.

- Metal: China makes 150 (Japan 60, United States 30, Germany 40, itself 20), Japan 60 (itself 30,
  United States 30), Germany 54 (itself 20, Japan 10, Australia 24).  So Japan uses 100, 60 % of it
  Chinese, 30 % its own and 10 % German; the United States use 60, half Chinese and half Japanese.
- Ore: China mines 306 (itself 240, Japan 66), Australia 234 (China 60, Japan 66, Germany 108).
  Japan's ore is half Chinese, China's is a fifth Australian.  Japan uses 12 of its ore as such.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl

from supplypact.algebra.response_sides import Rules
from supplypact.algebra.sets import Chain, StageSet
from supplypact.domain.event import LAWS, Cut, Event
from supplypact.domain.hazard import MONTHS, DurationLaw
from supplypact.domain.incident import MaterialIncident
from supplypact.responding.clock import grid_of
from supplypact.responding.given import ResponseData
from supplypact.responding.incident import Situation
from supplypact.responding.playbook import Question
from supplypact.responding.solve import IncidentLp
from supplypact.responding.stores import Stores, stores_of
from supplypact.units import Share
from tests import given as world

COUNTRIES = ("AUS", "CHN", "DEU", "JPN", "USA")
AUS, CHN, DEU, JPN, USA = range(5)
MINE, REFINE = 0, 1
UNIT = 2.0
"""Tonnes in a unit of the chain."""
DAY0 = date(2026, 1, 1)
GRID = grid_of()
STOCKS = {
    "holder": pl.String,
    "material": pl.String,
    "form": pl.String,
    "kind": pl.String,
    "tonnes": pl.Float64,
    "days": pl.Float64,
    "as_of": pl.String,
    "source": pl.String,
    "quality": pl.String,
}
ECONOMICS = {
    **dict.fromkeys(("topic", "item", "country", "materials", "unit", "source"), pl.String),
    **dict.fromkeys(("value", "low", "high"), pl.Float64),
    "year": pl.Int64,
}
SHARES = {
    **dict.fromkeys(("exporter", "material", "stage", "importer"), pl.String),
    "share": pl.Float64,
}
Flow = Mapping[tuple[int, int], float]
ORE: Flow = {
    (CHN, CHN): 240,
    (CHN, JPN): 66,
    (AUS, CHN): 60,
    (AUS, JPN): 66,
    (AUS, DEU): 108,
}
METAL: Flow = {
    (CHN, JPN): 60,
    (CHN, USA): 30,
    (CHN, DEU): 40,
    (CHN, CHN): 20,
    (JPN, USA): 30,
    (JPN, JPN): 30,
    (DEU, DEU): 20,
    (DEU, JPN): 10,
    (DEU, AUS): 24,
}


def chain(*, other: float = 0.0, priced: int = REFINE) -> Chain:
    """Return the chain; ``other`` is the part of metal that comes from scrap."""
    return Chain(
        material="testium",
        unit=UNIT,
        price=1000.0,
        priced=priced,
        countries=COUNTRIES,
        origin=np.array([2, 0, 3, 1, 1], dtype=np.int32),
        party=np.array([False, False, False, True, True]),
        years=(2026,),
        stages=(
            _stage("mine", ORE, {JPN: 12}, {AUS: 258, CHN: 306}),
            _stage(
                "refine",
                METAL,
                {JPN: 100, USA: 60, DEU: 60, CHN: 20, AUS: 24},
                {CHN: 200, JPN: 60, DEU: 74},
                recovery=0.5,
                other=other,
            ),
        ),
    )


def _stage(
    name: str,
    flow: Flow,
    demand: Mapping[int, float],
    capacity: Mapping[int, float],
    *,
    recovery: float = 1.0,
    other: float = 0.0,
) -> StageSet:
    return StageSet(
        id=name,
        recovery=recovery,
        other_feed_share=other,
        capacity=_by_country(capacity),
        demand=_by_country(demand),
        exporter=np.array([i for i, _ in flow], dtype=np.int32),
        importer=np.array([j for _, j in flow], dtype=np.int32),
        reference=np.array(list(flow.values()), dtype=float)[:, None, None] / UNIT,
        composition=np.ones((len(COUNTRIES), 1, 1)),
        project=np.zeros(0, dtype=np.int32),
        project_country=np.zeros(0, dtype=np.int32),
        project_output=np.zeros(0),
    )


def _by_country(tonnes: Mapping[int, float]) -> np.ndarray:
    found = np.zeros((len(COUNTRIES), 1))
    for country, each in tonnes.items():
        found[country] = each / UNIT
    return found


def cut(
    supplier: str = "CHN",
    *stages: str,
    share: float = 1.0,
    low: float | None = None,
    high: float | None = None,
    buyers: tuple[str, ...] = (),
    materials: tuple[str, ...] = ("testium",),
) -> Cut:
    """Return a cut of the metal if no stage is given."""
    return Cut(
        supplier=supplier,
        materials=materials,
        stages=stages or ("refine",),
        buyers=buyers,
        share=Share(share),
        low=Share(share if low is None else low),
        high=Share(share if high is None else high),
    )


def event(
    *cuts: Cut,
    name: str = "stop",
    kind: str = "ban",
    start: date = DAY0,
    end: date | None = None,
    delay: float = 0.0,
    law: str = "",
) -> Event:
    """Return an event; a Chinese stop of metal exports if no cut is given."""
    return Event(
        id=name,
        title_en=name.title(),
        title_ja=name,
        kind=kind,
        cuts=cuts or (cut(),),
        start=start,
        end=end,
        delay_days=delay,
        law=law or LAWS[kind],
        note="",
        sources=(),
        text=name,
    )


def law(name: str, stay: float = 0.9) -> DurationLaw:
    """Return the law of an event that lasts one month longer with the chance ``stay``."""
    alive = tuple(stay**month for month in range(MONTHS + 1))
    return DurationLaw(id=name, alive=alive, low=alive, high=alive)


def stock(
    holder: str,
    form: str = "refine",
    *,
    tonnes: float | None = None,
    days: float | None = None,
    kind: str = "national",
    material: str = "testium",
) -> tuple[object, ...]:
    """Return a row of stocks."""
    return holder, material, form, kind, tonnes, days, "2025", "test", "reported"


def stocks(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=STOCKS, orient="row")


def data(
    *rows: tuple[object, ...],
    worth: Mapping[tuple[str, str], tuple[float, float, float]] | None = None,
    stay: float = 0.9,
    shares: Sequence[tuple[object, ...]] = (),
) -> ResponseData:
    """Return stocks, days at sea from some makers, and published import shares."""
    return ResponseData(
        stocks=stocks(*rows),
        laws={name: law(name, stay) for name in LAWS.values()},
        transit={("CHN", "JPN"): 7.0, ("CHN", "USA"): 14.0, ("AUS", "JPN"): 10.0},
        worth=worth or {},
        economics=pl.DataFrame(schema=ECONOMICS),
        shares=pl.DataFrame(list(shares), schema=SHARES, orient="row"),
    )


def same_day(_seller: str, _buyer: str) -> float:
    """Goods arrive at once."""
    return 0.0


def situation(
    of: MaterialIncident, low: MaterialIncident | None = None, high: MaterialIncident | None = None
) -> Situation:
    """Return the situation of an incident worked by hand."""
    return Situation(
        low=low or of,
        middle=of,
        high=high or of,
        stores=no_stores(),
        chain=chain(),
        alive=of.weight,
    )


def question(of: MaterialIncident, rules: Rules | None = None) -> Question:
    """Return the question of an incident worked by hand."""
    return Question(situation=situation(of), lp=IncidentLp(of), rules=rules or Rules())


def no_stores() -> Stores:
    return stores_of(world.pact(), chain(), [], stocks(), [], 0, np.ones(2))


def months_of(tonnes: Sequence[float]) -> list[float]:
    """Return tonnes a year as tonnes a month."""
    return [each / 12.0 for each in tonnes]
