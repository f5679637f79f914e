"""The state that a disruption meets: idle capacity and what passes each class of countries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from supplypact.algebra.model import Block, Index, Model, Values
from supplypact.algebra.recourse import State
from supplypact.planning.base_columns import untouched_columns
from supplypact.planning.model import PlanModel


def with_state(built: PlanModel, states: Sequence[State], column: Values) -> Values:
    """Return ``column`` with the state columns that follow from its flows and projects."""
    full = column.copy()
    running = full[built.starts.running]
    for base, operation, state in zip(built.bases, built.operation, states, strict=True):
        chain = base.chain
        for number, (stage, own) in enumerate(zip(chain.stages, operation.stages, strict=True)):
            room = stage.capacity.copy()
            np.add.at(
                room, stage.project_country, stage.project_output[:, None] * running[stage.project]
            )
            np.subtract.at(room, own.make_country, full[own.make])
            full[state.spare[number]] = np.maximum(room[state.maker[number]], 0.0)
    return _passing(built.model, full)


def held_columns(built: PlanModel, states: Sequence[State]) -> Index:
    """Return the columns held at the base case, with the state that only they decide."""
    held = untouched_columns(built)
    fixed = np.zeros(built.model.column_count, dtype=bool)
    fixed[held] = True
    more = []
    for base, operation, state in zip(built.bases, built.operation, states, strict=True):
        for number, (stage, own) in enumerate(
            zip(base.chain.stages, operation.stages, strict=True)
        ):
            moved = np.isin(state.maker[number], stage.project_country)
            still = np.ones((len(state.maker[number]), len(base.chain.years)), dtype=bool)
            np.logical_and.at(
                still, np.searchsorted(state.maker[number], own.make_country), fixed[own.make]
            )
            more.append(state.spare[number][still & ~moved[:, None]])
        for place, last in enumerate(state.user_stage):
            own = operation.stages[last]
            mine = own.use[own.use_country == state.user[place]]
            years = fixed[mine].all(axis=0)
            more.append(state.passing[place, : last + 1][:, :, years].ravel())
    return np.concatenate([held, *more]).astype(np.int32)


def block(blocks: Sequence[Block], name: str) -> Index:
    """Return the numbers of all columns or rows of the blocks called ``name``."""
    return np.concatenate(
        [
            np.arange(each.start, each.start + size(each), dtype=np.int32)
            for each in blocks
            if each.name == name
        ]
    )


def size(each: Block) -> int:
    """Return the number of columns or rows of a block."""
    return int(np.prod([len(labels) for labels in each.labels]))


def _passing(model: Model, full: Values) -> Values:
    """Fill the ``passing`` columns from their rows R0."""
    matrix = model.matrix()
    rows = block(model.row_blocks, "R0_passing")
    columns = block(model.column_blocks, "passing")
    full[columns] = 0.0
    owner = np.repeat(np.arange(len(matrix.cost)), np.diff(matrix.start))
    brought = np.bincount(matrix.index, matrix.value * full[owner], minlength=len(matrix.row_lower))
    full[columns] = -brought[rows]
    return full
