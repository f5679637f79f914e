"""What materials, stages, countries and sources are called: the terms of every report."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cached_property

from supplypact.domain.network import Country, Material, Network, Stage
from supplypact.domain.pact import Origin, Pact
from supplypact.domain.plan import TOGETHER, PlannedProject
from supplypact.reporting.phrases import Phrases

LEAST_PART = 0.005
"""A project of which a smaller part is started is not told."""


def told_projects(projects: Sequence[PlannedProject]) -> tuple[PlannedProject, ...]:
    """Return the projects of which enough is started to be told."""
    return tuple(each for each in projects if each.part >= LEAST_PART)


class Names:
    """A pact and a network, asked for names; the base of what a report speaks of."""

    pact: Pact
    network: Network
    say: Phrases

    @cached_property
    def materials(self) -> dict[str, Material]:
        """Return the materials by id."""
        return {each.id: each for each in self.network.materials}

    @cached_property
    def countries(self) -> dict[str, Country]:
        """Return the countries by code."""
        return {each.id: each for each in self.network.countries}

    @cached_property
    def country_names(self) -> dict[str, str]:
        """Return the English names by code, a party's as the pact writes it."""
        known = {code: each.name_en for code, each in self.countries.items()}
        return known | {each.country: each.name_en for each in self.pact.parties}

    def material(self, material: str) -> str:
        """Return a material's English name, or the word for all together."""
        if material == TOGETHER:
            return self.say["name.together"]
        return self.materials[material].name_en

    def material_ja(self, material: str) -> str:
        """Return a material's Japanese name, empty for all together."""
        return "" if material == TOGETHER else self.materials[material].name_ja

    def inline(self, material: str) -> str:
        """Return a material's name as it stands within a sentence."""
        name = self.material(material)
        return name[:1].lower() + name[1:]

    def stages(self, material: str) -> tuple[Stage, ...]:
        """Return the chain of a material."""
        return self.materials[material].stages

    def stage(self, stage: str) -> str:
        """Return the name of a stage."""
        return self.say.get(f"stage.{stage}", stage.replace("_", " ").capitalize())

    def product(self, material: str, stage: str) -> str:
        """Return what a material is called after a stage."""
        found = (each.product_en for each in self.stages(material) if each.id == stage)
        return next(found, self.material(material))

    def country(self, country: str) -> str:
        """Return the name of a country; of a party as the pact writes it."""
        return self.country_names.get(country, country)

    def origin(self, origin: str) -> str:
        """Return the name of an origin class."""
        if origin == Origin.CONCERN and len(self.pact.concern) == 1:
            return self.country(self.pact.concern[0])
        return self.say[f"origin.{origin}"]

    def place(self, origin: str) -> str:
        """Return where an origin class is, as it stands after 'in'."""
        if origin == Origin.CONCERN and len(self.pact.concern) == 1:
            return self.country(self.pact.concern[0])
        return self.say[f"where.{origin}"]

    def verb(self, subject: str) -> str:
        """Return 'is' or 'are' after a subject."""
        return self.say["verb.many" if subject.endswith("s") else "verb.one"]

    def concern(self) -> str:
        """Return the countries of concern in words."""
        return self.say.listed([self.country(code) for code in self.pact.concern])

    @cached_property
    def pact_sources(self) -> dict[str, str]:
        """Return the citations of the pact by id, as its file gives them."""
        return dict(tomllib.loads(self.pact.text).get("sources", {}))

    def citation(self, source: str) -> str:
        """Return what a source id stands for: a citation of the pact or a publication."""
        if source in (cited := self.pact_sources):
            return cited[source]
        found = next((each for each in self.network.sources if each.id == source), None)
        if found is None:
            return source
        return ": ".join(part for part in (found.publisher, found.title) if part)
