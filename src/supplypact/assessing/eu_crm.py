"""Supply risk as the EU assesses critical raw materials.

Source: European Commission 2017, Methodology for establishing the EU list of critical raw
materials, doi 10.2873/769526; Blengini et al. 2017, EUR 28654, doi 10.2760/73303; used in the study
of 2023 (Grohol and Veeh, doi 10.2873/725585).  docs/assessment/eu_crm.md says what cannot be
rebuilt.  NaN is "not computable": ``missing_inputs`` names what lacks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supplypact.assessing.reliance import net_import_reliance
from supplypact.assessing.shares import Values, fill_unknown, weakness

BASE_TRADE_PARAMETER = 1.0
"""Of a supplier without export restriction or trade agreement."""
SCALE = 10.0
"""Governance runs from 0 to this."""
NO_STAGE = -1
"""Bottleneck where no stage can be computed."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SupplyRisk:
    """Supply risk of a chain and the stage that sets it."""

    value: Values
    """From 0.  NaN where no stage can be computed."""
    bottleneck: NDArray[np.intp]
    """Position of the stage with the highest risk; ``NO_STAGE`` where none can be computed."""


def wgi_0_10(governance: Values) -> Values:
    """Return governance turned round and scaled to 0 (best) to 10 (worst): (2.5 - WGI) * 2.

    Any shape; kept within 0 and 10.  NaN where unknown.
    """
    return SCALE * weakness(governance)


def hhi_wgi(
    shares: Values, wgi: Values, trade_parameter: Values | float = BASE_TRADE_PARAMETER
) -> Values:
    """Return the concentration weighted by governance and trade: sum_c s_c^2 WGI_c t_c.

    Args:
        shares: Of world output, or of what the party sources.  Shape (..., supplier).
        wgi: ``wgi_0_10`` of each supplier; an unknown one counts as the share-weighted mean of
            the known.  Shape broadcasts with ``shares``.
        trade_parameter: t of each supplier: 0.8 with a trade agreement or at home, 1.0 without,
            1.1 to 1.5 under export restrictions.  Shape broadcasts with ``shares``.

    Returns:
        0 to 10 with t = 1, up to 15.  Shape (...).  NaN where the shares are, and where no
        supplier has a score.
    """
    risk: Values = (shares**2 * fill_unknown(shares, wgi) * trade_parameter).sum(axis=-1)
    return risk


def import_reliance(
    production: Values | float, imports: Values | float, exports: Values | float
) -> Values:
    """Return net imports over domestic use, kept within 0 and 1: (I - E) / (P + I - E).

    In one unit; shapes broadcast and stay.  A net exporter has 0.  Stocks are left out, as the
    method does.  NaN where domestic use is not positive or a figure is unknown.
    """
    return np.clip(net_import_reliance(production, imports, exports), 0.0, 1.0)


def stage_risk(
    hhi_global: Values | float,
    hhi_sourcing: Values | float,
    import_reliance: Values | float,
    recycling: Values | float,
    substitution: Values | float,
) -> Values:
    """Return the supply risk of one stage.

    SR = (HHI_global * IR / 2 + HHI_sourcing * (1 - IR / 2)) * (1 - EoL) * SI.

    Args:
        hhi_global: ``hhi_wgi`` of world output.
        hhi_sourcing: ``hhi_wgi`` of what the party sources, home included.
        import_reliance: IR, 0 to 1.
        recycling: EoL, end-of-life recycling input rate, 0 to 1.
        substitution: SI, substitution index of supply risk, 0 (easy) to 1 (none).

    All shapes broadcast and stay.

    Returns:
        From 0.  Where one of the two concentrations is unknown the other stands alone, as the
        method allows, and IR is not needed.  NaN where both are unknown, or IR while it is needed,
        or recycling or substitution.
    """
    mixed = hhi_global * (np.asarray(import_reliance) / 2)
    mixed = mixed + hhi_sourcing * (1 - np.asarray(import_reliance) / 2)
    alone = np.where(np.isnan(hhi_global), hhi_sourcing, hhi_global)
    both = ~np.isnan(hhi_global) & ~np.isnan(hhi_sourcing)
    risk: Values = np.where(both, mixed, alone) * (1 - np.asarray(recycling)) * substitution
    return risk


def supply_risk(stage_risks: Values) -> SupplyRisk:
    """Return the highest risk over the stages and the stage that has it.

    ``stage_risks`` has the stages on the last axis.  A stage that cannot be computed is passed
    over, so the chain's risk is at least what is returned.
    """
    known = ~np.isnan(stage_risks)
    ranked = np.where(known, stage_risks, -np.inf)
    computable = known.any(axis=-1)
    return SupplyRisk(
        value=np.where(computable, ranked.max(axis=-1), np.nan),
        bottleneck=np.where(computable, ranked.argmax(axis=-1), NO_STAGE),
    )


def missing_inputs(**inputs: Values | float | None) -> tuple[str, ...]:
    """Return the names of the inputs without a single known value, in words, in the order given.

    ``missing_inputs(recycling_rate=math.nan, import_reliance=0.4)`` gives ``("recycling rate",)``.
    """
    return tuple(
        name.replace("_", " ")
        for name, value in inputs.items()
        if value is None or bool(np.isnan(value).all())
    )
