"""Every total of the report, opened into the entries that it is the sum of."""

from __future__ import annotations

from dataclasses import dataclass

from supplypact.domain.entry import Entry
from supplypact.domain.position import MoneyLine
from supplypact.reporting.ledger.because import because
from supplypact.reporting.progress import entry_words, figures, marks
from supplypact.reporting.progress.sums import Total, totals
from supplypact.reporting.progress.view import ProgressView

PROJECT = "project:"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry under a total."""

    entry: str
    date: str
    party: str
    text: str
    stated: str
    counts: str
    why: str
    source: str
    url: str
    tlp: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A total and what it is made of."""

    title: str
    money: str
    count: str
    lines: tuple[Line, ...]


def opened(view: ProgressView) -> list[Opened]:
    """Return the totals of the envelope and of the projects, each with its entries."""
    return [_opened(each, view) for each in totals(view.progress)]


def _opened(total: Total, view: ProgressView) -> Opened:
    return Opened(
        title=view.say["annex.title"].format(
            scope=_scope(total.scope, view), measure=view.say[f"measure.{total.measure}"]
        ),
        money=figures.money(total.usd, view.say),
        count=view.say.counted("sentence.entries", len(total.entries)),
        lines=tuple(_line(each, view) for each in total.lines),
    )


def _scope(scope: str, view: ProgressView) -> str:
    if scope.startswith(PROJECT):
        return view.project(scope.removeprefix(PROJECT))
    return view.scope(scope)


def _line(line: MoneyLine, view: ProgressView) -> Line:
    entry = view.entries.get(line.entry)
    why = view.say[f"why.{line.why}"] if line.why else ""
    other = because(line, view.entries.values())
    if line.why and other:
        why = view.say["annex.why"].format(why=why, other=other)
    return Line(
        entry=line.entry,
        date=line.date.isoformat(),
        party=view.country(line.party),
        text=entry_words.title(entry, view) if entry else "",
        stated=figures.original(line.stated, line.currency),
        counts=figures.plain(line.usd, apart=True),
        why=why,
        source=view.citation(entry.evidence.source) if entry else "",
        url=_url(entry),
        tlp=marks.label(entry.tlp) if entry else "",
    )


def _url(entry: Entry | None) -> str:
    """Return the address of the evidence if a browser may open it."""
    url = entry.evidence.url if entry else ""
    return url if url.startswith(("https://", "http://")) else ""
