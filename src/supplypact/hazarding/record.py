"""The record of one kind of hazard: which events count, over what exposure, and what rate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from typing import TYPE_CHECKING

from supplypact.hazarding.events import Event, months
from supplypact.hazarding.governance import Band
from supplypact.hazarding.kinds import ROUTES, WINDOW_END, Kind, Reach
from supplypact.hazarding.links import Link, hits
from supplypact.hazarding.rates import Count, Rate, pooled, shrunk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, kw_only=True)
class Record:
    """All that is known of one kind of hazard."""

    kind: Kind
    since: str
    """First month of the window in which events are counted."""
    events: tuple[Event, ...]
    """Every event of the kind that is not left out, inside the window or not."""
    links: tuple[Link, ...]
    stages: Mapping[str, tuple[str, ...]]
    band: Band | None = None
    """How governance changes the rate; None where that is not known."""

    @property
    def years(self) -> float:
        """Length of the window."""
        return months(self.since, WINDOW_END) / 12

    @cached_property
    def struck(self) -> dict[str, tuple[Link, ...]]:
        """What each event hit that counts: inside the window, on something at risk."""
        inside = [each for each in self.events if self.since <= each.start < WINDOW_END]
        found = {each.id: hits(each, self._exposed(each), self.stages) for each in inside}
        if self.kind.reach is Reach.ROUTE:
            return found
        if self.kind.reach is Reach.COUNTRY:
            suppliers = {link.supplier for link in self.links}
            return {each.id: found[each.id] for each in inside if each.country in suppliers}
        return {event: struck for event, struck in found.items() if struck}

    @cached_property
    def counted(self) -> dict[str, tuple[str, ...]]:
        """Ids of the events that count, by supplier (by the empty text for a route)."""
        found: dict[str, tuple[str, ...]] = {}
        for each in self.events:
            if each.id in self.struck:
                found[each.country] = (*found.get(each.country, ()), each.id)
        return found

    @property
    def total_hits(self) -> int:
        """Links hit by all events that count; events, where one hits a whole supplier."""
        if self.kind.reach in {Reach.COUNTRY, Reach.ROUTE}:
            return len(self.struck)
        return sum(len(links) for links in self.struck.values())

    @property
    def cluster(self) -> float:
        """Links that one event hits on average."""
        return self.total_hits / len(self.struck) if self.struck else 1.0

    @property
    def together(self) -> float:
        """Part of the hits that came with hits on other materials of the same supplier."""
        if not self.total_hits:
            return 0.0
        several = [links for links in self.struck.values() if len({x.material for x in links}) > 1]
        return sum(len(links) for links in several) / self.total_hits

    @property
    def units(self) -> Counter[str]:
        """How many units of risk each supplier has: its links, or itself."""
        if self.kind.reach is Reach.ROUTE:
            return Counter({"": ROUTES})
        links = Counter(link.supplier for link in self.links)
        return Counter(set(links)) if self.kind.reach is Reach.COUNTRY else links

    @property
    def exposure(self) -> float:
        """Years of all units of risk together."""
        return sum(self.units.values()) * self.years

    @property
    def counts(self) -> dict[str, Count]:
        """Events and exposure of each supplier.

        Links hit by one event are one observation, so the exposure in link-years is divided by
        the links hit at once: the mean stays hits per link-year, the interval that of the events.
        A year of a supplier of strong governance counts for as much as its rate is lower.
        """
        return {
            supplier: Count(
                events=len(self.counted.get(supplier, ())),
                exposure=number * self.years * self._factor(supplier) / self.cluster,
            )
            for supplier, number in self.units.items()
        }

    @property
    def pool(self) -> Rate:
        """The rate over all suppliers, at the level of those whose governance is not strong."""
        exposure = sum(count.exposure for count in self.counts.values())
        return pooled(Count(events=len(self.struck), exposure=exposure))

    def rate(self, supplier: str, spread: float) -> Rate:
        """Return the rate of one supplier's unit of risk, drawn to the kind's."""
        if self.kind.reach is Reach.ROUTE:
            return self.pool
        rate = shrunk(self.counts[supplier], self.pool, spread)
        if self.band is None or supplier not in self.band.strong:
            return rate
        return rate.times(self.band.factor, self.band.variance)

    def severity(self) -> tuple[float, float, float]:
        """Return the part of shipments that is cut, low, high.

        The mean of the records that tell, their extremes; with one record, from half to twice.
        """
        cuts = [each.cut for each in self.events if each.cut]
        if not cuts:
            return self.kind.severity or (1.0, 0.5, 1.0)
        mean = fmean(cut[0] for cut in cuts)
        low, high = min(cut[1] for cut in cuts), max(cut[2] for cut in cuts)
        return (mean, low, high) if len(cuts) > 1 else (mean, low / 2, min(1.0, 2 * high))

    def _factor(self, supplier: str) -> float:
        """Return the rate of a supplier over that of one whose governance is not strong."""
        return self.band.factor if self.band and supplier in self.band.strong else 1.0

    def _exposed(self, event: Event) -> Sequence[Link]:
        """Return the links of the event's country."""
        return [link for link in self.links if link.supplier == event.country]
