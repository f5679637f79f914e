"""The tables of progress, typed and with units: promises, money, targets, milestones, projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from supplypact.domain.position import Measure, MoneyLine
from supplypact.domain.progress import Verdict
from supplypact.reporting.ledger.because import because
from supplypact.reporting.progress.promises import milestone_name, promises, target_name, told
from supplypact.reporting.progress.view import ProgressView
from supplypact.reporting.table import Cell, Kind, Table, table

VERDICT = {"status": Kind.TEXT, "rule": Kind.TEXT, "rule_text": Kind.PROSE, "who": Kind.TEXT}
"""Columns that every table of promises ends with."""


def promise_table(view: ProgressView) -> Table:
    """Return every promise with its verdict."""
    columns = {
        "group": Kind.TEXT,
        "id": Kind.TEXT,
        "promise": Kind.PROSE,
        "by": Kind.TEXT,
        "stands": Kind.PROSE,
        **VERDICT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            view.say[f"group.{each.group}"],
            each.id,
            each.name,
            iso(each.by),
            each.stands,
            *verdict(each.verdict, view),
        )
        for each in promises(view)
    )
    return table("promises", columns, rows, view.say)


def envelope_table(view: ProgressView) -> Table:
    """Return each funding line and the whole against its measures; they are never added up."""
    usd = ("amount", "ceiling", "firm", "committed", "disbursed", "repaid")
    columns = {
        "scope": Kind.TEXT,
        "party": Kind.TEXT,
        **dict.fromkeys(usd, Kind.USD),
        "due": Kind.TEXT,
        "elapsed": Kind.SHARE,
        "even_path": Kind.USD,
        **VERDICT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            view.scope(each.scope),
            view.parties(each.party),
            *(number(getattr(each, name)) for name in usd),
            iso(each.due),
            float(each.elapsed),
            float(each.amount) * each.elapsed,
            *verdict(each.verdict, view),
        )
        for each in view.progress.envelope
    )
    return table("envelope", columns, rows, view.say)


def money_table(view: ProgressView) -> Table:
    """Return each line of money: what counts of it, and why not all of it does."""
    columns = {
        "entry": Kind.TEXT,
        "date": Kind.TEXT,
        "measure": Kind.TEXT,
        "step": Kind.TEXT,
        "party": Kind.TEXT,
        "scope": Kind.TEXT,
        "sector": Kind.TEXT,
        "project": Kind.TEXT,
        "stated": Kind.NUMBER,
        "currency": Kind.TEXT,
        "stated_usd": Kind.USD,
        "counted_usd": Kind.USD,
        "why": Kind.TEXT,
        "other": Kind.TEXT,
    }
    say = view.say
    rows: Iterator[tuple[Cell, ...]] = (
        (
            each.entry,
            each.date.isoformat(),
            say[f"measure.{each.measure}"],
            say[f"step.{each.step}"] if each.step else None,
            view.country(each.party),
            view.scope(each.funding_line) if each.funding_line else say["scope.outside"],
            view.sector(each.sector) or None,
            view.project(each.project) if each.project else None,
            number(each.stated),
            each.currency,
            number(each.stated_usd),
            number(each.usd),
            say[f"why.{each.why}"] if each.why else None,
            because(each, view.entries.values()) or None,
        )
        for each in view.progress.position.money
    )
    return table("money", columns, rows, say)


def use_table(view: ProgressView) -> Table:
    """Return what counts towards the envelope by party, kind of funding line, sector and year."""
    columns = {
        "party": Kind.TEXT,
        "line_kind": Kind.TEXT,
        "sector": Kind.TEXT,
        "year": Kind.YEAR,
        **dict.fromkeys((each.value for each in Measure), Kind.USD),
        "entries": Kind.TEXT,
    }
    kinds = {line.id: line.kind for line in view.pact.envelope}
    groups: dict[tuple[str, str, str, int], list[MoneyLine]] = {}
    for line in view.progress.position.money:
        if line.usd and line.funding_line:
            kind = kinds.get(line.funding_line, "")
            groups.setdefault((line.party, kind, line.sector, line.date.year), []).append(line)
    rows: Iterator[tuple[Cell, ...]] = (
        (
            view.country(party),
            view.line_kind(kind),
            view.sector(sector) or None,
            year,
            *(number(_sum(lines, measure)) for measure in Measure),
            listed(tuple(dict.fromkeys(each.entry for each in lines))),
        )
        for (party, kind, sector, year), lines in sorted(groups.items())
    )
    return table("use", columns, rows, view.say)


def _sum(lines: Iterable[MoneyLine], measure: Measure) -> Decimal:
    return sum((each.usd for each in lines if each.measure is measure), Decimal(0))


def target_table(view: ProgressView) -> Table:
    """Return each target: the share now, expected, expected if late, and needed."""
    shares = ("now", "expected", "expected_low", "replanned", "goal")
    columns = {
        "target": Kind.PROSE,
        "reading": Kind.TEXT,
        "year": Kind.YEAR,
        "binding": Kind.YES,
        "now_year": Kind.YEAR,
        **dict.fromkeys(shares, Kind.SHARE),
        "short": Kind.TONNES,
        "reached": Kind.TEXT,
        "reached_late": Kind.TEXT,
        **VERDICT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            target_name(each, view),
            view.say[f"reading.{each.reading}"],
            each.year,
            each.binding,
            each.now_year,
            *(getattr(each, name) for name in shares),
            each.short,
            iso(each.reached),
            iso(each.reached_late),
            *verdict(each.verdict, view),
        )
        for each in view.progress.targets
    )
    return table("targets", columns, rows, view.say)


def milestone_table(view: ProgressView) -> Table:
    """Return each milestone against its first day."""
    columns = {
        "milestone": Kind.PROSE,
        "planned_by": Kind.TEXT,
        "first_due": Kind.TEXT,
        "due": Kind.TEXT,
        "moves": Kind.NUMBER,
        "met": Kind.TEXT,
        "missed": Kind.TEXT,
        "days_left": Kind.NUMBER,
        "entries": Kind.TEXT,
        **VERDICT,
    }
    rows: Iterator[tuple[Cell, ...]] = (
        (
            milestone_name(each.state, view),
            view.country(each.state.party) if each.state.party else view.say["word.pact"],
            iso(each.state.first_due),
            iso(each.state.due),
            each.state.moves,
            iso(each.state.met),
            iso(each.state.missed),
            each.days,
            listed(each.state.entries),
            *verdict(each.verdict, view),
        )
        for each in view.progress.milestones
    )
    return table("milestones", columns, rows, view.say)


def project_table(view: ProgressView) -> Table:
    """Return each project's schedule and cost against its first announcement."""
    columns = {
        "project": Kind.TEXT,
        "host": Kind.TEXT,
        "sector": Kind.TEXT,
        "materials": Kind.TEXT,
        "owners": Kind.TEXT,
        "first_planned": Kind.TEXT,
        "now_planned": Kind.TEXT,
        "slip_months": Kind.NUMBER,
        "late_half": Kind.NUMBER,
        "late_nine": Kind.NUMBER,
        "first_cost": Kind.USD,
        "latest_cost": Kind.USD,
        "overrun": Kind.POINTS,
        "ceiling": Kind.USD,
        "firm": Kind.USD,
        "committed": Kind.USD,
        "disbursed": Kind.USD,
        **VERDICT,
    }
    return table("projects", columns, _projects(view), view.say)


