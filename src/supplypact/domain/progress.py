"""The progress: where a pact stands against each of its promises, and what comes of a slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from supplypact.domain.entry import Entry
from supplypact.domain.pact import Reading
from supplypact.domain.position import CostState, MilestoneState, Position, StockAccount
from supplypact.units import Share, Tonnes, Usd, Year

if TYPE_CHECKING:
    from supplypact.domain.plan import Plan

SOON = 30
"""Days before its due day from which a milestone is told as due."""


class Status(StrEnum):
    """How a promise stands, by the rules of docs/track.md."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A status, the rule that gave it, and who must act."""

    status: Status
    rule: str
    """Code of the rule, for example ``E2``; worded in docs/track.md and in every report."""
    who: tuple[str, ...] = ()
    """Country codes of the parties that must act; empty where nobody must."""


@dataclass(frozen=True, kw_only=True)
class TrackOptions:
    """What the user asks of the progress."""

    as_of: date
    known_at: date | None = None
    since: date | None = None
    """Day of the last report: what changed since then is told."""


@dataclass(frozen=True, kw_only=True)
class EnvelopeProgress:
    """A funding line, or the whole envelope, against what was pledged, committed and paid (USD)."""

    scope: str
    """Id of the funding line, ``lines`` for all lines together, ``whole`` for the stated whole."""
    party: str
    """Blank for more than one."""
    amount: Decimal
    first: date
    due: date
    elapsed: Share
    """Part of the time from ``first`` to ``due`` that has gone by, 0 to 1."""
    ceiling: Decimal
    firm: Decimal
    committed: Decimal
    disbursed: Decimal
    repaid: Decimal
    verdict: Verdict
    over: Decimal = Decimal(0)
    """USD by which pledges, at their ceilings, exceed the amount; 0 if they do not."""


@dataclass(frozen=True, kw_only=True)
class TargetProgress:
    """A target for one material, or for its materials together."""

    target: str
    material: str
    """A material, or ``together``."""
    stage: str
    year: Year
    reading: Reading
    goal: Share
    binding: bool
    now: Share | None
    """Share in ``now_year``, from data; None if unknown."""
    now_year: Year
    expected: Share | None
    """Share in the target's year if each project comes when the record says."""
    expected_low: Share | None
    """The same with every project not yet producing as late as one in ten is (reference class)."""
    replanned: Share | None
    """Share that a new plan reaches from here; None unless a new plan was asked for."""
    short: Tonnes | None
    """Tonnes a year that are missing at the goal, at the target's stage."""
    reached: date | None
    """Day on which the goal is first held, on the expected path; None: not within the horizon."""
    reached_late: date | None
    """The same with every project late."""
    verdict: Verdict
    held: Share | None = None
    """Lowest expected share from the target's year to the horizon: the goal is to hold there."""
    held_low: Share | None = None
    """The same with every project late."""


@dataclass(frozen=True, kw_only=True)
class MilestoneProgress:
    """A milestone and the days that are left until it is due (negative: overdue)."""

    state: MilestoneState
    days: int
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class ProjectProgress:
    """A project's schedule and cost against its first announcement."""

    project: str
    name: str
    host: str
    sector: str
    owners: tuple[str, ...]
    place: str
    latitude: Decimal | None
    longitude: Decimal | None
    materials: tuple[str, ...]
    """Materials of the tables that it makes."""
    first_output: MilestoneState | None
    slip_months: float | None
    """Months that first output has moved since it was first planned."""
    cost: CostState | None
    overrun: Share | None
    """Latest over first cost, less 1."""
    late_by: tuple[float, float] | None
    """Further months of delay that half and nine of ten of its reference class stay below."""
    reference_class: str
    """Which past projects the delay is taken from; blank if none fits."""
    ceiling: Decimal
    firm: Decimal
    committed: Decimal
    disbursed: Decimal
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class StockProgress:
    """A stock account against the target for it."""

    account: StockAccount
    target: Decimal | None
    """Tonnes; None where no plan or pact states one."""
    target_source: str
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class IndicatorProgress:
    """An indicator of the pact and its last entered value."""

    indicator: str
    party: str
    text: str
    goal: float
    unit: str
    year: Year
    value: Decimal | None
    value_year: int | None
    entry: str
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """When the whole envelope will have been disbursed."""

    central: date | None
    """At the pace of disbursement so far; None if nothing was disbursed."""
    late: date | None
    """With the overrun and delay that nine of ten of the reference class stay below."""
    pace: Decimal
    """USD a year so far."""
    needed: Decimal
    """USD a year from now on to draw all by the due day."""
    reference_class: str


