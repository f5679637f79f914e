"""A backtest: what the model would have said of past events, beside what trade then did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from supplypact.units import Share

if TYPE_CHECKING:
    from supplypact.domain.incident import Array

MODEL, NO_CHANGE, PROPORTIONAL, CUT_ONLY = "model", "no change", "proportional", "cut only"
NAIVE = (NO_CHANGE, PROPORTIONAL, CUT_ONLY)
"""Nothing changes; the cut comes and the other origins make it up by their shares; the cut comes
and nobody makes it up."""
FORECASTS = (MODEL, *NAIVE)
LARGEST = 5
"""Origins whose direction is asked, the largest of the year before."""
RANKED = 10
"""Origins whose order is compared, the largest of the scored year."""
FLAT = 0.02
"""A change below this part of what an origin sent the year before counts as none."""


@dataclass(frozen=True, kw_only=True)
class PastCut:
    """One cut of a past event."""

    part: str
    kind: str
    """One of ``domain.event.EVENT_KINDS``."""
    buyers: tuple[str, ...]
    """Whose purchases are cut; empty: everyone's."""
    start: date
    end: date | None
    """First day after; None: after the scored year."""
    delay_days: float
    """Days in which nothing leaves at all."""
    share: Share
    """Part of the exports that is cut after them, as announced."""
    low: Share
    high: Share
    note: str
    """What the share comes from."""
    source: str
    hazard_event: str
    """Its id in hazard_events, or empty."""
    tuned: bool
    """Whether its depth stands in the data that severities of hazards were set from."""


@dataclass(frozen=True, kw_only=True)
class PastEvent:
    """A past event on one trade code."""

    id: str
    title_en: str
    title_ja: str
    material: str
    product_en: str
    product_ja: str
    hs: str
    supplier: str
    year: int
    """Whose trade is compared."""
    cuts: tuple[PastCut, ...]

    @property
    def first_day(self) -> date:
        """The earliest day of a cut."""
        return min(cut.start for cut in self.cuts)


@dataclass(frozen=True, kw_only=True, eq=False)
class Trade:
    """Imports of a code by those whose purchases the supplier's cut hits most.

    Tonnes as declared, shape (importer, origin).  A weight that was not declared is the value over
    the value of a tonne that the exporter, else the world, sold in the year.
    """

    importers: tuple[str, ...]
    origins: tuple[str, ...]
    earlier: Array
    """Two years before the scored year."""
    before: Array
    """The year before it: all that a forecast knows."""
    actual: Array
    """The scored year."""
    exports: Array
    """What each origin sent to all the world the year before.  Shape (origin)."""
    usd_per_tonne: float
    """The year before."""
    covered: Share
    """Part of the supplier's exports of the year before that these importers bought."""
    filled: Share
    """Part of the tonnes of both years whose weight was not declared."""
    odd: Share
    """Part of the tonnes of both years at a tenth, or ten times, the usual value of a tonne."""
    doubtful: tuple[str, ...]
    """Large origins, not the struck one, whose weight halved or doubled and whose value did not go
    along: the fault is likely in the weights."""


@dataclass(frozen=True, kw_only=True)
class Errors:
    """How far a forecast of imports by origin lay off, all scored importers together."""

    mean: float
    """Mean absolute error in tonnes, over the origins of any of the two years."""
    part: Share
    """Sum of absolute errors over the imports of the scored year."""
    total: float
    """Forecast imports over actual ones, less 1."""
    supplier_share: float
    """Forecast share of the struck supplier less the actual one."""
    rank: float
    """Rank correlation (Spearman) of the ``RANKED`` largest origins, 1 for the same order."""
    right: int
    """Of ``asked`` origins, those that moved as forecast: up, down or not."""
    asked: int
    cells: Share
    """As ``part``, with importers apart."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Scored:
    """One event: the forecasts and what happened.  Tonnes; shapes as in ``Trade``."""

    event: PastEvent
    trade: Trade
    model: Array
    """Imports that the model forecasts."""
    proportional: Array
    cut_only: Array
    lost: float
    """What the announced cut takes from the importers in the year."""
    surge: float
    """What arrives of it from idle output elsewhere, as forecast."""
    reroute: float
    """What is won from other buyers, as forecast."""
    missing: float
    """What does not arrive, as forecast: saved, given up or missing."""
    errors: dict[str, Errors]
    """By ``FORECASTS``."""
    at_low: Errors
    """Of the model where the cut is as low as was said."""
    at_high: Errors

    @property
    def forecasts(self) -> dict[str, Array]:
        """The forecasts by name."""
        return {
            MODEL: self.model,
            NO_CHANGE: self.trade.before,
            PROPORTIONAL: self.proportional,
            CUT_ONLY: self.cut_only,
        }

    def skill(self, against: str) -> float:
        """Return 1 less the model's error over a naive one's: above 0 the model is better."""
        return 1.0 - self.errors[MODEL].mean / max(self.errors[against].mean, 1e-12)

    @property
    def best(self) -> str:
        """The forecast with the least error, a naive one where the model is only as good."""
        return min((*NAIVE, MODEL), key=lambda name: round(self.errors[name].mean, 9))

    @property
    def supplier(self) -> int:
        """Place of the struck supplier among the origins."""
        return self.trade.origins.index(self.event.supplier)

    @property
    def tuned(self) -> bool:
        """Whether the depth of a cut stands in the data that hazards were set from."""
        return any(cut.tuned for cut in self.event.cuts)

    def change(self, tonnes: Array) -> float:
        """Return how far imports lie above those of the year before, as a part of them."""
        return float(tonnes.sum() / self.trade.before.sum() - 1.0)

    def cut(self, tonnes: Array) -> float:
        """Return the part of the supplier's shipments of the year before that is gone."""
        before = self.trade.before[:, self.supplier].sum()
        return float(1.0 - tonnes[:, self.supplier].sum() / before)


@dataclass(frozen=True, kw_only=True, eq=False)
class Backtest:
    """All events that were scored, the oldest first."""

    pact: str
    """Whose assumptions the model has."""
    mode: str
    """How buyers answer."""
    scored: tuple[Scored, ...]

    @property
    def counted(self) -> tuple[Scored, ...]:
        """The events that the answer counts: those without doubtful weights, if there are any."""
        sound = tuple(each for each in self.scored if not each.trade.doubtful)
        return sound or self.scored

    def wins(self) -> dict[str, int]:
        """Return how many events each forecast has come nearest to."""
        return {name: sum(each.best == name for each in self.counted) for name in FORECASTS}

    def mean_part(self, forecast: str) -> float:
        """Return the mean of the error as a part of imports, each event counting alike."""
        return float(np.mean([each.errors[forecast].part for each in self.counted]))
