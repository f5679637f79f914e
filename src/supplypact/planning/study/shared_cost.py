"""The costs of coalitions as a game: levels, split, and whether the split lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from supplypact.domain.risk_study import Together
from supplypact.planning.study.stock_game import name
from supplypact.planning.study.variants import Figures
from supplypact.sharing.core import core_gap, is_in_core, stand_alone
from supplypact.sharing.game import Coalition, Game, from_costs
from supplypact.sharing.least_core import core_point, least_core
from supplypact.sharing.shapley import shapley
from supplypact.units import Share, Usd

ALONE, RISK, MUTUAL, FULL = "alone", "shared risk", "mutual stock", "full pact"


@dataclass(frozen=True, kw_only=True, eq=False)
class Cost:
    """What a coalition pays."""

    figures: Figures
    met: bool
    """Whether it can meet all binding targets."""


def share(
    codes: tuple[str, ...],
    materials: tuple[str, ...],
    found: Mapping[Coalition, Cost],
    *,
    between: Mapping[str, Figures],
    projects: bool,
    miss: float,
) -> Together:
    """Return costs, levels and split of a game.

    Args:
        codes: The members in the order of the pact.
        materials: Whose disruptions count.
        found: What every coalition pays.
        between: What all pay on the levels between alone and the whole pact.
        projects: Whether projects and targets count.
        miss: Part of a target that every coalition may miss.

    """
    game = from_costs(codes, {each: float(cost.figures.cost) for each, cost in found.items()})
    split = shapley(game)
    worst = core_gap(game, split)
    gap = max(cost.figures.slack for cost in found.values())
    return Together(
        members=codes,
        materials=materials,
        projects=projects,
        costs=_costs(codes, found),
        levels=_levels(game, between, FULL if projects else MUTUAL),
        split=_split(game, split),
        worst=name(worst.coalition, codes),
        excess=Usd(worst.excess),
        in_core=is_in_core(game, split, gap=gap),
        least_excess=Usd(least_core(game).excess),
        gap=gap,
        missed=Share(miss),
    )


def _costs(codes: tuple[str, ...], found: Mapping[Coalition, Cost]) -> pl.DataFrame:
    rows = [
        (
            name(each, codes),
            len(each),
            cost.figures.cost,
            cost.figures.plan,
            cost.figures.worth,
            cost.figures.expected,
            cost.figures.tail,
            cost.met,
        )
        for each, cost in found.items()
    ]
    names = ("cost_usd", "plan_usd", "stock_usd", "expected_usd", "tail_usd")
    schema = {"coalition": pl.String, "members": pl.Int64}
    schema |= dict.fromkeys(names, pl.Float64) | {"targets_met": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _levels(game: Game, between: Mapping[str, Figures], last: str) -> pl.DataFrame:
    apart = sum(stand_alone(game).values())
    middle = [(level, float(figures.cost)) for level, figures in between.items()]
    rows = [(ALONE, apart), *middle, (last, game.joint_cost)]
    table = [(level, cost, apart - cost) for level, cost in rows]
    return pl.DataFrame(table, schema=["level", "cost_usd", "saved_usd"], orient="row")


def _split(game: Game, split: Mapping[str, float]) -> pl.DataFrame:
    alone, nucleolus = stand_alone(game), core_point(game)
    rows = [
        (
            party,
            alone[party],
            pays,
            alone[party] - pays,
            None if nucleolus is None else nucleolus[party],
        )
        for party, pays in split.items()
    ]
    names = ("alone_usd", "shapley_usd", "saved_usd", "core_usd")
    schema = {"party": pl.String} | dict.fromkeys(names, pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row")
