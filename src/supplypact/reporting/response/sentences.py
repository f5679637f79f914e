"""A response in sentences, the same for brief, screen, workbook and alert."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from supplypact.domain.incident import MONTH
from supplypact.domain.network import BASE_YEAR
from supplypact.domain.response import ANSWER, NOTHING, Change, Response
from supplypact.reporting.numbers import whole_percent
from supplypact.reporting.response import facts, figures
from supplypact.reporting.response.facts import Shortfall
from supplypact.reporting.response.view import ResponseView

MOST_MATERIALS = 8
"""Materials that a sentence names."""
MOST_PARTIES = 2
"""Parties whose deepest shortage the headline tells."""
QUARTER, YEAR = 91, 364
"""Days after which the chance that an event still lasts is told."""


def headline(response: Response, view: ResponseView) -> str:
    """Return the deepest shortage of each party, and the answer."""
    say = view.say
    if not response.materials:
        return say["headline.unused"]
    deepest = facts.deepest(response, MOST_PARTIES)
    if not deepest:
        return say["headline.calm"]
    blanks = {
        "short": say["list.space"].join(
            _deepest(each, others, response, view) for each, others in deepest
        ),
        "nothing": figures.usd(response.nothing, say),
        "answer": figures.usd(response.answer, say),
    }
    if not response.actions:
        return say["headline.helpless"].format(**blanks)
    count, fresh = len(response.actions), facts.open_actions(response)
    if not fresh:
        return say.counted("headline.decided", count).format(**blanks)
    due = figures.day(max(min(each.ordered for each in fresh), response.as_of), say)
    form = say["headline.act" if count > 1 else "headline.act_one"]
    return form.format(due=due, count=count, **blanks)


def _deepest(each: Shortfall, others: int, response: Response, view: ResponseView) -> str:
    say, material = view.say, view.material(each.material)
    if others:
        material = say.counted("headline.more", others).format(material=material)
    return say["headline.short"].format(
        party=view.country(each.party),
        share=whole_percent(each.peak[NOTHING]),
        material=material,
        first=figures.day(each.first[NOTHING] or response.as_of, say),
    )


def shortfall(each: Shortfall, view: ResponseView) -> str:
    """Return who lacks what from when, without and with the playbook."""
    say, first = view.say, each.first[NOTHING]
    return say["short.line"].format(
        party=view.country(each.party),
        goods=view.goods(each.material, each.stage),
        first=say["word.none"] if first is None else figures.day(first, say),
        share=whole_percent(each.peak[NOTHING]),
        mean=whole_percent(each.mean[NOTHING]),
        answer=whole_percent(each.mean[ANSWER]),
    )


def shortfalls(response: Response, view: ResponseView, *, most: int) -> list[str]:
    """Return who lacks what, the largest loss first, and for whom nothing is missing."""
    found = facts.shortfalls(response)
    short = [each for each in found if each.first[NOTHING] is not None]
    lines = [shortfall(each, view) for each in short[:most]]
    if len(short) > most:
        lines.append(view.say.counted("short.more", len(short) - most))
    if quiet := [each for each in found if each not in short]:
        lines.append(
            view.say["short.quiet"].format(
                users=_by_country(
                    [(each.party, view.goods(each.material, each.stage)) for each in quiet], view
                )
            )
        )
    return lines


def horizon(response: Response, view: ResponseView) -> str:
    """Return to which day amounts and money are counted."""
    end = response.periods["end"].to_list()[-1]
    months = round((end - response.as_of).days / MONTH)
    last = figures.day(end - timedelta(days=1), view.say)
    return view.say.counted("sure.horizon", months).format(end=last)


def sure(response: Response, view: ResponseView) -> list[str]:
    """Return the band of the losses, how long the event may last, and what is not known."""
    say = view.say
    cases = {
        "sure.nothing": (response.nothing, response.nothing_low, response.nothing_high),
        "sure.answer": (response.answer, response.answer_low, response.answer_high),
    }
    lines = [
        say[key].format(
            middle=figures.usd(middle, say),
            band=figures.usd_ends(low, high, say),
        )
        for key, (middle, low, high) in cases.items()
    ]
    lines.append(_lasting(response, view))
    if response.estimates:
        names = [view.material(each) for each in response.estimates]
        told = figures.few(names, MOST_MATERIALS, say)
        lines.append(say["sure.estimates"].format(materials=told))
    if response.unknown_stocks:
        lines.append(
            say["sure.unknown"].format(
                stocks=_by_country(
                    [(holder, view.material(each)) for holder, each in response.unknown_stocks],
                    view,
                )
            )
        )
    return [*lines, _as_of(response, view)]


def _lasting(response: Response, view: ResponseView) -> str:
    if all(event.end is not None for event in response.events):
        return view.say["sure.known"]
    quarter, year = (whole_percent(facts.chance_left(response, day)) for day in (QUARTER, YEAR))
    return view.say["sure.lasting"].format(quarter=quarter, year=year)


def _by_country(pairs: Iterable[tuple[str, str]], view: ResponseView) -> str:
    """Return pairs of country and name of a thing, the things of a country together."""
    say, holders = view.say, dict[str, list[str]]()
    for holder, name in dict.fromkeys(pairs):
        holders.setdefault(holder, []).append(name)
    return say.listed(
        [
            say["sure.holder"].format(
                holder=view.inline(holder), materials=figures.few(names, MOST_MATERIALS, say)
            )
            for holder, names in holders.items()
        ]
    )


def _as_of(response: Response, view: ResponseView) -> str:
    say, held = view.say, response.stocks.drop_nulls("tonnes")
    ends = sorted({each for each in held["as_of"].to_list() if each})
    without_day = sum(not each for each in held["as_of"].to_list())
    told: list[str] = []
    if ends:
        dates = say.listed(ends) if len(ends) < 3 else f"{ends[0]}–{ends[-1]}"
        told.append(say["sure.stocks"].format(dates=dates))
    if without_day:
        told.append(say.counted("sure.file", without_day))
    told.append(say["sure.flows"].format(year=BASE_YEAR))
    if not ends and not without_day:
        told.append(say["sure.no_stocks"])
    return figures.opened(say["list.apart"].join(told)) + say["list.end"]


def changes(response: Response, view: ResponseView) -> list[str]:
    """Return the differences to the earlier playbook, one sentence if there are none."""
    if not response.changes:
        return []
    if all(each.what == "kept" for each in response.changes):
        return [view.say["change.none"]]
    return [change(each, view) for each in response.changes]


def change(each: Change, view: ResponseView) -> str:
    """Return one difference to the earlier playbook."""
    say, planned = view.say, each.kind == "expedite"
    form = "what" if each.source else "what_own"
    what = say[f"change.{form}"].format(
        kind=say[f"kind.{each.kind}"],
        material=view.material(each.material),
        source=view.project(each.source) if planned else view.places(each.source, inline=False),
        user=view.country(each.user),
    )
    amounts = {"before": each.before, "after": each.after}
    told = {name: figures.tonnes(amount, say) for name, amount in amounts.items()}
    return say[f"change.{each.what}"].format(what=what, **told)
