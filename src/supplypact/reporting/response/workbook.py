"""A response as the sheets of a workbook: the answer, every table, sources and method."""

from __future__ import annotations

from importlib import metadata

from supplypact.domain.response import Response
from supplypact.reporting.response import (
    choice_words,
    event_words,
    figures,
    sentences,
    sheets,
    worth_words,
)
from supplypact.reporting.response.playbook_json import inputs_hash
from supplypact.reporting.response.view import ResponseView
from supplypact.reporting.table import Table
from supplypact.reporting.workbook import Lines

MOST = 100
"""Pairs of party and product that the summary tells."""


def response_sheets(response: Response, view: ResponseView) -> list[Lines | Table]:
    """Return the sheets for ``reporting.workbook.write_workbook``."""
    return [
        Lines(view.say["sheet.summary"], _summary(response, view)),
        sheets.playbook(response, view),
        sheets.who_is_short(response, view),
        sheets.modes(response, view),
        sheets.delays(response, view),
        sheets.stocks(response, view),
        sheets.prices(response, view),
        sheets.losses(response, view),
        sheets.schedule(response, view),
        Lines(view.say["sheet.method"], _method(response, view)),
    ]


def _summary(response: Response, view: ResponseView) -> list[tuple[str, str]]:
    say = view.say
    parts = {
        "headline": [sentences.headline(response, view)],
        "happened": event_words.happened(response, view),
    }
    if response.materials:
        parts |= {
            "who": sentences.shortfalls(response, view, most=MOST),
            "waiting": [choice_words.waiting(response, view)],
            "together": choice_words.together(response, view),
            "sure": sentences.sure(response, view),
            "rounding": [choice_words.rounding(response, view)] if response.actions else [],
            "price": worth_words.prices(response, view),
            "changes": sentences.changes(response, view),
        }
    parts["notes"] = event_words.notes(response, view)
    marked = [say["brief.exercise"]] if view.exercise else []
    about = [
        *marked,
        view.marking,
        view.pact_title(),
        event_words.event_titles(response, view),
        say["brief.as_of"].format(date=figures.day(response.as_of, say)),
        *([sentences.horizon(response, view)] if response.materials else []),
    ]
    told = [(say[f"sheet.{name}"], line) for name, lines in parts.items() for line in lines]
    return [*((line, "") for line in about), *told]


def _method(response: Response, view: ResponseView) -> list[tuple[str, str]]:
    say = view.say
    how = [say[f"method.{name}"] for name in ("expected", "order", "avoided", "limits")]
    cited = [source for event in response.events for source in event.sources]
    inputs = {each.id: each.note for each in response.events if each.note}
    return [
        *((say["sheet.method_term"], line) for line in how),
        *((say["sheet.event"], note) for note in inputs.values()),
        *((say["sheet.source"], f"{each.text} {each.url}".strip()) for each in cited),
        *((say["sheet.input"], f"{name} {digest}") for name, digest in view.tables.items()),
        (say["sheet.input"], inputs_hash(response, view)),
        (say["sheet.version"], f"supplypact {metadata.version('supplypact')}"),
    ]
