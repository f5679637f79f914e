"""The base case: who makes, ships and uses what, year by year, if the pact funds nothing.

Demand grows by its index.  Each stage makes what the next one needs; its producers share that
in proportion to their known or projected output, candidates taken out, so that no project counts
twice.  Flows keep the pattern of the balanced base year as far as the new margins allow.  Where
known output is short of the need, all producers are taken to grow in proportion: the difference
is the supply that nobody has announced, and the plan reports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from supplypact.algebra.sets import (
    CLASSES,
    CONCERN,
    ORIGINS,
    Array,
    Chain,
    Mask,
    Numbers,
    StageSet,
    own_tag,
)
from supplypact.domain.network import BASE_YEAR, Material, Network, Project
from supplypact.domain.pact import Pact
from supplypact.errors import DataError, Fault
from supplypact.planning.balance import fit

UNITS_OF_DEMAND = 1000.0
"""A chain's unit is its world demand over this, so that all materials have one scale."""
NEW_LINK = 0.01
"""Weight of links in proportion to both margins, where the old links cannot meet new margins."""
BALANCED = 1e-6
"""Largest relative error of a fitted margin."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Base:
    """The base case of one material."""

    chain: Chain
    unannounced: Array
    """Supply beyond known capacity that demand needs, in units.  Shape (stage, year)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Given:
    """Rows of one material, as arrays in tonnes; country axes follow ``countries``."""

    material: Material
    countries: tuple[str, ...]
    years: tuple[int, ...]
    output: Array
    """Shape (stage, country, year)."""
    demand: Array
    """Shape (stage, country, year)."""
    base_output: Array
    """Output in the base year.  Shape (stage, country)."""
    flow: Array
    """Base year.  Shape (stage, exporter, importer)."""


def build_bases(
    pact: Pact, network: Network, candidates: Sequence[Project], years: tuple[int, ...]
) -> list[Base]:
    """Return the base case of every material.

    Args:
        pact: Says how each country counts as an origin.
        network: The tables.
        candidates: Projects to decide on, in the order of the model's project numbers.
        years: Calendar years of the plan.

    Raises:
        DataError: a material has no price or no demand.

    """
    faults = [
        Fault(
            what=f"material '{each.id}' has no price",
            where="materials.csv",
            fix="give price_usd_per_tonne: the plan weighs tonnes by it",
        )
        for each in network.materials
        if each.price is None
    ]
    if faults:
        raise DataError(faults, where="the tables")
    bases = []
    for material in network.materials:
        given = _gather(network, material, candidates, years)
        bases.append(_base(pact, given, candidates))
    return bases


def _gather(
    network: Network, material: Material, candidates: Sequence[Project], years: tuple[int, ...]
) -> _Given:
    output, addition, demand, flow, growth = (
        frame.filter(pl.col("material") == material.id)
        for frame in (
            network.output,
            network.addition,
            network.demand,
            network.flow,
            network.growth,
        )
    )
    hosts = [p.host for p in candidates for made in p.outputs if made.material == material.id]
    named = (
        flow["exporter"],
        flow["importer"],
        output["country"],
        addition["country"],
        demand["country"],
        hosts,
    )
    countries = tuple(sorted({country for column in named for country in column}))
    place = {country: number for number, country in enumerate(countries)}
    stage = {each.id: number for number, each in enumerate(material.stages)}
    base_flow = np.zeros((len(stage), len(countries), len(countries)))
    for s, i, j, tonnes in flow.select("stage", "exporter", "importer", "tonnes").iter_rows():
        base_flow[stage[s], place[i], place[j]] = tonnes
    used = np.zeros((len(stage), len(countries)))
    for s, k, tonnes in demand.select("stage", "country", "tonnes").iter_rows():
        used[stage[s], place[k]] += tonnes
    index = _path(growth, "index", years) if len(growth) else np.ones(len(years))
    return _Given(
        material=material,
        countries=countries,
        years=years,
        output=_output_paths(output, stage, place, years) + _added(addition, stage, place, years),
        base_output=_output_paths(output, stage, place, (BASE_YEAR,))[:, :, 0],
        demand=used[:, :, None] * index,
        flow=base_flow,
    )


