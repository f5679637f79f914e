"""The pact: who agreed on what, as reported clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from supplypact.units import Share, Usd, UsdPerTonne, Year

NO_SHARE = Share(0.0)


class Origin(StrEnum):
    """How a pact sees a country as the origin of supply."""

    CONCERN = "concern"
    PARTY = "party"
    PARTNER = "partner"
    OTHER = "other"


class Reading(StrEnum):
    """What a sourcing target is a share of."""

    WORLD = "world"
    """World output of the stage made outside the countries of concern."""
    DIRECT = "direct"
    """What the parties buy at the stage, by the country that made it."""
    EMBODIED = "embodied"
    """What the parties use, traced back to the stage, including what is inside later products."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """Where a statement of the pact comes from."""

    source: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Party:
    """A country that signed the pact, or a group of countries under the code of one of them."""

    country: str
    """ISO 3166-1 alpha-3."""
    name_en: str
    name_ja: str
    clause: Clause
    share_of_rest: Share = NO_SHARE
    """Part of what the rest of the world uses that is this party's, where the tables know no use
    of its own: for a group of countries that the tables do not name."""


@dataclass(frozen=True, kw_only=True)
class FundingLine:
    """Money that one party commits: an amount over years, for sectors."""

    id: str
    party: str
    kind: str
    amount: Usd
    first_year: Year
    last_year: Year
    sectors: tuple[str, ...]
    clause: Clause

    @property
    def per_year(self) -> Usd:
        """An even spread over the line's years."""
        return Usd(self.amount / (self.last_year - self.first_year + 1))


@dataclass(frozen=True, kw_only=True)
class EnvelopeWhole:
    """What the parties call the whole of the money, and the day by which it is to be invested."""

    amount: Usd
    first: date
    due: date
    clause: Clause
    party: str = ""
    """Country code of the party that funds it; blank: all of them."""


@dataclass(frozen=True, kw_only=True)
class FundingTerm:
    """A call for funds is paid no earlier than so many business days after notice."""

    business_days: int
    calendars: tuple[str, ...]
    """Countries on whose holidays no business is done; a day counts if it is one in all."""
    clause: Clause


@dataclass(frozen=True, kw_only=True)
class RevenueSplit:
    """How cash is split until the deemed allocation is recovered, and after that."""

    recovers: str
    """Party whose money is recovered: what it receives counts."""
    before: dict[str, float]
    """Party to share, adding up to 1."""
    after: dict[str, float]
    clause: Clause


@dataclass(frozen=True, kw_only=True)
class Sector:
    """A field of investment that the pact names."""

    id: str
    name_en: str
    name_ja: str
    clause: Clause


@dataclass(frozen=True, kw_only=True)
class Target:
    """At least ``goal`` of the sourcing at ``stage`` from outside the countries of concern."""

    id: str
    materials: tuple[str, ...]
    stage: str
    year: Year
    """The goal holds in this year and in each later one."""
    goal: Share
    reading: Reading
    binding: bool
    """Whether the plan must meet it; otherwise it is an indicator that is shown."""
    together: bool
    """Whether the materials must also meet the goal together, weighted by value."""
    clause: Clause


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A target outside supply (defence spending, say), tracked from entered figures."""

    id: str
    party: str
    text: str
    value: float
    unit: str
    year: Year
    clause: Clause
    text_ja: str = ""


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """A standing arrangement: rapid response group, mutual stockpile, joint investment."""

    id: str
    kind: str
    text: str
    clause: Clause


@dataclass(frozen=True, kw_only=True)
class PriceFloor:
    """The parties pay the gap to the market price for what funded projects make."""

    material: str
    stage: str
    floor: UsdPerTonne
    clause: Clause


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """Something due by a date."""

    id: str
    text: str
    due: date
    clause: Clause
    text_ja: str = ""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A figure that the pact's report states; shown beside what the tables say."""

    id: str
    material: str
    stage: str
    share: Share
    """Stated share of the countries of concern."""
    at_least: bool
    """Whether the share is stated as a lower bound ("over 80 percent")."""
    definition: str
    """What it is said to be a share of, in the report's own terms."""
    year: Year | None
    """The year that it is stated for; None where the report names none."""
    clause: Clause


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """A number that the plan needs and the pact does not give."""

    value: float
    clause: Clause


@dataclass(frozen=True, kw_only=True)
class Pact:
    """An agreement on supply: one data file."""

    id: str
    title_en: str
    title_ja: str
    signed: date
    summary: str
    parties: tuple[Party, ...]
    hosts: tuple[str, ...]
    """Third countries whose projects the parties fund together."""
    observers: tuple[str, ...]
    concern: tuple[str, ...]
    """Countries of concern."""
    partners: tuple[str, ...]
    """Further countries whose supply counts as a partner's (hosts and observers do anyway)."""
    avoided: tuple[str, ...]
    """Countries that nothing more is bought from in an incident."""
    envelope: tuple[FundingLine, ...]
    sectors: tuple[Sector, ...]
    targets: tuple[Target, ...]
    indicators: tuple[Indicator, ...]
    mechanisms: tuple[Mechanism, ...]
    price_floors: tuple[PriceFloor, ...]
    milestones: tuple[Milestone, ...]
    claims: tuple[Claim, ...]
    assumptions: dict[str, Assumption]
    text: str
    """The file as it was read; its hash identifies the pact in a decision record."""
    whole: EnvelopeWhole | None = None
    funding_term: FundingTerm | None = None
    revenue_split: RevenueSplit | None = None
    apart: tuple[str, ...] = ()
    """Parties that do not act with the others here: they neither pay nor count as users, and
    their supply counts as before."""

    @property
    def party_codes(self) -> tuple[str, ...]:
        """Country codes of the parties, in the order of the file."""
        return tuple(party.country for party in self.parties)

    def origin(self, country: str) -> Origin:
        """Return how this pact sees supply from ``country``."""
        if country in self.concern:
            return Origin.CONCERN
        if country in {*self.party_codes, *self.apart}:
            return Origin.PARTY
        if country in {*self.hosts, *self.observers, *self.partners}:
            return Origin.PARTNER
        return Origin.OTHER

    def assume(self, name: str) -> float:
        """Return the value of the assumption ``name``."""
        return self.assumptions[name].value
