"""The tables of progress beside its promises: stocks, indicators, published totals, entries."""

from __future__ import annotations

from collections.abc import Iterator

from supplypact.reporting.progress import changes, entry_words, sentences
from supplypact.reporting.progress.promises import indicator_text
from supplypact.reporting.progress.tables import VERDICT, iso, listed, number, verdict
from supplypact.reporting.progress.view import ProgressView
from supplypact.reporting.table import Cell, Kind, Table, table

FLOWS = ("opening", "bought", "released", "lent", "borrowed", "returned", "regained", "closing")


def stock_table(view: ProgressView) -> Table:
    """Return each stock account: opening, what came in and went out, closing, and its target."""
    columns = {
        "holder": Kind.TEXT,
        "material": Kind.TEXT,
        "form": Kind.TEXT,
        "place": Kind.TEXT,
        **dict.fromkeys(FLOWS, Kind.TONNES),
        "stock_target": Kind.TONNES,
        "target_source": Kind.TEXT,
        "entries": Kind.TEXT,
        **VERDICT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            view.country(each.account.holder),
            view.material(each.account.material),
            view.form(each.account.material, each.account.form),
            each.account.place or None,
            *(number(getattr(each.account, name)) for name in FLOWS),
            number(each.target),
            each.target_source or None,
            listed(each.account.entries),
            *verdict(each.verdict, view),
        )
        for each in view.progress.stocks
    )
    return table("stocks", columns, rows, view.say)


def indicator_table(view: ProgressView) -> Table:
    """Return each indicator of the pact and its last value."""
    columns = {
        "indicator": Kind.PROSE,
        "party": Kind.TEXT,
        "value": Kind.NUMBER,
        "value_year": Kind.YEAR,
        "goal_value": Kind.NUMBER,
        "goal_unit": Kind.TEXT,
        "year": Kind.YEAR,
        "entry": Kind.TEXT,
        **VERDICT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            indicator_text(each, view),
            view.country(each.party),
            number(each.value),
            each.value_year,
            each.goal,
            each.unit,
            each.year,
            each.entry or None,
            *verdict(each.verdict, view),
        )
        for each in view.progress.indicators
    )
    return table("indicators", columns, rows, view.say)


def change_table(view: ProgressView) -> Table:
    """Return what was recorded since the last report, the record's first day in one row."""
    columns = {
        "recorded_on": Kind.TEXT,
        "date": Kind.TEXT,
        "what": Kind.TEXT,
        "entry": Kind.TEXT,
        "text": Kind.PROSE,
        "before": Kind.TEXT,
        "after": Kind.TEXT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            iso(each.recorded_on),
            each.entry.date.isoformat(),
            view.say.get(f"change.{each.what}", each.what),
            each.entry.id,
            entry_words.title(each.entry, view),
            each.before or None,
            each.after or None,
        )
        for each in changes.news(view)
    )
    first: list[tuple[Cell, ...]] = [
        (iso(view.progress.begins), None, None, None, told, None, None)
        for told in changes.taken_over(view)
    ]
    return table("changes", columns, [*first, *rows], view.say)


def reported_table(view: ProgressView) -> Table:
    """Return totals that others published beside ours, and why they differ."""
    columns = {
        "total": Kind.PROSE,
        "published": Kind.USD,
        "about": Kind.YES,
        "source": Kind.PROSE,
        "ours": Kind.USD,
        "counted_usd": Kind.USD,
        "without_amount": Kind.NUMBER,
        "reason": Kind.PROSE,
        "entries": Kind.TEXT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            sentences.total(each, view),
            number(each.published),
            each.about,
            view.citation(each.source),
            number(each.ours),
            number(each.counted),
            each.unknown,
            sentences.reason(each, view) or None,
            listed(each.entries),
        )
        for each in view.progress.reported
    )
    return table("reported", columns, rows, view.say)


def entry_table(view: ProgressView) -> Table:
    """Return every standing entry with its evidence, as it was recorded."""
    columns = {
        "seq": Kind.NUMBER,
        "entry": Kind.TEXT,
        "kind": Kind.TEXT,
        "date": Kind.TEXT,
        "recorded_on": Kind.TEXT,
        "actor": Kind.TEXT,
        "party": Kind.TEXT,
        "counterparties": Kind.TEXT,
        "project": Kind.TEXT,
        "stated_amount": Kind.TEXT,
        "text": Kind.PROSE,
        "note": Kind.PROSE,
        "source": Kind.PROSE,
        "quality": Kind.TEXT,
        "url": Kind.TEXT,
        "sha256": Kind.TEXT,
        "tlp": Kind.TEXT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            record.seq,
            record.entry.id,
            view.say.get(f"kind.{record.entry.kind}", record.entry.kind),
            record.entry.date.isoformat(),
            iso(record.recorded_on),
            record.actor,
            view.country(record.entry.party),
            listed(record.entry.counterparties),
            getattr(record.entry, "project", "") or None,
            entry_words.amount(record.entry),
            entry_words.title(record.entry, view),
            record.entry.note or None,
            view.citation(record.entry.evidence.source),
            view.say[f"quality.{record.entry.evidence.quality}"],
            record.entry.evidence.url or None,
            record.entry.evidence.sha256 or None,
            f"TLP:{record.entry.tlp.upper()}",
        )
        for record in view.progress.position.records
    )
    return table("entries", columns, rows, view.say)
