"""Read an event, bundled or the user's own, with the tables that it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.data import catalogue
from supplypact.errors import DataError
from supplypact.formats.event_toml import read_event
from supplypact.formats.text import decode_text
from supplypact.hazarding.links import chains
from supplypact.workspace.find import Shelf, find_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from supplypact.domain.event import Event

EVENTS = Shelf(noun="event", ids=catalogue.event_ids, read=catalogue.event_bytes)
EVENT_TABLES = ("countries", "stages", "hs_codes")
"""Tables that an event refers to."""


def read_event_file(event: str, tables: Mapping[str, pl.DataFrame]) -> Event:
    """Return an event by id or path; raises UsageError where there is none, or DataError."""
    raw, place = find_file(event, EVENTS)
    text, faults = decode_text(raw, where=place)
    if faults:
        raise DataError(faults, where=place)
    opened, faults = read_event(
        text,
        where=place,
        countries=dict(tables["countries"].select("country", "name_en").iter_rows()),
        materials=chains(tables["stages"]),
        codes=_codes(tables["hs_codes"]),
    )
    if opened is None:
        raise DataError(faults, where=place)
    return opened


def _codes(hs_codes: pl.DataFrame) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return material and stage of all that each trade code holds, whatever its edition."""
    held: dict[str, tuple[tuple[str, str], ...]] = {}
    pairs = hs_codes.select("hs", "material", "stage").unique(maintain_order=True)
    for code, material, stage in pairs.iter_rows():
        held[code] = (*held.get(code, ()), (material, stage))
    return held
