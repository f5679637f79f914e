"""The stores of a material: what is known to be held, by whom, in which form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from supplypact.algebra.sets import Array, Chain
from supplypact.domain.pact import Pact
from supplypact.domain.risk import DAYS
from supplypact.planning.risk.look_through import passes
from supplypact.planning.risk.stocks import MONTHS_A_YEAR, use_of

INDUSTRY = "industry"
"""Kind of the stocks that users hold themselves; nobody can lend them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Stores:
    """Arrays over the stores, in counted tonnes."""

    names: tuple[tuple[str, str, str], ...]
    """Holder, form, kind."""
    stock: Array
    mutual: Array
    """Part that is owed to the other parties."""
    lendable: Array
    """Part that may be lent with a waiver."""
    takes: Array
    """Shape (store, user)."""
    frame: pl.DataFrame
    """holder, material, form, kind, tonnes, days, as_of, source, quality; both filled in."""
    unknown: tuple[str, ...]
    """Parties of which no stock but that of industry is known."""


def stores_of(
    pact: Pact,
    chain: Chain,
    bought: list[Array],
    stocks: pl.DataFrame,
    users: list[tuple[int, int]],
    struck: int,
    scale: Array,
) -> Stores:
    """Return the stores that help where ``struck`` is the earliest stage that is cut.

    Args:
        pact: Parties, and the part that a national stock owes the others.
        chain: The material in the base case.
        bought: What ``look_through.bought_from`` returned.
        stocks: Rows of this and other materials, tonnes or days known, or neither.
        users: Country and stage of each user.
        struck: Stage whose product, or a later one, helps.
        scale: Counted tonnes of a tonne of each stage.

    """
    stages = [stage.id for stage in chain.stages]
    mine = stocks.filter(
        (pl.col("material") == chain.material)
        & pl.col("holder").is_in(list(pact.party_codes))
        & (pl.col("tonnes").is_not_null() | pl.col("days").is_not_null())
    )
    needs = {
        (holder, form): float(use_of(chain, stages.index(form), [holder])[0, -1]) * chain.unit
        for holder, form in mine.select("holder", "form").iter_rows()
    }
    rows = [_filled(row, needs[row["holder"], row["form"]]) for row in mine.iter_rows(named=True)]
    helping = [row for row in rows if stages.index(row["form"]) >= struck]
    form = [stages.index(row["form"]) for row in helping]
    lends = np.array([float(row["kind"] != INDUSTRY) for row in helping])
    takes = [[_takes(chain, bought, f, user) for user in users] for f in form]
    return Stores(
        names=tuple((row["holder"], row["form"], row["kind"]) for row in helping),
        stock=np.array([row["tonnes"] * scale[f] for row, f in zip(helping, form, strict=True)]),
        mutual=lends * pact.assume("mutual_share"),
        lendable=lends,
        takes=np.array(takes).reshape(len(form), len(users)) * scale[[s for _, s in users]],
        frame=pl.DataFrame(rows, schema=mine.schema),
        unknown=tuple(
            party
            for party in pact.party_codes
            if not any(row["holder"] == party and row["kind"] != INDUSTRY for row in rows)
        ),
    )


def _filled(row: dict[str, Any], use: float) -> dict[str, Any]:
    """Return a row with tonnes and days, one worked out from the other."""
    tonnes, days = row["tonnes"], row["days"]
    if tonnes is None:
        return row | {"tonnes": days * use / DAYS}
    return row | {"days": tonnes / use * DAYS if use > 0 else None}


def _takes(chain: Chain, bought: list[Array], form: int, user: tuple[int, int]) -> float:
    """Return what a user can take of a form in a month, in tonnes of what it uses.

    Its own product as far as it uses it, an earlier one as far as the parties work on it.
    """
    country, last = user
    use = float(chain.stages[last].demand[country, -1]) * chain.unit / MONTHS_A_YEAR
    if form == last:
        return use
    if form > last:
        return 0.0
    worked = passes(chain, bought, country, last, form + 1, reached=None)[chain.party, -1]
    return use * float(worked.sum())
