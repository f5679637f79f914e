"""The USGS-type supply risk of each party at each stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from supplypact.assessing import usgs_risk
from supplypact.assessing.chain import Array
from supplypact.assessing.exposure import Exposure
from supplypact.assessing.measures.measured import Measured
from supplypact.assessing.measures.sourcing import unscored_note
from supplypact.assessing.shares import ratio, share

_OPEN_INPUTS = "; ".join(f"{each.what} replaced by {each.by}" for each in usgs_risk.REPLACED)


def usgs_measures(exposure: Exposure, spending: Mapping[str, Array]) -> Iterator[Measured]:
    """Yield the three parts of the USGS-type index and the index, at each stage.

    Args:
        exposure: The material.
        spending: By party, spending on this material over the largest of all materials
            (``usgs_risk.economic_vulnerability``).  Shape (draw).
    """
    governance = exposure.scores["governance"].values
    voice = exposure.scores["voice"].values
    for number, stage in enumerate(exposure.chain.stages):
        world = share(exposure.drawn.output[number]) * exposure.named
        for place, party in enumerate(exposure.parties):
            importer = exposure.members[place] > 0
            own_voice = _mean_of_known(voice[:, importer])
            potential = usgs_risk.disruption_potential(
                world, governance, usgs_risk.unwillingness(voice, own_voice), importer
            )
            exposed = usgs_risk.trade_exposure(
                exposure.production[number][:, place],
                exposure.imports[number][:, place],
                exposure.exports[number][:, place],
            )
            vulnerability = spending[party]
            for indicator, values, lacking in (
                ("disruption_potential", potential, "no supplier outside has a score"),
                (
                    "trade_exposure",
                    exposed,
                    exposure.why_unknown(number, place, "it receives none at this stage"),
                ),
                ("economic_vulnerability", vulnerability, "use or price is unknown"),
                (
                    "usgs_supply_risk",
                    usgs_risk.supply_risk(potential, exposed, vulnerability),
                    "one of its three parts cannot be computed",
                ),
            ):
                yield Measured(
                    indicator=indicator,
                    stage=stage.id,
                    party=party,
                    values=values,
                    reason=lacking if np.isnan(values[0]) else "",
                    note=_note(indicator, unscored_note(world, governance)),
                )


def _note(indicator: str, unscored: str) -> str:
    """Return what stands in for inputs of a measure."""
    if indicator == "usgs_supply_risk":
        return "; ".join(filter(None, (_OPEN_INPUTS, unscored)))
    return unscored if indicator == "disruption_potential" else ""


def _mean_of_known(scores: Array) -> Array:
    """Return the mean of the known scores of a bloc, NaN if none is.  Shape (draw, 1)."""
    known = np.isfinite(scores)
    total = np.where(known, scores, 0.0).sum(axis=1, keepdims=True)
    return ratio(total, known.sum(axis=1, keepdims=True).astype(float))


def spending_of(exposure: Exposure) -> Array:
    """Return what each party spends on what it uses, USD a year.  Shape (draw, party)."""
    return exposure.used * exposure.sheet.price[:, None]
