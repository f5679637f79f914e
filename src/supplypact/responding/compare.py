"""The playbook beside the optimum, other readings, later starts and other modes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from supplypact.domain.pact import Pact
from supplypact.domain.response import DELAYS, MODES, Rounding
from supplypact.responding.effects import costs_by_party
from supplypact.responding.modes import rules_of
from supplypact.responding.playbook import Kept
from supplypact.simulation.replay import replay
from supplypact.units import Usd

ALL = "*"


def rounding(kept: Sequence[Kept]) -> Rounding:
    """Return what it costs to keep the playbook short."""
    return Rounding(
        exact_lines=sum(each.exact_lines for each in kept),
        kept_lines=sum(len(each.lines) for each in kept),
        exact=Usd(sum(each.exact.cost for each in kept)),
        kept=Usd(sum(each.solved.cost for each in kept)),
    )


def band(kept: Sequence[Kept], bound: str) -> tuple[float, float]:
    """Return what doing nothing, and the orders as told, cost if it is as the bound says.

    Orders that turn out too many are paid, and what they leave open is missing.
    """
    nothing = answer = 0.0
    for each in kept:
        incident = getattr(each.question.situation, bound)
        nothing += incident.nothing
        answer += replay(incident, each.solved.orders).total
    return nothing, answer


def delays(kept: Sequence[Kept], passed: float) -> pl.DataFrame:
    """Return ``Response.delays``: the optimum where nothing is ordered for some weeks.

    Args:
        kept: The answers.
        passed: Days from the first day to that of decision.

    """
    exact = sum(each.exact.cost for each in kept)
    rows = []
    for weeks in DELAYS:
        cost = 0.0
        for each in kept:
            question = each.question
            running = question.held is not None
            rules = replace(question.rules, delay=passed + 7.0 * weeks, running=running)
            incident = question.situation.middle
            cost += question.lp.solve(incident, rules, held=question.held).cost
        extra = max(cost - exact, 0.0)
        rows.append((weeks, cost, extra, extra / (7.0 * weeks)))
    return pl.DataFrame(rows, schema=["weeks", "cost_usd", "extra_usd", "a_day_usd"], orient="row")


def modes(pact: Pact, kept: Sequence[Kept], asked_mode: str) -> pl.DataFrame:
    """Return ``Response.modes``; that of the playbook by its own rules."""
    rows = []
    for mode in MODES:
        total = {party: np.zeros(3) for party in pact.party_codes}
        for each in kept:
            incident = each.question.situation.middle
            chain = each.question.situation.chain
            asked = each.question.rules if mode == asked_mode else None
            rules = asked or rules_of(mode, incident, chain)
            solved = each.question.lp.solve(incident, rules, held=each.question.held)
            for party, cost in costs_by_party(incident, solved).items():
                total[party] += cost
        rows.append((mode, ALL, *sum(total.values(), np.zeros(3))))
        rows += [(mode, party, *cost) for party, cost in total.items()]
    names = ["mode", "party", "cost_usd", "loss_usd", "short_tonnes"]
    frame = pl.DataFrame(
        [(a, b, *map(float, rest)) for a, b, *rest in rows], schema=names, orient="row"
    )
    if len(kept) == 1:
        return frame
    return frame.with_columns(short_tonnes=pl.lit(None, dtype=pl.Float64))
