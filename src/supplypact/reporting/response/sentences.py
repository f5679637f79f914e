"""A response in sentences, the same for brief, screen, workbook and alert."""

from __future__ import annotations

from collections.abc import Iterable

from supplypact.domain.network import BASE_YEAR
from supplypact.domain.response import ANSWER, NOTHING, Change, Response
from supplypact.reporting.numbers import whole_percent
from supplypact.reporting.response import facts, figures
from supplypact.reporting.response.facts import Shortfall
from supplypact.reporting.response.view import ResponseView

MOST_MATERIALS = 8
"""Materials that a sentence names."""
FINE = 3
"""Digits of money that is to be compared."""
QUARTER, YEAR = 91, 364
"""Days after which the chance that an event still lasts is told."""


def headline(response: Response, view: ResponseView) -> str:
    """Return the answer in one sentence."""
    say = view.say
    if not response.materials:
        return say["headline.unused"]
    worst = facts.worst(response)
    if worst is None:
        return say["headline.calm"]
    first = worst.first[NOTHING] or response.as_of
    material = view.material(worst.material)
    if others := sum(each.first[NOTHING] is not None for each in facts.shortfalls(response)) - 1:
        material = say.counted("headline.more", others).format(material=material)
    blanks = {
        "party": view.country(worst.party),
        "share": whole_percent(worst.peak[NOTHING]),
        "material": material,
        "first": figures.day(first, say),
        "nothing": figures.usd(response.nothing, say),
        "answer": figures.usd(response.answer, say),
    }
    if not response.actions:
        return say["headline.helpless"].format(**blanks)
    count, fresh = len(response.actions), facts.open_actions(response)
    if not fresh:
        return say["headline.decided"].format(count=count, **blanks)
    due = figures.day(min(each.ordered for each in fresh), say)
    form = say["headline.act" if count > 1 else "headline.act_one"]
    return form.format(due=due, count=count, **blanks)


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
        lines.append(view.say["short.more"].format(count=len(short) - most))
    if quiet := [each for each in found if each not in short]:
        lines.append(
            view.say["short.quiet"].format(
                users=_by_country(
                    [(each.party, view.goods(each.material, each.stage)) for each in quiet], view
                )
            )
        )
    return lines


def waiting(response: Response, view: ResponseView) -> str:
    """Return what it costs to wait for one week and longer."""
    say, rows = view.say, facts.delays(response)
    if not rows:
        return say["waiting.none"]
    first, *later = rows
    if figures.rounded(first["extra_usd"], 2) <= 0:
        told = say["waiting.free"]
    else:
        told = say["waiting.sentence"].format(
            extra=figures.usd(first["extra_usd"], say), day=figures.usd(first["a_day_usd"], say)
        )
    rest = [
        say["waiting.later"].format(
            weeks=f"{row['weeks']:.0f}", extra=figures.usd(row["extra_usd"], say)
        )
        for row in later
    ]
    if not rest:
        return told
    return say["waiting.further"].format(first=told, rest=say["list.comma"].join(rest))


def together(response: Response, view: ResponseView) -> list[str]:
    """Return what acting together saves, and what each way of answering costs."""
    say, costs = view.say, facts.mode_costs(response)
    lines: list[str] = []
    if (saved := facts.saved_together(response)) is not None:
        lines.append(say["together.sentence"].format(saved=figures.usd(saved, say)))
    if costs:
        modes = [
            say["together.each"].format(
                mode=say[f"mode.{mode}"], cost=figures.usd(row["cost_usd"], say, FINE)
            )
            for mode, row in costs.items()
        ]
        lines.append(say["together.costs"].format(modes=say["list.comma"].join(modes)))
    asked = say[f"mode.{response.options.mode}"]
    return [*lines, say["together.asked"].format(mode=asked)]


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
            low=figures.usd(low, say),
            high=figures.usd(high, say),
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
                holder=view.country(holder), materials=figures.few(names, MOST_MATERIALS, say)
            )
            for holder, names in holders.items()
        ]
    )


def _as_of(response: Response, view: ResponseView) -> str:
    dates = [] if response.stocks.is_empty() else response.stocks["as_of"].to_list()
    ends = sorted({each for each in dates if each})
    if not ends:
        return view.say["sure.flows"].format(year=BASE_YEAR)
    told = view.say.listed(ends) if len(ends) < 3 else f"{ends[0]}–{ends[-1]}"
    return view.say["sure.stocks"].format(dates=told, year=BASE_YEAR)


def rounding(response: Response, view: ResponseView) -> str:
    """Return what it costs to keep the playbook short."""
    cost = response.rounding
    return view.say["sure.rounding"].format(
        exact=cost.exact_lines,
        kept=cost.kept_lines,
        extra=figures.usd(max(0.0, cost.kept - cost.exact), view.say),
    )


def change(each: Change, view: ResponseView) -> str:
    """Return one difference to the earlier playbook."""
    say = view.say
    form = "what_use" if each.end_use else "what" if each.source else "what_own"
    what = say[f"change.{form}"].format(
        kind=say[f"kind.{each.kind}"],
        material=view.material(each.material),
        source=view.places(each.source),
        user=view.country(each.user),
        end_use=view.end_use(each.end_use),
    )
    amounts = {"before": each.before, "after": each.after}
    told = {name: figures.tonnes(amount, say) for name, amount in amounts.items()}
    return say[f"change.{each.what}"].format(what=what, **told)
