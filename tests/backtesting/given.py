"""Past events and trade for tests, given as a sentence would give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from supplypact.backtesting.incident import Assumed
from supplypact.domain.backtest import PastCut, PastEvent, Trade
from supplypact.units import Share
from tests.given import pact

YEAR = 2019
HS = "260400"
Flow = tuple[int, str, str, float | None, float]
"""Year, exporter, importer, tonnes, USD."""

COUNTRIES = ("USA", "JPN", "CHN", "AUS", "ZAF")
BESIDE = {(a, b): 0.0 for a in COUNTRIES for b in COUNTRIES}
"""Every country lies beside every other."""


def cut(
    share: float = 1.0,
    *,
    buyers: tuple[str, ...] = (),
    start: date = date(YEAR, 1, 1),
    end: date | None = None,
    delay: float = 0.0,
    low: float | None = None,
    high: float | None = None,
) -> PastCut:
    return PastCut(
        part="ban",
        kind="ban",
        buyers=buyers,
        start=start,
        end=end,
        delay_days=delay,
        share=Share(share),
        low=Share(share if low is None else low),
        high=Share(share if high is None else high),
        note="test",
        source="test",
        hazard_event="",
        tuned=False,
    )


def event(*cuts: PastCut, supplier: str = "CHN") -> PastEvent:
    return PastEvent(
        id="e1",
        title_en="Event",
        title_ja="事象",
        material="nickel",
        product_en="Ore",
        product_ja="鉱石",
        hs=HS,
        supplier=supplier,
        year=YEAR,
        cuts=cuts or (cut(),),
    )


def trade(
    before: Sequence[Sequence[float]],
    exports: Sequence[float],
    *,
    actual: Sequence[Sequence[float]] | None = None,
    importers: tuple[str, ...] = ("USA",),
    origins: tuple[str, ...] = ("CHN", "AUS", "ZAF"),
) -> Trade:
    """Return trade; rows of ``before`` are importers, columns origins."""
    known = np.array(before, dtype=float)
    return Trade(
        importers=importers,
        origins=origins,
        earlier=known,
        before=known,
        actual=known if actual is None else np.array(actual, dtype=float),
        exports=np.array(exports, dtype=float),
        usd_per_tonne=1000.0,
        covered=Share(1.0),
        filled=Share(0.0),
        odd=Share(0.0),
        doubtful=(),
    )


def assumed(**changed: float) -> Assumed:
    """Return assumptions: a quarter idle, all of it at once from the day of the event."""
    own = {"existing_utilisation": 0.75, "surge_ramp_months": 1.0} | changed
    usual = pact()
    values = {
        name: replace(each, value=own.get(name, each.value))
        for name, each in usual.assumptions.items()
    }
    return Assumed(pact=replace(usual, assumptions=values), transit=BESIDE)


def flows(*rows: Flow, hs: str = HS) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "hs": [hs] * len(rows),
            "year": [row[0] for row in rows],
            "exporter": [row[1] for row in rows],
            "importer": [row[2] for row in rows],
            "tonnes_gross": [row[3] for row in rows],
            "value_usd": [row[4] for row in rows],
        },
        schema_overrides={"tonnes_gross": pl.Float64, "value_usd": pl.Float64},
    )
