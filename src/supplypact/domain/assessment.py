"""The assessment: how dependent the parties are, at which stage, on whom, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from supplypact.domain.network import BASE_YEAR
from supplypact.units import Year

if TYPE_CHECKING:
    import polars as pl

WORLD = "world"
"""Stands where a party is asked for, in indicators of world production."""
EVERY_PARTY = "*"
"""Stands for all parties together."""
WHOLE_CHAIN = ""
"""Stands where a stage is asked for, in indicators of the whole chain."""
OTHER_FEED = "other_feed"
"""Stands for a supplier: scrap, synthetic or by-product feed that passed no earlier stage."""
RELIANCE_TOLERANCE = 0.05
"""A net import reliance this near to the published one agrees with it."""
DRAWS = 1000
SEED = 20251028


class Unit(StrEnum):
    """What the value of an indicator is measured in."""

    SHARE = "share"
    INDEX = "index"
    MONTHS = "months"
    USD_PER_KG = "usd_per_kg"
    RATIO = "ratio"
    """Kilogrammes of copper equivalent per kilogramme."""


class Worse(StrEnum):
    """Which direction of an indicator is the worse one."""

    HIGH = "high"
    LOW = "low"


class Verdict(StrEnum):
    """What an indicator with a threshold says."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One measure of dependence."""

    id: str
    unit: Unit
    worse: Worse
    threshold: float | None = None
    """The limit beyond which, on the worse side, the verdict is ``fail``."""
    fails_at_threshold: bool = False

    def verdict(self, value: float | None) -> Verdict | None:
        """Return what the threshold says of ``value``; None without a threshold or a value."""
        if self.threshold is None or value is None:
            return None
        beyond = value - self.threshold if self.worse is Worse.HIGH else self.threshold - value
        fails = beyond >= 0 if self.fails_at_threshold else beyond > 0
        return Verdict.FAIL if fails else Verdict.PASS


INDICATORS = (
    Indicator(id="top_1", unit=Unit.SHARE, worse=Worse.HIGH),
    Indicator(id="top_3", unit=Unit.SHARE, worse=Worse.HIGH),
    Indicator(id="hhi", unit=Unit.INDEX, worse=Worse.HIGH),
    Indicator(id="governance_hhi", unit=Unit.INDEX, worse=Worse.HIGH),
    Indicator(id="concern_share", unit=Unit.SHARE, worse=Worse.HIGH),
    Indicator(id="traced_concern_share", unit=Unit.SHARE, worse=Worse.HIGH),
    Indicator(id="import_concern_share", unit=Unit.SHARE, worse=Worse.HIGH),
    Indicator(id="published_concern_share", unit=Unit.SHARE, worse=Worse.HIGH),
    Indicator(id="net_import_reliance", unit=Unit.SHARE, worse=Worse.HIGH),
    Indicator(id="n_minus_1", unit=Unit.SHARE, worse=Worse.LOW),
    Indicator(id="months_of_cover", unit=Unit.MONTHS, worse=Worse.LOW),
    Indicator(id="geopolrisk", unit=Unit.INDEX, worse=Worse.HIGH),
    Indicator(id="geopolrisk_midpoint", unit=Unit.USD_PER_KG, worse=Worse.HIGH),
    Indicator(id="geopolrisk_factor", unit=Unit.RATIO, worse=Worse.HIGH),
    Indicator(
        id="eu_supply_risk",
        unit=Unit.INDEX,
        worse=Worse.HIGH,
        threshold=1.0,
        fails_at_threshold=True,
    ),
    Indicator(
        id="eu_economic_importance",
        unit=Unit.INDEX,
        worse=Worse.HIGH,
        threshold=2.8,
        fails_at_threshold=True,
    ),
    Indicator(id="eu_extraction", unit=Unit.SHARE, worse=Worse.LOW, threshold=0.10),
    Indicator(id="eu_processing", unit=Unit.SHARE, worse=Worse.LOW, threshold=0.40),
    Indicator(id="eu_recycling", unit=Unit.SHARE, worse=Worse.LOW, threshold=0.25),
    Indicator(id="eu_one_country", unit=Unit.SHARE, worse=Worse.HIGH, threshold=0.65),
    Indicator(id="disruption_potential", unit=Unit.INDEX, worse=Worse.HIGH),
    Indicator(id="trade_exposure", unit=Unit.SHARE, worse=Worse.HIGH),
    Indicator(id="economic_vulnerability", unit=Unit.INDEX, worse=Worse.HIGH),
    Indicator(id="usgs_supply_risk", unit=Unit.INDEX, worse=Worse.HIGH),
)
"""Every measure, in the order of the tables."""


