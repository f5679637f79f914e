"""The only place that knows the solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import highspy
import numpy as np
from numpy.typing import NDArray

from supplypact.algebra.model import Block, Index, Matrix, Model, Values
from supplypact.algebra.reduction import hold
from supplypact.errors import OutputError, SupplypactError

OPTIONS: dict[str, bool | int] = {
    "output_flag": False,
    "threads": 1,
    # Costs are in USD: count them in about millions (2**-20) inside the solver.
    "user_objective_scale": -20,
    # Measured on the bundled pact, CPU seconds of the search to the same optimum: 3.5 with these
    # off, 21.4 with RINS and RENS, 12.7 with the root reduced-cost search; restarts and the
    # feasibility jump make no difference there.
    "mip_allow_restart": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Solution:
    """Values at the optimum."""

    column: Values
    row_dual: Values
    """Change of the objective per unit of a row's bound; zeros for models with integers."""
    objective: float
    bound: float
    """No solution costs less."""
    gap: float
    """Relative gap between ``objective`` and ``bound``."""


NONE = np.zeros(0, dtype=np.int32)


class Solver:
    """A model loaded into HiGHS, whose bounds and costs can change between solves.

    Columns that are held stay out of the search; a model that is written is whole again.
    """

    def __init__(self, model: Model, *, held: Index = NONE, at: Values | None = None) -> None:
        self.model = model
        self._matrix = model.matrix()
        values = np.zeros(len(self._matrix.cost)) if at is None else at
        self._reduced = hold(self._matrix, held, values)
        self._highs = _load(self._reduced.matrix)
        self._integer = np.flatnonzero(self._reduced.matrix.integer).astype(np.int32)
        self._relaxed = False

    @property
    def size(self) -> tuple[int, int, int, int]:
        """Rows, columns, nonzeros and binaries of the whole model."""
        matrix = self._matrix
        binaries = int(matrix.integer.sum())
        return len(matrix.row_lower), len(matrix.cost), len(matrix.value), binaries

    def bound_columns(self, columns: Index, *, lower: Values, upper: Values) -> None:
        """Change the bounds of ``columns``, none of them held."""
        self._matrix.column_lower[columns], self._matrix.column_upper[columns] = lower, upper
        place = self._reduced.place[columns]
        self._highs.changeColsBounds(place.size, place, lower.astype(float), upper.astype(float))

    def price(self, cost: Values) -> None:
        """Replace the cost of every column."""
        left = cost[self._reduced.column]
        self._highs.changeColsCost(len(left), np.arange(len(left), dtype=np.int32), left)

    @property
    def cost(self) -> Values:
        """The cost of every column as the model states it."""
        return self._matrix.cost

    def solve(self, *, gap: float, relaxed: bool = False) -> Solution | None:
        """Return the optimum, or None if no solution exists.

        Args:
            gap: Relative gap between solution and bound at which the search stops.
            relaxed: Let integer columns take any value between their bounds.

        Raises:
            SupplypactError: the solver stopped for another reason.

        """
        self._relax(relaxed=relaxed)
        _set(self._highs, "mip_rel_gap", value=gap)
        self._highs.run()
        status = self._highs.getModelStatus()
        nothing = (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        )
        if status in nothing:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise SupplypactError(
                f"the solver stopped: {self._highs.modelStatusToString(status)}",
                where="algebra/solve.py",
                fix="write the model with --export-model and try another solver",
            )
        return self._read()

    def _read(self) -> Solution:
        info, solution = self._highs.getInfo(), self._highs.getSolution()
        objective = float(info.objective_function_value)
        searched = len(self._integer) > 0 and not self._relaxed
        gap = float(info.mip_gap) if searched else 0.0
        duals = np.asarray(solution.row_dual)
        return Solution(
            column=self._reduced.whole_columns(np.asarray(solution.col_value)),
            row_dual=self._reduced.whole_rows(duals, len(self._matrix.row_lower)),
            objective=objective,
            bound=objective - gap * abs(objective),
            gap=gap,
        )

    def _relax(self, *, relaxed: bool) -> None:
        if relaxed == self._relaxed or not len(self._integer):
            return
        kind = highspy.HighsVarType.kContinuous if relaxed else highspy.HighsVarType.kInteger
        for column in self._integer:
            self._highs.changeColIntegrality(int(column), kind)
        self._highs.clearSolver()
        self._relaxed = relaxed

    def write(self, path: Path) -> None:
        """Write the whole model as MPS or LP, by the file's ending, with its bounds as they stand.

        Raises:
            OutputError: the file cannot be written.

        """
        write_model(
            self._matrix, path, _names(self.model.column_blocks), _names(self.model.row_blocks)
        )


def write_model(matrix: Matrix, path: Path, columns: Iterable[str], rows: Iterable[str]) -> None:
    """Write a matrix as MPS or LP, by the file's ending, with names of its columns and rows.

    Raises:
        OutputError: the file cannot be written.

    """
    if not path.parent.is_dir() or path.is_dir():
        fix = "give a file name in a folder that exists"
        raise OutputError("the model cannot be written here", where=str(path), fix=fix)
    whole = _load(matrix)
    for number, name in enumerate(columns):
        whole.passColName(number, name)
    for number, name in enumerate(rows):
        whole.passRowName(number, name)
    if whole.writeModel(str(path)) == highspy.HighsStatus.kError:
        fix = "free the place, or choose another file"
        raise OutputError("the model could not be written", where=str(path), fix=fix)


def _names(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from block.names()


def _load(matrix: Matrix) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in OPTIONS.items():
        _set(highs, option, value=value)
    highs.passModel(_to_highs(matrix))
    return highs


def _set(highs: highspy.Highs, option: str, *, value: float | bool) -> None:
    if highs.setOptionValue(option, value) != highspy.HighsStatus.kOk:
        raise SupplypactError(
            f"the solver refused {option}={value}",
            where="algebra/solve.py",
            fix="install the locked version of highspy",
        )


def _to_highs(matrix: Matrix) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(matrix.cost), len(matrix.row_lower)
    lp.col_cost_ = matrix.cost
    lp.col_lower_, lp.col_upper_ = matrix.column_lower, _infinite(matrix.column_upper)
    lp.row_lower_, lp.row_upper_ = _infinite(matrix.row_lower), _infinite(matrix.row_upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_ = matrix.start
    lp.a_matrix_.index_ = matrix.index
    lp.a_matrix_.value_ = matrix.value
    if matrix.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(flag)] for flag in matrix.integer]
    return lp


def _infinite(bound: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip(bound, -highspy.kHighsInf, highspy.kHighsInf)
