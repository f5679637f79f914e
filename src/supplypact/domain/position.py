"""The position: what a record adds up to on a day, as it was known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from supplypact.domain.entry import Bound, Entry, IndicatorValue, Output, Step
from supplypact.domain.record import Record


class Measure(StrEnum):
    """What a sum of money means.  Measures are never added to each other."""

    CEILING = "ceiling"
    """Pledged as "up to": the most that it may become."""
    FIRM = "firm"
    """Pledged as a stated amount."""
    COMMITTED = "committed"
    DISBURSED = "disbursed"
    REPAID = "repaid"


@dataclass(frozen=True, kw_only=True)
class MoneyLine:
    """What one entry adds to one measure for one party; every total is a sum of these."""

    entry: str
    measure: Measure
    party: str
    funding_line: str
    """Of the pact; blank: outside the envelope."""
    sector: str
    project: str
    date: date
    step: Step | None
    """For pledges."""
    stated: Decimal
    """In the entry's currency: this party's part of the amount as it was stated."""
    currency: str
    stated_usd: Decimal
    usd: Decimal
    """What counts: 0 for a re-announcement, the rest beside its parts for a whole."""
    why: str = ""
    """Code why less than stated counts: ``repeats``, ``parts`` or ``withdrawn``; blank if all."""
    other: str = ""
    """Entry that ``why`` points to."""


@dataclass(frozen=True, kw_only=True)
class MilestoneState:
    """A milestone as it stands."""

    milestone: str
    project: str
    """Blank for a milestone of the pact."""
    text: str
    party: str
    """Who planned it; blank for a milestone that the pact file itself plans."""
    first_due: date
    due: date
    moves: int
    met: date | None
    missed: date | None
    entries: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CostState:
    """What a project was first said to cost, and what it is said to cost now (USD)."""

    project: str
    first: Decimal
    first_on: date
    latest: Decimal
    latest_on: date
    growth: Decimal | None = None
    """Latest over first: in the currency that both are stated in, else in USD."""
    entries: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StockAccount:
    """One holder's stock of one material in one form at one place: opening + in - out = closing."""

    holder: str
    material: str
    form: str
    place: str
    opening: Decimal
    bought: Decimal
    released: Decimal
    lent: Decimal
    """Out, to other parties, over all time."""
    borrowed: Decimal
    """In, from other parties, over all time."""
    returned: Decimal
    """Out, given back as a borrower."""
    regained: Decimal
    """In, taken back as a lender."""
    rotated: Decimal
    """Both in and out."""
    entries: tuple[str, ...]

    @property
    def into(self) -> Decimal:
        """Return what came in, the opening aside."""
        return self.bought + self.borrowed + self.regained

    @property
    def out(self) -> Decimal:
        """Return what went out."""
        return self.released + self.lent + self.returned

    @property
    def closing(self) -> Decimal:
        """Return what is there."""
        return self.opening + self.into - self.out


@dataclass(frozen=True, kw_only=True)
class Loan:
    """Metal that one party lent to another."""

    entry: str
    lender: str
    borrower: str
    material: str
    form: str
    place: str
    lent_on: date
    tonnes: Decimal
    returned: Decimal

    @property
    def open(self) -> Decimal:
        """Return the tonnes that are still owed."""
        return self.tonnes - self.returned


@dataclass(frozen=True, kw_only=True)
class FundingCall:
    """A call for funds and the first day on which it may be paid by the pact's terms."""

    entry: str
    commitment: str
    party: str
    notice: date
    earliest: date | None
    """None where the pact states no term."""
    usd: Decimal


@dataclass(frozen=True, kw_only=True)
class RevenueShare:
    """How one entry of revenue is split.  The parts before and after recovery add up to ``usd``."""

    entry: str
    project: str
    date: date
    usd: Decimal
    deemed_allocation: Decimal
    recovered_before: Decimal
    """What the funding party had received of it before this entry."""
    before: dict[str, Decimal]
    """Party to USD under the first split."""
    after: dict[str, Decimal]
    """Party to USD under the second split."""


@dataclass(frozen=True, kw_only=True)
class Position:
    """What the record adds up to.

    ``records`` are those that stand: true by ``as_of``, known by ``known_at``, corrections applied
    and voided ones left out.
    """

    as_of: date
    known_at: date | None
    """None: all that is recorded."""
    records: tuple[Record, ...]
    money: tuple[MoneyLine, ...]
    milestones: tuple[MilestoneState, ...]
    """First of the pact, then by project."""
    costs: tuple[CostState, ...]
    outputs: tuple[Output, ...]
    stocks: tuple[StockAccount, ...]
    loans: tuple[Loan, ...]
    calls: tuple[FundingCall, ...]
    revenue: tuple[RevenueShare, ...]
    indicators: tuple[IndicatorValue, ...]

    def total(self, measure: Measure, **where: str) -> Decimal:
        """Return what counts of a measure in USD, of the lines whose fields are as given.

        Example: ``position.total(Measure.FIRM, party="JPN", sector="energy_security")``.
        """
        return sum((line.usd for line in self.lines(measure, **where)), Decimal(0))

    def lines(self, measure: Measure, **where: str) -> list[MoneyLine]:
        """Return the lines that a total is the sum of."""
        return [
            line
            for line in self.money
            if line.measure is measure
            and all(getattr(line, name) == value for name, value in where.items())
        ]

    def entry(self, name: str) -> Entry:
        """Return the standing entry of this id; raises KeyError."""
        for record in self.records:
            if record.entry.id == name:
                return record.entry
        raise KeyError(name)


MEASURE_OF = {Bound.UP_TO: Measure.CEILING, Bound.FIRM: Measure.FIRM}
"""Measure that a pledge counts under."""
