"""The envelope: what is pledged, committed and paid against the amount and the time gone by.

E1 unknown   nothing is recorded
E2 met       disbursed >= amount
E3 late      the due day has passed, and less than the amount is disbursed
E4 on track  committed >= amount x elapsed, the straight line from the first day to the due day
E5 at risk   committed is below the line, and so are all pledges at their ceilings
E6 at risk   committed is below the line; only pledges reach it, and pledges are no payments

What all pledges may come to at most is the ceilings and the firm sums together: E5 and E6 alone
ask for that.  Repayments are not taken off: a loan that was paid back was invested all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from supplypact.domain.pact import FundingLine, Pact
from supplypact.domain.position import Measure, MoneyLine, Position
from supplypact.domain.progress import EnvelopeProgress, Status, Verdict
from supplypact.units import Share, Usd

LINES, WHOLE = "lines", "whole"
"""Scopes beside the ids of the funding lines."""
GOOD = (Status.MET, Status.ON_TRACK)
"""Statuses at which nobody must act."""


def envelope(pact: Pact, position: Position) -> tuple[EnvelopeProgress, ...]:
    """Return each funding line, all lines together, and the whole where the pact states one."""
    lines = [_line(line, position) for line in pact.envelope]
    return (*lines, *_together(pact, position, lines))


def _line(line: FundingLine, position: Position) -> EnvelopeProgress:
    return _progress(
        position,
        lambda money: money.funding_line == line.id,
        scope=line.id,
        party=line.party,
        amount=line.amount,
        first=date(line.first_year, 1, 1),
        due=date(line.last_year, 12, 31),
        who=(line.party,),
    )


def _together(
    pact: Pact, position: Position, lines: Sequence[EnvelopeProgress]
) -> Iterator[EnvelopeProgress]:
    ids = {line.scope for line in lines}
    behind = [line.party for line in lines if line.verdict.status not in GOOD]
    payers = tuple(dict.fromkeys(behind or [line.party for line in lines]))
    if lines:
        yield _progress(
            position,
            lambda money: money.funding_line in ids,
            scope=LINES,
            party="",
            amount=Usd(float(sum(line.amount for line in lines))),
            first=min(line.first for line in lines),
            due=max(line.due for line in lines),
            who=payers,
        )
    if pact.whole is not None:
        funds = (pact.whole.party,) if pact.whole.party else pact.party_codes
        yield _progress(
            position,
            lambda money: money.funding_line in ids and money.party in funds,
            scope=WHOLE,
            party=pact.whole.party,
            amount=pact.whole.amount,
            first=pact.whole.first,
            due=pact.whole.due,
            who=tuple(each for each in payers if each in funds) or funds,
        )


def _progress(
    position: Position,
    counts: Callable[[MoneyLine], bool],
    *,
    scope: str,
    party: str,
    amount: Usd,
    first: date,
    due: date,
    who: tuple[str, ...],
) -> EnvelopeProgress:
    sums = dict.fromkeys(Measure, Decimal(0))
    for money in position.money:
        if counts(money):
            sums[money.measure] += money.usd
    whole, elapsed = dollars(amount), elapsed_part(first, due, position.as_of)
    pledged = sums[Measure.CEILING] + sums[Measure.FIRM]
    status, rule = _rule(
        whole,
        whole * Decimal(str(elapsed)),
        pledged=pledged,
        committed=sums[Measure.COMMITTED],
        disbursed=sums[Measure.DISBURSED],
        over=position.as_of > due,
    )
    return EnvelopeProgress(
        scope=scope,
        party=party,
        amount=whole,
        first=first,
        due=due,
        elapsed=elapsed,
        ceiling=sums[Measure.CEILING],
        firm=sums[Measure.FIRM],
        committed=sums[Measure.COMMITTED],
        disbursed=sums[Measure.DISBURSED],
        repaid=sums[Measure.REPAID],
        verdict=Verdict(status=status, rule=rule, who=() if status in GOOD else who),
        over=max(pledged - whole, Decimal(0)),
    )


def _rule(
    amount: Decimal,
    line: Decimal,
    *,
    pledged: Decimal,
    committed: Decimal,
    disbursed: Decimal,
    over: bool,
) -> tuple[Status, str]:
    if not (pledged or committed or disbursed):
        return Status.UNKNOWN, "E1"
    if disbursed >= amount:
        return Status.MET, "E2"
    if over:
        return Status.LATE, "E3"
    if committed >= line:
        return Status.ON_TRACK, "E4"
    return Status.AT_RISK, "E6" if pledged >= line else "E5"


def elapsed_part(first: date, due: date, day: date) -> Share:
    """Return the part of the time from ``first`` to ``due`` that has gone by, 0 to 1."""
    whole = max((due - first).days, 1)
    return Share(min(max((day - first).days / whole, 0.0), 1.0))


def dollars(amount: float) -> Decimal:
    """Return an amount of the pact, which is a float, to the cent."""
    return Decimal(str(amount)).quantize(Decimal("0.01"))
