"""Single facts around the network: stockpiles, disruptions, plants, transit, factors and costs.

Tidied copies of the curated files; nothing is added up. A row keeps its own words (``label``)
beside the materials they mean.
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import facilities
from tools.build_data.evidence_tables import TABLES
from tools.build_data.labels import country_of, materials_of, plain_note, stages_of
from tools.build_data.reference import country_code, read_rows
from tools.build_data.sources import curated_source
from tools.build_data.table import Source, fact_source

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from pathlib import Path

__all__ = ["TABLES", "build"]

Row = dict[str, object]
Texts = dict[str, str]

NOT_STATED = "as published; the source does not say how"
"""Method of a curated estimate without a note."""

UNPROVEN = "GLOMBO"
"""Mark of rows from a table without a licence, which are left out."""

PORT_COUNTRIES = {
    "Los Angeles": "USA",
    "US West": "USA",
    "US East (direct)": "USA",
    "US (direct)": "USA",
    "New York": "USA",
    "Sydney": "AUS",
    "Melbourne": "AUS",
    "Brisbane": "AUS",
    "Fremantle": "AUS",
    "Port Kelang": "MYS",
    "Bangkok": "THA",
    "Jakarta": "IDN",
    "Busan": "KOR",
    "Incheon": "KOR",
    "Shanghai": "CHN",
    "Qingdao": "CHN",
    "Ningbo": "CHN",
    "Dalian": "CHN",
    "Hong Kong": "HKG",
    "Rotterdam": "NLD",
    "Hamburg": "DEU",
    "Durban": "ZAF",
    "Santos": "BRA",
    "Buenos Aires": "ARG",
    "Madras (Chennai)": "IND",
    "Tokyo or Yokohama": "JPN",
}
"""Country by the name of a port or coast. Left out: journeys with a leg by land or a change of
ship, and coasts of more than one country."""


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the evidence tables and the sources of their rows."""
    known = set(built["materials"]["material"])
    curated = raw / "curated"
    yields = [row for row in read_rows(curated / "yields.csv") if row["value"]]
    tables = {
        "stockpiles": _copy(curated / "stockpiles.csv", known, _stockpile),
        "disruptions": _copy(curated / "disruptions.csv", known, _disruption),
        "facilities": _copy(curated / "facilities.csv", known, _facility),
        "costs": _copy(curated / "costs.csv", known, _cost),
        "economics": _copy(curated / "economics.csv", known, _economic),
        "factors": [
            _factor(row, known) | {"id": f"factors-{number:03}"}
            for number, row in enumerate(yields, 1)
            if row["kind"] != "transit time"
        ],
        "transit": transit([row for row in yields if row["kind"] == "transit time"]),
    }
    tables["facilities"] = facilities.converted(
        tables["facilities"], tables["factors"], facilities.output_of(built["production"])
    )
    events = read_rows(raw / "raw/supply_events/supply_events.csv")
    tables["supply_events"] = [_event(row, known) for row in events]
    sources = [row.pop("cited") for rows in tables.values() for row in rows]
    frames = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in tables.items()}
    return frames, [source for source in sources if isinstance(source, Source)]


def transit(rows: Iterable[Texts]) -> list[Row]:
    """Return one row per pair of countries: the median days of the pairs of ports given."""
    journeys: dict[tuple[str, str], list[Texts]] = {}
    for row in rows:
        ends = [
            PORT_COUNTRIES.get(row[field]) or country_of(row[field])
            for field in ("from_stage", "to_stage")
        ]
        if all(ends):
            journeys.setdefault((ends[0], ends[1]), []).append(row)
    return [
        {
            "from_country": start,
            "to_country": end,
            "days": median(float(row["value"]) for row in group),
            "note": ", ".join(f"{row['from_stage']} to {row['to_stage']}" for row in group),
        }
        | provenance(group[0], year=None)
        | _median_of(len(group))
        for (start, end), group in journeys.items()
    ]


def provenance(row: Texts, *, year: int | None) -> Row:
    """Return the last columns of a curated row, and its source under ``cited`` for ``build``."""
    source = curated_source(row)
    estimate = row["quality"] == "estimate"
    return {
        "cited": source,
        "source": source.source,
        "year": year,
        "quality": row["quality"],
        "method": (plain_note(row["note"]) or NOT_STATED) if estimate else "",
    }


def year_of(text: str) -> int | None:
    """Return the first calendar year in a text, nothing where there is none."""
    found = re.search(r"\b(19|20)\d\d\b", text)
    return int(found.group()) if found else None