def _path(rows: pl.DataFrame, column: str, years: Sequence[int]) -> Array:
    """Interpolate between the years given; hold the first and the last value outside them."""
    known = rows.select("year", column).sort("year")
    path: Array = np.interp(years, known["year"].to_numpy(), known[column].to_numpy())
    return path


def _output_paths(
    rows: pl.DataFrame, stage: dict[str, int], place: dict[str, int], years: Sequence[int]
) -> Array:
    paths = np.zeros((len(stage), len(place), len(years)))
    recent = rows.filter(pl.col("year") >= BASE_YEAR)
    for (s, country), known in recent.partition_by("stage", "country", as_dict=True).items():
        paths[stage[str(s)], place[str(country)]] = _path(known, "tonnes", years)
    return paths


def _added(
    rows: pl.DataFrame, stage: dict[str, int], place: dict[str, int], years: Sequence[int]
) -> Array:
    """Return what plants of the base add from the year of their first output."""
    paths = np.zeros((len(stage), len(place), len(years)))
    columns = rows.select("stage", "country", "year", "tonnes")
    for s, country, first, tonnes in columns.iter_rows():
        paths[stage[s], place[country]] += tonnes * (np.array(years) >= first)
    return paths


def _base(pact: Pact, given: _Given, candidates: Sequence[Project]) -> Base:
    origin = np.array([ORIGINS.index(pact.origin(c)) for c in given.countries], dtype=np.int32)
    known = given.output - _counted_in_projection(given, candidates)
    flows = _flows(given, known)
    unit = max(float(given.demand[-1].sum(axis=0)[0]) / UNITS_OF_DEMAND, 1e-12)
    stages: list[StageSet] = []
    mix = np.ones((len(given.countries), 1, len(given.years)))
    for number in range(len(flows)):
        stages.append(_stage(pact, given, candidates, number, flows, known, mix, origin, unit))
        if number + 1 < len(flows):
            mix = _mix_after(given, number, flows[number], mix, origin)
    chain = Chain(
        material=given.material.id,
        unit=unit,
        price=float(given.material.price or 0.0),
        countries=given.countries,
        origin=origin,
        party=np.isin(given.countries, pact.party_codes),
        years=given.years,
        stages=tuple(stages),
    )
    made = np.array([flow.sum(axis=(0, 1)) for flow in flows])
    unannounced = np.maximum(made - known.sum(axis=1), 0.0) / unit
    return Base(chain=chain, unannounced=unannounced)


def _counted_in_projection(given: _Given, candidates: Sequence[Project]) -> Array:
    """Return the output of candidates that the projection holds, at most its growth since 2024."""
    counted = np.zeros_like(given.output)
    stages = [stage.id for stage in given.material.stages]
    for project in candidates:
        first = project.earliest_start + project.lead_time
        for made in project.outputs:
            if made.material == given.material.id and made.in_projection:
                place = stages.index(made.stage), given.countries.index(project.host)
                counted[place] += made.capacity * (np.array(given.years) >= first)
    growth: Array = np.maximum(given.output - given.base_output[:, :, None], 0.0)
    return np.minimum(counted, growth)


def _flows(given: _Given, known: Array) -> list[Array]:
    """Return the flows of each stage in tonnes, shape (exporter, importer, year)."""
    flows: list[Array] = []
    need = given.demand[-1]
    for number in reversed(range(len(known))):
        total = known[number].sum(axis=0)
        use = need.sum(axis=0)
        made = known[number] * np.divide(use, total, out=np.zeros_like(use), where=total > 0)
        flow = _fit_to_pattern(given.flow[number], made, need)
        flows.insert(0, flow)
        if number:
            stage = given.material.stages[number]
            fed = (1.0 - stage.other_feed_share) / stage.recovery
            need = given.demand[number - 1] + flow.sum(axis=1) * fed
    return flows


