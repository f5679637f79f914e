"""Does what the tables say add up?  Each check states its tolerance and lists what breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from supplypact.domain.network import BASE_YEAR

Tables = Mapping[str, pl.DataFrame]
KEY = ["material", "stage"]

WORLD_TOLERANCE = 0.1
"""Published world totals are rounded and leave out what is withheld."""

FLOW_TOLERANCE = 1e-4
"""Cells of the flows are written with six significant digits."""

ROUNDING = 0.005
"""Shares are published with two or three digits."""

PART = "of which"
"""An end use whose text starts so is part of another row and is not added to it."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question put to the tables and its answer."""

    name: str
    count: int
    """Rows or sums that were looked at."""
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing broke it."""
        return not self.failures


def check_figures(tables: Tables) -> list[Check]:
    """Return the answers to every check of sums, shares and sources."""
    return [
        _world_totals(tables),
        _flows_leave(tables),
        _flows_arrive(tables),
        _shares(_whole(tables["end_uses"]), ["material", "region", "year", "source"], "end_uses"),
        _shares(tables["trade_shares"], [*KEY, "importer", "year", "source"], "trade_shares"),
        _estimates_have_method(tables),
        _hashes(tables["sources"]),
    ]


def _world_totals(tables: Tables) -> Check:
    """Countries add up to the published world total of the stage and year."""
    key = [*KEY, "year"]
    known = tables["production"].filter(pl.col("measure") != "capacity")
    sums = known.group_by(key).agg(pl.col("tonnes").sum().alias("found"))
    totals = tables["world_totals"].drop_nulls("tonnes").select(*key, expected="tonnes")
    joined = totals.join(sums, on=key, how="left").with_columns(pl.col("found").fill_null(0.0))
    name = f"countries add up to the world total within {WORLD_TOLERANCE:.0%}"
    return _compare(name, joined, WORLD_TOLERANCE)


def _flows_leave(tables: Tables) -> Check:
    """Each country ships its share of the stage's output."""
    made = tables["production"].filter(
        pl.col("measure") == "production", pl.col("year") == BASE_YEAR, pl.col("tonnes") > 0
    )
    shares = made.select(
        *KEY, "country", made_share=pl.col("tonnes") / pl.col("tonnes").sum().over(KEY)
    )
    shipped = _sums(tables["flows"], "exporter")
    joined = shares.join(shipped, on=[*KEY, "country"], how="full", coalesce=True).select(
        *KEY,
        "country",
        expected=pl.col("made_share").fill_null(0.0) * pl.col("found").sum().over(KEY),
        found=pl.col("found").fill_null(0.0),
    )
    name = f"what a country ships is its output, scaled to the need, within {FLOW_TOLERANCE:g}"
    return _compare(name, joined, FLOW_TOLERANCE)


def _flows_arrive(tables: Tables) -> Check:
    """Each country receives its use of the stage plus the feed of its next stage."""
    columns = [*KEY, "country", "tonnes"]
    use = tables["demand"].filter(pl.col("year") == BASE_YEAR).select(columns)
    need = pl.concat([use, _feed(tables).select(columns)]).group_by([*KEY, "country"]).sum()
    received = _sums(tables["flows"], "importer")
    joined = need.rename({"tonnes": "expected"}).join(
        received, on=[*KEY, "country"], how="full", coalesce=True
    )
    name = f"what a country receives is its use and feed, within {FLOW_TOLERANCE:g}"
    return _compare(name, joined.fill_null(0.0), FLOW_TOLERANCE)


def _feed(tables: Tables) -> pl.DataFrame:
    """Return the tonnes of each stage that the output of the next stage takes."""
    stages = tables["stages"].select(
        *KEY,
        "position",
        pl.col("recovery").fill_null(1.0),
        pl.col("other_feed_share").fill_null(0.0),
    )
    before = stages.select("material", pl.col("stage").alias("before"), pl.col("position") + 1)
    made = _sums(tables["flows"], "exporter").join(stages, on=KEY)
    return made.join(before, on=["material", "position"]).select(
        "material",
        "country",
        stage="before",
        tonnes=pl.col("found") * (1 - pl.col("other_feed_share")) / pl.col("recovery"),
    )


def _sums(flows: pl.DataFrame, end: str) -> pl.DataFrame:
    """Return the base year's flows added up by the country at one end."""
    key = [*KEY, pl.col(end).alias("country")]
    return (
        flows.filter(pl.col("year") == BASE_YEAR)
        .group_by(key)
        .agg(pl.col("tonnes").sum().alias("found"))
    )


def _shares(table: pl.DataFrame, key: list[str], name: str) -> Check:
    """Shares of one whole do not add up to more than 1."""
    sums = table.group_by(key, maintain_order=True).agg(pl.col("share").sum())
    over = sums.filter(pl.col("share") > 1 + ROUNDING)
    failures = tuple(f"{_named(row[:-1])} add up to {row[-1]:g}" for row in over.iter_rows())
    return Check(name=f"{name} add up to 1 or less", count=sums.height, failures=failures)


def _whole(end_uses: pl.DataFrame) -> pl.DataFrame:
    """Return the end uses that are no part of another one."""
    return end_uses.filter(~pl.col("end_use_text").str.starts_with(PART))


def _estimates_have_method(tables: Tables) -> Check:
    """Every estimate says how it was made, and nothing else does."""
    failures, count = [], 0
    for name, table in tables.items():
        if "quality" in table.columns:
            count += table.height
            estimate = pl.col("quality") == "estimate"
            wrong = table.filter(estimate != pl.col("method").is_not_null()).height
            failures += [f"{name}: {wrong} rows"] if wrong else []
    return Check(
        name="estimates, and only they, say by what method", count=count, failures=tuple(failures)
    )


def _hashes(sources: pl.DataFrame) -> Check:
    """Every source that was read from a file has the file's hash."""
    read = sources.drop_nulls("file")
    missing = read.filter(~pl.col("sha256").fill_null("").str.contains("^[0-9a-f]{64}$"))
    return Check(
        name="sources read from a file have its sha256",
        count=read.height,
        failures=tuple(missing["source"]),
    )


def _compare(name: str, sums: pl.DataFrame, tolerance: float) -> Check:
    """Return the check that ``found`` is ``expected``, each row named by its other columns."""
    gap = (pl.col("found") - pl.col("expected")).abs()
    within = gap <= tolerance * pl.max_horizontal("expected", "found")
    columns = [column for column in sums.columns if column not in {"found", "expected"}]
    wrong = sums.filter(~within).sort(columns).select(*columns, "found", "expected")
    failures = tuple(
        f"{_named(row[:-2])}: {row[-2]:,.6g} t, expected {row[-1]:,.6g} t"
        for row in wrong.iter_rows()
    )
    return Check(name=name, count=sums.height, failures=failures)


def _named(key: tuple[object, ...]) -> str:
    """Return the key of a row in words."""
    return " ".join(str(value) for value in key)
