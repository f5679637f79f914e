"""The only file of the library that knows HiGHS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from supplypact.decomposition.linear import Index, Linear, Values
from supplypact.errors import SupplypactError

Status = NDArray[np.int8]
"""Of each column, then each row: 0 at its lower bound, 1 basic, 2 at its upper bound."""

EXACT: Mapping[str, float] = {
    # At 1e-7 the objective of an LP lies above the value of its own dual solution by up to 3e-7;
    # at 1e-9 by 2e-13, and it is no slower.
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}
_BASIS = [highspy.HighsBasisStatus(number) for number in range(3)]
_EMPTY = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
_STOPPED = (
    highspy.HighsModelStatus.kNotset,
    highspy.HighsModelStatus.kUnknown,
    highspy.HighsModelStatus.kSolveError,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer:
    """What one solve gave."""

    objective: float
    bound: float
    """No solution costs less; the objective itself where the model has no integers."""
    column: Values
    row_dual: Values
    row: Values


class Lp:
    """A model inside HiGHS whose bounds change between solves."""

    def __init__(self, model: Linear, options: Mapping[str, float | str], where: str) -> None:
        self._where = where
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.set({"output_flag": False, "threads": 1, **options})
        self._highs.passModel(_to_highs(model))
        self._shape = model.columns, model.rows

    def set(self, options: Mapping[str, float | str]) -> None:
        """Set options of HiGHS; each is read back, since HiGHS can keep another silently.

        Raises:
            SupplypactError: HiGHS does not take one.

        """
        for option, value in options.items():
            refused = self._highs.setOptionValue(option, value) == highspy.HighsStatus.kError
            if refused or self._highs.getOptionValue(option)[1] != value:
                raise SupplypactError(
                    f"the solver refused {option}={value}",
                    where=self._where,
                    fix="install the locked version of highspy",
                )

    @property
    def pivots(self) -> int:
        """Simplex iterations of the last solve."""
        return int(self._highs.getInfo().simplex_iteration_count)

    def bound_rows(self, rows: Index, lower: Values, upper: Values) -> None:
        """Replace the bounds of ``rows``."""
        self._highs.changeRowsBounds(len(rows), rows, _infinite(lower), _infinite(upper))

    def bound_columns(self, columns: Index, lower: Values, upper: Values) -> None:
        """Replace the bounds of ``columns``."""
        self._highs.changeColsBounds(len(columns), columns, _infinite(lower), _infinite(upper))

    def price_columns(self, columns: Index, cost: Values) -> None:
        """Replace the costs of ``columns``."""
        self._highs.changeColsCost(len(columns), columns, cost)

    def add_row(self, lower: float, upper: float, index: Index, value: Values) -> None:
        """Append the row ``lower <= value times columns <= upper``."""
        low, high = max(lower, -highspy.kHighsInf), min(upper, highspy.kHighsInf)
        self._highs.addRow(low, high, len(index), index.astype(np.int32), value)

    def start_at(self, column: Values) -> None:
        """Offer a solution to start the search from."""
        solution = highspy.HighsSolution()
        solution.col_value = column.tolist()
        self._highs.setSolution(solution)

    def set_basis(self, basis: highspy.HighsBasis) -> None:
        """Start the next solve from ``basis``."""
        self._highs.setBasis(basis)

    def run(self, *, long: bool = False) -> Answer | None:
        """Return the optimum, or None where there is no solution.

        With a time limit the best solution found so far counts.

        Args:
            long: Whether the solve may take so long that Ctrl-C should reach it.

        Raises:
            SupplypactError: the model is unbounded, or the solver stopped for another reason.

        """
        self._search(long=long)
        if self._highs.getModelStatus() in _STOPPED:
            # Solved warm some hundred times a large model can stop without an answer; from the
            # start it has one.
            self._highs.clearSolver()
            self._search(long=long)
        status = self._highs.getModelStatus()
        if status in _EMPTY:
            return None
        info = self._highs.getInfo()
        feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        late = status == highspy.HighsModelStatus.kTimeLimit and feasible
        if status != highspy.HighsModelStatus.kOptimal and not late:
            raise SupplypactError(
                f"the solver stopped: {self._highs.modelStatusToString(status)}",
                where=self._where,
                fix="give every column on which a recourse problem depends finite bounds, and "
                "costs and coefficients of the order of 1",
            )
        solution = self._highs.getSolution()
        objective = float(info.objective_function_value)
        searched = np.isfinite(info.mip_gap) and info.mip_gap >= 0 and info.mip_node_count >= 0
        return Answer(
            objective=objective,
            bound=float(info.mip_dual_bound) if searched else objective,
            column=np.asarray(solution.col_value),
            row_dual=np.asarray(solution.row_dual),
            row=np.asarray(solution.row_value),
        )

    def ray(self) -> Values | None:
        """Return weights of the rows that prove that the model has no solution, if known."""
        _, known, ray = self._highs.getDualRay()
        return np.asarray(ray) if known else None

    def basic(self) -> NDArray[np.bool_]:
        """Return which columns, then rows, are basic after a solve."""
        _, numbers = self._highs.getBasicVariables()
        columns, rows = self._shape
        flags = np.zeros(columns + rows, dtype=bool)
        flags[np.where(numbers >= 0, numbers, columns - 1 - numbers)] = True
        return flags

    def _search(self, *, long: bool) -> None:
        if long:
            self._run_beside()
        else:
            self._highs.run()

    def _run_beside(self) -> None:
        """Solve in a thread, so that Ctrl-C stops a long search at once."""
        self._highs.HandleUserInterrupt = True
        thread = self._highs.startSolve()
        try:
            while thread.is_alive():
                thread.join(0.1)
        except KeyboardInterrupt:
            self._highs.cancelSolve()
            thread.join()
            raise


def basis_of(status: Status, columns: int) -> highspy.HighsBasis:
    """Return ``status`` in the form that HiGHS starts from."""
    basis = highspy.HighsBasis()
    basis.col_status = [_BASIS[each] for each in status[:columns].tolist()]
    basis.row_status = [_BASIS[each] for each in status[columns:].tolist()]
    basis.valid = True
    return basis


def _to_highs(model: Linear) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.columns, model.rows
    lp.col_cost_ = model.cost
    lp.col_lower_, lp.col_upper_ = _infinite(model.column_lower), _infinite(model.column_upper)
    lp.row_lower_, lp.row_upper_ = _infinite(model.row_lower), _infinite(model.row_upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = model.columns, model.rows
    lp.a_matrix_.start_ = model.start
    lp.a_matrix_.index_ = model.index
    lp.a_matrix_.value_ = model.value
    if model.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(flag)] for flag in model.integer]
    return lp


def _infinite(bound: Values) -> Values:
    return np.clip(bound, -highspy.kHighsInf, highspy.kHighsInf)
