"""Check the tables of a workspace: each by itself, then the network they make, then the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.data import catalogue
from supplypact.data.checks import Check, check_figures
from supplypact.formats.hazards_csv import read_hazards
from supplypact.formats.network_csv import read_network

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from supplypact.workspace.workspace import Workspace


def check_tables(workspace: Workspace) -> list[Check]:
    """Return the answers to all checks; the figures are checked only in tables without fault."""
    own = set(workspace.own_tables())
    reading = workspace.read(workspace.tables)
    checks = [
        Check(
            name=f"{name}: columns, types, units, key, references",
            count=reading.tables[name].height if name in reading.tables else 0,
            failures=tuple(str(fault) for fault in faults),
        )
        for name, faults in reading.faults.items()
    ]
    bundled = {name: digest for name, digest in reading.digest.items() if name not in own}
    checks.append(_bundled_as_described(bundled))
    if not reading.all_faults():
        _, faults = read_network(reading.tables)
        made = "the tables make a network that can be planned"
        told = tuple(str(fault) for fault in faults)
        checks += [Check(name=made, count=1, failures=told), _hazards(reading.tables)]
        checks += check_figures(reading.tables)
    return checks


def _hazards(tables: Mapping[str, pl.DataFrame]) -> Check:
    """Hazards hit stages that exist, and their laws never rise."""
    _, faults = read_hazards(tables)
    told = tuple(str(fault) for fault in faults)
    name = "hazards hit stages that exist and end in time"
    return Check(name=name, count=tables["hazards"].height, failures=told)


def _bundled_as_described(digests: dict[str, str]) -> Check:
    """Bundled tables are the files that the package describes."""
    resources = catalogue.resources()
    changed = [
        name for name, digest in digests.items() if resources[name]["hash"] != f"sha256:{digest}"
    ]
    name = "bundled tables are as described in datapackage.json"
    return Check(name=name, count=len(digests), failures=tuple(changed))
