"""Assess a pact: every measure for every material, stage and party, with bands."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from supplypact.assessing.chain import Array
from supplypact.assessing.checks import check_figures, check_year, read_spreads
from supplypact.assessing.choke_points import SCHEMA as CHOKE_POINT_SCHEMA
from supplypact.assessing.choke_points import choke_points
from supplypact.assessing.claims import claims
from supplypact.assessing.draws import Noise
from supplypact.assessing.exposure import Exposure, expose
from supplypact.assessing.frames import (
    INDICATOR_SCHEMA,
    ROUTE_SCHEMA,
    SOURCING_SCHEMA,
    indicator_frame,
    ranking_frame,
    route_frame,
    sourcing_frame,
)
from supplypact.assessing.history import history
from supplypact.assessing.measures.eu import (
    benchmark_measures,
    eu_measures,
    importance_measure,
    recycled_shares,
)
from supplypact.assessing.measures.geopolrisk import geopolrisk_measures
from supplypact.assessing.measures.measured import Measured
from supplypact.assessing.measures.sourcing import (
    cover_measures,
    party_measures,
    world_measures,
    world_of,
)
from supplypact.assessing.measures.usgs import spending_of, usgs_measures
from supplypact.assessing.measures.without_flows import (
    import_measures,
    published_measures,
    without_flows,
    world_of_year,
)
from supplypact.assessing.outlook import outlook
from supplypact.assessing.reliance_check import reliance
from supplypact.assessing.sheet import SCORES, Score, draw_score, draw_sheet
from supplypact.assessing.targets import target_frame
from supplypact.assessing.usgs_risk import economic_vulnerability
from supplypact.domain.assessment import EVERY_PARTY, Assessment, AssessOptions
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import BASE_YEAR, Material, Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlannedShares

Progress = Callable[[str, float], None]
RANKED_BY = "traced_concern_share"
"""The order of materials and stages is by this measure of all parties."""
RELIANCE_OF = "USA"
"""Whose published net import reliance is compared."""


def _silent(_what: str, _part: float) -> None:
    """Tell nobody."""


def assess(
    pact: Pact,
    network: Network,
    evidence: Evidence,
    options: AssessOptions | None = None,
    *,
    planned: PlannedShares | None = None,
    progress: Progress = _silent,
) -> Assessment:
    """Return how dependent the parties of a pact are, at which stage, on whom, and how sure.

    Args:
        pact: Who the parties and the countries of concern are, and the targets.
        network: The materials.
        evidence: The tables.
        options: Year, draws and seed.
        planned: The shares that a plan leads to, for the years to come.
        progress: Told what is being done and how much of it is.

    Raises:
        DataError: there is nothing about the year, or flows contradict output or use; every fault
            is told.
    """
    options = options or AssessOptions()
    started = time.perf_counter()
    check_year(evidence, options.year)
    ids = [material.id for material in network.materials]
    imports, suppliers = history(evidence, ids, pact.party_codes, pact.concern)
    if options.year == BASE_YEAR:
        check_figures(evidence, network)
    told = _Told(pact=pact, network=network, evidence=evidence, options=options, imports=imports)
    exposures, measured = (
        _of_base_year(told, progress) if options.year == BASE_YEAR else _of_other_year(told)
    )
    progress("bands and drivers", 0.7)
    return Assessment(
        pact=pact.id,
        options=options,
        parties=told.parties,
        indicators=_together(INDICATOR_SCHEMA, [indicator_frame(*each) for each in measured]),
        sourcing=_together(SOURCING_SCHEMA, [sourcing_frame(each) for each in exposures]),
        routes=_together(ROUTE_SCHEMA, [route_frame(each) for each in exposures]),
        choke_points=_together(
            CHOKE_POINT_SCHEMA, [choke_points(each, evidence.facilities) for each in exposures]
        ).sort("share", "value_usd", descending=True),
        ranking=_ranking(told, measured),
        targets=target_frame(pact, {each.material.id: each for each in exposures}, planned),
        history=imports,
        history_suppliers=suppliers,
        outlook=outlook(planned),
        claims=claims(pact, evidence),
        reliance=reliance(evidence, _network_reliance(measured)),
        inputs=_inputs(pact, network, evidence, planned),
        timings={"assess": time.perf_counter() - started},
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Told:
    """What a run was told."""

    pact: Pact
    network: Network
    evidence: Evidence
    options: AssessOptions
    imports: pl.DataFrame

    @property
    def parties(self) -> tuple[str, ...]:
        """Codes, and all together last where there are several."""
        codes = self.pact.party_codes
        return (*codes, EVERY_PARTY) if len(codes) > 1 else codes

    def generator(self, name: str) -> np.random.Generator:
        """Return the random numbers of one part, the same whatever else is drawn."""
        return np.random.default_rng([self.options.seed, zlib.crc32(name.encode())])

    def score(self, name: str) -> Score:
        """Return a governance score of every country."""
        draws, year = self.options.draws, self.options.year
        return draw_score(self.evidence, name, year, draws, self.generator(name))


Rows = list[tuple[str, list[Measured], Noise]]
"""Material, its measures, and the figures behind them."""


def _of_base_year(told: _Told, progress: Progress) -> tuple[list[Exposure], Rows]:
    """Return everything that can be measured where there are flows."""
    spreads, draws = read_spreads(told.evidence), told.options.draws
    scores = {name: told.score(name) for name in SCORES}
    exposures = []
    for number, material in enumerate(told.network.materials):
        progress(f"drawing {material.id}", 0.6 * number / len(told.network.materials))
        generator = told.generator(material.id)
        sheet = draw_sheet(
            told.evidence, material, told.pact.party_codes, spreads, draws, generator
        )
        exposures.append(
            expose(told.pact, told.evidence, material, spreads, draws, generator, scores, sheet)
        )
    spending = _vulnerability(exposures)
    recycled = recycled_shares(told.evidence)
    measured: Rows = []
    for exposure in exposures:
        material = exposure.material
        rows = [
            *world_measures(world_of(exposure)),
            *party_measures(exposure),
            *import_measures(told.imports, material, told.parties, told.options.year, draws),
            *_published(told, material),
            *cover_measures(exposure),
            *geopolrisk_measures(exposure),
            *eu_measures(exposure, told.evidence.eu_crm),
            importance_measure(material.id, told.evidence.eu_crm, draws),
            *benchmark_measures(exposure, recycled.get(material.id, {})),
            *usgs_measures(exposure, spending[material.id]),
        ]
        measured.append((material.id, rows, exposure.noise))
    return exposures, measured


def _of_other_year(told: _Told) -> tuple[list[Exposure], Rows]:
    """Return what can be measured without flows."""
    spreads, draws, year = read_spreads(told.evidence), told.options.draws, told.options.year
    governance = told.score("governance")
    measured: Rows = []
    for material in told.network.materials:
        generator = told.generator(material.id)
        rows, noise = world_of_year(
            told.evidence, material, year, spreads, draws, generator, governance
        )
        rows += import_measures(told.imports, material, told.parties, year, draws)
        rows += _published(told, material)
        rows.append(importance_measure(material.id, told.evidence.eu_crm, draws))
        rows += without_flows(material, told.parties, year, draws)
        measured.append((material.id, rows, noise))
    return [], measured


def _published(told: _Told, material: Material) -> Iterator[Measured]:
    return published_measures(
        told.evidence.trade_shares, material, told.parties, told.pact.concern, told.options.draws
    )


def _vulnerability(exposures: Sequence[Exposure]) -> dict[str, dict[str, Array]]:
    """Return economic vulnerability by material and party.  Shape (draw)."""
    spent = np.stack([spending_of(each) for each in exposures], axis=-1)
    relative = economic_vulnerability(spent)
    return {
        exposure.material.id: {
            party: relative[:, place, number] for place, party in enumerate(exposure.parties)
        }
        for number, exposure in enumerate(exposures)
    }


def _ranking(told: _Told, measured: Rows) -> pl.DataFrame:
    return ranking_frame(
        (material, each)
        for material, rows, _ in measured
        for each in rows
        if each.indicator == RANKED_BY and each.party == told.parties[-1]
    )


def _network_reliance(measured: Rows) -> dict[tuple[str, str], float]:
    """Return the net import reliance of the US in the network, by material and stage."""
    return {
        (material, each.stage): float(each.values[0])
        for material, rows, _ in measured
        for each in rows
        if each.indicator == "net_import_reliance" and each.party == RELIANCE_OF
    }


def _inputs(
    pact: Pact, network: Network, evidence: Evidence, planned: PlannedShares | None
) -> dict[str, Any]:
    """Return what identifies the inputs of a run."""
    return {
        "pact": {"id": pact.id, "sha256": hashlib.sha256(pact.text.encode()).hexdigest()},
        "tables": dict(sorted({**network.digest, **evidence.digest}.items())),
        "replaced": sorted({*network.replaced, *evidence.replaced}),
        "plan": {"pact": planned.pact, "record_sha256": planned.record} if planned else None,
    }


def _together(schema: Mapping[str, object], parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *parts])  # type: ignore[arg-type]