def _copy(
    path: Path, known: Container[str], tidy: Callable[[Texts, Container[str]], Row | None]
) -> list[Row]:
    """Return the tidied rows of a curated file, each with the number of its line as id."""
    tidied = [
        (number, tidy(row, known))
        for number, row in enumerate(read_rows(path), 1)
        if UNPROVEN not in row["url"]
    ]
    return [row | {"id": f"{path.stem}-{number:03}"} for number, row in tidied if row]


def _stockpile(row: Texts, known: Container[str]) -> Row:
    value = number(row["value"])
    spelt = row["value"] if value is None else ""
    return {
        "country": country_of(row["country"]),
        "place": row["country"],
        "body": row["body"],
        **_label(row["material"], known),
        **_texts(row, "measure", "unit", "as_of", "kind"),
        "value": value,
        "note": "; ".join(part for part in (spelt, _note(row)) if part),
        **provenance(row, year=year_of(row["as_of"])),
    }


def _disruption(row: Texts, known: Container[str]) -> Row:
    return {
        "country": country_code(row["country"]),
        **_label(row["minerals"], known),
        "stages": stages_of(row["stage"]),
        "event": row["event_id"],
        "title": row["event"],
        **_texts(row, "kind", "target", "start", "end", "share_note", "price_note"),
        "share_world_supply": _fraction(row["share_world_supply_pct"]),
        "price_rise": _fraction(row["price_effect_pct"]),
        "note": _note(row),
        **provenance(row, year=year_of(row["start"])),
    }


def _facility(row: Texts, known: Container[str]) -> Row | None:
    """Return a plant; country totals and rows that repeat the projects are left out."""
    if row["facility"].startswith("Country total") or "as in projects.csv" in row["note"]:
        return None
    return {
        **_texts(row, "facility", "operator", "unit", "status"),
        "country": country_of(row["country"]),
        **_label(row["material"], known),
        "stages": stages_of(row["stage"]),
        "capacity": number(row["capacity"]),
        "latitude": number(row["lat"]),
        "longitude": number(row["lon"]),
        "note": _note(row),
        **provenance(row, year=year_of(row["year"])),
    }


def _factor(row: Texts, known: Container[str]) -> Row:
    return {
        "kind": row["kind"],
        **_label(row["material"], known),
        "from_form": row["from_stage"],
        "to_form": row["to_stage"],
        **_range(row),
        "note": _note(row),
        **provenance(row, year=year_of(row["year"])),
    }


def _cost(row: Texts, known: Container[str]) -> Row:
    return {
        **_texts(row, "topic", "project", "measure"),
        **_label(row["material"], known),
        "stages": stages_of(row["stage"]),
        **_range(row),
        "note": _note(row),
        **provenance(row, year=None),
    }


def _economic(row: Texts, known: Container[str]) -> Row:
    return {
        **_texts(row, "topic", "item"),
        "country": country_of(row["region"]),
        "place": row["region"],
        **_label(row["material"], known),
        **_range(row),
        "note": _note(row),
        **provenance(row, year=year_of(row["year"])),
    }


def _event(row: Texts, known: Container[str]) -> Row:
    """Return a supply event; what a government published about itself is official."""
    publisher, reference = row["source_publisher"], row["source_ref"]
    source = fact_source(publisher, reference)
    official = publisher.startswith(("USGS", "MOFCOM")) and "press" not in publisher
    return {
        "event": row["event_id"],
        "country": row["actor_iso3"],
        **_label(row["minerals"], known),
        "kind": row["event_type"],
        "target": row["target"],
        "announced": row["date_announced"],
        "effective": row["date_effective"],
        "end": row["date_end"],
        "note": "; ".join(part for part in (row["description"], row["quantity_note"]) if part),
        "cited": source,
        "source": source.source,
        "year": year_of(row["date_effective"] or row["date_announced"]),
        "quality": "official" if official else "reported",
        "method": "",
    }


def number(text: str) -> float | None:
    """Return a number, nothing where the text is blank or not a number (a date, a remark)."""
    try:
        return float(text)
    except ValueError:
        return None


def _median_of(count: int) -> Row:
    if count == 1:
        return {}
    return {"quality": "estimate", "method": f"median of {count} pairs of ports"}


def _label(label: str, known: Container[str]) -> Row:
    return {"materials": materials_of(label, known), "label": label}


def _texts(row: Texts, *names: str) -> Row:
    return {name: row[name] for name in names}


def _range(row: Texts) -> Row:
    return {name: number(row[name]) for name in ("value", "low", "high")} | {"unit": row["unit"]}


def _note(row: Texts) -> str:
    """Return the note, blank for an estimate: there it is the method."""
    return "" if row["quality"] == "estimate" else plain_note(row["note"])


def _fraction(percent: str) -> float | None:
    value = number(percent)
    return None if value is None else value / 100
