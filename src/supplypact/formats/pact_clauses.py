"""The clauses of a pact file: one function per table, with the words and ranges it may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplypact.domain.pact import (
    Assumption,
    Claim,
    Clause,
    FundingLine,
    Indicator,
    Mechanism,
    Milestone,
    Party,
    PriceFloor,
    Reading,
    Sector,
    Target,
)
from supplypact.domain.plan import FIRST_YEAR, LAST_YEAR
from supplypact.errors import did_you_mean
from supplypact.formats.toml_kinds import Range
from supplypact.units import Share, Usd, UsdPerTonne, Year

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from supplypact.formats.toml_section import Section

FUNDING_KINDS = ("incentive", "commitment", "investment", "loan", "guarantee")
MECHANISM_KINDS = (
    "rapid_response_group",
    "mutual_stockpile",
    "joint_investment",
    "price_floor",
    "information",
    "permitting",
    "recycling",
    "consultation",
    "programme",
    "profit_share",
    "asset_review",
)
INDICATOR_UNITS = ("% of GDP", "USD", "t", "count", "share")

_SHARE = Range(low=0, high=1)
_ABOVE_ZERO = Range(low=0, high=1, above=True)
_MONEY = Range(low=0, high=1e15)
_PRICE = Range(low=0, high=1e12, above=True)
_ANY = Range(low=-1e18, high=1e18)

ASSUMPTIONS: Mapping[str, Range] = {
    "public_share_of_capex": _SHARE,
    "discount_rate": Range(low=0, high=0.3),
    "trade_growth": _SHARE,
    "switching_cost": _SHARE,
    "shortage_price_multiple": Range(low=1, high=1000),
    "existing_utilisation": _ABOVE_ZERO,
    "ramp_first": _SHARE,
    "ramp_second": _SHARE,
    "surge_access": _SHARE,
    "surge_ramp_months": Range(low=1, high=24),
    "surge_premium": Range(low=0, high=100),
    "transit_days": Range(low=0, high=120),
    "stock_premium": _SHARE,
    "stock_holding": _SHARE,
    "stock_salvage": _SHARE,
    "stock_limit_months": Range(low=0, high=120),
    "stock_buying_months": Range(low=0, high=120),
    "stock_handling": _SHARE,
    "stock_handling_cost": _SHARE,
    "mutual_share": _SHARE,
    "response_share": Range(low=0, high=0.3),
    "response_multiple": Range(low=1, high=100),
    "project_late_chance": _SHARE,
    "order_days": Range(low=0, high=180),
    "reroute_share": _SHARE,
    "exchange_share": _SHARE,
    "reroute_premium": Range(low=0, high=100),
    "release_days": Range(low=0, high=180),
    "swap_premium": _SHARE,
    "substitution_months": Range(low=0, high=24),
    "expedite_months": Range(low=0, high=24),
    "expedite_premium": Range(low=0, high=100),
}
"""Every pact file gives these, and no others."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the clauses of one pact may refer to."""

    countries: Collection[str]
    materials: Mapping[str, Collection[str]]
    """Stages by material."""
    sources: Mapping[str, str]
    """Citations by the name that the file gives them."""
    parties: Collection[str] = ()
    sectors: Collection[str] = ()

    @property
    def stages(self) -> tuple[str, ...]:
        """Every stage of any material, each once."""
        return tuple(dict.fromkeys(stage for each in self.materials.values() for stage in each))


def read_clause(section: Section, known: Known) -> Clause:
    """Return the citation that a table refers to, in full."""
    source = section.word("source", known.sources)
    return Clause(source=known.sources.get(source, ""), note=section.text("note", default=""))


def read_party(section: Section, known: Known) -> Party:
    """Read one ``[[party]]``."""
    return Party(
        country=section.word("country", known.countries),
        name_en=section.text("name_en"),
        name_ja=section.text("name_ja"),
        clause=read_clause(section, known),
        share_of_rest=Share(section.number("share_of_rest", _SHARE, optional=True)),
    )


def read_sector(section: Section, known: Known) -> Sector:
    """Read one ``[[sector]]``."""
    return Sector(
        id=section.ident("id"),
        name_en=section.text("name_en"),
        name_ja=section.text("name_ja"),
        clause=read_clause(section, known),
    )


def read_funding(section: Section, known: Known) -> FundingLine:
    """Read one ``[[funding]]``."""
    line = FundingLine(
        id=section.ident("id"),
        party=section.word("party", known.parties),
        kind=section.word("kind", FUNDING_KINDS),
        amount=Usd(section.number("amount_usd", _MONEY)),
        first_year=Year(section.whole("first_year", low=2000, high=2100)),
        last_year=Year(section.whole("last_year", low=2000, high=2100)),
        sectors=section.words("sectors", known.sectors, least=1),
        clause=read_clause(section, known),
    )
    if "first_year" in section and "last_year" in section and line.last_year < line.first_year:
        section.refuse(
            "last_year",
            f"last_year {line.last_year} is before first_year {line.first_year}",
            "swap them",
        )
    return line


