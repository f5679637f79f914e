"""What each entry adds to which measure, for which party and funding line, in USD.

A re-announcement adds nothing, nor do its parts.  A whole adds what its parts leave of it.  What
is withdrawn adds what was made good of it: of a pledge what was committed, of a commitment what
was disbursed.  A commitment takes sector, project and funding lines from its pledge where it names
none; disbursements and repayments take them, and the shares, from their commitment.  A part takes
sector, funding lines and shares from its whole where it names none.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from supplypact.domain.entry import (
    Call,
    Commitment,
    Cost,
    Disbursement,
    Pledge,
    Repayment,
    Revenue,
)
from supplypact.domain.pact import Pact
from supplypact.domain.position import MEASURE_OF, Measure, MoneyLine
from supplypact.ledger.book.levels import ZERO
from supplypact.ledger.book.links import Links
from supplypact.ledger.book.terms import Rates
from supplypact.ledger.book.worth import cents, split, worth

Lines = tuple[MoneyLine, ...]
Money = Pledge | Commitment | Disbursement | Repayment
Paid = Money | Call | Cost | Revenue


class Counter:
    """Turns entries that stand into lines of money."""

    def __init__(self, seen: Links, rates: Rates, pact: Pact) -> None:
        self._seen = seen
        self._rates = rates
        self._party_of = {each.id: each.party for each in pact.envelope}

    def lines(self, entry: Money) -> Lines:
        """Return the lines of one entry, one for each party that pays; none without an amount.

        Raises:
            NoRateError: a currency has no rate on the day of the entry.
        """
        if isinstance(entry, Disbursement | Repayment):
            return self._paid(entry)
        if entry.amount is None:
            return ()
        if isinstance(entry, Commitment):
            made_good, (why, other) = self._committed(entry)
            return self._split(entry, entry, Measure.COMMITTED, made_good, (why, other))
        counted, (why, other) = self._pledged(entry)
        return self._split(entry, entry, MEASURE_OF[entry.bound], counted, (why, other))

    def usd(self, entry: Paid) -> Decimal:
        """Return an entry's amount in USD at the rate of its day, in cents."""
        return self.stated(entry.amount or ZERO, entry)

    def stated(self, amount: Decimal, entry: Paid) -> Decimal:
        """Return an amount in the currency of an entry in USD at the rate of its day, in cents."""
        return cents(self._rates.usd(amount, entry.currency, entry.date))

    def project(self, entry: Commitment) -> str:
        """Return the project of a commitment, its own or its pledge's."""
        pledge = self._seen.get(entry.pledge, Pledge)
        return entry.project or (pledge.project if pledge is not None else "")

    def disbursed(self, entry: Commitment) -> Decimal:
        """Return what was disbursed under a commitment, in USD at the rate of its day."""
        paid = self._seen.under(entry.id, Disbursement)
        sums = (worth(self._rates, each, entry, each.date) for each in paid)
        return self.stated(sum(sums, ZERO), entry)

    def _committed(self, entry: Commitment) -> tuple[Decimal, tuple[str, str]]:
        """Return what of a commitment counts, in USD, and why it is less."""
        usd = self.usd(entry)
        off = self._seen.withdrawal(entry)
        if off is None:
            return usd, ("", "")
        return self.disbursed(entry), ("withdrawn", off.id)

    def _pledged(self, entry: Pledge) -> tuple[Decimal, tuple[str, str]]:
        """Return what of a pledge counts, in USD, and why it is less."""
        for each in self._seen.upwards(entry):
            if each.repeats and self._seen.get(each.repeats, Pledge) is not None:
                return ZERO, ("repeats", each.repeats)
        counted, why = self.usd(entry), ("", "")
        if taken := self._taken(entry, entry):
            rest = max((entry.amount or ZERO) - taken, ZERO)
            counted, why = self.stated(rest, entry), ("parts", "")
        off = self._seen.withdrawal(entry)
        if off is not None:
            good = (self._committed(each)[0] for each in self._made_good(entry))
            made_good = sum(good, ZERO)
            return min(counted, made_good), ("withdrawn", off.id)
        return counted, why

    def _taken(self, part: Pledge, whole: Pledge) -> Decimal:
        """Return what the parts of a part take out of a whole, in the whole's currency.

        A part takes its amount, or what its own parts take if that is more or it has none.  One
        that repeats another in the same whole takes nothing again.
        """
        taken = ZERO
        for each in self._seen.parts(part.id):
            first = self._seen.get(each.repeats, Pledge) if each.repeats else None
            if first is None or whole not in self._seen.upwards(first):
                own = worth(self._rates, each, whole, whole.date)
                taken += max(own, self._taken(each, whole))
        return taken

    def _made_good(self, entry: Pledge) -> Iterator[Commitment]:
        """Yield the commitments under a pledge, its re-announcements and the parts of these."""
        found = {entry.id: None}
        for name in (opened := [entry.id]):
            yield from self._seen.made_good(name)
            near = [each.id for each in self._seen.named(name, "repeats")]
            if name != entry.id:
                near += [each.id for each in self._seen.parts(name) if not each.repeats]
            opened += [each for each in near if each not in found]
            found |= dict.fromkeys(near)

    def _above(self, entry: Pledge | Commitment) -> list[Pledge | Commitment]:
        """Return an entry, the pledge that it makes good, and what that is a part of."""
        if isinstance(entry, Pledge):
            return [*self._seen.upwards(entry)]
        pledge = self._seen.get(entry.pledge, Pledge)
        return [entry, *(self._seen.upwards(pledge) if pledge is not None else ())]

    def _paid(self, entry: Disbursement | Repayment) -> Lines:
        """Return the lines of money that was paid or paid back."""
        commitment = self._seen.get(entry.commitment, Commitment)
        if commitment is None:
            return ()
        measure = Measure.DISBURSED if isinstance(entry, Disbursement) else Measure.REPAID
        return self._split(entry, commitment, measure, self.usd(entry), ("", ""))

    def _split(
        self,
        entry: Money,
        terms: Pledge | Commitment,
        measure: Measure,
        counted: Decimal,
        why: tuple[str, str],
    ) -> Lines:
        """Return the lines of an entry, split and placed as its pledge or commitment says."""
        above, shares = self._above(terms), self._seen.shares(terms)
        named = next((each.funding_lines for each in above if each.funding_lines), ())
        sector = next((each.sector for each in above if each.sector), "")
        project = terms.project if isinstance(terms, Pledge) else self.project(terms)
        line_of = {self._party_of.get(each, ""): each for each in named}
        usd = self.usd(entry)
        why = why if counted != usd else ("", "")
        stated, all_usd = split(entry.amount or ZERO, shares), split(usd, shares)
        part = all_usd if counted == usd else split(counted, shares)
        return tuple(
            MoneyLine(
                entry=entry.id,
                measure=measure,
                party=party,
                funding_line=line_of.get(party, ""),
                sector=sector,
                project=project,
                date=entry.date,
                step=entry.step if isinstance(entry, Pledge) else None,
                stated=stated[party],
                currency=entry.currency,
                stated_usd=all_usd[party],
                usd=part[party],
                why=why[0],
                other=why[1],
            )
            for party in stated
        )
