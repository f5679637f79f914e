"""Open what a response needs beside pact, network and event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.responding.given import RESPONSE_TABLES, ResponseData, gather_response

if TYPE_CHECKING:
    from pathlib import Path

    from supplypact.workspace.workspace import Workspace


def open_response_data(workspace: Workspace, stocks: Path | None = None) -> ResponseData:
    """Return stocks, laws and tables of a response; raises as ``Workspace.open_stocks`` does."""
    _, laws = workspace.open_hazards()
    tables = workspace.open_tables(RESPONSE_TABLES)
    return gather_response(workspace.open_stocks(stocks), laws, tables)
