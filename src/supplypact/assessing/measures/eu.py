"""The EU's supply risk and its benchmarks for 2030, for each party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from supplypact.assessing import eu_crm
from supplypact.assessing.chain import Array
from supplypact.assessing.eu_benchmarks import largest_third_country, of_consumption
from supplypact.assessing.exposure import Exposure
from supplypact.assessing.measures.measured import Measured
from supplypact.assessing.measures.sourcing import unscored_note
from supplypact.assessing.shares import share
from supplypact.domain.assessment import WHOLE_CHAIN, WORLD
from supplypact.domain.evidence import Evidence

EU_STAGES = ("mine", "refine")
"""Stages that the EU method looks at: extraction and processing."""


def eu_measures(exposure: Exposure, study: pl.DataFrame) -> Iterator[Measured]:
    """Yield the EU supply risk by stage and for the chain.

    Recycling and substitution are the study's, of the EU: nobody publishes them for the parties.
    """
    rows = study.filter(pl.col("material") == exposure.material.id)
    labels = ", ".join(rows["label"]) or "no row"
    recycling, substitution = (_mean(rows, name) for name in ("eol_rir", "si_sr"))
    source = f"recycling and substitution of the EU study of 2023 ({labels}), no trade parameter"
    scores = exposure.scores["governance"].values
    governance = eu_crm.wgi_0_10(scores)
    numbers = [
        number for number, stage in enumerate(exposure.chain.stages) if stage.id in EU_STAGES
    ]
    for place, party in enumerate(exposure.parties):
        risks = []
        for number in numbers:
            reliance = eu_crm.import_reliance(
                exposure.production[number][:, place],
                exposure.imports[number][:, place],
                exposure.exports[number][:, place],
            )
            world = share(exposure.drawn.output[number]) * exposure.named
            own = share(exposure.face[number][:, place]) * exposure.named
            note = "; ".join(filter(None, (source, unscored_note(world, scores))))
            risk = eu_crm.stage_risk(
                eu_crm.hhi_wgi(world, governance),
                eu_crm.hhi_wgi(own, governance),
                reliance,
                recycling,
                substitution,
            )
            lacking = _missing(recycling, substitution, reliance[:1])
            withheld = exposure.why_unknown(number, place, "")
            risks.append(risk)
            yield Measured(
                indicator="eu_supply_risk",
                stage=exposure.chain.stages[number].id,
                party=party,
                values=risk,
                reason=_lacks(lacking, withheld) if np.isnan(risk[0]) else "",
                note=note,
            )
        yield _eu_chain(exposure, numbers, party, risks, recycling, substitution, source)


def importance_measure(material: str, study: pl.DataFrame, draws: int) -> Measured:
    """Return the study's economic importance of a material, of the EU, as published."""
    rows = study.filter(pl.col("material") == material)
    labels = ", ".join(rows["label"]) or "no row"
    importance = _mean(rows, "economic_importance")
    return Measured(
        indicator="eu_economic_importance",
        stage=WHOLE_CHAIN,
        party=WORLD,
        values=np.full(draws + 1, importance),
        reason="not computable: the EU study has no such material" if np.isnan(importance) else "",
        note=f"of the EU, as published in the study of 2023 ({labels}); of the parties it is not "
        "computable: shares of use by industry are not published for them",
    )


def _eu_chain(
    exposure: Exposure,
    numbers: Sequence[int],
    party: str,
    risks: Sequence[Array],
    recycling: float,
    substitution: float,
    note: str,
) -> Measured:
    """Return the risk of the chain: that of its worst stage."""
    found = eu_crm.supply_risk(np.stack(risks, axis=-1))
    worst = int(found.bottleneck[0])
    lacking = _missing(recycling, substitution, 0.0)
    bottleneck = exposure.chain.stages[numbers[worst]].id if worst >= 0 else ""
    return Measured(
        indicator="eu_supply_risk",
        stage=WHOLE_CHAIN,
        party=party,
        values=found.value,
        reason="" if worst >= 0 else _lacks(lacking or ("import reliance",)),
        note=f"bottleneck: {bottleneck}; {note}" if bottleneck else note,
    )