@dataclass(frozen=True, kw_only=True)
class ReportedTotal:
    """A total that somebody published, beside the sum of the entries that it is about."""

    id: str
    text: str
    published: Decimal
    """USD."""
    about: bool
    """Whether it was published as a round or approximate figure."""
    source: str
    ours: Decimal
    """USD: the stated amounts added up, as they stand in the entries."""
    counted: Decimal
    """USD: what of it counts in our totals (re-announcements and parts taken out)."""
    unknown: int
    """How many of the entries have no amount."""
    entries: tuple[str, ...]
    reason: str
    """Why the two differ, as far as it is known."""
    text_ja: str = ""
    reason_ja: str = ""


@dataclass(frozen=True, kw_only=True)
class ReferenceClass:
    """Past projects that a forecast is read from."""

    id: str
    """``delay`` (months late) or ``overrun`` (latest over first cost)."""
    unit: str
    """``months`` or ``ratio``."""
    members: tuple[str, ...]
    """Names of the past projects; how many there are is the size of the sample."""
    measured: int
    """How many of them have a published figure of this; those of the others are inferred."""
    half: float
    """Half of the class stay below; for the overrun the median of the members."""
    nine_of_ten: float | None
    """Nine of ten of the class stay below; None where the sample says too little."""
    low: float
    high: float
    """Smallest and largest of the members."""
    only_overran: bool
    """Whether the tables hold only members that overran, so that the class is biased."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a record of the time since the last report changed."""

    entry: Entry
    recorded_on: date
    what: str
    """Code: ``new``, ``corrected``, ``voided``, ``moved``, ``met``, ``missed``, ``withdrawn``."""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where the pact stands."""

    pact: str
    options: TrackOptions
    position: Position
    origin: str
    """Name of the ledger, or ``bundled``."""
    size: int
    """Records that were known."""
    root: bytes
    """Root of the Merkle tree over them."""
    begins: date | None
    """Day of the first record of all, known or not; None for a record without entries."""
    envelope: tuple[EnvelopeProgress, ...]
    targets: tuple[TargetProgress, ...]
    milestones: tuple[MilestoneProgress, ...]
    projects: tuple[ProjectProgress, ...]
    stocks: tuple[StockProgress, ...]
    stocks_without_account: int
    """Targets for stocks of which the record has no account."""
    indicators: tuple[IndicatorProgress, ...]
    drawn: Drawn | None
    """None where the pact has no envelope."""
    reported: tuple[ReportedTotal, ...]
    changes: tuple[Change, ...]
    plan: Plan | None = None
    """The new plan, where one was asked for."""
    classes: tuple[ReferenceClass, ...] = ()
    """What the forecast rests on."""


@dataclass(frozen=True, kw_only=True)
class SlipEffect:
    """A target before and after a slip."""

    target: str
    material: str
    year: Year
    goal: Share
    before: Share
    after: Share
    """With nothing else changed."""
    before_plan: Share
    after_plan: Share
    """With the best plan that is still possible."""


@dataclass(frozen=True, kw_only=True)
class ShortageEffect:
    """Expected loss from disruptions in one year before and after a slip, by material."""

    material: str
    year: Year
    before: Usd
    after: Usd


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What happens if a project comes later."""

    project: str
    name: str
    months: float
    """As counted."""
    due_before: date
    due_after: date
    effects: tuple[SlipEffect, ...]
    cost_before: Usd
    """Of the cheapest plan."""
    cost_after: Usd
    discounted_to: Year
    """Year to which the costs are discounted: the first of the plan."""
    in_years: bool
    """Whether the months were rounded up to whole years, as only the plan starts the project."""
    shortages: tuple[ShortageEffect, ...]
    shortage_of: str
    """``risk``: expected loss a year on the stocks and projects of the risk plan; ``plan``: on the
    deterministic plan without stocks."""
    nothing: str = ""
    """Why the slip changes nothing: ``not_started``, ``producing`` or ``no_material``."""
