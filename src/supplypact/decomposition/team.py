"""Who works on the families: this process, or workers that own them.

A team answers the same question for each family.  Every question carries all that its answer
depends on besides the family and its pool, so a worker that was lost can be replaced by one that is
built again from the pools and asked the same.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from supplypact.decomposition.linear import Index
from supplypact.decomposition.parts import Family
from supplypact.decomposition.pool import Vertices
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.recourse import Recourse
from supplypact.errors import SupplypactError

MOST_RESTARTS = 10
"""Workers that may be lost in one run before it gives up."""

Question = tuple[Any, ...] | None
"""Arguments for one family; None leaves the family out."""
Owned = Mapping[int, tuple[Family, Vertices]]
"""Families of one worker, by number, each with what is known of it."""
Task = Mapping[int, Question]
"""Questions to one worker, by family."""
Told = tuple[type[SupplypactError], str, str, str]
"""An error in a form that every kind of worker can send."""


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
    told: str
    """Who they are, in words."""

    def ask(self, method: str, questions: Sequence[Question]) -> list[Any]:
        """Return what ``method`` of each family's ``Recourse`` answers, in order of families."""

    def close(self) -> None:
        """End all workers."""


class Alone:
    """All families in this process."""

    restarts = 0
    told = "this process"

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


class Owner:
    """What a worker holds: its families, at work."""

    def __init__(self, links: Index) -> None:
        self._links = links
        self._families: dict[int, Recourse] = {}

    def take(self, owned: Owned) -> None:
        """Own these families from now on."""
        for number, (family, known) in owned.items():
            self._families[number] = Recourse(family, self._links, known)

    def answer(self, method: str, task: Task) -> tuple[dict[int, Any], Told | None]:
        """Return the answers to ``task`` by family, or an error that the caller raises."""
        try:
            return {
                number: getattr(self._families[number], method)(*question)
                for number, question in task.items()
                if question is not None
            }, None
        except SupplypactError as error:
            return {}, (type(error), error.what, error.where, error.fix)
        except Exception:  # noqa: BLE001  whatever it was, the first process must hear of it
            text = traceback.format_exc()
            return {}, (SupplypactError, text, "a worker of the decomposition", "report this error")


def raised(told: Told) -> SupplypactError:
    """Return the error that a worker told."""
    kind, what, where, fix = told
    return kind(what, where=where, fix=fix)


def too_many_lost(count: int) -> SupplypactError:
    """Return the error of a run that lost ``count`` workers."""
    return SupplypactError(
        f"workers were lost {count} times",
        where="workers of the decomposition",
        fix="look at free memory, or use fewer workers",
    )


def owned_by(families: Sequence[int], problem: Problem, archive: Archive) -> Owned:
    """Return what a worker needs to own ``families``."""
    return {number: (problem.families[number], archive.of(number)) for number in families}


def tasks_of(owned: Sequence[Sequence[int]], questions: Sequence[Question]) -> list[Task]:
    """Return the questions of each worker that owns the families ``owned``."""
    return [
        {family: question for family in each if (question := questions[family]) is not None}
        for each in owned
    ]


def shares(families: Sequence[Family], count: int) -> list[list[int]]:
    """Return the families of each of at most ``count`` workers, the largest given out first."""
    used = min(count, len(families))
    load = np.zeros(used)
    owned: list[list[int]] = [[] for _ in range(used)]
    sizes = [each.size * each.recourse.rows for each in families]
    for number in sorted(range(len(families)), key=lambda each: -sizes[each]):
        least = int(np.argmin(load))
        load[least] += sizes[number]
        owned[least].append(number)
    return [sorted(each) for each in owned]
