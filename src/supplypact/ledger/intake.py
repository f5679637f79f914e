"""What is checked of an append before its entries go to the book."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from supplypact.domain.entry import Entry, Project
from supplypact.domain.record import Record
from supplypact.errors import DataError, Fault, UsageError
from supplypact.ledger.body import entry_body, read_entry

_LONGEST_ACTOR = 200


def readable(entries: Iterable[Entry], place: str) -> list[Entry]:
    """Return entries as they will be read from their leaves; raises DataError."""
    found: list[Entry] = []
    faults: list[Fault] = []
    for entry in entries:
        read, wrong = read_entry(entry_body(entry), where=f"entry '{entry.id}'")
        found += [read] if read else []
        faults += wrong
    if faults:
        raise DataError(faults, where=f"entries for {place}")
    return found


def conflict(entry: Entry, first: Entry, there: Record | None) -> Fault:
    """Return that an id stands for another entry, in a record or in the same append."""
    where = f"record {there.seq}" if there else "the same entries"
    return Fault(
        what=f"the id stands in {where} with another body: {_difference(first, entry)}",
        where=f"entry '{entry.id}'",
        fix=f"give it another id, or correct '{entry.id}' by a correction",
    )


def _difference(first: Entry, second: Entry) -> str:
    """Return which fields of two entries differ, and how."""
    old, new = entry_body(first), entry_body(second)
    return "; ".join(
        f"{name} is {_shown(old.get(name))}, not {_shown(new.get(name))}"
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    )


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        value = [f"{name}={part}" for name, part in value.items()]
    return (
        "blank" if value is None else f"'{'; '.join(value) if isinstance(value, list) else value}'"
    )


def names_of(entry: Entry) -> set[str]:
    """Return the names that an entry brings: its id, and the project that it declares."""
    return {entry.id, entry.project} if isinstance(entry, Project) else {entry.id}


def follows(fault: Fault, names: Collection[str]) -> bool:
    """Return whether a fault is only that one of these names is missing."""
    return any(
        f"'{name}': there is no such" in fault.what or f"project '{name}' is unknown" in fault.what
        for name in names
    )


def check_actor(actor: str) -> None:
    """Refuse what is no name of who records; raises UsageError."""
    if not actor.strip() or not actor.isprintable() or len(actor) > _LONGEST_ACTOR:
        raise UsageError(
            f"{actor!r} is no name of who records",
            where="actor",
            fix=f"give a name of one line and at most {_LONGEST_ACTOR} characters",
        )
