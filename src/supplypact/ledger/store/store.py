"""What a ledger is kept in: rows that are added and never changed.

``SqliteStore`` and ``PostgresStore`` keep the same three tables by the same statements
(``sql.py``); tests hold both to one contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from supplypact.ledger.store.chain import leaf_hash, read_leaf


class Row(NamedTuple):
    """A record as it is kept.  The leaf holds all of it; what stands beside are indexes."""

    seq: int
    id: str
    prev: bytes
    hash: bytes
    leaf: bytes


class Store(Protocol):
    """What every store does.  Each method may raise StoreError."""

    @property
    def place(self) -> str:
        """Where it is, as a user calls it; without a password."""
        ...

    def meta(self) -> dict[str, str]:
        """Return what the ledger says about itself: see ``meta.py``."""
        ...

    def rows(self, after: int = -1) -> Iterator[Row]:
        """Yield the rows whose ``seq`` is above ``after``, in order."""
        ...

    def hashes(self) -> list[bytes]:
        """Return the hashes of all leaves, in order."""
        ...

    def notes(self) -> list[str]:
        """Return all signed notes, oldest first."""
        ...

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows; only inside ``writing``."""
        ...

    def add_note(self, text: str) -> None:
        """Add a signed note, unless it is there; only inside ``writing``."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """Hold the only right to write; all of what is added is kept on leaving, or nothing."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """Read as of one moment, whatever others write meanwhile."""
        ...

    def worn(self) -> list[str]:
        """Return what of the store's own guards is missing or damaged, in words."""
        ...

    def close(self) -> None:
        """Let go of the file or the server."""
        ...


class Opener(Protocol):
    """Makes a fresh store: the class method ``create`` of a store, its place given."""

    def __call__(
        self, meta: Mapping[str, str], *, fill: Callable[[Store], None] | None = None
    ) -> Store:
        """Return a store that holds ``meta`` and what ``fill`` adds; raises StoreError.

        If ``fill`` fails, nothing is made.
        """
        ...


def row_of(leaf: bytes) -> Row:
    """Return the row of a leaf.

    Raises:
        ValueError: it is no leaf.

    """
    value = read_leaf(leaf)
    prev = bytes.fromhex(value["prev"])
    return Row(int(value["seq"]), value["entry"]["id"], prev, leaf_hash(leaf), leaf)
