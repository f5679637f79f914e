"""A book under any sequence of entries, sound or not, beside a simple and slow model (R6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from supplypact.domain.entry import (
    Commitment,
    Correction,
    Disbursement,
    Entry,
    Movement,
    Pledge,
    Repayment,
    Stock,
    Withdrawal,
)
from supplypact.domain.position import Measure, Position
from supplypact.domain.record import Record
from supplypact.ledger.body import read_entry
from supplypact.ledger.book.book import Book
from supplypact.ledger.rules.check import check, check_groups, groups_of
from tests.ledger import given

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.one_of(st.integers(0, 40), st.integers(30, 40), st.just(40)).map(
    lambda each: str(FIRST + timedelta(days=each))
)
SUMS = st.integers(0, 60).map(str)
WAITS = st.integers(-2, 30)
SMALL = st.integers(1, 20).map(str)
PARTIES = st.sampled_from(["JPN", "USA"] * 5 + ["AUS"])
NAMES = st.integers(0, 200)
SHARES = st.sampled_from(["", "USA=0.333; JPN=0.667", "JPN=1"] * 4 + ["USA=0.5"])
CURRENCIES = st.sampled_from(["USD", "USD", "USD", "JPY"])
LINKED: dict[str, tuple[type[Entry], type[Entry]]] = {
    "parent": (Pledge, Pledge),
    "repeats": (Pledge, Pledge),
    "pledge": (Commitment, Pledge),
    "commitment": (Disbursement, Commitment),
    "withdraws": (Withdrawal, Commitment),
}
"""References that a correction changes: from which kind to which."""
CHANGES = st.one_of(
    st.just(""),
    st.fixed_dictionaries(
        {},
        optional={
            "amount": SUMS,
            "date": DAYS,
            "tonnes": SUMS,
            "party": PARTIES,
            "currency": CURRENCIES,
            "note": st.sampled_from(["a", "b"]),
        },
    ).map(lambda each: "; ".join(f"{name}={cell}" for name, cell in each.items())),
)


def _upwards(pledge: Pledge, pledges: Mapping[str, Pledge]) -> list[Pledge]:
    """Return a pledge, its whole, the whole of that, and so on."""
    chain = [pledge]
    while chain[-1].parent:
        chain.append(pledges[chain[-1].parent])
    return chain


def _taken(part: str, whole: Pledge, pledges: Mapping[str, Pledge]) -> Decimal:
    """Return what the parts of a part take out of a whole: once, what is said again in it."""
    return sum(
        (
            max(each.amount or Decimal(0), _taken(each.id, whole, pledges))
            for each in pledges.values()
            if each.parent == part
            and not (each.repeats and whole in _upwards(pledges[each.repeats], pledges))
        ),
        Decimal(0),
    )


class BookMachine(RuleBasedStateMachine):
    """Entries of every kind on few days, names and amounts, so that rules are often broken."""

    @initialize()
    def start(self) -> None:
        self.book = Book(given.terms(JPY="1"))
        self.records: list[Record] = []
        self.now = datetime(2026, 2, 10, 12, tzinfo=UTC)
        self.refused = 0

    def named(self, number: int, kind: type[Entry]) -> str:
        """An id of a kind that was recorded, void or not; now and then, or if none was, blank."""
        names = [each.entry.id for each in self.records if isinstance(each.entry, kind)]
        return names[number % len(names)] if names and number % 23 else ""

    def after(self, name: str, days: int) -> str:
        """A day so many days after an entry, but none that is still to come."""
        days_on = [each.entry.date for each in self.records if each.entry.id == name]
        first = days_on[0] if days_on else FIRST
        return str(min(first + timedelta(days=days), self.now.date()))

    def offer(self, kind: str, **cells: str) -> None:
        """Offer an entry; take it in if nothing is wrong with it."""
        name = f"e-{len(self.records)}-{self.refused}"
        defaults = {"party": "JPN", "source": "Test", "quality": "reported"}
        row: dict[str, object] = {
            "kind": kind,
            "id": name,
            **defaults,
            **given.NEEDED[kind],
            **cells,
        }
        found, told = read_entry(row, where="machine")
        if found is None:
            assert all(each.what.endswith("is missing (L1)") for each in told)
            return
        before = self.book.position(LAST)
        faults = self.book.faults(found, self.now.date())
        if faults:
            self.refused += 1
            assert all(each.what.endswith(")") and each.fix for each in faults)
            self.book._positions.clear()
            assert self.book.position(LAST) == before
            return
        self.records.append(
            Record(seq=len(self.records), recorded_at=self.now, actor="test", entry=found)
        )
        self.book.take(self.records[-1])

    @rule(days=st.integers(0, 2))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(
        day=DAYS,
        party=PARTIES,
        amount=SUMS,
        currency=CURRENCIES,
        shares=SHARES,
        bound=st.sampled_from(["firm", "up_to"]),
        whole=st.none() | NAMES,
        first=st.none() | NAMES,
    )
    def pledge(self, whole: int | None, first: int | None, day: str, **cells: str) -> None:
        parent = "" if whole is None else self.named(whole, Pledge)
        repeats = "" if first is None else self.named(first, Pledge)
        self.offer("pledge", date=day, parent=parent, repeats=repeats, **cells)

    @rule(wait=WAITS, party=PARTIES, amount=SUMS, currency=CURRENCIES, under=st.none() | NAMES)
    def commit(self, under: int | None, wait: int, **cells: str) -> None:
        pledge = "" if under is None else self.named(under, Pledge)
        self.offer("commitment", date=self.after(pledge, wait), pledge=pledge, **cells)

    @rule(
        kind=st.sampled_from(["call", "disbursement", "disbursement", "repayment", "repayment"]),
        wait=WAITS,
        amount=SMALL,
        currency=CURRENCIES,
        under=NAMES,
    )
    def pay(self, kind: str, under: int, wait: int, **cells: str) -> None:
        name = self.named(under, Commitment)
        self.offer(kind, date=self.after(name, wait), commitment=name, **cells)

    @rule(wait=WAITS, what=NAMES, kind=st.sampled_from([Pledge, Commitment]))
    def withdraw(self, wait: int, what: int, kind: type[Entry]) -> None:
        name = self.named(what, kind)
        self.offer("withdrawal", date=self.after(name, wait), withdraws=name)

    @rule(
        movement=st.sampled_from([each.value for each in Movement if each is not Movement.RETURN]),
        day=DAYS,
        party=PARTIES,
        tonnes=st.one_of(SUMS, SMALL),
        place=st.sampled_from(["", "", "Osaka"]),
    )
    def move(self, movement: str, day: str, party: str, **cells: str) -> None:
        other = {"JPN": "USA", "USA": "JPN"}.get(party, "AUS") if movement == "loan" else ""
        self.offer("stock", movement=movement, date=day, party=party, counterparties=other, **cells)

    @rule(wait=WAITS, tonnes=SMALL, loan=NAMES)
    def give_back(self, wait: int, tonnes: str, loan: int) -> None:
        lent = [
            each.entry
            for each in self.records
            if isinstance(each.entry, Stock) and each.entry.movement is Movement.LOAN
        ]
        if lent:
            of = lent[loan % len(lent)]
            self.offer(
                "stock",
                movement="return",
                date=self.after(of.id, wait),
                party=of.counterparties[0],
                loan=of.id,
                tonnes=tonnes,
                place=of.place,
            )

    @rule(
        kind=st.sampled_from(["planned", "moved", "met", "missed"]),
        day=DAYS,
        due=DAYS,
        milestone=st.sampled_from(["a", "b", "teams"]),
    )
    def milestone(self, kind: str, day: str, due: str, milestone: str) -> None:
        dated = {"due": due} if kind in {"planned", "moved"} else {"milestone": milestone}
        self.offer(
            f"milestone_{kind}", **{"date": day, "project": "", "milestone": milestone, **dated}
        )

    @rule(
        day=DAYS,
        what=NAMES,
        kind=st.sampled_from([Entry, Pledge, Commitment, Disbursement, Stock, Withdrawal]),
        changes=CHANGES,
        link=st.sampled_from(["", "", *LINKED]),
        to=NAMES,
    )
    def correct(
        self, day: str, what: int, kind: type[Entry], changes: str, link: str, to: int
    ) -> None:
        if link:
            kind, target = LINKED[link]
            changes = f"{link}={self.named(to, target)}"
        self.offer("correction", date=day, corrects=self.named(what, kind), changes=changes)

    @rule(what=NAMES, kind=st.sampled_from([Commitment, Disbursement, Stock]), less=SMALL)
    def make_less(self, what: int, kind: type[Entry], less: str) -> None:
        name = "tonnes" if kind is Stock else "amount"
        self.offer("correction", corrects=self.named(what, kind), changes=f"{name}={less}")

    @precondition(lambda self: self.records)
    @rule(as_of=st.integers(20, 41), known=st.integers(0, 8))
    def look_back(self, as_of: int, known: int) -> None:
        """A past position is that of a book with only the records of the time."""
        day, known_at = FIRST + timedelta(days=as_of), date(2026, 2, 9) + timedelta(days=known)
        fresh = Book(self.book.terms)
        for each in self.records:
            if each.recorded_at.date() <= known_at:
                fresh.take(each)

        then, again = self.book.position(day, known_at), fresh.position(day)

        assert (then.records, then.money) == (again.records, again.money)
        assert (then.stocks, then.loans) == (again.stocks, again.loans)
        assert (then.milestones, then.calls) == (again.milestones, again.calls)
        assert all(each.entry.date <= day for each in then.records)

    @rule()
    def copy(self) -> None:
        """A copy stands for the book."""
        before = self.book.position(LAST)
        self.book = self.book.copy()
        assert self.book.position(LAST) == before

    @property
    def position(self) -> Position:
        return self.book.position(LAST)

    @property
    def standing(self) -> dict[str, Entry]:
        return {each.entry.id: each.entry for each in self.position.records}

    @invariant()
    def every_entry_stands_in_order(self) -> None:
        standing = self.book._standing
        groups = {group: None for each in standing.entries for group in groups_of(each, standing)}
        for each in standing.entries.values():
            assert check(each, standing, self.book.terms) == []
        assert list(check_groups(groups, standing, self.book.terms, since=date.min)) == []

    @invariant()
    def every_record_stands_or_is_void(self) -> None:
        void = {
            each.entry.corrects
            for each in self.records
            if isinstance(each.entry, Correction) and not each.entry.changes
        }
        assert self.standing.keys() == {each.entry.id for each in self.records} - void

    @invariant()
    def opening_and_in_less_out_is_closing_over_all_holders(self) -> None:
        stocks = self.position.stocks
        moves = [each for each in self.standing.values() if isinstance(each, Stock)]
        sums: dict[Movement, Decimal] = defaultdict(Decimal)
        for each in moves:
            sums[each.movement] += each.tonnes
        assert all(each.closing >= 0 for each in stocks)
        assert all(each.opening + each.into - each.out == each.closing for each in stocks)
        assert sum(each.closing for each in stocks) == (
            sums[Movement.OPENING] + sums[Movement.PURCHASE] - sums[Movement.RELEASE]
        )
        assert sum(each.lent for each in stocks) == sum(each.borrowed for each in stocks)
        assert sum(each.returned for each in stocks) == sum(each.regained for each in stocks)
        assert sum(each.open for each in self.position.loans) == (
            sums[Movement.LOAN] - sums[Movement.RETURN]
        )
        assert all(each.open >= 0 for each in self.position.loans)

    @invariant()
    def nothing_is_paid_that_was_not_committed(self) -> None:
        paid: dict[str, Decimal] = defaultdict(Decimal)
        back: dict[str, Decimal] = defaultdict(Decimal)
        for each in self.standing.values():
            if isinstance(each, Disbursement):
                paid[each.commitment] += each.amount
            if isinstance(each, Repayment):
                back[each.commitment] += each.amount
        for name, amount in paid.items():
            commitment = self.standing[name]
            assert isinstance(commitment, Commitment)
            assert back[name] <= amount <= commitment.amount

    @invariant()
    def no_announcement_counts_twice(self) -> None:
        """One yen is one dollar here, so that amounts add up as they are."""
        standing = self.standing
        pledges = {name: each for name, each in standing.items() if isinstance(each, Pledge)}
        off = {each.withdraws for each in standing.values() if isinstance(each, Withdrawal)}
        counted: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.position.money:
            if line.measure in {Measure.CEILING, Measure.FIRM}:
                counted[line.entry] += line.usd
        for name, pledge in pledges.items():
            chain = _upwards(pledge, pledges)
            rest = max((pledge.amount or Decimal(0)) - _taken(name, pledge, pledges), Decimal(0))
            if any(each.repeats for each in chain):
                assert counted[name] == 0
            elif any(each.id in off for each in chain):
                assert 0 <= counted[name] <= rest
            else:
                assert counted[name] == rest

    @invariant()
    def lines_add_up_to_their_entries(self) -> None:
        stated: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.position.money:
            stated[line.entry] += line.stated
        for name, amount in stated.items():
            assert amount == getattr(self.standing[name], "amount", None)


TestBook = BookMachine.TestCase
TestBook.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
