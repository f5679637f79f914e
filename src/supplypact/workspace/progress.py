"""Open the progress of a pact: its record, the tables beside it, and the plan it is held to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from supplypact.domain.record import known
from supplypact.reporting.plan.compare import read_planned_shares, read_record
from supplypact.tracking.holdings import StockTarget, StockTargets
from supplypact.tracking.planned import planned_of
from supplypact.tracking.track import TRACK_TABLES, Kept, read_tracked, track
from supplypact.workspace.ledger import BUNDLED, bundled_entries, open_record

if TYPE_CHECKING:
    from pathlib import Path

    from supplypact.domain.network import Network
    from supplypact.domain.pact import Pact
    from supplypact.domain.progress import Progress, TrackOptions
    from supplypact.workspace.ledger import Case, Place
    from supplypact.workspace.workspace import Workspace


def open_progress(
    workspace: Workspace,
    pact_name: str,
    *,
    place: Place | None,
    options: TrackOptions,
    replan: bool,
    plan_dir: Path | None,
) -> tuple[Pact, Network, Progress]:
    """Return a pact, the network as it sees it, and where it stands.

    Args:
        workspace: The tables.
        pact_name: Id of a bundled pact, or path of a pact file.
        place: Where the ledger is; None for the bundled record.
        options: Days.
        replan: Whether to look for a new plan from here.
        plan_dir: Folder that ``plan --risk`` wrote: its stocks are the targets.

    Raises:
        UsageError, DataError, StoreError, IntegrityError: as ``open_record``; the plan is of
            another pact.

    """
    case = open_record(workspace, pact_name, place)
    position = case.book.position(options.as_of, options.known_at)
    tables = workspace.open_tables(TRACK_TABLES)
    _, laws = workspace.open_hazards()
    progress = track(
        case.pact,
        case.network,
        position,
        options,
        read_tracked(tables, laws, totals=_holds_bundled(case)),
        _kept(case, options),
        replan=replan,
        stock_targets=None if plan_dir is None else _targets(plan_dir, case, options),
    )
    return case.pact, case.network, progress


def _holds_bundled(case: Case) -> bool:
    """Return whether the bundled record stands in the ledger: published totals are about it."""
    if case.origin == BUNDLED:
        return True
    own = {record.entry.id: record.entry for record in case.records}
    return all(own.get(each.id) == each for each in bundled_entries(case.pact.id))


def _kept(case: Case, options: TrackOptions) -> Kept:
    records = [each for each in case.records if known(each.recorded_at, options.known_at)]
    return Kept(
        origin=case.origin,
        root=case.root(len(records)),
        records=records,
        begins=case.records[0].recorded_on if case.records else None,
    )


def _targets(folder: Path, case: Case, options: TrackOptions) -> StockTargets:
    """Return what the plan in a folder holds in the first year that has not ended."""
    read_planned_shares(folder, case.pact, case.network)
    stocks = planned_of(read_record(folder, option="--plan")).stocks
    year = min((year for year in stocks if year >= options.as_of.year), default=None)
    if year is None:
        return {}
    source = f"plan under risk, {year}"
    return {
        key: StockTarget(tonnes=Decimal(str(round(tonnes, 3))), year=year, source=source)
        for key, tonnes in stocks[year].items()
        if tonnes
    }
