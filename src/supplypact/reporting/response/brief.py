"""The situation brief: one printed page that a minister reads first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from supplypact.domain.response import ANSWER, LINES, NOTHING, Action, Response
from supplypact.reporting.numbers import whole_percent
from supplypact.reporting.page import render_page
from supplypact.reporting.response import asks, choice_words, event_words, facts, figures, sentences
from supplypact.reporting.response.crowding import density
from supplypact.reporting.response.facts import Shortfall
from supplypact.reporting.response.playbook_json import inputs_hash
from supplypact.reporting.response.view import ResponseView

MOST_ROWS = 6
"""Pairs of party and product that fit on the page."""
MOST_OWNERS = 6
MOST_SOURCES = 3
MOST_CUTS = 2
MOST_NOTES = 2
LEVELS = (0.0, 0.05, 0.15, 0.3, 0.5)
"""Shares from which on a month is drawn one step darker."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One month of a row: a share in words, and how dark it is drawn."""

    text: str
    level: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """What one party lacks of one product, month by month, without and with the playbook."""

    party: str
    goods: str
    first: str
    without: tuple[Cell, ...]
    answer: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One action as the page tells it."""

    number: int
    by: str
    owner: str
    action: str
    effect: str
    avoided: str
    cost: str


def brief(response: Response, view: ResponseView, language: str) -> str:
    """Return the brief in ``language`` as one self-contained HTML page without script.

    Raises:
        UsageError: there is no catalogue of the language.

    """
    view = view.spoken(language)
    now = facts.due_now(response)
    then = [each for each in facts.open_actions(response) if each not in now]
    before = [each for each in response.actions if each.decided]
    shown = response.actions[:LINES]
    bare = len({(each.material, each.stage) for each in shown}) == len(
        {each.material for each in shown}
    )
    told: dict[str, Any] = {
        "title": event_words.event_titles(response, view),
        "as_of": figures.day(response.as_of, view.say),
        "headline": sentences.headline(response, view),
        "titled": view.say["brief.titled"].format(title=event_words.event_titles(response, view)),
        "happened": _most(event_words.happened(response, view), MOST_CUTS, view),
        "rows": _rows(response, view),
        "months": _months(response, view),
        "more_rows": max(0, len(facts.short_pairs(response)) - MOST_ROWS),
        "now": [_line(each, response, view, bare=bare) for each in now if each in shown],
        "then": [_line(each, response, view, bare=bare) for each in then if each in shown],
        "before": [_line(each, response, view, bare=bare) for each in before if each in shown],
        "more": len(response.actions) - len(shown),
        "needed": _most(asks.asked(response, view), MOST_OWNERS, view),
        "waiting": choice_words.waiting(response, view),
        "together": _together(response, view),
        "sure": sentences.sure(response, view),
        "notes": _most(event_words.notes(response, view), MOST_NOTES, view),
        "sources": _sources(response, view),
        "money_note": [sentences.horizon(response, view), view.say["brief.money_note"]],
        "hash": inputs_hash(response, view),
    }
    return render_page(
        "brief.html",
        view.say,
        scripts=(),
        view=view,
        response=response,
        density=density(told),
        **told,
    )


def _rows(response: Response, view: ResponseView) -> list[Row]:
    return [_row(each, response, view) for each in facts.short_pairs(response)[:MOST_ROWS]]


def _row(each: Shortfall, response: Response, view: ResponseView) -> Row:
    first = each.first[NOTHING]
    return Row(
        party=view.country(each.party),
        goods=view.goods(each.material, each.stage),
        first=view.say["brief.first"].format(
            date=figures.near_day(first or response.as_of, view.say, response.as_of)
        ),
        without=_cells(each.shares[NOTHING]),
        answer=_cells(each.shares[ANSWER]),
    )


def _cells(shares: Sequence[float]) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            text=whole_percent(share) if share >= facts.LEAST else "0",
            level=sum(round(share, 2) > level for level in LEVELS),
        )
        for share in shares
    )


def _months(response: Response, view: ResponseView) -> list[str]:
    count = max((len(each.shares[NOTHING]) for each in facts.shortfalls(response)), default=0)
    starts = facts.month_starts(response, count)
    return [figures.short_day(each, view.say, "tick") for each in starts]


def _line(action: Action, response: Response, view: ResponseView, *, bare: bool) -> Line:
    say = view.say
    return Line(
        number=action.number,
        by=figures.near_day(action.ordered, say, response.as_of),
        owner=view.country(action.owner),
        action=view.does(action, bare=bare),
        effect=figures.near_day(action.effect, say, response.as_of),
        avoided=figures.usd(action.avoided, say),
        cost=figures.usd(action.cost, say),
    )


def _together(response: Response, view: ResponseView) -> list[str]:
    lines = [choice_words.rounding(response, view)] if response.actions else []
    return [*choice_words.together(response, view), *lines]


def _sources(response: Response, view: ResponseView) -> list[str]:
    cited = [source for event in response.events for source in event.sources]
    return _most([view.written(each.text or each.url) for each in cited], MOST_SOURCES, view)


def _most(lines: Sequence[str], most: int, view: ResponseView) -> list[str]:
    """Return the first ``most`` lines, and how many there are beside."""
    if len(lines) <= most:
        return list(lines)
    left = view.say["list.left"].format(shown=lines[most - 1], count=len(lines) - most)
    return [*lines[: most - 1], left]
