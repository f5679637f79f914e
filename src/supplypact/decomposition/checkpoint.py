"""A run as bytes: enough to go on with it, or to start a changed problem warm.

Cuts hold only for the problem they were made of.  Pools hold for every problem with the same
recourse models, whatever its weights, right-hand sides and first stage.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from supplypact.decomposition.linear import Array, Linear, Values
from supplypact.decomposition.master import Lines
from supplypact.decomposition.parts import Family
from supplypact.decomposition.pool import Vertices
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.team import Archive
from supplypact.errors import UsageError

FORMAT = 1


@dataclass(frozen=True, eq=False)
class Saved:
    """What a checkpoint holds for a problem."""

    x: Values | None
    seconds: float
    vertices: list[Vertices]
    lines: Lines | None

    @classmethod
    def nothing(cls, problem: Problem) -> Saved:
        """Return what a fresh run starts from."""
        archive = Archive.empty(problem)
        return cls(None, 0.0, [archive.of(each) for each in range(len(problem.families))], None)

    @property
    def serves(self) -> str:
        """What of the checkpoint serves: the whole ``run``, its ``pools``, or ``nothing``."""
        if self.lines is not None:
            return "run"
        return "pools" if any(len(each.constant) for each in self.vertices) else "nothing"

    def cuts(self) -> Iterator[tuple[int, float, Values]]:
        """Yield the cuts of the master."""
        if self.lines is not None:
            lines = self.lines
            for column, constant, slope in zip(
                lines.column, lines.constant, lines.slope, strict=True
            ):
                yield int(column), float(constant), slope


def write(
    problem: Problem, archive: Archive, lines: Lines, x: Values | None, seconds: float
) -> bytes:
    """Return a checkpoint as the bytes of an .npz file."""
    arrays = {
        "format": np.array(FORMAT),
        "problem": np.array(_print_of(problem)),
        "x": np.zeros(0) if x is None else x,
        "seconds": np.array(seconds),
        "cut_column": lines.column,
        "cut_constant": lines.constant,
        "cut_slope": lines.slope,
    }
    for number, family in enumerate(problem.families):
        vertices = archive.of(number)
        name = _print_of_family(family)
        arrays[f"{name}.constant"] = vertices.constant
        arrays[f"{name}.slope"] = vertices.slope
        arrays[f"{name}.basis"] = vertices.basis
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def read(raw: bytes, problem: Problem) -> Saved:
    """Return what of a checkpoint serves ``problem``.

    Raises:
        UsageError: the bytes are no checkpoint.

    """
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            return _read({name: arrays[name] for name in arrays.files}, problem)
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise UsageError(
            "the file is not a checkpoint of this version",
            where="--resume",
            fix="give the file that a search has told, or start afresh without it",
        ) from error


def _read(arrays: dict[str, Array], problem: Problem) -> Saved:
    if int(arrays["format"]) != FORMAT:
        raise ValueError("another format")
    vertices = Saved.nothing(problem).vertices
    for number, family in enumerate(problem.families):
        name = _print_of_family(family)
        if f"{name}.constant" in arrays:
            vertices[number] = Vertices(
                arrays[f"{name}.constant"], arrays[f"{name}.slope"], arrays[f"{name}.basis"]
            )
    x = arrays["x"] if len(arrays["x"]) == problem.first.columns else None
    if str(arrays["problem"]) != _print_of(problem):
        return Saved(x, 0.0, vertices, None)
    lines = Lines(arrays["cut_column"], arrays["cut_constant"], arrays["cut_slope"])
    return Saved(x, float(arrays["seconds"]), vertices, lines)


def _print_of_family(family: Family) -> str:
    """Return a fingerprint of what a family's vertices depend on."""
    sides = (family.row_sides, family.lower_sides, family.upper_sides)
    terms = [part for each in sides for part in (each.row, each.column, each.value)]
    return _digest([*_arrays(family.recourse), *terms, np.array(family.factors)])


def _print_of(problem: Problem) -> str:
    """Return a fingerprint of all that cuts depend on."""
    arrays = _arrays(problem.first)
    for family in problem.families:
        own = family.own
        arrays += [np.frombuffer(_print_of_family(family).encode(), np.uint8), family.base]
        arrays += [family.shared.row, family.shared.column, family.shared.value]
        arrays += [own.rhs, own.row, own.column, own.value]
    entries = problem.scenarios
    arrays += [entries.weight, entries.scenario, entries.family, entries.rhs, entries.times]
    for tail in problem.tails:
        arrays += [np.array([tail.weight, tail.level]), tail.scenarios, tail.probability]
    return _digest(arrays)


def _arrays(model: Linear) -> list[Array]:
    return [getattr(model, each.name) for each in fields(model)]


def _digest(arrays: list[Array]) -> str:
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(str(array.shape).encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:24]
