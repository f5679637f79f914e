"""The EU's four benchmarks for 2030, applied to a party or to all parties as one bloc.

Source: Regulation (EU) 2024/1252 (Critical Raw Materials Act), article 5(1): capacity to extract
10%, process 40% and recycle 25% of annual consumption, and at most 65% of it from one third country
at any stage.  They are goals of the EU; for others they are a yardstick.  The thresholds stand in
``domain.assessment.INDICATORS``; a share on the threshold passes.
"""

from __future__ import annotations

import numpy as np

from supplypact.assessing.shares import Mask, Values, ratio


def of_consumption(capacity: Values | float, consumption: Values | float) -> Values:
    """Return the part of annual consumption that the party can extract, process or recycle.

    Both in tonnes a year of one basis; output stands for capacity only if the caller says so.
    Shapes broadcast and stay.  From 0, above 1 where there is more capacity than use.  NaN where
    nothing is consumed or a figure is unknown.  A bloc is the sum of its parties.
    """
    return ratio(capacity, consumption)


def largest_third_country(tonnes: Values, third: Mask) -> Values:
    """Return the largest part of what a party receives that comes from one third country.

    Args:
        tonnes: What the party or bloc receives at a stage by maker, or the content of what it uses
            by the country where it passed the stage; home included.  Shape (..., supplier).
        third: Suppliers that are one country outside the party or bloc; leave out home and
            "rest of the world", which is not one country.  Shape broadcasts with ``tonnes``.

    Returns:
        0 to 1.  Shape (...).  NaN where nothing is received or a figure is unknown.
    """
    largest = np.where(third, tonnes, 0.0).max(axis=-1)
    return ratio(largest, tonnes.sum(axis=-1))
