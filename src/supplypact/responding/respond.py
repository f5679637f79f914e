"""Answer events: who is short when, what to do, what waiting costs, what acting together saves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from supplypact.algebra.sets import Array
from supplypact.domain.event import Event
from supplypact.domain.network import BASE_YEAR, Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import LAST_YEAR
from supplypact.domain.response import DELAYS, MODES, Decided, RespondOptions, Response, Rounding
from supplypact.errors import UsageError, did_you_mean
from supplypact.planning.reference import build_bases
from supplypact.responding import frames
from supplypact.responding.actions import Teller
from supplypact.responding.clock import chance, grid_of, of_edges, with_edge
from supplypact.responding.effects import costs_by_party
from supplypact.responding.given import ResponseData, worth_table
from supplypact.responding.incident import Setting, Situation
from supplypact.responding.losses import published, value_at_risk
from supplypact.responding.modes import rules_of
from supplypact.responding.notes import days_apart, later_stocks, notes_of, shares_apart
from supplypact.responding.playbook import Kept, Question, numbered, shorten
from supplypact.responding.price import prices
from supplypact.responding.record import orders_frame, regridded
from supplypact.responding.replan import changes, first_open, held_of, replan
from supplypact.responding.solve import IncidentLp
from supplypact.simulation.replay import replay
from supplypact.units import Usd, Year

ALL = "*"
LATEST = 31.0
"""Days before its end up to which a playbook can be carried on."""
SOON = date(BASE_YEAR + 2, 1, 1)
"""A day that has data, for messages."""


def respond(
    pact: Pact,
    network: Network,
    data: ResponseData,
    events: Sequence[Event],
    options: RespondOptions,
    *,
    decided: Decided | None = None,
    stocks_now: bool = False,
) -> Response:
    """Return the answer to the events.

    Args:
        pact: Parties and assumptions.
        network: The tables.
        data: Stocks and what a response needs beside them.
        events: One or more; where two cut the same shipments the deeper one counts.
        options: What is asked; mode and lines are those of ``decided``, if given.
        decided: An earlier playbook whose orders up to ``options.as_of`` stand.
        stocks_now: Whether the stocks are those on the day of decision; otherwise those on the
            first day of the earlier playbook.

    Raises:
        UsageError: an option names something unknown, or the day has no data.

    """
    started = time.perf_counter()
    if decided is not None:
        _check_decided(pact, decided)
        options = replace(options, mode=decided.mode, lines=decided.lines)
    now = options.as_of or min(event.start for event in events)
    day0 = now if decided is None else decided.day0
    _check_days(now, day0, events, decided)
    events, ended = _lasting(events, now)
    _check_without(network, options.without)
    named = _materials(network, events, options)
    grid = grid_of()
    if decided is not None:
        before, passed = of_edges(decided.edges), float((now - day0).days)
        grid = of_edges(with_edge(decided.edges, passed))
        decided = replace(decided, orders=regridded(decided.orders, before, grid))
    committed = () if decided is None else _committed(decided)
    setting = Setting(
        pact, network, data, events, day0, now, grid, (*pact.avoided, *options.without), committed
    )
    situations = _situations(setting, named)
    situations.sort(key=lambda each: -each.middle.nothing)
    first = first_open(setting.grid, float((now - day0).days))
    questions = [
        _question(each, options.mode, decided, first, stocks_now=stocks_now) for each in situations
    ]
    built = time.perf_counter()
    kept = (
        shorten(questions, options.lines)
        if decided is None
        else replan(questions, decided.materials, options.lines)
    )
    answered = time.perf_counter()
    response = _told(setting, options, kept, named, first, ended)
    if decided is not None:
        response = replace(response, changes=changes(decided, kept, first))
    timings = {
        "build": built - started,
        "solve": answered - built,
        "read": time.perf_counter() - answered,
    }
    return replace(response, timings=timings)


def _committed(decided: Decided) -> tuple[str, ...]:
    """Return the plants that the earlier playbook brought forward."""
    names = decided.orders.filter(pl.col("order") == "expedite")["giver"]
    return tuple(dict.fromkeys(names))


def _lasting(events: Sequence[Event], now: date) -> tuple[list[Event], list[Event]]:
    """Return the events that are not over, and those that are."""
    over = [event for event in events if event.end is not None and event.end <= now]
    return [event for event in events if event not in over], over


def _check_days(now: date, day0: date, events: Sequence[Event], decided: Decided | None) -> None:
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
    left, over = _lasting(events, now)
    if not left:
        last = max(event.end for event in over if event.end is not None)
        raise UsageError(
            f"the event is over since {last}",
            where="--as-of",
            fix="give a day before that, or replay the event with --start",
        )


def _check_without(network: Network, codes: Sequence[str]) -> None:
    known = {country.id: country.name_en for country in network.countries}
    for code in codes:
        if code not in known:
            fix = did_you_mean(code, known)
            raise UsageError(f"unknown country '{code}'", where="--without", fix=fix)


def _check_decided(pact: Pact, decided: Decided) -> None:
    if decided.pact != pact.id:
        raise UsageError(
            f"the earlier playbook is of the pact '{decided.pact}'",
            where="--after",
            fix=f"give a playbook of '{pact.id}', or start anew without --after",
        )


def _materials(
    network: Network, events: Sequence[Event], options: RespondOptions
) -> tuple[str, ...]:
    """Return the materials of the events that are asked for, in the order of the tables."""
    struck = {name for event in events for cut in event.cuts for name in cut.materials}
    for name in options.materials:
        if name not in struck:
            fix = did_you_mean(name, struck)
            raise UsageError(f"the event does not cut '{name}'", where="--material", fix=fix)
    wanted = set(options.materials) or struck
    return tuple(each.id for each in network.materials if each.id in wanted)


def _situations(setting: Setting, named: Sequence[str]) -> list[Situation]:
    part = tuple(each for each in setting.network.materials if each.id in named)
    network = replace(setting.network, materials=part)
    bases = build_bases(setting.pact, network, (), (Year(setting.day0.year),))
    found = [setting.situation(base.chain) for base in bases]
    return [each for each in found if each is not None]


def _question(
    situation: Situation, mode: str, decided: Decided | None, first: int, *, stocks_now: bool
) -> Question:
    held = None if decided is None else held_of(situation.middle, decided, first)
    if held is not None and stocks_now:
        situation = _with_released(situation, held.orders.release[..., :first].sum(axis=(1, 2)))
    incident = situation.middle
    return Question(
        situation=situation,
        lp=IncidentLp(incident),
        rules=rules_of(mode, incident, situation.chain),
        held=held,
    ).without_needless_waivers()


def _with_released(situation: Situation, released: Array) -> Situation:
    """Return the situation with stocks as on the first day."""
    low, middle, high = (
        replace(each, stock=each.stock + released)
        for each in (situation.low, situation.middle, situation.high)
    )
    return replace(situation, low=low, middle=middle, high=high)


def _told(
    setting: Setting,
    options: RespondOptions,
    kept: Sequence[Kept],
    named: Sequence[str],
    first: int,
    ended: Sequence[Event],
) -> Response:
    pact, grid = setting.pact, setting.grid
    alive = chance(setting.events, setting.data.laws, setting.day0, setting.now, grid)
    told = numbered(
        kept,
        lambda each: Teller(
            each.question.situation.middle,
            each.solved,
            each.question.situation.alive,
            setting.day0,
            first,
            setting.now,
            each.question.held,
        ),
    )
    struck = tuple(each.question.situation.middle.material for each in kept)
    open_ = pl.col("period") >= first
    periods = frames.periods(setting.day0, grid, alive).filter(open_)
    short = frames.short(kept).filter(open_)
    held = frames.stocks(kept)
    low, high = _band(kept, "low"), _band(kept, "high")
    worth = worth_table(setting.data, pact, setting.network, struck)
    return Response(
        pact=pact.id,
        parties=pact.party_codes,
        concern=pact.concern,
        events=tuple(setting.events),
        options=options,
        as_of=setting.now,
        day0=setting.day0,
        edges=(*map(float, grid.start), grid.end),
        materials=struck,
        unused=tuple(name for name in named if name not in struck),
        actions=tuple(each.action for each in told),
        rounding=_rounding(kept),
        nothing=Usd(sum(each.question.situation.middle.nothing for each in kept)),
        answer=Usd(sum(each.solved.cost for each in kept)),
        nothing_low=Usd(low[0]),
        answer_low=Usd(low[1]),
        nothing_high=Usd(high[0]),
        answer_high=Usd(high[1]),
        periods=periods,
        balance=frames.balance(kept).filter(open_),
        short=short,
        modes=_modes(pact, kept, options.mode),
        delays=_delays(kept, float((setting.now - setting.day0).days)),
        stocks=held,
        schedule=frames.schedule(told),
        orders=orders_frame(kept),
        prices=prices(
            setting.network, setting.events, struck, exchange=pact.assume("exchange_share")
        ),
        losses=value_at_risk(short, periods, worth),
        published=published(setting.data.economics, struck, pact.party_codes),
        unknown_stocks=tuple(
            (holder, each.question.situation.middle.material)
            for each in kept
            for holder in each.question.situation.stores.unknown
        ),
        estimates=tuple(
            name
            for name in struck
            if not any(material == name for material, _ in setting.data.worth)
        ),
        notes=(
            *notes_of(setting.events, setting.network, struck),
            *later_stocks(held, setting.now),
            *days_apart(setting.events, ended, setting.now),
            *shares_apart(setting.events, setting.network, setting.data.shares, pact, struck),
        ),
    )


def _rounding(kept: Sequence[Kept]) -> Rounding:
    return Rounding(
        exact_lines=sum(each.exact_lines for each in kept),
        kept_lines=sum(len(each.lines) for each in kept),
        exact=Usd(sum(each.exact.cost for each in kept)),
        kept=Usd(sum(each.solved.cost for each in kept)),
    )


def _band(kept: Sequence[Kept], bound: str) -> tuple[float, float]:
    """Return what doing nothing, and the orders as told, cost if it is as the bound says.

    Orders that turn out too many are paid, and what they leave open is missing.
    """
    nothing = answer = 0.0
    for each in kept:
        incident = getattr(each.question.situation, bound)
        nothing += incident.nothing
        answer += replay(incident, each.solved.orders).total
    return nothing, answer


def _delays(kept: Sequence[Kept], passed: float) -> pl.DataFrame:
    """Return ``Response.delays``: the optimum where nothing is ordered for some weeks.

    Args:
        kept: The answers.
        passed: Days from the first day to that of decision.

    """
    exact = sum(each.exact.cost for each in kept)
    rows = []
    for weeks in DELAYS:
        cost = 0.0
        for each in kept:
            question = each.question
            rules = replace(question.rules, delay=passed + 7.0 * weeks)
            incident = question.situation.middle
            cost += question.lp.solve(incident, rules, held=question.held).cost
        extra = max(cost - exact, 0.0)
        rows.append((weeks, cost, extra, extra / (7.0 * weeks)))
    return pl.DataFrame(rows, schema=["weeks", "cost_usd", "extra_usd", "a_day_usd"], orient="row")


def _modes(pact: Pact, kept: Sequence[Kept], asked_mode: str) -> pl.DataFrame:
    """Return ``Response.modes``; that of the playbook by its own rules."""
    rows = []
    for mode in MODES:
        total = {party: np.zeros(3) for party in pact.party_codes}
        for each in kept:
            incident = each.question.situation.middle
            chain = each.question.situation.chain
            asked = each.question.rules if mode == asked_mode else None
            rules = asked or rules_of(mode, incident, chain)
            solved = each.question.lp.solve(incident, rules, held=each.question.held)
            for party, cost in costs_by_party(incident, solved).items():
                total[party] += cost
        rows.append((mode, ALL, *sum(total.values(), np.zeros(3))))
        rows += [(mode, party, *cost) for party, cost in total.items()]
    names = ["mode", "party", "cost_usd", "loss_usd", "short_tonnes"]
    frame = pl.DataFrame(
        [(a, b, *map(float, rest)) for a, b, *rest in rows], schema=names, orient="row"
    )
    if len(kept) == 1:
        return frame
    return frame.with_columns(short_tonnes=pl.lit(None, dtype=pl.Float64))
