"""Track a pact: where it stands against each of its promises, and what is to be expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from supplypact.domain.hazard import DurationLaw
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import FIRST_YEAR, LAST_YEAR, Plan, PlanOptions
from supplypact.domain.position import Position
from supplypact.domain.progress import (
    EnvelopeProgress,
    Progress,
    ReferenceClass,
    ReportedTotal,
    TrackOptions,
)
from supplypact.domain.record import Record
from supplypact.planning.plan import plan
from supplypact.tracking.changes import changes
from supplypact.tracking.days import later
from supplypact.tracking.envelope import LINES, WHOLE, envelope
from supplypact.tracking.forecast import DELAY, drawn, reference_classes
from supplypact.tracking.holdings import StockTargets, indicators, stocks, without_account
from supplypact.tracking.milestones import milestones, projects
from supplypact.tracking.plants import Plant, read_plants
from supplypact.tracking.reported import reported
from supplypact.tracking.schedule import dates_of, pending, with_dates, with_schedules
from supplypact.tracking.shares import TargetPath, target_paths
from supplypact.tracking.targets import targets
from supplypact.units import Year

TRACK_TABLES = ("projects", "project_outputs", "costs", "reported_totals")
"""Tables that ``read_tracked`` reads."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tracked:
    """What tracking needs of the tables beside the network."""

    plants: tuple[Plant, ...]
    classes: tuple[ReferenceClass, ...] = ()
    reported: pl.DataFrame | None = None
    """The table ``reported_totals``; None: no published totals are shown."""

    @property
    def delay(self) -> ReferenceClass | None:
        """Return how late past projects came, None if unknown."""
        return next((each for each in self.classes if each.id == DELAY), None)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The ledger that a position was read from."""

    origin: str
    """Name of the ledger, or ``bundled``."""
    root: bytes
    """Root of the Merkle tree over its records."""
    records: Sequence[Record] = field(repr=False)
    """All records that were known, in their order, corrections among them."""
    begins: date | None = None
    """Day of the first record of all, known or not."""


def read_tracked(
    tables: Mapping[str, pl.DataFrame], laws: Sequence[DurationLaw], *, totals: bool = True
) -> Tracked:
    """Return what tracking needs of ``TRACK_TABLES`` and the duration laws.

    Args:
        tables: The frames by name.
        laws: Among them the law ``late``.
        totals: Whether published totals are shown; they are about the bundled record only.

    """
    return Tracked(
        plants=read_plants(tables["projects"], tables["project_outputs"]),
        classes=reference_classes(tables, laws),
        reported=tables["reported_totals"] if totals else None,
    )


def track(
    pact: Pact,
    network: Network,
    position: Position,
    options: TrackOptions,
    tracked: Tracked,
    kept: Kept,
    *,
    replan: bool = False,
    stock_targets: StockTargets | None = None,
) -> Progress:
    """Return the progress of a pact.

    Args:
        pact: Promises and assumptions.
        network: The tables, as the pact sees them.
        position: What the ledger adds up to on the day of the report.
        options: Days.
        tracked: Projects of the tables, reference classes, published totals.
        kept: The ledger itself.
        replan: Whether to look for a new plan from here, which takes some seconds.
        stock_targets: What holders are to have; a plan under risk or the pact says so.

    Raises:
        DataError: the tables lack what the plan needs.
        InfeasibleError: no plan exists, even with every target relaxed.

    """
    scheduled = with_schedules(pact, network, position, tracked.plants)
    renewed = replanned(pact, scheduled, position) if replan else None
    every = envelope(pact, position)
    late = _all_late(pact, network, position, tracked)
    return Progress(
        pact=pact.id,
        options=options,
        position=position,
        origin=kept.origin,
        size=len(kept.records),
        root=kept.root,
        begins=kept.begins,
        envelope=every,
        targets=targets(
            pact, network, target_paths(pact, scheduled), late, renewed, as_of=position.as_of
        ),
        milestones=milestones(pact, position),
        projects=projects(pact, position, tracked.plants, tracked.delay),
        stocks=stocks(position, stock_targets or {}),
        stocks_without_account=without_account(position, stock_targets or {}),
        indicators=indicators(pact, position),
        drawn=drawn(position, _whole(every), tracked.delay),
        reported=_reported(pact, position, tracked),
        changes=()
        if options.since is None
        else changes(pact, kept.records, options.since, options.known_at, options.as_of),
        plan=renewed,
        classes=tracked.classes,
    )


def replanned(pact: Pact, scheduled: Network, position: Position) -> Plan:
    """Return the cheapest plan from the year of the position on, on the recorded schedules.

    Nothing new may start before that year.  What was spent so far is not taken off the budgets.
    """
    first = min(max(position.as_of.year, FIRST_YEAR), LAST_YEAR)
    return plan(pact, scheduled, PlanOptions(first_year=Year(first)))


def _all_late(
    pact: Pact, network: Network, position: Position, tracked: Tracked
) -> tuple[TargetPath, ...] | None:
    """Return the shares with every project late that makes nothing yet."""
    delay = tracked.delay
    if delay is None or delay.nine_of_ten is None:
        return None
    late = {
        name: later(day, delay.nine_of_ten)
        for name, day in pending(tracked.plants, position).items()
    }
    dates = dates_of(position) | late
    return target_paths(pact, with_dates(pact, network, dates, tracked.plants))


def _whole(every: Sequence[EnvelopeProgress]) -> EnvelopeProgress | None:
    """Return the whole that the parties state, else all lines together."""
    by_scope = {each.scope: each for each in every}
    return by_scope.get(WHOLE, by_scope.get(LINES))


def _reported(pact: Pact, position: Position, tracked: Tracked) -> tuple[ReportedTotal, ...]:
    return () if tracked.reported is None else reported(pact.id, tracked.reported, position)
