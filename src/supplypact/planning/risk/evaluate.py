"""What disruptions cost and who goes short, at given stocks, flows and projects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.algebra.model import Values
from supplypact.algebra.recourse import RecourseColumns, RecourseSet
from supplypact.algebra.sets import Array
from supplypact.decomposition.factors import Factors
from supplypact.decomposition.highs import EXACT, Answer, Lp
from supplypact.decomposition.linear import Index
from supplypact.decomposition.parts import Family
from supplypact.domain.hazard import Hazard
from supplypact.errors import InfeasibleError
from supplypact.planning.risk.families import MaterialRisk


@dataclass(frozen=True, kw_only=True, eq=False)
class Strike:
    """One disruption of one material in one year, weighted by the chance that it still lasts."""

    hazard: Hazard
    material: str
    year: int
    """Place of the year."""
    cost: Array
    """USD of each user: shortage, response, surge and releases.  Shape (user)."""
    tonnes: Array
    """Missing in the end.  Shape (user, end use)."""
    worth: Array
    """USD of what is missing.  Shape (user, end use)."""


def strikes(each: MaterialRisk, column: Values, years: Sequence[int]) -> Iterator[Strike]:
    """Yield every disruption of a material in ``years`` at the columns of the whole model."""
    for given, columns, family, events in zip(
        each.given, each.columns, each.families, each.events, strict=True
    ):
        wanted = [rhs for rhs, (_, year) in enumerate(events) if year in years]
        solved = answers(family, column, wanted)
        for rhs, answer in zip(wanted, solved, strict=True):
            yield _strike(each, given, columns, family, events[rhs], answer)


def answers(family: Family, column: Values, wanted: Sequence[int]) -> Iterator[Answer]:
    """Yield the solution of each right-hand side in ``wanted`` at the columns ``column``.

    Raises:
        InfeasibleError: one has none.

    """
    links = np.unique(family.own.column).astype(np.int32)
    phi = Factors(family, links).at(column[links])
    model = family.recourse
    lp = Lp(model, {**EXACT, "presolve": "off"}, f"family '{family.name}'")
    rows: Index = np.arange(model.rows, dtype=np.int32)
    places: Index = np.arange(model.columns, dtype=np.int32)
    for rhs in wanted:
        moved = family.row_sides.times(phi[rhs], model.rows)
        upper = model.column_upper + family.upper_sides.times(phi[rhs], model.columns)
        lp.bound_rows(rows, model.row_lower + moved, model.row_upper + moved)
        lp.bound_columns(places, model.column_lower, upper)
        answer = lp.run()
        if answer is None:
            raise InfeasibleError(
                f"the disruption '{family.labels[rhs]}' has no answer",
                where=f"family '{family.name}'",
                fix="check that stocks and spare capacity are not below 0",
            )
        yield answer


def _strike(
    each: MaterialRisk,
    given: RecourseSet,
    columns: RecourseColumns,
    family: Family,
    event: tuple[Hazard, int],
    answer: Answer,
) -> Strike:
    value = answer.column * family.recourse.cost * each.money
    missing = answer.column[columns.short] @ given.weight
    scale = each.scale[each.state.user_stage][:, None]
    worth = value[columns.short].sum(axis=2)
    cost = (
        worth.sum(axis=1)
        + value[columns.response].sum(axis=(1, 2))
        + value[columns.surge].sum(axis=(0, 2))
        + value[columns.release].sum(axis=(0, 2))
    )
    return Strike(
        hazard=event[0],
        material=each.base.chain.material,
        year=event[1],
        cost=cost,
        tonnes=missing / scale * each.base.chain.unit,
        worth=worth,
    )
