"""Write the schema of ``progress.json`` from the domain: ``python -m tools.progress_schema``."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from supplypact.domain import entry, pact, position, progress
from supplypact.domain.plan import Plan
from supplypact.reporting.progress.progress_json import PARTS, POSITION, SCHEMA_VERSION
from supplypact.reporting.progress.promises import Group

FILE = Path(__file__).parents[1] / "src/supplypact/reporting/progress.schema.json"
Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
COUNT: Schema = {"type": "integer", "minimum": 0}
AMOUNT: Schema = {
    "description": "A number as text, to its last digit.",
    "type": "string",
    "pattern": r"^-?\d+(\.\d+)?$",
}
SCALARS: dict[Any, Schema] = {
    str: TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"$ref": "#/$defs/Amount"},
    datetime: MOMENT,
    date: DAY,
}


@dataclass
class Definitions:
    """The schemas of the domain's nouns, each described where it is first met."""

    found: dict[str, Schema] = field(default_factory=lambda: {"Amount": AMOUNT})

    def of(self, kind: Any) -> Schema:
        """Return the schema of a type of the domain; raises TypeError for any other."""
        if hasattr(kind, "__supertype__"):
            return self.of(kind.__supertype__)
        origin = typing.get_origin(kind)
        if origin is not None:
            return self._built(kind, origin)
        if kind is entry.Entry:
            return self._entry()
        if kind in SCALARS:
            return SCALARS[kind]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"enum": [each.value for each in kind]}
        if is_dataclass(kind):
            return self.noun(kind)
        raise TypeError(kind)

    def noun(self, kind: Any) -> Schema:
        """Return a reference to the schema of a dataclass."""
        name = kind.__name__
        if name not in self.found:
            self.found[name] = {}
            hints = hints_of(kind)
            tag = getattr(kind, "kind", None)
            known: Schema = {"kind": {"const": tag}} if tag else {}
            known |= {each.name: self.of(hints[each.name]) for each in fields(kind)}
            told = (kind.__doc__ or "").strip().split("\n", maxsplit=1)[0]
            self.found[name] = ({"description": told} if told else {}) | whole(**known)
        return {"$ref": f"#/$defs/{name}"}

    def _built(self, kind: Any, origin: Any) -> Schema:
        inner = typing.get_args(kind)
        if origin in {typing.Union, types.UnionType}:
            told = [self.of(each) for each in inner if each is not types.NoneType]
            told += [{"type": "null"}] * (types.NoneType in inner)
            return told[0] if len(told) == 1 else {"anyOf": told}
        if origin is tuple and inner[-1] is Ellipsis:
            return listed(self.of(inner[0]))
        if origin is tuple:
            return listed(self.of(inner[0])) | {"minItems": len(inner), "maxItems": len(inner)}
        if issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        raise TypeError(kind)

    def _entry(self) -> Schema:
        kinds = [self.noun(each) for each in entry.KINDS.values()]
        self.found["Entry"] = {"anyOf": kinds}
        return {"$ref": "#/$defs/Entry"}


def hints_of(kind: Any) -> dict[str, Any]:
    """Return the types of a noun's fields."""
    names: dict[str, Any] = {"Plan": Plan}
    for module in (entry, pact, position, progress):
        names |= vars(module)
    return typing.get_type_hints(kind, localns=names)


def whole(**known: Schema) -> Schema:
    """Return the schema of an object with these members, all of them and no other."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(known),
        "properties": known,
    }


def listed(of: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


def may_lack(of: Schema) -> Schema:
    """Return the schema of something that may be null."""
    return {"anyOf": [of, {"type": "null"}]}


def progress_schema() -> Schema:
    """Return the schema of the document."""
    made = Definitions()
    known, added = hints_of(progress.Progress), hints_of(position.Position)
    record = whole(seq=COUNT, recorded_at=MOMENT, actor=TEXT, entry=made.of(entry.Entry))
    started = whole(
        id=TEXT,
        part={"type": "number"},
        start_year={"type": "integer"},
        first_output_year={"type": "integer"},
    )
    document: Schema = {
        "schema_version": {"const": SCHEMA_VERSION},
        "versions": {"type": "object", "additionalProperties": TEXT},
        "marking": {"type": "string", "pattern": "^TLP:"},
        "pact": whole(id=TEXT, sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"}),
        "options": made.of(known["options"]),
        "ledger": whole(
            origin=TEXT,
            size=COUNT,
            root={"type": "string", "pattern": "^[0-9a-f]*$"},
            begins=made.of(known["begins"]),
        ),
        "headline": TEXT,
        "promises": listed(_promise(made)),
        "totals": listed(
            whole(
                scope=TEXT,
                measure=made.of(position.Measure),
                usd=made.of(Decimal),
                entries=listed(TEXT),
            )
        ),
        **{name: made.of(known[name]) for name in PARTS},
        **{name: made.of(added[name]) for name in POSITION},
        "records": listed(record),
        "plan": may_lack(whole(status=TEXT, projects=listed(started))),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Progress of a pact",
        "description": "What progress.json holds; docs/track.md has the rules of the verdicts.",
        **whole(**document),
        "$defs": dict(sorted(made.found.items())),
    }


def schema_text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(progress_schema(), indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    FILE.write_text(schema_text(), "utf-8")


def _promise(made: Definitions) -> Schema:
    return whole(
        group={"enum": [each.value for each in Group]},
        id=TEXT,
        name=TEXT,
        by=may_lack(DAY),
        stands=TEXT,
        status=made.of(progress.Status),
        rule=TEXT,
        rule_text=TEXT,
        who=listed(TEXT),
    )


if __name__ == "__main__":
    main()
