"""Names of what a pact and a network hold, and the words beside them, in English or Japanese."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Self

from supplypact.domain.network import Country, Material, Network
from supplypact.domain.pact import Pact, Party, Sector
from supplypact.reporting.phrases import Phrases, load_phrases

JAPANESE = "ja"
WIDE = str.maketrans("()", "（）")
"""Parentheses as Japanese text has them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Bilingual:
    """What a report speaks of, and the words that it uses.

    Raises:
        UsageError: there is no catalogue of the language.

    """

    catalogue: ClassVar[str]
    """Folder of the words."""

    pact: Pact
    network: Network
    language: str = "en"

    def __post_init__(self) -> None:
        """Check the language."""
        load_phrases(self.language, self.catalogue)

    def spoken(self, language: str) -> Self:
        """Return the same view in another language."""
        return self if language == self.language else replace(self, language=language)

    @cached_property
    def say(self) -> Phrases:
        """Return the words."""
        return load_phrases(self.language, self.catalogue)

    @cached_property
    def countries_by_code(self) -> dict[str, str]:
        """Return the names of countries; parties go by the name that the pact gives them."""
        known = {each.id: self.own(each) for each in self.network.countries}
        return known | {each.country: self.own(each) for each in self.pact.parties}

    @cached_property
    def materials_by_id(self) -> dict[str, Material]:
        """Return the materials of the network."""
        return {each.id: each for each in self.network.materials}

    def own(self, named: Country | Material | Party | Sector) -> str:
        """Return the name of something in the view's language."""
        return self.written((self.language == JAPANESE and named.name_ja) or named.name_en)

    def written(self, name: str) -> str:
        """Return a name with full-width parentheses if it is Japanese."""
        japanese = self.language == JAPANESE and not name.isascii()
        return name.translate(WIDE) if japanese else name

    def pact_title(self) -> str:
        """Return the title of the pact."""
        return self.written(self.pact.title_ja if self.language == JAPANESE else self.pact.title_en)

    def stage(self, stage: str) -> str:
        """Return the name of a stage."""
        return self.say.get(f"stage.{stage}", stage.replace("_", " "))

    def made(self, material: str, stage: str) -> str | None:
        """Return what a material is called after a stage, None if the tables do not know it."""
        found = self.materials_by_id.get(material)
        place = None if found is None else found.stage_index(stage)
        if found is None or place is None:
            return None
        made = found.stages[place]
        return self.written((self.language == JAPANESE and made.product_ja) or made.product_en)
