"""Reliance on imports, on the largest supplier, and on stocks.

NaN is "not computable": nothing is used, or a figure is unknown.
"""

from __future__ import annotations

import numpy as np

from supplypact.assessing.shares import Values, ratio

MONTHS_PER_YEAR = 12


def net_import_reliance(
    production: Values | float,
    imports: Values | float,
    exports: Values | float,
    stock_decrease: Values | float = 0.0,
) -> Values:
    """Return net imports as a share of apparent consumption, as the USGS defines it.

    NIR = (I - E + dS) / (P + I - E + dS), the denominator being apparent consumption.

    Args:
        production: Primary output and what is recovered from old scrap.
        imports: Imports of the forms that are counted.
        exports: Exports of the same forms.
        stock_decrease: Taken out of government and industry stocks; negative for a build-up.

    All in one unit and of one year; shapes broadcast and stay.

    Returns:
        1 where all is imported, 0 where trade and stocks cancel, negative for a net exporter (the
        USGS prints "E").  NaN where apparent consumption is not positive or a figure is unknown.

    Source: USGS, Mineral Commodity Summaries, appendix on definitions.
    """
    net_imports = np.asarray(imports) - exports + stock_decrease
    return ratio(net_imports, production + net_imports)


def n_minus_1(supply: Values, demand: Values | float) -> Values:
    """Return the part of demand that is still met without the largest supplier.

    N-1 = (sum_c S_c - max_c S_c) / D.

    Args:
        supply: Tonnes a year by supplier: of the world's makers for world demand, or what reaches
            a party, by maker, home included, for the party's need.  Shape (..., supplier).
        demand: Tonnes a year.  Shape (...).

    Returns:
        From 0; above 1 where the others supply more than is needed.  Shape (...).  NaN where there
        is no demand or a figure is unknown.

    Source: IEA, Global Critical Minerals Outlook 2025, "N-1" supply, formula as recalled; variants
    that take the largest supplier's own demand off as well are not used.
    """
    left = supply.sum(axis=-1) - supply.max(axis=-1)
    return ratio(np.maximum(left, 0.0), demand)


def months_of_cover(stock: Values | float, use_per_year: Values | float) -> Values:
    """Return for how many months the stock meets the use: 12 * stock / use.

    Both in tonnes (a year); shapes broadcast and stay.  From 0 up.  NaN where nothing is used or
    the stock is unknown.
    """
    return ratio(MONTHS_PER_YEAR * np.asarray(stock), use_per_year)
