"""Keep the lines that are worth most, and find the best that can be done with these alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from supplypact.algebra.response import Rules
from supplypact.domain.response import ACTIONS, Action
from supplypact.responding.actions import Teller
from supplypact.responding.incident import Situation
from supplypact.responding.lines import Line, allowed, effect, lines_of
from supplypact.responding.solve import Held, IncidentLp, Solved

LEAST = 0.001
"""Lines that save less than this part of what all lines save are left out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """One material of a response."""

    situation: Situation
    lp: IncidentLp
    rules: Rules
    held: Held | None = None

    def solve(self, lines: Sequence[Line] | None = None) -> Solved:
        """Return the best answer, with these lines alone if any are given."""
        incident = self.situation.middle
        only = None if lines is None else allowed(incident, lines)
        return self.lp.solve(incident, self.rules, only=only, held=self.held)


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """The short playbook of one material."""

    question: Question
    exact: Solved
    exact_lines: int
    lines: tuple[Line, ...]
    solved: Solved


def shorten(questions: Sequence[Question], most: int) -> list[Kept]:
    """Return the answers with the ``most`` lines of all materials that save the most."""
    exact = [question.solve() for question in questions]
    found = [
        lines_of(question.situation.middle, solved.orders)
        for question, solved in zip(questions, exact, strict=True)
    ]
    ranked = sorted(
        (
            (_saved(question, line), n, line)
            for n, (question, lines) in enumerate(zip(questions, found, strict=True))
            for line in lines
        ),
        key=lambda each: -each[0],
    )
    least = LEAST * sum(saved for saved, *_ in ranked)
    best = [(n, line) for saved, n, line in ranked[:most] if saved > least]
    kept = []
    for n, question in enumerate(questions):
        mine = [line for place, line in best if place == n]
        whole = len(mine) == len(found[n])
        solved = exact[n] if whole else question.solve(mine)
        lines = lines_of(question.situation.middle, solved.orders)
        kept.append(
            Kept(
                question=question,
                exact=exact[n],
                exact_lines=len(found[n]),
                lines=tuple(lines),
                solved=solved,
            )
        )
    return kept


def _saved(question: Question, line: Line) -> float:
    brought = effect(question.situation.middle, line)
    return brought.avoided - brought.cost


def numbered(told: Sequence[tuple[Teller, Line]]) -> tuple[list[Action], list[tuple[Teller, Line]]]:
    """Return the actions in the order of their dates, numbered, with what each was told from."""
    made = [(teller.action(line), teller, line) for teller, line in told]
    made.sort(
        key=lambda each: (
            each[0].ordered,
            each[0].effect,
            ACTIONS.index(each[0].kind),
            -each[0].avoided,
        )
    )
    actions = [replace(action, number=n) for n, (action, *_) in enumerate(made, start=1)]
    return actions, [(teller, line) for _, teller, line in made]
