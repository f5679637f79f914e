"""Amounts, shares, days and spans as people read them, in two languages."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from supplypact.reporting.numbers import UNKNOWN
from supplypact.reporting.phrases import Phrases

NEARLY = Decimal("0.9995")
"""Part of a step of the scale from which an amount is told in that step."""
DAYS_A_MONTH = 365 / 12


def money(amount: Decimal | None, say: Phrases) -> str:
    """Return US dollars in the unit that fits: USD 36.0 bn, USD 600 mn; 360億ドル."""
    if amount is None:
        return UNKNOWN
    steps = [Decimal(each) for each in say["money.steps"].split(";")]
    forms, digits = say["money.forms"].split(";"), say["money.digits"].split(";")
    size = abs(amount)
    at = next((at for at, step in enumerate(steps) if size >= step * NEARLY), len(steps) - 1)
    least = Decimal(1).scaleb(-int(digits[at]))
    number = f"{(size / steps[at]).quantize(least, ROUND_HALF_UP):,f}"
    if say["money.trim"] == "yes" or not size:
        number = number.removesuffix(".0")
    told = forms[at].format(number=number)
    return say["money.minus"].format(amount=told) if amount < 0 and size else told


def original(amount: Decimal, currency: str) -> str:
    """Return an amount in the currency in which it was stated, to the last digit."""
    return f"{currency} {plain(amount, apart=True)}".strip()


def plain(amount: Decimal, *, apart: bool = False) -> str:
    """Return a number to its last digit, without exponent, thousands ``apart`` if wanted."""
    text = f"{amount:,f}" if apart else f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tonnes(held: Decimal | float | None, say: Phrases) -> str:
    """Return tonnes to the tonne, below ten to one digit behind the point."""
    if held is None:
        return UNKNOWN
    amount = float(held)
    shown = f"{amount:,.0f}" if abs(amount) >= 10 or amount == 0 else f"{amount:,.1f}"
    return say["goods.tonnes"].format(amount=shown)


def share(part: float | None, digits: int = 1) -> str:
    """Return a share as a percentage."""
    return UNKNOWN if part is None else f"{100 * part + 0.0:.{digits}f}%"


def part(amount: Decimal, whole: Decimal) -> str:
    """Return what part of ``whole`` an amount is, as a percentage."""
    return UNKNOWN if not whole else share(float(amount / whole))


def signed(points: float | None) -> str:
    """Return a relative change as a percentage with its sign."""
    return UNKNOWN if points is None else f"{100 * points + 0.0:+.0f}%"


def day(when: date | None, say: Phrases) -> str:
    """Return a date in full."""
    if when is None:
        return UNKNOWN
    month = say["date.months"].split(";")[when.month - 1]
    return say["date.long"].format(day=when.day, month=month, year=when.year)


def short_day(when: date | None, say: Phrases) -> str:
    """Return a date with a short month."""
    if when is None:
        return UNKNOWN
    month = say["date.abbreviated"].split(";")[when.month - 1]
    return say["date.dated"].format(day=when.day, month=month, year=when.year)


def months(count: float | None, say: Phrases) -> str:
    """Return a number of months with its sign."""
    if count is None:
        return UNKNOWN
    if not round(count):
        return say["span.none"]
    return say["span.months"].format(count=f"{count:+.0f}")


def left(days: int, say: Phrases) -> str:
    """Return how long it is until a day, or since it."""
    if days == 0:
        return say["span.today"]
    return say.counted("span.left" if days > 0 else "span.over", abs(days))
