"""The tables of what flows back and forth: loans of metal, calls for funds, shares of revenue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from supplypact.reporting.progress import figures
from supplypact.reporting.progress.tables import iso, number
from supplypact.reporting.progress.view import ProgressView
from supplypact.reporting.table import Cell, Kind, Table, table


def flow_tables(view: ProgressView) -> list[Table]:
    """Return the tables of loans, calls and revenue, without those that are empty."""
    position = view.progress.position
    made = (
        (position.loans, loan_table),
        (position.calls, call_table),
        (position.revenue, revenue_table),
    )
    return [make(view) for rows, make in made if rows]


def loan_table(view: ProgressView) -> Table:
    """Return each loan of metal and what of it is still owed."""
    columns = {
        "entry": Kind.TEXT,
        "lender": Kind.TEXT,
        "borrower": Kind.TEXT,
        "material": Kind.TEXT,
        "form": Kind.TEXT,
        "place": Kind.TEXT,
        "lent_on": Kind.TEXT,
        "loan": Kind.TONNES,
        "given_back": Kind.TONNES,
        "open": Kind.TONNES,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            each.entry,
            view.country(each.lender),
            view.country(each.borrower),
            view.material(each.material),
            view.form(each.material, each.form),
            each.place or None,
            iso(each.lent_on),
            number(each.tonnes),
            number(each.returned),
            number(each.open),
        )
        for each in view.progress.position.loans
    )
    return table("loans", columns, rows, view.say)


def call_table(view: ProgressView) -> Table:
    """Return each call for funds and the first day on which it may be paid."""
    columns = {
        "entry": Kind.TEXT,
        "commitment": Kind.TEXT,
        "party": Kind.TEXT,
        "notice": Kind.TEXT,
        "earliest": Kind.TEXT,
        "called": Kind.USD,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            each.entry,
            each.commitment,
            view.country(each.party),
            iso(each.notice),
            iso(each.earliest),
            number(each.usd),
        )
        for each in view.progress.position.calls
    )
    return table("calls", columns, rows, view.say)


def revenue_table(view: ProgressView) -> Table:
    """Return how each entry of revenue is split before and after recovery."""
    columns = {
        "entry": Kind.TEXT,
        "project": Kind.TEXT,
        "date": Kind.TEXT,
        "revenue": Kind.USD,
        "deemed_allocation": Kind.USD,
        "recovered_before": Kind.USD,
        "before_split": Kind.TEXT,
        "after_split": Kind.TEXT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            each.entry,
            view.project(each.project),
            iso(each.date),
            number(each.usd),
            number(each.deemed_allocation),
            number(each.recovered_before),
            _split(each.before, view),
            _split(each.after, view),
        )
        for each in view.progress.position.revenue
    )
    return table("revenue", columns, rows, view.say)


def _split(parts: Mapping[str, Decimal], view: ProgressView) -> str | None:
    """Return what each party has of a split, in USD."""
    told = (f"{view.country(party)} {figures.original(usd, 'USD')}" for party, usd in parts.items())
    return "; ".join(told) or None
