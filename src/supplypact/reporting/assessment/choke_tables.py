"""Choke points as the page shows them: for each party, suppliers outside the pact and within."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.numbers import percent_band
from supplypact.reporting.table import Cell, Kind, Table, table

MOST = 20
"""Choke points that are listed."""
LEAST = 0.01
"""A smaller loss stands in the workbook only."""
HELD, PRESSED = 0.50, 0.25
"""A supplier of more than these shares is counted at a stage."""


@dataclass(frozen=True, kw_only=True)
class ChokeLists:
    """What one party could lose."""

    party: str
    name: str
    suppliers: Table
    countries: Table
    """Suppliers outside the parties."""
    own_countries: Table
    facilities: Table
    own_facilities: Table


def choke_lists(view: AssessmentView) -> list[ChokeLists]:
    """Return the choke points of all parties together and of each one."""
    return [
        ChokeLists(
            party=party,
            name=view.who(party),
            suppliers=dependent_suppliers(view, party),
            countries=choke_points(view, "country", party, own=False),
            own_countries=choke_points(view, "country", party, own=True),
            facilities=choke_points(view, "facility", party, own=False),
            own_facilities=choke_points(view, "facility", party, own=True),
        )
        for party in view.buyers
    ]


def known_facilities(view: AssessmentView) -> str:
    """Return how many plants are known, and that others are not safe."""
    frame = view.assessment.choke_points.filter(pl.col("kind") == "facility")
    return view.say["assess.facilities_known"].format(
        plants=view.say.counted("count.plants", frame.unique(["facility", "material"]).height),
        materials=frame["material"].n_unique(),
        all=len(view.materials),
    )


def choke_points(view: AssessmentView, kind: str, party: str, *, own: bool) -> Table:
    """Return the suppliers whose loss takes most from a party; ``own``: those that are parties."""
    who = ("facility", "supplier") if kind == "facility" else ("supplier",)
    others = [each for each in view.parties if party == view.together and each != party]
    labels = {
        f"loss_{each}": view.say["column.loss_of"].format(party=view.who(each))
        for each in (party, *others)
    }
    first, *rest = labels
    columns = {
        **dict.fromkeys(who, Kind.TEXT),
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        first: Kind.BAR,
        "band": Kind.BAND,
        **dict.fromkeys(rest, Kind.SHARE),
        "tonnes": Kind.TONNES,
        "value_usd": Kind.USD,
        "world_share": Kind.SHARE,
    }
    rows = _rows(view, _of(view, kind, own=own), party, others, with_facility=kind == "facility")
    name = f"choke_{kind}_own" if own else f"choke_{kind}"
    return table(name, columns, rows, view.say, labels=labels)


def _of(view: AssessmentView, kind: str, *, own: bool) -> pl.DataFrame:
    is_party = pl.col("supplier").is_in(view.pact.party_codes)
    return view.assessment.choke_points.filter(
        (pl.col("kind") == kind) & (is_party if own else ~is_party)
    )


def _rows(
    view: AssessmentView, frame: pl.DataFrame, party: str, others: list[str], *, with_facility: bool
) -> Iterator[tuple[Cell, ...]]:
    keys = ["supplier", "facility", "material", "stage"]
    losses = {tuple(row[:5]): row[5] for row in frame.select(*keys, "party", "share").iter_rows()}
    worst = frame.filter((pl.col("party") == party) & (pl.col("share") >= LEAST)).sort(
        "share", "value_usd", descending=True, nulls_last=True, maintain_order=True
    )
    for row in worst.head(MOST).iter_rows(named=True):
        key = tuple(row[name] for name in keys)
        yield (
            *((row["facility"],) if with_facility else ()),
            view.country(row["supplier"]),
            view.material(row["material"]),
            view.stage(row["stage"]),
            row["share"],
            percent_band(row["low"], row["high"]) or None,
            *(losses.get((*key, each)) for each in others),
            row["tonnes"],
            row["value_usd"],
            row["world_share"],
        )


def dependent_suppliers(view: AssessmentView, party: str) -> Table:
    """Return at how many stages each country holds more than a half and a quarter of a party."""
    columns = {
        "supplier": Kind.TEXT,
        "over_half": Kind.NUMBER,
        "over_quarter": Kind.NUMBER,
        "value_usd": Kind.USD,
    }
    frame = view.assessment.choke_points.filter(
        (pl.col("kind") == "country") & (pl.col("party") == party)
    )
    counted = (
        frame.group_by("supplier")
        .agg(
            over_half=(pl.col("share") > HELD).sum(),
            over_quarter=(pl.col("share") > PRESSED).sum(),
            value_usd=pl.col("value_usd").sum(),
        )
        .filter(pl.col("over_quarter") > 0)
        .sort("over_half", "over_quarter", "supplier", descending=[True, True, False])
    )
    rows = ((_supplier(view, code), *rest) for code, *rest in counted.iter_rows())
    return table("choke_suppliers", columns, rows, view.say)


def _supplier(view: AssessmentView, country: str) -> str:
    """Return the name of a supplier, marked if it is a party itself."""
    name = view.country(country)
    is_party = country in view.pact.party_codes
    return view.say["assess.party"].format(country=name) if is_party else name
