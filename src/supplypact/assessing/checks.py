"""What must hold of the tables before they are assessed: every fault at once."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from supplypact.assessing.draws import Spreads
from supplypact.assessing.gather import KNOWN, outputs
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import BASE_YEAR, Material, Network
from supplypact.errors import DataError, Fault
from supplypact.units import Year

TOLERANCE = 0.01
"""Largest part by which flows may miss the output or the use that they serve."""
DRAWN = ("output", "demand", "flow", "price", "stock")
"""Figures whose grade says how far they may be off."""
ANY = "any"
"""The rule of figures that no other rule is about."""
QUALITIES = ("official", "reported", "estimate")


def check_year(evidence: Evidence, year: Year) -> None:
    """Raise DataError where the tables hold nothing about a year, with the nearest that they do."""
    made = evidence.production.filter(
        pl.col("measure").is_in(KNOWN), pl.col("tonnes").is_not_null()
    )
    known = {*made["year"].unique(), *evidence.trade_history["year"].unique()}
    if year in known:
        return
    nearest = min(known, key=lambda each: (abs(each - year), -each))
    fault = Fault(
        what=f"the tables hold nothing about {year}",
        where="production.csv and trade_history.csv",
        fix=f"the nearest year that they know is {nearest}: --as-of {nearest}",
    )
    raise DataError([fault], where="--as-of")


def read_spreads(evidence: Evidence) -> Spreads:
    """Return how far off figures may be, by figure, quality and rule.

    Raises:
        DataError: a grade has no spread.
    """
    rules: dict[tuple[str, str], list[tuple[str, float]]] = {}
    rows = evidence.uncertainty.sort(pl.col("rule") == ANY, maintain_order=True)
    for figure, grade, rule, spread in rows.select("figure", "grade", "rule", "spread").iter_rows():
        words = "" if rule == ANY else rule
        rules.setdefault((figure, grade), []).append((words, spread))
    faults = [
        Fault(
            what=f"no spread for the figure '{figure}' of quality '{quality}'",
            where="uncertainty.csv",
            fix=f"add a row with the rule '{ANY}': the standard deviation of the logarithm",
        )
        for figure in DRAWN
        for quality in QUALITIES
        if not any(rule == "" for rule, _ in rules.get((figure, quality), []))
    ]
    if faults:
        raise DataError(faults, where="uncertainty.csv")
    return Spreads(rules={key: tuple(found) for key, found in rules.items()})


def check_figures(evidence: Evidence, network: Network) -> None:
    """Raise DataError where flows of the base year contradict output or use, with the residual."""
    faults = [fault for each in network.materials for fault in _faults(evidence, each)]
    if faults:
        raise DataError(faults, where="flows.csv")


def _faults(evidence: Evidence, material: Material) -> Iterator[Fault]:
    """Yield a fault for each country whose shipments or receipts do not fit its other figures."""
    flows = evidence.flows.filter(
        pl.col("material") == material.id,
        pl.col("year") == BASE_YEAR,
        pl.col("tonnes").is_not_null(),
    )
    made = outputs(evidence, material.id, BASE_YEAR)
    for stage in material.stages:
        here = flows.filter(pl.col("stage") == stage.id)
        output = made.filter(pl.col("stage") == stage.id)
        shipped = here.group_by(country="exporter").agg(shipped=pl.col("tonnes").sum())
        whole, total = float(here["tonnes"].sum()), float(output["tonnes"].sum())
        scale = whole / total if total > 0 else 0.0
        both = shipped.join(output.select("country", "tonnes"), on="country", how="left")
        for country, out, known in both.sort("country").iter_rows():
            makes = (known or 0.0) * scale
            if out - makes > TOLERANCE * max(out, makes):
                yield Fault(
                    what=f"{country} ships {out:,.6g} t of {material.id} at {stage.id} but makes "
                    f"{makes:,.6g} t, scaled to the need: {out - makes:,.6g} t too much",
                    where="flows.csv with production.csv",
                    fix=f"mend the flow or the output, so that they agree within {TOLERANCE:.0%}",
                )
        yield from _unserved(evidence, material, stage.id, here)


def _unserved(
    evidence: Evidence, material: Material, stage: str, flows: pl.DataFrame
) -> Iterator[Fault]:
    """Yield a fault for each country that uses more than it receives."""
    use = evidence.demand.filter(
        pl.col("material") == material.id,
        pl.col("stage") == stage,
        pl.col("year") == BASE_YEAR,
    )
    used = use.group_by("country").agg(used=pl.col("tonnes").sum())
    received = flows.group_by(country="importer").agg(received=pl.col("tonnes").sum())
    both = used.join(received, on="country", how="left").sort("country")
    for country, needs, gets in both.iter_rows():
        lacking = needs - (gets or 0.0)
        if lacking > TOLERANCE * needs:
            yield Fault(
                what=f"{country} uses {needs:,.6g} t of {material.id} at {stage} but receives "
                f"{gets or 0.0:,.6g} t: {lacking:,.6g} t are missing",
                where="demand.csv with flows.csv",
                fix=f"mend the use or the flows, so that they agree within {TOLERANCE:.0%}",
            )
