"""From the SMPS reader to a two-stage problem: the two know nothing of each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from supplypact.decomposition.linear import Linear, compress
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.random_core import Random, two_stage
from supplypact.formats.mps import Mps
from supplypact.formats.smps import Smps, read_smps

FOLDER = Path(__file__).parents[3] / "shared/validation/smps"


def published(core: str, time: str, stoch: str, *, folder: Path = FOLDER) -> Smps:
    """Return a programme of the validation folder."""
    texts = [(folder / name).read_text("latin-1") for name in (core, time, stoch)]
    smps, faults = read_smps(*texts, where=core)
    assert smps is not None, faults
    return smps


def problem_of(smps: Smps) -> Problem:
    """Return the two-stage problem of a programme, all its scenarios listed."""
    assert len(smps.stages) == 2, "only two stages are solved"
    core = smps.core
    rows = {name: number for number, name in enumerate(core.senses)}
    columns = {name: number for number, name in enumerate(core.columns)}
    probability, values = smps.outcomes(np.arange(smps.count, dtype=np.int64))
    random = Random(
        row=np.array([rows[row] for row, _ in smps.places], np.int32),
        column=np.array([-1 if c is None else columns[c] for _, c in smps.places], np.int32),
        usual=np.array(
            [
                core.rhs.get(row, 0.0) if column is None else core.columns[column].get(row, 0.0)
                for row, column in smps.places
            ]
        ),
        values=values,
        probability=probability,
    )
    return two_stage(linear_of(core), smps.row_stage == 1, smps.column_stage == 1, random)


def linear_of(core: Mps) -> Linear:
    """Return the arrays of a core model."""
    rows = {name: number for number, name in enumerate(core.senses)}
    terms = [
        (rows[row], number, value)
        for number, entries in enumerate(core.columns.values())
        for row, value in entries.items()
        if row != core.objective
    ]
    row, column, value = (np.array(part) for part in zip(*terms, strict=True))
    start, index, value = compress(len(core.columns), row, column, value)
    sides = np.array([core.sides(name) for name in core.senses])
    return Linear(
        cost=np.array([entries.get(core.objective, 0.0) for entries in core.columns.values()]),
        column_lower=np.array([core.lower.get(name, 0.0) for name in core.columns]),
        column_upper=np.array([core.upper.get(name, np.inf) for name in core.columns]),
        integer=np.array([name in core.integer for name in core.columns]),
        row_lower=sides[:, 0],
        row_upper=sides[:, 1],
        start=start,
        index=index,
        value=value,
    )
