"""Which publications stand behind the figures of a material, and how sure each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl

from supplypact.domain.evidence import Evidence
from supplypact.domain.network import Source
from supplypact.reporting.assessment.view import AssessmentView

ONE_MATERIAL = (
    "production",
    "demand",
    "stages",
    "flows",
    "prices",
    "eu_crm",
    "import_reliance",
    "trade_codes",
    "trade_shares",
)
"""Tables with a material in each row."""
LISTED = ("facilities", "stockpiles")
"""Tables that name materials in a list."""
KEYS = ("source", "quality")


@dataclass(frozen=True, kw_only=True)
class MaterialSource:
    """One publication behind the figures of a material."""

    id: str
    publisher: str
    title: str
    year: str
    licence: str
    link: str
    """Its address where one is known, else empty."""
    tables: str
    """What it is the source of, with the number of rows."""
    estimates: int
    """How many of those rows are estimates."""

    @property
    def whole(self) -> bool:
        """Whether it is a publication rather than a single fact."""
        return bool(self.publisher)


def material_sources(
    view: AssessmentView, evidence: Evidence, material: str
) -> tuple[MaterialSource, ...]:
    """Return the sources of a material, those of most rows first.

    Facts that are cited in the same words stand once.
    """
    rows = _cited(evidence).filter(pl.col("material") == material)
    known = {each.id: each for each in view.network.sources}
    cited: dict[tuple[str, ...], list[pl.DataFrame]] = {}
    for (source,), part in rows.group_by("source", maintain_order=True):
        cited.setdefault(_words(known.get(source), source), []).append(part)
    parts = [pl.concat(each) for each in cited.values()]
    found = [_told(view, known.get(part["source"][0]), part["source"][0], part) for part in parts]
    return tuple(found)


def _words(source: Source | None, name: str) -> tuple[str, ...]:
    """Return how a source is cited."""
    if source is None:
        return (name,)
    return source.publisher, source.title, source.year, source.licence


def _told(
    view: AssessmentView, source: Source | None, name: str, rows: pl.DataFrame
) -> MaterialSource:
    by_table = (
        rows.group_by("table")
        .agg(pl.col("rows").sum())
        .sort("rows", "table", descending=[True, False])
    )
    url = source.url if source else ""
    return MaterialSource(
        id=name,
        publisher=source.publisher if source else "",
        title=source.title if source else name,
        year=source.year if source else "",
        licence=source.licence if source else "",
        link=url.split()[0] if url.startswith("https://") else "",
        tables=", ".join(
            f"{view.say.get(f'evidence.{table}', table)} ({count})"
            for table, count in by_table.iter_rows()
        ),
        estimates=int(rows.filter(pl.col("quality") == "estimate")["rows"].sum()),
    )


@cache
def _cited(evidence: Evidence) -> pl.DataFrame:
    """Return material, table, source, quality, rows of all tables, most rows first."""
    counted = pl.concat(_counts(evidence))
    most = pl.col("rows").sum().over("material", "source")
    return counted.sort(
        most, "source", "rows", "table", "quality", descending=[True, False, True, False, False]
    )


def _counts(evidence: Evidence) -> Iterator[pl.DataFrame]:
    for name in (*ONE_MATERIAL, *LISTED):
        frame: pl.DataFrame = getattr(evidence, name)
        if name in LISTED:
            frame = frame.with_columns(
                material=pl.col("materials").fill_null("").str.split(";")
            ).explode("material")
        if {"material", *KEYS} <= set(frame.columns):
            yield (
                frame.group_by("material", *KEYS)
                .len("rows")
                .select(
                    pl.col("material").str.strip_chars(),
                    *KEYS,
                    pl.col("rows").cast(pl.Int64),
                    table=pl.lit(name),
                )
            )
