"""What a bundled table is: its fields, its key, and where its rows come from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

QUALITIES = ("official", "reported", "estimate")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column, as it stands in ``datapackage.json``."""

    name: str
    type: str = "string"
    """Data Package type: string, integer, number, boolean."""
    description: str
    unit: str = ""
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """One resource of the data package."""

    name: str
    title: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[tuple[str, str], ...] = ()
    """Pairs (field, "table.field")."""
    description: str = ""
    """What a reader must know beyond the title."""
    compressed: bool = False
    """Whether the file is packed with gzip."""

    @property
    def file(self) -> str:
        """Name of the table's file."""
        return f"{self.name}.csv.gz" if self.compressed else f"{self.name}.csv"


@dataclass(frozen=True, kw_only=True)
class Source:
    """One publication that rows refer to."""

    source: str
    publisher: str
    title: str
    year: int | None
    licence: str
    status: str
    """OPEN (licence allows redistribution) or FACTS (single facts with a reference)."""
    url: str = ""
    file: str = ""
    """Path below the raw folder, where rows were read from a file."""


def fact_source(title: str, url: str, *, year: int | None = None) -> Source:
    """Return the source of a single fact known by its title and address, with a stable id."""
    digest = hashlib.sha256(f"{title}\n{url}".encode()).hexdigest()[:10]
    return Source(
        source=f"fact-{digest}",
        publisher="",
        title=title,
        year=year,
        licence="single fact, cited",
        status="FACTS",
        url=url,
    )


PROVENANCE = (
    Field(name="source", description="Source of the row, see sources", required=True),
    Field(name="year", type="integer", description="Calendar year of the datum", unit="year"),
    Field(
        name="quality",
        description="official: a government or agency figure; reported: press, company or third "
        "party; estimate: derived, see method",
        required=True,
        enum=QUALITIES,
    ),
    Field(name="method", description="How an estimate was made; blank otherwise"),
)
"""The four last columns of every table of figures."""
