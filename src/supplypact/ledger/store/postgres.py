"""A ledger in a database of PostgreSQL, in a schema of its own.  A commit is on its disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Self

from supplypact.errors import StoreError
from supplypact.ledger.store.sql import SqlStore
from supplypact.ledger.store.sqlite import WAIT
from supplypact.ledger.store.store import Store
from supplypact.ledger.store.trouble import postgres_trouble

SCHEMA = "supplypact"
LOCK = 0x73757070_6C797061
"""Number of the lock that a writer holds: the letters ``supplypa``."""
TABLES = (
    f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",
    """CREATE TABLE record (
    seq bigint PRIMARY KEY CHECK (seq >= 0),
    id text NOT NULL UNIQUE,
    prev bytea NOT NULL UNIQUE CHECK (length(prev) = 32),
    hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
    leaf bytea NOT NULL
)""",
    "CREATE TABLE note (number bigint PRIMARY KEY, text text NOT NULL UNIQUE)",
    "CREATE TABLE meta (name text PRIMARY KEY, value text NOT NULL)",
)
GUARDS = (
    """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a % is never changed', TG_TABLE_NAME; END $$""",
    """CREATE FUNCTION follows() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE last_seq bigint; last_hash bytea;
BEGIN
  SELECT seq, hash INTO last_seq, last_hash FROM record ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last_seq, -1) + 1
    OR NEW.prev <> coalesce(last_hash, decode(repeat('00', 32), 'hex')) THEN
    RAISE EXCEPTION 'a record follows the last one';
  END IF;
  RETURN NEW;
END $$""",
    """CREATE TRIGGER record_follows BEFORE INSERT ON record
FOR EACH ROW EXECUTE FUNCTION follows()""",
    *(
        f"""CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse()"""
        for table in ("record", "note", "meta")
    ),
)
_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
_TRIGGERS = {"record_follows", "record_kept", "note_kept", "meta_kept"}


class PostgresStore(SqlStore):
    """A ledger on a server.  One database holds one ledger."""

    mark = "%s"
    schema = (*TABLES, *GUARDS)
    # Each statement is to see what was committed before the lock was had.
    begin_writing = (f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({LOCK})",)
    begin_reading = ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",)

    @classmethod
    def create(
        cls,
        url: str,
        meta: Mapping[str, str],
        *,
        wait: float = WAIT,
        fill: Callable[[Store], None] | None = None,
    ) -> Self:
        """Return a fresh ledger in a database that holds none; raises StoreError.

        What ``fill`` adds is kept with it, or nothing is.
        """
        return cls._connect(url, wait).establish(meta, fill)

    @classmethod
    def open(cls, url: str, *, wait: float = WAIT) -> Self:
        """Return the ledger in a database; raises StoreError."""
        return cls._connect(url, wait).admit()

    @classmethod
    def _connect(cls, url: str, wait: float) -> Self:
        driver = _driver()
        place = _place(driver, url)
        with postgres_trouble(driver.Error, place):
            connection = driver.connect(url, autocommit=True, connect_timeout=int(wait) or 1)
        store = cls(connection, place)
        with store.closing():
            store.run(f"SET search_path = {SCHEMA}")
            store.run(f"SET lock_timeout = {int(wait * 1000)}")
        return store

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what PostgreSQL complains about into a StoreError."""
        with postgres_trouble(_driver().Error, self.place):
            yield

    def tables(self) -> set[str]:
        """Return the names of the tables that are there."""
        found = self._all(
            "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(?)", (SCHEMA,)
        )
        return {name for (name,) in found}

    def settle(self) -> None:
        """Have each commit on the disk before it returns; raises StoreError where it is not."""
        self.run("SET synchronous_commit = on")
        if [self._all(f"SHOW {name}") for name in _DURABLE] != [[("on",)]] * len(_DURABLE):
            what = f"the server may lose what it acknowledged: one of {', '.join(_DURABLE)} is off"
            raise StoreError(what, where=self.place, fix="set them on and start the server again")

    def undo(self) -> None:
        """End a transaction without keeping anything."""
        try:
            self._connection.rollback()
        except _driver().Error:
            self._connection.close()

    def worn(self) -> list[str]:
        """Return which triggers are missing or switched off, in words."""
        found = self._all(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE relnamespace = ?::regnamespace AND tgenabled IN ('O', 'A')",
            (SCHEMA,),
        )
        missing = _TRIGGERS - {name for (name,) in found}
        return [f"TRIGGER {name} is not in force" for name in sorted(missing)]


def _driver() -> ModuleType:
    """Return psycopg; raises StoreError where it is not installed."""
    try:
        import psycopg  # noqa: PLC0415
    except ImportError as error:
        what = "a ledger on PostgreSQL needs psycopg, which is not installed"
        fix = "pip install 'supplypact[postgres]'"
        raise StoreError(what, where="--database", fix=fix) from error
    return psycopg


def _place(driver: Any, url: str) -> str:
    """Return host, port and database of a URL, without user and password."""
    try:
        parts = driver.conninfo.conninfo_to_dict(url)
    except driver.Error as error:
        what, fix = "it is no URL of a database", "write postgresql://USER@HOST:PORT/DATABASE"
        raise StoreError(what, where="--database", fix=fix) from error
    host = parts.get("host") or parts.get("hostaddr") or "localhost"
    return f"postgresql://{host}:{parts.get('port') or 5432}/{parts.get('dbname') or ''}"
