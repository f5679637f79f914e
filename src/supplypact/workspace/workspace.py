"""Open a network and a pact: bundled, or the user's own files in their place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from supplypact.data import catalogue
from supplypact.domain.evidence import EVIDENCE_TABLES, Evidence
from supplypact.errors import DataError, Fault, UsageError, did_you_mean
from supplypact.formats.hazards_csv import HAZARD_TABLES, read_hazards
from supplypact.formats.network_csv import NETWORK_TABLES, read_network
from supplypact.formats.pact_toml import read_pact
from supplypact.formats.references import check_bundled_references, check_references
from supplypact.formats.schema import read_schema
from supplypact.formats.stocks_csv import STOCK_COLUMNS
from supplypact.formats.tables import read_table
from supplypact.formats.text import decode_text
from supplypact.planning.rest_of_world import with_shares
from supplypact.workspace.event_file import EVENT_TABLES, read_event_file
from supplypact.workspace.find import Shelf, find_file
from supplypact.workspace.folder import csv_files
from supplypact.workspace.own_stocks import STOCK_TABLES, with_own

if TYPE_CHECKING:
    from collections.abc import Iterable

    from supplypact.domain.event import Event
    from supplypact.domain.hazard import DurationLaw, Hazard
    from supplypact.domain.network import Network
    from supplypact.domain.pact import Pact

BUNDLED = "the bundled tables"
PACTS = Shelf(noun="pact", ids=catalogue.pact_ids, read=catalogue.pact_bytes)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """Tables as read."""

    tables: dict[str, pl.DataFrame]
    """Typed frame of each table without fault, by name."""
    digest: dict[str, str]
    """sha256 of each file."""
    faults: dict[str, list[Fault]]
    """What is wrong with each table that was read; empty lists included."""

    def all_faults(self) -> list[Fault]:
        """Return the faults of all tables."""
        return [fault for faults in self.faults.values() for fault in faults]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Table:
    """One table as read, references aside."""

    frame: pl.DataFrame | None
    faults: tuple[Fault, ...]
    digest: str


class Workspace:
    """The bundled tables, each replaced by the file of the same name in the user's folder."""

    def __init__(self, data: Path | None = None) -> None:
        self._data = data
        self._resources = catalogue.resources()
        self._tables: dict[str, _Table] = {}
        self._own = {} if data is None else csv_files(data, self._resources)

    @property
    def where(self) -> str:
        """Name of the tables for messages."""
        return BUNDLED if self._data is None else str(self._data)

    @property
    def tables(self) -> dict[str, str]:
        """What each table holds, by its name."""
        return {name: resource["title"] for name, resource in self._resources.items()}

    def read(self, names: Iterable[str]) -> Reading:
        """Return the tables of these names and every fault in them, references included."""
        reading = Reading(tables={}, digest={}, faults={})
        places = {}
        for name in names:
            places[name] = place = str(self._own.get(name, self._resources[name]["path"]))
            try:
                found = self._table(name, place)
            except OSError as error:
                reading.faults[name] = [_unreadable(error, place)]
                continue
            reading.digest[name] = found.digest
            reading.faults[name] = [*found.faults]
            if found.frame is not None:
                reading.tables[name] = found.frame
        for name, frame in reading.tables.items():
            schema = read_schema(self._resources[name])
            check = check_references if name in self._own else check_bundled_references
            reading.faults[name] += check(frame, schema, reading.tables, where=places[name])
        return reading

    def open_tables(self, names: Iterable[str] | None = None) -> dict[str, pl.DataFrame]:
        """Return the tables of these names, or every table; raises DataError with every fault."""
        self.own_tables()
        reading = self.read(self.tables if names is None else names)
        if faults := reading.all_faults():
            raise DataError(faults, where=self.where)
        return reading.tables

    def open_table(self, name: str) -> pl.DataFrame:
        """Return one table; raises UsageError if there is none of this name, or DataError."""
        if name not in self.tables:
            fix = did_you_mean(name, self.tables)
            raise UsageError(f"unknown table '{name}'", where=self.where, fix=fix)
        reading = self.read([name])
        if faults := reading.all_faults():
            raise DataError(faults, where=self.where)
        return reading.tables[name]

    def open_network(self) -> Network:
        """Return the network; raises DataError with every fault of every table that was read.

        Besides the tables that make the network, every table of the user's folder is checked.
        """
        reading = self.read(dict.fromkeys((*NETWORK_TABLES, *self.own_tables())))
        if faults := reading.all_faults():
            raise DataError(faults, where=self.where)
        network, faults = read_network(reading.tables)
        if network is None:
            raise DataError(faults, where=self.where)
        return replace(
            network,
            digest={name: reading.digest[name] for name in NETWORK_TABLES},
            replaced=tuple(name for name in NETWORK_TABLES if name in self._own),
        )

    def open_evidence(self) -> Evidence:
        """Return the tables beside the network; raises DataError with every fault in them."""
        reading = self.read(EVIDENCE_TABLES)
        if faults := reading.all_faults():
            raise DataError(faults, where=self.where)
        return Evidence(
            **{name: reading.tables[name] for name in EVIDENCE_TABLES},
            digest=reading.digest,
            replaced=tuple(name for name in EVIDENCE_TABLES if name in self._own),
        )

    def open_hazards(self) -> tuple[tuple[Hazard, ...], tuple[DurationLaw, ...]]:
        """Return the hazards and the duration laws; raises DataError with every fault in them."""
        reading = self.read(HAZARD_TABLES)
        if faults := reading.all_faults():
            raise DataError(faults, where=self.where)
        found, faults = read_hazards(reading.tables)
        if found is None:
            raise DataError([self._placed(each) for each in faults], where=self.where)
        return found

    def open_pact(self, pact: str, network: Network) -> Pact:
        """Return a pact by the id of a bundled one or by the path of a TOML file.

        Raises:
            UsageError: there is no such pact.
            DataError: the pact is wrong; every fault is told.
        """
        raw, place = find_file(pact, PACTS)
        text, faults = decode_text(raw, where=place)
        if faults:
            raise DataError(faults, where=place)
        return self.read_pact(text, network, where=place)

    def read_pact(self, text: str, network: Network, *, where: str) -> Pact:
        """Return the pact that a text describes; raises DataError with every fault."""
        opened, faults = read_pact(
            text,
            where=where,
            countries={country.id: country.name_en for country in network.countries},
            materials={each.id: [stage.id for stage in each.stages] for each in network.materials},
        )
        if opened is None:
            raise DataError(faults, where=where)
        return opened

    def open_case(self, pact: str) -> tuple[Pact, Network]:
        """Return a pact and the network as the pact sees it; raises as the two that it opens."""
        network = self.open_network()
        opened = self.open_pact(pact, network)
        return opened, with_shares(opened, network)

    def event_ids(self) -> list[str]:
        """Return the ids of the bundled events."""
        return catalogue.event_ids()

    def open_event(self, event: str) -> Event:
        """Return an event by the id of a bundled one or by the path of a TOML file.

        Raises:
            UsageError: there is no such event.
            DataError: the event is wrong, or a table that it refers to; every fault is told.
        """
        return read_event_file(event, self.open_tables(EVENT_TABLES))

    def open_stocks(self, file: Path | None = None) -> pl.DataFrame:
        """Return what holders have in stock, columns as in ``STOCK_COLUMNS``.

        Args:
            file: the user's own stocks; of a holder's material that it names nothing else counts.

        Raises:
            UsageError: the file cannot be read.
            DataError: the file or the table is wrong; every fault is told.
        """
        bundled = self.open_table("stocks").with_columns(days=pl.lit(None, pl.Float64))
        held = bundled.select(STOCK_COLUMNS)
        return held if file is None else with_own(held, file, self.open_tables(STOCK_TABLES))

    def digest(self, names: Iterable[str]) -> dict[str, str]:
        """Return the sha256 of tables, by name."""
        return self.read(names).digest

    def own_tables(self) -> list[str]:
        """Return the tables of the user's folder; raises DataError if one has no known name."""
        unknown = [
            Fault(
                what=f"unknown table '{name}'",
                where=str(path),
                fix=did_you_mean(name, self._resources),
            )
            for name, path in self._own.items()
            if name not in self._resources
        ]
        if unknown:
            raise DataError(unknown, where=self.where)
        return list(self._own)

    def _placed(self, fault: Fault) -> Fault:
        """Return a fault of one of the user's files with its folder."""
        name, found, rest = fault.where.partition(".csv")
        path = self._own.get(name) if found else None
        return fault if path is None else replace(fault, where=f"{path}{rest}")

    def _table(self, name: str, place: str) -> _Table:
        """Return a table, read once; raises OSError where the user's file cannot be read."""
        if name not in self._tables:
            raw = self._file(name)
            frame, faults = read_table(raw, self._resources[name], where=place)
            digest = hashlib.sha256(raw).hexdigest()
            self._tables[name] = _Table(frame=frame, faults=tuple(faults), digest=digest)
        return self._tables[name]

    def _file(self, name: str) -> bytes:
        """Return the bytes of a table; raises OSError where the user's file cannot be read."""
        own = self._own.get(name)
        return catalogue.table_bytes(name) if own is None else own.read_bytes()


def _unreadable(error: OSError, place: str) -> Fault:
    what = f"the file cannot be read ({error.strerror or error})"
    return Fault(what=what, where=place, fix="make it readable (chmod u+r) or take it away")
