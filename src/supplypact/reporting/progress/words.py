"""Progress in a screen of plain text, and the tables under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import polars as pl

from supplypact.reporting.progress import asides, asks, changes, figures, sentences
from supplypact.reporting.progress.promises import Promise, promises, told
from supplypact.reporting.progress.view import ProgressView
from supplypact.reporting.table import Cell, Kind, Table, shown

MOST = 8
"""Lines of one list that the screen tells."""


def progress_lines(view: ProgressView) -> list[str]:
    """Return where the pact stands, promise by promise, who must act, and what changed."""
    say = view.say
    lines = [
        f"{view.pact_title()}  [{view.marking}]",
        sentences.knowledge(view),
        "",
        *asides.record(view),
        sentences.headline(view),
    ]
    reported = [sentences.reported(each, view) for each in view.progress.reported]
    for key, part in {
        "money": _money(view),
        "targets": _targets(view),
        "milestones": _set_in(sentences.milestones(view)),
        "stocks": _set_in(asides.stocks(view)),
        "reported": _most(reported, view),
    }.items():
        if part:
            lines += ["", say[f"screen.{key}"], *part]
    acts = [asks.ask(each, view) for each in asks.asks(view)]
    lines += ["", say["screen.act"], *_most(acts or [say["screen.nobody"]], view)]
    since = view.progress.options.since
    if since is not None:
        changed = changes.changes(view)
        lines += [
            "",
            say["screen.changes"].format(day=figures.day(since, say)),
            *_most(changed or [say["screen.no_changes"]], view),
        ]
    return lines


NOTHING_KNOWN = "P1"
"""Rule of a project without schedule and cost."""


def promise_frame(view: ProgressView) -> pl.DataFrame:
    """Return the promises for people: what, by when, where it stands, by which rule, who acts.

    Projects of which nothing is known make one row together.
    """
    names = ("promise", "by", "stands", "status", "rule", "who")
    found = promises(view)
    bare = [each for each in found if each.verdict.rule == NOTHING_KNOWN]
    rows = [_row(each, view) for each in found if len(bare) < 2 or each not in bare]
    if len(bare) > 1:
        together = view.say["screen.bare"].format(count=len(bare))
        rows.append((together, *_row(bare[0], view)[1:-1], ""))
    schema = {view.say[f"column.{name}"]: pl.String for name in names}
    return pl.DataFrame(rows, schema=schema, orient="row")


def shown_frame(table: Table, columns: Iterable[str], view: ProgressView) -> pl.DataFrame:
    """Return some columns of a table as people read them."""
    kept = [(at, each) for at, each in enumerate(table.columns) if each.id in set(columns)]
    rows = [[_cell(row[at], each.kind, view) for at, each in kept] for row in table.rows]
    schema = {each.label: pl.String for _, each in kept}
    return pl.DataFrame(rows, schema=schema, orient="row")


def data_frame(table: Table) -> pl.DataFrame:
    """Return a table as data: columns by their keys, blank where nothing is known."""
    kinds = {Kind.YES: pl.Boolean, Kind.ESTIMATE: pl.Boolean}
    schema = {
        each.id: pl.Float64 if each.kind.is_number else kinds.get(each.kind, pl.String)
        for each in table.columns
    }
    return pl.DataFrame(table.rows, schema=schema, orient="row")


def _money(view: ProgressView) -> list[str]:
    lines = [sentences.envelope(each, view) for each in view.progress.envelope]
    lines += [
        view.say["sentence.over"].format(over=figures.money(each.over, view.say))
        for each in view.progress.envelope[:1]
        if each.over
    ]
    return _set_in([*lines, *asides.money(view)]) if lines else _set_in(asides.outside(view))


def _targets(view: ProgressView) -> list[str]:
    told = [sentences.target(each, view) for each in view.progress.targets]
    return [*_most(told, view), *_set_in(asides.late_class(view))] if told else []


def _set_in(lines: Sequence[str]) -> list[str]:
    return [f"  {each}" for each in lines]


def _most(lines: Sequence[str], view: ProgressView) -> list[str]:
    """Return the first lines, set in, and how many there are beside."""
    if len(lines) <= MOST:
        return _set_in(lines)
    more = view.say["screen.more"].format(count=len(lines) - MOST + 1)
    return _set_in([*lines[: MOST - 1], more])


def _row(promise: Promise, view: ProgressView) -> tuple[str, ...]:
    return (
        promise.name,
        promise.by.isoformat() if promise.by else "",
        promise.stands,
        told(promise.verdict.status, view),
        f"{promise.verdict.rule}: {view.rule(promise.verdict.rule)}",
        view.countries(promise.verdict.who),
    )


def _cell(value: Cell, kind: Kind, view: ProgressView) -> str:
    if kind is Kind.USD and isinstance(value, float):
        return figures.money(Decimal(value), view.say)
    return "" if value is None else shown(value, kind, view.say)
