"""The position of a day, put together from the entries that stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import TypeVar

from supplypact.domain.entry import (
    Call,
    Commitment,
    Cost,
    Disbursement,
    Entry,
    Revenue,
    Stock,
)
from supplypact.domain.pact import Pact
from supplypact.domain.position import CostState, FundingCall, RevenueShare
from supplypact.ledger.book.business_days import earliest
from supplypact.ledger.book.levels import ZERO
from supplypact.ledger.book.links import Links
from supplypact.ledger.book.money import Counter
from supplypact.ledger.book.revenue import fold_revenue
from supplypact.ledger.book.standing import MilestoneEntry, MilestoneKey

Kind = TypeVar("Kind", bound=Entry)


def fold_costs(entries: Iterable[Cost], counter: Counter) -> tuple[CostState, ...]:
    """Return the first and the latest cost of each project, by project."""
    of: dict[str, list[Cost]] = {}
    for each in sorted(entries, key=lambda each: each.date):
        of.setdefault(each.project, []).append(each)
    return tuple(
        CostState(
            project=project,
            first=counter.usd(costs[0]),
            first_on=costs[0].date,
            latest=counter.usd(costs[-1]),
            latest_on=costs[-1].date,
            growth=_growth(costs[0], costs[-1], counter),
            entries=tuple(each.id for each in costs),
        )
        for project, costs in sorted(of.items())
    )


def fold_calls(entries: Iterable[Call], counter: Counter, pact: Pact) -> tuple[FundingCall, ...]:
    """Return the calls for funds with the first day on which each may be due."""
    term = pact.funding_term
    return tuple(
        FundingCall(
            entry=each.id,
            commitment=each.commitment,
            party=each.party,
            notice=each.date,
            earliest=None if term is None else earliest(each.date, term),
            usd=counter.usd(each),
        )
        for each in entries
    )


def fold_splits(
    entries: Sequence[Revenue],
    commitments: Iterable[Commitment],
    seen: Links,
    counter: Counter,
    pact: Pact,
) -> tuple[RevenueShare, ...]:
    """Return how revenue is split; nothing where the pact states no split."""
    split = pact.revenue_split
    if split is None or not entries:
        return ()
    added: dict[str, list[tuple[date, Decimal]]] = {}
    for each in commitments:
        parts = _allocated(each, seen, counter, split.recovers)
        added.setdefault(counter.project(each), []).extend(parts)
    steps = {project: _steps(each) for project, each in added.items()}

    def allocation(project: str, day: date) -> Decimal:
        days, sums = steps.get(project, ([], []))
        at = bisect_right(days, day)
        return sums[at - 1] if at else ZERO

    paired = ((each, counter.usd(each)) for each in entries)
    return fold_revenue(paired, split, allocation)


def chains(
    entries: Iterable[MilestoneEntry],
) -> Iterator[tuple[MilestoneKey, list[MilestoneEntry]]]:
    """Yield what is recorded on each milestone, by day and then in the order of the ledger."""
    found: dict[MilestoneKey, list[MilestoneEntry]] = {}
    for each in sorted(entries, key=lambda each: each.date):
        found.setdefault((each.project, each.milestone), []).append(each)
    yield from found.items()


def by_id(entries: Iterable[Stock]) -> Mapping[str, Stock]:
    """Return entries by their ids."""
    return {each.id: each for each in entries}


def _growth(first: Cost, latest: Cost, counter: Counter) -> Decimal | None:
    """Return the latest cost over the first one, in their currency or, if they differ, in USD."""
    if first.currency == latest.currency:
        return latest.amount / first.amount
    start = counter.usd(first)
    return counter.usd(latest) / start if start else None


def _allocated(
    entry: Commitment, seen: Links, counter: Counter, recovers: str
) -> Iterator[tuple[date, Decimal]]:
    """Yield what a commitment adds to the deemed allocation of its project, and when.

    What the recovering party disbursed adds on its day; what is stated adds on the day of the
    commitment, and once the commitment is withdrawn what was disbursed takes its place.
    """
    paid = [
        (each.date, line.usd)
        for each in seen.under(entry.id, Disbursement)
        for line in counter.lines(each)
        if line.party == recovers
    ]
    if entry.deemed_allocation is None:
        yield from paid
        return
    stated = counter.stated(entry.deemed_allocation, entry)
    yield entry.date, stated
    off = seen.withdrawal(entry)
    if off is not None:
        yield off.date, sum((usd for _, usd in paid), ZERO) - stated


def _steps(added: list[tuple[date, Decimal]]) -> tuple[list[date], list[Decimal]]:
    """Return days and the sums that hold from them on."""
    added.sort(key=lambda each: each[0])
    return [day for day, _ in added], list(accumulate(usd for _, usd in added))
