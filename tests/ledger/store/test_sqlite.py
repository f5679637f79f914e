"""A ledger in a file: the contract, and what only a file can suffer."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite  # type: ignore[import-untyped]

from supplypact.errors import StoreError
from supplypact.ledger.proofs.verify import verify
from supplypact.ledger.store.sqlite import GUARDS, SqliteStore, check_engine
from tests.ledger.ledgers import META, Place, append, ledger_of
from tests.ledger.store_contract import StoreContract


class File:
    """A place in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self, meta: Mapping[str, str] = META, *, wait: float = 10) -> SqliteStore:
        return SqliteStore.create(self.path, meta, wait=wait)

    def open(self, *, wait: float = 10) -> SqliteStore:
        return SqliteStore.open(self.path, wait=wait)

    def run(self, *statements: str, values: Sequence[object] = (), guarded: bool = True) -> None:
        connection = sqlite.connect(str(self.path), isolation_level=None)
        names = [each.split()[2] for each in GUARDS]
        away = () if guarded else tuple(f"DROP TRIGGER {name}" for name in names)
        try:
            connection.execute("BEGIN IMMEDIATE")
            for each in (*away, *statements[:-1]):
                connection.execute(each)
            connection.execute(statements[-1], values)
            for each in () if guarded else GUARDS:
                connection.execute(each)
            connection.execute("COMMIT")
        finally:
            connection.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return File(tmp_path / "ledger of 日本 100%?#.db")


class TestSqlite(StoreContract):
    """The contract, kept by SQLite."""

    def drop_a_guard(self, place: Place) -> None:
        place.run("DROP TRIGGER record_follows")


def test_replacing_a_row_by_an_insert_is_refused(place: Place) -> None:
    # INSERT OR REPLACE deletes without firing the trigger on deletion.
    ledger = ledger_of(place.create(), 3)
    for row in ledger.store.rows():
        for seq in (row.seq, 3):
            with pytest.raises(sqlite.IntegrityError, match="follows"):
                place.run(
                    "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?)",
                    values=(seq, row.id, row.prev, row.hash, b"other"),
                )
    for table in ("meta", "note"):
        with ledger.store.writing():
            ledger.store.add_note("a")
        key = "'origin'" if table == "meta" else "1"
        with pytest.raises(sqlite.IntegrityError, match="never replaced"):
            place.run(f"INSERT OR REPLACE INTO {table} VALUES ({key}, 'other')")  # noqa: S608
    assert [each.what for each in verify(ledger.store).faults if "note" not in each.where] == []
    ledger.store.close()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_an_sqlite_that_can_lose_a_commit_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(StoreError, match="can lose a commit") as caught:
        check_engine(version)
    assert "pysqlite3" in caught.value.fix
    check_engine((3, 51, 3))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no file of this name"):
        SqliteStore.open(tmp_path / "none.db")
    with pytest.raises(StoreError, match="no file of this name"):
        SqliteStore.open(tmp_path)
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteStore.create(tmp_path / "none" / "ledger.db", META)


@pytest.mark.parametrize("raw", [b"", b"no database" * 500])
def test_a_file_that_is_no_ledger_is_told(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(raw)
    with pytest.raises(StoreError, match="no ledger") as caught:
        SqliteStore.open(path)
    assert caught.value.where == str(path)


def test_a_database_of_another_shape_is_told(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite.connect(str(path)) as connection:
        connection.execute("CREATE TABLE meta (a, b)")
    connection.close()
    with pytest.raises(StoreError, match="no ledger"):
        SqliteStore.open(path)
    with pytest.raises(StoreError, match="already"):
        SqliteStore.create(path, META)


def test_a_full_disk_is_told_and_nothing_is_lost(place: Place) -> None:
    store = place.create()
    ledger, connection = ledger_of(store, 3), store._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full") as caught:
        ledger_of(store, 200)
    assert "send the entries again" in caught.value.fix
    ledger.refresh()
    kept = ledger.size
    connection.execute("PRAGMA max_page_count = 1000000")
    assert append(ledger, kept).seq == kept
    ledger.store.close()
    again = ledger_of(place.open())
    assert again.size == kept + 1
    assert not again.verify().faults
    again.store.close()


def test_a_ledger_that_cannot_be_written_is_told(place: Place) -> None:
    store = place.create()
    ledger = ledger_of(store, 2)
    store._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="cannot be written to"):
        append(ledger, 2)
    store._connection.execute("PRAGMA query_only = OFF")
    assert append(ledger, 2).seq == 2
    ledger.store.close()


WRITE = """
import resource, signal, sys
from pathlib import Path
from supplypact.ledger.store.sqlite import SqliteStore
from tests.ledger.ledgers import append, ledger_of
from supplypact.errors import StoreError
ledger = ledger_of(SqliteStore.open(Path(sys.argv[1])))
if sys.argv[2] == "limit":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for number in range(ledger.size, 100_000):
        print(append(ledger, number).seq, flush=True)
except StoreError as error:
    print("told", error.exit_code, error.what)
"""


def test_a_failing_disk_is_told_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    # The operating system refuses to let a file of this process grow: an error of writing.
    path = tmp_path / "ledger.db"
    SqliteStore.create(path, META).close()
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(path), "limit"],
        capture_output=True,
        text=True,
        check=True,
    )
    *told, last = done.stdout.splitlines()
    assert last.startswith("told 4 ")
    assert "disk" in last
    assert_all_there(path, told)


@pytest.mark.parametrize("acknowledged", [1, 20])
def test_a_killed_writer_loses_nothing_that_it_acknowledged(
    tmp_path: Path, acknowledged: int
) -> None:
    path = tmp_path / "ledger.db"
    SqliteStore.create(path, META).close()
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path), "none"], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout
    told = [writer.stdout.readline() for _ in range(acknowledged)]
    os.kill(writer.pid, signal.SIGKILL)
    told += writer.stdout.read().splitlines()
    writer.stdout.close()
    writer.wait()
    assert_all_there(path, told)


def assert_all_there(path: Path, told: Sequence[str]) -> None:
    ledger = ledger_of(SqliteStore.open(path))
    assert not ledger.verify().faults
    assert told
    assert ledger.size >= len(told)
    assert [int(each) for each in told] == list(range(len(told)))
    ledger.store.close()
