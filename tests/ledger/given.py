"""A pact of two parties, terms for it, and a book that entries are recorded in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from supplypact.domain.entry import Entry
from supplypact.domain.pact import (
    Clause,
    FundingLine,
    FundingTerm,
    Indicator,
    Milestone,
    Pact,
    Party,
    RevenueSplit,
    Sector,
)
from supplypact.domain.position import Position
from supplypact.domain.record import Record
from supplypact.ledger.body import read_entry
from supplypact.ledger.book.book import Book
from supplypact.ledger.book.terms import Rates, Terms
from supplypact.units import Share, Usd, Year

CLAUSE = Clause(source="test")
LAST = date(2100, 1, 1)

NEEDED: dict[str, dict[str, str]] = {
    "project": {"project": "smelter", "name": "Copper smelter", "host": "USA"},
    "cost": {"project": "mine", "amount": "100", "currency": "USD"},
    "pledge": {
        "step": "interest",
        "bound": "firm",
        "binding": "no",
        "amount": "100",
        "currency": "USD",
    },
    "commitment": {"amount": "100", "currency": "USD"},
    "call": {"commitment": "c", "amount": "10", "currency": "USD"},
    "disbursement": {"commitment": "c", "amount": "10", "currency": "USD"},
    "repayment": {"commitment": "c", "amount": "10", "currency": "USD"},
    "revenue": {"project": "mine", "amount": "10", "currency": "USD"},
    "withdrawal": {"withdraws": "c"},
    "milestone_planned": {"milestone": "first-output", "due": "2027-06-30", "project": "mine"},
    "milestone_moved": {"milestone": "first-output", "due": "2028-06-30", "project": "mine"},
    "milestone_met": {"milestone": "first-output", "project": "mine"},
    "milestone_missed": {"milestone": "first-output", "project": "mine"},
    "output": {
        "project": "mine",
        "product": "lithium",
        "stage": "refine",
        "quantity": "5",
        "unit": "t/yr",
    },
    "stock": {"movement": "purchase", "material": "lithium", "form": "refine", "tonnes": "10"},
    "decision": {"text": "Held a meeting."},
    "indicator": {"indicator": "defence", "value": "1.8", "unit": "% of GDP", "year": "2026"},
    "correction": {"corrects": "c"},
}
"""What each kind needs beside what all have."""


def pact() -> Pact:
    """USA pays 120 and JPN 430 billion; the split of revenue recovers what is JPN's."""
    names = {"USA": ("United States", "アメリカ合衆国"), "JPN": ("Japan", "日本")}
    sums = {"us-incentives": ("USA", 120e9), "japan-commitments": ("JPN", 430e9)}
    return Pact(
        id="test-pact",
        title_en="Test",
        title_ja="試験",
        signed=date(2025, 10, 28),
        summary="",
        parties=tuple(
            Party(country=code, name_en=en, name_ja=ja, clause=CLAUSE)
            for code, (en, ja) in names.items()
        ),
        hosts=("AUS",),
        observers=(),
        concern=("CHN",),
        partners=(),
        avoided=(),
        envelope=tuple(
            FundingLine(
                id=name,
                party=party,
                kind="commitment",
                amount=Usd(amount),
                first_year=Year(2026),
                last_year=Year(2035),
                sectors=("energy", "minerals"),
                clause=CLAUSE,
            )
            for name, (party, amount) in sums.items()
        ),
        sectors=tuple(
            Sector(id=name, name_en=name.title(), name_ja=name, clause=CLAUSE)
            for name in ("energy", "minerals")
        ),
        targets=(),
        indicators=(
            Indicator(
                id="defence",
                party="JPN",
                text="Defence spending",
                value=2,
                unit="% of GDP",
                year=Year(2027),
                clause=CLAUSE,
            ),
        ),
        mechanisms=(),
        price_floors=(),
        milestones=(
            Milestone(
                id="teams",
                text="Implementation teams stand",
                due=date(2026, 1, 26),
                clause=CLAUSE,
            ),
        ),
        claims=(),
        assumptions={},
        text="",
        funding_term=FundingTerm(business_days=45, calendars=("USA", "JPN"), clause=CLAUSE),
        revenue_split=RevenueSplit(
            recovers="JPN",
            before={"USA": Share(0.5), "JPN": Share(0.5)},
            after={"USA": Share(0.9), "JPN": Share(0.1)},
            clause=CLAUSE,
        ),
    )


def terms(**rates: str) -> Terms:
    """One yen is 0.0067 USD from October 2025 on, unless other rates of that day are given."""
    day = date(2025, 10, 1)
    dated = {name: [(day, Decimal(rate))] for name, rate in (rates or {"JPY": "0.0067"}).items()}
    return Terms(
        pact=pact(),
        projects={"mine": "Great Mine", "mill": "Small Mill"},
        materials={"lithium": ("mine", "refine"), "gallium": ("refine",)},
        countries={"USA": "United States", "JPN": "Japan", "AUS": "Australia"},
        rates=Rates(by_currency=dated),
    )


def entry(kind: str, name: str, **cells: str) -> Entry:
    """An entry of JPN on 1 February 2026, unless told otherwise; of a blank field nothing."""
    row: dict[str, object] = {
        "kind": kind,
        "id": name,
        "date": "2026-02-01",
        "party": "JPN",
        "source": "Test",
        "quality": "reported",
        **NEEDED[kind],
        **cells,
    }
    found, faults = read_entry(row, where="test")
    assert found is not None, [str(each) for each in faults]
    return found


@dataclass
class Keeper:
    """Keeps a book; each record is taken in at noon of a day."""

    book: Book = field(default_factory=lambda: Book(terms()))
    day: date = date(2026, 11, 22)
    records: list[Record] = field(default_factory=list)

    def add(self, kind: str, name: str, **cells: str) -> Entry:
        """Record an entry that nothing is wrong with."""
        found = entry(kind, name, **cells)
        assert self.told(found) == []
        return self.take(found)

    def take(self, found: Entry) -> Entry:
        """Record an entry without asking."""
        noon = datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)
        self.records.append(
            Record(seq=len(self.records), recorded_at=noon, actor="test", entry=found)
        )
        self.book.take(self.records[-1])
        return found

    def told(self, found: Entry) -> list[str]:
        """What is wrong with an entry: what and fix in one text each."""
        return [f"{each.what}; {each.fix}" for each in self.book.faults(found, self.day)]

    def refused(self, kind: str, name: str = "new", **cells: str) -> list[str]:
        """What is wrong with an entry of these cells."""
        return self.told(entry(kind, name, **cells))

    def position(self, as_of: date = LAST, known_at: date | None = None) -> Position:
        """What the records add up to."""
        return self.book.position(as_of, known_at)
