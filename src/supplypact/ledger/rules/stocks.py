"""Rules L16 and L17: stock accounts and loans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from supplypact.domain.entry import Movement, Stock
from supplypact.ledger.book.levels import ZERO
from supplypact.ledger.book.standing import Standing
from supplypact.ledger.book.stocks import AccountKey, other_party
from supplypact.ledger.cells import plain
from supplypact.ledger.rules.finding import Finding


def check_account(account: AccountKey, standing: Standing, since: date) -> Iterator[Finding]:
    """Yield what breaks L16 in an account, on days since the one given."""
    level = standing.accounts.get(account)
    if level is None:
        return
    openings = sorted(standing.openings.get(account, ()), key=lambda each: standing.order[each])
    for name in openings[1:]:
        told = f"the account {account} was opened already ({openings[0]}), {name} opens it again"
        yield Finding(rule="L16", what=told, fix="record a purchase, or correct the opening")
    for name in openings[:1]:
        opened = standing.entries[name].date
        if level.first is not None and level.first < opened:
            told = (
                f"the account {account} would move on {level.first} and opens on {opened} ({name})"
            )
            fix = "nothing moves before the opening: correct one of the two days"
            yield Finding(rule="L16", what=told, fix=fix)
    short = level.short(since)
    if short is not None:
        day, held, least = short
        told = f"the account {account} would hold {plain(held)} t on {day}"
        if least:
            told = f"{told}, and {plain(least)} t would be rotated"
        fix = "record first what came in, or correct the tonnes or the day"
        yield Finding(rule="L16", what=told, fix=fix)


def check_movement(entry: Stock, standing: Standing) -> Iterator[Finding]:
    """Yield what breaks L17."""
    if entry.movement is Movement.LOAN and (
        len(entry.counterparties) != 1 or entry.party in entry.counterparties
    ):
        told = "a loan needs one borrower, another party"
        yield Finding(rule="L17", what=told, fix="name it under counterparties")
    if entry.movement is Movement.RETURN:
        yield from _return(entry, standing)
    elif entry.loan:
        told = f"a {entry.movement} is against no loan"
        yield Finding(rule="L17", what=told, fix="leave loan blank, or record a return")


def _return(entry: Stock, standing: Standing) -> Iterator[Finding]:
    """Yield what is wrong with a return."""
    if not entry.loan:
        yield Finding(rule="L17", what="a return needs its loan", fix="name the entry under loan")
    loan = standing.get(entry.loan, Stock)
    if loan is None or loan.movement is not Movement.LOAN:
        return
    borrower = other_party(loan, standing.entries)
    if entry.party != borrower:
        told = f"{entry.party} returns what {borrower} borrowed ({loan.id})"
        yield Finding(rule="L17", what=told, fix=f"record it with the party {borrower}")
    if entry.counterparties not in {(), (loan.party,)}:
        told = f"the loan {loan.id} is of {loan.party}, not of {', '.join(entry.counterparties)}"
        yield Finding(rule="L17", what=told, fix=f"write {loan.party}, or leave it blank")
    for name in ("material", "form", "place"):
        lent, back = getattr(loan, name), getattr(entry, name)
        if lent != back:
            told = f"{name} is '{back}', but '{lent}' was lent ({loan.id})"
            yield Finding(rule="L17", what=told, fix=f"write '{lent}'")
    back = sum((each.tonnes for each in standing.returns(loan.id)), ZERO)
    if back > loan.tonnes:
        left = loan.tonnes - (back - entry.tonnes)
        told = f"{plain(entry.tonnes)} t are returned of {plain(left)} t open of {loan.id}"
        fix = "record what is above it as a purchase, if it was sold"
        yield Finding(rule="L17", what=told, fix=fix)
