"""With whom a report may be shared: the Traffic Light Protocol 2.0 marks of its entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from supplypact.domain.entry import Pledge, Project, Tlp
from supplypact.domain.position import Measure, MoneyLine, Position
from supplypact.domain.progress import (
    MilestoneProgress,
    Progress,
    ProjectProgress,
    Status,
    Verdict,
)
from supplypact.domain.record import Record

ORDER = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED)
"""From the widest circle to the closest."""
UNPUBLISHED = "X1"
"""Rule of a verdict that rests on entries that are not told."""


def strictest(records: Iterable[Record]) -> Tlp:
    """Return the mark of the whole: that of its most restricted entry."""
    return max((each.entry.tlp for each in records), key=ORDER.index, default=Tlp.CLEAR)


def label(mark: Tlp) -> str:
    """Return a mark as the protocol writes it."""
    return f"TLP:{mark.value.upper()}"


def left_out(progress: Progress, level: Tlp) -> tuple[str, ...]:
    """Return the entries that are marked more strictly than ``level``."""
    return tuple(
        each.entry.id
        for each in progress.position.records
        if ORDER.index(each.entry.tlp) > ORDER.index(level)
    )


def within(progress: Progress, level: Tlp) -> Progress:
    """Return the progress without what rests on entries marked more strictly than ``level``.

    A milestone, a cost or a stock goes as a whole if one of its entries does; a project goes if
    the entry that declares it does.
    """
    hidden = set(left_out(progress, level))
    if not hidden:
        return progress
    position = progress.position
    money = tuple(_reopened(each, progress, hidden) for each in position.money)
    shown = replace(
        position,
        records=tuple(each for each in position.records if each.entry.id not in hidden),
        money=tuple(each for each in money if each.entry not in hidden),
        milestones=tuple(each for each in position.milestones if not hidden & {*each.entries}),
        costs=tuple(each for each in position.costs if not hidden & {*each.entries}),
        outputs=tuple(each for each in position.outputs if each.id not in hidden),
        stocks=tuple(each for each in position.stocks if not hidden & {*each.entries}),
        loans=tuple(each for each in position.loans if each.entry not in hidden),
        calls=tuple(each for each in position.calls if each.entry not in hidden),
        revenue=tuple(each for each in position.revenue if each.entry not in hidden),
        indicators=tuple(each for each in position.indicators if each.id not in hidden),
    )
    gone = _declared_in(progress, hidden)
    return replace(
        progress,
        position=shown,
        milestones=tuple(each for each in progress.milestones if _open(each, hidden)),
        projects=tuple(
            _without(each, shown, hidden) for each in progress.projects if each.project not in gone
        ),
        changes=tuple(each for each in progress.changes if each.entry.id not in hidden),
    )


def _declared_in(progress: Progress, hidden: set[str]) -> set[str]:
    """Return the projects that hidden entries declare."""
    return {
        each.entry.project
        for each in progress.position.records
        if each.entry.id in hidden and isinstance(each.entry, Project)
    }


def _reopened(line: MoneyLine, progress: Progress, hidden: set[str]) -> MoneyLine:
    """Return a line as it counts if nobody knows the hidden entries that it counts less for."""
    if line.why != "parts":
        return (
            replace(line, usd=line.stated_usd, why="", other="") if line.other in hidden else line
        )
    parts = {
        each.entry.id
        for each in progress.position.records
        if isinstance(each.entry, Pledge)
        and each.entry.id in hidden
        and each.entry.parent == line.entry
    }
    back = sum(
        (
            each.stated_usd
            for each in progress.position.money
            if each.entry in parts and each.party == line.party
        ),
        Decimal(0),
    )
    usd = min(line.stated_usd, line.usd + back)
    why = line.why if usd < line.stated_usd else ""
    return replace(line, usd=usd, why=why, other=line.other if why else "")


def _open(milestone: MilestoneProgress, hidden: set[str]) -> bool:
    return not hidden & {*milestone.state.entries}


def _without(project: ProjectProgress, shown: Position, hidden: set[str]) -> ProjectProgress:
    """Return a project without milestone, cost and money that rest on hidden entries."""
    first, cost = project.first_output, project.cost
    if first is not None and hidden & {*first.entries}:
        first = None
    if cost is not None and hidden & {*cost.entries}:
        cost = None
    whole = first is project.first_output and cost is project.cost
    sums = {each: shown.total(each, project=project.project) for each in Measure}
    return replace(
        project,
        first_output=first,
        slip_months=project.slip_months if first else None,
        cost=cost,
        overrun=project.overrun if cost else None,
        ceiling=sums[Measure.CEILING],
        firm=sums[Measure.FIRM],
        committed=sums[Measure.COMMITTED],
        disbursed=sums[Measure.DISBURSED],
        verdict=project.verdict if whole else Verdict(status=Status.UNKNOWN, rule=UNPUBLISHED),
    )
