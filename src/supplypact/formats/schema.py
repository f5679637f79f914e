"""What a table must look like, read from its resource in ``datapackage.json`` (Data Package v2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column and what its cells may hold."""

    name: str
    type: str
    """Data Package type: string, integer, number or boolean."""
    required: bool
    minimum: float | None
    maximum: float | None
    enum: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A column whose values must occur in a column of another table."""

    field: str
    table: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Schema:
    """The columns, the key and the references of one table."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]


def read_schema(resource: Mapping[str, Any]) -> Schema:
    """Return the schema of a resource.

    Every column ``source`` refers to the table ``sources``, whether the package says so or not.
    """
    name, described = str(resource["name"]), resource["schema"]
    fields = tuple(_field(each) for each in described["fields"])
    references = [_reference(each) for each in described.get("foreignKeys", ())]
    if name != "sources" and any(field.name == "source" for field in fields):
        references.append(Reference(field="source", table="sources", target="source"))
    return Schema(
        name=name,
        fields=fields,
        key=tuple(described.get("primaryKey", ())),
        references=tuple(dict.fromkeys(references)),
    )


def _field(described: Mapping[str, Any]) -> Field:
    """Return a field of the package's table schema."""
    limits = described.get("constraints", {})
    return Field(
        name=described["name"],
        type=described["type"],
        required=limits.get("required", False),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        enum=tuple(limits.get("enum", ())),
    )


def _reference(described: Mapping[str, Any]) -> Reference:
    """Return a foreign key of one column."""
    (field,) = described["fields"]
    (target,) = described["reference"]["fields"]
    return Reference(field=field, table=described["reference"]["resource"], target=target)
