"""What happened, in sentences: the events of a response, and what a reader must know of them."""

from __future__ import annotations

from datetime import date, timedelta

from supplypact.domain.event import Cut, Event
from supplypact.domain.response import Note, Response
from supplypact.reporting.numbers import whole_percent
from supplypact.reporting.response import figures
from supplypact.reporting.response.view import JAPANESE, ResponseView

MOST = 8
"""Materials or buyers that a sentence names."""


def event_titles(response: Response, view: ResponseView) -> str:
    """Return the titles of the events."""
    return view.say["list.comma"].join(_title(each, view) for each in response.events)


def _title(event: Event, view: ResponseView) -> str:
    return (view.language == JAPANESE and event.title_ja) or event.title_en


def happened(response: Response, view: ResponseView) -> list[str]:
    """Return who stopped what for whom, how much of it and since when, cut by cut."""
    return [_cut(event, cut, view) for event in response.events for cut in event.cuts]


def _cut(event: Event, cut: Cut, view: ResponseView) -> str:
    say = view.say
    banded = cut.low < cut.share or cut.high > cut.share
    share = say["event.share_band" if banded else "event.share"].format(
        share=whole_percent(cut.share), low=whole_percent(cut.low), high=whole_percent(cut.high)
    )
    start = figures.day(event.start, say)
    if event.end is None:
        when = say["event.since"].format(start=start)
    else:
        last = figures.day(event.end - timedelta(days=1), say)
        when = say["event.until"].format(start=start, end=last)
    materials = [view.material(each) for each in cut.materials]
    buyers = [view.country(each) for each in cut.buyers] or [say["word.everyone"]]
    told = say["event.home" if event.at_home else "event.cut"].format(
        supplier=view.country(cut.supplier),
        kind=say[f"event_kind.{event.kind}"],
        materials=figures.few(materials, MOST, say),
        buyers=figures.few(buyers, MOST, say),
        share=share,
        when=when,
    )
    if event.delay_days:
        told = say["event.delay"].format(cut=told, days=f"{event.delay_days:.0f}")
    return told


def notes(response: Response, view: ResponseView) -> list[str]:
    """Return what a reader must know."""
    return [_note(each, response, view) for each in response.notes]


def _note(note: Note, response: Response, view: ResponseView) -> str:
    form = view.say.get(f"note.{note.key}", "")
    if not form:
        values = view.say["list.comma"].join(note.values.values())
        return view.say["note.other"].format(key=note.key, values=values)
    titles = {each.id: _title(each, view) for each in response.events}
    named = {
        key: titles[text] if text in titles else _named(key, text, view)
        for key, text in note.values.items()
    }
    return _opened(form.format(**named))


def _named(key: str, ids: str, view: ResponseView) -> str:
    """Return a day, or the names of several materials or stocks joined by ``;``."""
    if key == "date":
        return figures.day(date.fromisoformat(ids), view.say)
    names = [_place(each, view) for each in ids.split(";")]
    return figures.few(names, MOST, view.say)


def _place(name: str, view: ResponseView) -> str:
    holder, _, material = name.rpartition(":")
    told = view.material(material)
    return f"{view.country(holder)} ({told})" if holder else told


def _opened(sentence: str) -> str:
    """Return a sentence that begins with a capital."""
    return sentence[:1].upper() + sentence[1:]
