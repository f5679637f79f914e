"""Countries: codes, names, places, governance and size, and the spellings of the raw files."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from functools import cache
from statistics import fmean
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pycountry
from babel import Locale

from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ROW = "ROW"
"""Rest of the world: the only country id that is not in ISO 3166-1."""

BASE_YEAR = 2023
"""Last year of the governance and income data."""

ALIASES = {
    "bahamas": "BHS",
    "the bahamas": "BHS",
    "bosnia herzegovina": "BIH",
    "burma": "MMR",
    "congo": "COG",
    "congo (brazzaville)": "COG",
    "congo (kinshasa)": "COD",
    "dem. rep. of the congo": "COD",
    "democratic republic of congo": "COD",
    "democratic republic of the congo": "COD",
    "dr congo": "COD",
    "drc": "COD",
    "zaire (drc)": "COD",
    "cote d'ivoire": "CIV",
    "ivory coast": "CIV",
    "china, hong kong sar": "HKG",
    "hong kong": "HKG",
    "dominican rep.": "DOM",
    "dem. people's rep. of korea": "PRK",
    "korea, north": "PRK",
    "north korea": "PRK",
    "korea": "KOR",
    "rep. of korea": "KOR",
    "south korea": "KOR",
    "lao people's dem. rep.": "LAO",
    "macedonia": "MKD",
    "other asia, nes": "TWN",
    "russia": "RUS",
    "swaziland": "SWZ",
    "turkey": "TUR",
    "turkiye": "TUR",
    "uk": "GBR",
    "u.s.": "USA",
    "united rep. of tanzania": "TZA",
    "other": ROW,
    "other countries": ROW,
    "rest of the world": ROW,
    "rest of world": ROW,
    "row": ROW,
}
"""Spellings of the raw files that neither ISO 3166 nor CLDR has, in the form of ``_plain``."""

SHORT_NAMES = {"COD": "DR Congo", "COG": "Congo"}
"""English names where CLDR's would puzzle a reader."""


class UnknownCountryError(ValueError):
    """A spelling that names no single country, nor the rest of the world."""


def country_code(name: str) -> str:
    """Return the ISO 3166-1 alpha-3 code that a raw file's country name or code means, or ``ROW``.

    Remarks in brackets, footnote digits and the letters e (estimated) and r (revised) that stick
    to a name are ignored. Regions, totals and lists of countries raise UnknownCountryError.
    """
    plain = _plain(name)
    without_remark = re.sub(r"\s*\([^()]*\)\s*\d*$", "", plain)
    without_digits = re.sub(r"[\s\d,*/]+$", "", without_remark)
    for spelling in (plain, without_remark, without_digits, re.sub("[er]$", "", without_digits)):
        code = _spellings().get(spelling)
        if code is not None:
            return code
    raise UnknownCountryError(f"no single country is called {name!r}; add it to ALIASES if one is")


def _plain(name: str) -> str:
    """Return the name in lower case without accents, with plain blanks and apostrophes."""
    text = unicodedata.normalize("NFKD", name.replace("’", "'"))
    letters = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(letters.casefold().split())


@cache
def _spellings() -> dict[str, str]:
    """Return code by plain spelling: names and codes of ISO 3166, names of CLDR, aliases."""
    english = Locale("en").territories
    found: dict[str, str] = {}
    for country in pycountry.countries:
        names = [country.name, country.alpha_2, country.alpha_3, english[country.alpha_2]]
        names += [getattr(country, field, "") for field in ("official_name", "common_name")]
        found |= {_plain(name): country.alpha_3 for name in names if name}
    return found | ALIASES


TABLES = (
    Table(
        name="countries",
        title="Countries, with the rest of the world as one",
        fields=(
            Field(name="country", description="ISO 3166-1 alpha-3, or ROW", required=True),
            Field(name="iso2", description="ISO 3166-1 alpha-2"),
            Field(name="iso_numeric", description="ISO 3166-1 numeric, three digits"),
            Field(name="name_en", description="English name (CLDR)", required=True),
            Field(name="name_ja", description="Japanese name (CLDR)", required=True),
            Field(
                name="latitude",
                type="number",
                description="Centroid of the largest part (natural-earth-centroids)",
                unit="degree",
                minimum=-90,
                maximum=90,
            ),
            Field(
                name="longitude",
                type="number",
                description="Centroid of the largest part (natural-earth-centroids)",
                unit="degree",
                minimum=-180,
                maximum=180,
            ),
            Field(
                name="governance",
                type="number",
                description="Mean of the six Worldwide Governance Indicators of the year, high is "
                "good (worldbank-wgi-2024)",
                minimum=-2.5,
                maximum=2.5,
            ),
            Field(
                name="gdp_usd",
                type="number",
                description="Gross domestic product of the year at current prices (worldbank-gdp)",
                unit="USD",
                minimum=0,
            ),
            *PROVENANCE,
        ),
        primary_key=("country",),
    ),
)

