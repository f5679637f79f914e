"""Totals that somebody published, beside the entries that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from supplypact.domain.entry import Pledge
from supplypact.domain.position import MEASURE_OF, MoneyLine, Position
from supplypact.domain.progress import ReportedTotal

STARTS = "*"
"""An id that ends in it stands for all ids that start so."""


def reported(pact: str, rows: pl.DataFrame, position: Position) -> tuple[ReportedTotal, ...]:
    """Return the published totals of a pact, each beside our sum of the same pledges.

    Args:
        pact: Id of the pact.
        rows: The table ``reported_totals``.
        position: What stands.

    """
    pledges = {
        record.entry.id: record.entry
        for record in position.records
        if isinstance(record.entry, Pledge)
    }
    lines = [line for line in position.money if line.measure in MEASURE_OF.values()]
    return tuple(
        _total(row, list(_named(row["entries"], pledges)), pledges, lines)
        for row in rows.filter(pl.col("pact") == pact).iter_rows(named=True)
    )


def _named(text: str, pledges: Iterable[str]) -> Iterator[str]:
    """Yield the pledges that a list of ids names, in their order."""
    wanted = [part.strip() for part in text.split(";") if part.strip()]
    for name in pledges:
        if any(
            name.startswith(each.removesuffix(STARTS)) if each.endswith(STARTS) else name == each
            for each in wanted
        ):
            yield name


def _total(
    row: dict[str, Any], entries: list[str], pledges: dict[str, Pledge], lines: list[MoneyLine]
) -> ReportedTotal:
    family = _with_parts(entries, pledges)
    return ReportedTotal(
        id=row["id"],
        text=row["text_en"],
        published=Decimal(str(row["published_usd"])).quantize(Decimal("0.01")),
        about=row["about"],
        source=row["source"],
        ours=sum((line.stated_usd for line in lines if line.entry in entries), Decimal(0)),
        counted=sum((line.usd for line in lines if line.entry in family), Decimal(0)),
        unknown=sum(pledges[name].amount is None for name in entries),
        entries=tuple(entries),
        reason=row["reason_en"] or "",
        text_ja=row["text_ja"] or "",
        reason_ja=row["reason_ja"] or "",
    )


def _with_parts(entries: Iterable[str], pledges: dict[str, Pledge]) -> set[str]:
    """Return the entries and all that are parts of them, parts of parts too."""
    family = set(entries)
    while more := {n for n, each in pledges.items() if each.parent in family} - family:
        family |= more
    return family
