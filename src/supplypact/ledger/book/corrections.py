"""Corrections: what an entry becomes when fields of it are replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from supplypact.domain.entry import Correction, Entry
from supplypact.errors import Fault, did_you_mean
from supplypact.ledger.body import KIND, Body, columns, entry_body, read_entry
from supplypact.ledger.rules.finding import Finding

RULE = "L20"
_KEPT = (KIND, "id")
"""Fields that no correction changes."""


def changed(entry: Entry, changes: Mapping[str, str]) -> tuple[Entry | None, list[Fault]]:
    """Return an entry with some of its fields replaced, or None and what is wrong with it."""
    body: Body = {**entry_body(entry), **changes}
    return read_entry(body, where="")


def corrected(entry: Entry, corrections: Iterable[Correction]) -> Entry | None:
    """Return an entry after corrections, in the order they were recorded; None if it is void."""
    for each in corrections:
        after = changed(entry, each.changes)[0] if each.changes else None
        if after is None:
            return None
        entry = after
    return entry


def find_faults(entry: Entry, changes: Mapping[str, str]) -> list[Finding]:
    """Return why fields of an entry cannot be replaced so; sums and references aside."""
    fields = [each for each in columns(entry.kind) if each not in _KEPT]
    found: list[Finding] = []
    for name in changes:
        if name in _KEPT:
            fix = "void the entry by a correction without changes, and record another one"
            found.append(_finding(f"{name} of {entry.id} cannot be changed", fix))
        elif name not in fields:
            told = f"{entry.id} is a {entry.kind}, which has no field '{name}'"
            found.append(_finding(told, did_you_mean(name, fields)))
    if found or not changes:
        return found
    after, faults = changed(entry, changes)
    if after == entry:
        told = f"{entry.id} says the same already"
        found.append(_finding(told, "name the fields with the values they should have"))
    return [*found, *(_finding(f"changed so, {each.what}", each.fix) for each in faults)]


def _finding(what: str, fix: str) -> Finding:
    return Finding(rule=RULE, what=what, fix=fix)
