"""Score past events: the model and two naive forecasts against what trade did."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from supplypact.backtesting.events import chosen_events, past_events
from supplypact.backtesting.forecast import forecast, naive
from supplypact.backtesting.incident import Assumed
from supplypact.backtesting.score import errors
from supplypact.backtesting.trade import trade_around
from supplypact.domain.backtest import (
    CUT_ONLY,
    MODEL,
    PROPORTIONAL,
    Backtest,
    PastEvent,
    Scored,
)
from supplypact.domain.pact import Pact
from supplypact.domain.response import ALONE

BACKTEST_TABLES = ("sources", "hazard_events", "backtest_events", "backtest_trade", "transit")
"""Tables that a backtest reads."""


def backtest(pact: Pact, tables: Mapping[str, pl.DataFrame], wanted: str | None = None) -> Backtest:
    """Return the events scored.

    Args:
        pact: Whose assumptions the model has; nothing of them was set on these events.
        tables: The frames of ``BACKTEST_TABLES`` by name.
        wanted: Id of the only event to score; all if None.

    Raises:
        UsageError: there is no such event.

    """
    routes = tables["transit"].select("from_country", "to_country", "days").iter_rows()
    assumed = Assumed(pact=pact, transit={(a, b): float(days) for a, b, days in routes})
    events = chosen_events(past_events(tables), wanted)
    scored = tuple(score(event, tables["backtest_trade"], assumed) for event in events)
    return Backtest(pact=pact.id, mode=ALONE, scored=scored)


def score(event: PastEvent, flows: pl.DataFrame, assumed: Assumed) -> Scored:
    """Return one event scored."""
    trade = trade_around(flows, event)
    supplier = trade.origins.index(event.supplier)
    model = forecast(event, trade, assumed)
    simple = naive(event, trade, assumed)
    low, high = (forecast(event, trade, assumed, bound).imports for bound in ("low", "high"))
    said = {MODEL: model.imports, **simple}
    return Scored(
        event=event,
        trade=trade,
        model=model.imports,
        proportional=simple[PROPORTIONAL],
        cut_only=simple[CUT_ONLY],
        lost=model.lost,
        surge=model.surge,
        reroute=model.reroute,
        missing=model.missing,
        errors={name: errors(tonnes, trade, supplier) for name, tonnes in said.items()},
        at_low=errors(low, trade, supplier),
        at_high=errors(high, trade, supplier),
    )
