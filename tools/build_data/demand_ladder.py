"""How much each country uses, by the best figure there is, and the rest of the world."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tools.build_data.reference import ROW
from tools.build_data.sources import BACI, curated_source
from tools.build_data.table import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COUNTRIES = ("USA", "JPN", "AUS", "CAN", "KOR", "IND", "CHN")
"""Countries whose demand is told apart; all others are the rest of the world."""

LIKE_USA = ("AUS", "CAN")
"""Countries taken to use as much per unit of income as the United States."""

ELECTRONIC = ("gallium", "germanium", "indium")
"""Materials whose last resort is the share of electronics, not of all manufacturing."""

VALUE_ADDED = {
    False: "all manufacturing",
    True: "computer, electronic and optical products (includes semiconductors)",
}
"""Item of the value-added table by whether the material is electronic."""

NO_BALANCE = {
    ("platinum", "IND"): "net imports exceed the world's mine output: alloys declared as platinum",
    (
        "lithium",
        "AUS",
    ): "its new plants ship all they make; what is left is a difference of sources",
}
"""Trade balances that do not tell use, and why."""

WORLD_BANK = "worldbank-gdp"
VALUE_YEAR = "2022"


@dataclass(frozen=True, kw_only=True)
class Use:
    """A country's use of a material in the base year."""

    tonnes: float
    source: str
    quality: str
    method: str = ""
    fixed: bool = False
    """Whether it is a published figure that must not be scaled."""


def known(made: Mapping[str, float | None]) -> dict[str, float]:
    """Return the production that is not withheld."""
    return {country: tonnes for country, tonnes in made.items() if tonnes is not None}


def published(
    wanted: Sequence[Mapping[str, str]],
    rows: Sequence[Mapping[str, str]],
    world: Mapping[str, float],
) -> tuple[dict[tuple[str, str], Use], list[Source]]:
    """Return the published consumption listed in ``consumption.csv`` by material and country.

    A figure with ``world_tonnes`` is a share of the world of its year, applied to the base year.
    Raises KeyError where a figure is not in the raw rows.
    """
    parties = {"USA": "US", "JPN": "Japan", "CHN": "China"}
    known = {
        (row["material"], row["party"], row["measure"], row["form"], row["year"]): row
        for row in rows
    }
    found: dict[tuple[str, str], Use] = {}
    sources: list[Source] = []
    for want in wanted:
        party = parties[want["country"]]
        row = known[want["label"], party, want["measure"], want["form"], want["raw_year"]]
        tonnes = float(row["value_t"])
        if want["world_tonnes"]:
            tonnes *= world[want["material"]] / float(want["world_tonnes"])
        source = curated_source(row)
        sources.append(source)
        found[want["material"], want["country"]] = Use(
            tonnes=tonnes,
            source=source.source,
            quality="estimate" if want["note"] else row["quality"],
            method=want["note"],
            fixed=not want["note"],
        )
    return found, sources


def balance(
    country: str, made: float | None, trade: Sequence[tuple[str, str, float]]
) -> Use | None:
    """Return production plus imports less exports; None where unknown or not above zero.

    ``trade`` holds exporter, importer and contained tonnes; ``made`` is None where withheld.
    """
    if made is None:
        return None
    imports = sum(tonnes for _, importer, tonnes in trade if importer == country)
    exports = sum(tonnes for exporter, _, tonnes in trade if exporter == country)
    tonnes = made + imports - exports
    if tonnes <= 0:
        return None
    method = f"production {made:.4g} t + imports {imports:.4g} t - exports {exports:.4g} t (BACI)"
    return Use(tonnes=tonnes, source=BACI.source, quality="estimate", method=method)


def like_usa(country: str, american: Use, gdp: Mapping[str, float]) -> Use:
    """Return the use of a country that uses as much per unit of income as the United States."""
    ratio = gdp[country] / gdp["USA"]
    method = f"as much per USD of GDP as the United States ({ratio:.1%} of its use)"
    return Use(tonnes=american.tonnes * ratio, source=WORLD_BANK, quality="estimate", method=method)


def last_resort(world: float, share: float, what: str, source: str) -> Use:
    """Return a share of the world's use."""
    method = f"{share:.1%} of the world, the country's share of {what}"
    return Use(tonnes=world * share, source=source, quality="estimate", method=method)


def close(uses: Mapping[str, Use], world: float, rest_share: float) -> dict[str, Use]:
    """Return the uses with the rest of the world, so that they add up to world production.

    The rest is the remainder. If the countries leave nothing, the rest gets its share of value
    added and the estimates (never the published figures) are scaled to fit.
    """
    rest = world - sum(use.tonnes for use in uses.values())
    source = next(iter(uses.values())).source
    if rest >= 0:
        method = "world production less the use of the other countries"
        remainder = Use(tonnes=rest, source=source, quality="estimate", method=method)
        return {**uses, ROW: remainder}
    everyone = {
        **uses,
        ROW: last_resort(world, rest_share, "value added, all countries not listed", source),
    }
    fixed = sum(use.tonnes for use in everyone.values() if use.fixed)
    loose = sum(use.tonnes for use in everyone.values() if not use.fixed)
    factor = (world - fixed) / loose
    return {
        country: use
        if use.fixed
        else replace(
            use,
            tonnes=use.tonnes * factor,
            method=f"{use.method}; times {factor:.3g} so that use equals supply",
        )
        for country, use in everyone.items()
    }
