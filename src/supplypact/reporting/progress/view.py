"""A pact's progress and the names of what is in it, in English or Japanese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from supplypact.domain.entry import Entry, Project
from supplypact.domain.network import Country, Material, Network
from supplypact.domain.pact import Pact, Party, Sector
from supplypact.domain.progress import Progress
from supplypact.reporting.phrases import Phrases, load_phrases
from supplypact.reporting.progress import marks

PROGRESS = "phrases/progress"
JAPANESE = "ja"
LANGUAGES = ("en", "ja")
TOGETHER = "together"
WIDE = str.maketrans("()", "（）")
"""Parentheses as Japanese text has them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ProgressView:
    """What a report of progress speaks of, and the words that it uses.

    Raises:
        UsageError: there is no catalogue of the language.

    """

    progress: Progress
    pact: Pact
    network: Network
    language: str = "en"
    alpha_2: Mapping[str, str] = field(default_factory=dict)
    """Two-letter code by country code (table ``countries``); IATI asks for it."""

    def __post_init__(self) -> None:
        """Check the language."""
        load_phrases(self.language, PROGRESS)

    def spoken(self, language: str) -> ProgressView:
        """Return the same view in another language."""
        return self if language == self.language else replace(self, language=language)

    @cached_property
    def say(self) -> Phrases:
        """Return the words."""
        return load_phrases(self.language, PROGRESS)

    @property
    def marking(self) -> str:
        """Return the mark of the strictest entry that the progress rests on."""
        return marks.label(marks.strictest(self.progress.position.records))

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Return the standing entries by id."""
        return {each.entry.id: each.entry for each in self.progress.position.records}

    @cached_property
    def _countries(self) -> dict[str, str]:
        known = {each.id: self._own(each) for each in self.network.countries}
        return known | {each.country: self._own(each) for each in self.pact.parties}

    @cached_property
    def _materials(self) -> dict[str, Material]:
        return {each.id: each for each in self.network.materials}

    @cached_property
    def _projects(self) -> dict[str, str]:
        under_way = dict(self.network.addition.select("project", "name").iter_rows())
        declared = {
            each.project: each.name for each in self.entries.values() if isinstance(each, Project)
        }
        known = {each.id: each.name for each in self.network.projects}
        tracked = {each.project: each.name for each in self.progress.projects}
        return under_way | known | declared | tracked

    def _own(self, named: Country | Material | Party | Sector) -> str:
        """Return the name of something in the view's language."""
        return self.written((self.language == JAPANESE and named.name_ja) or named.name_en)

    def written(self, name: str) -> str:
        """Return a name with full-width parentheses if it is Japanese."""
        japanese = self.language == JAPANESE and not name.isascii()
        return name.translate(WIDE) if japanese else name

    def pact_title(self) -> str:
        """Return the title of the pact."""
        return self.written(self.pact.title_ja if self.language == JAPANESE else self.pact.title_en)

    def country(self, code: str) -> str:
        """Return the name of a country."""
        name = self._countries.get(code, code)
        pairs = (each.split("=", 1) for each in self.say["country.short"].split(";"))
        return dict(pairs).get(name, name)

    def countries(self, codes: Iterable[str]) -> str:
        """Return countries in words."""
        return self.say.listed([self.country(code) for code in codes])

    def parties(self, code: str) -> str:
        """Return the name of a party; blank stands for all of them."""
        return self.country(code) if code else self.say["word.all_parties"]

    def sector(self, sector: str) -> str:
        """Return the name of a sector of the pact."""
        found = next((each for each in self.pact.sectors if each.id == sector), None)
        return sector.replace("_", " ") if found is None else self._own(found)

    def project(self, project: str) -> str:
        """Return the name of a project."""
        return self.written(self._projects.get(project, project))

    def material(self, material: str) -> str:
        """Return the name of a material, or the word for all of a target together."""
        if material == TOGETHER:
            return self.say["word.together"]
        found = self._materials.get(material)
        return material if found is None else self._own(found)

    def stage(self, stage: str) -> str:
        """Return the name of a stage."""
        return self.say.get(f"stage.{stage}", stage.replace("_", " "))

    def form(self, material: str, stage: str) -> str:
        """Return what a material is called after a stage."""
        found = self._materials.get(material)
        place = None if found is None else found.stage_index(stage)
        if found is None or place is None:
            return self.stage(stage)
        made = found.stages[place]
        return self.written((self.language == JAPANESE and made.product_ja) or made.product_en)

    def line_kind(self, kind: str) -> str:
        """Return the kind of a funding line in words."""
        return self.say.get(f"line.{kind}", kind.replace("_", " "))

    def scope(self, scope: str) -> str:
        """Return the name of a funding line, of all lines together, or of the stated whole."""
        line = next((each for each in self.pact.envelope if each.id == scope), None)
        if line is None:
            return self.say.get(f"scope.{scope}", scope)
        return self.say["scope.line"].format(
            party=self.country(line.party),
            kind=self.line_kind(line.kind),
            first=line.first_year,
            last=line.last_year,
        )

    def rule(self, code: str) -> str:
        """Return what a rule of docs/track.md says; its code where the catalogue has no words."""
        return self.say.get(f"rule.{code}", code)

    def citation(self, source: str) -> str:
        """Return what a source stands for: a row of the table, or the words themselves."""
        found = next((each for each in self.network.sources if each.id == source), None)
        if found is None:
            return source
        return ": ".join(part for part in (found.publisher, found.title) if part)
