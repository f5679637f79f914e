"""What the exports for publication share: who publishes, what may be told, identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from supplypact.domain.entry import Entry, Tlp
from supplypact.domain.position import MoneyLine
from supplypact.domain.progress import ProjectProgress
from supplypact.errors import UsageError
from supplypact.reporting.progress import marks
from supplypact.reporting.progress.view import ProgressView

NO_REF = "SUPPLYPACT-UNREGISTERED"
"""Stands where the publisher has not named its registered identifier; no register has it."""
NO_NAME = "Publisher not named"
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML 1.0 cannot hold."""


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """Who publishes the exports, with the identifier under which a register knows it."""

    ref: str = NO_REF
    name: str = NO_NAME


@dataclass(frozen=True, kw_only=True, eq=False)
class Export:
    """What is published: the part of the progress that its marking lets through."""

    view: ProgressView
    """Without what is marked more strictly than ``level``."""
    level: Tlp
    left_out: int
    """Entries that are marked more strictly."""
    publisher: Publisher

    @property
    def updated(self) -> datetime:
        """When the newest entry was recorded; the beginning of the day where there is none."""
        times = [each.recorded_at for each in self.view.progress.position.records]
        as_of = self.view.progress.options.as_of
        return max(times, default=datetime.fromisoformat(f"{as_of}T00:00:00+00:00"))

    @property
    def shown(self) -> tuple[ProjectProgress, ...]:
        """The projects that are told."""
        return self.view.progress.projects

    def identifier(self, project: str = "") -> str:
        """Return the identifier of the framework, or of a project in it."""
        parts = (self.publisher.ref, self.view.pact.id, project)
        return "-".join(part for part in parts if part)

    def money(self, project: str) -> list[MoneyLine]:
        """Return the lines of money of a project that count; blank: those of no project told."""
        known = {each.project for each in self.shown}
        return [
            each
            for each in self.view.progress.position.money
            if each.usd and (each.project if each.project in known else "") == project
        ]

    def entry(self, line: MoneyLine) -> Entry:
        """Return the entry of a line of money."""
        return self.view.entries[line.entry]

    def first_stated(self, project: str) -> date:
        """Return the day of the first entry that names a project, else that of signing."""
        days = [
            each.date
            for each in self.view.entries.values()
            if getattr(each, "project", None) == project
        ]
        return min(days, default=self.view.pact.signed)


def export(view: ProgressView, level: Tlp, publisher: Publisher) -> Export:
    """Return what may be published at a marking, told in English."""
    shown = marks.within(view.progress, level)
    return Export(
        view=replace(view, progress=shown, language="en"),
        level=level,
        left_out=len(marks.left_out(view.progress, level)),
        publisher=publisher,
    )


def publisher(text: str | None) -> Publisher:
    """Read a publisher, written as ``REF=Name``.

    Raises:
        UsageError: it is not written so.

    """
    if text is None:
        return Publisher()
    ref, _, name = (part.strip() for part in text.partition("="))
    if not ref or not name or re.search(r"[/&|?\s]", ref):
        raise UsageError(
            f"cannot read '{text}': it is no publisher",
            where="--publisher",
            fix="write it as XI-EXAMPLE-1=Ministry, the identifier as a register has it",
        )
    return Publisher(ref=ref, name=name)


def counted(line: MoneyLine) -> Decimal:
    """Return what counts of a line in the currency in which it was stated."""
    if line.usd == line.stated_usd:
        return line.stated
    part = line.stated * line.usd / line.stated_usd
    return part.quantize(Decimal("0.01"))


def clean(text: str) -> str:
    """Return a text without signs that XML cannot hold."""
    return ILLEGAL.sub("", text)


def shares_of(lines: Sequence[MoneyLine]) -> set[str]:
    """Return the entries that several parties share, so that each part needs its own name."""
    names = [each.entry for each in lines]
    return {each for each in names if names.count(each) > 1}
