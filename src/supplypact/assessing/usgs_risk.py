"""Supply risk of the type that the USGS uses, from inputs that are open.

SR = (DP * TE * EV)^(1/3): disruption potential, trade exposure, economic vulnerability.

Source: Nassar et al. 2020, Science Advances 6:eaay8647, doi 10.1126/sciadv.aay8647.  Not the USGS's
index: ``REPLACED`` names what stands in for inputs that are not open.  The results compare the
materials of one assessment with each other; the cut-off of 0.40 of the USGS does not apply.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.assessing.reliance import net_import_reliance
from supplypact.assessing.shares import (
    GOVERNANCE_WIDTH,
    Mask,
    Values,
    fill_unknown,
    ratio,
    weakness,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Replacement:
    """An input of the published index and what stands in for it."""

    id: str
    what: str
    by: str


REPLACED = (
    Replacement(
        id="ability",
        what="ability to supply: the Fraser Institute's policy perception index",
        by="weakness of governance, (2.5 - WGI) / 5, the mean of the six dimensions",
    ),
    Replacement(
        id="willingness",
        what="willingness to supply: trade ties, shared values and military cooperation",
        by="shared values alone: distance in WGI voice and accountability, over 5",
    ),
    Replacement(
        id="operating_profit",
        what="expenditure over operating profit of each industry, weighted by its value added",
        by="value added in place of profit, which leaves spending on the material over GDP",
    ),
    Replacement(
        id="scale",
        what="economic vulnerability as an absolute figure",
        by="the same over the largest of the materials compared",
    ),
)
"""What differs from the published index, for a report to show."""


def unwillingness(voice: Values, importer_voice: Values | float) -> Values:
    """Return how far a supplier's values are from the importer's: |v_c - v_importer| / 5.

    Args:
        voice: WGI voice and accountability of each supplier, about -2.5 to 2.5.
            Shape (..., supplier).
        importer_voice: The same of the importer.  Shape broadcasts with ``voice``.

    Returns:
        0 (alike) to 1 (the ends of the scale).  Shape (..., supplier).  NaN where unknown.
    """
    return np.clip(np.abs(voice - importer_voice) / GOVERNANCE_WIDTH, 0.0, 1.0)


def disruption_potential(
    shares: Values, governance: Values, unwilling: Values, importer: Mask
) -> Values:
    """Return the disruption potential: sum over c outside the importer of s_c^2 ASI_c WSI_c.

    Args:
        shares: Of world output, the importer's own included.  Shape (..., supplier).
        governance: WGI scale; ASI is its ``weakness``.  Shape broadcasts with ``shares``.
        unwilling: WSI, ``unwillingness``.  Shape broadcasts with ``shares``.
        importer: The importing country, or all of a bloc.  Shape broadcasts with ``shares``.

    Returns:
        0 to 1.  Shape (...).  A supplier without a score counts as the share-weighted mean of the
        other foreign ones.  NaN where the shares are, and where foreign suppliers have a share but
        none of them a score.
    """
    foreign = np.where(importer, 0.0, shares)
    ability = fill_unknown(foreign, weakness(governance))
    willing = fill_unknown(foreign, unwilling)
    potential: Values = np.where(foreign == 0, 0.0, foreign**2 * ability * willing).sum(axis=-1)
    return potential


def trade_exposure(
    production: Values | float,
    imports: Values | float,
    exports: Values | float,
    stock_decrease: Values | float = 0.0,
) -> Values:
    """Return the net import reliance with 0 for a net exporter, 0 to 1.

    TE = max(0, (I - E + dS) / (P + I - E + dS)).  Arguments, shapes and NaN as in
    ``reliance.net_import_reliance``.
    """
    return np.maximum(net_import_reliance(production, imports, exports, stock_decrease), 0.0)


def economic_vulnerability(spending: Values) -> Values:
    """Return spending on each material over the largest spending of the materials compared.

    EV = sum_i (VA_i / GDP) (EXP_i / OP_i); with value added VA in place of operating profit OP it
    is sum_i EXP_i / GDP; and GDP cancels when scaled by the largest.

    Args:
        spending: What the importer spends on each material in a year (use times price), in one
            currency.  Shape (..., material).

    Returns:
        0 to 1, relative to the set.  Shape (..., material).  NaN where the material's spending is
        unknown, and throughout where none is above zero.
    """
    largest = np.where(np.isnan(spending), 0.0, spending).max(axis=-1, keepdims=True)
    return ratio(spending, largest)


def supply_risk(
    disruption_potential: Values | float,
    trade_exposure: Values | float,
    economic_vulnerability: Values | float,
) -> Values:
    """Return the geometric mean of the three: (DP * TE * EV)^(1/3).

    Shapes broadcast and stay.  0 to 1; 0 as soon as one of them is.  NaN where one is unknown.
    """
    return np.cbrt(np.asarray(disruption_potential) * trade_exposure * economic_vulnerability)
