"""What can be wrong with a problem, all of it told at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from supplypact.decomposition.linear import Entries, Index, Linear
from supplypact.decomposition.parts import Family, Scenarios, Tail
from supplypact.errors import Fault

SUM = 1e-9
"""How far the probabilities of a tail may add up to something else than 1."""


def check(
    first: Linear, families: tuple[Family, ...], scenarios: Scenarios, tails: tuple[Tail, ...]
) -> list[Fault]:
    """Return every fault of the parts of a problem."""
    faults = list(_linear(first, "first stage"))
    for family in families:
        faults += _family(family, first.columns)
    faults += _scenarios(scenarios, families)
    for number, tail in enumerate(tails):
        faults += _tail(tail, scenarios.count, f"tail {number}")
    return faults


def _fault(what: str, where: str, fix: str) -> Fault:
    return Fault(what=what, where=where, fix=fix)


def _linear(model: Linear, where: str) -> Iterator[Fault]:
    sizes = {len(model.cost), len(model.column_lower), len(model.column_upper), len(model.integer)}
    if len(sizes) > 1 or len(model.start) != model.columns + 1:
        yield _fault("costs and bounds of columns differ in number", where, "give one of each")
    if len(model.row_lower) != len(model.row_upper):
        yield _fault("lower and upper bounds of rows differ in number", where, "give one of each")
    if len(model.index) and not 0 <= model.index.min() <= model.index.max() < model.rows:
        yield _fault("an entry stands in a row that does not exist", where, "count rows from 0")
    if not (np.isfinite(model.cost).all() and np.isfinite(model.value).all()):
        yield _fault("a cost or a coefficient is not finite", where, "give numbers")
    bounds = (model.column_lower, model.column_upper, model.row_lower, model.row_upper)
    if any(np.isnan(each).any() for each in bounds):
        yield _fault("a bound is not a number", where, "write infinity where there is none")


def _family(family: Family, columns: int) -> Iterator[Fault]:
    where = f"family '{family.name}'"
    yield from _linear(family.recourse, where)
    if family.recourse.integer.any():
        fix = "move integer decisions to the first stage"
        yield _fault("the recourse model has integer columns", where, fix)
    if family.base.ndim != 2 or len(family.labels) != len(family.base):
        fix = "give base the shape (right-hand side, factor) and one label for each"
        yield _fault("factors and labels of right-hand sides differ in number", where, fix)
        return
    if not np.isfinite(family.base).all():
        yield _fault("a factor is not finite", where, "give numbers")
    rows, width, factors = family.recourse.rows, family.recourse.columns, family.factors
    for name, terms, height, across in (
        ("row_sides", family.row_sides, rows, factors),
        ("lower_sides", family.lower_sides, width, factors),
        ("upper_sides", family.upper_sides, width, factors),
        ("shared", family.shared, factors, columns),
        ("own", Entries(family.own.row, family.own.column, family.own.value), factors, columns),
    ):
        if not _inside(terms, height, across):
            fix = f"rows are 0 to {height - 1}, columns 0 to {across - 1}"
            yield _fault("a term lies outside the model", f"{where}, {name}", fix)
    if not _below(family.own.rhs, family.size):
        fix = f"they are 0 to {family.size - 1}"
        yield _fault("a right-hand side that does not exist", f"{where}, own", fix)


def _scenarios(scenarios: Scenarios, families: tuple[Family, ...]) -> Iterator[Fault]:
    where = "scenarios"
    if not (scenarios.weight >= 0).all() or not np.isfinite(scenarios.weight).all():
        yield _fault("a weight is not a number from 0 on", where, "give weights from 0 on")
    if not (scenarios.times >= 0).all() or not np.isfinite(scenarios.times).all():
        yield _fault("an entry counts less than 0 times", where, "give times from 0 on")
    if not _below(scenarios.scenario, scenarios.count):
        yield _fault("an entry of a scenario that does not exist", where, "count from 0")
    if not _below(scenarios.family, len(families)):
        yield _fault("an entry of a family that does not exist", where, "count from 0")
        return
    sizes = np.array([each.size for each in families], dtype=int)
    if (
        len(scenarios.rhs)
        and not ((scenarios.rhs >= 0) & (scenarios.rhs < sizes[scenarios.family])).all()
    ):
        yield _fault("an entry of a right-hand side that does not exist", where, "count from 0")


def _tail(tail: Tail, count: int, where: str) -> Iterator[Fault]:
    if not 0 <= tail.level < 1:
        fix = "0.95 is the mean of the worst twentieth"
        yield _fault(f"level {tail.level} is not from 0 to below 1", where, fix)
    if not 0 <= tail.weight < np.inf:
        yield _fault(f"weight {tail.weight} is below 0", where, "give a weight from 0 on")
    if not _below(tail.scenarios, count) or len(tail.scenarios) != len(tail.probability):
        yield _fault("a scenario that does not exist", where, "give one probability for each")
        return
    if not ((tail.probability >= 0).all() and abs(tail.probability.sum() - 1) <= SUM):
        total = f"{tail.probability.sum():.6g}"
        fix = "add a scenario without entries for the case that nothing happens"
        yield _fault(f"probabilities add up to {total}", where, fix)


def _inside(terms: Entries, rows: int, columns: int) -> bool:
    finite = bool(np.isfinite(terms.value).all())
    return finite and _below(terms.row, rows) and _below(terms.column, columns)


def _below(numbers: Index, count: int) -> bool:
    return not len(numbers) or bool(numbers.min() >= 0 and numbers.max() < count)
