"""Hazards: what may cut a supplier's shipments, how often, how deep and for how long."""

from __future__ import annotations

from dataclasses import dataclass

from supplypact.units import Share

MONTHS = 24
"""Months after the start of an event that a duration law covers."""

KINDS = (
    "export_control",
    "embargo",
    "quota",
    "conflict",
    "outage",
    "sanction",
    "transport",
)
"""Kinds of hazard, as in the tables ``hazards`` and ``hazard_events``."""

LATE = "late"
"""Kind of the hazards that the planner makes itself: a project that starts later than planned."""

EVERYONE, PARTIES = "all", "parties"
TARGETS = (EVERYONE, PARTIES)
"""Whose purchases are cut: everyone's, or only those of the parties of a pact."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hazard:
    """One class of events: one supplier at one stage, and the materials hit together."""

    id: str
    kind: str
    """One of ``KINDS``, or ``LATE``."""
    supplier: str
    """Country whose shipments are cut."""
    stage: str
    materials: tuple[str, ...]
    """All of them are hit at once; each has the stage."""
    target: str
    """One of ``TARGETS``."""
    severity: Share
    """Part of the supplier's shipments to the target that is cut while the event lasts."""
    severity_low: Share
    severity_high: Share
    rate: float
    """Events a year."""
    rate_low: float
    """5 % point of the rate."""
    rate_high: float
    """95 % point of the rate."""
    law: str
    """Id of the duration law."""
    events: tuple[str, ...]
    """Past events behind the rate, ids of the table ``hazard_events``; may be empty."""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DurationLaw:
    """How long events last: the chance that one is still on after t months, t = 0 .. MONTHS."""

    id: str
    alive: tuple[float, ...]
    """Survival function: starts at 1, never rises; ``MONTHS + 1`` values."""
    low: tuple[float, ...]
    """The same if events are as short as the data allow (5 % point)."""
    high: tuple[float, ...]
    """The same if events are as long as the data allow (95 % point)."""

    def median(self) -> float | None:
        """Return the months after which half have ended, None if that is past ``MONTHS``."""
        for month in range(1, len(self.alive)):
            before, after = self.alive[month - 1], self.alive[month]
            if after <= 0.5:
                return month - 1 + (before - 0.5) / (before - after)
        return None
