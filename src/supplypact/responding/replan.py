"""A later plan: what was ordered stays, and the rest changes only where that pays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from supplypact.domain.incident import Grid, MaterialIncident
from supplypact.domain.response import Change, Decided
from supplypact.errors import InfeasibleError
from supplypact.responding.clock import NEAR
from supplypact.responding.lines import lines_of
from supplypact.responding.playbook import Kept, Question, shorten
from supplypact.responding.record import orders_frame, orders_of
from supplypact.responding.solve import Held, Solved

PAYS = 0.01
"""A new playbook replaces the earlier one if it saves more than this part of the loss."""
TINY = 1e-6
"""Part of all orders below which a difference is not told."""
ALIKE = 0.01
"""Relative difference below which an action is told as kept."""
KEYS = ["order", "material", "giver", "user"]
TOGETHER = ("surge", "reroute", "substitute", "restrain")
"""Orders whose givers are told as one action."""


def first_open(grid: Grid, days: float) -> int:
    """Return the first period that begins ``days`` after the first day, or less than a day off."""
    return int(np.searchsorted(grid.start, days - NEAR))


def held_of(incident: MaterialIncident, decided: Decided, first: int) -> Held:
    """Return the orders that stand."""
    return Held(orders=orders_of(incident, decided.orders), past=first)


def replan(questions: Sequence[Question], known: Collection[str], most: int) -> list[Kept]:
    """Return the earlier playbook carried on, or a new one where that saves enough.

    Args:
        questions: One of each material.
        known: Materials that the earlier playbook was about; others get new lines in any case.
        most: Most lines of a new playbook.

    """
    old = [each for each in questions if each.situation.middle.material in known]
    carried = [_carried_on(each, each.held) for each in old if each.held is not None]
    fresh = shorten(old, most)
    nothing = sum(each.situation.middle.nothing for each in old)
    gain = sum(a.solved.cost - b.solved.cost for a, b in zip(carried, fresh, strict=True))
    kept = fresh if gain > PAYS * nothing else carried
    kept += shorten([each for each in questions if each not in old], most)
    return sorted(kept, key=lambda each: questions.index(each.question))


def _carried_on(question: Question, held: Held) -> Kept:
    incident = question.situation.middle
    exact = question.solve()
    solved = question.solve(lines_of(incident, held.orders))
    unchanged = _unchanged(question, held)
    if unchanged is not None and unchanged.cost <= solved.cost + PAYS * incident.nothing:
        solved = unchanged
    return Kept(
        question=question,
        exact=exact,
        exact_lines=len(lines_of(incident, exact.orders)),
        lines=tuple(lines_of(incident, solved.orders)),
        solved=solved,
    )


def _unchanged(question: Question, held: Held) -> Solved | None:
    """Return what the earlier orders bring as they are, or None if they cannot be carried out."""
    incident = question.situation.middle
    try:
        return question.lp.solve(incident, question.rules, held=replace(held, all=True))
    except InfeasibleError:
        return None


def changes(before: Decided, kept: Sequence[Kept], first: int) -> tuple[Change, ...]:
    """Return how the orders from now on differ from the earlier ones."""
    tonnes, least = _own_tonnes(kept), TINY * float(before.orders["tonnes"].sum())
    old, new = (_summed(each, first) for each in (before.orders, orders_frame(kept)))
    both = old.join(new, on=KEYS, how="full", coalesce=True).fill_null(0.0).sort(KEYS)
    return tuple(
        _change(row, tonnes.get((row["material"], row["user"]), 1.0))
        for row in both.iter_rows(named=True)
        if max(row["tonnes"], row["tonnes_right"]) > least
    )


def _own_tonnes(kept: Sequence[Kept]) -> dict[tuple[str, str], float]:
    return {
        (i.material, ",".join(user)): float(own)
        for i in (each.question.situation.middle for each in kept)
        for user, own in zip(i.users, i.tonnes, strict=True)
    }


def _summed(orders: pl.DataFrame, first: int) -> pl.DataFrame:
    one = pl.when(pl.col("order").is_in(TOGETHER)).then(pl.lit("")).otherwise(pl.col("giver"))
    open_ = (pl.col("period") >= first) | (pl.col("order") == "expedite")
    return orders.filter(open_).with_columns(giver=one).group_by(KEYS).agg(pl.col("tonnes").sum())


def _change(row: dict[str, object], own: float) -> Change:
    before, after = float(str(row["tonnes"])) * own, float(str(row["tonnes_right"])) * own
    if before <= 0 or after <= 0:
        what = "added" if before <= 0 else "dropped"
    elif abs(after - before) <= ALIKE * before:
        what = "kept"
    else:
        what = "more" if after > before else "less"
    return Change(
        what=what,
        kind="re-route" if row["order"] == "reroute" else str(row["order"]),
        material=str(row["material"]),
        source=str(row["giver"]).partition(",")[0],
        user=str(row["user"]).partition(",")[0],
        before=before,
        after=after,
    )
