"""Reference classes: how late and how dear past projects became, and when the money is drawn."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, date, timedelta
from decimal import Decimal

import polars as pl

from supplypact.domain.hazard import LATE, DurationLaw
from supplypact.domain.position import Measure, Position
from supplypact.domain.progress import Drawn, EnvelopeProgress, ReferenceClass
from supplypact.hazarding.delays import GROWTH, PLANNED, growths
from supplypact.tracking.days import DAYS_A_YEAR, later

DELAY, OVERRUN = "delay", "overrun"
HALF, MOST = 0.5, 0.9
ENOUGH = 10
"""Members from which nine of ten of a class can be told from the members themselves."""
LEAST_DAYS = 91
"""A pace is not read from less than a quarter of a year."""
MOST_YEARS = 100.0
"""An envelope that would take longer is not drawn."""


def reference_classes(
    tables: Mapping[str, pl.DataFrame], laws: Sequence[DurationLaw]
) -> tuple[ReferenceClass, ...]:
    """Return the classes that the tables ``costs`` and ``projects`` allow.

    The delay follows the duration law ``late``, which is fitted to the members' delays; where only
    the growth of a member's cost is known, its time is taken to have grown as much.
    """
    found = (_delay(tables, laws), _overrun(tables["costs"]))
    return tuple(each for each in found if each is not None)


def _delay(
    tables: Mapping[str, pl.DataFrame], laws: Sequence[DurationLaw]
) -> ReferenceClass | None:
    law = next((each for each in laws if each.id == LATE), None)
    grown = growths(tables["costs"])
    leads = tables["projects"]["lead_time_years"].drop_nulls().to_list()
    if law is None or not grown or not leads or (half := quantile(law, HALF)) is None:
        return None
    months = [12.0 * statistics.median(leads) * (growth - 1.0) for growth in grown.values()]
    return ReferenceClass(
        id=DELAY,
        unit="months",
        members=tuple(grown),
        measured=len(tables["costs"].filter(pl.col("measure") == PLANNED)),
        half=half,
        nine_of_ten=quantile(law, MOST),
        low=min(months),
        high=max(months),
        only_overran=True,
    )


def _overrun(costs: pl.DataFrame) -> ReferenceClass | None:
    rows = costs.filter(pl.col("measure") == GROWTH).drop_nulls("value")
    factors = dict(rows.select("project", "value").iter_rows())
    if not factors:
        return None
    values = sorted(factors.values())
    enough = len(values) >= ENOUGH
    return ReferenceClass(
        id=OVERRUN,
        unit="ratio",
        members=tuple(factors),
        measured=len(factors),
        half=statistics.median(values),
        nine_of_ten=statistics.quantiles(values, n=10)[-1] if enough else None,
        low=values[0],
        high=values[-1],
        only_overran=values[0] > 1.0,
    )


def quantile(law: DurationLaw, part: float) -> float | None:
    """Return the months that ``part`` of what follows a law stays below.

    Within the law's months it is interpolated; past them it goes on ending at its mean rate, which
    is exact for an exponential law.  None if it never gets there.
    """
    left, months = 1.0 - part, len(law.alive) - 1
    for month in range(1, months + 1):
        before, after = law.alive[month - 1], law.alive[month]
        if after <= left:
            if after <= 0.0:
                return month - 1 + (before - left) / (before - after)
            return month - 1 + math.log(before / left) / math.log(before / after)
    end = law.alive[-1]
    return None if end >= 1.0 else months * math.log(left) / math.log(end)


def drawn(
    position: Position, scope: EnvelopeProgress | None, delay: ReferenceClass | None
) -> Drawn | None:
    """Return when an envelope will be drawn at the pace so far; None without an envelope.

    The late day is later by the delay that nine of ten of the class stay below.  Cost overruns move
    neither: the envelope is an amount, and a dearer project draws it sooner.
    """
    if scope is None:
        return None
    left = max(scope.amount - scope.disbursed, Decimal(0))
    years_left = max((scope.due - position.as_of).days, 0) / DAYS_A_YEAR
    pace = _pace(position, scope)
    central = _end(position.as_of, left, pace) if left else _filled(position, scope)
    late = central if not left else None
    if left and central and delay and delay.nine_of_ten is not None:
        late = later(central, delay.nine_of_ten)
    return Drawn(
        central=central,
        late=late,
        pace=pace,
        needed=_cents(left / Decimal(str(years_left))) if years_left > 1.0 else left,
        reference_class="late" if delay else "",
    )


def _filled(position: Position, scope: EnvelopeProgress) -> date | None:
    """Return the day of the payment that filled an envelope."""
    sum_so_far = Decimal(0)
    for line in sorted(position.lines(Measure.DISBURSED), key=lambda each: each.date):
        if line.funding_line and (not scope.party or line.party == scope.party):
            sum_so_far += line.usd
            if sum_so_far >= scope.amount:
                return line.date
    return None


def _pace(position: Position, scope: EnvelopeProgress) -> Decimal:
    """Return USD a year since the first disbursement, 0 if there is none."""
    days = [
        line.date
        for line in position.lines(Measure.DISBURSED)
        if line.funding_line and (not scope.party or line.party == scope.party)
    ]
    if not days or not scope.disbursed:
        return Decimal(0)
    years = max((position.as_of - min(days)).days, LEAST_DAYS) / DAYS_A_YEAR
    return _cents(scope.disbursed / Decimal(str(years)))


def _end(as_of: date, left: Decimal, pace: Decimal) -> date | None:
    if not pace:
        return None
    years = float(left / pace)
    if years > MOST_YEARS or as_of.year + years > MAXYEAR:
        return None
    return as_of + timedelta(days=math.ceil(years * DAYS_A_YEAR))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
