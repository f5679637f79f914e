"""Small two-stage problems."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from supplypact.decomposition.linear import Entries, Linear, OwnEntries, Values
from supplypact.decomposition.problem import Family, Problem, Scenarios, Tail, one_family


def family(
    recourse: Linear,
    h: ArrayLike,
    technology: ArrayLike,
    *,
    name: str = "only",
) -> Family:
    """Return the family of W y (=, <=, >=) h[s] - T[s] x: the factors are the rows' sides.

    Args:
        recourse: Its rows have finite bounds of 0 where they hold.
        h: Shape (right-hand side, row).
        technology: Shape (row, column of x), or with a right-hand side in front.
    """
    base = np.asarray(h, dtype=float)
    rows = base.shape[1]
    each = np.arange(rows, dtype=np.int32)
    moves = -np.asarray(technology, dtype=float)
    shared, own = Entries.none(), OwnEntries.none()
    if moves.ndim == 2:
        shared = Entries.dense(moves)
    else:
        rhs, row, column = np.nonzero(moves)
        own = OwnEntries(
            rhs.astype(np.int32),
            row.astype(np.int32),
            column.astype(np.int32),
            moves[rhs, row, column],
        )
    return Family(
        name=name,
        recourse=recourse,
        row_sides=Entries(each, each, np.ones(rows)),
        lower_sides=Entries.none(),
        upper_sides=Entries.none(),
        base=base,
        shared=shared,
        own=own,
        labels=tuple(f"case {number}" for number in range(len(base))),
    )


def single(first: Linear, only: Family, probability: Sequence[float]) -> Problem:
    """Return the problem of one family whose right-hand sides are the scenarios."""
    return Problem(first=first, families=(only,), scenarios=one_family(np.array(probability)))


def drawn(
    seed: int,
    *,
    families: int = 2,
    size: int = 8,
    width: int = 3,
    rows: int = 4,
    integers: int = 0,
    tail: float = 0.0,
    years: int = 1,
) -> Problem:
    """Return a problem drawn from ``seed``: capacities x bought, demand met or missed at a price.

    Supply arcs have bounds that x moves and that a scenario cuts; rows are demand equations with a
    shortage; some right-hand sides are shared between scenarios.
    """
    rng = np.random.default_rng(seed)
    first = Linear.dense(
        rng.uniform(1, 3, width),
        rng.uniform(0.2, 1, (1, width)),
        row_upper=rng.uniform(1, 3) * width,
        upper=np.where(np.arange(width) < integers, 3.0, 5.0),
        integer=np.arange(width) < integers,
    )
    made = tuple(_family(rng, number, size, width, rows, years) for number in range(families))
    count = size + 2
    scenario, owner, rhs = [], [], []
    for number in range(families):
        for each in range(count - 1):
            scenario.append(each)
            owner.append(number)
            rhs.append(each % size)
    probability = rng.dirichlet(np.ones(count))
    scenarios = Scenarios(
        weight=probability * (1 - tail),
        scenario=np.array(scenario, np.int32),
        family=np.array(owner, np.int32),
        rhs=np.array(rhs, np.int32),
        times=rng.uniform(0.5, 1.5, len(rhs)),
    )
    tails = (
        (
            Tail(
                weight=tail,
                level=0.8,
                scenarios=np.arange(count, dtype=np.int32),
                probability=probability,
            ),
        )
        if tail
        else ()
    )
    return Problem(first=first, families=made, scenarios=scenarios, tails=tails)


def _family(
    rng: np.random.Generator, number: int, size: int, width: int, rows: int, years: int
) -> Family:
    arcs = 2 * rows
    matrix = np.hstack([_arcs(rng, rows, arcs), np.eye(rows), -np.eye(rows)])
    cost = np.concatenate([rng.uniform(0.1, 1, arcs), rng.uniform(4, 12, rows), np.zeros(rows)])
    demand = rng.uniform(0.5, 2, rows)
    recourse = Linear.dense(
        cost,
        matrix,
        row_lower=np.zeros(rows),
        row_upper=np.zeros(rows),
        upper=np.concatenate([np.zeros(arcs), np.full(2 * rows, 50.0)]),
    )
    # factors: capacity of each arc, then demand of each row
    capacity = rng.uniform(0, 1, arcs)
    base = np.hstack(
        [
            capacity * (rng.random((size, arcs)) < 0.6),
            demand * rng.uniform(0.8, 1.5, (size, 1)),
        ]
    )
    source = np.arange(arcs) % width
    left = (rng.random((size, arcs)) < 0.5) * rng.uniform(0.2, 1, (size, arcs))
    case, arc = np.nonzero(left)
    each = np.arange(rows, dtype=np.int32)
    return Family(
        name=f"material {number}",
        recourse=recourse,
        row_sides=Entries(each, (arcs + each).astype(np.int32), np.ones(rows)),
        lower_sides=Entries.none(),
        upper_sides=Entries(
            np.arange(arcs, dtype=np.int32), np.arange(arcs, dtype=np.int32), np.ones(arcs)
        ),
        base=base,
        shared=Entries(
            np.arange(arcs, dtype=np.int32), source.astype(np.int32), np.full(arcs, 0.1)
        ),
        own=OwnEntries(
            case.astype(np.int32),
            arc.astype(np.int32),
            source[arc].astype(np.int32),
            left[case, arc],
        ),
        labels=tuple(f"event {each // years}, year {each % years}" for each in range(size)),
    )


def _arcs(rng: np.random.Generator, rows: int, arcs: int) -> Values:
    matrix = np.zeros((rows, arcs))
    matrix[np.arange(arcs) % rows, np.arange(arcs)] = 1.0
    for arc in range(arcs):
        matrix[rng.integers(rows), arc] += 0.3
    return matrix
