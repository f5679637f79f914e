"""Small dense linear programmes with free columns: the only file here that knows the solver.

`algebra/solve.py` counts costs in millions and names rows and columns; neither fits here.
"""

from __future__ import annotations

import highspy
import numpy as np

from supplypact.errors import SupplypactError
from supplypact.sharing.game import Values

OPTIONS: dict[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
}


def solve(cost: Values, rows: Values, lower: Values, upper: Values) -> tuple[Values, Values]:
    """Return columns x that minimise ``cost @ x`` with ``lower <= rows @ x <= upper``, and duals.

    Args:
        cost: Shape (column,).
        rows: Shape (row, column).
        lower: Shape (row,); -inf where a row has none.
        upper: Shape (row,); inf where a row has none.

    Returns:
        The columns, and the change of the optimum per unit of each row's bound.

    Raises:
        SupplypactError: the solver found no optimum.

    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in OPTIONS.items():
        highs.setOptionValue(option, value)
    highs.passModel(_load(cost, rows, lower, upper))
    highs.run()
    if (status := highs.getModelStatus()) != highspy.HighsModelStatus.kOptimal:
        raise SupplypactError(
            f"the solver stopped: {highs.modelStatusToString(status)}",
            where="sharing/linear.py",
            fix="check the costs of the coalitions; install the locked version of highspy",
        )
    solution = highs.getSolution()
    return np.asarray(solution.col_value), np.asarray(solution.row_dual)


def _load(cost: Values, rows: Values, lower: Values, upper: Values) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = rows.shape
    lp.col_cost_ = cost
    lp.col_lower_ = np.full(len(cost), -highspy.kHighsInf)
    lp.col_upper_ = np.full(len(cost), highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = lower, upper
    row, column = np.nonzero(rows)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_row_, lp.a_matrix_.num_col_ = rows.shape
    lp.a_matrix_.start_ = np.searchsorted(row, np.arange(len(rows) + 1)).astype(np.int32)
    lp.a_matrix_.index_ = column.astype(np.int32)
    lp.a_matrix_.value_ = rows[row, column]
    return lp
