"""What if a project slips: shares, cost and expected shortage before and after.

Without a new plan: every project of the record comes on its day, those of the plan as it says, the
one that slips later, and no other is built; trade does what it can.  With a new plan: the cheapest
one that is possible before and after.  Expected shortages are of the first of the two, with trade
in the pattern of the base case.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import FIRST_YEAR, LAST_YEAR, Plan, PlanOptions
from supplypact.domain.position import Position
from supplypact.domain.progress import ShortageEffect, Slip, SlipEffect
from supplypact.errors import UsageError, did_you_mean
from supplypact.planning.plan import plan
from supplypact.planning.risk.given import RiskData
from supplypact.tracking.days import later
from supplypact.tracking.planned import Planned
from supplypact.tracking.plants import Plant
from supplypact.tracking.projection import Dates
from supplypact.tracking.schedule import dates_of, first_outputs, start, with_dates
from supplypact.tracking.shares import TargetPath, traded_paths
from supplypact.tracking.shortage import expected_loss
from supplypact.units import Share, Year

MOST = 1200.0
"""Months that a slip may last."""
NOT_STARTED, PRODUCING, NO_MATERIAL = "not_started", "producing", "no_material"


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """What a slip is asked about."""

    pact: Pact
    network: Network
    """The tables, as the pact sees them; the record is not in them yet."""
    position: Position
    plants: tuple[Plant, ...]
    risk: RiskData | None = None
    """None: expected shortages are left out."""
    planned: Planned | None = None
    """None: the cheapest plan before the slip is the plan."""


def slip(case: Case, project: str, months: float) -> Slip:
    """Return what changes if a project's first output comes so many months later.

    Raises:
        UsageError: there is no such project, no first output of it is known, or months are below 0.
        DataError: the tables lack what the plan needs.
        InfeasibleError: no plan exists, even with every target relaxed.

    """
    _check(case, project, months)
    plant = next((each for each in case.plants if each.id == project), None)
    recorded = dates_of(case.position)
    if recorded.get(project) is None and (plant is None or project in recorded):
        raise _no_day(project)
    still = _world(case, recorded)
    before = plan(case.pact, still.network, still.options)
    planned = case.planned or Planned(first_output=_first_outputs(before))
    due = _due(plant, project, recorded, planned)
    in_years = _in_years(plant, recorded)
    months = 12.0 * math.ceil(months / 12.0) if in_years else months
    found = Slip(
        project=project,
        name=_name(case, plant, project),
        months=months,
        due_before=due,
        due_after=later(due, months),
        effects=(),
        cost_before=before.objective,
        cost_after=before.objective,
        discounted_to=still.options.first_year,
        in_years=in_years,
        shortages=(),
        shortage_of=planned.of,
    )
    if plant is None or not plant.makes:
        return replace(found, nothing=NO_MATERIAL)
    if nothing := _nothing(case, plant, recorded, planned):
        return replace(found, nothing=nothing)
    moved = _moved(case, plant, recorded, found.due_after, months)
    after = plan(case.pact, moved.network, moved.options)
    return replace(
        found,
        effects=_effects(case.pact, (still, moved), planned, (before, after)),
        cost_after=after.objective,
        shortages=_shortages(case, plant, recorded, planned, found),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _World:
    """The network with the record in it, and the years and delays of its candidates."""

    network: Network
    options: PlanOptions


def _moved(case: Case, plant: Plant, recorded: Dates, day: date, months: float) -> _World:
    """Return the world in which a project comes on ``day``, so many months later."""
    if not _in_years(plant, recorded):
        return _world(case, {**recorded, plant.id: day})
    world = _world(case, recorded)
    delays = ((plant.id, round(months / 12.0)),)
    return replace(world, options=replace(world.options, delays=delays))


def _in_years(plant: Plant | None, recorded: Dates) -> bool:
    """Return whether only the plan starts a project, which it does in whole years."""
    return plant is not None and plant.candidate and plant.id not in recorded


def _world(case: Case, dates: Dates) -> _World:
    first = min(max(case.position.as_of.year, FIRST_YEAR), LAST_YEAR)
    return _World(
        network=with_dates(case.pact, case.network, dates, case.plants),
        options=PlanOptions(first_year=Year(first)),
    )


def _check(case: Case, project: str, months: float) -> None:
    if not 0.0 <= months <= MOST:
        told = f"a slip of {months:g} months cannot be"
        raise UsageError(told, where="LATER", fix="give 0 to 100 years, for example 18m")
    named = {each.id: each.name for each in case.plants}
    for record in case.position.records:
        if name := getattr(record.entry, "project", ""):
            named.setdefault(name, getattr(record.entry, "name", name))
    if project not in named:
        raise UsageError(
            f"unknown project '{project}'",
            where="PROJECT",
            fix=did_you_mean(project, named),
        )


def _name(case: Case, plant: Plant | None, project: str) -> str:
    if plant is not None:
        return plant.name
    names = (getattr(each.entry, "name", "") for each in case.position.records)
    entries = (getattr(each.entry, "project", "") for each in case.position.records)
    return next((n for n, p in zip(names, entries, strict=True) if p == project and n), project)


def _first_outputs(made: Plan) -> dict[str, int]:
    return {each.id: each.first_output_year for each in made.projects}


def _due(plant: Plant | None, project: str, recorded: Dates, planned: Planned) -> date:
    """Return the day of first output: of the record, else of the plan, else of the tables."""
    if (day := recorded.get(project)) is not None:
        return day
    if project in planned.first_output and project not in recorded:
        return date(planned.first_output[project], 1, 1)
    if plant is not None and project not in recorded and (day := start(plant)) is not None:
        return day
    raise _no_day(project)


def _no_day(project: str) -> UsageError:
    return UsageError(
        f"no first output of '{project}' is to come by the record or the tables",
        where="PROJECT",
        fix=f"record an entry milestone_planned with milestone first-output for {project}",
    )


def _nothing(case: Case, plant: Plant, recorded: Dates, planned: Planned) -> str:
    """Return why a slip changes nothing, blank if it may."""
    state = first_outputs(case.position).get(plant.id)
    if (state is not None and state.met is not None) or (state is None and plant.producing):
        return PRODUCING
    if plant.candidate and plant.id not in recorded and plant.id not in planned.first_output:
        return NOT_STARTED
    return ""


def _path(case: Case, recorded: Dates, planned: Planned) -> dict[str, date | None]:
    """Return the day of every project of the record and of the plan; the record goes first."""
    known = {each.id for each in case.network.projects}
    years = {name: year for name, year in planned.first_output.items() if name in known}
    return {name: date(year, 1, 1) for name, year in years.items()} | dict(recorded)


def _effects(
    pact: Pact, worlds: Sequence[_World], planned: Planned, plans: Sequence[Plan]
) -> tuple[SlipEffect, ...]:
    first, last = (_with_plan(pact, world, planned) for world in worlds)
    before, after = (
        {(each.target, each.material): each.planned_share for each in made.targets}
        for made in plans
    )
    return tuple(
        _effect(old, new, before[key], after[key])
        for old, new in zip(first, last, strict=True)
        if (key := (old.target.id, old.material)) in before and key in after
    )


def _with_plan(pact: Pact, world: _World, planned: Planned) -> tuple[TargetPath, ...]:
    """Return the shares if the plan's projects are built as it says, and no other."""
    leads = {each.id: each.lead_time for each in world.network.projects}
    starts = {
        name: year - leads[name] for name, year in planned.first_output.items() if name in leads
    }
    first = min([world.options.first_year, *starts.values()])
    return traded_paths(pact, world.network, replace(world.options, first_year=Year(first)), starts)


