"""The supply network: materials, their stages, who makes, ships and uses them, and projects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from supplypact.units import Share, TonnesPerYear, Usd, UsdPerTonne, Year

if TYPE_CHECKING:
    import polars as pl

REST_OF_WORLD = "ROW"
BASE_YEAR = Year(2024)
"""The year of the balanced flows."""
LAST_KNOWN_YEAR = Year(2025)
"""Later output is a projection."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """One step from ore to product."""

    id: str
    product_en: str
    product_ja: str
    recovery: Share
    """Tonnes contained out per tonne contained in from the stage before (1 for the first)."""
    other_feed_share: Share
    """Part of the output whose feed is not the stage before: scrap, synthetic, by-product."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """A mineral or a group of elements with its chain of stages."""

    id: str
    name_en: str
    name_ja: str
    symbol: str
    basis: str
    """What a tonne is a tonne of."""
    part_of: str
    """Id of the material that contains this one, or empty."""
    price: UsdPerTonne | None
    stages: tuple[Stage, ...]
    price_stage: str = ""
    """Stage whose product is priced; empty: the last."""

    def stage_index(self, stage: str) -> int | None:
        """Return the position of ``stage`` in the chain, from 0, or None."""
        for index, each in enumerate(self.stages):
            if each.id == stage:
                return index
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Country:
    """A country, or the rest of the world."""

    id: str
    """ISO 3166-1 alpha-3, or ROW."""
    name_en: str
    name_ja: str
    latitude: float | None
    longitude: float | None
    governance: float | None
    """Mean of the six Worldwide Governance Indicators, about -2.5 (weak) to 2.5 (strong)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectOutput:
    """What a project makes at one stage of one material, at full output."""

    material: str
    stage: str
    capacity: TonnesPerYear
    in_projection: bool = False
    """Whether the projection of the host's output already counts it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A mine, refinery or magnet plant that can be funded."""

    id: str
    name: str
    host: str
    status: str
    owners: str
    concern_owned: bool
    capex: Usd
    capex_is_estimate: bool
    capex_method: str
    earliest_start: Year
    """First year in which its construction can be funded."""
    lead_time: int
    """Years from funding to first output."""
    outputs: tuple[ProjectOutput, ...]
    source: str
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A publication that the tables cite."""

    id: str
    publisher: str
    title: str
    year: str
    licence: str
    url: str
    sha256: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """Everything the verbs need to know of the physical world.

    The frames hold one row per fact; tonnes are of each material's basis and never null.
    """

    materials: tuple[Material, ...]
    countries: tuple[Country, ...]
    projects: tuple[Project, ...]
    """Candidates for a decision; plants in operation or under construction are in the frames."""
    output: pl.DataFrame
    """material, stage, country, year, tonnes, estimate: output known or projected."""
    capacity: pl.DataFrame
    """material, stage, country, tonnes: capacity as last published."""
    addition: pl.DataFrame
    """project, name, material, stage, country, year, tonnes: plants of the base that no projection
    counts, by the year of their first output."""
    demand: pl.DataFrame
    """material, stage, country, end_use, tonnes, estimate: use in the base year."""
    growth: pl.DataFrame
    """material, year, index: use relative to the base year."""
    flow: pl.DataFrame
    """material, stage, exporter, importer, tonnes, estimate: the balanced base year."""
    sources: tuple[Source, ...] = ()
    digest: dict[str, str] = field(default_factory=dict)
    """sha256 of each table that was read, by table name."""
    replaced: tuple[str, ...] = ()
    """Tables that the user's own files replaced."""

    def material(self, material: str) -> Material:
        """Return the material with this id."""
        return next(each for each in self.materials if each.id == material)

    def country_name(self, country: str) -> str:
        """Return the English name of ``country``, or the code itself."""
        return next((each.name_en for each in self.countries if each.id == country), country)
