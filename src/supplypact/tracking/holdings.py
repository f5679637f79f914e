"""Stocks against their targets, and indicators against their goals.

S1 unknown   no target is known
S2 met       the holder's stock of the material in this form, all places together, is at its target
S3 late      below it, and the target's year has ended
S4 at risk   below it, with time left

I1 unknown   no value is recorded
I2 met       the last value is at the goal or above
I3 late      below it, and the goal's year has ended
I4 at risk   below it, with time left
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from supplypact.domain.pact import Indicator, Pact
from supplypact.domain.position import Position, StockAccount
from supplypact.domain.progress import IndicatorProgress, Status, StockProgress, Verdict


@dataclass(frozen=True, kw_only=True)
class StockTarget:
    """What a holder is to have of a material in a form by the end of a year."""

    tonnes: Decimal
    year: int
    source: str


StockTargets = Mapping[tuple[str, str, str], StockTarget]
"""By holder, material and form."""


def stocks(position: Position, targets: StockTargets) -> tuple[StockProgress, ...]:
    """Return every stock account against the target for its holder, material and form."""
    held: dict[tuple[str, str, str], Decimal] = {}
    for account in position.stocks:
        held[_key(account)] = held.get(_key(account), Decimal(0)) + account.closing
    return tuple(
        _stock(account, held[_key(account)], targets.get(_key(account)), position.as_of)
        for account in position.stocks
    )


def without_account(position: Position, targets: StockTargets) -> int:
    """Return of how many targets the record has no account: nothing is known of them."""
    return len(targets.keys() - {_key(account) for account in position.stocks})


def _key(account: StockAccount) -> tuple[str, str, str]:
    return account.holder, account.material, account.form


def _stock(
    account: StockAccount, held: Decimal, target: StockTarget | None, as_of: date
) -> StockProgress:
    if target is None:
        status, rule = Status.UNKNOWN, "S1"
    elif held >= target.tonnes:
        status, rule = Status.MET, "S2"
    elif as_of.year > target.year:
        status, rule = Status.LATE, "S3"
    else:
        status, rule = Status.AT_RISK, "S4"
    return StockProgress(
        account=account,
        target=None if target is None else target.tonnes,
        target_source="" if target is None else target.source,
        verdict=_told(status, rule, account.holder, at_unknown=False),
    )


def indicators(pact: Pact, position: Position) -> tuple[IndicatorProgress, ...]:
    """Return every indicator of the pact with the value recorded for the latest year."""
    return tuple(_indicator(each, position) for each in pact.indicators)


def _indicator(indicator: Indicator, position: Position) -> IndicatorProgress:
    values = [
        each
        for each in position.indicators
        if each.indicator == indicator.id and each.year <= position.as_of.year
    ]
    last = max(values, key=lambda each: (each.year, each.date), default=None)
    if last is None:
        status, rule = Status.UNKNOWN, "I1"
    elif last.value >= Decimal(str(indicator.value)):
        status, rule = Status.MET, "I2"
    elif position.as_of.year > indicator.year:
        status, rule = Status.LATE, "I3"
    else:
        status, rule = Status.AT_RISK, "I4"
    return IndicatorProgress(
        indicator=indicator.id,
        party=indicator.party,
        text=indicator.text,
        goal=indicator.value,
        unit=indicator.unit,
        year=indicator.year,
        value=None if last is None else last.value,
        value_year=None if last is None else last.year,
        entry="" if last is None else last.id,
        verdict=_told(status, rule, indicator.party, at_unknown=True),
    )


def _told(status: Status, rule: str, party: str, *, at_unknown: bool) -> Verdict:
    idle = status is Status.MET or (status is Status.UNKNOWN and not at_unknown)
    return Verdict(status=status, rule=rule, who=() if idle or not party else (party,))
