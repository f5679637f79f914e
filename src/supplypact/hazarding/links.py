"""What is at risk: suppliers with a large part of the world's output of a material at a stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from supplypact.domain.network import BASE_YEAR, REST_OF_WORLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from supplypact.hazarding.events import Event

LEAST_SHARE = 0.1
"""Of the world's output at a stage: a smaller supplier's loss is left to the others to make up."""


@dataclass(frozen=True, kw_only=True, order=True)
class Link:
    """A supplier of a material at a stage."""

    supplier: str
    stage: str
    material: str


def links_at_risk(production: pl.DataFrame) -> tuple[Link, ...]:
    """Return the links with ``LEAST_SHARE`` or more of known output in the base year."""
    key = ["material", "stage"]
    made = production.filter(pl.col("measure") == "production", pl.col("year") == BASE_YEAR)
    large = made.filter(
        pl.col("tonnes") >= LEAST_SHARE * pl.col("tonnes").sum().over(key),
        pl.col("tonnes") > 0,
        pl.col("country") != REST_OF_WORLD,
    )
    rows = large.select(supplier="country", stage="stage", material="material").iter_rows(
        named=True
    )
    return tuple(sorted(Link(**row) for row in rows))


def chains(stages: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the stages of each material in order."""
    found: dict[str, tuple[str, ...]] = {}
    for material, stage in stages.sort("position").select("material", "stage").iter_rows():
        found[material] = (*found.get(material, ()), stage)
    return found


def hits(
    event: Event, links: Iterable[Link], stages: Mapping[str, tuple[str, ...]]
) -> tuple[Link, ...]:
    """Return the links that an event hit.

    Where the tables do not have the stage that the record names (refined tungsten, say), it hits
    the material's last one.
    """
    return tuple(
        each
        for each in links
        if each.supplier == event.country
        and each.material in event.materials
        and each.stage in _stages_hit(event, stages[each.material])
    )


def _stages_hit(event: Event, chain: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stages of a chain that an event concerns."""
    return tuple(each for each in event.stages if each in chain) or chain[-1:]
