"""A hand-made response: China stops gallium and antimony for the United States and Japan.

Gallium (refined): the United States uses 1 t a day of which 0.6 is cut, Japan 2 t of which 0.5.
Antimony (ore): Japan uses 10 t a day of which 1 is cut.  The first week nothing is missing yet.
From the fifth week on the playbook halves what is missing in the United States, and Japan's
antimony is met in full.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

import polars as pl

from supplypact.domain.event import Cut, Event, EventSource
from supplypact.domain.network import Country, Material, Network, Stage
from supplypact.domain.pact import Pact
from supplypact.domain.response import (
    ACTIONS,
    Action,
    Change,
    Note,
    RespondOptions,
    Response,
    Rounding,
)
from supplypact.reporting.response.view import ResponseView
from supplypact.units import Share, Usd, UsdPerTonne
from tests import given as world

AS_OF = date(2024, 12, 3)
STARTS = [AS_OF + timedelta(days=7 * week) for week in range(13)]
STARTS += [AS_OF + timedelta(days=91 + 30 * month) for month in range(9)]
DAYS = [7] * 13 + [30] * 9
USERS = {
    ("gallium", "USA", "refine"): (1.0, 0.6, 0.3),
    ("gallium", "JPN", "refine"): (2.0, 0.5, 0.5),
    ("antimony", "JPN", "mine"): (10.0, 1.0, 0.0),
}
"""Use, missing without action, and missing with it from the fifth week on, tonnes a day."""
NAMES = {
    "USA": ("United States", "アメリカ合衆国"),
    "JPN": ("Japan", "日本"),
    "CHN": ("China", "中国"),
    "DEU": ("Germany", "ドイツ"),
    "KOR": ("South Korea", "大韓民国"),
    "TJK": ("Tajikistan", "タジキスタン"),
}
LOSS = {"gallium": 1e6, "antimony": 1e5}
"""USD a tonne that is missing."""
FRAMES = (
    "periods",
    "balance",
    "short",
    "modes",
    "delays",
    "stocks",
    "schedule",
    "orders",
    "prices",
    "losses",
    "published",
)
NOTE = Note(
    key="overlap",
    values={"one": "us-ban-2024", "other": "us-ban-2024", "materials": "gallium;antimony"},
)


def network() -> Network:
    opal = world.project("opal", "AUS", {("testium", "refine"): 8.0}, capex=2e9, start=2028, lead=2)
    base = world.two_stages(opal)
    return replace(
        base,
        materials=(_gallium(), _antimony()),
        countries=tuple(
            Country(id=code, name_en=en, name_ja=ja, latitude=None, longitude=None, governance=None)
            for code, (en, ja) in NAMES.items()
        ),
        digest={"flows": "ab" * 32, "stages": "cd" * 32},
    )


def _gallium() -> Material:
    refine = _stage("refine", "Primary low-purity gallium", "一次ガリウム")
    return _material("gallium", "Gallium", "ガリウム", "Ga", refine)


def _antimony() -> Material:
    return _material(
        "antimony",
        "Antimony",
        "アンチモン",
        "Sb",
        _stage("mine", "Ore and concentrate", "鉱石・精鉱"),
    )


def _material(name: str, en: str, ja: str, symbol: str, stage: Stage) -> Material:
    return Material(
        id=name,
        name_en=en,
        name_ja=ja,
        symbol=symbol,
        basis=f"contained {symbol}",
        part_of="",
        price=UsdPerTonne(5e5),
        stages=(stage,),
    )


def _stage(name: str, en: str, ja: str) -> Stage:
    return Stage(
        id=name, product_en=en, product_ja=ja, recovery=Share(1.0), other_feed_share=Share(0.0)
    )


def pact() -> Pact:
    found = world.pact(world.target("testium"))
    named = (
        replace(each, name_en=NAMES[each.country][0], name_ja=NAMES[each.country][1])
        for each in found.parties
    )
    return replace(found, title_en="Test pact", title_ja="試験協定", parties=tuple(named))


def view(language: str = "en", **changes: object) -> ResponseView:
    whole: dict[str, object] = {"pact": pact(), "network": network(), "language": language}
    return ResponseView(**{**whole, **changes})  # type: ignore[arg-type]


def event() -> Event:
    return Event(
        id="us-ban-2024",
        title_en="China bans gallium and antimony for the United States and Japan",
        title_ja="中国、米国・日本向けガリウムとアンチモンの輸出を禁止",
        kind="ban",
        cuts=(
            Cut(
                supplier="CHN",
                materials=("gallium", "antimony"),
                stages=("refine", "mine"),
                buyers=("USA", "JPN"),
                share=Share(0.88),
                low=Share(0.68),
                high=Share(0.88),
            ),
        ),
        start=AS_OF,
        end=None,
        delay_days=0.0,
        law="long",
        note="",
        sources=(
            EventSource(text="Ministry of Commerce of China, announcement 46 of 2024", url=""),
            EventSource(text="Geological Survey: yearbook", url="https://example.org/yearbook"),
        ),
        text="id = 'us-ban-2024'\n",
    )


def action(number: int, kind: str, **changes: object) -> Action:
    whole: dict[str, object] = {
        "number": number,
        "kind": kind,
        "material": "gallium",
        "stage": "refine",
        "owner": "JPN",
        "source": "JPN",
        "user": "USA",
        "end_use": "",
        "project": "",
        "ordered": AS_OF + timedelta(days=2 * number),
        "effect": AS_OF + timedelta(days=28 + number),
        "until": AS_OF + timedelta(days=361),
        "tonnes": 12.345 * number,
        "expected_tonnes": 10.0 * number,
        "peak": 1.5 * number,
        "cost": Usd(1.2e6),
        "avoided_tonnes": 9.0 * number,
        "avoided": Usd(34.5e6),
        "limit": "stock",
        "limit_place": "JPN",
        "decided": False,
    }
    return Action(**{**whole, **changes})  # type: ignore[arg-type]


def actions() -> tuple[Action, ...]:
    """One of each kind."""
    own: dict[str, dict[str, object]] = {
        "release": {},
        "re-route": {"owner": "USA", "source": "DEU;KOR", "limit": "others", "limit_place": "DEU"},
        "surge": {"owner": "USA", "source": "DEU", "limit": "ramp", "limit_place": "DEU"},
        "swap": {"limit": "late", "limit_place": ""},
        "substitute": {"owner": "USA", "source": "", "limit": "use", "limit_place": ""},
        "restrain": {
            "owner": "USA",
            "source": "",
            "end_use": "electronics",
            "limit": "need",
            "limit_place": "",
            "avoided_tonnes": 0.0,
        },
        "expedite": {
            "owner": "USA",
            "source": "",
            "project": "opal",
            "limit": "project",
            "limit_place": "",
        },
        "waive": {
            "material": "antimony",
            "stage": "mine",
            "source": "TJK",
            "user": "JPN",
            "limit": "idle",
            "limit_place": "TJK",
        },
    }
    return tuple(action(at, kind, **own[kind]) for at, kind in enumerate(ACTIONS, start=1))


def response(**changes: object) -> Response:
    whole: dict[str, object] = {
        "pact": "test",
        "parties": ("USA", "JPN"),
        "concern": ("CHN",),
        "events": (event(),),
        "options": RespondOptions(as_of=AS_OF),
        "as_of": AS_OF,
        "day0": AS_OF,
        "edges": (*accumulate(DAYS, initial=0.0),),
        "materials": ("gallium", "antimony"),
        "unused": (),
        "actions": actions(),
        "rounding": Rounding(exact_lines=41, kept_lines=8, exact=Usd(118e6), kept=Usd(120e6)),
        "nothing": Usd(430e6),
        "answer": Usd(120e6),
        "answer_low": Usd(70e6),
        "answer_high": Usd(210e6),
        "nothing_low": Usd(250e6),
        "nothing_high": Usd(810e6),
        "periods": periods(),
        "balance": balance(),
        "short": short(),
        "modes": modes(),
        "delays": delays(),
        "stocks": stocks(),
        "schedule": pl.DataFrame(
            {"line": [1, 1, 2], "period": [0, 1, 1], "tonnes": [8.0, 4.345, 24.69]}
        ),
        "orders": pl.DataFrame(
            {
                "material": ["gallium"],
                "order": ["release"],
                "giver": ["JPN,refine,national"],
                "user": ["USA,refine"],
                "period": [0],
                "tonnes": [12.345],
            }
        ),
        "prices": pl.DataFrame(
            {
                "material": ["gallium"],
                "missing_share": [0.21],
                "low": [1.3],
                "middle": [1.9],
                "high": [4.8],
            }
        ),
        "losses": losses(),
        "published": published(),
        "changes": (
            Change(
                what="more",
                kind="release",
                material="gallium",
                source="JPN",
                user="USA",
                before=8.0,
                after=12.345,
            ),
        ),
        "unknown_stocks": (("JPN", "gallium"), ("JPN", "antimony"), ("USA", "gallium")),
        "estimates": ("antimony",),
        "notes": (NOTE,),
    }
    return Response(**{**whole, **changes})  # type: ignore[arg-type]


def nothing_struck() -> Response:
    """The event strikes what no party uses."""
    empty = {name: getattr(response(), name).clear() for name in FRAMES if name != "periods"}
    return response(
        materials=(),
        unused=("gallium", "antimony"),
        actions=(),
        rounding=Rounding(exact_lines=0, kept_lines=0, exact=Usd(0.0), kept=Usd(0.0)),
        changes=(),
        unknown_stocks=(),
        estimates=(),
        notes=(),
        **dict.fromkeys(
            ("nothing", "answer", "answer_low", "answer_high", "nothing_low", "nothing_high"),
            Usd(0.0),
        ),
        **empty,
    )


def periods() -> pl.DataFrame:
    ends = [start + timedelta(days=days) for start, days in zip(STARTS, DAYS, strict=True)]
    alive = [1 - 0.03 * period for period in range(len(STARTS))]
    return pl.DataFrame(
        {
            "period": range(len(STARTS)),
            "start": STARTS,
            "end": ends,
            "days": [float(each) for each in DAYS],
            "alive": alive,
        }
    )


def missing(path: str, period: int, user: tuple[str, str, str]) -> float:
    """Return the tonnes a day that are missing."""
    _, without, after = USERS[user]
    if period == 0:
        return 0.0
    return after if path == "answer" and period >= 4 else without


def balance() -> pl.DataFrame:
    rows = []
    for path in ("nothing", "answer"):
        for user, (use, without, _) in USERS.items():
            for period, days in enumerate(DAYS):
                lost = 0.0 if period == 0 else without
                short = missing(path, period, user)
                held = 0.25 * short if path == "answer" else 0.0
                figures = [use, lost, lost - short, 0, 0, 0, 0, 0, 0, held, short - held]
                rows.append((path, *user, period, *(each * days for each in figures)))
    kinds = ["release", "re-route", "surge", "swap", "substitute", "expedite", "waive", "restrain"]
    names = ["path", "material", "party", "stage", "period", "use", "lost", *kinds, "short"]
    kind = dict.fromkeys(names[5:], pl.Float64)
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides=kind)


def short() -> pl.DataFrame:
    rows = [
        (path, *user, use, period, part * tonnes, part * tonnes * LOSS[user[0]])
        for path in ("nothing", "answer")
        for user in USERS
        for period, days in enumerate(DAYS)
        for tonnes in (missing(path, period, user) * days,)
        for use, part in (("electronics", 0.5), ("industry_other", 0.5))
    ]
    names = ["path", "material", "party", "stage", "end_use", "period", "tonnes", "usd"]
    return pl.DataFrame(rows, schema=names, orient="row")


def modes() -> pl.DataFrame:
    costs = {"alone": 310e6, "sharing": 250e6, "pact": 190e6, "full": 120e6}
    rows = [
        (mode, party, cost * part, cost * part * 0.9, None)
        for mode, cost in costs.items()
        for party, part in (("*", 1.0), ("USA", 0.6), ("JPN", 0.4))
    ]
    names = ["mode", "party", "cost_usd", "loss_usd", "short_tonnes"]
    kind = {"short_tonnes": pl.Float64}
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides=kind)


def delays() -> pl.DataFrame:
    weeks = [1, 2, 4, 8]
    extra = [12e6, 26e6, 61e6, 130e6]
    return pl.DataFrame(
        {
            "weeks": weeks,
            "cost_usd": [120e6 + each for each in extra],
            "extra_usd": extra,
            "a_day_usd": [each / (7 * week) for each, week in zip(extra, weeks, strict=True)],
        }
    )


def stocks() -> pl.DataFrame:
    rows = [
        (
            "JPN",
            "gallium",
            "refine",
            "national",
            120.0,
            60.0,
            30.0,
            "2024-11",
            "survey",
            "official",
        ),
        ("USA", "antimony", "mine", "given", None, None, None, None, None, None),
    ]
    names = ["holder", "material", "form", "kind", "tonnes", "days", "left_tonnes"]
    return pl.DataFrame(rows, schema=[*names, "as_of", "source", "quality"], orient="row")


def losses() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "material": ["gallium", "gallium"],
            "party": ["USA", "JPN"],
            "low_usd": [1.0e9, 0.3e9],
            "middle_usd": [2.4e9, 0.8e9],
            "high_usd": [5.1e9, 1.9e9],
        }
    )


def published() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "material": ["gallium"],
            "party": ["USA"],
            "what": ["GDP loss of a full stop for one year"],
            "low_usd": [1.7e9],
            "middle_usd": [3.1e9],
            "high_usd": [8.2e9],
            "share_of_gdp": [None],
            "source": ["Geological Survey"],
            "year": [2024],
        },
        schema_overrides={"share_of_gdp": pl.Float64},
    )
