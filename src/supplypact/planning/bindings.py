"""Which constraints hold the plan back, and what loosening them is worth, in words.

Prices are the duals of the model with continuous starts: with whole projects a small change is
often free and then suddenly costs a whole plant.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from supplypact.algebra.budget import MILLION
from supplypact.algebra.model import Block
from supplypact.algebra.solve import Solution
from supplypact.domain.network import Network
from supplypact.domain.plan import TOGETHER, Binding
from supplypact.planning.model import PlanModel

SMALLEST = 1e3
"""USD; smaller prices are noise."""
MOST = 8
"""Constraints told of each kind."""


def bindings(built: PlanModel, network: Network, priced: Solution) -> tuple[Binding, ...]:
    """Return the constraints with a price, dearest first: targets, budgets, capacity."""
    found = (
        _of_targets(built, network, priced),
        _of_budgets(built, priced),
        _of_capacity(built, network, priced),
    )
    return tuple(
        each for kind in found for each in sorted(kind, key=lambda b: -abs(b.value))[:MOST]
    )


def _of_targets(built: PlanModel, network: Network, priced: Solution) -> Iterator[Binding]:
    """Yield the price of a further point of each target, held in its year and each later one."""
    for rows in built.targets:
        parts = [weight * terms.whole_part(priced.column) for terms, weight in rows.shares]
        whole = np.sum(parts, axis=0)[rows.first :]
        price = float(priced.row_dual[rows.rows] @ whole) / 100.0
        if price >= SMALLEST:
            who = name_of(network, rows.material)
            yield Binding(
                name=f"T1_target({rows.target.id},{rows.material})",
                value=price,
                unit="USD per percentage point",
                sentence=f"A further point of the target for {who} costs about "
                f"USD {price / 1e6:,.1f} million, if projects could start in parts.",
            )


def name_of(network: Network, material: str) -> str:
    """Return a material's English name within a sentence."""
    if material == TOGETHER:
        return "the materials together"
    return network.material(material).name_en.lower()


def _of_budgets(built: PlanModel, priced: Solution) -> Iterator[Binding]:
    """Yield the worth of more funding in a year, split as the parties split the costs."""
    limits = built.budget.per_year
    spent = priced.column[built.support] * MILLION
    for block in built.model.row_blocks:
        if block.name == "P4_year":
            dual = priced.row_dual[block.start : block.start + limits.size].reshape(limits.shape)
            worth = -built.budget.cost_share @ dual / MILLION
            full = np.all((limits > 0) & (spent >= limits * (1 - 1e-6)), axis=0)
            for place in np.flatnonzero(full & (worth * MILLION >= SMALLEST)):
                yield Binding(
                    name=f"P4_year({built.projects.years[place]})",
                    value=float(worth[place]),
                    unit="USD per USD",
                    sentence=f"Each further dollar of funding in {built.projects.years[place]} "
                    f"lowers the cost of the plan by USD {worth[place]:,.2f}.",
                )


def _of_capacity(built: PlanModel, network: Network, priced: Solution) -> Iterator[Binding]:
    unit = {base.chain.material: base.chain.unit for base in built.bases}
    for block, label, dual in _priced_rows(built, priced, ("F1_capacity",)):
        material, stage, country = str(label[0]).split(",")
        worth = -dual / unit[material]
        if worth * unit[material] >= SMALLEST:
            yield Binding(
                name=f"{block.name}({','.join(map(str, label))})",
                value=worth,
                unit="USD per tonne a year",
                sentence=f"One more tonne of {network.material(material).name_en.lower()} capacity "
                f"at the stage '{stage}' in {network.country_name(country)} in {label[1]} "
                f"is worth USD {worth:,.0f}.",
            )


def _priced_rows(
    built: PlanModel, priced: Solution, names: tuple[str, ...]
) -> Iterator[tuple[Block, tuple[str | int, ...], float]]:
    """Yield block, labels and dual of each row with a price in the blocks called ``names``."""
    for block in built.model.row_blocks:
        if block.name in names:
            size = math.prod(len(label) for label in block.labels)
            dual = priced.row_dual[block.start : block.start + size]
            for place in np.flatnonzero(np.abs(dual) > 0):
                where = np.unravel_index(place, [len(label) for label in block.labels])
                label = tuple(axis[int(n)] for axis, n in zip(block.labels, where, strict=True))
                yield block, label, float(dual[place])


MOST_OBSTACLES = 3
"""Obstacles told of each kind."""


def obstacles(built: PlanModel, network: Network, nearest: Solution) -> tuple[str, ...]:
    """Return what keeps the goals out of reach, in words, from the duals of the least miss."""
    found = {
        kind: sorted(
            ((abs(dual), label) for _, label, dual in _priced_rows(built, nearest, (kind,))),
            key=lambda each: -each[0],
        )
        for kind in ("P4_year", "P4_total", "P1_once", "F1_capacity", "F5_inertia")
    }
    told = []
    if found["P4_year"] or found["P4_total"]:
        told.append("The funding lines are spent; more money would bring the goals nearer.")
    started = [str(label[0]) for _, label in found["P1_once"]]
    if started:
        told.append(
            f"No further candidate would help; another plant like these would: {_few(started)}."
        )
    full = [_place(network, str(label[0])) for _, label in found["F1_capacity"]]
    told += [f"Plants are full for {what}: {_few(where)}." for what, where in _grouped(full)]
    arcs = [_arc(network, str(label[0])) for _, label in found["F5_inertia"]]
    told += [f"Trade in {what} cannot grow faster: {_few(who)}." for what, who in _grouped(arcs)]
    return tuple(told)


def _few(names: Sequence[str]) -> str:
    return ", ".join(list(dict.fromkeys(names))[:MOST_OBSTACLES])


def _grouped(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Gather the second of each pair under the first; the first few firsts."""
    found: dict[str, list[str]] = {}
    for what, where in pairs:
        found.setdefault(what, []).append(where)
    return list(found.items())[:MOST_OBSTACLES]


def _place(network: Network, label: str) -> tuple[str, str]:
    material, stage, country = label.split(",")
    return f"{name_of(network, material)} at '{stage}'", network.country_name(country)


def _arc(network: Network, label: str) -> tuple[str, str]:
    material, stage, exporter, importer = label.split(",")
    ends = " to ".join(network.country_name(each) for each in (exporter, importer))
    return f"{name_of(network, material)} from '{stage}'", ends
