"""The tables of a response, typed and with units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from supplypact.domain.response import Response
from supplypact.reporting.response.facts import ALL
from supplypact.reporting.response.view import ResponseView
from supplypact.reporting.table import Cell, Kind, Table, table

BY_KIND = ("release", "re-route", "surge", "swap", "substitute", "expedite", "waive", "restrain")
"""Columns of ``Response.balance`` that lessen or order a shortage."""


def playbook(response: Response, view: ResponseView) -> Table:
    """Return every line of the playbook in full."""
    columns = {
        "number": Kind.NUMBER,
        "ordered": Kind.TEXT,
        "owner": Kind.TEXT,
        "kind": Kind.TEXT,
        "action": Kind.PROSE,
        "material": Kind.TEXT,
        "product": Kind.TEXT,
        "source": Kind.TEXT,
        "user": Kind.TEXT,
        "end_use": Kind.TEXT,
        "project": Kind.TEXT,
        "tonnes": Kind.TONNES,
        "expected_tonnes": Kind.TONNES,
        "peak": Kind.TONNES,
        "effect": Kind.TEXT,
        "until": Kind.TEXT,
        "cost_usd": Kind.USD,
        "avoided_tonnes": Kind.TONNES,
        "avoided_usd": Kind.USD,
        "limited_by": Kind.PROSE,
        "decided": Kind.YES,
    }
    rows = (
        (
            each.number,
            each.ordered.isoformat(),
            view.country(each.owner),
            view.say[f"kind.{each.kind}"],
            view.does(each),
            view.material(each.material, inline=False),
            view.product(each.material, each.stage),
            view.places(each.source, inline=False),
            view.country(each.user),
            view.end_use(each.end_use),
            view.project(each.project),
            each.tonnes,
            each.expected_tonnes,
            each.peak,
            each.effect.isoformat(),
            each.until.isoformat(),
            each.cost,
            each.avoided_tonnes,
            each.avoided,
            view.limit(each),
            each.decided,
        )
        for each in response.actions
    )
    return table("playbook", columns, rows, view.say)


def who_is_short(response: Response, view: ResponseView) -> Table:
    """Return use, loss, what each kind of action brings, and what is missing, by period."""
    tonnes = ("use", "lost", *BY_KIND, "short")
    columns = {
        "path": Kind.TEXT,
        "material": Kind.TEXT,
        "product": Kind.TEXT,
        "party": Kind.TEXT,
        "start": Kind.TEXT,
        "days": Kind.NUMBER,
        **dict.fromkeys(tonnes, Kind.TONNES),
    }
    periods = {row["period"]: row for row in response.periods.iter_rows(named=True)}
    rows: Iterator[tuple[Cell, ...]] = (
        (
            view.say[f"path.{row['path']}"],
            *_goods(row, view),
            view.country(row["party"]),
            periods[row["period"]]["start"].isoformat(),
            periods[row["period"]]["days"],
            *(row[name] for name in tonnes),
        )
        for row in response.balance.iter_rows(named=True)
    )
    return table("who_is_short", columns, rows, view.say)


def modes(response: Response, view: ResponseView) -> Table:
    """Return what each way of answering costs each party."""
    columns = {
        "mode": Kind.TEXT,
        "party": Kind.TEXT,
        "cost_usd": Kind.USD,
        "loss_usd": Kind.USD,
        "short_tonnes": Kind.TONNES,
    }
    rows = (
        (
            view.say[f"mode.{row['mode']}"],
            _party(row["party"], view),
            row["cost_usd"],
            row["loss_usd"],
            row["short_tonnes"],
        )
        for row in response.modes.iter_rows(named=True)
    )
    return table("modes", columns, rows, view.say).without_empty()


def delays(response: Response, view: ResponseView) -> Table:
    """Return what each delay costs."""
    columns = {
        "weeks": Kind.NUMBER,
        "cost_usd": Kind.USD,
        "extra_usd": Kind.USD,
        "a_day_usd": Kind.USD,
    }
    return table("delays", columns, response.delays.select(*columns).iter_rows(), view.say)


def stocks(response: Response, view: ResponseView) -> Table:
    """Return what is held, and what is left of it."""
    columns = {
        "holder": Kind.TEXT,
        "material": Kind.TEXT,
        "form": Kind.TEXT,
        "stock_kind": Kind.TEXT,
        "tonnes": Kind.TONNES,
        "stock_days": Kind.NUMBER,
        "left_tonnes": Kind.TONNES,
        "as_of": Kind.TEXT,
        "source": Kind.TEXT,
        "quality": Kind.TEXT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            view.country(row["holder"]),
            view.material(row["material"], inline=False),
            view.product(row["material"], row["form"]),
            view.say.get(f"stock_kind.{row['kind']}", str(row["kind"] or "")),
            row["tonnes"],
            row["days"],
            row["left_tonnes"],
            row["as_of"],
            row["source"],
            row["quality"],
        )
        for row in response.stocks.iter_rows(named=True)
    )
    return table("stocks", columns, rows, view.say)


def prices(response: Response, view: ResponseView) -> Table:
    """Return the price bands."""
    ends = ("low", "middle", "high")
    columns = {
        "material": Kind.TEXT,
        "missing_share": Kind.SHARE,
        **dict.fromkeys(ends, Kind.NUMBER),
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            view.material(row["material"], inline=False),
            row["missing_share"],
            *(row[name] for name in ends),
        )
        for row in response.prices.iter_rows(named=True)
    )
    return table("prices", columns, rows, view.say)


def losses(response: Response, view: ResponseView) -> Table:
    """Return the value added at risk, and below it what others have published."""
    columns = {
        "material": Kind.TEXT,
        "party": Kind.TEXT,
        "what": Kind.PROSE,
        "low_usd": Kind.USD,
        "middle_usd": Kind.USD,
        "high_usd": Kind.USD,
        "share_of_gdp": Kind.SHARE,
        "source": Kind.TEXT,
        "year": Kind.YEAR,
    }
    ours = {"what": view.say["sheet.ours"], "share_of_gdp": None, "source": None, "year": None}
    found = [{**row, **ours} for row in response.losses.iter_rows(named=True)]
    found += response.published.rows(named=True)
    rows = (
        (
            view.material(row["material"], inline=False),
            _party(row["party"], view),
            *(row[name] for name in list(columns)[2:]),
        )
        for row in found
    )
    return table("losses", columns, rows, view.say)


def schedule(response: Response, view: ResponseView) -> Table:
    """Return the tonnes ordered in each period, by line."""
    columns = {"line": Kind.NUMBER, "action": Kind.PROSE, "start": Kind.TEXT, "tonnes": Kind.TONNES}
    does = {each.number: view.does(each) for each in response.actions}
    start = {period: day.isoformat() for period, day in response.periods["period", "start"].rows()}
    rows = (
        (line, does[line], start.get(period), tonnes)
        for line, period, tonnes in response.schedule.select("line", "period", "tonnes").iter_rows()
    )
    return table("schedule", columns, rows, view.say)


def _goods(row: Mapping[str, Any], view: ResponseView) -> tuple[str, str]:
    material, stage = row["material"], row["stage"]
    return view.material(material, inline=False), view.product(material, stage)


def _party(code: str, view: ResponseView) -> str:
    return view.say["word.all_parties"] if code == ALL else view.country(code)
