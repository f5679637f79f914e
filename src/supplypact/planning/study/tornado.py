"""What changes where hazards are rarer or more frequent than the table says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import polars as pl

from supplypact.domain.hazard import LATE
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.domain.risk_study import Tornado
from supplypact.planning.risk.answer import stocks
from supplypact.planning.risk.given import RiskData
from supplypact.planning.study.variants import (
    Progress,
    Question,
    Variant,
    allowed,
    make,
    saying,
    shown_year,
    strikes_of,
)

LOW, HIGH = 0.5, 2.0
EVERYTHING = "all hazards"
HELD = 1.0
"""Days of cover below which nothing is held."""
CHANGED = 0.5
"""A stock changes if it does by more than this part of what the plan holds."""
NO, YES = "no", "yes"


def tornado(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    plan_options: PlanOptions,
    *,
    low: float = LOW,
    high: float = HIGH,
    progress: Progress | None = None,
) -> Tornado:
    """Return what the plan is worth, and what it would be, at other rates of the hazards.

    The bars hold the plan as it is; nothing is solved for them, as an expected loss is
    proportional to the rates.  Plans are made anew for all rates times ``low`` and ``high``.
    How often projects are late does not change.

    Args:
        pact: Targets, money and assumptions.
        network: The tables.
        data: Hazards and what a disruption needs.
        options: What this run asks of the risk; ``resume`` starts the plan as it is.
        plan_options: What it asks of the plan.
        low: Factor on the rates.
        high: Factor on the rates.
        progress: Told what is being done.

    Raises:
        UsageError: rates times a factor cannot be.
        InfeasibleError: no plan exists.

    """
    tell = progress or (lambda _what, _part: None)
    question = Question(
        pact=pact, network=network, data=data, options=options, plan_options=plan_options
    )
    tell("planning without regard to risk", 0.0)
    solved = question.calm()
    made: dict[float, Variant] = {}
    pools = options.resume
    for factor in (1.0, low, high):
        part = 0.1 + 0.9 * len(made) / 3
        asked = replace(options, rates=options.rates * factor)
        made[factor] = make(
            replace(question, options=asked).model(allowed(solved)),
            asked,
            pools=pools,
            tell=saying(tell, f"rates times {factor:g}", part),
        )
        pools = made[factor].pools
    changed, kept, unsure = _conclusions(network, made, (low, 1.0, high))
    return Tornado(
        low=low,
        high=high,
        bars=bars(made[1.0], low=low, high=high),
        plans=_plans(made, float(solved.solution.objective)),
        conclusions=changed,
        kept=kept,
        unsure=unsure,
    )


def bars(plan: Variant, *, low: float, high: float) -> pl.DataFrame:
    """Return the expected loss of the year shown with the rates of one kind times low and high.

    The widest bar stands first, after that of all hazards.
    """
    year = shown_year(plan.model)
    by_kind: dict[str, float] = {}
    for (hazard, place), cost in zip(strikes_of(plan.model), plan.found.scenario, strict=False):
        if place == year:
            loss = hazard.rate * float(cost) * plan.model.units.money
            by_kind[hazard.kind] = by_kind.get(hazard.kind, 0.0) + loss
    base = sum(by_kind.values())
    moved = {kind: loss for kind, loss in by_kind.items() if kind != LATE}
    ranked = sorted(moved.items(), key=lambda pair: -pair[1])
    rows = [
        (what, base + (low - 1.0) * loss, base + (high - 1.0) * loss, base)
        for what, loss in ((EVERYTHING, sum(moved.values())), *ranked)
    ]
    names = ("low_usd", "high_usd", "base_usd")
    schema = {"what": pl.String} | dict.fromkeys(names, pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _plans(made: Mapping[float, Variant], calm: float) -> pl.DataFrame:
    rows = []
    for factor in sorted(made):
        figures = made[factor].figures()
        cost = figures.plan + figures.stock - calm
        rows.append((factor, cost, figures.worth, figures.expected, figures.tail))
    names = ["factor", "cost_usd", "stock_usd", "expected_usd", "tail_usd"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Float64), orient="row")


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What the plans at low, given and high rates say to one question."""

    text: str
    told: tuple[str, str, str]
    size: tuple[float, float, float]
    """Days of cover, or 1 for a project that is started."""
    worth: float
    """USD of the stock or the project, where it is largest."""
    changes: bool

    def is_sure(self, slack: float) -> bool:
        """Return whether the change is an answer to the rates.

        A plan may cost ``slack`` USD more than the best.  So what is worth less may come and go by
        chance, and so does what comes and goes again as rates rise.
        """
        low, base, high = self.size
        return self.worth > slack and min(low, high) <= base <= max(low, high)


def _conclusions(
    network: Network, made: Mapping[float, Variant], factors: Sequence[float]
) -> tuple[pl.DataFrame, int, int]:
    """Return the statements that change, how many do not, and how many are unsure."""
    plans = [made[factor] for factor in factors]
    slack = max(plan.figures().slack for plan in plans)
    every = [*_stocks(network, plans), *_projects(network, plans)]
    changed = [each for each in every if each.changes]
    sure = [each for each in changed if each.is_sure(slack)]
    names = ["conclusion", "low", "base", "high"]
    rows = [(each.text, *each.told) for each in sure]
    table = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return table, len(every) - len(changed), len(changed) - len(sure)


def _stocks(network: Network, plans: Sequence[Variant]) -> Iterator[Statement]:
    """Compare the days of cover of each material and holder in the year shown, all forms."""
    held = [_held(plan) for plan in plans]
    for place in held[1]:
        material, holder = place
        days = _three(each[place][0] for each in held)
        yield Statement(
            text=f"hold {network.material(material).name_en} in {network.country_name(holder)}",
            told=_three(_cover(each) for each in days),
            size=days,
            worth=max(each[place][1] for each in held),
            changes=stock_changes(days),
        )


def stock_changes(days: Sequence[float]) -> bool:
    """Return whether a stock is held in some plans only, or changes by more than half.

    Args:
        days: Of cover: at low, given and high rates.

    """
    if len({day >= HELD for day in days}) > 1:
        return True
    base = days[1]
    return base >= HELD and max(abs(day - base) for day in days) > CHANGED * base


def _held(plan: Variant) -> dict[tuple[str, str], tuple[float, float]]:
    """Return days of cover and worth in USD by material and holder."""
    model = plan.model
    year = model.built.projects.years[shown_year(model)]
    asked = [each.base.chain.material for each in model.materials]
    rows = (
        stocks(model, plan.column)
        .filter(pl.col("year") == year, pl.col("use_tonnes") > 0, pl.col("material").is_in(asked))
        .group_by("material", "holder", maintain_order=True)
        .agg(pl.col("days", "value_usd").sum())
    )
    return {(material, holder): (days, usd) for material, holder, days, usd in rows.iter_rows()}


def _cover(days: float) -> str:
    return f"{days:.0f} days" if days >= HELD else NO


def _projects(network: Network, plans: Sequence[Variant]) -> Iterator[Statement]:
    """Compare which projects are started."""
    started = [set(plan.started) for plan in plans]
    known = {project.id: project for project in network.projects}
    for project in sorted(set.union(*started)):
        runs = _three(project in each for each in started)
        yield Statement(
            text=f"start {known[project].name}",
            told=_three(YES if each else NO for each in runs),
            size=_three(float(each) for each in runs),
            worth=float(known[project].capex),
            changes=len(set(runs)) > 1,
        )


T = TypeVar("T")


def _three(told: Iterable[T]) -> tuple[T, T, T]:
    low, base, high = told
    return low, base, high
