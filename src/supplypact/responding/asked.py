"""What is asked of a response: checked against what there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from supplypact.domain.event import Event
from supplypact.domain.network import BASE_YEAR, Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import LAST_YEAR
from supplypact.domain.response import Decided, RespondOptions
from supplypact.errors import UsageError, did_you_mean

LATEST = 31.0
"""Days before its end up to which a playbook can be carried on."""
SOON = date(BASE_YEAR + 2, 1, 1)
"""A day that has data, for messages."""


def committed_to(decided: Decided) -> tuple[str, ...]:
    """Return the plants that the earlier playbook brought forward."""
    names = decided.orders.filter(pl.col("order") == "expedite")["giver"]
    return tuple(dict.fromkeys(names))


def lasting(events: Sequence[Event], now: date) -> tuple[list[Event], list[Event]]:
    """Return the events that are not over, and those that are."""
    over = [event for event in events if event.end is not None and event.end <= now]
    return [event for event in events if event not in over], over


def check_days(now: date, day0: date, events: Sequence[Event], decided: Decided | None) -> None:
    """Raise UsageError unless the day of decision has data, an event and the earlier playbook."""
    if not BASE_YEAR <= now.year <= LAST_YEAR:
        raise UsageError(
            f"there is no data for {now.year}: the tables know flows and capacity from "
            f"{BASE_YEAR} to {LAST_YEAR}",
            where="--as-of" if now != min(each.start for each in events) else "the event's start",
            fix=f"decide on a day that has data if it still lasts (--as-of {SOON}), or replay it "
            f"(--start {SOON}); 'supplypact backtest' tells of past events",
        )
    if now < day0:
        raise UsageError(
            f"{now} is before the day of the earlier playbook, {day0}",
            where="--as-of",
            fix=f"give {day0} or a later day",
        )
    if decided is not None and (now - day0).days >= decided.edges[-1] - LATEST:
        last_day = day0 + timedelta(days=round(decided.edges[-1]))
        raise UsageError(
            f"the earlier playbook ends on {last_day}",
            where="--after",
            fix="start anew without it",
        )
    left, over = lasting(events, now)
    if not left:
        last = max(event.end for event in over if event.end is not None)
        raise UsageError(
            f"the event is over since {last}",
            where="--as-of",
            fix="give a day before that, or replay the event with --start",
        )


def check_without(network: Network, codes: Sequence[str]) -> None:
    """Raise UsageError where a country is unknown."""
    known = {country.id: country.name_en for country in network.countries}
    for code in codes:
        if code not in known:
            fix = did_you_mean(code, known)
            raise UsageError(f"unknown country '{code}'", where="--without", fix=fix)


def check_decided(pact: Pact, decided: Decided) -> None:
    """Raise UsageError where the earlier playbook is of another pact."""
    if decided.pact != pact.id:
        raise UsageError(
            f"the earlier playbook is of the pact '{decided.pact}'",
            where="--after",
            fix=f"give a playbook of '{pact.id}', or start anew without --after",
        )


def materials_of(
    network: Network, events: Sequence[Event], options: RespondOptions
) -> tuple[str, ...]:
    """Return the materials of the events that are asked for, in the order of the tables.

    Raises:
        UsageError: one is asked for that no event cuts.

    """
    struck = {name for event in events for cut in event.cuts for name in cut.materials}
    for name in options.materials:
        if name not in struck:
            fix = did_you_mean(name, struck)
            raise UsageError(f"the event does not cut '{name}'", where="--material", fix=fix)
    wanted = set(options.materials) or struck
    return tuple(each.id for each in network.materials if each.id in wanted)