def _effect(old: TargetPath, new: TargetPath, planned: Share, replanned: Share) -> SlipEffect:
    year = old.target.year
    before, after = (Share(float(each.share[each.years.index(year)])) for each in (old, new))
    return SlipEffect(
        target=old.target.id,
        material=old.material,
        year=year,
        goal=Share(old.goal),
        before=before,
        after=after,
        before_plan=planned,
        after_plan=replanned,
    )


def _shortages(
    case: Case, plant: Plant, recorded: Dates, planned: Planned, found: Slip
) -> tuple[ShortageEffect, ...]:
    """Return the expected loss of what the project makes, in the year of its first target."""
    own = [each.year for each in case.pact.targets if {*each.materials} & {*plant.materials}]
    years = own or [each.year for each in case.pact.targets]
    if case.risk is None or not years:
        return ()
    year = min(years[0], Year(LAST_YEAR))
    path = _path(case, recorded, planned)
    before, after = (
        expected_loss(
            case.pact,
            with_dates(case.pact, case.network, {**path, plant.id: day}, case.plants),
            case.risk,
            planned.stocks.get(year, {}),
            plant.materials,
            year,
        )
        for day in (found.due_before, found.due_after)
    )
    return tuple(
        ShortageEffect(material=name, year=year, before=before[name], after=after[name])
        for name in plant.materials
    )
