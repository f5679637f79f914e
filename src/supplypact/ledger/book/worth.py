"""What an amount is worth in USD or in the currency of another entry, and how it is split."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Protocol

from supplypact.domain.entry import Commitment, Pledge
from supplypact.ledger.book.terms import USD, Rates

CENT = Decimal("0.01")


class Sum(Protocol):
    """An entry with an amount."""

    @property
    def amount(self) -> Decimal | None:
        """Amount, if it is known."""

    @property
    def currency(self) -> str:
        """Currency of the amount."""


def cents(amount: Decimal) -> Decimal:
    """Return an amount rounded to cents, half to even."""
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def worth(rates: Rates, entry: Sum, against: Commitment | Pledge, day: date) -> Decimal:
    """Return an entry's amount in the currency of another entry, at the rates of a day.

    In the same currency it is exact, else rounded to cents; an amount that is not known is 0.

    Raises:
        NoRateError: one of the two currencies has no rate on that day.
    """
    amount = entry.amount or Decimal(0)
    if not entry.currency or entry.currency == against.currency:
        return amount
    usd = rates.usd(amount, entry.currency, day)
    return cents(usd / rates.rate(against.currency or USD, day))


def split(amount: Decimal, shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return each party's part of an amount; the parts add up to it exactly.

    Parts are rounded down to cents, or to the amount's own last digit if that is smaller.  What
    is left goes cent by cent to the largest remainders, on a tie to the first by name.

    Example: 100.00 in shares of 1/3, 1/3, 1/3 gives 33.34, 33.33, 33.33.
    """
    if len(shares) == 1:
        return dict.fromkeys(shares, amount)
    exponent = amount.as_tuple().exponent
    step = min(CENT, Decimal((0, (1,), exponent if isinstance(exponent, int) else 0)))
    exact = {name: amount * shares[name] for name in sorted(shares)}
    parts = {name: part.quantize(step, ROUND_DOWN) for name, part in exact.items()}
    left = int((amount - sum(parts.values())) / step)
    largest = sorted(parts, key=lambda name: parts[name] - exact[name])
    for name in largest[:left]:
        parts[name] += step
    return parts
