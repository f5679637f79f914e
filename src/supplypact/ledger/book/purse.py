"""What was called, paid and paid back under a commitment."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from supplypact.domain.entry import Call, Entry, Repayment
from supplypact.ledger.book.levels import ZERO, Effect, Level


@dataclass(kw_only=True)
class Purse:
    """What was called, paid and paid back under a commitment, in its currency."""

    called: Decimal = ZERO
    paid: Decimal = ZERO
    out: Level = field(default_factory=Level)
    """Paid and not yet paid back."""

    def add(self, entry: Entry, amount: Decimal, sign: int = 1) -> None:
        """Take in a call, a disbursement or a repayment, or take it out again."""
        if isinstance(entry, Call):
            self.called += sign * amount
            return
        back = isinstance(entry, Repayment)
        if not back:
            self.paid += sign * amount
        effect = Effect(day=entry.date, change=-amount if back else amount)
        if sign > 0:
            self.out.add(effect)
        else:
            self.out.remove(effect)

    def copy(self) -> Purse:
        """Return a purse of its own."""
        return Purse(called=self.called, paid=self.paid, out=self.out.copy())
