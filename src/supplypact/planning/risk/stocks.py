"""Who may hold what: every party, each material in the forms that have a price."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from supplypact.algebra.sets import Array, Chain
from supplypact.algebra.stock import StockSet
from supplypact.domain.pact import Pact
from supplypact.domain.risk import DAYS, Cover
from supplypact.errors import Fault, UsageError, did_you_mean
from supplypact.planning.reference import Base

MONTHS_A_YEAR = 12.0
WHERE = "--hold"


def scale(chain: Chain) -> Array:
    """Return the units of the last product that come from a unit of each stage.  Shape (stage)."""
    recovery = [stage.recovery for stage in chain.stages]
    return np.array([np.prod(recovery[number + 1 :]) for number in range(len(recovery))])


def forms(chain: Chain) -> range:
    """Return the stages whose products may be held.

    The price names one of them.  A later product costs at least the feed that is in it; what an
    earlier one costs is unknown, so it is not held.
    """
    return range(chain.priced, len(chain.stages))


def stock_set(
    pact: Pact, bases: Sequence[Base], years: tuple[int, ...], covers: Sequence[Cover] = ()
) -> StockSet:
    """Return who may hold what.

    Opening stocks are 0: what the parties hold is largely secret, and policies are no stocks.

    Raises:
        UsageError: a cover names something unknown, or asks for more than the storage.

    """
    holders = pact.party_codes
    items = [(base, form) for base in bases for form in forms(base.chain)]
    use = np.array([use_of(base.chain, form, holders) for base, form in items])
    use = use.reshape(len(items), len(holders), len(years))
    monthly = use / MONTHS_A_YEAR
    given = StockSet(
        materials=tuple(base.chain.material for base, _ in items),
        forms=tuple(base.chain.stages[form].id for base, form in items),
        holders=holders,
        years=years,
        feed=np.array([base.chain.steps(form, base.chain.priced) for base, form in items]),
        use=use,
        opening=np.zeros(use.shape[:2]),
        storage=pact.assume("stock_limit_months") * monthly,
        buying=pact.assume("stock_buying_months") * monthly,
        price=np.array([_price(base.chain, form) for base, form in items]),
        premium=pact.assume("stock_premium"),
        holding=pact.assume("stock_holding"),
        salvage=pact.assume("stock_salvage"),
        covers=tuple(covers),
    )
    faults = [fault for cover in covers for fault in _faults(pact, given, cover)]
    if faults:
        what, fixes = "; ".join(each.what for each in faults), (each.fix for each in faults)
        raise UsageError(what, where=WHERE, fix="; ".join(dict.fromkeys(fixes)))
    return given


def use_of(chain: Chain, form: int, holders: Sequence[str]) -> Array:
    """Return what each holder needs of a product in a year, for itself or in later products."""
    needed = np.zeros((len(holders), len(chain.years)))
    for number in range(form, len(chain.stages)):
        demand = chain.stages[number].demand * chain.steps(number, form)
        for place, holder in enumerate(holders):
            if holder in chain.countries:
                needed[place] += demand[chain.countries.index(holder)]
    return needed


def _price(chain: Chain, form: int) -> float:
    """Return USD per unit; a product after the priced one at the price of the feed in it."""
    return chain.price * chain.unit * chain.steps(form, chain.priced)


def _faults(pact: Pact, given: StockSet, cover: Cover) -> list[Fault]:
    """Return what is wrong with a cover."""
    faults = []
    if cover.holder not in given.holders:
        what = f"'{cover.holder}' is no party of the pact"
        faults.append(Fault(what=what, where=WHERE, fix=did_you_mean(cover.holder, given.holders)))
    if cover.material not in given.materials:
        what = f"unknown material '{cover.material}'"
        faults.append(
            Fault(what=what, where=WHERE, fix=did_you_mean(cover.material, given.materials))
        )
    if cover.first_year not in given.years:
        what = f"{cover.first_year} is not a year of the plan"
        faults.append(
            Fault(what=what, where=WHERE, fix=f"choose {given.years[0]} to {given.years[-1]}")
        )
    if faults:
        return faults
    most = pact.assume("stock_limit_months") / MONTHS_A_YEAR * DAYS
    years = cover.first_year - given.years[0] + 1
    bought = years * pact.assume("stock_buying_months") / MONTHS_A_YEAR * DAYS
    named = f"{cover.days:g} days of {cover.material} in {cover.holder}"
    if cover.days > most:
        fix = f"ask for {most:.0f} days or less, or raise the assumption stock_limit_months"
        faults.append(
            Fault(what=f"{named} are above the storage of {most:.0f} days", where=WHERE, fix=fix)
        )
    elif cover.days > bought:
        fix = f"ask for {bought:.0f} days or less, or raise the assumption stock_buying_months"
        what = f"{named} by {cover.first_year} are more than can be bought by then"
        faults.append(Fault(what=what, where=WHERE, fix=fix))
    holder = given.holders.index(cover.holder)
    items = [n for n, material in enumerate(given.materials) if material == cover.material]
    if cover.days > 0 and not given.use[items, holder].any():
        what = f"{cover.holder} does not use {cover.material}"
        faults.append(Fault(what=what, where=WHERE, fix="leave it out: there is no use to cover"))
    return faults
