"""What a database complains about, in words that tell what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from supplypact.errors import StoreError

_AGAIN = "then send the entries again: an id is recorded once, however often it is sent"
_SQLITE = {
    3: ("access to the file is denied", "ask for the right to read and write it"),
    5: ("another program has held the ledger for too long", f"wait for it to end, {_AGAIN}"),
    6: ("another program has held the ledger for too long", f"wait for it to end, {_AGAIN}"),
    8: (
        "the file or its folder cannot be written to",
        "ask for the right to write both; to move it use `supplypact ledger backup` and `restore`",
    ),
    10: ("the disk failed to read or write", f"check the disk, verify the ledger, {_AGAIN}"),
    11: (
        "the file is damaged, or the disk cannot read it",
        "check the disk; restore the ledger from a backup that verifies",
    ),
    13: ("the disk is full", f"make room, {_AGAIN}"),
    14: (
        "the file cannot be opened, or its folder cannot be written to",
        "check the path, and that you may write to the file and its folder",
    ),
    19: ("the ledger refuses the row", "verify the ledger; nothing was recorded"),
    26: ("the file is no ledger, or is damaged", "name a ledger of `supplypact ledger init`"),
}
_POSTGRES = (
    ("53100", "the disk of the server is full", f"make room, {_AGAIN}"),
    ("55P03", "another program has held the ledger for too long", f"wait for it, {_AGAIN}"),
    ("25006", "the server takes no writing (it is a stand-by)", "name the primary server"),
    ("42501", "the user may not do this", "ask for the right to create, select and insert"),
    ("3D000", "there is no database of this name", "have it made, or check the URL"),
    ("28", "the server does not let this user in", "check user and password of the URL"),
    (
        "42P01",
        "there is no ledger in it that this user may read",
        "check the user, or make a ledger with `supplypact ledger init --database URL`",
    ),
    ("23", "the ledger refuses the row", "verify the ledger; nothing was recorded"),
    ("P0001", "the ledger refuses the change", "verify the ledger; nothing was changed"),
    ("XX00", "the database is damaged", "restore the ledger from a backup that verifies"),
    ("58", "the disk of the server failed", f"check it, verify the ledger, {_AGAIN}"),
)
_REFUSED = ("the server lets nobody in so", "check database, user and password of the URL")
_SOON = ("starting up", "shutting down", "recovery mode", "not yet accepting", "terminating")
"""What a server says that will let in again."""
_GONE = ("the server cannot be reached, or went away", f"check that it runs, {_AGAIN}")


@contextmanager
def sqlite_trouble(kind: type[Exception], place: str) -> Iterator[None]:
    """Turn errors of SQLite into a StoreError."""
    try:
        yield
    except (kind, UnicodeDecodeError) as error:
        # Of a damaged file even the engine's complaint may be no text.
        damaged = 11 if isinstance(error, UnicodeDecodeError) else 0
        code = getattr(error, "sqlite_errorcode", damaged) & 0xFF
        what, fix = _SQLITE.get(code, ("SQLite failed", "verify the ledger"))
        raise StoreError(f"{what} ({error})", where=place, fix=fix) from error


@contextmanager
def postgres_trouble(kind: type[Exception], place: str) -> Iterator[None]:
    """Turn errors of PostgreSQL into a StoreError."""
    try:
        yield
    except kind as error:
        state = getattr(error, "sqlstate", None)
        refused = state is None and "FATAL" in str(error) and not _is_soon(error)
        known = [_REFUSED] if refused else []
        known += [each[1:] for each in _POSTGRES if state and state.startswith(each[0])]
        lost = state is None or state[:2] in {"08", "57"}
        what, fix = known[0] if known else _GONE if lost else ("PostgreSQL failed", _GONE[1])
        said = str(error).strip().splitlines()
        raise StoreError(f"{what} ({said[0] if said else state})", where=place, fix=fix) from error


def _is_soon(error: Exception) -> bool:
    return any(word in str(error) for word in _SOON)
