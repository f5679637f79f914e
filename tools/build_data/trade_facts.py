"""Trade that single facts and the USGS give: magnet exports of China, and import shares."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import fmean
from typing import TYPE_CHECKING

import polars as pl

from tools.build_data.definitions import BASE_YEAR
from tools.build_data.labels import country_of
from tools.build_data.reference import country_code
from tools.build_data.sources import USGS_2026, curated_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tools.build_data.table import Source

SHARE_PRODUCTS = {
    "sintered NdFeB magnets": ("magnet_rare_earths", "magnet"),
    "acid-grade fluorspar": ("fluorspar", "mine"),
}
"""Material and stage of the products whose import shares are taken from single facts."""


SHARE_METHOD = "value of imports from the country over the value of all imports"
"""How a single fact that is an estimate was worked out."""


def magnet_exports(
    rows: Iterable[Mapping[str, str]], content: float
) -> tuple[pl.DataFrame, list[Source]]:
    """Return China's magnet exports of 2024 by country, from monthly reports of 2025.

    A report that gives a month of 2025 and its change on the year tells the month of 2024; a year
    is twelve times the mean of the months so found.
    """
    months: dict[str, list[float]] = defaultdict(list)
    last: dict[str, Source] = {}
    for row in rows:
        country = _importer_of_magnets(row)
        change = re.search(r"([+-][\d.]+)% on (?:the year|\w+ 2024)", row["note"])
        if country and change and row["year"].startswith("2025"):
            months[country].append(float(row["value"]) / (1 + float(change.group(1)) / 100))
            last[country] = curated_source(row)
    flows = [
        {
            "material": "magnet_rare_earths",
            "stage": "magnet",
            "exporter": "CHN",
            "importer": country,
            "hs": "850511",
            "tonnes": 12 * fmean(found) * content,
            "tonnes_gross": 12 * fmean(found),
            "content": content,
            "note": "rare earths in NdFeB magnets",
            "source": last[country].source,
            "year": BASE_YEAR,
            "quality": "estimate",
            "method": f"12 x the mean month of 2024, from {len(found)} of 2025 and "
            "the change on the year",
        }
        for country, found in months.items()
    ]
    return pl.DataFrame(flows), list(last.values())


def import_sources(
    rows: Iterable[Mapping[str, str]], products: Iterable[Mapping[str, str]]
) -> list[dict[str, object]]:
    """Return US import shares (USGS, average of four years) of the products listed.

    ``>99`` is taken as 99 and its counterpart ``<1`` as 1 per cent.
    """
    wanted = {(row["commodity"], row["detail"]): row for row in products}
    shares = [
        (wanted[row["Commodity"], row["Statistics_detail"]], row)
        for row in rows
        if row["Section"] == "Import Sources"
        and (row["Commodity"], row["Statistics_detail"]) in wanted
    ]
    return [
        {
            "material": product["material"],
            "stage": product["stage"],
            "exporter": country_code(row["Country"]),
            "importer": "USA",
            "share": float(row["Value"].strip("<>")) / 100,
            "note": f"{row['Statistics_detail']}, average of 2021 to 2024"
            + (", a bound" if row["Value"][0] in "<>" else ""),
            "source": USGS_2026.source,
            "year": BASE_YEAR,
            "quality": "official",
            "method": "",
        }
        for product, row in shares
    ]


def reported_shares(
    rows: Iterable[Mapping[str, str]],
) -> tuple[list[dict[str, object]], list[Source]]:
    """Return the import shares that only single facts give (``SHARE_PRODUCTS``)."""
    shares: list[dict[str, object]] = []
    sources: list[Source] = []
    for row in rows:
        if row["product"] in SHARE_PRODUCTS and row["measure"].startswith("share"):
            material, stage = SHARE_PRODUCTS[row["product"]]
            source = curated_source(row)
            sources.append(source)
            shares.append(
                {
                    "material": material,
                    "stage": stage,
                    "exporter": country_code(row["origin"]),
                    "importer": country_code(row["importer"]),
                    "share": float(row["value"]) / 100,
                    "note": f"{row['product']}, {row['year']}, {row['measure']}",
                    "source": source.source,
                    "year": int(re.findall(r"\d{4}", row["year"])[-1]),
                    "quality": row["quality"],
                    "method": SHARE_METHOD if row["quality"] == "estimate" else "",
                }
            )
    return shares, sources


def _importer_of_magnets(row: Mapping[str, str]) -> str:
    """Return the country a row of Chinese magnet exports names, blank for any other row."""
    found = re.fullmatch(r"exports to ([\w ]+)", row["measure"])
    if found and row["unit"] == "t" and row["country"] == "China":
        return country_of(found.group(1))
    return ""
