"""A two-stage problem from one core model, entries of which are random (the view of SMPS)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.decomposition.linear import (
    Entries,
    Flags,
    Index,
    Linear,
    Numbers,
    OwnEntries,
    Values,
    compress,
)
from supplypact.decomposition.problem import Family, Problem, one_family
from supplypact.errors import UsageError


@dataclass(frozen=True, kw_only=True, eq=False)
class Random:
    """Outcomes of some entries of a core model."""

    row: Index
    """Row of each random entry."""
    column: Index
    """Its column; -1 for the row's right-hand side."""
    usual: Values
    """Its value in the core."""
    values: Values
    """Shape (scenario, entry)."""
    probability: Values


def two_stage(core: Linear, late_rows: Flags, late_columns: Flags, random: Random) -> Problem:
    """Return the problem whose second stage has the late rows and columns of ``core``.

    Factors are the sides of the late rows that a scenario or x moves.

    Raises:
        UsageError: an early row has late columns, or something random is not a right-hand side of
            a late row or an entry of an early column in one.

    """
    owner = core.owner
    if (late_columns[owner] & ~late_rows[core.index]).any():
        raise _refuse("a row of the first stage has columns of the second", "move it")
    late_random = late_rows[random.row]
    early = (random.column < 0) | ~late_columns[random.column]
    if not (late_random & early).all():
        fix = "only right-hand sides and the terms of first-stage columns may differ"
        raise _refuse("the recourse matrix, its costs or the first stage are random", fix)
    first = _part(core, ~late_rows, ~late_columns)
    recourse = _part(core, late_rows, late_columns)
    column_place = np.cumsum(~late_columns) - 1
    moved = late_rows[core.index] & ~late_columns[owner]
    rows = np.unique(np.concatenate([core.index[moved], random.row]))
    factor_of = np.full(core.rows, -1)
    factor_of[rows] = np.arange(len(rows))
    count = len(random.probability)
    base = np.zeros((count, len(rows)))
    own = _own(random, factor_of, column_place)
    sides = random.column < 0
    for entry in np.flatnonzero(sides):
        base[:, factor_of[random.row[entry]]] += random.values[:, entry] - random.usual[entry]
    family = Family(
        name="recourse",
        recourse=recourse,
        row_sides=Entries(
            (np.cumsum(late_rows) - 1)[rows].astype(np.int32),
            np.arange(len(rows), dtype=np.int32),
            np.ones(len(rows)),
        ),
        lower_sides=Entries.none(),
        upper_sides=Entries.none(),
        base=base,
        shared=Entries(
            factor_of[core.index[moved]].astype(np.int32),
            column_place[owner[moved]].astype(np.int32),
            -core.value[moved],
        ),
        own=own,
        labels=tuple(f"scenario {number + 1}" for number in range(count)),
    )
    return Problem(first=first, families=(family,), scenarios=one_family(random.probability))


def _own(random: Random, factor_of: Numbers, column_place: Numbers) -> OwnEntries:
    """Return what random terms of x bring on top of the core's, by scenario."""
    terms = np.flatnonzero(random.column >= 0)
    change = random.usual[terms] - random.values[:, terms]
    scenario, place = np.nonzero(change)
    return OwnEntries(
        scenario.astype(np.int32),
        factor_of[random.row[terms][place]].astype(np.int32),
        column_place[random.column[terms][place]].astype(np.int32),
        change[scenario, place],
    )


def _part(core: Linear, rows: Flags, columns: Flags) -> Linear:
    """Return ``core`` with some rows and columns only."""
    kept = rows[core.index] & columns[core.owner]
    start, index, value = compress(
        int(columns.sum()),
        (np.cumsum(rows) - 1)[core.index[kept]],
        (np.cumsum(columns) - 1)[core.owner[kept]],
        core.value[kept],
    )
    return Linear(
        cost=core.cost[columns],
        column_lower=core.column_lower[columns],
        column_upper=core.column_upper[columns],
        integer=core.integer[columns],
        row_lower=core.row_lower[rows],
        row_upper=core.row_upper[rows],
        start=start,
        index=index,
        value=value,
    )


def _refuse(what: str, fix: str) -> UsageError:
    return UsageError(what, where="the stochastic core model", fix=fix)
