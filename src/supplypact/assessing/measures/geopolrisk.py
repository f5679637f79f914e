"""GeoPolRisk of each party at each stage."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from supplypact.assessing import geopolrisk
from supplypact.assessing.exposure import Exposure
from supplypact.assessing.measures.measured import Measured
from supplypact.assessing.shares import hhi, share
from supplypact.units import KILOGRAMMES


def geopolrisk_measures(exposure: Exposure) -> Iterator[Measured]:
    """Yield the GeoPolRisk score, its midpoint and its characterisation factor at each stage."""
    scores = exposure.scores["political_stability"].values
    unstable = geopolrisk.instability(scores)
    price = exposure.sheet.price / KILOGRAMMES
    for number, stage in enumerate(exposure.chain.stages):
        concentration = hhi(share(exposure.drawn.output[number]) * exposure.named)
        for place, party in enumerate(exposure.parties):
            foreign = exposure.face[number][:, place] * (1 - exposure.members[place])
            weighted = geopolrisk.weighted_trade(
                foreign, unstable, exposure.production[number][:, place]
            )
            assumed = float(geopolrisk.assumed_share(foreign[:1], scores[:1])[0])
            note = f"{assumed:.0%} of the imports at an assumed instability of 0.5"
            score = geopolrisk.score(concentration, weighted)
            midpoint = geopolrisk.midpoint(score, price)
            none = "it neither makes nor imports any at this stage"
            reason = exposure.why_unknown(number, place, none)
            if np.isfinite(score[0]):
                reason = "the price is unknown"
            for indicator, values in (
                ("geopolrisk", score),
                ("geopolrisk_midpoint", midpoint),
                ("geopolrisk_factor", geopolrisk.factor(midpoint)),
            ):
                yield Measured(
                    indicator=indicator,
                    stage=stage.id,
                    party=party,
                    values=values,
                    note=note if assumed > 0 else "",
                    reason=reason if np.isnan(values[0]) else "",
                )
