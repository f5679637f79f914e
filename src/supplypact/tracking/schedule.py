"""The wire to the plan: days of first output from the record, put into the network.

The model knows years.  A plant that begins a part ``f`` into year Y makes in each year (1 - f) of
what one that begins with Y does, and f of what one that begins with Y + 1 does; a year without a
day is read as its first day, as the model does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from supplypact.domain.entry import FIRST_OUTPUT
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.position import MilestoneState, Position
from supplypact.tracking.days import split_years
from supplypact.tracking.plants import Counted, Plant
from supplypact.tracking.projection import Dates, Projection

COLUMNS = {
    **dict.fromkeys(("project", "name", "material", "stage", "country"), pl.String),
    "year": pl.Int64,
    "tonnes": pl.Float64,
}
"""Columns of ``Network.addition``."""


def first_outputs(position: Position) -> dict[str, MilestoneState]:
    """Return the milestone of first output of each project that has one."""
    return {
        state.project: state
        for state in position.milestones
        if state.milestone == FIRST_OUTPUT and state.project
    }


def dates_of(position: Position) -> dict[str, date | None]:
    """Return when each project of the record first makes something.

    What is overdue comes no earlier than the day of the position.
    """
    return {
        project: _day(state, position.as_of) for project, state in first_outputs(position).items()
    }


def _day(state: MilestoneState, as_of: date) -> date | None:
    if state.met is not None:
        return state.met
    return None if state.missed is not None else max(state.due, as_of)


def with_schedules(
    pact: Pact, network: Network, position: Position, plants: Sequence[Plant]
) -> Network:
    """Return the network in which projects come when the record says."""
    return with_dates(pact, network, dates_of(position), plants)


def with_dates(pact: Pact, network: Network, dates: Dates, plants: Sequence[Plant]) -> Network:
    """Return the network in which projects come on these days.

    A plant of the base is moved.  A candidate with a day goes ahead: it leaves the candidates and
    becomes a plant of the base; one that will not come leaves them only.  What a projection counts
    stays in it, less what a later day takes out, but never below the output of the base year.
    Projects that ``plants`` does not have make nothing here.
    """
    known = [plant for plant in plants if plant.id in dates]
    moved = [plant.id for plant in known]
    rows = [row for plant in known for row in _rows(network, plant, dates[plant.id])]
    under_way = network.addition.select(list(COLUMNS))
    kept = under_way.filter(~pl.col("project").is_in(moved))
    before = under_way.filter(pl.col("project").is_in(moved))
    after = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    projection = Projection(pact, network.output)
    projection.slip(known, dates)
    projection.hold_in_rest(before, after)
    return replace(
        network,
        projects=tuple(each for each in network.projects if each.id not in moved),
        addition=pl.concat([kept, after]),
        output=projection.output(),
    )


def start(plant: Plant) -> date | None:
    """Return the day of first output by the tables."""
    return None if plant.first is None else date(plant.first, 1, 1)


def pending(plants: Iterable[Plant], position: Position) -> dict[str, date]:
    """Return the day of each project that goes ahead and makes nothing yet."""
    recorded = first_outputs(position)
    tables = {
        plant.id: day
        for plant in plants
        if not plant.candidate
        and not plant.producing
        and plant.id not in recorded
        and (day := start(plant)) is not None
    }
    dates = dates_of(position)
    record = {
        project: day
        for project, state in recorded.items()
        if state.met is None and (day := dates[project]) is not None
    }
    return tables | record


def _rows(network: Network, plant: Plant, day: date | None) -> list[tuple[object, ...]]:
    """Return the rows of ``addition`` of a plant that begins on ``day``."""
    if day is None:
        return []
    return [
        (plant.id, plant.name, material, stage, country, year, tonnes * weight)
        for material, stage, country, tonnes in _added(network, plant)
        for year, weight in split_years(day)
    ]


def _added(network: Network, plant: Plant) -> list[tuple[str, str, str, float]]:
    """Return what a plant makes that nothing else counts."""
    own = network.addition.filter(pl.col("project") == plant.id)
    if own.height or not plant.candidate:
        summed = own.group_by("material", "stage", "country", maintain_order=True).agg(
            pl.col("tonnes").sum()
        )
        return list(summed.iter_rows())
    return [
        (made.material, made.stage, plant.host, made.tonnes)
        for made in plant.makes
        if made.counted is Counted.ADDED
    ]
