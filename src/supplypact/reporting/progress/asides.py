"""Sentences beside the promises: an empty record, the pace, money outside, calls, loans."""

from __future__ import annotations

from decimal import Decimal

from supplypact.domain.position import Measure
from supplypact.reporting.progress import figures
from supplypact.reporting.progress.sums import main_scope
from supplypact.reporting.progress.view import ProgressView

YEAR = 365
"""Days of time left up to which a sum is missing, and none a year is needed."""
BUNDLED = "bundled"
"""Origin of a record that comes with its pact."""


def money(view: ProgressView) -> list[str]:
    """Return what is told under the money of the pact: its pace, what is outside it, calls."""
    return [drawn(view), *outside(view), *calls(view)]


def drawn(view: ProgressView) -> str:
    """Return when the envelope will have been drawn, and what is needed for it."""
    found, say = view.progress.drawn, view.say
    if found is None:
        return say["headline.no_money"]
    if not found.needed:
        return say["sentence.drawn_all"]
    if not found.pace:
        form = "sentence.not_drawn"
    elif found.central is None:
        form = "sentence.drawn_never"
    else:
        form = "sentence.drawn_late" if found.late else "sentence.drawn"
    return say[form].format(
        pace=figures.money(found.pace, say),
        central=figures.day(found.central, say),
        late=figures.day(found.late, say),
        need=_need(found.needed, view),
    )


def _need(needed: Decimal, view: ProgressView) -> str:
    """Return what is needed: a sum a year, or what is missing if there is a year or less."""
    main, say = main_scope(view.progress), view.say
    due = None if main is None else main.due
    left = YEAR + 1 if due is None else (due - view.progress.options.as_of).days
    form = "need_rate" if left > YEAR else "need_sum" if left >= 0 else "need_past"
    return say[f"sentence.{form}"].format(
        needed=figures.money(needed, say), day=figures.day(due, say)
    )


def outside(view: ProgressView) -> list[str]:
    """Return what money lies outside the funding lines, so that it is in no promise."""
    say, lines = view.say, [each for each in view.progress.position.money if not each.funding_line]
    told = []
    for measure in Measure:
        usd = sum((each.usd for each in lines if each.measure is measure), Decimal(0))
        if usd:
            name, amount = say[f"measure.{measure}"], figures.money(usd, say)
            told.append(say["sentence.outside_part"].format(measure=name, amount=amount))
    return [say["sentence.outside"].format(parts=say.listed(told))] if told else []


def calls(view: ProgressView) -> list[str]:
    """Return the calls for funds, and the day from which the first of them may be paid."""
    found, say = view.progress.position.calls, view.say
    if not found:
        return []
    dated = [(each.earliest, each.usd) for each in found if each.earliest is not None]
    usd = sum((each.usd for each in found), Decimal(0))
    told = say.counted("sentence.calls", len(found)).format(amount=figures.money(usd, say))
    if not dated:
        return [told + say["sentence.calls_undated"]]
    day, first = min(dated)
    return [
        told
        + say["sentence.calls_from"].format(
            day=figures.day(day, say), first=figures.money(first, say)
        )
    ]


def stocks(view: ProgressView) -> list[str]:
    """Return the loans of metal that are open, and the targets of which nothing is known."""
    found, say = [each for each in view.progress.position.loans if each.open > 0], view.say
    told = []
    if found:
        first = min(found, key=lambda each: each.lent_on)
        told.append(
            say.counted("sentence.loans", len(found)).format(
                day=figures.day(first.lent_on, say),
                lender=view.country(first.lender),
                borrower=view.country(first.borrower),
                tonnes=figures.tonnes(first.open, say),
                material=view.material(first.material),
            )
        )
    without = view.progress.stocks_without_account
    return [*told, *([say.counted("sentence.without_account", without)] if without else [])]


def late_class(view: ProgressView) -> list[str]:
    """Return in one line from which past projects the word "late" is read."""
    say = view.say
    return [
        say.counted("class.line", each.measured).format(
            size=len(each.members),
            names=say["list.comma"].join(name.split(" (")[0] for name in each.members),
            months="–" if each.nine_of_ten is None else f"{each.nine_of_ten:.0f}",
        )
        for each in view.progress.classes
        if each.id == "delay"
    ]


def record(view: ProgressView) -> list[str]:
    """Return why the record tells nothing, if it does."""
    progress, say = view.progress, view.say
    if progress.size:
        return []
    if progress.begins is not None:
        return [say["about.begins"].format(day=figures.day(progress.begins, say))]
    return [say["about.not_bundled" if progress.origin == BUNDLED else "about.no_entries"]]
