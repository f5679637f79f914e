"""The ledger under trial: the bundled pact, its book of rules, and entries named by their id."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256

from supplypact.domain.entry import Entry
from supplypact.ledger.body import read_entry
from supplypact.ledger.book.book import Book
from supplypact.ledger.book.terms import Terms
from supplypact.ledger.ledger import Ledger
from supplypact.ledger.proofs.note import LEDGER, PARTY, SigningKey
from supplypact.ledger.store.meta import new_meta
from supplypact.ledger.store.store import Store
from supplypact.workspace.ledger import terms_of
from supplypact.workspace.workspace import Workspace

PACT = "us-japan-2025"
JAPAN = SigningKey(name="jpn.example/pact", algorithm=PARTY, seed=b"j" * 32)
STATES = SigningKey(name="usa.example/pact", algorithm=PARTY, seed=b"u" * 32)
DAY = date(2026, 2, 17)
"""Of every entry."""
_KINDS: tuple[dict[str, str], ...] = (
    {"kind": "decision", "text": "日米合意 €: held a meeting"},
    {"kind": "pledge", "step": "selected", "bound": "up_to", "binding": "no", "currency": "USD"},
    {"kind": "commitment", "currency": "USD", "instrument": "loan"},
    {"kind": "stock", "movement": "purchase", "material": "gallium", "form": "refine"},
)
_AMOUNTS = {"pledge": "amount", "commitment": "amount", "stock": "tonnes"}


@cache
def terms() -> Terms:
    """Return the terms of the bundled pact."""
    workspace = Workspace()
    return terms_of(workspace, *workspace.open_case(PACT))


def fresh_meta(seed: str) -> dict[str, str]:
    """Return what a fresh ledger says about itself."""
    pact = terms().pact
    return new_meta(pact.id, pact.text, now=now(), seed=seed)


def ledger_in(store: Store) -> Ledger[Book]:
    """Return the ledger of a store, its records taken in by the rules of the pact."""
    return Ledger(store, Book(terms()))


def server_key(origin: str) -> SigningKey:
    """Return the key of the ledger itself."""
    return SigningKey(name=origin, algorithm=LEDGER, seed=bytes(range(32)))


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def entry_of(name: str) -> Entry:
    """Return the entry of an id: kind and amount follow from the id, so that it can be checked."""
    drawn = int.from_bytes(sha256(name.encode()).digest()[:6])
    cells = dict(_KINDS[drawn % len(_KINDS)])
    if column := _AMOUNTS.get(cells["kind"]):
        cells[column] = f"{1 + drawn % 10**9}.{1 + drawn % 9}"
    row = {"id": name, "date": str(DAY), "party": "JPN", "source": "Trial", "quality": "reported"}
    entry, faults = read_entry({**row, **cells}, where=name)
    if entry is None:
        raise ValueError(faults)
    return entry
