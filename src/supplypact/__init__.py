"""Plan, run and check an agreement on critical-mineral supply.

Example::

    import supplypact as sp
    network = sp.load_network()
    pact = sp.load_pact("us-japan-2025", network)
    assessment = sp.assess(pact, network, sp.load_evidence())
    plan = sp.plan(pact, network)
    event = sp.load_event("us-ban-2024")
    response = sp.respond(pact, network, sp.load_response_data(), [event], sp.RespondOptions())
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supplypact.assessing.assess import assess
    from supplypact.domain.assessment import Assessment, AssessOptions
    from supplypact.domain.event import Event
    from supplypact.domain.evidence import Evidence
    from supplypact.domain.network import Network
    from supplypact.domain.pact import Pact
    from supplypact.domain.plan import Plan, PlanOptions
    from supplypact.domain.response import RespondOptions, Response
    from supplypact.planning.plan import plan
    from supplypact.responding.given import ResponseData
    from supplypact.responding.respond import respond

__all__ = [
    "AssessOptions",
    "Assessment",
    "Event",
    "Evidence",
    "Network",
    "Pact",
    "Plan",
    "PlanOptions",
    "RespondOptions",
    "Response",
    "ResponseData",
    "assess",
    "load_event",
    "load_evidence",
    "load_network",
    "load_pact",
    "load_response_data",
    "plan",
    "respond",
]

_PLACES = {
    "AssessOptions": "supplypact.domain.assessment",
    "Assessment": "supplypact.domain.assessment",
    "Event": "supplypact.domain.event",
    "Evidence": "supplypact.domain.evidence",
    "Network": "supplypact.domain.network",
    "Pact": "supplypact.domain.pact",
    "Plan": "supplypact.domain.plan",
    "PlanOptions": "supplypact.domain.plan",
    "RespondOptions": "supplypact.domain.response",
    "Response": "supplypact.domain.response",
    "ResponseData": "supplypact.responding.given",
    "assess": "supplypact.assessing.assess",
    "plan": "supplypact.planning.plan",
    "respond": "supplypact.responding.respond",
}
"""Public names that are imported on first use, so that ``supplypact --help`` is quick."""


def load_network(data: Path | str | None = None) -> Network:
    """Return the bundled network; tables in the folder ``data`` replace those of the same name.

    Raises:
        DataError: a table is wrong; every fault is told.

    """
    workspace = import_module("supplypact.workspace.workspace")
    opened: Network = workspace.Workspace(None if data is None else Path(data)).open_network()
    return opened


def load_evidence(data: Path | str | None = None) -> Evidence:
    """Return the tables beside the network; those in the folder ``data`` replace bundled ones.

    Raises:
        DataError: a table is wrong; every fault is told.

    """
    workspace = import_module("supplypact.workspace.workspace")
    opened: Evidence = workspace.Workspace(None if data is None else Path(data)).open_evidence()
    return opened


def load_pact(pact: str, network: Network) -> Pact:
    """Return a bundled pact by its id, or the pact in a TOML file by its path.

    Raises:
        UsageError: there is no such pact.
        DataError: the pact is wrong; every fault is told.

    """
    workspace = import_module("supplypact.workspace.workspace")
    opened: Pact = workspace.Workspace().open_pact(pact, network)
    return opened


def load_event(event: str) -> Event:
    """Return a bundled event by its id, or the event in a TOML file by its path.

    Raises:
        UsageError: there is no such event.
        DataError: the event is wrong; every fault is told.

    """
    workspace = import_module("supplypact.workspace.workspace")
    opened: Event = workspace.Workspace().open_event(event)
    return opened


def load_response_data(
    data: Path | str | None = None, stocks: Path | str | None = None
) -> ResponseData:
    """Return what a response needs beside pact, network and event.

    Args:
        data: Folder with tables that replace the bundled ones.
        stocks: CSV file with stocks: holder, material, form and tonnes or days.

    Raises:
        DataError: a table or the file is wrong; every fault is told.

    """
    workspace = import_module("supplypact.workspace.workspace").Workspace
    given = import_module("supplypact.workspace.response_data").open_response_data
    opened: ResponseData = given(
        workspace(None if data is None else Path(data)), None if stocks is None else Path(stocks)
    )
    return opened


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(_PLACES[name]), name)
