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

from supplypact.algebra.sets import CONCERN, Array, Chain, Mask, StageSet
from supplypact.domain.network import Material, Network, Project
from supplypact.domain.pact import Pact
from supplypact.errors import DataError, Fault
from supplypact.planning.base_flows import flows_of, known_output, limited_by_feed, mix_after
from supplypact.planning.given import Given, gather

UNITS_OF_DEMAND = 20_000.0
"""A chain's unit is its world demand over this, so that all materials have one scale.

Costs of a unit are then small enough for other solvers to take an exported model as it is.
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class Base:
    """The base case of one material."""

    chain: Chain
    unannounced: Array
    """Supply beyond known capacity that demand needs, in units.  Shape (stage, year)."""


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
    givens = [gather(pact, network, each, candidates, years) for each in network.materials]
    faults = [fault for given in givens for fault in _faults(given)]
    if faults:
        raise DataError(faults, where="the tables")
    own = [project for project in network.projects if not project.concern_owned]
    return [_base(pact, given, candidates, known_output(given, own)) for given in givens]


def _faults(given: Given) -> list[Fault]:
    """Return what the plan lacks of a material."""
    name, last = given.material.id, given.material.stages[-1].id
    faults = []
    if not given.material.price:
        fix = "give price_usd_per_tonne: the plan weighs tonnes by it"
        faults.append(Fault(what=f"'{name}' has no price", where="materials.csv", fix=fix))
    if not given.demand[-1].any():
        fix = "give its demand in the base year, or leave the material out of all tables"
        what = f"nobody uses '{name}' at its last stage, '{last}'"
        faults.append(Fault(what=what, where="demand.csv", fix=fix))
    return faults


def _base(pact: Pact, given: Given, candidates: Sequence[Project], known: Array) -> Base:
    fed = limited_by_feed(given, known)
    flows = flows_of(given, fed)
    unit = max(float(given.demand[-1].sum(axis=0)[0]) / UNITS_OF_DEMAND, 1e-12)
    stages: list[StageSet] = []
    mix = np.ones((len(given.countries), 1, len(given.years)))
    for number in range(len(flows)):
        stages.append(_stage(pact, given, candidates, number, flows, known, mix, unit))
        if number + 1 < len(flows):
            mix = mix_after(given, number, flows[number], mix)
    chain = Chain(
        material=given.material.id,
        unit=unit,
        price=float(given.material.price or 0.0),
        priced=_priced(given.material),
        countries=given.countries,
        origin=given.origin,
        party=np.isin(given.countries, pact.party_codes),
        years=given.years,
        stages=tuple(stages),
    )
    made = np.array([flow.sum(axis=(0, 1)) for flow in flows])
    unannounced = np.maximum(made - fed.sum(axis=1), 0.0) / unit
    return Base(chain=chain, unannounced=unannounced)


def _priced(material: Material) -> int:
    place = material.stage_index(material.price_stage)
    return len(material.stages) - 1 if place is None else place


def _stage(
    pact: Pact,
    given: Given,
    candidates: Sequence[Project],
    number: int,
    flows: Sequence[Array],
    known: Array,
    mix: Array,
    unit: float,
) -> StageSet:
    stage, flow = given.material.stages[number], flows[number]
    made = flow.sum(axis=1)
    additions = _additions(given, candidates, number)
    linked = _linked(given, candidates, number, flows)
    exporter, importer = (each.astype(np.int32) for each in np.nonzero(linked))
    reference = flow[exporter, importer][:, None, :] * mix[exporter]
    return StageSet(
        id=stage.id,
        recovery=float(stage.recovery),
        other_feed_share=float(stage.other_feed_share) if number else 0.0,
        capacity=_capacity(pact, given, number, known[number], made) / unit,
        demand=given.demand[number] / unit,
        exporter=exporter,
        importer=importer,
        reference=reference / unit,
        composition=np.where(made[:, None, :] > 0, mix, 0.0),
        project=np.array([p for p, _, _ in additions], dtype=np.int32),
        project_country=np.array([c for _, c, _ in additions], dtype=np.int32),
        project_output=np.array([tonnes / unit for _, _, tonnes in additions]),
    )


def _capacity(pact: Pact, given: Given, number: int, known: Array, made: Array) -> Array:
    """Return the most that each country can make, at least what it makes in the base case.

    A projection is what existing and announced plants are expected to supply: it is their
    capacity.  Elsewhere it is the published capacity, or else output over the pact's assumed
    utilisation.
    """
    if given.projected[number].any():
        projected: Array = np.maximum(known, made)
        return projected
    published = given.published[number][:, None]
    usual = made / pact.assume("existing_utilisation")
    most: Array = np.maximum(known, np.where(np.isnan(published), usual, published))
    return np.maximum(most, made)


def _additions(
    given: Given, candidates: Sequence[Project], number: int
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
    given: Given, candidates: Sequence[Project], number: int, flows: Sequence[Array]
) -> Mask:
    """Return which arcs exist: those of the base case and those that candidates open.

    A candidate opens none to or from a country of concern.
    """
    flow = flows[number]
    linked: Mask = np.any(flow > 0, axis=2)
    making: Mask = np.any(linked, axis=1)
    needing: Mask = np.any(linked, axis=0)
    hosts = [country for _, country, _ in _additions(given, candidates, number)]
    next_hosts = [country for _, country, _ in _additions(given, candidates, number + 1)]
    making[hosts] = True
    needing[next_hosts] = True
    outlets = needing & (given.origin != CONCERN)
    for host in hosts:
        linked[host] |= outlets
    for host in next_hosts:
        linked[:, host] |= making & (given.origin != CONCERN)
    return linked
