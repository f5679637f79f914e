"""What a record says and adds up to, as tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter
from typing import Any

import polars as pl

from supplypact.domain.entry import Entry
from supplypact.domain.position import FundingCall, Measure, MoneyLine, Position, RevenueShare
from supplypact.domain.record import Record
from supplypact.reporting.ledger.because import because

_GROUPS: dict[str, Callable[[MoneyLine], str]] = {
    "party": lambda line: line.party,
    "funding_line": lambda line: line.funding_line,
    "sector": lambda line: line.sector,
    "project": lambda line: line.project,
    "year": lambda line: str(line.date.year),
    "step": lambda line: line.step or "",
}
KIND = "kind"
"""Group by the kind of funding line, as the pact names it."""
GROUPS = (*_GROUPS, KIND)
"""What totals may be grouped by."""
View = Callable[[Position], pl.DataFrame]
_AMOUNTS = ("amount", "tonnes", "quantity", "value")
_UNITS = ("currency", "unit")
_GROUPED = {
    *_AMOUNTS,
    *(each.name for noun in (RevenueShare, FundingCall) for each in fields(noun)),
    *("stated", "usd", "first", "latest", "opening", "bought", "released", "lent", "borrowed"),
    *("returned", "regained", "rotated", "into", "out", "closing", "open"),
} - {"entry", "project", "date", "commitment", "party", "notice", "earliest"}
"""Columns of amounts."""
_NUMBER = re.compile(r"(?<![\w.-])-?\d{4,}(\.\d+)?(?![\w.-])")


def entries_frame(position: Position) -> pl.DataFrame:
    """Return the entries that stand: one row each."""
    rows = [
        {
            "seq": record.seq,
            "id": record.entry.id,
            "kind": record.entry.kind,
            "date": str(record.entry.date),
            "recorded": str(record.recorded_on),
            "party": record.entry.party,
            "project": getattr(record.entry, "project", ""),
            "amount": _first(record.entry, _AMOUNTS),
            "unit": _first(record.entry, _UNITS),
            "bound": _text(getattr(record.entry, "bound", None)),
            "repeats": getattr(record.entry, "repeats", ""),
            "text": record.entry.text,
            "quality": record.entry.evidence.quality.value,
        }
        for record in position.records
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def entry_frame(
    name: str, position: Position, records: Sequence[Record], hashes: Sequence[bytes]
) -> pl.DataFrame:
    """Return one entry: every field as recorded, what corrected it, and as it stands now."""
    record = next(each for each in records if each.entry.id == name)
    standing = next((each.entry for each in position.records if each.entry.id == name), None)
    corrections = [each for each in records if getattr(each.entry, "corrects", "") == name]
    rows = [
        ("record", str(record.seq), ""),
        ("recorded at", f"{record.recorded_at:%Y-%m-%d %H:%M:%S} UTC", ""),
        ("recorded by", record.actor, ""),
        ("leaf hash", hashes[record.seq].hex(), ""),
    ]
    before, after = _fields(record.entry), {} if standing is None else _fields(standing)
    for field in dict.fromkeys((*before, *after)):
        was, stands = before.get(field, ""), after.get(field, "")
        rows.append((field, was, stands if stands != was and standing is not None else ""))
    rows += [
        ("corrected by", f"{each.entry.id}, recorded {each.recorded_on}", "")
        for each in corrections
    ]
    if standing is None:
        rows.append(("stands", "no: voided, or not true or not known on the days asked for", ""))
    frame = pl.DataFrame(rows, schema=["field", "as recorded", "now"], orient="row")
    return frame if any(frame["now"]) else frame.drop("now")


def totals(position: Position, groups: Sequence[str], kinds: Mapping[str, str]) -> pl.DataFrame:
    """Return the sums of each measure in USD by groups, with the entries of each sum.

    ``kinds`` are those of the pact's funding lines, by id.  An entry that adds nothing (a
    re-announcement, a whole told in its parts) is not named.
    """
    columns: dict[str, Callable[[MoneyLine], str]] = {
        **_GROUPS,
        KIND: lambda line: kinds.get(line.funding_line, ""),
    }
    sums: dict[tuple[str, ...], dict[Measure, Decimal]] = {}
    named: dict[tuple[str, ...], dict[str, None]] = {}
    for line in position.money:
        if line.usd:
            key = tuple(columns[group](line) for group in groups)
            row = sums.setdefault(key, {})
            row[line.measure] = row.get(line.measure, Decimal(0)) + line.usd
            named.setdefault(key, {})[line.entry] = None
    rows: list[dict[str, Any]] = [
        {
            **dict(zip(groups, key, strict=True)),
            **{f"{each.value}_usd": _plain(row.get(each, Decimal(0))) for each in Measure},
            "entries": " ".join(named[key]),
        }
        for key, row in sorted(sums.items())
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _rows_frame(rows: Iterable[Any], **columns: Callable[[Any], Any]) -> pl.DataFrame:
    """Return a table with a column for each function, of text only."""
    told = [{name: _text(read(row)) for name, read in columns.items()} for row in rows]
    return pl.DataFrame(told, infer_schema_length=None)


def _all_of(noun: type[Any], *more: str) -> dict[str, Callable[[Any], Any]]:
    """Return a column for each field of a noun, and for further properties."""
    return {name: attrgetter(name) for name in (*(each.name for each in fields(noun)), *more)}


def _nouns(read: Callable[[Position], Iterable[Any]], *more: str) -> View:
    """Return a view of nouns of a position: a column for each field."""

    def view(position: Position) -> pl.DataFrame:
        rows = list(read(position))
        return _rows_frame(rows, **_all_of(type(rows[0]), *more)) if rows else pl.DataFrame()

    return view


def money_frame(position: Position) -> pl.DataFrame:
    """Return each line of money; a whole names the parts for which it counts less."""
    entries = [record.entry for record in position.records]
    columns = _all_of(MoneyLine) | {"other": lambda line: because(line, entries)}
    return _rows_frame(position.money, **columns)


_VIEWS: dict[str, View] = {
    "entries": entries_frame,
    "money": money_frame,
    "stocks": _nouns(lambda position: position.stocks, "into", "out", "closing"),
    "loans": _nouns(lambda position: position.loans, "open"),
    "milestones": _nouns(lambda position: position.milestones),
    "calls": _nouns(lambda position: position.calls),
    "revenue": _nouns(lambda position: position.revenue),
    "costs": _nouns(lambda position: position.costs),
}
VIEWS = tuple(_VIEWS)


def view_frame(view: str, position: Position) -> pl.DataFrame:
    """Return one of ``VIEWS`` of a position."""
    return _VIEWS[view](position)


def grouped(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table as people read it: the digits of amounts in groups of three."""
    if "field" in frame.columns:
        told = [each for each in frame.columns if each in {"as recorded", "now"}]
        own = pl.col("field").is_in(sorted(_GROUPED))
    else:
        told = [each for each in frame.columns if each in _GROUPED or each.endswith("_usd")]
        own = pl.lit(value=True)
    return frame.with_columns(
        pl.when(own)
        .then(pl.col(name).map_elements(_apart, return_dtype=pl.String))
        .otherwise(pl.col(name))
        .alias(name)
        for name in told
    )


def _apart(text: str) -> str:
    """Return plain numbers of a text with their digits in groups, other texts as they are."""
    return _NUMBER.sub(lambda found: f"{Decimal(found[0]):,f}", text)


def _fields(entry: Entry) -> dict[str, str]:
    told = {"kind": entry.kind}
    for each in fields(entry):
        value = getattr(entry, each.name)
        if each.name == "evidence":
            told |= {part.name: _text(getattr(value, part.name)) for part in fields(value)}
        else:
            told[each.name] = _text(value)
    return {name: text for name, text in told.items() if text}


def _first(entry: Entry, names: Iterable[str]) -> str:
    found = (_text(getattr(entry, name, "")) for name in names)
    return next((text for text in found if text), "")


def _text(value: object) -> str:
    """Return a value as text; blank for none."""
    if isinstance(value, dict):
        value = [f"{name}={_text(part)}" for name, part in value.items()]
    if isinstance(value, (tuple, list)):
        return "; ".join(_text(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return _plain(value)
    return "" if value is None else str(value)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
