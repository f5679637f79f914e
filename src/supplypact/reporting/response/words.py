"""A response in a screen of plain text."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from supplypact.domain.response import Response
from supplypact.reporting.response import (
    choice_words,
    event_words,
    facts,
    figures,
    sentences,
    worth_words,
)
from supplypact.reporting.response.view import ResponseView

MOST = 8
"""Pairs of party and product that are told."""


def response_lines(response: Response, view: ResponseView) -> list[str]:
    """Return what happened, who is short, what waiting costs and how sure that is."""
    say = view.say
    lines: list[str] = [
        *([say["brief.exercise"]] if view.exercise else []),
        event_words.event_titles(response, view),
        *_indented(event_words.happened(response, view)),
        *_indented(event_words.assumed(response, view)),
        say["screen.as_of"].format(
            date=figures.day(response.as_of, say),
            mode=say[f"mode.{response.options.mode}"],
            pact=view.pact_title(),
        ),
        *([sentences.horizon(response, view)] if response.materials else []),
        "",
        sentences.headline(response, view),
        *_unused(response, view),
        *event_words.notes(response, view),
    ]
    if response.materials:
        for part in (_short, _changes, _waiting, _modes, _sure, _losses):
            if told := part(response, view):
                lines += ["", *told]
    return lines


def playbook_table(response: Response, view: ResponseView) -> pl.DataFrame:
    """Return the playbook for people: one row a line, amounts with their units."""
    say = view.say
    names = ("by", "owner", "action", "avoided", "cost")
    rows = [
        (
            each.number,
            each.ordered.isoformat(),
            view.country(each.owner),
            say["screen.line"].format(
                action=view.does(each), effect=each.effect.isoformat(), limit=view.limit(each)
            ),
            figures.usd(each.avoided, say),
            figures.usd(each.cost, say),
        )
        for each in response.actions
    ]
    kinds = {say[f"brief.column_{name}"]: pl.String for name in names}
    schema = {say["brief.column_number"]: pl.Int64, **kinds}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {each}" for each in lines]


def _unused(response: Response, view: ResponseView) -> list[str]:
    if not response.unused:
        return []
    names = view.say.listed([view.material(each) for each in response.unused])
    return [view.say["screen.unused"].format(materials=names)]


def _short(response: Response, view: ResponseView) -> list[str]:
    told = sentences.shortfalls(response, view, most=MOST)
    return [view.say["screen.short"], *_indented(told)]


def _changes(response: Response, view: ResponseView) -> list[str]:
    told = sentences.changes(response, view)
    return [view.say["screen.changes"], *_indented(told)] if told else []


def _waiting(response: Response, view: ResponseView) -> list[str]:
    say, rows = view.say, facts.delays(response)
    if not rows:
        return []
    told = [
        say["screen.delay"].format(
            weeks=f"{row['weeks']:.0f}",
            cost=figures.usd(row["cost_usd"], say, choice_words.FINE),
            extra=figures.usd(row["extra_usd"], say),
            day=figures.usd(row["a_day_usd"], say),
        )
        for row in rows
    ]
    return [say["screen.waiting"], *_indented(told)]


def _modes(response: Response, view: ResponseView) -> list[str]:
    say, told = view.say, list[str]()
    for mode, row in facts.mode_costs(response).items():
        form = "screen.mode" if row["short_tonnes"] is None else "screen.mode_tonnes"
        told.append(
            say[form].format(
                mode=say[f"mode.{mode}"],
                cost=figures.usd(row["cost_usd"], say, choice_words.FINE),
                tonnes=figures.tonnes(row["short_tonnes"], say),
            )
        )
    if not told:
        return []
    return [
        say["screen.modes"],
        *_indented(told),
        *choice_words.saved(response, view),
        *_lines(response, view),
    ]


def _lines(response: Response, view: ResponseView) -> list[str]:
    if not response.actions:
        return []
    return [choice_words.rounding(response, view), *choice_words.more_lines(response, view)]


def _sure(response: Response, view: ResponseView) -> list[str]:
    return [view.say["screen.sure"], *_indented(sentences.sure(response, view))]


def _losses(response: Response, view: ResponseView) -> list[str]:
    told = worth_words.losses(response, view, most=MOST)
    headed = [view.say["screen.losses"], *_indented(told)] if told else []
    return [*headed, *worth_words.prices(response, view)]
