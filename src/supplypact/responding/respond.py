"""Answer events: who is short when, what to do, what waiting costs, what acting together saves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from supplypact.algebra.sets import Array
from supplypact.domain.event import Event
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.response import Decided, RespondOptions, Response
from supplypact.planning.reference import build_bases
from supplypact.responding import frames
from supplypact.responding.actions import Teller
from supplypact.responding.asked import (
    check_days,
    check_decided,
    check_without,
    committed_to,
    lasting,
    materials_of,
)
from supplypact.responding.clock import chance, grid_of, of_edges, with_edge
from supplypact.responding.compare import band, delays, modes, rounding
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
from supplypact.units import Usd, Year


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
    if decided is not None:
        check_decided(pact, decided)
        options = replace(options, mode=decided.mode, lines=decided.lines)
    now = options.as_of or min(event.start for event in events)
    day0 = now if decided is None else decided.day0
    check_days(now, day0, events, decided)
    events, ended = lasting(events, now)
    check_without(network, options.without)
    named = materials_of(network, events, options)
    grid = grid_of()
    if decided is not None:
        before, passed = of_edges(decided.edges), float((now - day0).days)
        grid = of_edges(with_edge(decided.edges, passed))
        decided = replace(decided, orders=regridded(decided.orders, before, grid))
    committed = () if decided is None else committed_to(decided)
    setting = Setting(
        pact, network, data, events, day0, now, grid, (*pact.avoided, *options.without), committed
    )
    situations = _situations(setting, named)
    situations.sort(key=lambda each: -each.middle.nothing)
    first = first_open(setting.grid, float((now - day0).days))
    questions = [
        _question(each, options.mode, decided, first, stocks_now=stocks_now) for each in situations
    ]
    kept = (
        shorten(questions, options.lines)
        if decided is None
        else replan(questions, decided.materials, options.lines)
    )
    response = _told(setting, options, kept, named, first, ended)
    if decided is None:
        return response
    return replace(response, changes=changes(decided, kept, first))


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
    low, high = band(kept, "low"), band(kept, "high")
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
        rounding=rounding(kept),
        nothing=Usd(sum(each.question.situation.middle.nothing for each in kept)),
        answer=Usd(sum(each.solved.cost for each in kept)),
        nothing_low=Usd(low[0]),
        answer_low=Usd(low[1]),
        nothing_high=Usd(high[0]),
        answer_high=Usd(high[1]),
        periods=periods,
        balance=frames.balance(kept).filter(open_),
        short=short,
        modes=modes(pact, kept, options.mode),
        delays=delays(kept, float((setting.now - setting.day0).days)),
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
            *shares_apart(setting.events, setting.network, setting.data.shares, pact, struck),
            *notes_of(setting.events, setting.network, struck),
            *later_stocks(held, setting.now),
            *days_apart(setting.events, ended, setting.now),
        ),
    )