def benchmark_measures(exposure: Exposure, recycled: Mapping[str, float]) -> Iterator[Measured]:
    """Yield the EU's four benchmarks for each party; ``recycled`` is the known rate by party.

    Capacity counts where it is published, otherwise output.
    """
    place_of = {stage.id: number for number, stage in enumerate(exposure.chain.stages)}
    draws = len(exposure.sheet.price)
    for place, party in enumerate(exposure.parties):
        for indicator, stage in (("eu_extraction", "mine"), ("eu_processing", "refine")):
            values, reason = np.full(draws, np.nan), f"the tables have no stage '{stage}'"
            if stage in place_of:
                number = place_of[stage]
                need = exposure.traces[number].tonnes[:, place].sum(axis=-1)
                values = of_consumption(_capacity(exposure, number, place), need)
                none = exposure.why_unknown(number, place, "it uses none")
                reason = none if np.isnan(values[0]) else ""
            yield Measured(
                indicator=indicator,
                stage=stage,
                party=party,
                values=values,
                reason=reason,
                note="capacity where it is published, otherwise output",
            )
        rate = recycled.get(party, np.nan)
        yield Measured(
            indicator="eu_recycling",
            stage=WHOLE_CHAIN,
            party=party,
            values=np.full(draws, rate),
            reason="not computable: recycled output is not published" if np.isnan(rate) else "",
            note="recycled output in place of capacity",
        )
        yield from _one_country(exposure, place)


def _capacity(exposure: Exposure, number: int, place: int) -> Array:
    """Return what a party can make: capacity as published, else output; NaN where it is withheld.

    Shape (draw).
    """
    known, stage = exposure.capacity[number], exposure.chain.stages[number]
    withheld = [code in exposure.makers_withheld[number] for code in exposure.countries]
    made = np.where(withheld, np.nan, stage.made())
    most = np.where(np.isfinite(known), np.maximum(known, np.nan_to_num(made)), made)
    inside = exposure.members[place] > 0
    total: Array = most[:, inside].sum(axis=1)
    return total


def _one_country(exposure: Exposure, place: int) -> Iterator[Measured]:
    """Yield the largest part of a party's use that passed one third country, at each stage."""
    third = (exposure.named > 0) & (exposure.members[place] == 0)
    for number, stage in enumerate(exposure.chain.stages):
        trace = exposure.traces[number]
        other = trace.other_feed[:, place].sum(axis=-1, keepdims=True)
        content = np.concatenate([trace.content[:, place], other], axis=-1)
        values = largest_third_country(content, np.append(third, values=False))
        largest = int((content[0, :-1] * third).argmax())
        yield Measured(
            indicator="eu_one_country",
            stage=stage.id,
            party=exposure.parties[place],
            values=values,
            supplier=exposure.countries[largest] if values[0] > 0 else "",
            reason="it uses none made from it" if np.isnan(values[0]) else "",
            note="content traced to the stage",
        )


def _mean(rows: pl.DataFrame, name: str) -> float:
    """Return the mean over the study's rows of a material, NaN if none has the figure."""
    known = rows[name].drop_nulls()
    return float(known.mean()) if known.len() else float("nan")  # type: ignore[arg-type]


def _missing(recycling: float, substitution: float, reliance: Array | float) -> tuple[str, ...]:
    """Return the inputs of the supply risk that lack, by name."""
    return eu_crm.missing_inputs(
        recycling_rate=recycling, substitution_index=substitution, import_reliance=reliance
    )


def _lacks(names: Sequence[str], withheld: str = "") -> str:
    """Return the reason why nothing can be computed: what lacks, and why."""
    return f"not computable: {', '.join(names)} unknown" + (f" ({withheld})" if withheld else "")


def recycled_shares(evidence: Evidence) -> dict[str, dict[str, float]]:
    """Return recycled output over apparent consumption by material and party, where published."""
    known = evidence.import_reliance.filter(
        pl.col("production_secondary") >= 0, pl.col("apparent_consumption") > 0
    )
    rows = known.select("material", "production_secondary", "apparent_consumption").iter_rows()
    return {material: {"USA": recycled / used} for material, recycled, used in rows}
