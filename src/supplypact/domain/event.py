"""An event: who stops what, for whom, how much of it, since when and for how long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from supplypact.errors import UsageError
from supplypact.units import Share

EVENT_KINDS = ("ban", "licence", "quota", "strike", "accident", "closure")
"""Export ban, licence delay, export quota, strike, accident or war damage, closed sea route."""
AT_HOME = ("strike", "accident")
"""Kinds that strike all that a country makes; the others cut what leaves it."""
LAWS = {
    "ban": "long",
    "licence": "long",
    "quota": "medium",
    "strike": "short",
    "accident": "short",
    "closure": "short",
}
"""Duration law of a kind where the event names none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """One supplier's stage that gives less of some materials to some buyers."""

    supplier: str
    materials: tuple[str, ...]
    stages: tuple[str, ...]
    """Stages whose products are cut; of each material those that it has.  Never empty once read:
    where the file names none, all stages of its materials, or those of its trade codes."""
    buyers: tuple[str, ...]
    """Countries whose purchases are cut; empty: everyone's."""
    share: Share
    """Part of the shipments that is cut while the event lasts."""
    low: Share
    high: Share
    """What the share may be at least and at most."""
    hs: tuple[str, ...] = ()
    """Trade codes that the cut was given by, if it was."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSource:
    """Where the facts of an event come from."""

    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """A declared disruption, real or assumed."""

    id: str
    title_en: str
    title_ja: str
    kind: str
    """One of ``EVENT_KINDS``."""
    cuts: tuple[Cut, ...]
    start: date
    end: date | None
    """First day on which it is over, where that is known."""
    delay_days: float
    """Days in which nothing of what is cut leaves at all, while licences are asked for."""
    law: str
    """Id of the duration law where no end is known."""
    note: str
    sources: tuple[EventSource, ...]
    text: str
    """The file as it was read; its hash identifies the event in a record."""

    def moved(self, start: date) -> Event:
        """Return the event as if it began on ``start``; a known end moves along."""
        end = None if self.end is None else self.end + (start - self.start)
        return replace(self, start=start, end=end)

    def lasting(self, days: float) -> Event:
        """Return the event with a known duration; raises UsageError unless above 0."""
        if not 0 < days < 10_000:
            raise UsageError(
                f"a duration of {days:g} days cannot be",
                where="--duration",
                fix="give it as 90d, 12w, 6m or 1y",
            )
        return replace(self, end=date.fromordinal(self.start.toordinal() + round(days)))

    @property
    def at_home(self) -> bool:
        """Whether it strikes all that the supplier makes, not only what it exports."""
        return self.kind in AT_HOME
