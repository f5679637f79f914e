"""A plan under risk in a screen of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from supplypact.domain.hazard import MONTHS
from supplypact.domain.network import Network
from supplypact.domain.risk import RiskResult
from supplypact.reporting.numbers import UNKNOWN, percent, tonnes, usd
from supplypact.reporting.risk import sentences
from supplypact.reporting.risk.tables import YEARS_OF_POLICY, policy_words, shown_years
from supplypact.reporting.risk.view import RiskView

ALL = "*"
CASES = (
    ("nothing", "without stocks and projects"),
    ("stocks", "with the stocks only"),
    ("projects", "with the projects only"),
    ("both", "with both"),
)
MOST = 6
"""Materials and hazards that are told."""


def stockpile_lines(view: RiskView) -> list[str]:
    """Return the answer in words: what to hold, what it costs, what is left to lose, and why."""
    result, network = view.result, view.network
    return [
        view.pact.title_en,
        sentences.verdict(view),
        *_limits(view),
        *sentences.unfunded(view),
        "",
        *_holding(view),
        *_policy(result, view.risk.policies),
        "",
        *_losses(view),
        "",
        *_drivers(view),
        "",
        *_projects(view),
        *_values(result, network),
    ]


def _limits(view: RiskView) -> list[str]:
    result, lines = view.result, []
    if result.status == "nearest":
        lines.append(
            "A target of the pact cannot be met; its nearest plan is the ground here "
            f"('supplypact plan {view.pact.id}' names the target)."
        )
    if not result.finished:
        lines.append(f"Time ran out at a gap of {percent(result.gap)}; this is the best found.")
    if result.options.alone:
        lines.append("Each party acts alone: nothing is given from its stock to another.")
    return lines


def _holding(view: RiskView) -> list[str]:
    result, network, lines = view.result, view.network, list[str]()
    for year in shown_years(result):
        rows = result.stocks.filter(pl.col("year") == year)
        if rows.is_empty():
            continue
        by_holder = rows.group_by("holder", maintain_order=True).agg(pl.col("value_usd").sum())
        split = ", ".join(
            f"{network.country_name(holder)} {usd(value)}"
            for holder, value in by_holder.iter_rows()
        )
        held = rows.filter(pl.col("days") >= 1.0)["material"].n_unique()
        lines.append(
            f"By {year}: hold {usd(_sum(rows, 'value_usd'))} worth of {held} "
            f"material{'s' * (held != 1)} "
            f"({split})."
        )
        if year == view.year:
            lines += [f"  {each}" for each in sentences.holder_lines(view, year)]
    rows = result.stocks
    spent = _sum(rows, "bought_usd") + _sum(rows, "holding_usd")
    years = result.stocks["year"].n_unique()
    lines.append(
        f"Buying and holding costs {usd(spent)} in {years} years; "
        f"{usd(result.stock_cost)} in present value, less what the stock is worth at the end."
    )
    return lines


def _policy(result: RiskResult, policies: pl.DataFrame) -> list[str]:
    """Compare the days of cover with today's policies."""
    words = policy_words(policies)
    year = shown_years(result)[0] if shown_years(result) else None
    asked = result.options.materials or result.stocks["material"].unique().to_list()
    held = result.stocks.filter(
        pl.col("year") == year, pl.col("use_tonnes") > 0, pl.col("material").is_in(asked)
    )
    if not words or held.is_empty():
        return []
    counts = [
        (low, high, held.filter(pl.col("days") > low, pl.col("days") <= high).height)
        for low, high in pairwise((0.5, *YEARS_OF_POLICY, 1e9))
    ]
    none = held.height - sum(count for _, _, count in counts)
    told = [f"none for {none}"]
    for low, high, count in counts:
        span = f"over {low:.0f} days" if high > 1e6 else f"up to {high:.0f} days"
        told.append(f"{span} for {count}")
    line = f"Of {held.height} stocks that could be held in {year} the plan holds"
    return [f"Today's policy: {words}.", f"{line} {', '.join(told)}."]


def _losses(view: RiskView) -> list[str]:
    result, network, lines = view.result, view.network, list[str]()
    for year in shown_years(result):
        rows = result.losses.filter(pl.col("year") == year, pl.col("material") == ALL)
        if rows.is_empty():
            continue
        lines.append(
            f"Disruptions in {year}, planner's count: expected loss a year, and worst twentieth:"
        )
        lines += [_case(rows, case, label, network) for case, label in CASES]
    if not lines:
        return ["No year is shown, so no loss is told."]
    lines.append(
        "The worst twentieth is over the first disruption of a year; the expected loss is over all."
    )
    drawn = "" if view.study.simulated else "; 'plan --risk' draws histories without that limit"
    lines.append(
        f"The planner counts the first {MONTHS} months of a disruption, as if the parties had "
        f"adapted by then, and one disruption at a time{drawn}."
    )
    return [*lines, *sentences.left(view, shown_years(result)[0])]


def _case(rows: pl.DataFrame, case: str, label: str, network: Network) -> str:
    mine = rows.filter(pl.col("case") == case)
    whole = mine.filter(pl.col("party") == ALL).row(0, named=True)
    parts = ", ".join(
        f"{network.country_name(row['party'])} {usd(row['expected_usd'])}"
        for row in mine.filter(pl.col("party") != ALL).iter_rows(named=True)
    )
    return (
        f"  {label:28} {usd(whole['expected_usd']):>13} and {usd(whole['tail_usd']):>13}; "
        f"{tonnes(whole['expected_tonnes'])} t missing ({parts})"
    )


def _drivers(view: RiskView) -> list[str]:
    if view.year is None:
        return []
    before = view.costliest("nothing", view.year).head(MOST)
    found = view.costliest("both", view.year)
    after = dict(found.select("hazard", "cost_usd").iter_rows())
    return [
        f"What drives it ({view.year}):",
        *(
            f"  {view.hazard(row['hazard'])}: once in {1 / row['rate']:,.0f} years, "
            f"{usd(row['cost_usd'])} if it strikes, {usd(after.get(row['hazard']))} with the plan"
            for row in before.iter_rows(named=True)
        ),
    ]


def _projects(view: RiskView) -> list[str]:
    result = view.result
    lines = [f"Projects: {_listed([each.name for each in view.projects])}."]
    lines += [f"  {each}" for each in sentences.projects(view)]
    size = result.size
    bounds = (
        f"Objective {usd(result.objective)}, no plan below {usd(result.bound)} "
        f"(gap {result.gap:.2%}); {view.count_hazards()}, {size.right_hand_sides:,} disruptions."
    )
    return [*lines, bounds]


def _values(result: RiskResult, network: Network) -> list[str]:
    names = [network.material(each).name_en for each in result.estimates]
    if not names:
        return []
    return [f"A missing tonne is valued by a multiple of the price for: {_listed(names)}."]


def _sum(rows: pl.DataFrame, name: str) -> float:
    return float(np.sum(rows[name].to_numpy()))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else UNKNOWN