def read_target(section: Section, known: Known) -> Target:
    """Read one ``[[target]]``."""
    target = Target(
        id=section.ident("id"),
        materials=section.words("materials", known.materials, least=1),
        stage=section.word("stage", known.stages),
        year=Year(section.whole("year", low=FIRST_YEAR, high=LAST_YEAR)),
        goal=Share(section.number("goal", _ABOVE_ZERO)),
        reading=_read_reading(section),
        binding=section.flag("binding"),
        together=section.flag("together"),
        clause=read_clause(section, known),
    )
    for material in dict.fromkeys(target.materials):
        _check_stage(section, material, target.stage, known)
    return target


def read_indicator(section: Section, known: Known) -> Indicator:
    """Read one ``[[indicator]]``."""
    return Indicator(
        id=section.ident("id"),
        party=section.word("party", known.parties),
        text=section.text("text"),
        text_ja=section.text("text_ja", default=""),
        value=section.number("value", _ANY),
        unit=section.word("unit", INDICATOR_UNITS),
        year=Year(section.whole("year", low=2000, high=2100)),
        clause=read_clause(section, known),
    )


def read_mechanism(section: Section, known: Known) -> Mechanism:
    """Read one ``[[mechanism]]``."""
    return Mechanism(
        id=section.ident("id"),
        kind=section.word("kind", MECHANISM_KINDS),
        text=section.text("text"),
        clause=read_clause(section, known),
    )


def read_price_floor(section: Section, known: Known) -> PriceFloor:
    """Read one ``[[price_floor]]``; the floor is given per kilogram or per tonne."""
    per_tonne = section.number("floor_usd_per_tonne", _PRICE, optional=True)
    per_kg = section.number("floor_usd_per_kg", _PRICE, optional=True)
    if ("floor_usd_per_tonne" in section) == ("floor_usd_per_kg" in section):
        section.refuse(
            "floor_usd_per_tonne",
            "the price floor is not given exactly once",
            "give floor_usd_per_tonne or floor_usd_per_kg",
        )
    floor = PriceFloor(
        material=section.word("material", known.materials),
        stage=section.word("stage", known.stages),
        floor=UsdPerTonne(per_tonne + 1000 * per_kg),
        clause=read_clause(section, known),
    )
    _check_stage(section, floor.material, floor.stage, known)
    return floor


def read_milestone(section: Section, known: Known) -> Milestone:
    """Read one ``[[milestone]]``."""
    return Milestone(
        id=section.ident("id"),
        text=section.text("text"),
        text_ja=section.text("text_ja", default=""),
        due=section.day("due"),
        clause=read_clause(section, known),
    )


def read_claim(section: Section, known: Known) -> Claim:
    """Read one ``[[claim]]``; its year may be absent, as reports often name none."""
    year = section.whole("year", low=1950, high=2100, optional=True)
    claim = Claim(
        id=section.ident("id"),
        material=section.word("material", known.materials),
        stage=section.word("stage", known.stages),
        share=Share(section.number("share", _ABOVE_ZERO)),
        at_least=section.flag("at_least") if "at_least" in section else False,
        definition=section.text("definition"),
        year=Year(year) if "year" in section else None,
        clause=read_clause(section, known),
    )
    _check_stage(section, claim.material, claim.stage, known)
    return claim


def read_assumptions(section: Section, known: Known) -> dict[str, Assumption]:
    """Read ``[assumptions]``: each name once, with a value in its range."""
    assumptions: dict[str, Assumption] = {}
    for name, within in ASSUMPTIONS.items():
        row = section.table(name)
        value = row.number("value", within)
        assumptions[name] = Assumption(value=value, clause=read_clause(row, known))
    if assumptions["ramp_second"].value < assumptions["ramp_first"].value:
        section.refuse("ramp_second", "output falls from the first year to the second", "swap them")
    return assumptions


def _read_reading(section: Section) -> Reading:
    word = section.word("reading", [str(reading) for reading in Reading])
    return Reading(word) if word in set(Reading) else Reading.EMBODIED


def _check_stage(section: Section, material: str, stage: str, known: Known) -> None:
    """Note a stage that exists, but not for this material."""
    stages = known.materials.get(material)
    if stages is not None and stage in known.stages and stage not in stages:
        section.refuse("stage", f"{material} has no stage '{stage}'", did_you_mean(stage, stages))
