"""The answer to an event: who is short when, what to do about it, and what that saves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from supplypact.domain.event import Event
from supplypact.errors import UsageError
from supplypact.units import Usd

if TYPE_CHECKING:
    import polars as pl

ALONE, SHARING, PACT, FULL = "alone", "sharing", "pact", "full"
MODES = (ALONE, SHARING, PACT, FULL)
"""Each party alone; the emergency sharing rule of the IEA; the pact's mutual stock; all together
with swaps and waivers."""
ACTIONS = (
    "release",
    "re-route",
    "surge",
    "swap",
    "substitute",
    "restrain",
    "expedite",
    "waive",
)
"""Kinds of action, in the order in which a playbook tells equal dates."""
NOTHING, ANSWER = "nothing", "answer"
"""Paths: nobody does anything; the playbook is carried out."""
DELAYS = (1, 2, 4, 8)
"""Weeks by which actions are barred for the cost of delay."""
LINES = 12
"""Lines of a playbook that people can execute."""


@dataclass(frozen=True, kw_only=True)
class RespondOptions:
    """What the user asks of a response.

    Raises:
        UsageError: an unknown mode, or fewer than 1 line.

    """

    without: tuple[str, ...] = ()
    """Countries that nothing more is bought from."""
    as_of: date | None = None
    """Day on which the group decides; the day on which the event begins if not given."""
    mode: str = FULL
    lines: int = LINES
    """Most lines of the playbook."""
    materials: tuple[str, ...] = ()
    """These only; all that the event strikes if empty."""

    def __post_init__(self) -> None:
        """Check the options."""
        if self.mode not in MODES:
            fix = "use one of: " + ", ".join(MODES)
            raise UsageError(f"unknown mode '{self.mode}'", where="--mode", fix=fix)
        if self.lines < 1:
            raise UsageError(
                f"a playbook of {self.lines} lines cannot be",
                where="--lines",
                fix="give 1 or more; 12 can be carried out",
            )


@dataclass(frozen=True, kw_only=True)
class Action:
    """One line of the playbook.

    Tonnes are of the product of ``stage``, in the material's basis, and hold if the event lasts as
    long as the line; money is weighted by the chance that it still does, and discounted.
    """

    number: int
    """From 1, in the order of the dates."""
    kind: str
    """One of ``ACTIONS``."""
    material: str
    stage: str
    """Stage whose product moves or is saved."""
    owner: str
    """Country that has to act."""
    source: str
    """Country or holder that gives; several joined by ``;``, the largest first; empty where
    nothing is sent."""
    user: str
    """Party that is helped."""
    end_use: str
    """Class of use that gives up (``restrain``), or empty."""
    project: str
    """Project that is brought forward (``expedite``), or empty."""
    ordered: date
    """Day on which the first order must be given."""
    effect: date
    """Day on which the first tonne arrives or is saved."""
    until: date
    """Day after the last."""
    tonnes: float
    """In all, if the event lasts."""
    expected_tonnes: float
    """Weighted by the chance that the event still lasts."""
    peak: float
    """Most tonnes in a month (30.4 days)."""
    cost: Usd
    """Expected, beyond normal purchases."""
    avoided_tonnes: float
    """Shortage avoided, expected, of the product that the user takes; a restraint avoids none, it
    moves it to where it costs least."""
    avoided: Usd
    """Expected loss avoided, before the cost of the action.  Those of all lines add up to the loss
    of doing nothing less what is left of it."""
    limit: str
    """Why it is not more: ``idle``, ``ramp``, ``others`` (what other buyers can be outbid for),
    ``stock``, ``handling``, ``mutual``, ``worked`` (no more of this form is worked on),
    ``late`` (earlier was not possible), ``use`` (no more of this use can be saved), ``project``
    or ``need`` (no more is needed)."""
    limit_place: str
    """Country or holder of the limit, or empty."""
    decided: bool = False
    """Whether it was ordered before this plan and stays."""


@dataclass(frozen=True, kw_only=True)
class Rounding:
    """What it costs to keep a playbook short."""

    exact_lines: int
    """Lines of the optimum."""
    kept_lines: int
    exact: Usd
    """Expected cost of the optimum."""
    kept: Usd
    """Expected cost of the playbook."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Decided:
    """An earlier playbook."""

    pact: str
    day0: date
    """First day of its periods."""
    edges: tuple[float, ...]
    """As ``Response.edges``."""
    materials: tuple[str, ...]
    """Those that it was about."""
    mode: str
    lines: int
    """Most lines that it was to have."""
    orders: pl.DataFrame
    """As ``Response.orders``."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that a reader must know."""

    key: str
    """``overlap``: two events cut the same shipments, the deeper one counts; ``part``: a material
    contains another, so that their losses overlap; ``later_stocks``: stocks are of a day after the
    decision; ``ended``: an event is over and not counted; ``foreknown``: the decision comes before
    the event; ``in_flows``: flows may hold the event already; ``share_apart``: published import
    shares of the supplier are far from those of the flows."""
    values: dict[str, str]
    """``overlap``: one, other, materials; ``part``: whole, part; ``later_stocks``: stocks
    (holder:material), date; ``ended``: event, date; ``foreknown``: date; ``in_flows``: event, year;
    ``share_apart``: materials (party:material), ours, published (ids; several joined by ``;``)."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference between an earlier playbook and this one."""

    what: str
    """``added``, ``dropped``, ``more``, ``less`` or ``kept``."""
    kind: str
    material: str
    source: str
    user: str
    before: float
    """Tonnes from now on."""
    after: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Response:
    """Answer to an event or to several.

    Frames (tonnes of each material's basis; USD expected, that is weighted by the chance that the
    event still lasts and discounted to ``as_of``, unless said otherwise):

    - ``periods``: period, start, end (first day after), days, alive: the chance that the event
      still lasts; weeks for a quarter, then months.  Those that are over on ``as_of`` are left out
      here and in the other frames, but in ``orders`` and ``schedule``.
    - ``balance``: path, material, party, stage, period, use, lost (tonnes that do not arrive),
      release, re-route, surge, swap, substitute, expedite, waive (tonnes that arrive or are saved
      in the period, by kind; a swap that gives counts negative), restrain, short: of what is left,
      tonnes given up in an orderly way, and missing without order.  All if the event lasts.
    - ``short``: path, material, party, stage, end_use, period, tonnes (restrained or missing), usd.
    - ``modes``: mode, party (``*`` all), cost_usd, loss_usd (shortage part), short_tonnes
      (expected, only where one material is struck, else null).
    - ``delays``: weeks, cost_usd, extra_usd, a_day_usd (extra over its days).
    - ``stocks``: holder, material, form, kind (``national``, ``industry`` or ``given``), tonnes,
      days (of the holder's use), left_tonnes (at the end, if the event lasts), as_of, source,
      quality.
    - ``schedule``: line (number of the action), period, tonnes (ordered; if the event lasts).
    - ``orders``: material, order, giver, user, period, tonnes (counted): every order, as a later
      plan takes them up.
    - ``prices``: material, missing_share (of the supply of the market that those struck buy in),
      low, middle, high (price over the price before).
    - ``losses``: material, party, low_usd, middle_usd, high_usd: value added at risk in the first
      twelve months if the event lasts and nothing is done.
    - ``published``: material, party, what, low_usd, middle_usd, high_usd, share_of_gdp, source,
      year: estimates of others for like events.
    """

    pact: str
    parties: tuple[str, ...]
    concern: tuple[str, ...]
    events: tuple[Event, ...]
    options: RespondOptions
    as_of: date
    """Day of decision."""
    day0: date
    """First day of period 0; before ``as_of`` where an earlier playbook is carried on."""
    edges: tuple[float, ...]
    """Days from ``day0`` on which periods begin, and that after the last."""
    materials: tuple[str, ...]
    """Struck materials that a party uses, the dearest loss first."""
    unused: tuple[str, ...]
    """Materials of the event that no party draws from the supplier."""
    actions: tuple[Action, ...]
    rounding: Rounding
    nothing: Usd
    """Expected loss if nobody does anything."""
    answer: Usd
    """Expected loss and cost with the playbook."""
    answer_low: Usd
    answer_high: Usd
    nothing_low: Usd
    nothing_high: Usd
    """The same where the cut and the worth of a tonne are as low, or as high, as the data allow."""
    periods: pl.DataFrame
    balance: pl.DataFrame
    short: pl.DataFrame
    modes: pl.DataFrame
    delays: pl.DataFrame
    stocks: pl.DataFrame
    schedule: pl.DataFrame
    orders: pl.DataFrame
    prices: pl.DataFrame
    losses: pl.DataFrame
    published: pl.DataFrame
    changes: tuple[Change, ...] = ()
    unknown_stocks: tuple[tuple[str, str], ...] = ()
    """(holder, material) of which no stock is known: none is counted."""
    estimates: tuple[str, ...] = ()
    """Materials for which a shortage is valued by a multiple of the price."""
    notes: tuple[Note, ...] = ()
