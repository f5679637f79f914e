"""The envelope as bars: pledged up to, firm, committed, disbursed, against amount and time.

Drawn as SVG without script, so that the page needs none; patterns and words tell what colour tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from supplypact.domain.position import Measure
from supplypact.domain.progress import EnvelopeProgress
from supplypact.reporting.progress import figures
from supplypact.reporting.progress.view import ProgressView

WIDTH = 100.0
"""Of the drawing, in per cent of its box."""
SHOWN = (Measure.CEILING, Measure.FIRM, Measure.COMMITTED, Measure.DISBURSED)
"""Bars of every drawing; what was repaid is one more where anything was."""
LEAST = 0.4
"""Width of the smallest bar of a sum that is not 0, so that it can be seen."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One measure: its name, its sum in words, how far its bar reaches (per cent)."""

    measure: Measure
    name: str
    money: str
    part: str
    width: float


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """One scope of the envelope, ready to be drawn."""

    scope: str
    title: str
    note: str
    bars: tuple[Bar, ...]
    amount: float
    """Where the amount promised stands, per cent of the width."""
    even: float
    """Where an even path stands today."""
    text: str
    """What the drawing shows, for who cannot see it."""


def funnel(envelope: EnvelopeProgress, view: ProgressView) -> Funnel:
    """Return the bars of one scope; the widest of amount and sums fills the width."""
    say = view.say
    shown = (*SHOWN, Measure.REPAID) if envelope.repaid else SHOWN
    sums = {measure: getattr(envelope, measure.value) for measure in shown}
    most = max(envelope.amount, *sums.values()) or Decimal(1)
    bars = tuple(
        Bar(
            measure=measure,
            name=say[f"measure.{measure}"],
            money=figures.money(usd, say),
            part=figures.part(usd, envelope.amount),
            width=_width(usd, most),
        )
        for measure, usd in sums.items()
    )
    even = Decimal(str(envelope.elapsed)) * envelope.amount
    amount = figures.money(envelope.amount, say)
    told = [say["chart.bar"].format(measure=each.name, money=each.money) for each in bars]
    return Funnel(
        scope=envelope.scope,
        title=view.scope(envelope.scope),
        note=say["chart.note"].format(
            amount=amount,
            due=figures.short_day(envelope.due, say),
            elapsed=figures.share(envelope.elapsed, 0),
            even=figures.money(even, say),
        ),
        bars=bars,
        amount=_width(envelope.amount, most),
        even=_width(even, most),
        text=say["chart.desc"].format(
            scope=view.scope(envelope.scope),
            bars=say.listed(told),
            amount=amount,
            day=figures.day(view.progress.options.as_of, say),
            even=figures.money(even, say),
        ),
    )


def _width(usd: Decimal, most: Decimal) -> float:
    """Return how far an amount reaches, in per cent of the width."""
    reach = round(WIDTH * float(usd / most), 2)
    return max(reach, LEAST) if usd else 0.0
