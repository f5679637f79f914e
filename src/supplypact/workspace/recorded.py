"""The state that a record tells: schedules of projects and stocks, in the place of the tables'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.tracking.plants import read_plants
from supplypact.tracking.schedule import with_schedules
from supplypact.tracking.stocks import with_stocks

if TYPE_CHECKING:
    import polars as pl

    from supplypact.domain.network import Network
    from supplypact.domain.position import Position
    from supplypact.workspace.ledger import Case
    from supplypact.workspace.workspace import Workspace


def recorded_state(
    workspace: Workspace, case: Case, position: Position, stocks: pl.DataFrame
) -> tuple[Network, pl.DataFrame]:
    """Return the network with the record's dates, and ``stocks`` with the record's accounts."""
    tables = workspace.open_tables(("projects", "project_outputs"))
    plants = read_plants(tables["projects"], tables["project_outputs"])
    network = with_schedules(case.pact, case.network, position, plants)
    return network, with_stocks(stocks, position)
