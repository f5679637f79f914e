"""One assessment with its pact and network, asked in the terms of its page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from supplypact.domain.assessment import EVERY_PARTY, OTHER_FEED, WHOLE_CHAIN, WORLD, Assessment
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.reporting.names import Names
from supplypact.reporting.phrases import Phrases
from supplypact.reporting.table import AtMost

Chain = tuple[str, str]
"""A material and one of its stages."""
OTHERS = "other"
"""Stands for all suppliers that are not named one by one."""
EU_STUDY = "eu_study"
"""Stands where a party is named, in figures of the EU as a whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """The value of an indicator for one material, stage and party."""

    value: float | None = None
    low: float | None = None
    median: float | None = None
    high: float | None = None
    supplier: str | None = None
    verdict: str | None = None
    reason: str | None = None
    note: str | None = None
    driver: str | None = None
    driver_share: float | None = None

    @property
    def is_bound(self) -> bool:
        """Whether the value is the most that it can be, since own output is withheld."""
        return (self.note or "").startswith("at most")

    @property
    def is_empty(self) -> bool:
        """Whether it is a share of which the tables have no flow in any draw."""
        return self.value == 0 and not self.high

    @property
    def cell(self) -> float | None:
        """The value as a table holds it."""
        bound = self.is_bound and self.value is not None
        return AtMost(self.value or 0.0) if bound else self.value


@dataclass(frozen=True, kw_only=True, slots=True)
class Supplier:
    """One supplier of a party at a stage."""

    country: str
    share: float
    tonnes: float
    low: float | None
    high: float | None


WHO = {EVERY_PARTY: "together", WORLD: "world", EU_STUDY: EU_STUDY}
"""What is not a country and stands where a party does."""


