"""What can go wrong, told so that a user can mend it.

SupplypactError            exit code 1
├── UsageError             2   the call names something that does not exist
├── DataError              3   a pact or a table is wrong; carries every fault found
├── OutputError            4   the answer cannot be written where it was asked for
└── InfeasibleError        7   no plan exists even with every target relaxed

A plan that misses a target and comes as near as it can leaves with 7 as well.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

NEAR = 0.6
"""Likeness from which a known word is offered for a mistyped one, of 1."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong: what, where it stands, and how to mend it."""

    what: str
    where: str
    fix: str

    def __str__(self) -> str:
        """Return the fault as one sentence."""
        return f"{self.where}: {self.what}; {self.fix}"


class SupplypactError(Exception):
    """Base of all errors that a user can meet: what is wrong, where, how to mend it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str, fix: str) -> None:
        self.what, self.where, self.fix = what, where, fix
        super().__init__(f"{what}\n  where: {where}\n  fix:   {fix}")


class UsageError(SupplypactError):
    """The call names a thing that does not exist, or options that contradict each other."""

    exit_code = 2


class OutputError(SupplypactError):
    """The answer cannot be written where it was asked for; nothing was changed there."""

    exit_code = 4


class StoreError(SupplypactError):
    """A ledger cannot be opened, read or written; what was acknowledged before stands."""

    exit_code = 4


class InfeasibleError(SupplypactError):
    """No plan exists, even with every target relaxed."""

    exit_code = 7


class DataError(SupplypactError):
    """A pact or a table is wrong.  All faults are told at once."""

    exit_code = 3

    def __init__(self, faults: Sequence[Fault], *, where: str) -> None:
        self.faults = tuple(faults)
        count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''} in {where}"
        lines = "".join(f"\n  - {fault}" for fault in faults)
        Exception.__init__(self, f"{count}:{lines}")
        self.what, self.where, self.fix = count, where, "mend the faults listed"


class ConflictError(DataError):
    """An id stands in the ledger already, with another body; nothing was recorded."""

    exit_code = 5


class IntegrityError(DataError):
    """A ledger or a bundle is not what was recorded, or not what its keepers vouched for."""

    exit_code = 6


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the mend for an unknown ``word``: the nearest known one, or all of them.

    Of a mapping the values are other names of the words, such as those of countries.
    """
    names = list(known)
    if isinstance(known, Mapping):
        called = {str(other).casefold(): name for name, other in known.items()}
        if word.casefold() in called:
            return f"did you mean '{called[word.casefold()]}'?"
    if near := nearest(word, names):
        return f"did you mean '{near}'?"
    shown = ", ".join(sorted(names)[:40])
    return f"use one of: {shown}" if names else "there is none to choose from"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is nearest to ``word``, or None if none is near.

    Of words equally near, one with the same first letter goes first, then one of the same letters,
    then the alphabet decides.
    """
    names = sorted(set(known))
    for name in names:
        if name.lower() == word.lower():
            return name
    matcher = difflib.SequenceMatcher(b=word)
    found: list[tuple[float, bool, bool, str]] = []
    for name in names:
        matcher.set_seq1(name)
        if matcher.quick_ratio() >= NEAR and (ratio := matcher.ratio()) >= NEAR:
            other_start = name[:1].lower() != word[:1].lower()
            found.append((-ratio, other_start, sorted(name) != sorted(word), name))
    return min(found)[-1] if found else None