SOURCES = [
    Source(
        source="country-codes",
        publisher="Datasets project, after UNSD M49 and ISO 3166",
        title="Country codes",
        year=None,
        licence="PDDL-1.0",
        status="OPEN",
        url="github:datasets/country-codes@caa72d1",
        file="raw/reference/country-codes.csv",
    ),
    Source(
        source="natural-earth-centroids",
        publisher="Natural Earth",
        title="Centroid of the largest part of each country of Natural Earth 4.1 (1:50m)",
        year=None,
        licence="public domain",
        status="OPEN",
        url="npm:world-atlas@2.0.2",
        file="raw/reference/country_centroids.csv",
    ),
    Source(
        source="worldbank-wgi-2024",
        publisher="World Bank",
        title="Worldwide Governance Indicators, 2024 update",
        year=2024,
        licence="CC-BY-4.0",
        status="OPEN",
        url="https://www.worldbank.org/en/publication/worldwide-governance-indicators",
        file="raw/worldbank/wgidataset_2024update.xlsx",
    ),
    Source(
        source="worldbank-gdp",
        publisher="World Bank",
        title="World Development Indicators, NY.GDP.MKTP.CD",
        year=2024,
        licence="CC-BY-4.0",
        status="OPEN",
        url="https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
        file="raw/worldbank/gdp_current_usd.csv",
    ),
]

WGI_CODES = {"ZAR": "COD", "ROM": "ROU", "ADO": "AND", "TMP": "TLS", "WBG": "PSE"}
"""Old World Bank codes in the WGI workbook, and what ISO calls them now."""


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the countries table, from the codes, centroids, governance and income files."""
    del built
    folder = raw / "raw"
    places = {row["iso3"]: row for row in read_rows(folder / "reference/country_centroids.csv")}
    governance = read_governance(folder / "worldbank/wgidataset_2024update.xlsx", BASE_YEAR)
    income = {
        row["Country Code"]: float(row["Value"])
        for row in read_rows(folder / "worldbank/gdp_current_usd.csv")
        if row["Year"] == str(BASE_YEAR)
    }
    rows = [_country(None, {}, None, None)]
    for codes in read_rows(folder / "reference/country-codes.csv"):
        iso3 = codes["ISO3166-1-Alpha-3"]
        rows.append(_country(codes, places.get(iso3, {}), governance.get(iso3), income.get(iso3)))
    return {"countries": pl.DataFrame(rows, infer_schema_length=None)}, SOURCES


def read_rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """Return the rows of a CSV file as text; ``NA`` stays text, as it is Namibia's code."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def read_sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    """Return the values of a sheet of a workbook, row by row."""
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        return list(book[name].iter_rows(values_only=True))


def read_governance(path: Path, year: int) -> dict[str, float]:
    """Return the mean of the six indicators of a year by ISO alpha-3.

    Countries without all six are left out; the workbook writes ``..`` for a missing estimate.
    """
    estimates: dict[str, list[float]] = defaultdict(list)
    for row in read_sheet(path, "Sheet1")[1:]:
        code, row_year, estimate = str(row[1]), row[3], row[5]
        if row_year == year and isinstance(estimate, int | float):
            estimates[WGI_CODES.get(code, code)].append(float(estimate))
    return {code: fmean(values) for code, values in estimates.items() if len(values) == 6}


def _country(
    codes: dict[str, str] | None,
    place: dict[str, str],
    governance: float | None,
    income: float | None,
) -> dict[str, object]:
    """Return one row of the table; without codes it is the rest of the world."""
    iso3 = codes["ISO3166-1-Alpha-3"] if codes else ROW
    iso2 = codes["ISO3166-1-Alpha-2"] if codes else ""
    return {
        "country": iso3,
        "iso2": iso2,
        "iso_numeric": codes["ISO3166-1-numeric"].zfill(3) if codes else "",
        "name_en": _name(iso2, "en", "Rest of world")
        if iso3 not in SHORT_NAMES
        else SHORT_NAMES[iso3],
        "name_ja": _name(iso2, "ja", "その他の国"),
        "latitude": float(place["lat"]) if place else None,
        "longitude": float(place["lon"]) if place else None,
        "governance": governance,
        "gdp_usd": income,
        "source": "country-codes",
        "year": BASE_YEAR,
        "quality": "official",
        "method": "",
    }


def _name(iso2: str, language: str, otherwise: str) -> str:
    """Return CLDR's name of a country without the remark in brackets that some have."""
    if not iso2:
        return otherwise
    return re.sub(r"\s*[（(][^()（）]*[)）]$", "", Locale(language).territories[iso2])
