"""Who pays, and how much they have (docs/algebra/budget.md).

P3  support[k,y] = cost_share[k] * sum_p,v (public_share * spending[p,v,y] + premium[p,v,y])
                                            * start[p,v]
P4_year   support[k,y] <= funding line of party k in year y
P4_total  sum_y support[k,y] <= funding line of party k
"""

from __future__ import annotations

from dataclasses import dataclass

from supplypact.algebra.model import Index, Model
from supplypact.algebra.project import ProjectColumns
from supplypact.algebra.sets import Array, ProjectSet


@dataclass(frozen=True, kw_only=True, eq=False)
class BudgetInputs:
    """What the parties can give."""

    parties: tuple[str, ...]
    cost_share: Array
    """Part of the public support that each party pays, sums to 1.  Shape (party)."""
    public_share: float
    """Part of a project's capex that is public support."""
    per_year: Array
    """USD.  Shape (party, year)."""
    total: Array
    """USD.  Shape (party)."""


MILLION = 1e6
"""Support is counted in millions of USD: it keeps the model's numbers near each other."""


def add_budget(
    model: Model, projects: ProjectSet, starts: ProjectColumns, budget: BudgetInputs
) -> Index:
    """Add P3 and P4; return the ``support`` columns in USD million, shape (party, year)."""
    years = projects.years
    support = model.columns("support", (budget.parties, years))
    rows = model.rows("P3_support", (budget.parties, years), lower=0.0, upper=0.0)
    model.terms(rows, support)
    public = (budget.public_share * projects.spending + projects.premium) / MILLION
    each = public[starts.start_project, starts.start_year]
    for party, share in enumerate(budget.cost_share):
        model.terms(rows[party][None, :], starts.start[:, None], -share * each)
    yearly = model.rows("P4_year", (budget.parties, years), upper=budget.per_year / MILLION)
    model.terms(yearly, support)
    total = model.rows("P4_total", (budget.parties,), upper=budget.total / MILLION)
    model.terms(total[:, None], support)
    return support
