"""Tables of what the pact says beside its targets, and of the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supplypact.domain.network import Source
from supplypact.reporting.names import Names
from supplypact.reporting.table import Cell, Kind, Table, table


def assumptions(view: Names) -> Table:
    """Return numbers that the plan needs and the pact does not give."""
    columns = {
        "assumption": Kind.TEXT,
        "value": Kind.NUMBER,
        "source": Kind.PROSE,
        "note": Kind.PROSE,
    }
    rows = (
        (
            name.replace("_", " "),
            each.value,
            view.citation(each.clause.source),
            each.clause.note or None,
        )
        for name, each in view.pact.assumptions.items()
    )
    return table("assumptions", columns, rows, view.say)


def milestones(view: Names) -> Table:
    """Return what the pact wants done by when."""
    columns = {"milestone": Kind.PROSE, "due": Kind.TEXT, "source": Kind.PROSE, "note": Kind.PROSE}
    rows = (
        (
            each.text,
            each.due.isoformat(),
            view.citation(each.clause.source),
            each.clause.note or None,
        )
        for each in view.pact.milestones
    )
    return table("milestones", columns, rows, view.say)


def indicators(view: Names) -> Table:
    """Return targets of the pact outside supply; entered, not planned."""
    columns = {
        "indicator": Kind.PROSE,
        "party": Kind.TEXT,
        "value": Kind.NUMBER,
        "value_unit": Kind.TEXT,
        "year": Kind.YEAR,
        "source": Kind.PROSE,
        "note": Kind.PROSE,
    }
    rows = (
        (
            each.text,
            view.country(each.party),
            each.value,
            each.unit,
            each.year,
            view.citation(each.clause.source),
            each.clause.note or None,
        )
        for each in view.pact.indicators
    )
    return table("indicators", columns, rows, view.say)


SOURCE_COLUMNS = {
    "source_id": Kind.TEXT,
    "publisher": Kind.TEXT,
    "title": Kind.PROSE,
    "published": Kind.TEXT,
    "licence": Kind.TEXT,
    "address": Kind.PROSE,
    "sha256": Kind.TEXT,
}


def sources(view: Names) -> Table:
    """Return everything that pact and tables cite: publications first, then single facts."""
    ordered = sorted(view.network.sources, key=lambda each: (not each.publisher, each.id))
    return table("sources", SOURCE_COLUMNS, _source_rows(view, ordered), view.say)


def publications(view: Names) -> Table:
    """Return what the pact cites and the publications behind the tables."""
    whole = [each for each in view.network.sources if each.publisher]
    return table("sources", SOURCE_COLUMNS, _source_rows(view, whole), view.say)


def single_facts(view: Names) -> int:
    """Return how many sources stand for one fact each."""
    return sum(not each.publisher for each in view.network.sources)


def _source_rows(view: Names, sources: Iterable[Source]) -> Iterator[tuple[Cell, ...]]:
    for name, title in view.pact_sources.items():
        yield (name, None, title, None, None, None, None)
    for each in sources:
        fields = (each.publisher, each.title, each.year, each.licence, each.url, each.sha256)
        yield (each.id, *(text or None for text in fields))
