"""A ledger on a server: the contract, and what only a server can suffer."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import psycopg
import pytest

from supplypact.domain.record import Record
from supplypact.errors import StoreError
from supplypact.ledger.proofs.verify import verify
from supplypact.ledger.store.chain import ZERO, leaf_hash, write_leaf
from supplypact.ledger.store.postgres import GUARDS, SCHEMA, PostgresStore
from supplypact.ledger.store.store import Row
from tests.ledger.ledgers import META, NOW, Place, append, entry, ledger_of
from tests.ledger.store_contract import StoreContract
from tools.postgres_server import PostgresServer

NUMBERS = count()


class Database:
    """A place on a server."""

    def __init__(self, url: str) -> None:
        self.url = url

    def create(self, meta: Mapping[str, str] = META, *, wait: float = 10) -> PostgresStore:
        return PostgresStore.create(self.url, meta, wait=wait)

    def open(self, *, wait: float = 10) -> PostgresStore:
        return PostgresStore.open(self.url, wait=wait)

    def run(self, *statements: str, values: Sequence[object] = (), guarded: bool = True) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute(f"SET search_path = {SCHEMA}".encode())
            if not guarded:
                connection.execute("SET session_replication_role = replica")
            for each in statements[:-1]:
                connection.execute(each.encode())
            last = statements[-1].replace("?", "%s").encode()
            connection.execute(last, *([values] if values else []))


@pytest.fixture
def place(server: PostgresServer) -> Iterator[Database]:
    name = f"ledger{next(NUMBERS)}"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield Database(server.url(name))
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


class TestPostgres(StoreContract):
    """The contract, kept by PostgreSQL."""

    def drop_a_guard(self, place: Place) -> None:
        place.run("DROP TRIGGER record_follows ON record")


@pytest.mark.parametrize("table", ["record", "note", "meta"])
def test_a_table_is_never_emptied(place: Database, table: str) -> None:
    ledger = ledger_of(place.create(), 2)
    with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
        place.run(f"TRUNCATE {table}")
    assert ledger.verify().records == 2
    ledger.store.close()


@pytest.mark.parametrize("upkeep", ["ANALYZE", "VACUUM ANALYZE", "VACUUM FULL record"])
def test_a_session_goes_on_after_the_server_kept_house(place: Database, upkeep: str) -> None:
    ledger = ledger_of(place.create(), 2)
    with psycopg.connect(place.url, autocommit=True) as owner:
        owner.execute(f"SET search_path = {SCHEMA}".encode())
        owner.execute(upkeep.encode())
    assert append(ledger, 2).seq == 2
    assert not verify(ledger.store).faults
    ledger.store.close()


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_a_writer_sees_what_was_committed_while_it_waited(place: Database, level: str) -> None:
    place.create().close()
    with psycopg.connect(place.url, autocommit=True) as owner:
        name = owner.info.dbname
        owner.execute(
            f"ALTER DATABASE {name} SET default_transaction_isolation = '{level}'".encode()
        )
    first, second = ledger_of(place.open()), ledger_of(place.open())
    with ThreadPoolExecutor(1) as pool, first.store.writing():
        waiting = pool.submit(append, second, 1)
        time.sleep(0.3)  # until the second one waits for the lock
        leaf = write_leaf(_record(), ZERO)
        first.store.add([Row(0, "entry-0", ZERO, leaf_hash(leaf), leaf)])
    assert waiting.result().seq == 1
    for each in (first, second):
        each.store.close()


def _record() -> Record:
    return Record(seq=0, recorded_at=NOW, actor="meti", entry=entry(0))


def test_a_trigger_that_is_switched_off_is_told(place: Database) -> None:
    store = ledger_of(place.create(), 2).store
    place.run("ALTER TABLE meta DISABLE TRIGGER meta_kept")
    assert [each.what for each in verify(store).faults] == ["TRIGGER meta_kept is not in force"]
    assert len(GUARDS) == 6
    store.close()


def test_a_server_that_goes_away_is_told_and_nothing_acknowledged_is_lost(
    place: Database,
) -> None:
    ledger = ledger_of(place.create(), 3)
    with psycopg.connect(place.url, autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(StoreError, match="went away") as caught:
        append(ledger, 3)
    assert "send the entries again" in caught.value.fix
    again = ledger_of(place.open())
    assert again.size == 3
    assert append(again, 3).seq == 3
    assert not again.verify().faults
    again.store.close()


def test_a_server_that_may_lose_what_it_acknowledged_is_refused(
    place: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.create().close()
    monkeypatch.setattr(
        "supplypact.ledger.store.postgres._DURABLE", ("fsync", "enable_partitionwise_join")
    )
    with pytest.raises(StoreError, match="may lose what it acknowledged"):
        place.open()


def test_a_stand_by_is_told(place: Database) -> None:
    store = place.create()
    ledger = ledger_of(store, 1)
    store._connection.execute("SET default_transaction_read_only = on")
    with pytest.raises(StoreError, match="takes no writing"):
        append(ledger, 1)
    ledger.store.close()


def test_the_guards_hold_on_an_open_connection_when_the_server_tends_its_tables(
    place: Database,
) -> None:
    # The server forgets what it knows of a table whenever it is analysed or altered.
    ledger = ledger_of(place.create(), 3)
    for number, statement in enumerate(
        ("ANALYZE record", "ALTER TABLE record SET (autovacuum_enabled = false)"), 3
    ):
        place.run(statement)
        assert append(ledger, number).seq == number
    assert not ledger.verify().faults
    ledger.store.close()


def test_a_user_without_rights_is_told(place: Database) -> None:
    place.create().close()
    place.run("CREATE ROLE clerk LOGIN")
    with pytest.raises(StoreError, match="no ledger in it that this user may read"):
        PostgresStore.open(place.url.replace("supplypact@", "clerk@"))
    place.run("DROP ROLE clerk")


def test_no_server_no_database_and_no_url_are_told_without_a_password(
    server: PostgresServer,
) -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        PostgresStore.open("postgresql://clerk:secret@127.0.0.1:1/ledger", wait=1)
    with pytest.raises(StoreError, match="lets nobody in so") as caught:
        PostgresStore.open(server.url("none").replace("supplypact@", "supplypact:secret@"))
    assert caught.value.where == f"postgresql://127.0.0.1:{server.port}/none"
    assert "secret" not in str(caught.value)
    with pytest.raises(StoreError, match="no URL of a database"):
        PostgresStore.open("postgresql://[::secret")


def test_an_empty_database_holds_no_ledger(server: PostgresServer) -> None:
    with pytest.raises(StoreError, match="no ledger"):
        PostgresStore.open(server.url())


def test_without_psycopg_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="pip install"):
        PostgresStore.open("postgresql://127.0.0.1/ledger")
