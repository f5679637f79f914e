"""What must hold of the tables before they are assessed: every fault at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from supplypact.assessing.draws import Spreads
from supplypact.assessing.gather import KNOWN, outputs
from supplypact.assessing.years import nearest_year
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import BASE_YEAR, Material, Network
from supplypact.errors import DataError, Fault
from supplypact.units import Year

TOLERANCE = 0.01
"""Largest part by which flows may miss the output or the use that they serve."""
DRAWN = ("output", "demand", "flow", "price", "stock", "recovery", "other_feed")
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
    nearest = nearest_year(year, known)
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
    """Yield a fault for each country that ships or receives other than its figures say."""
    flows = evidence.flows.filter(
        pl.col("material") == material.id,
        pl.col("year") == BASE_YEAR,
        pl.col("tonnes").is_not_null(),
    )
    made = outputs(evidence, material.id, BASE_YEAR)
    use = evidence.demand.filter(
        pl.col("material") == material.id, pl.col("year") == BASE_YEAR
    ).select("stage", "country", "tonnes")
    for number, stage in enumerate(material.stages):
        here = flows.filter(pl.col("stage") == stage.id)
        needs = [use.filter(pl.col("stage") == stage.id).drop("stage")]
        if number + 1 < len(material.stages):
            after = material.stages[number + 1]
            fed = (1.0 - after.other_feed_share) / after.recovery
            later = flows.filter(pl.col("stage") == after.id)
            needs.append(later.select(country="exporter", tonnes=pl.col("tonnes") * fed))
        output = made.filter(pl.col("stage") == stage.id).select("country", "tonnes")
        yield from _differ(here, "exporter", output, f"{material.id} at {stage.id}", SHIPS)
        yield from _differ(here, "importer", pl.concat(needs), f"{material.id} at {stage.id}", GETS)


@dataclass(frozen=True, kw_only=True)
class _Words:
    """How a difference is told."""

    flow: str
    other: str
    over: str
    short: str
    where: str


SHIPS = _Words(
    flow="ships",
    other="makes",
    over="too much",
    short="of its output go nowhere",
    where="flows.csv with production.csv",
)
GETS = _Words(
    flow="receives",
    other="needs, for its users and its next stage,",
    over="too much",
    short="are missing",
    where="flows.csv with demand.csv and stages.csv",
)


def _differ(
    flows: pl.DataFrame, end: str, known: pl.DataFrame, what: str, words: _Words
) -> Iterator[Fault]:
    """Yield a fault for each country whose flows at one end differ from what is known of it."""
    moved = flows.group_by(country=end).agg(moved=pl.col("tonnes").sum())
    stands = known.group_by("country").agg(stands=pl.col("tonnes").sum())
    both = moved.join(stands, on="country", how="full", coalesce=True).fill_null(0.0)
    for country, tonnes, other in both.sort("country").iter_rows():
        off = tonnes - other
        if abs(off) > TOLERANCE * max(tonnes, other):
            told = f"{abs(off):,.6g} t {words.over if off > 0 else words.short}"
            yield Fault(
                what=f"{country} {words.flow} {tonnes:,.6g} t of {what} but {words.other} "
                f"{other:,.6g} t: {told}",
                where=words.where,
                fix=f"mend one of the two, so that they agree within {TOLERANCE:.0%}",
            )
