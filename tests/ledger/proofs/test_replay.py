"""Leaves that hang together and break the rules do not verify and are not restored."""

import io
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from supplypact.errors import DataError, Fault, IntegrityError
from supplypact.ledger.body import entry_body
from supplypact.ledger.book.book import Book
from supplypact.ledger.proofs.bundle import restore_bundle, verify_bundle, write_bundle
from supplypact.ledger.proofs.verify import verify
from supplypact.ledger.store.chain import ZERO, leaf_hash
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.ledger.store.store import Row
from tests.ledger import given
from tests.ledger.ledgers import META

TIME = "2026-11-22T09:30:00.000000Z"
COMMITTED: Mapping[str, Any] = entry_body(given.entry("commitment", "c"))
PAID = entry_body(given.entry("disbursement", "d", amount="70"))


def book_of(_text: str) -> Book:
    return Book(given.terms())


def store_of(path: Path, *stated: tuple[Mapping[str, Any], str]) -> SqliteStore:
    """A store of leaves that follow each other, whatever they say."""
    store = SqliteStore.create(path, META)
    rows: list[Row] = []
    for seq, (body, time) in enumerate(stated):
        prev = rows[-1].hash if rows else ZERO
        value: dict[str, Any] = {
            "actor": "a",
            "entry": body,
            "prev": prev.hex(),
            "recorded_at": time,
        }
        value["seq"] = str(seq)
        leaf = rfc8785.dumps(value)
        rows.append(Row(seq, body["id"], prev, leaf_hash(leaf), leaf))
    with store.writing():
        store.add(rows)
    return store


BROKEN: dict[str, tuple[Mapping[str, Any], str, str]] = {
    "560 billion of 100": ({**PAID, "amount": "560000000000"}, TIME, "(L13)"),
    "an unknown kind": ({**PAID, "kind": "gift"}, TIME, "kind 'gift' is unknown"),
    "no more than an id": ({"id": "y"}, TIME, "kind is missing"),
    "a correction of nothing": (
        entry_body(given.entry("correction", "x", corrects="none")),
        TIME,
        "(L20)",
    ),
    "a day to come": ({**PAID, "date": "2026-11-24"}, TIME, "(L3)"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_entry_that_breaks_the_rules_does_not_verify(name: str, tmp_path: Path) -> None:
    body, time, told = BROKEN[name]
    store = store_of(tmp_path / "a.db", (COMMITTED, TIME), (body, time))
    quick = verify(store)
    assert (quick.faults, quick.judged) == ((), False)
    found = verify(store, book_of=book_of)
    assert found.judged
    assert [told in each.what for each in found.faults] == [True]
    assert "record 1" in found.faults[0].where
    file = io.BytesIO()
    write_bundle(store, file)
    assert verify_bundle(file.getvalue(), book_of=book_of).faults
    again = tmp_path / "again.db"
    with pytest.raises(IntegrityError):
        restore_bundle(file.getvalue(), partial(SqliteStore.create, again), book_of=book_of)
    assert not again.exists()
    store.close()


@pytest.mark.parametrize("time", ["2199-99-99T09:30:00.000000Z", "9999-01-01T00:00:00.000000Z"])
def test_a_time_that_is_none_does_not_verify_even_quickly(time: str, tmp_path: Path) -> None:
    store = store_of(tmp_path / "a.db", (COMMITTED, time))
    assert "its recorded_at is no moment" in verify(store).faults[0].what
    store.close()


def test_a_sound_ledger_verifies_rules_and_all(tmp_path: Path) -> None:
    late = TIME.replace("09:30", "10:30")
    store = store_of(tmp_path / "a.db", (COMMITTED, TIME), ({**PAID, "date": "2026-11-22"}, late))
    assert verify(store, book_of=book_of).demand().judged
    store.close()


def test_a_pact_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    def fail(_text: str) -> Book:
        raise DataError([Fault(what="no id", where="its pact", fix="add one")], where="its pact")

    store = store_of(tmp_path / "a.db", (COMMITTED, TIME))
    (fault,) = verify(store, book_of=fail).faults
    assert fault.what == "its entries cannot be judged: its pact: no id"
    store.close()
