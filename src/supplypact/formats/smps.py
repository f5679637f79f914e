"""Text to a stochastic linear programme in SMPS form: core, time and stoch file.

Source of the format: Gassmann and Schweitzer (2001), "A comprehensive input format for stochastic
linear programs", Annals of Operations Research 104.  Read are finite distributions that replace
entries of the core; scenarios are counted, not listed, until they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supplypact.errors import Fault
from supplypact.formats.mps import Mps, MpsReader, lines_of
from supplypact.formats.smps_stoch import Part, Place, StochReader

Values = NDArray[np.float64]
Index = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Smps:
    """A stochastic programme: the core as arrays, stages, and what is random."""

    core: Mps
    row_stage: Index
    """Of each row of the core: its stage, from 0."""
    column_stage: Index
    stages: tuple[str, ...]
    places: tuple[Place, ...]
    """What is random: (row, column), or (row, None) for a right-hand side."""
    parts: tuple[Part, ...]
    """Independent parts; a scenario takes one outcome of each."""

    @property
    def count(self) -> int:
        """Number of scenarios."""
        return int(np.prod([len(part.probability) for part in self.parts], dtype=object))

    def outcomes(self, numbers: NDArray[np.int64]) -> tuple[Values, Values]:
        """Return probability and values of the scenarios ``numbers``; the last part varies fastest.

        Returns:
            Probability, shape (scenario), and the value at each place, shape (scenario, place).

        """
        probability = np.ones(len(numbers))
        values = np.zeros((len(numbers), len(self.places)))
        left = numbers
        for part in reversed(self.parts):
            left, digit = np.divmod(left, len(part.probability))
            probability *= part.probability[digit]
            values[:, part.places] = part.values[digit]
        return probability, values

    def scenarios(self, at_once: int = 1024) -> Iterator[tuple[float, Values]]:
        """Yield probability and values of every scenario, a few computed at a time."""
        for start in range(0, self.count, at_once):
            numbers = np.arange(start, min(start + at_once, self.count), dtype=np.int64)
            yield from zip(*self.outcomes(numbers), strict=True)


def read_smps(
    core: str, time: str, stoch: str, *, where: str = "SMPS"
) -> tuple[Smps | None, list[Fault]]:
    """Return the programme, or None and every fault of the three files.

    Args:
        core: Text of the core file (MPS).
        time: Text of the time file.
        stoch: Text of the stoch file.
        where: Name for messages; ``core``, ``time`` and ``stoch`` are added to it.

    """
    reader = MpsReader(f"{where} core")
    model = reader.read(core)
    if reader.faults:
        return None, reader.faults
    stages, row_stage, column_stage, faults = _read_time(time, model, f"{where} time")
    random = StochReader(model, stages, f"{where} stoch")
    parts = random.read(stoch)
    faults += random.faults
    if faults:
        return None, faults
    return Smps(
        core=model,
        row_stage=row_stage,
        column_stage=column_stage,
        stages=stages,
        places=tuple(random.places),
        parts=tuple(parts),
    ), []


def _read_time(
    text: str, core: Mps, where: str
) -> tuple[tuple[str, ...], Index, Index, list[Fault]]:
    """Return names of the stages, and the stage of each row and column of the core."""
    rows, columns = list(core.senses), list(core.columns)
    row_of = {name: place for place, name in enumerate(rows)}
    column_of = {name: place for place, name in enumerate(columns)}
    row_of[core.objective] = 0
    row_stage, column_stage = np.zeros(len(rows), np.int32), np.zeros(len(columns), np.int32)
    stages: list[str] = []
    faults: list[Fault] = []
    section, explicit = "", False
    for number, line in lines_of(text):
        words = line.split()
        place = f"{where}, line {number}"
        if not line[0].isspace():
            section = words[0].upper()
            explicit = explicit or "EXPLICIT" in (word.upper() for word in words[1:])
        elif section == "PERIODS" and explicit:
            stages.append(words[0])
        elif section == "PERIODS" and len(words) == 3:
            column, row, period = words
            if column not in column_of or row not in row_of:
                what = f"column '{column}' or row '{row}' does not stand in the core"
                faults.append(Fault(what=what, where=place, fix="name the first of the period"))
                continue
            column_stage[column_of[column] :] = row_stage[row_of[row] :] = len(stages)
            stages.append(period)
        elif section in ("ROWS", "COLUMNS") and len(words) == 2 and words[1] in stages:
            known, stage = (row_of, row_stage) if section == "ROWS" else (column_of, column_stage)
            if words[0] in known and words[0] != core.objective:
                stage[known[words[0]]] = stages.index(words[1])
            elif words[0] != core.objective:
                what = f"'{words[0]}' does not stand in the core"
                faults.append(Fault(what=what, where=place, fix="name rows and columns of it"))
        else:
            fix = "write first column, first row and name of each period under PERIODS"
            faults.append(Fault(what="not a line of a time file", where=place, fix=fix))
    if not stages and not faults:
        fix = "write first column, first row and name of each period under PERIODS"
        faults.append(Fault(what="no period is named", where=where, fix=fix))
    return tuple(stages), row_stage, column_stage, faults
