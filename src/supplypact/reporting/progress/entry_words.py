"""What an entry is about, in words."""

from __future__ import annotations

from supplypact.domain.entry import Entry
from supplypact.reporting.progress import figures
from supplypact.reporting.progress.view import ProgressView


def title(entry: Entry, view: ProgressView) -> str:
    """Return what an entry is about: its own text, or its kind and what it names."""
    if entry.text:
        return view.written(entry.text)
    named = view.project(getattr(entry, "project", "")) or getattr(entry, "corrects", "")
    kind = view.say.get(f"kind.{entry.kind}", entry.kind)
    name = view.say["list.comma"].join(part for part in (named or entry.id, amount(entry)) if part)
    return view.say["sentence.entry"].format(kind=kind, name=name)


def amount(entry: Entry) -> str | None:
    """Return the amount or the tonnes of an entry as they were stated; None if it has none."""
    value = getattr(entry, "amount", None)
    if value is not None:
        return figures.original(value, getattr(entry, "currency", ""))
    held = getattr(entry, "tonnes", None)
    if held is not None:
        return f"{figures.plain(held, apart=True)} t"
    made = getattr(entry, "quantity", None)
    return (
        None if made is None else f"{figures.plain(made, apart=True)} {getattr(entry, 'unit', '')}"
    )
