"""Milestones: planned once, moved, then met or missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from supplypact.domain.entry import (
    MilestoneMet,
    MilestoneMissed,
    MilestoneMoved,
    MilestonePlanned,
)
from supplypact.domain.pact import Pact
from supplypact.domain.position import MilestoneState
from supplypact.errors import nearest
from supplypact.ledger.book.standing import MilestoneEntry, MilestoneKey
from supplypact.ledger.rules.finding import Finding

RULE = "L15"
_DONE = {
    MilestonePlanned: "planned",
    MilestoneMoved: "moved",
    MilestoneMet: "met",
    MilestoneMissed: "missed",
}


def find_faults(key: MilestoneKey, chain: Sequence[MilestoneEntry], pact: Pact) -> list[Finding]:
    """Return what is wrong with the entries of one milestone, which stand by day (L15)."""
    name = _name(key)
    state = _of_pact(key, pact)
    by, since = ("the pact", pact.signed) if state else ("", date.min)
    found: list[Finding] = []
    for at, entry in enumerate(chain):
        done = f"{name} cannot be {_DONE[type(entry)]} on {entry.date}"
        if isinstance(entry, MilestonePlanned) and state is not None:
            told = f"{name} is planned already, by {by} for {state.due}"
            found.append(_finding(told, "record milestone_moved, or choose another id"))
        elif state is None and not isinstance(entry, MilestonePlanned):
            later = [each for each in chain[at:] if isinstance(each, MilestonePlanned)]
            told, fix = f"{done} before it was planned", "record milestone_planned first"
            if later:
                told = f"{told}, which is on {later[0].date} ({later[0].id})"
                fix = f"give it the day {later[0].date} or a later one"
            elif key[0] == "" and (near := nearest(key[1], [each.id for each in pact.milestones])):
                fix = f"did you mean '{near}'? Or {fix}"
            found.append(_finding(told, fix))
        elif entry.date < since:
            told = f"{done} before it was planned, which is on {since} ({by})"
            found.append(_finding(told, f"give it the day {since} or a later one"))
        elif state is not None and (state.met or state.missed):
            ended = f"met on {state.met}" if state.met else f"missed on {state.missed}"
            told = f"{done} after it was {ended} ({state.entries[-1]})"
            found.append(_finding(told, f"correct {state.entries[-1]} first if it was wrong"))
        elif isinstance(entry, MilestoneMoved) and state is not None and entry.due == state.due:
            told = f"{name} is due on {state.due} already"
            found.append(_finding(told, "leave the entry out, or give another day as due"))
        else:
            state = _after(state, entry)
            by = by or entry.id
    return found


def fold_milestones(
    chains: Iterable[tuple[MilestoneKey, Sequence[MilestoneEntry]]], pact: Pact
) -> tuple[MilestoneState, ...]:
    """Return how milestones stand: those of the pact file, then by project and first due day."""
    states = {("", each.id): _of_pact(("", each.id), pact) for each in pact.milestones}
    others: dict[MilestoneKey, MilestoneState | None] = {}
    for key, chain in chains:
        state = states.get(key)
        for entry in chain:
            state = _after(state, entry)
        (states if key in states else others)[key] = state
    rest = [each for each in others.values() if each is not None]
    rest.sort(key=lambda each: (each.project, each.first_due, each.milestone))
    return (*(each for each in states.values() if each is not None), *rest)


def _after(state: MilestoneState | None, entry: MilestoneEntry) -> MilestoneState | None:
    """Return how a milestone stands after one more entry."""
    if state is None:
        return _planned(entry) if isinstance(entry, MilestonePlanned) else None
    entries = (*state.entries, entry.id)
    match entry:
        case MilestoneMoved():
            return replace(state, due=entry.due, moves=state.moves + 1, entries=entries)
        case MilestoneMet():
            return replace(state, met=entry.date, entries=entries)
        case MilestoneMissed():
            return replace(state, missed=entry.date, entries=entries)
    return state


def _planned(entry: MilestonePlanned) -> MilestoneState:
    """Return a milestone as it was planned."""
    return MilestoneState(
        milestone=entry.milestone,
        project=entry.project,
        text=entry.text,
        party=entry.party,
        first_due=entry.due,
        due=entry.due,
        moves=0,
        met=None,
        missed=None,
        entries=(entry.id,),
    )


def _of_pact(key: MilestoneKey, pact: Pact) -> MilestoneState | None:
    """Return a milestone that the pact file plans, or None."""
    for each in pact.milestones:
        if key == ("", each.id):
            return MilestoneState(
                milestone=each.id,
                project="",
                text=each.text,
                party="",
                first_due=each.due,
                due=each.due,
                moves=0,
                met=None,
                missed=None,
                entries=(),
            )
    return None


def _name(key: MilestoneKey) -> str:
    """Return a milestone in words."""
    project, milestone = key
    return f"milestone {milestone}{f' of {project}' if project else ''}"


def _finding(what: str, fix: str) -> Finding:
    return Finding(rule=RULE, what=what, fix=fix)
