"""Stock accounts: who holds how much of a material, in which form, at which place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from supplypact.domain.entry import Entry, Movement, Stock
from supplypact.domain.position import Loan, StockAccount
from supplypact.ledger.book.levels import ZERO, Effect

_COLUMN = {
    Movement.OPENING: "opening",
    Movement.PURCHASE: "bought",
    Movement.RELEASE: "released",
    Movement.LOAN: "lent",
    Movement.RETURN: "returned",
    Movement.ROTATION: "rotated",
}
"""Column of the party's account that a movement counts in."""
_OTHER_COLUMN = {Movement.LOAN: "borrowed", Movement.RETURN: "regained"}
"""Column of the other party's account."""


@dataclass(frozen=True, kw_only=True, order=True)
class AccountKey:
    """Names an account."""

    holder: str
    material: str
    form: str
    place: str

    def __str__(self) -> str:
        """Return the account in words."""
        at = f" at {self.place}" if self.place else ""
        return f"{self.material} ({self.form}) of {self.holder}{at}"


def account_of(entry: Stock, holder: str | None = None) -> AccountKey:
    """Return the account of a movement, of its party unless another holder is named."""
    return AccountKey(
        holder=entry.party if holder is None else holder,
        material=entry.material,
        form=entry.form,
        place=entry.place,
    )


def other_party(entry: Stock, entries: Mapping[str, Entry]) -> str:
    """Return who stands on the other side of a loan or a return; blank if nobody is known."""
    if entry.movement is Movement.LOAN:
        return entry.counterparties[0] if len(entry.counterparties) == 1 else ""
    loan = entries.get(entry.loan) if entry.movement is Movement.RETURN else None
    return loan.party if isinstance(loan, Stock) else ""


def effects_of(entry: Stock, entries: Mapping[str, Entry]) -> list[tuple[AccountKey, Effect]]:
    """Return what a movement does to each account that it touches."""
    sign = {Movement.OPENING: 1, Movement.PURCHASE: 1, Movement.ROTATION: 0}.get(entry.movement, -1)
    least = entry.tonnes if entry.movement is Movement.ROTATION else ZERO
    own = Effect(day=entry.date, change=sign * entry.tonnes, least=least)
    found = [(account_of(entry), own)]
    if other := other_party(entry, entries):
        gain = Effect(day=entry.date, change=entry.tonnes)
        found.append((account_of(entry, other), gain))
    return found


def fold_stocks(
    movements: Iterable[Stock], entries: Mapping[str, Entry]
) -> tuple[tuple[StockAccount, ...], tuple[Loan, ...]]:
    """Return the accounts, by name, and the loans, in the order of the ledger."""
    sums: dict[AccountKey, dict[str, Decimal]] = {}
    named: dict[AccountKey, list[str]] = {}
    lent: list[Stock] = []
    back: dict[str, Decimal] = {}
    for entry in movements:
        sides = [(account_of(entry), _COLUMN[entry.movement])]
        if other := other_party(entry, entries):
            sides.append((account_of(entry, other), _OTHER_COLUMN[entry.movement]))
        for key, column in sides:
            columns = sums.setdefault(key, {})
            columns[column] = columns.get(column, ZERO) + entry.tonnes
            named.setdefault(key, []).append(entry.id)
        if entry.movement is Movement.LOAN:
            lent.append(entry)
        elif entry.movement is Movement.RETURN:
            back[entry.loan] = back.get(entry.loan, ZERO) + entry.tonnes
    accounts = tuple(_account(key, sums[key], named[key]) for key in sorted(sums))
    return accounts, tuple(_loan(each, entries, back.get(each.id, ZERO)) for each in lent)


def _account(key: AccountKey, columns: Mapping[str, Decimal], entries: list[str]) -> StockAccount:
    """Return an account with what its movements add up to."""
    names = (*_COLUMN.values(), *_OTHER_COLUMN.values())
    return StockAccount(
        holder=key.holder,
        material=key.material,
        form=key.form,
        place=key.place,
        entries=tuple(entries),
        **{name: columns.get(name, ZERO) for name in names},
    )


def _loan(entry: Stock, entries: Mapping[str, Entry], returned: Decimal) -> Loan:
    """Return a loan with what came back of it."""
    return Loan(
        entry=entry.id,
        lender=entry.party,
        borrower=other_party(entry, entries),
        material=entry.material,
        form=entry.form,
        place=entry.place,
        lent_on=entry.date,
        tonnes=entry.tonnes,
        returned=returned,
    )
