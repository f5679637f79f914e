"""A pact's progress and the names of what is in it, in English or Japanese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from supplypact.domain.entry import Entry, Project
from supplypact.domain.progress import Progress
from supplypact.reporting.bilingual import Bilingual
from supplypact.reporting.progress import marks

PROGRESS = "phrases/progress"
LANGUAGES = ("en", "ja")
TOGETHER, WHOLE = "together", "whole"


@dataclass(frozen=True, kw_only=True, eq=False)
class ProgressView(Bilingual):
    """What a report of progress speaks of, and the words that it uses."""

    catalogue = PROGRESS

    progress: Progress
    alpha_2: Mapping[str, str] = field(default_factory=dict)
    """Two-letter code by country code (table ``countries``); IATI asks for it."""

    @property
    def marking(self) -> str:
        """Return the mark of the strictest entry that the progress rests on."""
        return marks.label(marks.strictest(self.progress.position.records))

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Return the standing entries by id."""
        return {each.entry.id: each.entry for each in self.progress.position.records}

    @cached_property
    def _projects(self) -> dict[str, str]:
        under_way = dict(self.network.addition.select("project", "name").iter_rows())
        declared = {
            each.project: each.name for each in self.entries.values() if isinstance(each, Project)
        }
        known = {each.id: each.name for each in self.network.projects}
        tracked = {each.project: each.name for each in self.progress.projects}
        return under_way | known | declared | tracked

    def country(self, code: str) -> str:
        """Return the name of a country."""
        name = self.countries_by_code.get(code, code)
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
        return sector.replace("_", " ") if found is None else self.own(found)

    def project(self, project: str) -> str:
        """Return the name of a project."""
        return self.written(self._projects.get(project, project))

    def material(self, material: str) -> str:
        """Return the name of a material, or the word for all of a target together."""
        if material == TOGETHER:
            return self.say["word.together"]
        found = self.materials_by_id.get(material)
        return material if found is None else self.own(found)

    def form(self, material: str, stage: str) -> str:
        """Return what a material is called after a stage."""
        return self.made(material, stage) or self.stage(stage)

    def line_kind(self, kind: str) -> str:
        """Return the kind of a funding line in words."""
        return self.say.get(f"line.{kind}", kind.replace("_", " "))

    def scope(self, scope: str) -> str:
        """Return the name of a funding line, of all lines together, or of the stated whole."""
        line = next((each for each in self.pact.envelope if each.id == scope), None)
        whole = self.pact.whole
        if scope == WHOLE and whole is not None and whole.party:
            return self.say["scope.whole_of"].format(party=self.country(whole.party))
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
