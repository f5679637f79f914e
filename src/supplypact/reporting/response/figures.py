"""Amounts and dates as people read them: two or three digits, their unit, in two languages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from supplypact.reporting.numbers import UNKNOWN
from supplypact.reporting.phrases import Phrases

ALIKE = 0.01
"""Part by which the ends of a range differ at most if no range is known."""


def rounded(amount: float, digits: int) -> float:
    """Return ``amount`` to so many significant digits; never minus zero."""
    if amount == 0 or not math.isfinite(amount):
        return 0.0 if amount == 0 else amount
    return round(amount, digits - 1 - math.floor(math.log10(abs(amount)))) + 0.0


def plain(amount: float, digits: int = 3) -> str:
    """Return a number to so many significant digits, thousands apart."""
    short = rounded(amount, digits)
    size = abs(short)
    places = 0 if size == 0 else max(0, digits - 1 - math.floor(math.log10(size)))
    text = f"{short:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tonnes(amount: float | None, say: Phrases) -> str:
    """Return tonnes to three digits, below one to two."""
    if amount is None:
        return UNKNOWN
    return say["goods.tonnes"].format(amount=plain(amount, 3 if abs(amount) >= 1 else 2))


def usd(amount: float | None, say: Phrases, digits: int = 2) -> str:
    """Return money in the unit that fits: USD 1.2 bn, USD 410 mn; 12億ドル."""
    if amount is None or not math.isfinite(amount):
        return UNKNOWN
    size = abs(rounded(amount, digits))
    if size < 0.5:
        size = 0.0
    steps = [float(each) for each in say["money.sizes"].split(";")]
    forms = say["money.shown"].split(";")
    at = next((at for at, step in enumerate(steps) if size >= step), len(steps) - 1)
    told = forms[at].format(number=plain(size / steps[at], digits))
    return say["money.minus"].format(amount=told) if amount < 0 and size else told


def alike(low: float | None, high: float | None) -> bool:
    """Return whether two ends of a range are the same within 1 %."""
    if low is None or high is None:
        return False
    return abs(high - low) <= ALIKE * max(abs(low), abs(high))


def usd_ends(low: float, high: float, say: Phrases) -> str:
    """Return what an amount is at least and at most, or that no range is known."""
    form = "money.unknown_range" if alike(low, high) else "money.ends"
    return say[form].format(low=usd(low, say), high=usd(high, say))


def usd_range(low: float | None, high: float | None, say: Phrases) -> str:
    """Return two amounts of money as a range, or that none is known."""
    if alike(low, high):
        return say["money.unknown_range"]
    return say["money.range"].format(low=usd(low, say), high=usd(high, say))


def day(when: date, say: Phrases) -> str:
    """Return a date in full."""
    month = say["date.months"].split(";")[when.month - 1]
    return say["date.long"].format(day=when.day, month=month, year=when.year)


def short_day(when: date, say: Phrases, form: str = "short") -> str:
    """Return a date without its year; ``tick`` is the shortest form."""
    month = say["date.abbreviated"].split(";")[when.month - 1]
    return say[f"date.{form}"].format(day=when.day, month=month)


def near_day(when: date, say: Phrases, now: date) -> str:
    """Return a short date, with its year if that is not the year of ``now``."""
    if when.year == now.year:
        return short_day(when, say)
    month = say["date.abbreviated"].split(";")[when.month - 1]
    return say["date.dated"].format(day=when.day, month=month, year=when.year)


def opened(sentence: str) -> str:
    """Return a sentence that begins with a capital."""
    return sentence[:1].upper() + sentence[1:]


def few(items: Sequence[str], most: int, say: Phrases, more: str = "list.more") -> str:
    """Return the first ``most`` items in words, and how many there are beside.

    Args:
        items: What is listed.
        most: How many are named.
        say: The words.
        more: Phrase that counts the others.

    """
    if len(items) <= most:
        return say.listed(list(items))
    shown = say["list.comma"].join(items[:most])
    return say[more].format(shown=shown, count=len(items) - most)
