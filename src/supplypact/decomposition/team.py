"""Who works on the families: this process, or workers that own them.

A team answers the same question for each family.  Every question carries all that its answer
depends on besides the family and its pool, so a team on other machines (Dask actors, say) needs
only the two methods of ``Team``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from supplypact.decomposition.pool import Vertices
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.recourse import Recourse

Question = tuple[Any, ...] | None
"""Arguments for one family; None leaves the family out."""


class Archive:
    """The vertices of all families as last heard: what a family is built again from."""

    def __init__(self, vertices: Sequence[Vertices]) -> None:
        self._parts = [[each] for each in vertices]

    def add(self, family: int, fresh: Vertices) -> None:
        """Keep the ``fresh`` vertices of a family, which come after those known."""
        if len(fresh.constant):
            self._parts[family].append(fresh)

    def of(self, family: int) -> Vertices:
        """Return all vertices of a family in the order found."""
        self._parts[family] = [Vertices.join(self._parts[family])]
        return self._parts[family][0]

    def sizes(self) -> tuple[int, ...]:
        """Return the number of vertices of each family."""
        return tuple(sum(len(each.constant) for each in parts) for parts in self._parts)

    @classmethod
    def empty(cls, problem: Problem) -> Archive:
        """Return an archive without vertices."""
        return cls([_nothing(each.factors, each.recourse) for each in problem.families])


def _nothing(factors: int, recourse: Any) -> Vertices:
    return Vertices.none(factors, recourse.columns + recourse.rows)


class Team(Protocol):
    """Families at work, wherever they are."""

    restarts: int
    """Workers that were lost and replaced."""

    def ask(self, method: str, questions: Sequence[Question]) -> list[Any]:
        """Return what ``method`` of each family's ``Recourse`` answers, in order of families."""

    def close(self) -> None:
        """End all workers."""


class Alone:
    """All families in this process."""

    restarts = 0

    def __init__(self, problem: Problem, archive: Archive) -> None:
        self._families = [
            Recourse(family, problem.links, archive.of(number))
            for number, family in enumerate(problem.families)
        ]

    def ask(self, method: str, questions: Sequence[Question]) -> list[Any]:
        """Ask one family after the other."""
        return [
            None if question is None else getattr(family, method)(*question)
            for family, question in zip(self._families, questions, strict=True)
        ]

    def close(self) -> None:
        """Do nothing: there is no worker."""
