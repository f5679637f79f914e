"""What a rule finds wrong with an entry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A rule that is broken: its number, what breaks it, and how to mend it."""

    rule: str
    what: str
    fix: str