@dataclass(frozen=True, eq=False)
class AssessmentView(Names):
    """What the page speaks of, and the words that it uses."""

    assessment: Assessment
    pact: Pact
    network: Network
    say: Phrases

    @property
    def parties(self) -> tuple[str, ...]:
        """Codes of the parties, one by one."""
        return tuple(each for each in self.assessment.parties if each != EVERY_PARTY)

    @property
    def buyers(self) -> tuple[str, ...]:
        """All parties together if there are several, then each one."""
        return tuple(sorted(self.assessment.parties, key=lambda each: each != EVERY_PARTY))

    @property
    def together(self) -> str:
        """All parties together, or the only one."""
        return self.buyers[0]

    @property
    def traceable(self) -> bool:
        """Whether there are flows of the year, so that content can be traced."""
        return not self.assessment.sourcing.is_empty()

    @cached_property
    def stage_ids(self) -> tuple[str, ...]:
        """Every stage of the materials, from ore to product."""
        longest = sorted(self.network.materials, key=lambda each: -len(each.stages))
        named = [stage.id for material in longest for stage in material.stages]
        return tuple(dict.fromkeys(named))

    @cached_property
    def ranked(self) -> tuple[Chain, ...]:
        """Materials and stages that have a share, worst first."""
        frame = self.assessment.ranking.sort("rank").select("material", "stage")
        return tuple((material, stage) for material, stage in frame.iter_rows())

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Materials by their worst stage, those without a share last."""
        ranked = [material for material, _ in self.ranked]
        return tuple(dict.fromkeys([*ranked, *self.materials]))

    def worst_stage(self, material: str) -> str:
        """Return the stage at which a material ranks worst, its last one if none ranks."""
        ranked = (stage for each, stage in self.ranked if each == material)
        return next(ranked, self.stages(material)[-1].id)

    def worst_stages(self, material: str, party: str) -> list[str]:
        """Return the stages of a material, the one with the party's highest share first."""
        stages = [stage.id for stage in self.stages(material)]
        worst = self.worst_stage(material)
        return sorted(
            stages,
            key=lambda each: (-(self.traced(material, each, party).value or 0.0), each != worst),
        )

    def goal_year(self, material: str, stage: str) -> int | None:
        """Return the first year in which the pact has a target, of this stage if it has one."""
        here = (pl.col("material") == material) & (pl.col("stage") == stage)
        targets = self.assessment.targets
        own = targets.filter(here)
        years = (targets if own.is_empty() else own)["year"].drop_nulls().sort()
        return int(years[0]) if years.len() else None

    def figure(self, indicator: str, material: str, stage: str, party: str) -> Figure:
        """Return a value, of the whole chain where the indicator has none for the stage."""
        found = self._figures.get((indicator, material, stage, party))
        return found or self._figures.get((indicator, material, WHOLE_CHAIN, party)) or Figure()

    def own_figure(self, indicator: str, material: str, stage: str, party: str) -> Figure | None:
        """Return a value of exactly this stage, None where the indicator is not made for it."""
        return self._figures.get((indicator, material, stage, party))

    @cached_property
    def _figures(self) -> dict[tuple[str, str, str, str], Figure]:
        names = ["indicator", "material", "stage", "party"]
        values = list(Figure.__dataclass_fields__)
        rows = self.assessment.indicators.select(*names, *values).iter_rows()
        return {row[:4]: Figure(**dict(zip(values, row[4:], strict=True))) for row in rows}

    def bought(self, material: str, stage: str, party: str) -> Figure:
        """Return the share that a party receives at the stage from a country of concern."""
        return self.figure("concern_share", material, stage, party)

    def traced(self, material: str, stage: str, party: str) -> Figure:
        """Return the share of content that passed the stage in a country of concern."""
        return self.figure("traced_concern_share", material, stage, party)

    def suppliers(self, reading: str, material: str, stage: str, party: str) -> list[Supplier]:
        """Return who supplies a party at a stage, the largest first, other feed last."""
        return self._suppliers.get((reading, material, stage, party), [])

    @cached_property
    def _suppliers(self) -> dict[tuple[str, str, str, str], list[Supplier]]:
        found: dict[tuple[str, str, str, str], list[Supplier]] = {}
        frame = self.assessment.sourcing.filter(pl.col("tonnes") > 0).sort(
            "share", descending=True, nulls_last=True, maintain_order=True
        )
        columns = ["supplier", "share", "tonnes", "low", "high"]
        keys = ["reading", "material", "stage", "party"]
        for *key, country, share, tonnes, low, high in frame.select(*keys, *columns).iter_rows():
            one = Supplier(country=country, share=share, tonnes=tonnes, low=low, high=high)
            found.setdefault(tuple(key), []).append(one)
        for each in found.values():
            each.sort(key=lambda supplier: supplier.country == OTHER_FEED)
        return found

    def largest(self, reading: str, material: str, stage: str, party: str) -> Supplier | None:
        """Return the largest supplier that is a country of its own, None if there is none."""
        unnamed = {OTHER_FEED, "ROW"}
        listed = self.suppliers(reading, material, stage, party)
        return next((each for each in listed if each.country not in unnamed), None)

    def supplier(self, country: str) -> str:
        """Return the name of a supplier: a country, other feed, or all others."""
        if country in {OTHER_FEED, OTHERS}:
            return self.say[f"assess_name.{country}"]
        return self.country(country)

    def who(self, party: str) -> str:
        """Return the name of a party as a heading."""
        if party in WHO:
            return self.say[f"assess_name.{WHO[party]}"]
        return self.country(party)

    def subject(self, party: str) -> str:
        """Return a party as the subject of a sentence."""
        if party == EVERY_PARTY:
            return self.say["assess_name.the_parties"]
        name = self.country(party)
        return f"the {name}" if name.split()[0] in {"United", "European"} else name

    def verb_of(self, verb: str, party: str) -> str:
        """Return a verb as it stands after a party: buys, or buy after several."""
        return self.say[f"assess_verb.{verb}_{'many' if party == EVERY_PARTY else 'one'}"]

    def address(self, source: str) -> str:
        """Return the address of a source, empty if none is known."""
        found = (each.url for each in self.network.sources if each.id == source)
        words = (next(found, "") or self.pact_sources.get(source, "")).split()
        return next((each for each in words if each.startswith("https://")), "")

    def step(self, stage: str) -> str:
        """Return a stage as a heading, empty for the whole chain."""
        return self.say["assess_name.chain"] if stage == WHOLE_CHAIN else self.stage(stage)

    def done(self, stage: str) -> str:
        """Return what happens at a stage, as a participle: mined, refined."""
        return self.say.get(f"done.{stage}", self.say["done.other"].format(stage=self.stage(stage)))
