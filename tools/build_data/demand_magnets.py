"""Who uses finished rare-earth magnets: production plus imports less exports, as contained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.build_data import trade_facts
from tools.build_data.definitions import BASE_YEAR
from tools.build_data.demand_ladder import LIKE_USA, Use, close, like_usa
from tools.build_data.sources import curated_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = dict[str, str]

LEADER = "magnet_rare_earths"

SHARE_MONTH = "2025-09"
"""Month of 2025 whose shares of China's exports stand in where no change on the year is known."""


def magnet_uses(
    rows: Sequence[Row],
    made: Mapping[str, Mapping[str, float]],
    material: str,
    gdp: Mapping[str, float],
    content: float,
) -> dict[str, Use]:
    """Return the use of magnets by country, in tonnes of the material that they contain.

    ``content`` is the share of rare earths in a magnet. Dysprosium and terbium are divided by
    country like all magnet rare earths.
    """
    leader = made[LEADER]
    world = sum(leader.values())
    uses = _named(rows, leader, content)
    uses |= {country: like_usa(country, uses["USA"], gdp) for country in LIKE_USA}
    closed = close(uses, world, 1 / len(uses))
    if material == LEADER:
        return closed
    scale = sum(made[material].values()) / world
    return {
        country: Use(
            tonnes=use.tonnes * scale,
            source=use.source,
            quality="estimate",
            method="divided by country like all magnet rare earths",
        )
        for country, use in closed.items()
    }


def _named(rows: Sequence[Row], made: Mapping[str, float], content: float) -> dict[str, Use]:
    """Return the use of the United States, Japan, Korea, India and China."""
    exports, _ = trade_facts.magnet_exports(rows, content)
    chinese = dict(exports.select("importer", "tonnes").iter_rows())
    total = _row(rows, "exports to world", str(BASE_YEAR))
    shipped = float(total["value"]) * content
    share = _row(rows, "share of imports by value from China", f"{BASE_YEAR}-Q1")
    month = float(_row(rows, "exports to world", SHARE_MONTH)["value"])
    korea = _row(rows, "exports to South Korea", SHARE_MONTH)
    india = next(r for r in rows if r["measure"] == "use" and r["country"] == "India")
    part = float(share["value"]) / 100
    return {
        "USA": _use(
            chinese["USA"] / part,
            total,
            f"imports from China ({chinese['USA']:.0f} t contained, twelve mean months) over "
            f"China's share of import value ({part:.1%}); domestic output unknown and left out",
        ),
        "JPN": _use(
            made["JPN"] + chinese["JPN"],
            total,
            f"production {made['JPN']:.0f} t + imports from China {chinese['JPN']:.0f} t; other "
            "trade unknown and left out",
        ),
        "KOR": _use(
            shipped * float(korea["value"]) / month,
            korea,
            f"imports from China: share of its exports in {SHARE_MONTH}; other supply unknown and "
            "left out",
        ),
        "IND": _use(
            float(india["value"]) * content,
            india,
            f"{india['value']} t of magnets used in the year to March 2025",
        ),
        "CHN": _use(
            made["CHN"] - shipped,
            total,
            f"production {made['CHN']:.0f} t - exports {shipped:.0f} t",
        ),
    }


def _row(rows: Sequence[Row], measure: str, year: str) -> Row:
    """Return the first row with this measure and year; raises StopIteration without one."""
    return next(row for row in rows if row["measure"] == measure and row["year"] == year)


def _use(tonnes: float, row: Row, method: str) -> Use:
    return Use(tonnes=tonnes, source=curated_source(row).source, quality="estimate", method=method)
