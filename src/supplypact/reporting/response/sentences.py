"""A response in sentences, the same for brief, screen, workbook and alert."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from supplypact.domain.event import Cut, Event
from supplypact.domain.network import BASE_YEAR
from supplypact.domain.response import ANSWER, NOTHING, Change, Note, Response
from supplypact.reporting.numbers import percent, whole_percent
from supplypact.reporting.response import facts, figures
from supplypact.reporting.response.facts import Shortfall
from supplypact.reporting.response.view import JAPANESE, ResponseView

MOST_MATERIALS = 8
"""Materials that a sentence names."""
QUARTER, YEAR = 91, 364
"""Days after which the chance that an event still lasts is told."""


def headline(response: Response, view: ResponseView) -> str:
    """Return the answer in one sentence."""
    say, worst = view.say, None
    if not response.materials:
        return say["headline.unused"]
    worst = facts.worst(response)
    if worst is None:
        return say["headline.calm"]
    first = worst.first[NOTHING] or response.as_of
    blanks = {
        "party": view.country(worst.party),
        "share": whole_percent(worst.peak[NOTHING]),
        "material": view.material(worst.material),
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


def happened(response: Response, view: ResponseView) -> list[str]:
    """Return who stopped what for whom, how much of it and since when, cut by cut."""
    return [_cut(event, cut, view) for event in response.events for cut in event.cuts]


def event_titles(response: Response, view: ResponseView) -> str:
    """Return the titles of the events."""
    return view.say["list.comma"].join(_title(each, view) for each in response.events)


def _title(event: Event, view: ResponseView) -> str:
    return (view.language == JAPANESE and event.title_ja) or event.title_en


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
        materials=figures.few(materials, MOST_MATERIALS, say),
        buyers=figures.few(buyers, MOST_MATERIALS, say),
        share=share,
        when=when,
    )
    if event.delay_days:
        told = say["event.delay"].format(cut=told, days=f"{event.delay_days:.0f}")
    return told


def shortfall(each: Shortfall, view: ResponseView) -> str:
    """Return who lacks what from when, without and with the playbook."""
    say, first = view.say, each.first[NOTHING]
    blanks = {"party": view.country(each.party), "goods": view.goods(each.material, each.stage)}
    if first is None:
        return say["short.quiet"].format(**blanks)
    return say["short.line"].format(
        first=figures.day(first, say),
        share=whole_percent(each.peak[NOTHING]),
        mean=whole_percent(each.mean[NOTHING]),
        answer=whole_percent(each.mean[ANSWER]),
        **blanks,
    )


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
                mode=say[f"mode.{mode}"], cost=figures.usd(row["cost_usd"], say)
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
        lines.append(say["sure.unknown"].format(stocks=_unknown(response, view)))
    return [*lines, _as_of(response, view)]


def _lasting(response: Response, view: ResponseView) -> str:
    if all(event.end is not None for event in response.events):
        return view.say["sure.known"]
    quarter, year = (whole_percent(facts.chance_left(response, day)) for day in (QUARTER, YEAR))
    return view.say["sure.lasting"].format(quarter=quarter, year=year)


def _unknown(response: Response, view: ResponseView) -> str:
    say, holders = view.say, dict[str, list[str]]()
    for holder, material in response.unknown_stocks:
        holders.setdefault(holder, []).append(view.material(material))
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
        key: titles[text] if text in titles else _materials(text, view)
        for key, text in note.values.items()
    }
    return _opened(form.format(**named))


def _materials(ids: str, view: ResponseView) -> str:
    """Return the names of several materials joined by ``;``."""
    names = [view.material(each) for each in ids.split(";")]
    return figures.few(names, MOST_MATERIALS, view.say)


def _opened(sentence: str) -> str:
    """Return a sentence that begins with a capital."""
    return sentence[:1].upper() + sentence[1:]


def rounding(response: Response, view: ResponseView) -> str:
    """Return what it costs to keep the playbook short."""
    cost = response.rounding
    return view.say["sure.rounding"].format(
        exact=cost.exact_lines,
        kept=cost.kept_lines,
        extra=figures.usd(max(0.0, cost.kept - cost.exact), view.say),
    )


def prices(response: Response, view: ResponseView) -> list[str]:
    """Return the price band of each material, headed and followed by a warning."""
    say, rows = view.say, response.prices.drop_nulls(["middle"])
    if rows.is_empty():
        return []
    lines = [
        say["price.line"].format(
            material=view.material(row["material"], inline=False),
            share=whole_percent(row["missing_share"]),
            **{name: figures.plain(row[name], 2) for name in ("low", "middle", "high")},
        )
        for row in rows.iter_rows(named=True)
    ]
    return [say["price.over"], *lines, say["price.warning"]]


def losses(response: Response, view: ResponseView, *, most: int) -> list[str]:
    """Return the value added at risk, the largest first, and what others have published."""
    say, rows = view.say, response.losses
    if rows.is_empty():
        return []
    largest = rows.drop_nulls("middle_usd").sort("middle_usd", descending=True).head(most)
    lines = [
        say["loss.line"].format(
            party=view.country(row["party"]),
            material=view.material(row["material"]),
            middle=figures.usd(row["middle_usd"], say),
            low=figures.usd(row["low_usd"], say),
            high=figures.usd(row["high_usd"], say),
        )
        for row in largest.iter_rows(named=True)
    ]
    published = response.published.rows(named=True)[:most]
    return lines + [
        say["loss.published"].format(
            what=row["what"],
            figure=_published(row, view),
            source=row["source"] or say["word.unknown"],
            year=row["year"] or say["word.unknown"],
        )
        for row in published
    ]


def _published(row: Mapping[str, Any], view: ResponseView) -> str:
    """Return a published figure with its range, as money or else as a share of GDP."""
    say = view.say
    if row["middle_usd"] is None and row["share_of_gdp"] is not None:
        return say["loss.of_gdp"].format(share=percent(row["share_of_gdp"]))
    told = figures.usd(row["middle_usd"], say)
    if row["low_usd"] is None or row["high_usd"] is None:
        return told
    band = figures.usd_range(row["low_usd"], row["high_usd"], say)
    return say["loss.banded"].format(middle=told, band=band)


def change(each: Change, view: ResponseView) -> str:
    """Return one difference to the earlier playbook."""
    say = view.say
    what = say["change.what_use" if each.end_use else "change.what"].format(
        kind=say[f"kind.{each.kind}"],
        material=view.material(each.material),
        source=view.places(each.source) or say["word.none"],
        user=view.country(each.user),
        end_use=view.end_use(each.end_use),
    )
    amounts = {"before": each.before, "after": each.after}
    told = {name: figures.tonnes(amount, say) for name, amount in amounts.items()}
    return say[f"change.{each.what}"].format(what=what, **told)
