"""The entry: one thing that was promised, paid, built, moved or decided, as somebody recorded it.

Each kind of entry is a class; its fields are the columns of an import file and the keys of the
canonical body (docs/ledger-format.md).  Amounts and quantities are ``Decimal`` and are written as
text, so that no figure is ever rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar


class Quality(StrEnum):
    """How good the evidence is."""

    OFFICIAL = "official"
    REPORTED = "reported"
    ESTIMATE = "estimate"


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0: with whom an entry may be shared."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"


class Instrument(StrEnum):
    """In what form money is given."""

    EQUITY = "equity"
    LOAN = "loan"
    GUARANTEE = "guarantee"
    GRANT = "grant"
    TAX_INCENTIVE = "tax_incentive"
    OFFTAKE = "offtake"


class Bound(StrEnum):
    """What a pledged amount means."""

    FIRM = "firm"
    """The amount that is to be given."""
    UP_TO = "up_to"
    """The most that may be given; it may be less."""


class Step(StrEnum):
    """How far a pledge has come before any money is committed."""

    INTEREST = "interest"
    CANDIDATE = "candidate"
    SELECTED = "selected"


class Movement(StrEnum):
    """What happens to a stock."""

    OPENING = "opening"
    """The stock with which an account begins; once for each account, before all else."""
    PURCHASE = "purchase"
    RELEASE = "release"
    LOAN = "loan"
    """From the party's account to that of the counterparty, same material, form and place."""
    RETURN = "return"
    """Back from the borrower (the party) to the lender, against the loan."""
    ROTATION = "rotation"
    """As much old metal out as new metal in; the level stays."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What an entry rests on."""

    source: str
    """Publisher, title and date in words, or the id of a row of the table ``sources``."""
    quality: Quality
    url: str = ""
    sha256: str = ""
    """Hash of the document, 64 hexadecimal digits in lower case."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every entry holds.  The classes below add what their kind needs."""

    kind: ClassVar[str]

    id: str
    """Lower-case words joined by hyphens, unique in the ledger; it is the idempotency key."""
    date: date
    """The day on which it was true or happened (valid time)."""
    party: str
    """Country code of the party of the pact that promises, pays, reports or decides."""
    evidence: Evidence
    counterparties: tuple[str, ...] = ()
    """Others who take part: country codes, companies, agencies."""
    text: str = ""
    note: str = ""
    tlp: Tlp = Tlp.CLEAR


@dataclass(frozen=True, kw_only=True)
class Project(Entry):
    """Declares a project that the tables do not have, so that other entries can name it."""

    kind: ClassVar[str] = "project"

    project: str
    name: str
    host: str = ""
    """Country code; blank if not decided."""
    sector: str = ""
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cost(Entry):
    """What a project is said to cost in all, on that day; the first one is the announcement."""

    kind: ClassVar[str] = "cost"

    project: str
    amount: Decimal
    currency: str
    price_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Pledge(Entry):
    """Money that was announced.  Binding or not, firm or a ceiling; nothing is owed by it yet."""

    kind: ClassVar[str] = "pledge"

    step: Step
    bound: Bound
    binding: bool
    amount: Decimal | None = None
    """Unknown if blank."""
    currency: str = ""
    price_year: int | None = None
    sector: str = ""
    project: str = ""
    instrument: Instrument | None = None
    funding_lines: tuple[str, ...] = ()
    """Funding lines of the pact that it counts against; blank: outside the envelope."""
    shares: Mapping[str, Decimal] = field(default_factory=dict)
    """Party to its part of the amount, adding up to 1; blank: all of it is the party's."""
    parent: str = ""
    """Pledge that this one is a part of: the whole and its parts are never both counted."""
    repeats: str = ""
    """First announcement of the same money: this one adds nothing."""


@dataclass(frozen=True, kw_only=True)
class Commitment(Entry):
    """Money that is owed under a signed contract or a final decision."""

    kind: ClassVar[str] = "commitment"

    amount: Decimal
    currency: str
    price_year: int | None = None
    sector: str = ""
    project: str = ""
    instrument: Instrument | None = None
    funding_lines: tuple[str, ...] = ()
    shares: Mapping[str, Decimal] = field(default_factory=dict)
    pledge: str = ""
    """Pledge that it makes good."""
    due: date | None = None
    """Day by which all of it is to be disbursed."""
    deemed_allocation: Decimal | None = None
    """What is to be recovered before the second split; blank: what the recovering party paid."""


