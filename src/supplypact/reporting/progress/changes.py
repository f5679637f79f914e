"""What changed since the last report: news one by one, and what a record began with in one line."""

from __future__ import annotations

from supplypact.domain.progress import Change
from supplypact.reporting.progress import entry_words, figures
from supplypact.reporting.progress.view import ProgressView

NEW = "new"
"""Change that is told after all others."""


def changes(view: ProgressView) -> list[str]:
    """Return what changed, as the page and the screen tell it, in one order."""
    return [*taken_over(view), *(change(each, view) for each in news(view))]


def news(view: ProgressView) -> list[Change]:
    """Return what changed after the record's first day: changes of what was known come first."""
    progress = view.progress
    later = [each for each in progress.changes if each.recorded_on != progress.begins]
    return sorted(later, key=lambda each: each.what == NEW)


def taken_over(view: ProgressView) -> list[str]:
    """Return how many entries were recorded on the record's first day, in one line."""
    begins, say = view.progress.begins, view.say
    first = {each.entry.id for each in view.progress.changes if each.recorded_on == begins}
    if begins is None or not first:
        return []
    told = say.counted("sentence.taken_over", len(first))
    return [told.format(day=figures.day(begins, say))]


def change(each: Change, view: ProgressView) -> str:
    """Return what one record changed: the day of the entry, and the day of the record."""
    say = view.say
    form = "sentence.change_from" if each.before or each.after else "sentence.change"
    return say[form].format(
        day=figures.short_day(each.entry.date, say),
        recorded=figures.short_day(each.recorded_on, say),
        what=say.get(f"change.{each.what}", each.what),
        title=entry_words.title(each.entry, view),
        before=each.before or "–",
        after=each.after or "–",
    )
