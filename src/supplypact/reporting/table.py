"""A table of the answer: one definition for the page, the workbook and the JSON file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from supplypact.reporting import numbers
from supplypact.reporting.phrases import Phrases

Cell = str | float | int | bool | None
"""What a table holds; None is unknown."""


class AtMost(float):
    """A number that is an upper bound; shown with its sign, a plain number in data files."""


class Kind(StrEnum):
    """What a column holds, and with that how it is shown."""

    TEXT = "text"
    PROSE = "prose"
    BAND = "band"
    """A range in words, on one line."""
    YEAR = "year"
    SHARE = "share"
    BAR = "bar"
    """A share that the page also draws as a bar."""
    POINTS = "points"
    """A difference of two shares."""
    TONNES = "tonnes"
    USD = "usd"
    NUMBER = "number"
    YES = "yes"
    ESTIMATE = "estimate"

    @property
    def is_number(self) -> bool:
        """Whether cells of this kind stand to the right."""
        return self not in {Kind.TEXT, Kind.PROSE, Kind.BAND, Kind.YES, Kind.ESTIMATE}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: the key of its values, its heading, its unit."""

    id: str
    label: str
    kind: Kind
    unit: str
    group: str = ""
    """CSS class of the columns of which the page shows one group at a time; empty for all."""

    @property
    def style(self) -> str:
        """The CSS classes of its cells."""
        own = {Kind.BAR: "n bars", Kind.TEXT: ""}.get(self.kind)
        if own is None:
            own = "n" if self.kind.is_number else self.kind.value
        return f"{own} {self.group}".strip()


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under typed columns."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def titled(self, title: str) -> Table:
        """Return the same table under another title."""
        return replace(self, title=title)

    def with_kinds(self, kinds: Mapping[str, Kind]) -> Table:
        """Return the same table, columns named in ``kinds`` shown so."""
        shown_so = (replace(each, kind=kinds.get(each.id, each.kind)) for each in self.columns)
        return replace(self, columns=tuple(shown_so))

    def without_empty(self, keep: Collection[str] = ()) -> Table:
        """Return the same table without the columns that hold nothing, but those to ``keep``."""
        kept = [
            at
            for at, column in enumerate(self.columns)
            if column.id in keep or any(row[at] is not None for row in self.rows)
        ]
        return replace(
            self,
            columns=tuple(self.columns[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in self.rows),
        )

    def with_groups(self, groups: Mapping[str, str]) -> Table:
        """Return the same table, columns named in ``groups`` shown with their group alone."""
        own = (replace(each, group=groups.get(each.id, "")) for each in self.columns)
        return replace(self, columns=tuple(own))

    def to_json(self) -> dict[str, Any]:
        """Return the table as JSON-ready data: columns with units, and rows by column."""
        names = [column.id for column in self.columns]
        return {
            "title": self.title,
            **({"note": self.note} if self.note else {}),
            "columns": [
                {"name": c.id, "label": c.label, "kind": c.kind.value, "unit": c.unit}
                for c in self.columns
            ],
            "rows": [dict(zip(names, row, strict=True)) for row in self.rows],
        }


def table(
    name: str,
    columns: Mapping[str, Kind],
    rows: Iterable[tuple[Cell, ...]],
    say: Phrases,
    *,
    labels: Mapping[str, str] | None = None,
) -> Table:
    """Return a table whose title, headings and units stand in the catalogue.

    ``labels`` has the headings that do not: those made from names in the data.
    """
    own = labels or {}
    made = tuple(
        Column(
            id=key,
            label=own[key] if key in own else say[f"column.{key}"],
            kind=kind,
            unit=_unit(key, kind, say),
        )
        for key, kind in columns.items()
    )
    return Table(
        id=name,
        title=say[f"table.{name}"],
        columns=made,
        rows=tuple(rows),
        note=say.get(f"table_note.{name}", ""),
    )


def _unit(key: str, kind: Kind, say: Phrases) -> str:
    return say.get(f"unit.{key}", say.get(f"unit.{kind.value}", ""))


def shown(value: Cell, kind: Kind, say: Phrases) -> str:
    """Return a cell as a reader sees it."""
    if value is None:
        return numbers.UNKNOWN
    if kind in WORDS:
        yes, no = WORDS[kind]
        return say[yes if value else no]
    if isinstance(value, str) or kind not in FORMATS:
        return str(value)
    sign = numbers.AT_MOST if isinstance(value, AtMost) else ""
    return sign + FORMATS[kind](value)


WORDS = {
    Kind.YES: ("word.yes", "word.no"),
    Kind.ESTIMATE: ("word.estimate", "word.reported"),
}
"""How true and false are told."""
FORMATS = {
    Kind.SHARE: numbers.percent,
    Kind.BAR: numbers.percent,
    Kind.POINTS: numbers.signed_points,
    Kind.TONNES: numbers.tonnes,
    Kind.USD: numbers.usd,
    Kind.NUMBER: numbers.plain,
}
"""How numbers are shown; years as they are."""
