"""A ledger in one file of SQLite in write-ahead mode; a commit returns once it is on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from supplypact.errors import StoreError
from supplypact.ledger.store.sql import SqlStore
from supplypact.ledger.store.store import Store
from supplypact.ledger.store.trouble import sqlite_trouble

if TYPE_CHECKING:
    import sqlite3
else:
    from pysqlite3 import dbapi2 as sqlite3

OLDEST = (3, 51, 3)
"""Before this one, two connections could lose a commit when the write-ahead log began anew."""
WAIT = 10.0
"""Seconds that a writer waits for another."""
TABLES = (
    """CREATE TABLE record (
    seq INTEGER PRIMARY KEY CHECK (seq >= 0),
    id TEXT NOT NULL UNIQUE,
    prev BLOB NOT NULL UNIQUE CHECK (length(prev) = 32),
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    leaf BLOB NOT NULL
) STRICT""",
    "CREATE TABLE note (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT",
)
_FOLLOWS = """CREATE TRIGGER record_follows BEFORE INSERT ON record
WHEN NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM record)
  OR NEW.prev <> coalesce((SELECT hash FROM record WHERE seq = NEW.seq - 1), zeroblob(32))
  OR EXISTS (SELECT 1 FROM record WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM record WHERE hash = NEW.hash)
BEGIN SELECT raise(ABORT, 'a record follows the last one and has an id of its own'); END"""
_NEW = """CREATE TRIGGER {table}_new BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT raise(ABORT, 'a {table} is never replaced'); END"""
_KEPT = """CREATE TRIGGER {table}_no_{word} BEFORE {word} ON {table}
BEGIN SELECT raise(ABORT, 'a {table} is never changed'); END"""
GUARDS = (
    _FOLLOWS,
    _NEW.format(table="note", key="number"),
    _NEW.format(table="meta", key="name"),
    *(
        _KEPT.format(table=table, word=word)
        for table in ("record", "note", "meta")
        for word in ("update", "delete")
    ),
)


class SqliteStore(SqlStore):
    """A ledger in a file.  Not to be shared between threads."""

    schema = (*TABLES, *GUARDS)
    begin_writing = ("BEGIN IMMEDIATE",)
    begin_reading = ("BEGIN",)

    @classmethod
    def create(
        cls,
        path: Path,
        meta: Mapping[str, str],
        *,
        wait: float = WAIT,
        fill: Callable[[Store], None] | None = None,
    ) -> Self:
        """Return a fresh ledger in a file that is not there yet; raises StoreError.

        What ``fill`` adds is kept with it, or nothing is.
        """
        store = cls._connect(path, mode="rwc", wait=wait)
        return store.establish(meta, fill)

    @classmethod
    def open(cls, path: Path, *, wait: float = WAIT) -> Self:
        """Return the ledger in a file; raises StoreError."""
        if not path.is_file():
            fix = "name a ledger, or make one with `supplypact ledger init`"
            raise StoreError("there is no file of this name", where=str(path), fix=fix)
        return cls._connect(path, mode="rw", wait=wait).admit()

    @classmethod
    def _connect(cls, path: Path, *, mode: str, wait: float) -> Self:
        check_engine(sqlite3.sqlite_version_info)
        with sqlite_trouble(sqlite3.Error, str(path)):
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=wait,
                isolation_level=None,
            )
        # A text that is no UTF-8 any more is told by `verify`, not by the engine.
        connection.text_factory = lambda raw: raw.decode(errors="replace")
        return cls(connection, str(path))

    def tables(self) -> set[str]:
        """Return the names of the tables that are there."""
        return {name for (name,) in self._all("SELECT name FROM sqlite_master")}

    def settle(self) -> None:
        """Have each commit on the disk before it returns, and see that it is so."""
        wal = self._all("PRAGMA journal_mode = WAL")
        self.run("PRAGMA synchronous = FULL")
        self.run("PRAGMA trusted_schema = OFF")
        if (wal, self._all("PRAGMA synchronous")) != ([("wal",)], [(2,)]):
            what = "SQLite does not keep the settings by which a commit is on the disk"
            raise StoreError(what, where=self.place, fix="keep the ledger on a local disk")

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what SQLite complains about into a StoreError."""
        with sqlite_trouble(sqlite3.Error, self.place):
            yield

    def undo(self) -> None:
        """End a transaction without keeping anything."""
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:
                self._connection.close()

    def worn(self) -> list[str]:
        """Return what of tables, triggers and pages is missing or damaged, in words."""
        found = {sql for (sql,) in self._all("SELECT sql FROM sqlite_master WHERE sql NOT NULL")}
        faults = [f"{each.split(' (')[0]} is not in force" for each in _missing(found)]
        if any(sql not in {*TABLES, *GUARDS} for sql in found):
            faults.append("there are tables or triggers that are not a ledger's")
        checks = self._all("PRAGMA quick_check(10)")
        return faults + [f"damaged pages: {line}" for (line,) in checks if line != "ok"]


def check_engine(version: tuple[int, ...]) -> None:
    """Refuse an SQLite that can lose a commit; raises StoreError."""
    if version < OLDEST:
        shown, oldest = (".".join(map(str, each)) for each in (version, OLDEST))
        raise StoreError(
            f"SQLite {shown} can lose a commit when its write-ahead log begins anew",
            where="module pysqlite3",
            fix=f"install pysqlite3 0.6.1 or later (SQLite {oldest} or later)",
        )


def _missing(found: set[str]) -> list[str]:
    """Return what is to be there and is not, by its first words."""
    return [" ".join(each.split()[1:3]) for each in (*TABLES, *GUARDS) if each not in found]
