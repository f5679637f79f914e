"""Every total beside the entries that it is the sum of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from supplypact.domain.position import Measure, MoneyLine
from supplypact.domain.progress import EnvelopeProgress, Progress

WIDER = ("whole", "lines")
"""Scopes that hold every funding line, the stated whole before their sum."""


@dataclass(frozen=True, kw_only=True)
class Total:
    """One measure of one scope, opened into its entries."""

    scope: str
    """As in ``EnvelopeProgress``; ``project:ID`` for a project."""
    measure: Measure
    usd: Decimal
    lines: tuple[MoneyLine, ...]

    @property
    def entries(self) -> tuple[str, ...]:
        """Return the ids of the entries, each once."""
        return tuple(dict.fromkeys(each.entry for each in self.lines))


def lines_of(progress: Progress, scope: str, measure: Measure) -> tuple[MoneyLine, ...]:
    """Return the lines of money that count towards a scope of the envelope."""
    lines = progress.position.lines(measure)
    if scope in WIDER:
        funds = {each.scope: each.party for each in progress.envelope}.get(scope)
        own = (each for each in lines if each.funding_line)
        return tuple(each for each in own if not funds or each.party == funds)
    return tuple(each for each in lines if each.funding_line == scope)


def totals(progress: Progress) -> tuple[Total, ...]:
    """Return every total of the envelope and of the projects, none of them empty."""
    return tuple(each for each in _all(progress) if each.lines)


def main_scope(progress: Progress) -> EnvelopeProgress | None:
    """Return the envelope that a report tells first: the stated whole, or the lines together."""
    for scope in WIDER:
        for each in progress.envelope:
            if each.scope == scope:
                return each
    return next(iter(progress.envelope), None)


def _all(progress: Progress) -> Iterator[Total]:
    for each in progress.envelope:
        for measure in Measure:
            yield _total(each.scope, measure, lines_of(progress, each.scope, measure))
    for project in progress.projects:
        for measure in Measure:
            lines = progress.position.lines(measure, project=project.project)
            yield _total(f"project:{project.project}", measure, tuple(lines))


def _total(scope: str, measure: Measure, lines: tuple[MoneyLine, ...]) -> Total:
    usd = sum((each.usd for each in lines), Decimal(0))
    return Total(scope=scope, measure=measure, usd=usd, lines=lines)
