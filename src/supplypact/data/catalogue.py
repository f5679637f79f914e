"""What is bundled: tables with their package description, pacts and events."""

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


def _ids(folder: str) -> list[str]:
    """Return the names of the TOML files of a folder, without their ending."""
    names = [each.name for each in (_bundle() / folder).iterdir()]
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def _bundle() -> Traversable:
    """Return the folder of this package, wherever it is installed."""
    return files("supplypact.data")
