"""Rules L11, L12 and L18: what an entry refers to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from supplypact.domain.entry import (
    Call,
    Commitment,
    Disbursement,
    Entry,
    Movement,
    Pledge,
    Stock,
    Withdrawal,
)
from supplypact.errors import nearest
from supplypact.ledger.book.links import LINKS
from supplypact.ledger.book.standing import Standing
from supplypact.ledger.rules.finding import Finding

KIND_OF: dict[str, tuple[type[Entry], ...]] = {
    "parent": (Pledge,),
    "repeats": (Pledge,),
    "pledge": (Pledge,),
    "commitment": (Commitment,),
    "loan": (Stock,),
    "withdraws": (Pledge, Commitment),
}
_OFFERED = 500
"""Most ids that a mistyped one is compared with."""


def check_links(entry: Entry, standing: Standing) -> Iterator[Finding]:
    """Yield what breaks L11, L12 and L18."""
    for link in LINKS:
        if name := getattr(entry, link, ""):
            yield from _link(entry, link, name, standing)
    if isinstance(entry, Pledge):
        yield from _ring(entry, standing)
        yield from _repeats(entry, standing)
    if isinstance(entry, Withdrawal):
        yield from _withdrawal(entry, standing)


def missing(link: str, name: str, standing: Standing, kinds: tuple[type[Entry], ...]) -> Finding:
    """Return the finding that an entry which is named does not stand."""
    word = " or ".join(each.kind for each in kinds) or "entry"
    told = f"{link} '{name}': there is no such {word}"
    if name in standing.void:
        told = f"{link} '{name}' is void by the correction {standing.void[name]}"
        return Finding(rule="L11", what=told, fix=f"record the {word} again under another id")
    alike = (
        each.id
        for each in standing.entries.values()
        if each.id[:2] == name[:2] and (not kinds or isinstance(each, kinds))
    )
    near = nearest(name, islice(alike, _OFFERED))
    fix = f"did you mean '{near}'?" if near else f"record the {word} first, or check the id"
    return Finding(rule="L11", what=told, fix=fix)


def _link(entry: Entry, link: str, name: str, standing: Standing) -> Iterator[Finding]:
    """Yield what is wrong with one reference."""
    kinds = KIND_OF[link]
    target = standing.entries.get(name)
    if target is None:
        yield missing(link, name, standing, kinds)
        return
    if name == entry.id:
        yield Finding(rule="L11", what=f"{link} is the entry itself", fix="name another entry")
        return
    wanted = " or ".join(each.kind for each in kinds)
    if not isinstance(target, kinds):
        told = f"{link} '{name}' is a {target.kind}, not a {wanted}"
        yield Finding(rule="L11", what=told, fix=f"name the {wanted}")
        return
    if isinstance(target, Stock) and target.movement is not Movement.LOAN:
        told = f"{link} '{name}' is a {target.movement}, not a loan"
        yield Finding(rule="L11", what=told, fix="name the entry by which the metal was lent")
    if entry.date < target.date:
        told = f"{entry.date} is before {name}, which it refers to, of {target.date}"
        yield Finding(rule="L12", what=told, fix=f"give it the day {target.date} or a later one")
    if isinstance(target, Pledge | Commitment) and _needs_open(entry):
        off = standing.withdrawal(target)
        if off is not None and off.date <= entry.date:
            told = f"{link} '{name}' was withdrawn on {off.date} ({off.id})"
            fix = f"name another {wanted}, or correct {off.id} if it was wrong"
            yield Finding(rule="L11", what=told, fix=fix)


def _needs_open(entry: Entry) -> bool:
    """Return whether what an entry refers to may not be off: else money is only told of it."""
    return isinstance(entry, Pledge | Commitment | Call | Disbursement)


def _ring(entry: Pledge, standing: Standing) -> Iterator[Finding]:
    """Yield that wholes, parts and re-announcements go in a ring."""
    seen: set[str] = set()
    open_ends = [each for each in (entry.parent, entry.repeats) if each != entry.id]
    while open_ends:
        name = open_ends.pop()
        if name == entry.id:
            told = f"by parent and repeats {entry.id} comes back to itself"
            fix = "a whole is no part of its own part: leave one of the two references out"
            yield Finding(rule="L11", what=told, fix=fix)
            return
        pledge = standing.get(name, Pledge)
        if pledge is not None and name not in seen:
            seen.add(name)
            open_ends += [each for each in (pledge.parent, pledge.repeats) if each]


def _repeats(entry: Pledge, standing: Standing) -> Iterator[Finding]:
    """Yield what is wrong with a re-announcement."""
    first = standing.get(entry.repeats, Pledge)
    if first is None or first.id == entry.id:
        return
    if first.repeats:
        told = f"repeats '{first.id}' is itself a re-announcement, of {first.repeats}"
        fix = f"write repeats = {first.repeats}, the first announcement"
        yield Finding(rule="L11", what=told, fix=fix)
    if any(each.id == first.id for each in standing.upwards(entry)):
        told = f"repeats '{first.id}' is what it is a part of"
        yield Finding(rule="L11", what=told, fix="keep parent and leave repeats out")


def _withdrawal(entry: Withdrawal, standing: Standing) -> Iterator[Finding]:
    """Yield what breaks L18."""
    target = standing.entries.get(entry.withdraws)
    if not isinstance(target, Pledge | Commitment):
        return
    for other in standing.named(target.id, "withdraws"):
        if other is not entry and standing.order[other.id] < standing.order[entry.id]:
            told = f"{target.id} is withdrawn already, on {other.date} ({other.id})"
            yield Finding(rule="L18", what=told, fix=f"correct {other.id} if its day is wrong")
    for name in _with_parts(target.id, standing):
        for each in standing.naming(name):
            if _needs_open(each) and each.date >= entry.date:
                told = f"{each.id} of {each.date} refers to {name}, which would be off by then"
                fix = f"give the withdrawal a day after {each.date}, or correct {each.id} first"
                yield Finding(rule="L18", what=told, fix=fix)


def _with_parts(name: str, standing: Standing) -> list[str]:
    """Return an entry and all its parts, and their parts."""
    found = [name]
    for each in found:
        found += [part.id for part in standing.parts(each) if part.id not in found]
    return found
