"""What acting together is worth, and a fair split of its cost (docs/together.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from supplypact.algebra.model import Values
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.domain.risk_study import Together
from supplypact.errors import InfeasibleError, UsageError
from supplypact.planning.relax import Solved
from supplypact.planning.rest_of_world import with_shares
from supplypact.planning.risk.given import RiskData
from supplypact.planning.study.members import WHERE, check_members, coalition, data_of
from supplypact.planning.study.ranking import dearest
from supplypact.planning.study.shared_cost import MUTUAL, RISK, Cost, share
from supplypact.planning.study.stock_game import StockGame, costs, name
from supplypact.planning.study.variants import (
    Figures,
    Progress,
    Question,
    Variant,
    allowed,
    make,
    saying,
    with_bounds,
)
from supplypact.sharing import game
from supplypact.sharing.game import FEWEST, Coalition, coalitions
from supplypact.units import Usd, Year

EXAMPLE = "seven-members-example"
"""Bundled pact of seven members that nobody has signed."""
EXAMPLE_YEARS = (Year(2027), Year(2030))
EXAMPLE_MATERIALS = 5
MOST = 3
"""Members of a game with projects: each coalition is a plan of its own."""


def together(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    plan_options: PlanOptions,
    *,
    members: Sequence[str] = (),
    progress: Progress | None = None,
) -> Together:
    """Return what the members gain by planning projects and stocks together, and who should pay.

    Every coalition is asked the same: targets count for each, and may be missed as far as the
    coalition that can do least must miss them.

    Args:
        pact: Targets, money and assumptions.
        network: The tables.
        data: Hazards and what a disruption needs.
        options: What this run asks of the risk; ``resume`` starts the plan of all members.
        plan_options: What it asks of the plan: projects whole or in parts.
        members: Parties that may act together; all of the pact if none is named.
        progress: Told what is being done.

    Raises:
        UsageError: a member is not a party, or there are fewer than two or more than three.
        InfeasibleError: no plan exists.

    """
    tell = progress or (lambda _what, _part: None)
    codes = check_members(pact, members)
    if not FEWEST <= len(codes) <= MOST:
        raise UsageError(
            f"{len(codes)} members cannot be compared with their projects",
            where=WHERE,
            fix=f"name two or three of the parties: {', '.join(pact.party_codes)}",
        )
    whole = Question(
        pact=coalition(pact, codes),
        network=with_shares(pact, network),
        data=data,
        options=options,
        plan_options=plan_options,
    )
    every = tuple(coalitions(codes))
    questions = {each: _of(whole, each) for each in every}
    calm: dict[Coalition, Solved] = {}
    for each in every:
        tell(f"{name(each, codes)} without regard to risk", 0.3 * len(calm) / len(every))
        calm[each] = questions[each].calm()
    miss = np.max([allowed(solved) for solved in calm.values()], axis=0)
    made: dict[Coalition, Variant] = {}
    for each in every:
        part = 0.3 + 0.6 * len(made) / len(every)
        made[each] = make(
            questions[each].model(miss),
            questions[each].options,
            pools=options.resume if len(each) == len(codes) else None,
            tell=saying(tell, name(each, codes), part),
        )
    tell("projects apart, stocks shared", 0.9)
    between = _between(whole, miss, made)
    found = {each: Cost(figures=made[each].figures(), met=calm[each].met) for each in every}
    return share(
        codes,
        _materials(made[frozenset(codes)]),
        found,
        between=between,
        projects=True,
        miss=float(miss.max(initial=0.0)),
    )


def together_on_stocks(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    plan_options: PlanOptions,
    *,
    members: Sequence[str] = (),
    progress: Progress | None = None,
) -> Together:
    """Return what the members gain by holding stocks for each other.

    No project, target or cover that is asked for counts.

    Arguments are those of ``together``; up to ten members, with ``options.workers`` processes.

    Raises:
        UsageError: a member is not a party, or there are fewer than two or more than ten.

    """
    tell = progress or (lambda _what, _part: None)
    codes = check_members(pact, members)
    if not FEWEST <= len(codes) <= game.MOST:
        raise UsageError(
            f"{len(codes)} members cannot share a cost",
            where=WHERE,
            fix=f"name {FEWEST} to {game.MOST} of the parties: {', '.join(pact.party_codes)}",
        )
    question = Question(
        pact=coalition(pact, codes),
        network=with_shares(pact, network),
        data=data,
        options=options,
        plan_options=plan_options,
    )
    tell("building the disruptions", 0.0)
    stocks = StockGame.of(question)
    found = costs(
        stocks,
        workers=options.workers,
        progress=lambda done, of: tell(f"{done} of {of} coalitions", done / of),
    )
    return share(
        codes,
        tuple(each.base.chain.material for each in stocks.model.materials if each.families),
        {each: Cost(figures=figures, met=True) for each, figures in found.items()},
        between={RISK: stocks.apart().figures()},
        projects=False,
        miss=0.0,
    )


def example(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    *,
    progress: Progress | None = None,
) -> Together:
    """Return what the members of the bundled example would gain by a common stockpile.

    It looks at 2027 to 2030 and at the five materials whose disruptions cost the members most, if
    ``options`` name none.
    """
    first, last = EXAMPLE_YEARS
    plan_options = PlanOptions(first_year=first, last_year=last, relaxed=True)
    chosen = options.materials or dearest(
        Question(
            pact=pact,
            network=with_shares(pact, network),
            data=data,
            options=options,
            plan_options=plan_options,
        ),
        EXAMPLE_MATERIALS,
    )
    asked = replace(options, materials=chosen)
    return together_on_stocks(pact, network, data, asked, plan_options, progress=progress)


def _of(whole: Question, members: Coalition) -> Question:
    """Return the question of some of the members."""
    pact, codes = whole.pact, tuple(sorted(members))
    covers = tuple(cover for cover in whole.options.covers if cover.holder in members)
    return replace(
        whole,
        pact=coalition(pact, codes),
        data=data_of(whole.data, whole.network, pact.party_codes, codes),
        options=replace(whole.options, covers=covers),
    )


def _between(
    whole: Question, miss: Values, made: Mapping[Coalition, Variant]
) -> dict[str, Figures]:
    """Return what all pay if they share risk or stocks, each with the projects it has alone.

    Of a project that several would fund alone, the earliest start counts; each pays as if alone.
    Nothing is returned where the funding lines cannot carry all those projects at once.
    """
    alone = [made[frozenset((party,))] for party in whole.pact.party_codes]
    starts = _earliest(alone)
    if not whole.plan_options.relaxed:
        starts = np.round(starts)
    try:
        calm = whole.calm(starts)
    except InfeasibleError:
        return {}
    nearest = np.maximum(miss, allowed(calm))
    found = {}
    for level, apart in ((RISK, True), (MUTUAL, False)):
        asked = replace(whole.options, alone=apart)
        model = replace(whole, options=asked).model(nearest)
        place = model.reduction.place[model.built.starts.start]
        held = with_bounds(model.problem, place, lower=starts, upper=starts)
        shared = make(
            model, asked, problem=held, pools=made[frozenset(whole.pact.party_codes)].pools
        )
        figures = shared.figures()
        more = sum(_projects(each) for each in alone) - _projects(shared)
        found[level] = replace(figures, plan=Usd(figures.plan + more))
    return found


def _earliest(alone: Sequence[Variant]) -> Values:
    """Return the starts of the party whose plan runs each project longest."""
    starts = alone[0].model.built.starts
    values = np.array([each.column[each.model.built.starts.start] for each in alone])
    running = np.array([each.column[each.model.built.starts.running].sum(axis=1) for each in alone])
    best = running.argmax(axis=0)[starts.start_project]
    chosen: Values = values[best, np.arange(values.shape[1])]
    return np.clip(chosen, 0.0, 1.0)


def _projects(variant: Variant) -> float:
    """Return the discounted cost of the projects alone, without that of trade."""
    built = variant.model.built
    start = built.starts.start
    return float(built.model.matrix().cost[start] @ variant.column[start])


def _materials(variant: Variant) -> tuple[str, ...]:
    return tuple(each.base.chain.material for each in variant.model.materials if each.families)