def iso(day: date | None) -> str | None:
    """Return a day as it stands in data."""
    return None if day is None else day.isoformat()


def number(amount: Decimal | None) -> float | None:
    """Return an amount as a number of a sheet; the exact one stands in ``progress.json``."""
    return None if amount is None else float(amount)


def listed(names: tuple[str, ...]) -> str | None:
    """Return ids as they stand in one cell."""
    return "; ".join(names) or None


def verdict(found: Verdict, view: ProgressView) -> tuple[Cell, ...]:
    """Return the cells of a verdict."""
    who = view.countries(found.who) or None
    return told(found.status, view), found.rule, view.rule(found.rule), who


def _projects(view: ProgressView) -> Iterator[tuple[Cell, ...]]:
    for each in view.progress.projects:
        first, cost = each.first_output, each.cost
        half, nine = each.late_by or (None, None)
        yield (
            view.project(each.project),
            view.country(each.host) or None,
            view.sector(each.sector) or None,
            view.say.listed([view.material(name) for name in each.materials]) or None,
            listed(each.owners),
            iso(first.first_due) if first else None,
            iso(first.met or first.due) if first else None,
            each.slip_months,
            half,
            nine,
            number(cost.first) if cost else None,
            number(cost.latest) if cost else None,
            each.overrun,
            number(each.ceiling),
            number(each.firm),
            number(each.committed),
            number(each.disbursed),
            *verdict(each.verdict, view),
        )
