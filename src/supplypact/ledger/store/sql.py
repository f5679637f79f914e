"""The statements by which both stores keep a ledger; each store adds how its engine is spoken to.

A ledger is three tables: ``record`` and ``note`` grow, ``meta`` is written once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Self, TypeVar

from supplypact.errors import StoreError
from supplypact.ledger.store.meta import check_version
from supplypact.ledger.store.store import Row, Store

T = TypeVar("T")
PAGE = 2_000
"""Rows that are read at a time."""
_ROWS = "SELECT seq, id, prev, hash, leaf FROM record WHERE seq > ? ORDER BY seq LIMIT ?"
_ADD = "INSERT INTO record (seq, id, prev, hash, leaf) VALUES (?, ?, ?, ?, ?)"
_ADD_NOTE = "INSERT INTO note (number, text) SELECT coalesce(max(number), 0) + 1, ? FROM note"


class SqlStore(ABC):
    """A store in a database of DB-API 2.0.  ``mark`` is how the engine writes a parameter."""

    mark = "?"
    schema: tuple[str, ...]
    """Statements that make the tables and their guards."""
    begin_writing: tuple[str, ...]
    begin_reading: tuple[str, ...]

    def __init__(self, connection: Any, place: str) -> None:
        self._connection = connection
        self._place = place

    @property
    def place(self) -> str:
        """Where it is, as a user calls it; without a password."""
        return self._place

    def meta(self) -> dict[str, str]:
        """Return what the ledger says about itself."""
        found = self._all("SELECT name, value FROM meta ORDER BY name")
        return dict(zip(*(self._column(found, each, str) for each in (0, 1)), strict=True))

    def rows(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows whose ``seq`` is above ``after``, in order."""
        while page := self._all(_ROWS, (after, PAGE)):
            self._column(page, -1, bytes)
            for row in page:
                yield Row(*row)
            after = page[-1][0]
            if len(page) < PAGE:
                return

    def hashes(self) -> list[bytes]:
        """Return the hashes of all leaves, in order."""
        return self._column(self._all("SELECT hash FROM record ORDER BY seq"), 0, bytes)

    def notes(self) -> list[str]:
        """Return all signed notes, oldest first."""
        return self._column(self._all("SELECT text FROM note ORDER BY number"), 0, str)

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows; only inside ``writing``."""
        if len(rows) == 1:
            self.run(_ADD, rows[0])
            return
        with self.telling():
            self._connection.cursor().executemany(self._marked(_ADD), rows)

    def add_note(self, text: str) -> None:
        """Add a signed note, unless it is there; only inside ``writing``."""
        if not self._all("SELECT number FROM note WHERE text = ?", (text,)):
            self.run(_ADD_NOTE, (text,))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only right to write; all of what is added is kept on leaving, or nothing."""
        yield from self._transaction(self.begin_writing)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read as of one moment, whatever others write meanwhile."""
        yield from self._transaction(self.begin_reading)

    def close(self) -> None:
        """Let go of the file or the server."""
        with self.telling():
            self._connection.close()

    def establish(self, meta: Mapping[str, str], fill: Callable[[Store], None] | None) -> Self:
        """Make a fresh ledger of it; raises StoreError, the connection closed."""
        with self.closing():
            with self.writing():
                if self.tables():
                    what, fix = "there is a ledger or another database already", "name a new one"
                    raise StoreError(what, where=self.place, fix=fix)
                for statement in self.schema:
                    self.run(statement)
                for each in meta.items():
                    self.run("INSERT INTO meta (name, value) VALUES (?, ?)", each)
                if fill:
                    fill(self)
            self.settle()
        return self

    def admit(self) -> Self:
        """See that it is a ledger of this version; raises StoreError, the connection closed."""
        with self.closing():
            found = self.meta() if {"record", "note", "meta"} <= self.tables() else {}
            check_version(found, where=self.place)
            self.settle()
        return self

    @abstractmethod
    def telling(self) -> AbstractContextManager[None]:
        """Turn what the engine complains about into a StoreError."""

    @abstractmethod
    def tables(self) -> set[str]:
        """Return the names of the tables that are there."""

    @abstractmethod
    def settle(self) -> None:
        """Have the engine keep what it acknowledges; raises StoreError where it does not."""

    @abstractmethod
    def undo(self) -> None:
        """End a transaction without keeping anything; never raises."""

    @abstractmethod
    def worn(self) -> list[str]:
        """Return what of the store's own guards is missing or damaged, in words."""

    @contextmanager
    def closing(self) -> Iterator[None]:
        """Close the connection if the block fails."""
        try:
            yield
        except BaseException:
            self._connection.close()
            raise

    def _transaction(self, begin: Sequence[str]) -> Iterator[None]:
        try:
            for statement in begin:
                self.run(statement)
            yield
            self.run("COMMIT")
        except BaseException:
            self.undo()
            raise

    def run(self, statement: str, values: Sequence[object] = ()) -> Any:
        """Run one statement; raises StoreError."""
        with self.telling():
            # psycopg takes a % for a parameter as soon as there are values, even none.
            return self._connection.execute(self._marked(statement), *([values] if values else []))

    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        with self.telling():
            found: list[Any] = self.run(statement, values).fetchall()
            return found

    def _column(self, rows: Sequence[Any], place: int, kind: type[T]) -> list[T]:
        """Return a column; raises StoreError where a damaged store gives something else."""
        found = [row[place] for row in rows]
        if not all(isinstance(each, kind) for each in found):
            fix = "restore the ledger from a backup that verifies"
            raise StoreError("the ledger is damaged", where=self.place, fix=fix)
        return found

    def _marked(self, statement: str) -> str:
        return statement.replace("?", self.mark)
