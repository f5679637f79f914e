"""Past events told once each, and the hazards and duration laws estimated from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from supplypact.hazarding.estimate import SOURCE, estimate_hazards, estimate_laws
from tools.build_data import definitions
from tools.build_data.evidence import number
from tools.build_data.hazard_tables import TABLES
from tools.build_data.table import Source, fact_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Record = dict[str, Any]

__all__ = ["TABLES", "build"]

ESTIMATES = Source(
    source=SOURCE,
    publisher="supplypact",
    title="Estimated from hazard_events, see method",
    year=None,
    licence="CC0-1.0",
    status="FACTS",
)


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return events, hazards and duration laws, and the sources of their rows."""
    del raw
    told = definitions.rows("hazard_events")
    events, sources = hazard_events(told, records(built))
    names = ("production", "stages", "countries", "costs", "projects")
    tables = {name: built[name] for name in names} | {"hazard_events": events}
    frames = {
        "hazard_events": events,
        "hazards": estimate_hazards(tables),
        "duration_laws": estimate_laws(tables),
    }
    return frames, [ESTIMATES, *sources]


def records(built: Mapping[str, pl.DataFrame]) -> dict[str, Record]:
    """Return the rows of ``disruptions`` and ``supply_events`` by their ids."""
    rows = {row["id"]: row for row in built["disruptions"].iter_rows(named=True)}
    events = built["supply_events"].iter_rows(named=True)
    return rows | {row["event"]: row | {"stages": None} for row in events}


def hazard_events(
    told: Iterable[Mapping[str, str]], known: Mapping[str, Record]
) -> tuple[pl.DataFrame, list[Source]]:
    """Return one row for each event and the sources that the records do not have already.

    Args:
        told: Rows of ``definitions/hazard_events.csv``; ``records`` names the records of the
            event, the first of which gives what the row leaves blank.
        known: The records by id.
    """
    rows, sources = [], []
    for row in told:
        behind = [known[each] for each in row["records"].split(";") if each]
        cited = fact_source(row["fact"], row["address"]) if row["fact"] else None
        sources += [cited] if cited else []
        rows.append(_event(row, behind, cited))
    return pl.DataFrame(rows, infer_schema_length=None), sources


def _event(row: Mapping[str, str], behind: list[Record], cited: Source | None) -> Record:
    """Return one event: what the definition says, else the first record."""
    lead: Mapping[str, Any] = behind[0] if behind else {}
    return {
        "event": row["event"],
        "title": row["title"],
        "kind": row["kind"],
        "country": row["country"] or lead.get("country"),
        "materials": row["materials"] or _union(behind, "materials"),
        "stages": row["stages"] or _union(behind, "stages"),
        **{name: row[name] for name in ("start", "end", "state", "cut_note", "left_out")},
        **{name: number(row[name]) for name in ("cut", "cut_low", "cut_high")},
        "records": row["records"],
        "source": cited.source if cited else lead["source"],
        "year": int(row["start"][:4]),
        "quality": "reported" if cited else lead["quality"],
        "method": lead.get("method"),
    }


def _union(behind: list[Record], field: str) -> str:
    """Return the words of the field in any of the records, each once."""
    words = [word for row in behind for word in (row[field] or "").split(";") if word]
    return ";".join(dict.fromkeys(words))
