"""The kinds of hazard: whom they hit, how far they reach, since when the records look for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from supplypact.domain.hazard import EVERYONE, PARTIES

WINDOW_END = "2026-04"
"""The last month that either list of events speaks of; what was on then counts as still on."""


class Reach(StrEnum):
    """What one event hits, and with that what its rate is per."""

    SET = "set"
    """One material, or several of a group; the rate is per supplier, material and stage."""
    LINK = "link"
    """One material; the rate is per supplier, material and stage."""
    COUNTRY = "country"
    """All of a supplier; the rate is per supplier."""
    ROUTE = "route"
    """All that goes by a sea route; the rate is per route, the same for each supplier."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of hazard."""

    id: str
    words: str
    target: str
    reach: Reach
    law: str
    since: str
    """First month of the years in which events of this kind are counted."""
    deliberate: bool = False
    """Whether the supplier's government acts, so that its governance may tell how often."""
    severity: tuple[float, float, float] | None = None
    """Share, low, high where no record says how much was cut: a judgement."""


KINDS = (
    Kind(
        id="export_control",
        words="export ban, suspension, licence or control towards everyone",
        target=EVERYONE,
        reach=Reach.SET,
        law="long",
        since="2009-01",
        deliberate=True,
    ),
    Kind(
        id="embargo",
        words="export ban on a party alone",
        target=PARTIES,
        reach=Reach.SET,
        law="medium",
        since="2009-01",
        deliberate=True,
    ),
    Kind(
        id="quota",
        words="export quota or tax",
        target=EVERYONE,
        reach=Reach.SET,
        law="medium",
        since="2009-01",
        deliberate=True,
    ),
    Kind(
        id="conflict",
        words="war, seizure or unrest in the supplier's country",
        target=EVERYONE,
        reach=Reach.COUNTRY,
        law="long",
        since="2009-01",
    ),
    Kind(
        id="outage",
        words="accident, strike, power shortage or natural event",
        target=EVERYONE,
        reach=Reach.LINK,
        law="short",
        since="2021-01",
    ),
    Kind(
        id="sanction",
        words="the parties' own ban on buying from the supplier",
        target=PARTIES,
        reach=Reach.COUNTRY,
        law="long",
        since="2009-01",
    ),
    Kind(
        id="transport",
        words="a sea route closed or avoided",
        target=EVERYONE,
        reach=Reach.ROUTE,
        law="short",
        since="2009-01",
        severity=(0.1, 0.03, 0.3),
    ),
)

ROUTES = 2
"""Sea routes watched: the Red Sea with Suez, and Panama."""

GROUPS = {
    "rare_earths": ("dysprosium_terbium", "magnet_rare_earths"),
    "battery_metals": ("cobalt", "copper", "graphite", "lithium", "manganese", "nickel"),
    "dual_use_metals": (
        "antimony",
        "arsenic",
        "beryllium",
        "bismuth",
        "cadmium",
        "gallium",
        "germanium",
        "indium",
        "molybdenum",
        "niobium",
        "rhenium",
        "selenium",
        "tantalum",
        "tellurium",
        "tungsten",
        "vanadium",
    ),
    "platinum_metals": ("palladium", "platinum"),
    "bulk_metals": ("aluminium", "magnesium", "silicon", "tin", "titanium", "zinc"),
    "ores": ("barite", "chromium", "fluorspar", "zirconium"),
}
"""Materials that one action may hit together, after the sets that past actions hit: gallium,
germanium, antimony; tungsten, tellurium, bismuth, molybdenum, indium; copper, cobalt, nickel,
lithium, manganese, graphite; the rare earths.  Where no action is known the group is a judgement.
A material without a group is hit alone."""
