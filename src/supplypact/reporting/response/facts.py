"""What a reader of a response asks first: who is short when, what is due, what waiting costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from supplypact.domain.incident import MONTH
from supplypact.domain.response import ALONE, ANSWER, FULL, NOTHING, Action, Response

MONTHS = 12
"""Months that are shown."""
LEAST = 0.005
"""Part of the use from which on it counts as short."""
WEEK = 7
ALL = "*"
"""Stands for all parties."""


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """What one party lacks of one product, if the event lasts."""

    material: str
    party: str
    stage: str
    shares: dict[str, tuple[float, ...]]
    """Part of the use that is restrained or missing in each month from the day of decision, by
    path."""
    first: dict[str, date | None]
    """First day on which more than next to nothing is missing, by path."""
    peak: dict[str, float]
    """Largest part of the use of a period that is missing, by path."""
    mean: dict[str, float]
    """Part of the use of the months shown that is missing, by path."""
    usd: float
    """Expected loss if nothing is done."""


def shortfalls(response: Response) -> tuple[Shortfall, ...]:
    """Return what each party lacks of each product, the largest loss first."""
    inside = _months(response.periods)
    rows = response.balance.join(response.periods.select("period", "start"), on="period")
    missing = rows.with_columns(missing=pl.col("restrain") + pl.col("short")).sort("period")
    keys = ["material", "party", "stage"]
    losses = {
        (material, party, stage): usd
        for material, party, stage, usd in response.short.filter(pl.col("path") == NOTHING)
        .group_by(keys)
        .agg(pl.col("usd").sum())
        .iter_rows()
    }
    found: list[Shortfall] = []
    for key, mine in missing.group_by(keys, maintain_order=True):
        material, party, stage = (str(each) for each in key)
        paths = {path: mine.filter(pl.col("path") == path) for path in (NOTHING, ANSWER)}
        found.append(
            Shortfall(
                material=material,
                party=party,
                stage=stage,
                shares={path: _by_month(part, inside) for path, part in paths.items()},
                mean={path: _mean(part, inside) for path, part in paths.items()},
                first={path: _first(part) for path, part in paths.items()},
                peak={path: _peak(part) for path, part in paths.items()},
                usd=losses.get((material, party, stage), 0.0),
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.usd, -each.peak[NOTHING], each.party)))


def _months(periods: pl.DataFrame) -> dict[int, tuple[float, ...]]:
    """Return which part of each period lies in each month from the day of decision."""
    start = (periods["start"] - periods["start"].min()).dt.total_days().to_numpy().astype(float)
    days = periods["days"].to_numpy().astype(float)
    first = np.arange(MONTHS) * MONTH
    last = np.minimum((start + days)[:, None], first + MONTH)
    part = np.maximum(last - np.maximum(start[:, None], first), 0.0) / days[:, None]
    return {
        int(period): tuple(float(each) for each in row)
        for period, row in zip(periods["period"], part, strict=True)
    }


def _by_month(rows: pl.DataFrame, inside: dict[int, tuple[float, ...]]) -> tuple[float, ...]:
    if rows.is_empty():
        return ()
    part = np.array([inside[period] for period in rows["period"]])
    missing, use = (rows[name].to_numpy() @ part for name in ("missing", "use"))
    covered = part.sum(axis=0) > 0
    shares = np.divide(missing, use, out=np.zeros(MONTHS), where=use > 0)
    return tuple(float(each) for each in shares[covered])


def _mean(rows: pl.DataFrame, inside: dict[int, tuple[float, ...]]) -> float:
    part = np.array([sum(inside[period]) for period in rows["period"]])
    missing, use = (float(rows[name].to_numpy() @ part) for name in ("missing", "use"))
    return missing / use if use > 0 else 0.0


def _first(rows: pl.DataFrame) -> date | None:
    found: date | None = rows.filter(pl.col("missing") > LEAST * pl.col("use"))["start"].min()  # type: ignore[assignment]
    return found


def _peak(rows: pl.DataFrame) -> float:
    used = rows.filter(pl.col("use") > 0)
    return max((used["missing"] / used["use"]).to_list(), default=0.0)


def month_starts(response: Response, count: int) -> list[date]:
    """Return the first day of each month from the day of decision."""
    begin: date = response.periods["start"].min()  # type: ignore[assignment]
    return [begin + timedelta(days=round(month * MONTH)) for month in range(count)]


def open_actions(response: Response) -> tuple[Action, ...]:
    """Return the actions that are not decided yet."""
    return tuple(each for each in response.actions if not each.decided)


def due_now(response: Response) -> tuple[Action, ...]:
    """Return the actions that must be ordered within a week."""
    last = response.as_of + timedelta(days=WEEK)
    return tuple(each for each in open_actions(response) if each.ordered < last)


def delays(response: Response) -> list[dict[str, float]]:
    """Return the rows of ``Response.delays`` that delay at all, the shortest first."""
    return response.delays.filter(pl.col("weeks") > 0).sort("weeks").to_dicts()


def mode_costs(response: Response) -> dict[str, dict[str, float | None]]:
    """Return cost and missing tonnes of all parties by mode."""
    rows = response.modes.filter(pl.col("party") == ALL)
    return {row["mode"]: row for row in rows.iter_rows(named=True)}


def saved_together(response: Response) -> float | None:
    """Return what acting together saves against each alone, None if it was not computed."""
    return _gains(response).get(ALL)


def gains(response: Response) -> dict[str, float]:
    """Return what each party gains by acting together against acting alone; a loss is below 0."""
    return {party: gain for party, gain in _gains(response).items() if party != ALL}


def _gains(response: Response) -> dict[str, float]:
    """Return the gains of the playbook's mode, of full coordination if each is to act alone."""
    asked = response.options.mode
    together = FULL if asked == ALONE else asked
    costs = {
        (mode, party): usd
        for mode, party, usd in response.modes.select("mode", "party", "cost_usd").iter_rows()
    }
    gained = {
        party: (costs.get((ALONE, party)), costs.get((together, party)))
        for party in (ALL, *response.parties)
    }
    return {
        party: alone - shared
        for party, (alone, shared) in gained.items()
        if alone is not None and shared is not None
    }


def short_pairs(response: Response) -> list[Shortfall]:
    """Return the shortfalls of those that go short at all if nothing is done."""
    return [each for each in shortfalls(response) if each.first[NOTHING] is not None]


def deepest(response: Response, most: int) -> list[tuple[Shortfall, int]]:
    """Return the deepest shortfall of each party with the number of its others.

    The party that loses most comes first.
    """
    mine: dict[str, list[Shortfall]] = {}
    for each in short_pairs(response):
        mine.setdefault(each.party, []).append(each)
    return [
        (max(each, key=lambda one: one.peak[NOTHING]), len(each) - 1) for each in mine.values()
    ][:most]


def chance_left(response: Response, days: float) -> float:
    """Return the chance that the event still lasts after so many days."""
    start = (response.periods["start"] - response.periods["start"].min()).dt.total_days()
    rows = response.periods.filter(start <= days)
    return float(rows["alive"].to_list()[-1])