def _fit_to_pattern(pattern: Array, made: Array, need: Array) -> Array:
    """Fit the base year's flows to new margins, with links for countries that are new."""
    gravity = made[:, None, :] * need[None, :, :] / np.maximum(need.sum(axis=0), 1e-300)
    new = (pattern.sum(axis=1) == 0)[:, None] | (pattern.sum(axis=0) == 0)[None, :]
    seed = np.where(new[:, :, None], gravity, pattern[:, :, None])
    flow = fit(seed, made, need)
    off = np.abs(flow.sum(axis=1) - made).max(initial=0.0)
    if off > BALANCED * made.max(initial=0.0):
        flow = fit(seed + NEW_LINK * gravity, made, need)
    return flow


def _mix_after(given: _Given, number: int, flow: Array, mix: Array, origin: Numbers) -> Array:
    """Return the tags of each country's output at the next stage: those of its feed."""
    after = given.material.stages[number + 1]
    shape = (len(origin), mix.shape[1] * CLASSES, flow.shape[2])
    arrived = np.zeros(shape)
    for exporter, own in enumerate(origin):
        tagged = flow[exporter][:, None, :] * mix[exporter][None, :, :]
        arrived[:, own::CLASSES] += tagged
    total = arrived.sum(axis=1, keepdims=True)
    fed: Array = np.divide(arrived, total, out=np.zeros_like(arrived), where=total > 0)
    fed *= 1.0 - after.other_feed_share
    for country, own in enumerate(origin):
        fed[country, own_tag(int(own), number + 1)] += after.other_feed_share
    return fed


def _stage(
    pact: Pact,
    given: _Given,
    candidates: Sequence[Project],
    number: int,
    flows: Sequence[Array],
    known: Array,
    mix: Array,
    origin: Numbers,
    unit: float,
) -> StageSet:
    stage, flow = given.material.stages[number], flows[number]
    made = flow.sum(axis=1)
    additions = _additions(given, candidates, number)
    linked = _linked(given, candidates, number, flows, origin)
    exporter, importer = (each.astype(np.int32) for each in np.nonzero(linked))
    reference = flow[exporter, importer][:, None, :] * mix[exporter]
    return StageSet(
        id=stage.id,
        recovery=float(stage.recovery),
        other_feed_share=float(stage.other_feed_share) if number else 0.0,
        capacity=np.maximum(known[number], made) / pact.assume("existing_utilisation") / unit,
        demand=given.demand[number] / unit,
        exporter=exporter,
        importer=importer,
        reference=reference / unit,
        composition=np.where(made[:, None, :] > 0, mix, 0.0),
        project=np.array([p for p, _, _ in additions], dtype=np.int32),
        project_country=np.array([c for _, c, _ in additions], dtype=np.int32),
        project_output=np.array([tonnes / unit for _, _, tonnes in additions]),
    )


def _additions(
    given: _Given, candidates: Sequence[Project], number: int
) -> list[tuple[int, int, float]]:
    """Return (project number, country number, tonnes a year) of what candidates add at a stage."""
    if not 0 <= number < len(given.material.stages):
        return []
    key = (given.material.id, given.material.stages[number].id)
    return [
        (p, given.countries.index(project.host), float(made.capacity))
        for p, project in enumerate(candidates)
        for made in project.outputs
        if (made.material, made.stage) == key
    ]


def _linked(
    given: _Given,
    candidates: Sequence[Project],
    number: int,
    flows: Sequence[Array],
    origin: Numbers,
) -> Mask:
    """Return which arcs exist: those of the base case and those that candidates open."""
    flow = flows[number]
    linked: Mask = np.any(flow > 0, axis=2)
    making: Mask = np.any(linked, axis=1)
    needing: Mask = np.any(linked, axis=0)
    hosts = [country for _, country, _ in _additions(given, candidates, number)]
    next_hosts = [country for _, country, _ in _additions(given, candidates, number + 1)]
    making[hosts] = True
    needing[next_hosts] = True
    outlets = needing & (origin != CONCERN)
    for host in hosts:
        linked[host] |= outlets
    for host in next_hosts:
        linked[:, host] |= making
    return linked
