"""Milestones and projects: what was met, moved or missed, and what is due.

M1 met       on or before its first due day
M2 met       later than its first due day
M3 late      missed
M4 late      overdue, and nothing is recorded of it
M6 at risk   moved by more than 90 days in all
M5 on track  due within 30 days: who planned it must report
M7 on track  planned, with an entry on it or its project in the last 365 days
M8 unknown   planned, and no word of it for longer than that

P1 unknown   neither first output nor cost is recorded
P2 met       first output was reached
P3 late      first output was missed, or is overdue and nothing is recorded of it
P4 at risk   first output has moved by more than 90 days in all
P5 at risk   the cost is more than 25 % above its first announcement
P6 on track  within both, with an entry on the project in the last 365 days
P7 unknown   within both, and no word of it for longer than that
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from supplypact.domain.entry import Entry, Project
from supplypact.domain.pact import Pact
from supplypact.domain.position import CostState, Measure, MilestoneState, Position
from supplypact.domain.progress import (
    SOON,
    MilestoneProgress,
    ProjectProgress,
    ReferenceClass,
    Status,
    Verdict,
)
from supplypact.tracking.days import months_between
from supplypact.tracking.plants import Plant
from supplypact.tracking.schedule import first_outputs
from supplypact.units import Share

WORD = 365
"""Days after which a plan without any further word says nothing."""
MOVED = 90
"""Days by which a milestone may have moved in all before it, and its project, is at risk."""
OVERRUN = 0.25
"""Part by which the cost may have grown before the project is at risk."""
MINERALS = "critical_minerals"
"""Sector of the projects of the tables, where the pact names it."""


def milestones(pact: Pact, position: Position) -> tuple[MilestoneProgress, ...]:
    """Return every milestone of the position in its order.

    Of a milestone that the pact itself plans, the day of signing is the first word.
    """
    silent, about = _silence(position), _about(position)
    return tuple(
        _milestone(
            pact,
            state,
            position.as_of,
            silent=silent(
                [*state.entries, *(each.id for each in about.get(state.project, ()))], pact.signed
            ),
        )
        for state in position.milestones
    )


def _milestone(pact: Pact, state: MilestoneState, as_of: date, *, silent: int) -> MilestoneProgress:
    days = (state.due - as_of).days
    status, rule = _milestone_rule(state, days, silent=silent)
    who = (state.party,) if state.party else pact.party_codes
    idle = status is Status.MET or rule == "M7"
    return MilestoneProgress(
        state=state,
        days=days,
        verdict=Verdict(status=status, rule=rule, who=() if idle else who),
    )


def _about(position: Position) -> dict[str, list[Entry]]:
    """Return the entries that name a project, by project."""
    about: dict[str, list[Entry]] = {}
    for record in position.records:
        if name := getattr(record.entry, "project", ""):
            about.setdefault(name, []).append(record.entry)
    return about


def _silence(position: Position) -> Callable[[Iterable[str], date], int]:
    """Return what tells the days since the last of some entries, or since a day without any."""
    said = {record.entry.id: record.entry.date for record in position.records}
    return lambda entries, first: (
        (position.as_of - max((said[each] for each in entries), default=first)).days
    )


def _milestone_rule(state: MilestoneState, days: int, *, silent: int) -> tuple[Status, str]:
    if state.met is not None:
        return Status.MET, "M1" if state.met <= state.first_due else "M2"
    if state.missed is not None:
        return Status.LATE, "M3"
    if days < 0:
        return Status.LATE, "M4"
    if (state.due - state.first_due).days > MOVED:
        return Status.AT_RISK, "M6"
    if days <= SOON:
        return Status.ON_TRACK, "M5"
    return (Status.ON_TRACK, "M7") if silent <= WORD else (Status.UNKNOWN, "M8")


def projects(
    pact: Pact, position: Position, plants: Iterable[Plant], delay: ReferenceClass | None
) -> tuple[ProjectProgress, ...]:
    """Return every project that the record names, in the order in which it names them."""
    about = _about(position)
    known = {plant.id: plant for plant in plants}
    firsts, costs = first_outputs(position), {each.project: each for each in position.costs}
    silent = _silence(position)
    return tuple(
        _project(
            name,
            entries,
            known.get(name),
            pact=pact,
            position=position,
            first=firsts.get(name),
            cost=costs.get(name),
            delay=delay,
            silent=silent,
        )
        for name, entries in about.items()
    )


def _project(
    name: str,
    entries: list[Entry],
    plant: Plant | None,
    *,
    pact: Pact,
    position: Position,
    first: MilestoneState | None,
    cost: CostState | None,
    delay: ReferenceClass | None,
    silent: Callable[[Iterable[str], date], int],
) -> ProjectProgress:
    declared = next((each for each in entries if isinstance(each, Project)), None)
    materials = plant.materials if plant else ()
    slip = None if first is None else months_between(first.first_due, first.met or first.due)
    overrun = None if cost is None or cost.growth is None else Share(float(cost.growth) - 1)
    quiet = silent([each.id for each in entries], pact.signed)
    status, rule = _project_rule(first, overrun, position.as_of, silent=quiet)
    money = _money(position, name)
    fits = delay is not None and bool(materials) and status is not Status.MET
    return ProjectProgress(
        project=name,
        name=plant.name if plant else declared.name if declared else name,
        host=plant.host if plant else declared.host if declared else "",
        sector=_sector(pact, entries, plant),
        owners=plant.owners if plant else declared.owners if declared else (),
        place=declared.place if declared else "",
        latitude=plant.latitude if plant else declared.latitude if declared else None,
        longitude=plant.longitude if plant else declared.longitude if declared else None,
        materials=materials,
        first_output=first,
        slip_months=slip,
        cost=cost,
        overrun=overrun,
        late_by=_late_by(delay) if fits else None,
        reference_class="late" if fits else "",
        ceiling=money[Measure.CEILING],
        firm=money[Measure.FIRM],
        committed=money[Measure.COMMITTED],
        disbursed=money[Measure.DISBURSED],
        verdict=Verdict(status=status, rule=rule, who=_who(status, first, entries)),
    )


def _project_rule(
    first: MilestoneState | None, overrun: float | None, as_of: date, *, silent: int
) -> tuple[Status, str]:
    if first is None and overrun is None:
        return Status.UNKNOWN, "P1"
    if first is not None and first.met is not None:
        return Status.MET, "P2"
    if first is not None and (first.missed is not None or first.due < as_of):
        return Status.LATE, "P3"
    if first is not None and (first.due - first.first_due).days > MOVED:
        return Status.AT_RISK, "P4"
    if overrun is not None and overrun > OVERRUN:
        return Status.AT_RISK, "P5"
    return (Status.ON_TRACK, "P6") if silent <= WORD else (Status.UNKNOWN, "P7")


def _late_by(delay: ReferenceClass | None) -> tuple[float, float] | None:
    if delay is None or delay.nine_of_ten is None:
        return None
    return delay.half, delay.nine_of_ten


def _money(position: Position, project: str) -> Mapping[Measure, Decimal]:
    return {measure: position.total(measure, project=project) for measure in Measure}


def _sector(pact: Pact, entries: Iterable[Entry], plant: Plant | None) -> str:
    named = [sector for each in entries if (sector := getattr(each, "sector", ""))]
    if named:
        return named[0]
    return MINERALS if plant and MINERALS in [each.id for each in pact.sectors] else ""


def _who(status: Status, first: MilestoneState | None, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return who planned the first output, else all who entered something of the project."""
    if status in (Status.MET, Status.ON_TRACK):
        return ()
    if first is not None and first.party:
        return (first.party,)
    return tuple(dict.fromkeys(each.party for each in entries))
