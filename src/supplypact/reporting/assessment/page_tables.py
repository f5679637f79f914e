"""The tables of the assessment's page beside matrix and profiles."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from supplypact.domain.assessment import WORLD
from supplypact.reporting.assessment.numbers import valued
from supplypact.reporting.assessment.sentences import driver_words
from supplypact.reporting.assessment.tables import frame_table
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.numbers import percent_band, points
from supplypact.reporting.table import Cell, Kind, Table, table

MOST = 20
"""Choke points that are listed."""
NEAR = 0.05
"""Published and computed net import reliance agree within this."""
LEAST = 0.01
"""A smaller loss stands in the workbook only."""
"""Of Regulation (EU) 2024/1252."""


def choke_points(view: AssessmentView, kind: str) -> Table:
    """Return the suppliers whose loss takes most from the parties together."""
    who = ("facility", "supplier") if kind == "facility" else ("supplier",)
    labels = {
        f"loss_{party}": view.say["column.loss_of"].format(party=view.who(party))
        for party in view.buyers
    }
    columns = {
        **dict.fromkeys(who, Kind.TEXT),
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        **dict.fromkeys(labels, Kind.BAR),
        "band": Kind.BAND,
        "tonnes": Kind.TONNES,
        "value_usd": Kind.USD,
        "world_share": Kind.SHARE,
    }
    rows = _choke_rows(view, kind, with_facility=kind == "facility")
    return table(f"choke_{kind}", columns, rows, view.say, labels=labels)


def _choke_rows(
    view: AssessmentView, kind: str, *, with_facility: bool
) -> Iterator[tuple[Cell, ...]]:
    frame = view.assessment.choke_points.filter(pl.col("kind") == kind)
    keys = ["supplier", "facility", "material", "stage"]
    losses = {tuple(row[:5]): row[5] for row in frame.select(*keys, "party", "share").iter_rows()}
    together = frame.filter((pl.col("party") == view.together) & (pl.col("share") >= LEAST)).sort(
        "share", "value_usd", descending=True, nulls_last=True, maintain_order=True
    )
    for row in together.head(MOST).iter_rows(named=True):
        key = tuple(row[name] for name in keys)
        yield (
            *((row["facility"],) if with_facility else ()),
            _supplier(view, row["supplier"]),
            view.material(row["material"]),
            view.stage(row["stage"]),
            *(losses.get((*key, party)) for party in view.buyers),
            percent_band(row["low"], row["high"]) or None,
            row["tonnes"],
            row["value_usd"],
            row["world_share"],
        )


def _supplier(view: AssessmentView, country: str) -> str:
    """Return the name of a supplier, marked if it is a party itself."""
    name = view.country(country)
    is_party = country in view.pact.party_codes
    return view.say["assess.party"].format(country=name) if is_party else name


def dependent_suppliers(view: AssessmentView) -> Table:
    """Return at how many stages each country holds more than a half and a quarter."""
    columns = {
        "supplier": Kind.TEXT,
        "over_half": Kind.NUMBER,
        "over_quarter": Kind.NUMBER,
        "value_usd": Kind.USD,
    }
    frame = view.assessment.choke_points.filter(
        (pl.col("kind") == "country") & (pl.col("party") == view.together)
    )
    counted = (
        frame.group_by("supplier")
        .agg(
            over_half=(pl.col("share") > 0.5).sum(),
            over_quarter=(pl.col("share") > 0.25).sum(),
            value_usd=pl.col("value_usd").sum(),
        )
        .filter(pl.col("over_quarter") > 0)
        .sort("over_half", "over_quarter", "supplier", descending=[True, True, False])
    )
    rows = ((_supplier(view, code), *rest) for code, *rest in counted.iter_rows())
    return table("choke_suppliers", columns, rows, view.say)


def output(view: AssessmentView) -> Table:
    """Return the concentration of world output and each party's imports from the concern."""
    labels = {
        f"imports_{party}": view.say["column.imports_of"].format(
            party=view.who(party), concern=view.concern()
        )
        for party in view.buyers
    }
    columns = {
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "largest": Kind.TEXT,
        "top_1": Kind.BAR,
        "top_3": Kind.BAR,
        "hhi": Kind.TEXT,
        **dict.fromkeys(labels, Kind.BAR),
    }
    rows = (
        _output_row(view, material.id, stage.id)
        for material in view.network.materials
        for stage in material.stages
    )
    return table("output", columns, rows, view.say, labels=labels)


def _output_row(view: AssessmentView, material: str, stage: str) -> tuple[Cell, ...]:
    first, three, hhi = (
        view.figure(name, material, stage, WORLD) for name in ("top_1", "top_3", "hhi")
    )
    return (
        view.material(material),
        view.stage(stage),
        None if first.supplier is None else view.country(first.supplier),
        first.value,
        three.value,
        None if hhi.value is None else valued("hhi", hhi.value),
        *(view.figure("import_concern_share", material, stage, each).value for each in view.buyers),
    )


def ranking(view: AssessmentView) -> Table:
    """Return the order of dependence, and how firm it is."""
    columns = {
        "rank": Kind.NUMBER,
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "share": Kind.BAR,
        "band": Kind.BAND,
        "ranks": Kind.BAND,
        "stays_ahead": Kind.SHARE,
        "driver": Kind.PROSE,
    }
    return table("ranking_short", columns, _ranking_rows(view), view.say)


def _ranking_rows(view: AssessmentView) -> Iterator[tuple[Cell, ...]]:
    for material, stage, rank, low, high, ahead in (
        view.assessment.ranking.sort("rank")
        .select("material", "stage", "rank", "rank_low", "rank_high", "stays_ahead")
        .iter_rows()
    ):
        figure = view.traced(material, stage, view.together)
        yield (
            rank,
            view.material(material),
            view.stage(stage),
            figure.value,
            percent_band(figure.low, figure.high) or None,
            f"{low}–{high}" if low != high else f"{low}",
            ahead,
            driver_words(view, figure.driver),
        )


def reliance(view: AssessmentView) -> Table:
    """Return the published net import reliance of the US against the ones computed here."""
    frame = view.assessment.reliance
    return frame_table(view, "reliance", frame, frame.columns).with_kinds(
        {"difference": Kind.POINTS}
    )


def reliance_finding(view: AssessmentView) -> str:
    """Return for how many materials published and computed net import reliance agree."""
    known = view.assessment.reliance["difference"].drop_nulls()
    return view.say["assess.reliance_note"].format(
        all=known.len(), points=points(NEAR), close=int((known.abs() <= NEAR).sum())
    )