@dataclass(frozen=True, kw_only=True)
class AssessOptions:
    """What the user asks of one run beside the pact."""

    year: Year = BASE_YEAR
    draws: int = DRAWS
    """Draws behind the bands; 0 leaves the bands out."""
    seed: int = SEED


@dataclass(frozen=True, kw_only=True, eq=False)
class Assessment:
    """The answer of one run, every material, stage and party.

    ``party`` is a code, ``*`` (all together) or ``world``; ``stage`` is empty for a whole chain.
    ``low``, ``median``, ``high`` are the 5, 50 and 95% points of the draws, null without draws.

    - ``indicators``: indicator, material, stage, party, value, low, median, high, supplier (whom it
      is about, or null), verdict (``pass``, ``fail`` or null), reason (why there is no value, or
      null), note (what stands in for an input, or null), driver (the datum that moves the band
      most as figure/stage/country>end/quality, or null), driver_share (the part of the band's
      variance that it explains, by ranks).
    - ``sourcing``: reading (``direct`` or ``traced``), material, stage, party, supplier, tonnes,
      share, low, median, high.  ``direct``: what the party receives at the stage, by maker, at
      home included.  ``traced``: the content of all that it uses at this stage or later, by the
      country where it passed the stage; shares add up to 1 with the supplier ``other_feed``.
    - ``routes``: material, party, stage, exporter, importer, tonnes, used: the part of each flow
      that ends with the party, and what of that it uses at this stage (the rest goes on).
    - ``choke_points``: material, stage, kind (``country`` or ``facility``), supplier, facility,
      party, share (of what the party uses, content traced to the stage), low, high, tonnes (at
      the stage), value_usd, world_share (of the stage's output).  Before stocks and re-routing.
    - ``ranking``: material, stage, rank, rank_low, rank_high, stays_ahead (part of the draws in
      which it ranks ahead of the next): by ``traced_concern_share`` of all parties, worst first.
    - ``targets``: target, material (or ``together``), stage, year (of the goal), reading, binding,
      goal, value (in the year of the assessment), low, high, verdict, chance (part of the draws
      that reach the goal), base_share and plan_share (in the year of the goal, null without a
      plan), reason.
    - ``history``: material, stage, party, year, tonnes, value_usd, unweighed_share (part of the
      value without a weight), concern_share, supplier (the largest), top_1, hhi: imports only.
    - ``history_suppliers``: material, stage, party, year, supplier, share: the largest ones.
    - ``outlook``: material, stage, party, year, base_share, plan_share: traced share from outside
      the countries of concern; empty without a plan.
    - ``claims``: claim, material, stage, definition, stated_share, stated_year, source, note,
      year, share, basis (``production`` or ``projection``), data_source, difference, bound (``at
      least`` or null), consistent (within 5 points, or beyond the bound): what is reported of the
      countries of concern, beside what the tables say, year by year.
    - ``reliance``: material, stage, year, published, bound, components, network, difference,
      reason, network_difference, network_reason: the net import reliance of the US.
    """

    pact: str
    options: AssessOptions
    parties: tuple[str, ...]
    indicators: pl.DataFrame
    sourcing: pl.DataFrame
    routes: pl.DataFrame
    choke_points: pl.DataFrame
    ranking: pl.DataFrame
    targets: pl.DataFrame
    history: pl.DataFrame
    history_suppliers: pl.DataFrame
    outlook: pl.DataFrame
    claims: pl.DataFrame
    reliance: pl.DataFrame
    inputs: dict[str, Any]
    """pact (id, sha256), tables (sha256 by name), replaced (tables), plan (pact, record_sha256)."""
    timings: dict[str, float]
    """Seconds of wall clock: assess (report is added by the writer)."""
