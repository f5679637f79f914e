"""The rows of one material as arrays in tonnes: what is known before any plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from supplypact.algebra.sets import ORIGINS, Array, Mask, Numbers
from supplypact.domain.network import (
    BASE_YEAR,
    LAST_KNOWN_YEAR,
    REST_OF_WORLD,
    Material,
    Network,
    Project,
)
from supplypact.domain.pact import Pact


@dataclass(frozen=True, kw_only=True, eq=False)
class Given:
    """Rows of one material, as arrays in tonnes; country axes follow ``countries``."""

    material: Material
    countries: tuple[str, ...]
    origin: Numbers
    """Class of each country.  Shape (country)."""
    years: tuple[int, ...]
    output: Array
    """Shape (stage, country, year)."""
    demand: Array
    """Shape (stage, country, year)."""
    base_output: Array
    """Output in the base year.  Shape (stage, country)."""
    projected: Mask
    """Whether a projection names the country.  Shape (stage, country)."""
    published: Array
    """Capacity as published, NaN where it is not.  Shape (stage, country)."""
    flow: Array
    """Base year.  Shape (stage, exporter, importer)."""


def gather(
    pact: Pact,
    network: Network,
    material: Material,
    candidates: Sequence[Project],
    years: tuple[int, ...],
) -> Given:
    """Return what the tables know of ``material`` among the countries that take part."""
    output, capacity, addition, demand, flow, growth = (
        frame.filter(pl.col("material") == material.id)
        for frame in (
            network.output,
            network.capacity,
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
        capacity["country"],
        demand["country"],
        hosts,
    )
    countries = tuple(sorted({country for column in named for country in column}))
    place = {country: number for number, country in enumerate(countries)}
    stage = {each.id: number for number, each in enumerate(material.stages)}
    known = list(growth.select("year", "index").iter_rows())
    index = _path(known, years) if known else np.ones(len(years))
    base_output = _output_paths(output, stage, place, (BASE_YEAR,))[:, :, 0]
    late = output.filter(pl.col("year") > LAST_KNOWN_YEAR)
    projected = _dense(late, stage=stage, country=place) > 0
    added = addition.select("stage", "country", "year", "tonnes").iter_rows()
    return Given(
        material=material,
        countries=countries,
        origin=np.array([ORIGINS.index(pact.origin(c)) for c in countries], dtype=np.int32),
        years=years,
        output=_with_additions(
            _output_paths(output, stage, place, years),
            base_output,
            [(stage[s], place[c], year, tonnes) for s, c, year, tonnes in added],
            projected,
            place.get(REST_OF_WORLD),
            years,
            (pact.assume("ramp_first"), pact.assume("ramp_second")),
        ),
        base_output=base_output,
        projected=projected,
        published=_dense(capacity, fill=np.nan, stage=stage, country=place),
        demand=_dense(demand, stage=stage, country=place)[:, :, None] * index,
        flow=_dense(flow, stage=stage, exporter=place, importer=place),
    )


def _dense(rows: pl.DataFrame, *, fill: float = 0.0, **places: dict[str, int]) -> Array:
    """Return the tonnes of ``rows`` as an array with one axis for each column in ``places``."""
    dense = np.full([len(place) for place in places.values()], fill)
    for *names, tonnes in rows.select(*places, "tonnes").iter_rows():
        at = tuple(place[name] for place, name in zip(places.values(), names, strict=True))
        dense[at] = np.nan_to_num(dense[at]) + tonnes
    return dense


def _path(known: Sequence[tuple[int, float]], years: Sequence[int]) -> Array:
    """Interpolate between the years known; hold the first and the last value outside them."""
    at, value = zip(*sorted(known), strict=True)
    path: Array = np.interp(years, at, value)
    return path


def _output_paths(
    rows: pl.DataFrame, stage: dict[str, int], place: dict[str, int], years: Sequence[int]
) -> Array:
    known: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for s, country, year, tonnes in rows.select("stage", "country", "year", "tonnes").iter_rows():
        if year >= BASE_YEAR:
            known.setdefault((stage[s], place[country]), []).append((year, tonnes))
    paths = np.zeros((len(stage), len(place), len(years)))
    for where, points in known.items():
        paths[where] = _path(points, years)
    return paths


def _with_additions(
    output: Array,
    base_output: Array,
    addition: Sequence[tuple[int, int, int, float]],
    projected: Mask,
    rest: int | None,
    years: Sequence[int],
    ramp: tuple[float, float],
) -> Array:
    """Add plants of the base that no projection counts, from the year of their first output.

    A projection holds the hosts that it does not name in its rest of the world: what they add is
    taken out of the growth there, so that it counts once.

    Args:
        output: Known or projected.  Shape (stage, country, year).
        base_output: In the base year.  Shape (stage, country).
        addition: (stage, country, first year, tonnes a year) of each plant.
        projected: Whether a projection names the country.  Shape (stage, country).
        rest: Number of the rest of the world, if it takes part.
        years: Calendar years.
        ramp: Parts of full output in the first and the second year.

    """
    added, unnamed = np.zeros_like(output), np.zeros_like(output[:, 0])
    for stage, country, first, tonnes in addition:
        age = np.array(years) - first
        path = tonnes * np.select([age < 0, age == 0, age == 1], [0.0, *ramp], 1.0)
        added[stage, country] += path
        if not projected[stage, country]:
            unnamed[stage] += path
    with_added = output + added
    if rest is not None:
        growth = np.maximum(output[:, rest] - base_output[:, rest, None], 0.0)
        with_added[:, rest] -= np.minimum(growth, unnamed)
    return with_added
