"""The report for ministers: two printed pages, and on screen every total opened below them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from supplypact.domain.progress import Status
from supplypact.reporting.page import render_page
from supplypact.reporting.progress import annex, asides, changes, figures, fit, sentences
from supplypact.reporting.progress.funnel import Funnel, funnel
from supplypact.reporting.progress.page_rows import (
    REASONS,
    ask_rows,
    milestone_rows,
    project_rows,
    reported_rows,
    stock_rows,
    target_rows,
)
from supplypact.reporting.progress.promises import (
    WORST_FIRST,
    Group,
    Promise,
    promises,
    rule_codes,
    worst,
)
from supplypact.reporting.progress.rows import LENGTH, Badge, Rows, badge, short
from supplypact.reporting.progress.sums import WIDER, main_scope
from supplypact.reporting.progress.view import ProgressView

MOST_FUNNELS = 4
MOST_CHANGES = 4


@dataclass(frozen=True, kw_only=True)
class Card:
    """The answer to one question: a status, a figure, and one more line."""

    title: str
    badge: Badge
    figure: str
    line: str


def progress_page(view: ProgressView, language: str) -> str:
    """Return the report in ``language`` as one self-contained HTML page without script.

    Raises:
        UsageError: there is no catalogue of the language.

    """
    view = view.spoken(language)
    found, funnels = promises(view), _funnels(view)
    told: dict[str, Any] = {
        "headline": sentences.headline(view),
        "empty": asides.record(view),
        "about": sentences.knowledge(view),
        "cards": _cards(found, view),
        "funnels": funnels[:MOST_FUNNELS],
        "more_funnels": max(0, len(funnels) - MOST_FUNNELS),
        "money": asides.money(view) if funnels else asides.outside(view),
        "late_class": asides.late_class(view),
        "targets": target_rows(view),
        "asks": ask_rows(view),
        "milestones": milestone_rows(view),
        "projects": project_rows(view),
        "stocks": stock_rows(view),
        "stocks_told": asides.stocks(view),
        "changes": _changes(view),
        "rules": _rules(found, view),
    }
    second = _second_size(told, view)
    return render_page(
        "progress.html",
        view.say,
        scripts=(),
        view=view,
        since=_since(view),
        annex=annex.opened(view),
        root=view.progress.root.hex(),
        widths=fit.WIDTHS,
        sizes=(fit.size_of(_first_page(told), fit.FIRST), second),
        **told,
    )


def _second_size(told: dict[str, Any], view: ProgressView) -> int:
    """Return the size of the second page, and tell published totals with reasons that keep it."""
    found = []
    for most in REASONS:
        told["reported"] = reported_rows(view, most)
        found.append((told["reported"], fit.size_of(_second_page(told), fit.SECOND)))
    _, size = found[-1]
    if size < len(fit.SIZES) - 1:
        told["reported"] = next(rows for rows, own in found if own == size)
    return size


def _first_page(told: dict[str, Any]) -> list[tuple[float, float]]:
    """Return the blocks of the first page: head, cards, drawings, targets."""
    card = max((fit.signs(each.line) for each in told["cards"]), default=0.0)
    return [
        fit.paragraph(told["about"]),
        (0.0, 10.5),
        (card / (fit.SIGNS / 5), 0.0),
        *(fit.paragraph(each) for each in told["empty"]),
        *((0.0, len(each.bars) * fit.FUNNEL / 4) for each in told["funnels"]),
        (0.0, fit.HEADING + 2.0),
        *(fit.paragraph(each) for each in told["money"]),
        *_table("targets", told["targets"]),
        *(fit.paragraph(each, 1.1) for each in told["late_class"]),
    ]


def _second_page(told: dict[str, Any]) -> list[tuple[float, float]]:
    """Return the blocks of the second page: tables, lists, rules."""
    names = ("asks", "milestones", "projects", "stocks")
    rules = [fit.paragraph(f"{code} {text}", 0.55) for code, text in told["rules"]]
    return [
        *(block for name in names for block in _table(name, told[name])),
        *(fit.paragraph(each) for each in told["stocks_told"]),
        (0.0, 2.0),
        *(fit.paragraph(each) for each in told["changes"]),
        *_table("reported", told["reported"]),
        (0.0, 1.0 if told["reported"].rows else 0.0),
        (0.0, 3.5),
        *((0.0, (max(1.0, full * 1.15) + rest) / 2) for full, rest in rules),
    ]


def _table(name: str, rows: Rows) -> list[tuple[float, float]]:
    if not rows.rows:
        return []
    heading = (0.0, fit.HEADING + (1.0 if rows.more else 0.0))
    return [heading, *(fit.row(name, each.laid) for each in rows.rows)]


def _cards(found: list[Promise], view: ProgressView) -> list[Card]:
    return [
        each
        for each in (
            _money_card(view),
            _card(Group.TARGET, found, view),
            _card(Group.MILESTONE, found, view),
            _card(Group.PROJECT, found, view),
        )
        if each is not None
    ]


def _money_card(view: ProgressView) -> Card | None:
    main, say = main_scope(view.progress), view.say
    if main is None:
        return None
    return Card(
        title=say["card.envelope"],
        badge=badge(main.verdict, view),
        figure=say["card.paid"].format(
            disbursed=figures.money(main.disbursed, say), amount=figures.money(main.amount, say)
        ),
        line=say["card.time"].format(
            part=figures.part(main.disbursed, main.amount), elapsed=figures.share(main.elapsed, 0)
        ),
    )


def _card(group: Group, found: list[Promise], view: ProgressView) -> Card | None:
    """Return how the promises of one group stand, headed by the one that stands worst."""
    own, say = [each for each in found if each.group is group], view.say
    if not own:
        return None
    status = worst(own)
    count = Counter(each.verdict.status for each in own)
    first = next(each for each in own if each.verdict.status is status)
    parts = [
        say["headline.part"].format(count=count[each], status=say[f"status.{each}"])
        for each in WORST_FIRST
        if count[each]
    ]
    good = count[Status.MET] + count[Status.ON_TRACK]
    return Card(
        title=say[f"card.{group}"],
        badge=badge(first.verdict, view),
        figure=say["card.good"].format(good=good, all=len(own)),
        line=say.listed(parts),
    )


def _funnels(view: ProgressView) -> list[Funnel]:
    """Return the drawings: the whole or the lines together, then each line."""
    main = main_scope(view.progress)
    lines = [each for each in view.progress.envelope if each.scope not in WIDER]
    shown = [main, *(each for each in lines if each is not main)] if main else []
    return [funnel(each, view) for each in shown]


def _since(view: ProgressView) -> str:
    since = view.progress.options.since
    return "" if since is None else figures.day(since, view.say)


def _changes(view: ProgressView) -> list[str]:
    told = [short(each, 2 * LENGTH) for each in changes.changes(view)]
    return _most(told, MOST_CHANGES, view)


def _rules(found: list[Promise], view: ProgressView) -> list[tuple[str, str]]:
    """Return the rules by which something stands as it does, in the order of their codes."""
    return [(code, view.rule(code)) for code in rule_codes(found)]


def _most(lines: list[str], most: int, view: ProgressView) -> list[str]:
    if len(lines) <= most:
        return lines
    more = view.say["page.more"].format(count=len(lines) - most + 1)
    return [*lines[: most - 1], more]
