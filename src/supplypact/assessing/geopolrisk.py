"""GeoPolRisk: the chance that supply fails for political reasons, and what it weighs.

Arrays hold suppliers on the last axis, any leading axes (draws, importers, years) broadcast and
stay.  NaN is "not computable".  Source of all: Gemechu et al. 2016, J. Ind. Ecol. 20(1):154-165,
doi 10.1111/jiec.12279; Koyamparambath et al. 2024 (the characterisation factor); formulas as in
the documentation of the authors' program geopolrisk-py.
"""

from __future__ import annotations

import numpy as np

from supplypact.assessing.shares import Values, ratio, share, share_of, weakness

COPPER = 0.409412948
"""Midpoint of copper, mean of the OECD countries 2017 to 2021, USD per kg: the reference."""
UNKNOWN_INSTABILITY = 0.5
"""Stands for a supplier without a score, as the method says."""


def instability(political_stability: Values) -> Values:
    """Return how unstable a country is, 0 (best) to 1 (worst): g = (2.5 - PV) / 5, within 0 and 1.

    Args:
        political_stability: PV of the Worldwide Governance Indicators, about -2.5 to 2.5, NaN
            where unknown, any shape.

    Returns:
        The same shape; 0.5 where the score is unknown.  ``assumed_share`` tells how much of the
        supply that concerns.
    """
    return np.where(
        np.isnan(political_stability), UNKNOWN_INSTABILITY, weakness(political_stability)
    )


def assumed_share(imports: Values, political_stability: Values) -> Values:
    """Return the part of the imports whose supplier has no score, so that 0.5 was taken, 0 to 1.

    Shapes (..., supplier), broadcast -> (...).  NaN without any imports.
    """
    return share_of(share(imports), np.isnan(political_stability))


def weighted_trade(imports: Values, instability: Values, domestic: Values | float) -> Values:
    """Return the import risk: sum_i g_i f_i / (p + F), F = sum_i f_i.

    Args:
        imports: f_i, tonnes from each supplier, home not among them.  Shape (..., supplier).
        instability: g_i, 0 to 1.  Shape broadcasts with ``imports``.
        domestic: p, tonnes made at home.  Shape broadcasts with (...).

    Returns:
        0 (all from home, or from the most stable) to 1.  Shape (...).  NaN where nothing is made
        or imported, or where either is unknown.
    """
    risky = np.einsum("...c,...c->...", imports, instability)
    return ratio(risky, imports.sum(axis=-1) + domestic)


def score(hhi: Values | float, weighted: Values | float) -> Values:
    """Return the GeoPolRisk score, 0 to 1: HHI of world production x weighted trade.

    Shapes broadcast.  NaN where either is.
    """
    return np.multiply(hhi, weighted, dtype=np.float64)


def midpoint(score: Values | float, usd_per_kg: Values | float) -> Values:
    """Return the midpoint in USD per kg: score x price.  Shapes broadcast; NaN where either is."""
    return np.multiply(score, usd_per_kg, dtype=np.float64)


def factor(midpoint: Values | float) -> Values:
    """Return the characterisation factor, kg of copper equivalent per kg: midpoint / 0.409412948.

    Any shape.  NaN where the midpoint is.
    """
    return np.divide(midpoint, COPPER, dtype=np.float64)
