"""Shares and concentration of a set of suppliers.

Arrays hold suppliers (countries) on the last axis; any leading axes (draws, parties) broadcast and
stay.  NaN is "not computable": no supply at all, or a supplier whose tonnes are unknown.  Shares
may add up to less than 1: many small suppliers without a row of their own are in the total of
``share`` and can be set to 0 after it; they then add nothing to concentration.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]

BEST_GOVERNANCE = 2.5
"""Strong end of the Worldwide Governance Indicators, the scale being -2.5 to 2.5."""
GOVERNANCE_WIDTH = 5.0
"""Distance between the ends of that scale."""


def ratio(part: Values | float, whole: Values | float) -> Values:
    """Return ``part / whole``, NaN where ``whole`` is zero, negative or unknown.

    Shapes broadcast.  A whole that is not positive has no parts, so there is no answer.
    """
    part, whole = np.broadcast_arrays(
        np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    )
    parts: Values = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return parts


def share(tonnes: Values) -> Values:
    """Return each supplier's part of the total: s_c = t_c / sum_c t_c.

    Args:
        tonnes: What each supplier gives, >= 0, in one unit.  Shape (..., supplier).

    Returns:
        Shares, 0 to 1, adding up to 1.  Shape (..., supplier), NaN throughout where the total is
        zero or a supplier is unknown.
    """
    return ratio(tonnes, tonnes.sum(axis=-1, keepdims=True))


def top(shares: Values, count: int) -> Values:
    """Return the share of the ``count`` largest suppliers together, 0 to 1.

    Shapes (..., supplier) -> (...).  With fewer suppliers than ``count`` (1 or more) it is the
    share of all.  NaN where the shares are.
    """
    place = shares.shape[-1] - min(count, shares.shape[-1])
    largest: Values = np.partition(shares, place, axis=-1)[..., place:].sum(axis=-1)
    return largest


def hhi(shares: Values) -> Values:
    """Return the Herfindahl-Hirschman index: sum_c s_c^2.

    Shapes (..., supplier) -> (...).  1/n for n equal suppliers, 1 for a single one; times 10,000
    gives points.  NaN where the shares are.

    Source: Hirschman 1964, Am. Econ. Rev. 54(5):761-762.
    """
    return _sum_of_products(shares, shares)


def weakness(governance: Values) -> Values:
    """Return how weak governance is, 0 (best) to 1 (worst): (2.5 - WGI) / 5, kept within 0 and 1.

    ``governance`` is on the scale of the Worldwide Governance Indicators, about -2.5 to 2.5, any
    shape.  NaN where it is unknown.

    Source: World Bank, Worldwide Governance Indicators; Kaufmann, Kraay and Mastruzzi 2011, Hague
    J. Rule Law 3:220-246, doi 10.1017/S1876404511200046 (the scale).
    """
    return np.clip((BEST_GOVERNANCE - governance) / GOVERNANCE_WIDTH, 0.0, 1.0)


def fill_unknown(shares: Values, scores: Values) -> Values:
    """Return ``scores`` with each unknown one replaced by the mean of the known, share-weighted.

    x_c = sum over known k of s_k x_k / sum over known k of s_k.  Shapes (..., supplier), broadcast;
    the result keeps them.  NaN stays where no supplier with a share has a score.  Tell the reader
    how much was filled: ``unscored_share``.
    """
    known = ~np.isnan(scores)
    scored = _sum_of_products(shares, np.where(known, scores, 0.0))
    mean = ratio(scored, share_of(shares, known))
    return np.where(known, scores, mean[..., np.newaxis])


def governance_hhi(shares: Values, governance: Values) -> Values:
    """Return the concentration weighted by weak governance: sum_c s_c^2 w_c, w = (2.5 - WGI) / 5.

    Args:
        shares: Shape (..., supplier).
        governance: WGI scale, about -2.5 to 2.5, NaN where unknown: such a supplier counts as the
            share-weighted mean of the known ones.  Shape broadcasts with ``shares``.

    Returns:
        0 to 1 and never above ``hhi``.  Shape (...).  NaN where the shares are, and where no
        supplier has a score.

    Source: the weighting of the EU criticality method (Blengini et al. 2017, EUR 28654, doi
    10.2760/73303) with governance on 0 to 1 and no trade parameter.
    """
    return _sum_of_products(shares**2, fill_unknown(shares, weakness(governance)))


def unscored_share(shares: Values, governance: Values) -> Values:
    """Return the share of supply from suppliers without a governance score, 0 to 1.

    Shapes (..., supplier), broadcast -> (...).  NaN where the shares are.
    """
    return share_of(shares, np.isnan(governance))


def share_of(shares: Values, mask: Mask) -> Values:
    """Return the share of the suppliers in ``mask``, such as the countries of concern, 0 to 1.

    Shapes (..., supplier), broadcast -> (...).  NaN where the shares are.
    """
    return _sum_of_products(shares, mask.astype(np.float64))


def _sum_of_products(left: Values, right: Values) -> Values:
    """Return the sum over suppliers of ``left`` times ``right``."""
    total: Values = np.einsum("...c,...c->...", left, right)
    return total
