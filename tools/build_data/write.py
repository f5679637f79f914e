"""Bring built tables to their described form, and write them with their package description."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

import polars as pl

from tools.build_data.check import TableFaultError
from tools.build_data.table import Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

TYPES = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
}
"""Polars type by Data Package type."""

SIGNIFICANT_DIGITS = 6

SOURCES = Table(
    name="sources",
    title="Publications that the rows of the other tables refer to",
    fields=(
        Field(name="source", description="Id", required=True),
        Field(name="publisher", description="Who published it"),
        Field(name="title", description="Title of the publication or fact", required=True),
        Field(name="year", type="integer", description="Year of publication", unit="year"),
        Field(name="licence", description="Licence", required=True),
        Field(
            name="status",
            description="OPEN: the licence allows redistribution; FACTS: single facts, cited",
            required=True,
            enum=("OPEN", "FACTS"),
        ),
        Field(name="url", description="Address, where one is known"),
        Field(name="file", description="File the rows were read from, below the raw folder"),
        Field(name="sha256", description="SHA-256 of that file"),
    ),
    primary_key=("source",),
)


def tidy(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with the table's columns and types, blank text as null, sorted by key."""
    names = [field.name for field in table.fields]
    if set(frame.columns) != set(names):
        odd = sorted(set(frame.columns) ^ set(names))
        raise TableFaultError(f"{table.name}: columns missing or not described: {', '.join(odd)}")
    columns = [pl.col(field.name).cast(TYPES[field.type]) for field in table.fields]
    blanks = pl.col(pl.String).replace("", None)
    tidied = frame.select(columns).with_columns(blanks)
    return tidied.sort(table.primary_key or names, nulls_last=False)


def source_frame(sources: Iterable[Source], raw: Path) -> pl.DataFrame:
    """Return the sources table; raises TableFaultError where one id stands for two publications."""
    known: dict[str, Source] = {}
    for source in sources:
        if known.setdefault(source.source, source) != source:
            raise TableFaultError(f"sources: {source.source} stands for two publications")
    rows = [
        vars(source) | {"sha256": _sha256(raw / source.file) if source.file else ""}
        for source in known.values()
    ]
    return tidy(SOURCES, pl.DataFrame(rows, infer_schema_length=None))


def file_bytes(table: Table, frame: pl.DataFrame) -> bytes:
    """Return the table's file: CSV, packed without a time stamp where the table says so."""
    content = csv_bytes(table, frame)
    return gzip.compress(content, mtime=0) if table.compressed else content


def csv_bytes(table: Table, frame: pl.DataFrame) -> bytes:
    """Return the table as CSV: UTF-8, LF, header, numbers with at most six significant digits."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in table.fields)
    writer.writerows([_cell(value) for value in row] for row in frame.iter_rows())
    return text.getvalue().encode()


def package_bytes(
    tables: Iterable[Table], files: Mapping[str, bytes], sources: pl.DataFrame
) -> bytes:
    """Return ``datapackage.json`` (Data Package v2), given each table's file and the sources.

    Publications are listed in it; single facts stand in the sources table only.
    """
    published = sources.filter(pl.col("status") == "OPEN")
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "supplypact-tables",
        "title": "Critical-mineral supply: production, trade, demand, projects",
        "licenses": [
            {"name": "CC-BY-4.0", "title": "IEA and World Bank tables"},
            {"name": "Etalab-2.0", "title": "CEPII BACI"},
            {"name": "PDDL-1.0", "title": "Country codes"},
            {"name": "CC0-1.0", "title": "US public domain figures and single facts"},
        ],
        "sources": [
            {"title": f"{publisher}: {title}"} | ({"path": url} if _is_address(url) else {})
            for publisher, title, url in published.select("publisher", "title", "url").rows()
        ],
        "resources": [_resource(table, files[table.name]) for table in tables],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _is_address(url: str | None) -> bool:
    """Return whether a source's address is one that a browser opens, not a repository's name."""
    return url is not None and url.startswith("https://")


def _resource(table: Table, content: bytes) -> dict[str, object]:
    """Return a table as a resource of the package."""
    schema: dict[str, object] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_describe(field) for field in table.fields],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {
                "fields": [field],
                "reference": {"resource": target.split(".")[0], "fields": [target.split(".")[1]]},
            }
            for field, target in table.foreign_keys
        ]
    described = {"description": table.description} if table.description else {}
    packed = {"compression": "gz"} if table.compressed else {}
    return {
        "name": table.name,
        "title": table.title,
        **described,
        "type": "table",
        "path": table.file,
        "format": "csv",
        **packed,
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _describe(field: Field) -> dict[str, object]:
    """Return a field as the package describes it; ``unit`` is our own property."""
    described: dict[str, object] = {
        "name": field.name,
        "type": field.type,
        "description": field.description,
    }
    if field.unit:
        described["unit"] = field.unit
    limits = {
        "required": field.required or None,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "enum": list(field.enum) or None,
    }
    constraints = {name: limit for name, limit in limits.items() if limit is not None}
    if constraints:
        described["constraints"] = constraints
    return described


def _cell(value: object) -> str:
    """Return a value as CSV text; a number in plain notation, never with an exponent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        rounded = Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")
        return "0" if rounded == 0 else format(rounded, "f")
    return str(value)


def _sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
