"""End uses: the published shares, and the split of a country's demand by class of use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.build_data.labels import country_of
from tools.build_data.sources import curated_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, str]

CLASSES = {
    "defence and aerospace": "defence_aerospace",
    "semiconductors/electronics": "electronics",
    "EV and batteries": "ev_battery",
    "energy (wind, solar, grid)": "energy",
    "industry/other": "industry_other",
}

LABELS = {
    "NdFeB magnets": ("magnet_rare_earths", "dysprosium_terbium"),
    "NdFeB alloy": ("magnet_rare_earths",),
    "rare earths": ("magnet_rare_earths",),
    "rare earths (magnet REE: Nd,Pr,Dy,Tb)": ("magnet_rare_earths",),
    "neodymium": ("magnet_rare_earths",),
    "praseodymium": ("magnet_rare_earths",),
    "dysprosium": ("dysprosium_terbium",),
    "terbium": ("dysprosium_terbium",),
    "graphite (natural)": ("graphite",),
    "aluminum": ("aluminium",),
    "PGMs": ("platinum", "palladium"),
}
"""Materials by a label of the raw rows that is not a material's id."""

MAGNETS = "NdFeB magnets"

REGIONS = {"EU": "EU27", "world": "WORLD"}

WHOLE = (50.0, 103.0)
"""A set of shares serves if they add up to this many per cent; what is missing is other use."""

FALLBACK = ("WORLD", "USA", "EU27", "Europe")
"""Regions whose shares stand in, in order, where a country has none of its own."""

NOT_BATTERY_GRADE = "Other uses"
"""Use of graphite of other grades in the IEA's split of all graphite."""


@dataclass(frozen=True, kw_only=True)
class Split:
    """Shares of use by class, and where they are from."""

    shares: dict[str, float]
    own: bool
    """Whether the shares are published ones of the country itself."""
    quality: str
    method: str


def materials_of(label: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the known materials that a raw label stands for, none where it is another's."""
    meant = LABELS.get(label.strip(), (label.strip(),))
    return tuple(material for material in meant if material in known)


def region_of(name: str) -> str:
    """Return the ISO code of a region that is a country, EU27, WORLD, or the name as it stands."""
    return REGIONS.get(name) or country_of(name) or name


def evidence(rows: Sequence[Row], known: Sequence[str]) -> list[dict[str, object]]:
    """Return the rows of the end_uses table for the known materials."""
    return [
        {
            "material": material,
            "region": region_of(row["region"]),
            "end_use_text": row["end_use"],
            "end_use": CLASSES[row["class"]],
            "share": float(row["share"]) / 100 if row["share"] else None,
            "note": row["note"],
            "source": curated_source(row).source,
            "year": int(row["year"]) if row["year"] else None,
            "quality": row["quality"],
            "method": (row["note"] or "derived") if row["quality"] == "estimate" else "",
        }
        for row in rows
        for material in materials_of(row["material"], known)
    ]


def split(rows: Sequence[Row], material: str, stage: str, country: str) -> Split:
    """Return how a country's use of a material divides into classes.

    Its own published shares come first, then the world's, those of the United States and of
    Europe; without any, the use that a source names first takes all, or else other industry.
    """
    if material == "graphite" and stage == "mine":
        return _all("industry_other", "natural graphite used outside batteries")
    wanted = [row for row in rows if material in materials_of(row["material"], [material])]
    if stage == "magnet":
        wanted = [row for row in rows if row["material"] == MAGNETS]
    if material == "graphite":
        wanted = [row for row in wanted if row["end_use"] != NOT_BATTERY_GRADE]
    sets: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in wanted:
        if row["share"]:
            sets[region_of(row["region"]), row["year"], row["source"]].append(row)
    for region in (country, *FALLBACK):
        usable = [key for key in sets if key[0] == region and _serves(sets[key], material)]
        if usable:
            return _split(sets[max(usable)], region, country)
    named = next((row for row in wanted if not row["share"]), None)
    if named:
        return _all(CLASSES[named["class"]], f"leading use in words only: {named['end_use']}")
    return _all("industry_other", "no figure on uses")


def _serves(rows: Sequence[Row], material: str) -> bool:
    total = sum(float(row["share"]) for row in rows)
    return material == "graphite" or WHOLE[0] <= total <= WHOLE[1]


def _split(rows: Sequence[Row], region: str, country: str) -> Split:
    shares: dict[str, float] = defaultdict(float)
    for row in rows:
        shares[CLASSES[row["class"]]] += float(row["share"]) / 100
    if rows[0]["material"] != "graphite":
        shares["industry_other"] += max(0.0, 1 - sum(shares.values()))
    total = sum(shares.values())
    own = region == country
    quality = (
        "estimate"
        if not own or any(r["quality"] == "estimate" for r in rows)
        else rows[0]["quality"]
    )
    return Split(
        shares={name: share / total for name, share in shares.items() if share > 0},
        own=own,
        quality=quality,
        method=f"uses as in {region} {rows[0]['year']}".rstrip(),
    )


def _all(name: str, method: str) -> Split:
    return Split(shares={name: 1.0}, own=False, quality="estimate", method=method)
