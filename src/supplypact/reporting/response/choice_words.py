"""What waiting, acting alone and keeping few lines cost, in sentences."""

from __future__ import annotations

from supplypact.domain.response import ALONE, Response
from supplypact.reporting.response import facts, figures
from supplypact.reporting.response.view import ResponseView

FINE = 3
"""Digits of money that is to be compared."""
DEAR = 0.05
"""Part of what is saved from which on few lines cost much."""
MORE_LINES = 30
"""Lines that are advised then."""


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
