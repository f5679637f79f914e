"""How cash of a project is split by the terms of the pact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_UP, Decimal

from supplypact.domain.entry import Revenue
from supplypact.domain.pact import RevenueSplit
from supplypact.domain.position import RevenueShare
from supplypact.ledger.book.levels import ZERO
from supplypact.ledger.book.worth import CENT, split

Allocation = Callable[[str, date], Decimal]
"""Deemed allocation of a project in USD on a day."""


def fold_revenue(
    entries: Iterable[tuple[Revenue, Decimal]], terms: RevenueSplit, allocation: Allocation
) -> tuple[RevenueShare, ...]:
    """Return how each entry of revenue is split, by day.

    What the party receives under the first split adds up, project by project, until it is the
    deemed allocation; an entry that crosses this point is cut there.

    Args:
        entries: revenue with its worth in USD, on equal days in the order of the ledger.
    """
    before, after = _exact(terms.before), _exact(terms.after)
    share = before.get(terms.recovers, ZERO)
    recovered: dict[str, Decimal] = {}
    found: list[RevenueShare] = []
    for entry, usd in sorted(entries, key=lambda each: each[0].date):
        had = recovered.get(entry.project, ZERO)
        deemed = allocation(entry.project, entry.date)
        first = min(usd, _cash(max(deemed - had, ZERO), share, usd))
        parts = split(first, before)
        recovered[entry.project] = had + parts.get(terms.recovers, ZERO)
        found.append(
            RevenueShare(
                entry=entry.id,
                project=entry.project,
                date=entry.date,
                usd=usd,
                deemed_allocation=deemed,
                recovered_before=had,
                before=parts,
                after=split(usd - first, after),
            )
        )
    return tuple(found)


def _cash(open_: Decimal, share: Decimal, usd: Decimal) -> Decimal:
    """Return the cash of which the share recovers what is open, up to the next cent."""
    return (open_ / share).quantize(CENT, ROUND_UP) if share else usd


def _exact(shares: Mapping[str, float]) -> dict[str, Decimal]:
    """Return shares as they are written."""
    return {party: Decimal(repr(float(share))) for party, share in shares.items()}
