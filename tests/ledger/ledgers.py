"""Small ledgers for tests: a book with one rule, entries by number, keys from fixed seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, Self

from supplypact.domain.entry import Decision, Entry, Evidence, Quality
from supplypact.domain.record import Record
from supplypact.errors import Fault
from supplypact.ledger.ledger import Ledger
from supplypact.ledger.proofs.note import LEDGER, PARTY, SigningKey
from supplypact.ledger.store.meta import new_meta
from supplypact.ledger.store.sql import SqlStore

PACT_TEXT = 'id = "us-japan"\ntitle = "重要鉱物"\n'
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
META = new_meta("us-japan", PACT_TEXT, now=NOW, seed="5eed")
SERVER = SigningKey(name=META["origin"], algorithm=LEDGER, seed=bytes(range(32)))
JAPAN = SigningKey(name="jpn.example/pact", algorithm=PARTY, seed=b"j" * 32)
STATES = SigningKey(name="usa.example/pact", algorithm=PARTY, seed=b"u" * 32)
KEYS = (SERVER.verifier, JAPAN.verifier, STATES.verifier)


class SmallBook:
    """Takes any entry whose text is not ``refused``."""

    def __init__(self, taken: list[str] | None = None) -> None:
        self.taken = taken or []

    def take(self, record: Record) -> None:
        self.taken.append(record.entry.id)

    def faults(self, entry: Entry, recorded_on: date) -> list[Fault]:
        if entry.text != "refused" and entry.date <= recorded_on:
            return []
        return [Fault(what="it is refused", where=entry.id, fix="say something else")]

    def copy(self) -> Self:
        return type(self)(list(self.taken))


def entry(number: int, text: str = "日米合意 €\nsecond line") -> Decision:
    evidence = Evidence(source="fact sheet of 28 October 2025", quality=Quality.OFFICIAL)
    return Decision(
        id=f"entry-{number}", date=date(2026, 2, 17), party="JPN", evidence=evidence, text=text
    )


def ledger_of(store: SqlStore, count: int = 0) -> Ledger[SmallBook]:
    """Return a ledger with so many records, one a minute."""
    ledger = Ledger(store, SmallBook())
    for number in range(count):
        append(ledger, number)
    return ledger


def append(ledger: Ledger[SmallBook], number: int) -> Record:
    now = NOW + timedelta(minutes=ledger.size)
    return ledger.append([entry(number)], actor="meti", now=now)[0]


def signed_by_all(ledger: Ledger[SmallBook]) -> None:
    """Have the ledger and both parties sign what it holds."""
    now = NOW + timedelta(days=1)
    signed = ledger.checkpoint(SERVER, now=now)
    for key in (JAPAN, STATES):
        alone = replace(signed, signatures=(key.sign(signed.checkpoint, now),))
        ledger.add_signatures(alone, KEYS)


class Place(Protocol):
    """Where a store is made, and how its owner gets at the tables."""

    def create(self, meta: Mapping[str, str] = META, *, wait: float = 10) -> SqlStore:
        """Return a fresh store."""
        ...

    def open(self, *, wait: float = 10) -> SqlStore:
        """Return the store as it is opened the next time."""
        ...

    def run(self, *statements: str, values: Sequence[object] = (), guarded: bool = True) -> None:
        """Run statements as the owner of the database, the last one with values.

        Without its guards the triggers are away meanwhile and back afterwards.
        """
        ...
