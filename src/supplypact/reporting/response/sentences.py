"""A response in sentences, the same for brief, screen, workbook and alert."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from supplypact.domain.incident import MONTH
from supplypact.domain.network import BASE_YEAR
from supplypact.domain.response import ALONE, ANSWER, NOTHING, Change, Response
from supplypact.reporting.numbers import whole_percent
from supplypact.reporting.response import facts, figures
from supplypact.reporting.response.facts import Shortfall
from supplypact.reporting.response.view import ResponseView

MOST_MATERIALS = 8
"""Materials that a sentence names."""
FINE = 3
"""Digits of money that is to be compared."""
MOST_PARTIES = 2
"""Parties whose deepest shortage the headline tells."""
DEAR = 0.05
"""Part of what is saved from which on few lines cost much."""
MORE_LINES = 30
"""Lines that are advised then."""
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
    lines += saved(response, view)
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


def saved(response: Response, view: ResponseView) -> list[str]:
    """Return what acting together saves, and who gains and who loses by it."""
    say, told = view.say, facts.saved_together(response)
    if told is None:
        return []
    form = "together.sentence" if told >= 0 else "together.dearer"
    lines = [say[form].format(saved=figures.usd(abs(told), say))]
    sides = [_gain(party, gain, view) for party, gain in facts.gains(response).items()]
    if sides:
        told_sides = figures.opened(say["list.comma"].join(sides))
        lines.append(say["together.gains"].format(sides=told_sides))
    return lines


def _gain(party: str, gain: float, view: ResponseView) -> str:
    even = figures.rounded(abs(gain), 2) < 0.5
    form = "even" if even else "gain" if gain > 0 else "loss"
    amount = figures.usd(abs(gain), view.say)
    return view.say[f"together.{form}"].format(party=view.inline(party), amount=amount)


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


def rounding(response: Response, view: ResponseView) -> str:
    """Return what the lines leave, beside the exact plan and each party alone."""
    say, cost = view.say, response.rounding
    kept = figures.usd(cost.kept, say, FINE)
    told = [say.counted("lines.kept", cost.kept_lines).format(kept=kept)]
    if cost.exact_lines > cost.kept_lines:
        exact = figures.usd(min(cost.exact, cost.kept), say, FINE)
        told.append(say["lines.exact"].format(exact=exact, lines=cost.exact_lines))
    alone = facts.mode_costs(response).get(ALONE, {}).get("cost_usd")
    if alone is not None and response.options.mode != ALONE:
        told.append(say["lines.alone"].format(alone=figures.usd(alone, say, FINE)))
    return say["list.apart"].join(told) + say["list.end"]


def more_lines(response: Response, view: ResponseView) -> list[str]:
    """Return how to lose less by few lines, where that costs much of what they save."""
    cost, at = response.rounding, response.options.lines
    if cost.kept - cost.exact <= DEAR * (response.nothing - cost.kept):
        return []
    lines = MORE_LINES if at < MORE_LINES else cost.exact_lines
    return [view.say["lines.hint"].format(lines=lines)]


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
    form = "what_use" if each.end_use else "what" if each.source else "what_own"
    what = say[f"change.{form}"].format(
        kind=say[f"kind.{each.kind}"],
        material=view.material(each.material),
        source=view.project(each.source) if planned else view.places(each.source),
        user=view.inline(each.user),
        end_use=view.end_use(each.end_use),
    )
    amounts = {"before": each.before, "after": each.after}
    told = {name: figures.tonnes(amount, say) for name, amount in amounts.items()}
    return say[f"change.{each.what}"].format(what=what, **told)
