"""The columns of one stage, only where they can be other than zero.

``make`` and ``ship`` exist for the tags that can reach their country; ``ship`` is ``keep``, where
the base case has a flow, plus ``shift``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from supplypact.algebra.model import Index, Model
from supplypact.algebra.sets import (
    ALLIED,
    CLASSES,
    Array,
    Chain,
    Mask,
    Numbers,
    StageSet,
    own_tag,
    tag_label,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class StageColumns:
    """Columns of one stage; pairs first, year last."""

    make_country: Numbers
    make_tag: Numbers
    make: Index
    """Shape (pair, year)."""
    ship_arc: Numbers
    ship_tag: Numbers
    ship: Index
    """Columns ``keep`` and then ``shift``: a pair may stand twice.  Shape (pair, year)."""
    shift: Index
    """The part of ``ship`` that changes supplier or lot.  Shape (pair, year)."""
    use_country: Numbers
    use_tag: Numbers
    """Tag including the class of the country that made the product used."""
    use: Index
    """Shape (pair, year)."""
    unmet: Index
    """Shape (user, year); the users are ``unmet_country``."""
    unmet_country: Numbers
    other: Index | None
    """Output from feed that is not the stage before.  Shape (maker, year), or None."""
    other_country: Numbers


@dataclass(frozen=True, kw_only=True, eq=False)
class OperationColumns:
    """Columns of one chain, a stage each."""

    stages: tuple[StageColumns, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """Which tags can occur at one stage."""

    make: Mask
    """Shape (country, tag)."""
    arrive: Mask
    """Shape (country, tag including the exporter's class)."""


def reachable(chain: Chain) -> list[Reach]:
    """Return, by stage, the tags that can come about from any feed that can arrive."""
    count = len(chain.countries)
    reach: list[Reach] = []
    fed = np.ones((count, 1), dtype=bool)
    for number, stage in enumerate(chain.stages):
        makers: Mask = np.any(stage.capacity > 0, axis=1)
        makers[stage.project_country] = True
        make = fed & makers[:, None]
        if stage.other_feed_share > 0:
            for country in np.flatnonzero(makers):
                make[country, own_tag(int(chain.origin[country]), number)] = True
        arrive = np.zeros((count, stage.tags * CLASSES), dtype=bool)
        for source, target in zip(stage.exporter, stage.importer, strict=True):
            tags = np.flatnonzero(make[source]) * CLASSES + chain.origin[source]
            arrive[target, tags] = True
        reach.append(Reach(make=make, arrive=arrive))
        fed = arrive
    return reach


def add_columns(
    model: Model,
    chain: Chain,
    number: int,
    reach: Reach,
    shortage_cost: Array,
    switching_cost: Array,
) -> StageColumns:
    """Add the columns of one stage of ``chain``."""
    stage, years, code = chain.stages[number], chain.years, chain.countries
    used: Mask = np.any(stage.demand > 0, axis=1)
    make_country, make_tag = pairs(reach.make)
    use_country, use_tag = pairs(reach.arrive & used[:, None])
    users = np.flatnonzero(used).astype(np.int32)
    home = np.array([own_tag(int(c), number) for c in chain.origin], dtype=np.int32)
    scrap = stage.other_feed_share > 0
    feeders = make_country[make_tag == home[make_country]] if scrap else users[:0]
    ship_arc, ship_tag, ship, shift = _add_flows(model, chain, number, reach, switching_cost)

    def labels(countries: Iterable[int], tags: Iterable[str]) -> list[str]:
        name = f"{chain.material},{stage.id}"
        return [f"{name},{code[c]},{t}" for c, t in zip(countries, tags, strict=True)]

    return StageColumns(
        make_country=make_country,
        make_tag=make_tag,
        make=model.columns("make", (labels(make_country, tag_labels(make_tag, number)), years)),
        ship_arc=ship_arc,
        ship_tag=ship_tag,
        ship=ship,
        shift=shift,
        use_country=use_country,
        use_tag=use_tag,
        use=model.columns("use", (labels(use_country, tag_labels(use_tag, number + 1)), years)),
        unmet_country=users,
        unmet=model.columns(
            "unmet",
            ([f"{chain.material},{stage.id},{code[k]}" for k in users], years),
            upper=stage.demand[users] * chain.party[users, None],
            cost=shortage_cost,
        ),
        other_country=feeders,
        other=model.columns(
            "other", ([f"{chain.material},{stage.id},{code[i]}" for i in feeders], years)
        )
        if scrap
        else None,
    )


def _add_flows(
    model: Model, chain: Chain, number: int, reach: Reach, switching_cost: Array
) -> tuple[Numbers, Numbers, Index, Index]:
    """Add ``keep`` and ``shift``; return arc and tag of each pair, both blocks, and the second."""
    stage = chain.stages[number]
    based: Mask = np.any(stage.reference > 0, axis=2)
    kept_arc, kept_tag = pairs(based)
    free_arc, free_tag = pairs(reach.make[stage.exporter] & _shippable(chain, stage))

    def labels(arcs: Numbers, tags: Numbers) -> list[str]:
        return [
            f"{chain.material},{stage.id},{chain.countries[stage.exporter[a]]},"
            f"{chain.countries[stage.importer[a]]},{t}"
            for a, t in zip(arcs, tag_labels(tags, number), strict=True)
        ]

    upper = stage.reference[kept_arc, kept_tag]
    keep = model.columns("keep", (labels(kept_arc, kept_tag), chain.years), upper=upper)
    shift = model.columns("shift", (labels(free_arc, free_tag), chain.years), cost=switching_cost)
    return (
        np.concatenate([kept_arc, free_arc]),
        np.concatenate([kept_tag, free_tag]),
        np.concatenate([keep, shift]),
        shift,
    )


def tag_labels(tags: Numbers, stages: int) -> list[str]:
    """Return tags as letters for the names of rows and columns."""
    return [tag_label(int(tag), stages) or "0" for tag in tags]


def pairs(mask: Mask) -> tuple[Numbers, Numbers]:
    """Return the places where ``mask`` holds."""
    first, second = np.nonzero(mask)
    return first.astype(np.int32), second.astype(np.int32)


def _shippable(chain: Chain, stage: StageSet) -> Mask:
    """Tags that the exporter of each arc may ship: outside the pact, only those it ships now."""
    free = np.isin(chain.origin, ALLIED) | ~mixing(stage)
    known: Mask = np.any(stage.composition > 0, axis=2)
    return (free[:, None] | known)[stage.exporter]


def mixing(stage: StageSet) -> Mask:
    """Return which countries make the product in the base case, so that lots mix there."""
    made: Mask = np.any(stage.composition > 0, axis=(1, 2))
    return made
