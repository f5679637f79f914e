"""The two-stage problem as one model with names, for other solvers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from supplypact.algebra.model import Block, Index, Matrix, Model
from supplypact.algebra.recourse import add_recourse
from supplypact.algebra.solve import write_model
from supplypact.decomposition.monolith import as_linear
from supplypact.errors import UsageError
from supplypact.planning.risk.model import RiskModel

MOST = 2500
"""Right-hand sides that fit into one file: about two million columns."""


def export(model: RiskModel, path: Path) -> None:
    """Write the problem as one model, as MPS or LP by the file's ending.

    Columns and rows of the first stage keep their names; those of a disruption carry the name of
    the hazard and the year.  Units are those of the two-stage problem (docs/algebra/recourse.md).

    Raises:
        OutputError: the file cannot be written.
        UsageError: the model is too large for one file.

    """
    count = sum(family.size for family in model.problem.families)
    if count > MOST:
        raise UsageError(
            f"{count:,} disruptions do not fit into one model",
            where="--export-model",
            fix="choose materials with --material",
        )
    whole = as_linear(model.problem)
    built = model.built.model
    columns = [
        *_left(built.column_blocks, model.reduction.column),
        *_of_disruptions(model, rows=False),
    ]
    rows = [*_left(built.row_blocks, model.reduction.row), *_of_disruptions(model, rows=True)]
    columns += [f"tail({number})" for number in range(len(whole.cost) - len(columns))]
    rows += [f"tail_row({number})" for number in range(len(whole.row_lower) - len(rows))]
    write_model(Matrix(**vars(whole)), path, columns, rows)


def _left(blocks: Sequence[Block], numbers: Index) -> list[str]:
    names = [name for block in blocks for name in block.names()]
    return [names[number] for number in numbers]


def _of_disruptions(model: RiskModel, *, rows: bool) -> Iterator[str]:
    for each in model.materials:
        for given, events in zip(each.given, each.events, strict=True):
            law = Model()
            add_recourse(law, given)
            blocks = law.row_blocks if rows else law.column_blocks
            names = [name.removesuffix(")") for block in blocks for name in block.names()]
            for hazard, year in events:
                place = f"{each.base.chain.material},{hazard.id},{each.base.chain.years[year]})"
                plain = place.replace("-", "_").replace(" ", "_")
                yield from (f"{name},{plain}" for name in names)
