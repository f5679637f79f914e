"""What a book takes as given beside its records: the pact, names of the tables, and rates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from supplypact.domain.pact import Pact
from supplypact.errors import DataError, Fault, did_you_mean

USD = "USD"
OLDEST = timedelta(days=366)
"""How far back the last rate may lie."""


class NoRateError(LookupError):
    """There is no rate of exchange of a currency on a day: what is missing, and the mend."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what}; {fix}")
        self.what, self.fix = what, fix


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Rates of exchange, each from its day on until the next one."""

    by_currency: Mapping[str, Sequence[tuple[date, Decimal]]] = field(default_factory=dict)
    """USD for one unit of the currency, by day, the first day first."""

    def usd(self, amount: Decimal, currency: str, day: date) -> Decimal:
        """Return an amount in USD at the last rate on or before a day, not rounded.

        Raises:
            NoRateError: there is none, or it is older than 366 days.
        """
        return amount if currency == USD else amount * self.rate(currency, day)

    def rate(self, currency: str, day: date) -> Decimal:
        """Return the USD that one unit of a currency is worth; raises NoRateError."""
        if currency == USD:
            return Decimal(1)
        dated = self.by_currency.get(currency, ())
        before = bisect_right(dated, day, key=lambda each: each[0])
        if before and day - dated[before - 1][0] <= OLDEST:
            return dated[before - 1][1]
        what = f"currency {currency} has no rate on {day}"
        if not dated:
            known = [USD, *self.by_currency]
            raise NoRateError(what, f"{did_you_mean(currency, known)} or {_row(currency, day)}")
        days = ", ".join(str(each) for each, _ in dated[-12:])
        raise NoRateError(what, f"there are rates of {days}; {_row(currency, day)}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Terms:
    """The pact and the names that an entry may use."""

    pact: Pact
    projects: Mapping[str, str] = field(default_factory=dict)
    """Projects of the tables: id to name."""
    materials: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Stages of each material."""
    countries: Mapping[str, str] = field(default_factory=dict)
    """Country code to name."""
    rates: Rates = field(default_factory=Rates)


def rates_of(rows: Iterable[tuple[str, date, str]]) -> Rates:
    """Return the rates of rows of currency, day and USD for one unit as text.

    Raises:
        DataError: a rate is no positive number, or a currency has two rates on a day.
    """
    found: dict[str, dict[date, Decimal]] = {}
    faults: list[Fault] = []
    for currency, day, text in rows:
        where = f"exchange_rates.csv, {currency} of {day}"
        value = _positive(text)
        if value is None:
            fix = "write the USD for one unit, such as 0.0067"
            faults.append(Fault(what=f"rate '{text}' is no positive number", where=where, fix=fix))
        elif day in found.setdefault(currency, {}):
            faults.append(Fault(what="there are two rates", where=where, fix="keep one of them"))
        else:
            found[currency][day] = value
    if faults:
        raise DataError(faults, where="exchange_rates.csv")
    return Rates(by_currency={each: sorted(dated.items()) for each, dated in found.items()})


def _positive(text: str) -> Decimal | None:
    """Return a number above zero, or None."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value > 0 else None


def _row(currency: str, day: date) -> str:
    """Return the mend of a rate that is missing."""
    return f"add a row for {currency} on {day} or before to exchange_rates.csv"
