"""What disruptions are expected to cost in one year, in the base case of given projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from supplypact.algebra.sets import Array
from supplypact.domain.network import BASE_YEAR, Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import LAST_YEAR, PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.planning.model import build_model
from supplypact.planning.reference import build_bases
from supplypact.planning.risk.evaluate import strikes
from supplypact.planning.risk.given import RiskData
from supplypact.planning.risk.model import RiskModel, build_risk_model
from supplypact.units import Usd, Year

Held = Mapping[tuple[str, str, str], float]
"""Tonnes in stock in the year asked for, by holder, material and form."""


def expected_loss(
    pact: Pact, network: Network, data: RiskData, held: Held, materials: Sequence[str], year: int
) -> dict[str, Usd]:
    """Return USD a year by material: what each disruption costs, times how often it comes.

    Shortage, surge, releases and response of all parties; in the base case of the network, in
    which nothing but its own projects is built, at the stocks ``held``.

    Raises:
        UsageError: a hazard strikes too often, or no law says how late projects are.

    """
    span = tuple(range(BASE_YEAR, max(LAST_YEAR, year) + 1))
    candidates = tuple(each for each in network.projects if not each.concern_owned)
    options = PlanOptions(first_year=Year(span[0]), last_year=Year(span[-1]))
    bases = build_bases(pact, network, candidates, span)
    built = build_model(pact, network, bases, candidates, options)
    miss = sum(rows.miss.size for rows in built.targets)
    model = build_risk_model(
        pact,
        network,
        built,
        data,
        RiskOptions(materials=tuple(materials)),
        allowed_miss=np.ones(miss),
    )
    place = span.index(year)
    column = model.base.copy()
    column[model.stock.stock[:, :, place]] = _stocks(model, held)
    return {
        each.base.chain.material: Usd(
            sum(
                strike.hazard.rate * float(strike.cost.sum())
                for strike in strikes(each, column, [place])
            )
        )
        for each in model.materials
    }


def _stocks(model: RiskModel, held: Held) -> Array:
    """Return what is held, in units of each material.  Shape (item, holder)."""
    given = model.stocks
    units = {base.chain.material: base.chain.unit for base in model.built.bases}
    return np.array(
        [
            [held.get((holder, material, form), 0.0) / units[material] for holder in given.holders]
            for material, form in zip(given.materials, given.forms, strict=True)
        ]
    )
