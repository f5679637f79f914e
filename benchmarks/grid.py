"""What a coarser grid of months does to plans of the bundled pact: ``python -m benchmarks.grid``.

Controls are held equal within a period and rows added up over it; objective and CPU seconds beside
those of single months, for one material at a time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from supplypact.algebra.recourse import RecourseColumns, RecourseSet
from supplypact.decomposition.linear import Entries, Index, Linear, Values, add_up, compress
from supplypact.decomposition.options import Options, Solution
from supplypact.decomposition.parts import Family
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.solve import solve
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.planning.risk.given import RISK_TABLES, gather_risk
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.stockpile import prepare
from supplypact.workspace.workspace import Workspace

MATERIALS = ("gallium", "magnet_rare_earths", "graphite", "lithium")
GRIDS = {
    "12 x 1, 4 x 3": [1] * 12 + [3] * 4,
    "6 x 1, 3 x 2, 4 x 3": [1] * 6 + [2] * 3 + [3] * 4,
    "3 x 1, 7 x 3": [1] * 3 + [3] * 7,
    "8 x 3": [3] * 8,
}
GAP = 1e-5


def main(materials: Sequence[str]) -> None:
    """Print a row for each material and grid."""
    for material in materials:
        model = _model(material)
        seconds, fine = _timed(model.problem)
        print(f"{material} | 24 x 1 | {seconds:.2f} s | {fine.objective:.6g}", flush=True)
        for name, lengths in GRIDS.items():
            took, coarse = _timed(_coarser(model, lengths))
            error = coarse.objective / fine.objective - 1
            print(f"{material} | {name} | {took:.2f} s | {error:+.1e}", flush=True)


def _model(material: str) -> RiskModel:
    workspace = Workspace(None)
    network = workspace.open_network()
    pact = workspace.open_pact("us-japan-2025", network)
    data = gather_risk(*workspace.open_hazards(), workspace.open_tables(RISK_TABLES))
    options = RiskOptions(materials=(material,))
    return prepare(
        pact, network, data, options, PlanOptions(relaxed=True), progress=lambda _what, _part: None
    )[0]


def _timed(problem: Problem) -> tuple[float, Solution]:
    started = time.process_time()
    solution = solve(problem, Options(gap=GAP))
    return time.process_time() - started, solution


def _coarser(model: RiskModel, lengths: Sequence[int]) -> Problem:
    period = np.repeat(np.arange(len(lengths)), lengths).astype(np.int32)
    found = [
        pair for each in model.materials for pair in zip(each.given, each.columns, strict=True)
    ]
    families = tuple(
        _grouped(family, columns, given, period)
        for family, (given, columns) in zip(model.problem.families, found, strict=True)
    )
    return replace(model.problem, families=families)


def _grouped(family: Family, columns: RecourseColumns, given: RecourseSet, period: Index) -> Family:
    """Return ``family`` with controls equal within a period and rows added up over it."""
    blocks = (columns.surge, columns.release, columns.response, columns.short)
    column = _places([each.reshape(-1, given.months) for each in blocks], period)
    users, groups, stores = len(given.users), len(given.groups), len(given.stores)
    row = _rows(
        [(users, True), (groups, True), (stores, False), (stores, True), (stores, False)], period
    )
    model = family.recourse
    first = np.unique(column, return_index=True)[1].astype(np.int32)
    sides, upper = family.row_sides, family.upper_sides
    of_first = np.isin(upper.row, first)
    return replace(
        family,
        recourse=_summed(model, row, column, first),
        row_sides=Entries(row[sides.row], sides.column, sides.value),
        upper_sides=Entries(
            column[upper.row[of_first]], upper.column[of_first], upper.value[of_first]
        ),
    )


def _places(blocks: Sequence[Index], period: Index) -> Index:
    """Return the new place of each column, for blocks of shape (anything, month)."""
    size = sum(each.size for each in blocks)
    periods, start = int(period[-1]) + 1, 0
    place = np.zeros(size, np.int32)
    for each in blocks:
        place[each] = start + np.arange(len(each))[:, None] * periods + period
        start += len(each) * periods
    return place


def _rows(blocks: Sequence[tuple[int, bool]], period: Index) -> Index:
    """Return the new place of each row, for blocks of a height, with a row each month or not."""
    periods, start, places = int(period[-1]) + 1, 0, []
    for height, is_monthly in blocks:
        each = np.arange(height)[:, None]
        width = periods if is_monthly else 1
        places.append((start + each * width + (period if is_monthly else 0)).ravel())
        start += height * width
    return np.concatenate(places).astype(np.int32)


def _summed(model: Linear, row: Index, column: Index, first: Index) -> Linear:
    height, width = int(row.max()) + 1, int(column.max()) + 1
    place, which = np.unique(
        row[model.index].astype(np.int64) * width + column[model.owner], return_inverse=True
    )
    start, index, value = compress(
        width, place // width, place % width, add_up(which, model.value, len(place))
    )
    return Linear(
        cost=add_up(column, model.cost, width),
        column_lower=model.column_lower[first],
        column_upper=model.column_upper[first],
        integer=np.zeros(width, bool),
        row_lower=_added(row, model.row_lower, height),
        row_upper=_added(row, model.row_upper, height),
        start=start,
        index=index,
        value=value,
    )


def _added(row: Index, bound: Values, height: int) -> Values:
    total: Values = np.zeros(height)
    np.add.at(total, row, bound)  # infinite where a part is
    return total


if __name__ == "__main__":
    main(sys.argv[1:] or MATERIALS)
