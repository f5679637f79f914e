"""What happened, in sentences: the events of a response, and what a reader must know of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from supplypact.domain.event import Cut, Event
from supplypact.domain.response import Note, Response
from supplypact.reporting.bilingual import JAPANESE
from supplypact.reporting.numbers import whole_percent
from supplypact.reporting.response import figures
from supplypact.reporting.response.view import ResponseView

MOST = 8
"""Materials or buyers that a sentence names."""
ROOM = 240
"""Signs of an event's note that a screen shows."""
EVENTS = ("event", "one", "other")
"""Values of a note that are ids of events."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def event_titles(response: Response, view: ResponseView) -> str:
    """Return the titles of the events."""
    return view.say["list.comma"].join(_title(each, view) for each in response.events)


def _title(event: Event, view: ResponseView) -> str:
    return view.written((view.language == JAPANESE and event.title_ja) or event.title_en)


def happened(response: Response, view: ResponseView) -> list[str]:
    """Return who stopped what for whom, how much of it and since when, cut by cut."""
    return [_cut(event, cut, view) for event in response.events for cut in event.cuts]


def _cut(event: Event, cut: Cut, view: ResponseView) -> str:
    say = view.say
    banded = cut.low < cut.share or cut.high > cut.share
    share = say["event.share_band" if banded else "event.share"].format(
        share=whole_percent(cut.share),
        low=whole_percent(cut.low).rstrip("%"),
        high=whole_percent(cut.high),
    )
    start = figures.day(event.start, say)
    if event.end is None:
        when = say["event.since"].format(start=start)
    else:
        last = figures.day(event.end - timedelta(days=1), say)
        when = say["event.until"].format(start=start, end=last)
    materials = [view.material(each) for each in cut.materials]
    buyers = [view.inline(each) for each in cut.buyers] or [say["word.everyone"]]
    told = say["event.home" if event.at_home else "event.cut"].format(
        supplier=view.country(cut.supplier),
        kind=say[f"event_kind.{event.kind}"],
        materials=figures.few(materials, MOST, say),
        buyers=figures.few(buyers, MOST, say, "list.more_countries"),
        share=share,
        when=when,
    )
    if event.delay_days:
        told = say["event.delay"].format(cut=told, days=f"{event.delay_days:.0f}")
    return told


def assumed(response: Response, view: ResponseView) -> list[str]:
    """Return what the event files say of their figures, shortened."""
    said = dict.fromkeys(each.note for each in response.events if each.note)
    return [view.say["event.assumed"].format(note=_shortened(note)) for note in said]


def _shortened(note: str) -> str:
    """Return the first sentences of a text, or the first words of its first."""
    text = " ".join(note.split())
    if len(text) <= ROOM:
        return text
    end = text.rfind(". ", 0, ROOM)
    return text[: end + 1] if end > 0 else f"{text[: text.rfind(' ', 0, ROOM)]} …"


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
        key: titles.get(text, f"'{text}'") if key in EVENTS else _named(text, view)
        for key, text in note.values.items()
    }
    return figures.opened(form.format(**named))


def _named(text: str, view: ResponseView) -> str:
    """Return the names of several days, materials or stocks joined by ``;``."""
    return figures.few([_name(each.strip(), view) for each in text.split(";")], MOST, view.say)


def _name(text: str, view: ResponseView) -> str:
    """Return the name of a day, a material or a holder's material; other text as it is."""
    if DAY.fullmatch(text):
        return figures.day(date.fromisoformat(text), view.say)
    holder, _, material = text.rpartition(":")
    if not view.knows(material):
        return text
    told = view.material(material)
    if not holder:
        return told
    return view.say["sure.holder"].format(holder=view.inline(holder), materials=told)