@dataclass(frozen=True, kw_only=True)
class Call(Entry):
    """Notice to the party that money of a commitment is wanted; due by the pact's terms."""

    kind: ClassVar[str] = "call"

    commitment: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class Disbursement(Entry):
    """Money that was paid out under a commitment."""

    kind: ClassVar[str] = "disbursement"

    commitment: str
    amount: Decimal
    currency: str
    price_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Repayment(Entry):
    """Principal that came back to the party under a commitment."""

    kind: ClassVar[str] = "repayment"

    commitment: str
    amount: Decimal
    currency: str
    price_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Revenue(Entry):
    """Cash of a project that is to be split between the parties by the pact's terms."""

    kind: ClassVar[str] = "revenue"

    project: str
    amount: Decimal
    currency: str
    price_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Withdrawal(Entry):
    """From this day on a pledge or a commitment is off, save what was made good of it before."""

    kind: ClassVar[str] = "withdrawal"

    withdraws: str


@dataclass(frozen=True, kw_only=True)
class MilestonePlanned(Entry):
    """Something is to be reached by a day: ``first-output`` of a project is wired to the plan."""

    kind: ClassVar[str] = "milestone_planned"

    milestone: str
    due: date
    project: str = ""


@dataclass(frozen=True, kw_only=True)
class MilestoneMoved(Entry):
    """A planned milestone has a new day."""

    kind: ClassVar[str] = "milestone_moved"

    milestone: str
    due: date
    project: str = ""


@dataclass(frozen=True, kw_only=True)
class MilestoneMet(Entry):
    """A planned milestone was reached on the day of the entry."""

    kind: ClassVar[str] = "milestone_met"

    milestone: str
    project: str = ""


@dataclass(frozen=True, kw_only=True)
class MilestoneMissed(Entry):
    """A planned milestone was not reached and will not be."""

    kind: ClassVar[str] = "milestone_missed"

    milestone: str
    project: str = ""


@dataclass(frozen=True, kw_only=True)
class Output(Entry):
    """What a project made or can do: tonnes a year at a stage, ships, gigawatts."""

    kind: ClassVar[str] = "output"

    project: str
    product: str
    """A material of the tables, or what it is in words (ships, power)."""
    quantity: Decimal
    unit: str
    stage: str = ""
    """Stage of the material; blank for what is no material of the tables."""


@dataclass(frozen=True, kw_only=True)
class Stock(Entry):
    """A movement of a stock of the party: purchase, release, loan, return, rotation."""

    kind: ClassVar[str] = "stock"

    movement: Movement
    material: str
    form: str
    """Stage of the material."""
    tonnes: Decimal
    place: str = ""
    loan: str = ""
    """Loan that a return is against."""


@dataclass(frozen=True, kw_only=True)
class Decision(Entry):
    """What the parties, or one of them, decided or held: a meeting, a selection, a term."""

    kind: ClassVar[str] = "decision"

    sector: str = ""
    project: str = ""


@dataclass(frozen=True, kw_only=True)
class IndicatorValue(Entry):
    """A value of an indicator of the pact, such as the share of defence spending."""

    kind: ClassVar[str] = "indicator"

    indicator: str
    value: Decimal
    unit: str
    year: int


@dataclass(frozen=True, kw_only=True)
class Correction(Entry):
    """Replaces fields of an entry that was wrong from the start, or voids it."""

    kind: ClassVar[str] = "correction"

    corrects: str
    changes: Mapping[str, str] = field(default_factory=dict)
    """Field to its new value as it is written in a file; empty: the entry is void."""


KINDS: dict[str, type[Entry]] = {
    each.kind: each
    for each in (
        Project,
        Cost,
        Pledge,
        Commitment,
        Call,
        Disbursement,
        Repayment,
        Revenue,
        Withdrawal,
        MilestonePlanned,
        MilestoneMoved,
        MilestoneMet,
        MilestoneMissed,
        Output,
        Stock,
        Decision,
        IndicatorValue,
        Correction,
    )
}
FIRST_OUTPUT = "first-output"
"""Milestone of a project that its schedule is read from."""
