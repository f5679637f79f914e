"""Rules L8, L13, L14 and L19: money counted against a commitment, a whole or a project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from supplypact.domain.entry import (
    Call,
    Commitment,
    Disbursement,
    Entry,
    Pledge,
    Repayment,
    Revenue,
)
from supplypact.ledger.book.levels import ZERO
from supplypact.ledger.book.purse import Purse
from supplypact.ledger.book.standing import Standing
from supplypact.ledger.book.terms import NoRateError, Terms
from supplypact.ledger.book.worth import worth
from supplypact.ledger.cells import plain
from supplypact.ledger.rules.finding import Finding

Account = Call | Disbursement | Repayment


def check_sums(entry: Entry, standing: Standing, terms: Terms) -> Iterator[Finding]:
    """Yield what breaks L8 where two entries are compared, and L19."""
    if isinstance(entry, Account):
        commitment = standing.get(entry.commitment, Commitment)
        yield from _convertible(entry, commitment, entry.date, terms)
    elif isinstance(entry, Pledge) and (whole := standing.get(entry.parent, Pledge)) is not None:
        yield from _convertible(entry, whole, whole.date, terms)
    elif isinstance(entry, Revenue):
        yield from _revenue(entry, standing, terms)


def check_purse(
    name: str, standing: Standing, since: date, entry: Entry | None
) -> Iterator[Finding]:
    """Yield what breaks L13 and L14 under a commitment, on days since the one given."""
    commitment, purse = standing.get(name, Commitment), standing.purses.get(name)
    if commitment is None or purse is None:
        return
    own = ZERO if entry is None else standing.worth(entry.id) or ZERO
    for done, added in {"disbursed": purse.paid, "called": purse.called}.items():
        if added > commitment.amount:
            yield _over(done, added, own, commitment)
    short = purse.out.short(since)
    if short is not None:
        yield _repaid(short[0], own, commitment, purse)


def _convertible(
    entry: Account | Pledge, against: Commitment | Pledge | None, day: date, terms: Terms
) -> Iterator[Finding]:
    """Yield what breaks L8 on the day on which an entry is counted against another."""
    if against is not None:
        try:
            worth(terms.rates, entry, against, day)
        except NoRateError as error:
            told = f"{error.what}, on which it is counted against {against.id}"
            yield Finding(rule="L8", what=told, fix=error.fix)


def _over(done: str, added: Decimal, own: Decimal, commitment: Commitment) -> Finding:
    """Return the finding that more was called or disbursed than committed."""
    had, whole, name = added - own, commitment.amount, commitment.id
    told = f"{plain(added)} {commitment.currency} would be {done} of {plain(whole)} committed"
    if own:
        told = f"{told}: {plain(had)} {done} so far, {plain(max(whole - had, ZERO))} left"
    fix = "correct the amount, or record a commitment to the rest"
    return Finding(rule="L13", what=f"{told} ({name})", fix=fix)


def _repaid(day: date, own: Decimal, commitment: Commitment, purse: Purse) -> Finding:
    """Return the finding that more was repaid than disbursed."""
    left = purse.out.at(day) + own
    told = f"more would be repaid than disbursed under {commitment.id} by {day}"
    if own:
        told = f"{told}: {plain(left)} {commitment.currency} is out, {plain(own)} would come back"
    return Finding(rule="L14", what=told, fix="correct the amount or the day: principal only")


def _revenue(entry: Revenue, standing: Standing, terms: Terms) -> Iterator[Finding]:
    """Yield what breaks L19."""
    if terms.pact.revenue_split is None:
        told = f"the pact {terms.pact.id} states no split of revenue"
        yield Finding(rule="L19", what=told, fix="add [revenue_split] to the pact file")
    if not any(each.date <= entry.date for each in commitments_of(entry.project, standing)):
        told = f"no money was committed to project {entry.project} by {entry.date}"
        yield Finding(rule="L19", what=told, fix="record the commitment first")


def commitments_of(project: str, standing: Standing) -> Iterator[Commitment]:
    """Yield the commitments to a project, their own or by their pledge."""
    for name in standing.of_project.get(project, ()):
        entry = standing.entries[name]
        if isinstance(entry, Commitment):
            yield entry
        elif isinstance(entry, Pledge):
            yield from (each for each in standing.made_good(name) if not each.project)
