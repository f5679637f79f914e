"""Every promise of the pact with its verdict, whatever it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from supplypact.domain.entry import FIRST_OUTPUT
from supplypact.domain.position import MilestoneState
from supplypact.domain.progress import (
    IndicatorProgress,
    ProjectProgress,
    Status,
    StockProgress,
    TargetProgress,
    Verdict,
)
from supplypact.reporting.bilingual import JAPANESE
from supplypact.reporting.progress import figures
from supplypact.reporting.progress.view import ProgressView

WORST_FIRST = (Status.LATE, Status.AT_RISK, Status.UNKNOWN, Status.ON_TRACK, Status.MET)
SYMBOLS = {
    Status.MET: "✔",
    Status.ON_TRACK: "●",
    Status.AT_RISK: "▲",
    Status.LATE: "✖",
    Status.UNKNOWN: "?",
}
"""Stand before the word of a status, so that it is told by form as well."""


class Group(StrEnum):
    """What a promise is about."""

    ENVELOPE = "envelope"
    TARGET = "target"
    MILESTONE = "milestone"
    PROJECT = "project"
    STOCK = "stock"
    INDICATOR = "indicator"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One thing that was promised, and how it stands."""

    group: Group
    id: str
    name: str
    verdict: Verdict
    by: date | None
    """Day by which it is to be kept; None if none is known."""
    stands: str
    """Where it stands, in a few words."""


def promises(view: ProgressView) -> list[Promise]:
    """Return every promise, in the order of the pact."""
    return list(_all(view))


def told(status: Status, view: ProgressView) -> str:
    """Return a status in words, its symbol before it."""
    return f"{SYMBOLS[status]} {view.say[f'status.{status}']}"


def worst(found: Sequence[Promise]) -> Status:
    """Return the status of the promise that stands worst; unknown if there is none."""
    states = {each.verdict.status for each in found}
    return next((each for each in WORST_FIRST if each in states), Status.UNKNOWN)


def rule_codes(found: Sequence[Promise]) -> list[str]:
    """Return the rules by which promises stand as they do, T10 after T9."""
    codes = {each.verdict.rule for each in found}
    return sorted(codes, key=lambda code: (code[:1], int(code[1:] or 0)))


def target_name(target: TargetProgress, view: ProgressView) -> str:
    """Return what a target asks for."""
    return view.say["promise.target"].format(
        material=view.material(target.material),
        stage=view.stage(target.stage),
        goal=figures.share(target.goal, 0),
        year=target.year,
    )


def milestone_name(state: MilestoneState, view: ProgressView) -> str:
    """Return what a milestone is, with its project before it."""
    text = view.written(_text(state, view)) or state.milestone.replace("-", " ")
    if state.milestone == FIRST_OUTPUT:
        text = view.say["promise.first_output"]
    if not state.project:
        return text
    return view.say["promise.of_project"].format(project=view.project(state.project), text=text)


def _text(state: MilestoneState, view: ProgressView) -> str:
    """Return the text of a milestone, in Japanese where the pact has it."""
    if view.language == JAPANESE and not state.project:
        for each in view.pact.milestones:
            if each.id == state.milestone and each.text == state.text:
                return each.text_ja or each.text
    return state.text


def indicator_text(indicator: IndicatorProgress, view: ProgressView) -> str:
    """Return what an indicator measures, in Japanese where the pact has it."""
    own = {each.id: each.text_ja for each in view.pact.indicators}
    japanese = view.language == JAPANESE and own.get(indicator.indicator)
    return view.written(japanese or indicator.text)


def stock_name(stock: StockProgress, view: ProgressView) -> str:
    """Return whose stock of what it is."""
    account = stock.account
    form = "promise.stock_place" if account.place else "promise.stock"
    return view.say[form].format(
        holder=view.country(account.holder),
        material=view.material(account.material),
        form=view.form(account.material, account.form),
        place=account.place,
    )


def _all(view: ProgressView) -> Iterator[Promise]:
    progress, say = view.progress, view.say
    for envelope in progress.envelope:
        stands = say["stands.envelope"].format(
            disbursed=figures.money(envelope.disbursed, say),
            amount=figures.money(envelope.amount, say),
        )
        yield Promise(
            group=Group.ENVELOPE,
            id=envelope.scope,
            name=view.scope(envelope.scope),
            verdict=envelope.verdict,
            by=envelope.due,
            stands=stands,
        )
    for target in progress.targets:
        yield Promise(
            group=Group.TARGET,
            id=f"{target.target}/{target.material}",
            name=target_name(target, view),
            verdict=target.verdict,
            by=date(target.year, 12, 31),
            stands=say["stands.target"].format(
                expected=figures.share(target.expected), goal=figures.share(target.goal, 0)
            ),
        )
    yield from _milestones(view)
    yield from _projects(view)
    for stock in progress.stocks:
        yield Promise(
            group=Group.STOCK,
            id="/".join(_account(stock)),
            name=stock_name(stock, view),
            verdict=stock.verdict,
            by=None,
            stands=say["stands.stock"].format(
                closing=figures.tonnes(stock.account.closing, say),
                target=figures.tonnes(stock.target, say),
            ),
        )
    for indicator in progress.indicators:
        yield _indicator(indicator, view)


def _milestones(view: ProgressView) -> Iterator[Promise]:
    for each in view.progress.milestones:
        state, say = each.state, view.say
        if state.met is not None:
            stands = say["stands.met"].format(day=figures.short_day(state.met, say))
        elif state.missed is not None:
            stands = say["stands.missed"].format(day=figures.short_day(state.missed, say))
        else:
            stands = figures.left(each.days, say)
        yield Promise(
            group=Group.MILESTONE,
            id=f"{state.project}/{state.milestone}".strip("/"),
            name=milestone_name(state, view),
            verdict=each.verdict,
            by=state.due,
            stands=stands,
        )


def _projects(view: ProgressView) -> Iterator[Promise]:
    for each in view.progress.projects:
        yield Promise(
            group=Group.PROJECT,
            id=each.project,
            name=view.project(each.project),
            verdict=each.verdict,
            by=each.first_output.due if each.first_output else None,
            stands=_project(each, view),
        )


def _indicator(indicator: IndicatorProgress, view: ProgressView) -> Promise:
    known = indicator.value is not None
    stands = view.say["stands.indicator" if known else "stands.indicator_unknown"]
    return Promise(
        group=Group.INDICATOR,
        id=indicator.indicator,
        name=view.say["promise.indicator"].format(
            party=view.country(indicator.party), text=indicator_text(indicator, view)
        ),
        verdict=indicator.verdict,
        by=date(indicator.year, 12, 31),
        stands=stands.format(
            value=figures.plain(indicator.value or Decimal(0)),
            year=indicator.value_year,
            goal=f"{indicator.goal:g}",
            unit=indicator.unit,
        ),
    )


def _project(project: ProjectProgress, view: ProgressView) -> str:
    say = view.say
    if project.slip_months is None and project.overrun is None:
        return say["stands.project_unknown"]
    return say["stands.project"].format(
        slip=figures.months(project.slip_months, say), overrun=figures.signed(project.overrun)
    )


def _account(stock: StockProgress) -> tuple[str, ...]:
    account = stock.account
    return tuple(
        each for each in (account.holder, account.material, account.form, account.place) if each
    )
