"""Keep the lines that are worth most, and find the best that can be done with these alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from supplypact.algebra.response_sides import Rules
from supplypact.domain.incident import MaterialIncident
from supplypact.domain.response import ACTIONS, Action
from supplypact.responding.actions import Teller
from supplypact.responding.effects import Effect, effects
from supplypact.responding.incident import Situation
from supplypact.responding.lines import Line, allowed, lines_of
from supplypact.responding.solve import Held, IncidentLp, Solved

LEAST = 0.001
"""Lines that save less than this part of what all lines save are left out."""
GOOD = 0.01
"""Part of what all lines save that few may cost without a second look."""
WIDE = 2
"""With more than so many times the lines wanted, the smallest go at once."""


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

    def without_needless_waivers(self) -> Question:
        """Return the question in which barred makers help only where that is worth a line."""
        shunned = replace(self, rules=replace(self.rules, shunned=True))
        if not (self.rules.waived and self.situation.middle.barred.any()):
            return self
        least, cost = self.solve().cost, shunned.solve().cost
        saved = self.situation.middle.nothing - least
        return shunned if cost - least <= LEAST * saved else self


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """The short playbook of one material."""

    question: Question
    exact: Solved
    exact_lines: int
    lines: tuple[Line, ...]
    solved: Solved

    @cached_property
    def effects(self) -> list[Effect]:
        """What each line brings."""
        return effects(self.question.situation.middle, self.lines)


def shorten(questions: Sequence[Question], most: int) -> list[Kept]:
    """Return the answers with at most ``most`` lines of all materials.

    Lines are dropped one by one; where that costs more than a hundredth of what all save, they are
    also added one by one to none, and what comes out cheaper counts.
    """
    drafts = [_Draft.of(question) for question in questions]
    saved = sum(draft.saved for draft in drafts)
    least = LEAST * saved
    _thin(drafts, WIDE * most)
    every = [list(draft.lines) for draft in drafts]
    _drop(drafts, most, least)
    if sum(draft.saved for draft in drafts) >= (1.0 - GOOD) * saved:
        return [draft.kept() for draft in drafts]
    others = [draft.emptied() for draft in drafts]
    _add(others, every, most, least)
    better = sum(each.saved for each in others) > sum(each.saved for each in drafts)
    return [draft.kept() for draft in (others if better else drafts)]


def _drop(drafts: Sequence[_Draft], most: int, least: float) -> None:
    """Drop the line whose loss costs least, until few are left and each is worth its place."""
    while lines := [(draft, line) for draft in drafts for line in draft.lines]:
        draft, line = min(lines, key=lambda each: each[0].lost(each[1]))
        if _count(drafts) <= most and draft.lost(line) > least:
            break
        draft.drop([line])


def _add(drafts: Sequence[_Draft], every: Sequence[list[Line]], most: int, least: float) -> None:
    """Add the line that saves most, as long as there is room and it is worth its place."""
    left = [(draft, line) for draft, lines in zip(drafts, every, strict=True) for line in lines]
    while left and _count(drafts) < most:
        draft, line = max(left, key=lambda each: each[0].gain(each[1]))
        if draft.gain(line) <= least:
            break
        left = [each for each in left if each[0] is not draft or each[1].orders != line.orders]
        draft.add(line)
        if _count(drafts) > most:
            draft.drop([line])


def _count(drafts: Sequence[_Draft]) -> int:
    return sum(draft.count for draft in drafts)


def _thin(drafts: Sequence[_Draft], most: int) -> None:
    """Drop the lines that move the least worth where there are far too many."""
    lines = [
        (_moved(draft.question, line), draft, line) for draft in drafts for line in draft.lines
    ]
    lines.sort(key=lambda each: -each[0])
    for draft in drafts:
        draft.drop([line for _, own, line in lines[most:] if own is draft])


def _moved(question: Question, line: Line) -> float:
    incident = question.situation.middle
    tonnes = line.tonnes.sum(axis=0) * line.part
    return float(tonnes @ incident.weight * incident.mean_shortage_cost[line.user])


def _there_and_back(lines: Sequence[Line]) -> list[Line]:
    """Return of two swaps between the same users the smaller: it only uses ships as stores."""
    swaps = [line for line in lines if line.order == "swap"]
    return [
        one
        for one in swaps
        for other in swaps
        if (one.giver, one.user) == (other.user, other.giver)
        and (one.tonnes.sum(), one.giver) < (other.tonnes.sum(), other.giver)
    ]


class _Draft:
    """The answer of one material while lines are dropped or added."""

    def __init__(self, question: Question, exact: Solved, every: int) -> None:
        self.question, self.solved = question, exact
        self.lines = lines_of(question.situation.middle, exact.orders)
        self.count = len(self.lines)
        """How many lines the answer is told in: a waiver is one beside what is owed."""
        self._exact, self._every = exact, every or self.count
        self._worth: dict[tuple[str, int, bytes], float] = {}
        self._changed = False

    @classmethod
    def of(cls, question: Question) -> _Draft:
        """Return the draft with every line of the optimum, but of swaps one way only."""
        draft = cls(question, question.solve(), 0)
        draft.drop(_there_and_back(draft.lines))
        return draft

    @property
    def saved(self) -> float:
        """What the answer saves against doing nothing."""
        return self.question.situation.middle.nothing - self.solved.cost

    def emptied(self) -> _Draft:
        """Return a draft with no line yet."""
        draft = _Draft(self.question, self._exact, self._every)
        draft.keep([])
        return draft

    def lost(self, line: Line) -> float:
        """Return what it costs to do without a line."""
        return self._change(line, self._without([line]))

    def gain(self, line: Line) -> float:
        """Return what one more line saves."""
        return -self._change(line, [*self.lines, line])

    def drop(self, lines: Sequence[Line]) -> None:
        """Do without some lines, and what shares their orders."""
        if lines:
            self.keep(self._without(lines))

    def add(self, line: Line) -> None:
        """Take one more line."""
        self.keep([*self.lines, line])

    def keep(self, lines: list[Line]) -> None:
        """Have these lines alone."""
        self.lines, self.solved = lines, self.question.solve(lines)
        self.count = len(lines_of(self.question.situation.middle, self.solved.orders))
        self._worth, self._changed = {}, True

    def _change(self, line: Line, lines: list[Line]) -> float:
        if line.orders not in self._worth:
            self._worth[line.orders] = self.question.solve(lines).cost - self.solved.cost
        return self._worth[line.orders]

    def _without(self, lines: Sequence[Line]) -> list[Line]:
        gone = {line.orders for line in lines}
        return [each for each in self.lines if each.orders not in gone]

    def kept(self) -> Kept:
        """Return the answer as it is now."""
        lines = self.lines
        if self._changed:
            lines = lines_of(self.question.situation.middle, self.solved.orders)
        return Kept(
            question=self.question,
            exact=self._exact,
            exact_lines=self._every,
            lines=tuple(lines),
            solved=self.solved,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """An action with what it was told from."""

    action: Action
    incident: MaterialIncident
    line: Line


def numbered(kept: Sequence[Kept], tell: Callable[[Kept], Teller]) -> list[Told]:
    """Return the actions in the order of their dates, numbered.

    Those that have nothing left to bring are left out.

    Args:
        kept: The answers.
        tell: Returns who tells the lines of an answer.

    """
    told = [
        Told(action=teller.action(line, brought), incident=teller.incident, line=line)
        for each in kept
        for teller in [tell(each)]
        for line, brought in zip(each.lines, each.effects, strict=True)
    ]
    told = sorted((each for each in told if each.action.tonnes > 0), key=_order)
    return [
        replace(each, action=replace(each.action, number=n)) for n, each in enumerate(told, start=1)
    ]


def _order(told: Told) -> tuple[object, ...]:
    action = told.action
    return action.ordered, action.effect, ACTIONS.index(action.kind), -action.avoided
