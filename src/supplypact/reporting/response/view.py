"""A pact and a network in the words of a response, in English or Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from supplypact.domain.network import REST_OF_WORLD
from supplypact.domain.response import Action
from supplypact.errors import UsageError, did_you_mean
from supplypact.reporting.bilingual import Bilingual
from supplypact.reporting.phrases import RESPONSE
from supplypact.reporting.response import figures

CLEAR = "TLP:CLEAR"
MARKINGS = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", CLEAR)
"""Traffic Light Protocol 2.0 of FIRST, the closest circle first."""
MOST_PLACES = 3
"""Countries that a sentence names."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ResponseView(Bilingual):
    """What a response speaks of, and the words that it uses.

    Raises:
        UsageError: a language without catalogue, or a marking that TLP 2.0 does not know.

    """

    catalogue = RESPONSE

    marking: str = CLEAR
    exercise: bool = False
    """Whether what is told is a drill or a replay, no event of today."""
    digest: Mapping[str, str] = field(default_factory=dict)
    """sha256 of each table beside the network's that the response rests on."""

    def __post_init__(self) -> None:
        """Check language and marking."""
        Bilingual.__post_init__(self)
        if self.marking not in MARKINGS:
            raise UsageError(
                f"'{self.marking}' is no marking of TLP 2.0",
                where="--marking",
                fix=did_you_mean(self.marking, MARKINGS),
            )

    @cached_property
    def tables(self) -> dict[str, str]:
        """Return the sha256 of every table that the response rests on, by name."""
        return dict(sorted({**self.network.digest, **self.digest}.items()))

    @cached_property
    def _projects(self) -> dict[str, str]:
        under_way = self.network.addition.select("project", "name").iter_rows()
        return dict(under_way) | {each.id: each.name for each in self.network.projects}

    @cached_property
    def _project_places(self) -> dict[str, str]:
        return dict(self.network.addition.select("project", "country").iter_rows())

    def country(self, code: str) -> str:
        """Return the name of a country as it stands in a table."""
        name = self.countries_by_code.get(code, code)
        return _pairs(self.say["country.table"]).get(name, name)

    def inline(self, code: str) -> str:
        """Return the name of a country as it stands in a sentence, with its article."""
        if code == REST_OF_WORLD:
            return self.say["word.unnamed"]
        name = self.country(code)
        return _pairs(self.say["country.sentence"]).get(name, name)

    def places(self, codes: str, *, inline: bool = True) -> str:
        """Return the names of several countries joined by ``;``, the first few of them.

        Args:
            codes: Their ids.
            inline: Whether they stand in a sentence.

        """
        ordered = sorted((code for code in codes.split(";") if code), key=REST_OF_WORLD.__eq__)
        names = [self.inline(code) if inline else self.country(code) for code in ordered]
        return figures.few(names, MOST_PLACES, self.say, "list.more_countries")

    def citation(self, source: str | None) -> str:
        """Return what a source id stands for, the id if the tables do not know it."""
        if not source:
            return self.say["word.unknown"]
        found = next((each for each in self.network.sources if each.id == source), None)
        cited = (found.publisher, found.title) if found else (source,)
        return ": ".join(part for part in cited if part)

    def knows(self, material: str) -> bool:
        """Return whether the tables have a material of this id."""
        return material in self.materials_by_id

    def material(self, material: str, *, inline: bool = True) -> str:
        """Return the name of a material, small within a sentence; the id if it is not known."""
        found = self.materials_by_id.get(material)
        name = material if found is None else self.own(found)
        return _small(name) if inline else name

    def product(self, material: str, stage: str) -> str:
        """Return what a material is called after a stage."""
        made = self.made(material, stage)
        return self.material(material) if made is None else _small(made)

    def goods(self, material: str, stage: str) -> str:
        """Return a product with the name of its material, if it does not hold it anyway."""
        name, product = self.material(material), self.product(material, stage)
        if name.casefold() in product.casefold():
            return product
        return self.say["goods.named"].format(material=name, product=product)

    def end_use(self, use: str) -> str:
        """Return an end use, or several joined by ``;``, in words."""
        uses = [each for each in use.split(";") if each]
        return self.say.listed(
            [self.say.get(f"end_use.{each}", each.replace("_", " ")) for each in uses]
        )

    def project(self, project: str) -> str:
        """Return the name of a project, or of several joined by ``;``."""
        ids = [each for each in project.split(";") if each]
        return self.say.listed([self._projects.get(each, each) for each in ids])

    def place_of(self, project: str) -> str | None:
        """Return the country of a plant under way, None if the tables do not know it."""
        return self._project_places.get(project)

    def does(self, action: Action, *, bare: bool = False) -> str:
        """Return what an action does, in a sentence without full stop.

        Args:
            action: The line of the playbook.
            bare: Whether the product goes by the name of its material alone.

        """
        material, stage = action.material, action.stage
        told = self.say[f"does.{_form(action)}"].format(
            tonnes=figures.tonnes(action.tonnes, self.say),
            goods=self.material(material) if bare else self.goods(material, stage),
            source=self.places(_limiting_first(action)),
            user=self.inline(action.user),
            end_use=self.end_use(action.end_use),
            project=self.project(action.project),
        )
        return self.say["does.decided"].format(action=told) if action.decided else told

    def limit(self, action: Action) -> str:
        """Return why an action is not larger."""
        place = self.places(action.limit_place or action.source or action.owner)
        return self.say[f"limit.{action.limit}"].format(place=place)


def _limiting_first(action: Action) -> str:
    """Return the givers of an action, the one that limits it first."""
    givers = action.source.split(";")
    return ";".join(sorted(givers, key=lambda each: each != action.limit_place))


def _pairs(text: str) -> dict[str, str]:
    """Return what names are replaced by: ``name=other;name=other``."""
    return dict(pair.split("=") for pair in text.split(";") if pair)


def _form(action: Action) -> str:
    """Return which phrase tells an action."""
    if action.kind == "waive":
        return "waive_buy" if action.owner == action.user else "waive_lend"
    own = action.kind == "release" and action.source == action.user
    return "release_own" if own else action.kind


def _small(name: str) -> str:
    """Return a name as it stands within a sentence; one in capitals stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
