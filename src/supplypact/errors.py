"""What can go wrong, told so that a user can mend it.

SupplypactError            exit code 1
├── UsageError             2   the call names something that does not exist
├── DataError              3   a pact or a table is wrong; carries every fault found
├── OutputError            4   the answer cannot be written where it was asked for
└── InfeasibleError        7   no plan exists even with every target relaxed
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar


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


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the mend for an unknown ``word``: the nearest known one, or all of them."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if not near and word.lower() in {name.lower() for name in names}:
        near = [name for name in names if name.lower() == word.lower()]
    if near:
        return f"did you mean '{near[0]}'?"
    shown = ", ".join(sorted(names)[:40])
    return f"use one of: {shown}" if names else "there is none to choose from"
