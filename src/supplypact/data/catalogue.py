"""What is bundled: tables with their package description, pacts, events and records."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def pact_ids() -> list[str]:
    """Return the ids of the bundled pacts."""
    return _ids("pacts")


def pact_bytes(pact: str) -> bytes:
    """Return the file of a bundled pact."""
    return (_bundle() / "pacts" / f"{pact}.toml").read_bytes()


def record_ids() -> list[str]:
    """Return the ids of the pacts of which a record is bundled."""
    return _ids("records", ".csv")


def record_bytes(pact: str) -> bytes:
    """Return the bundled record of a pact: entries as in an import file (CSV), and when written."""
    return (_bundle() / "records" / f"{pact}.csv").read_bytes()


def event_ids() -> list[str]:
    """Return the ids of the bundled events."""
    return _ids("events")


def event_bytes(event: str) -> bytes:
    """Return the file of a bundled event."""
    return (_bundle() / "events" / f"{event}.toml").read_bytes()


@cache
def resources() -> dict[str, dict[str, Any]]:
    """Return the description of each table by its name, as it stands in ``datapackage.json``."""
    package = json.loads((_bundle() / "tables" / "datapackage.json").read_bytes())
    return {resource["name"]: resource for resource in package["resources"]}


def table_bytes(table: str) -> bytes:
    """Return the file of a bundled table as it is stored, packed with gzip or not."""
    return (_bundle() / "tables" / str(resources()[table]["path"])).read_bytes()


def _ids(folder: str, ending: str = ".toml") -> list[str]:
    """Return the names of the files of a folder that end so, without the ending."""
    names = [each.name for each in (_bundle() / folder).iterdir()]
    return sorted(name.removesuffix(ending) for name in names if name.endswith(ending))


def _bundle() -> Traversable:
    """Return the folder of this package, wherever it is installed."""
    return files("supplypact.data")
